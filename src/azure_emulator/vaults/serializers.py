"""What Microsoft.KeyVault answers, as JSON."""

from datetime import datetime
from typing import Any

from azure_emulator.key_vault.state import DOMAIN, Secret
from azure_emulator.resource_manager.operations import Operation
from azure_emulator.resource_manager.regions import short
from azure_emulator.resource_manager.resource import Resource
from azure_emulator.vaults.state import NAMESPACE, TYPE, DeletedVault

WHOSE, STATES = "2021-04-01", "2018-02-14"
"""The versions from which on a vault tells who made it and who reaches it, and its state.

Recorded without in 2015-06-01 to 2019-09-01, and with in 2023-02-01.
"""


def vault(vault: Resource, now: datetime, version: str) -> dict[str, Any]:
    """A vault; network rules that keep nobody out are not told."""
    state, reached = vault.provisioning_state(now), vault.properties.get("publicNetworkAccess")
    rules = _network_rules(vault.properties.get("networkAcls") or {})
    properties = {
        name: vault.properties[name] for name in vault.properties if name != "networkAcls"
    }
    return {
        "id": vault.id,
        "name": vault.name,
        "type": TYPE,
        "location": vault.location,
        "tags": vault.tags,
        **({"systemData": vault.system_data} if version >= WHOSE else {}),
        "properties": {
            **properties,
            **({"networkAcls": rules} if rules else {}),
            **({"provisioningState": state} if version >= STATES else {}),
            **({"publicNetworkAccess": reached or "Enabled"} if version >= WHOSE else {}),
        },
    }


def new_vault(made: Resource, now: datetime, version: str) -> dict[str, Any]:
    """A vault in the answer that makes it: its name does not resolve yet, as recorded to 2025."""
    shown = vault(made, now, version)
    properties = shown["properties"]
    properties["vaultUri"] = str(made.properties["vaultUri"]).rstrip("/")
    if "provisioningState" in properties:
        properties["provisioningState"] = "RegisteringDns"
    return shown


def _network_rules(given: dict[str, Any]) -> dict[str, Any]:
    filled = {
        "bypass": "AzureServices",
        "defaultAction": "Allow",
        **given,
        "ipRules": given.get("ipRules") or [],
        "virtualNetworkRules": given.get("virtualNetworkRules") or [],
    }
    open_ = str(filled["defaultAction"]).casefold() == "allow"
    return {} if open_ and not (filled["ipRules"] or filled["virtualNetworkRules"]) else filled


def policies(vault: Resource, policies: list[Any]) -> dict[str, Any]:
    """The access policies of a vault after a change."""
    return {
        "id": f"{vault.id}/accessPolicies/",
        "type": f"{TYPE}/accessPolicies",
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
    protected = vault.properties.get("enablePurgeProtection") is True
    place = f"/subscriptions/{path.subscription}/providers/{NAMESPACE}/locations"
    return {
        "id": f"{place}/{short(vault.location)}/deletedVaults/{vault.name}",
        "name": vault.name,
        "type": f"{NAMESPACE}/deletedVaults",
        "properties": {
            "vaultId": vault.id,
            "location": vault.location,
            "deletionDate": f"{held.deleted:%Y-%m-%dT%H:%M:%SZ}",
            "scheduledPurgeDate": f"{held.purged:%Y-%m-%dT%H:%M:%SZ}",
            "tags": vault.tags,
            **({"purgeProtectionEnabled": True} if protected else {}),
        },
    }


def purged(operation: Operation) -> dict[str, Any]:
    """What a purge answers at its end."""
    return {
        "createdDateTime": f"{operation.started:%Y-%m-%d %H:%M:%SZ}",
        "lastActionDateTime": f"{operation.ends:%Y-%m-%d %H:%M:%SZ}",
        "status": "Succeeded",
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
