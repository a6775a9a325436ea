"""What Key Vault answers, as JSON."""

from typing import Any

from azure_emulator.key_vault.state import DOMAIN, Secret


def secret(secret: Secret, *, with_value: bool = True) -> dict[str, Any]:
    """A version of a secret; its times are whole seconds since 1970."""
    optional = {"contentType": secret.content_type, "tags": secret.tags}
    return {
        **({"value": secret.value} if with_value else {}),
        "id": f"https://{secret.vault}{DOMAIN}/secrets/{secret.name}/{secret.version}",
        "attributes": {
            "enabled": secret.enabled,
            **{name: value for name, value in secret.attributes.items() if value is not None},
            "created": int(secret.created.timestamp()),
            "updated": int(secret.updated.timestamp()),
            "recoveryLevel": "Recoverable+Purgeable",
            "recoverableDays": 90,
        },
        **{name: value for name, value in optional.items() if value is not None},
    }


def secret_in_list(listed: Secret) -> dict[str, Any]:
    """A secret in a list: without value and version."""
    return {
        **secret(listed, with_value=False),
        "id": f"https://{listed.vault}{DOMAIN}/secrets/{listed.name}",
    }
