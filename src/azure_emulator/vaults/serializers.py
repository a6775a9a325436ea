"""What Microsoft.KeyVault answers, as JSON."""

from datetime import datetime
from typing import Any

from azure_emulator.key_vault.state import DOMAIN, Secret
from azure_emulator.resource_manager.regions import short
from azure_emulator.resource_manager.resource import Resource
from azure_emulator.resource_manager.timestamps import timestamp
from azure_emulator.vaults.state import NAMESPACE, TYPE, DeletedVault


def vault(vault: Resource, now: datetime) -> dict[str, Any]:
    """A vault."""
    state = vault.provisioning_state(now)
    return {
        "id": vault.id,
        "name": vault.name,
        "type": TYPE,
        "location": vault.location,
        "tags": vault.tags,
        "systemData": vault.system_data,
        "properties": {
            **vault.properties,
            "provisioningState": state,
            "publicNetworkAccess": vault.properties.get("publicNetworkAccess") or "Enabled",
        },
    }


def policies(vault: Resource, kind: str, policies: list[Any]) -> dict[str, Any]:
    """The access policies of a vault after a change of this kind."""
    return {
        "id": f"{vault.id}/accessPolicies/{kind}",
        "type": f"{TYPE}/accessPolicies",
        "location": vault.location,
        "properties": {"accessPolicies": policies},
    }


def availability(reason: tuple[str, str] | None) -> dict[str, Any]:
    """Whether a name is free, and why not."""
    if reason is None:
        return {"nameAvailable": True}
    return {"nameAvailable": False, "reason": reason[0], "message": reason[1]}


def deleted(held: DeletedVault) -> dict[str, Any]:
    """A deleted vault."""
    vault, path = held.vault, held.vault.path
    place = f"/subscriptions/{path.subscription}/providers/{NAMESPACE}/locations"
    return {
        "id": f"{place}/{short(vault.location)}/deletedVaults/{vault.name}",
        "name": vault.name,
        "type": f"{NAMESPACE}/deletedVaults",
        "properties": {
            "vaultId": vault.id,
            "location": vault.location,
            "deletionDate": timestamp(held.deleted),
            "scheduledPurgeDate": timestamp(held.purged),
            "tags": vault.tags,
            "purgeProtectionEnabled": bool(vault.properties.get("enablePurgeProtection")),
        },
    }


def secret(vault: Resource, secret: Secret) -> dict[str, Any]:
    """A secret as Resource Manager shows it: without its value."""
    uri = f"https://{secret.vault}{DOMAIN}/secrets/{secret.name}"
    return {
        "id": f"{vault.id}/secrets/{secret.name}",
        "name": secret.name,
        "type": f"{TYPE}/secrets",
        "location": vault.location,
        "tags": secret.tags or {},
        "properties": {
            **({"contentType": secret.content_type} if secret.content_type else {}),
            "attributes": {
                "enabled": secret.enabled,
                "created": int(secret.created.timestamp()),
                "updated": int(secret.updated.timestamp()),
            },
            "secretUri": uri,
            "secretUriWithVersion": f"{uri}/{secret.version}",
        },
    }
