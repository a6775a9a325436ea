"""What Key Vault answers, as JSON."""

from typing import Any

from azure_emulator.key_vault.state import DOMAIN, Secret

FIRST, WITHOUT_DAYS = "2016-10-01", "7.0"
"""Versions that tell nothing of recovery, and not for how long; as recorded in 2017 and 2020."""


def secret(secret: Secret, version: str, *, with_value: bool = True) -> dict[str, Any]:
    """A version of a secret, as a version of the interface answers it, in seconds since 1970."""
    recovery: dict[str, Any] = {"recoveryLevel": "Recoverable+Purgeable", "recoverableDays": 90}
    if version in (FIRST, WITHOUT_DAYS):
        del recovery["recoverableDays"]
    if version == FIRST:
        recovery = {}
    optional = {"contentType": secret.content_type, "tags": secret.tags}
    return {
        **({"value": secret.value} if with_value else {}),
        "id": f"https://{secret.vault}{DOMAIN}/secrets/{secret.name}/{secret.version}",
        "attributes": {
            "enabled": secret.enabled,
            **{name: value for name, value in secret.attributes.items() if value is not None},
            "created": int(secret.created.timestamp()),
            "updated": int(secret.updated.timestamp()),
            **recovery,
        },
        **{name: value for name, value in optional.items() if value is not None},
    }


def secret_in_list(listed: Secret, version: str) -> dict[str, Any]:
    """A secret in a list: without value and version."""
    return {
        **secret(listed, version, with_value=False),
        "id": f"https://{listed.vault}{DOMAIN}/secrets/{listed.name}",
    }
