"""What Microsoft.Storage answers, as JSON, in the shape of answers recorded in 2022 to 2024."""

from datetime import datetime
from typing import Any

from azure_emulator.resource_manager.timestamps import timestamp
from azure_emulator.storage.account import StorageAccount
from azure_emulator.storage.account_properties import properties
from azure_emulator.storage.shares import Share, etag
from azure_emulator.storage.state import KEYS


def account(account: StorageAccount, now: datetime, version: str) -> dict[str, Any]:
    """A storage account; what the client did not say has today's defaults."""
    optional = {"identity": account.identity, "extendedLocation": None}
    return {
        "sku": account.sku,
        "kind": account.kind,
        "id": account.id,
        "name": account.name,
        "type": account.type,
        "location": account.location,
        "tags": account.tags,
        **{name: value for name, value in optional.items() if value},
        "properties": properties(account, now, version),
    }


def keys(account: StorageAccount) -> dict[str, Any]:
    """Both keys, as `listKeys` and `regenerateKey` answer them."""
    return {
        "keys": [
            {
                "creationTime": timestamp(account.key_times[name]),
                "keyName": name,
                "value": getattr(account, name),
                "permissions": "FULL",
            }
            for name in KEYS
        ]
    }


def availability(reason: tuple[str, str] | None) -> dict[str, Any]:
    """Whether a name is free, and why not."""
    if reason is None:
        return {"nameAvailable": True}
    return {"nameAvailable": False, "reason": reason[0], "message": reason[1]}


def service_properties(account: StorageAccount, kind: str) -> dict[str, Any]:
    """The properties of `fileServices/default` or `blobServices/default`, as of a new account."""
    kept = {"shareDeleteRetentionPolicy": {"enabled": True, "days": 7}}
    return {
        "sku": account.sku,
        "id": f"{account.id}/{kind}/default",
        "name": "default",
        "type": f"{account.type}/{kind}",
        "properties": {
            "cors": {"corsRules": []},
            **(kept if kind == "fileServices" else {"deleteRetentionPolicy": {"enabled": False}}),
            **account.services.get(kind, {}),
        },
    }


def share(account: StorageAccount, share: Share, *, in_list: bool = False) -> dict[str, Any]:
    """A share as Resource Manager shows it."""
    return {
        "id": f"{account.id}/fileServices/default/shares/{share.name}",
        "name": share.name,
        "type": f"{account.type}/fileServices/shares",
        "etag": share.etag,
        "properties": {
            "accessTier": "TransactionOptimized",
            "leaseState": "Available",
            "leaseStatus": "Unlocked",
            "lastModifiedTime": f"{share.changed:%Y-%m-%dT%H:%M:%S.0000000Z}",
            "shareQuota": share.quota,
            "enabledProtocols": "SMB",
            **({} if in_list or not share.metadata else {"metadata": share.metadata}),
        },
    }


def container(account: StorageAccount, name: str, created: datetime) -> dict[str, Any]:
    """A blob container as Resource Manager shows it."""
    return {
        "id": f"{account.id}/blobServices/default/containers/{name}",
        "name": name,
        "type": f"{account.type}/blobServices/containers",
        "etag": etag(created),
        "properties": {
            "deleted": False,
            "remainingRetentionDays": 0,
            "defaultEncryptionScope": "$account-encryption-key",
            "denyEncryptionScopeOverride": False,
            "publicAccess": "None",
            "leaseStatus": "Unlocked",
            "leaseState": "Available",
            "lastModifiedTime": f"{created:%Y-%m-%dT%H:%M:%S.0000000Z}",
            "hasImmutabilityPolicy": False,
            "hasLegalHold": False,
        },
    }
