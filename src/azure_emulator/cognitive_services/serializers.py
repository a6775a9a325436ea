"""What Microsoft.CognitiveServices answers, as JSON."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from azure_emulator.cognitive_services.account import TYPE, Account
from azure_emulator.cognitive_services.catalogue import Kind
from azure_emulator.cognitive_services.deleted import Deleted
from azure_emulator.resource_manager.operations import Operation
from azure_emulator.resource_manager.timestamps import timestamp


def account(account: Account, kind: Kind, now: datetime) -> dict[str, Any]:
    """An account. `endpoints` and `capabilities` are by analogy with a recorded FormRecognizer."""
    optional = {"tags": account.tags, "identity": account.identity}
    return {
        "id": account.id,
        "name": account.name,
        "type": TYPE,
        "etag": account.etag,
        "location": account.location,
        "sku": account.sku,
        "kind": account.kind,
        **{name: value for name, value in optional.items() if value},
        "properties": _properties(account, kind, now),
        "systemData": account.system_data,
    }


FIRST = "2017-04-18"
"""The oldest version there is; the next one is of 2021."""

PROJECTS = "2025-06-01"
"""The version with which projects of Azure AI Foundry came; recorded of accounts without them."""

SINCE_2021 = ("callRateLimit", "capabilities", "endpoints", "isMigrated")

AT_FIRST = {
    "CognitiveServices": frozenset({"callRateLimit", "capabilities"}),
    "FormRecognizer": frozenset({"capabilities"}),
    "QnAMaker": frozenset({"callRateLimit"}),
    "SpeechServices": frozenset({"callRateLimit", "capabilities"}),
}
"""What of it the oldest version told of some kinds, as recorded from June to December 2020."""


def of_version(version: str | None, account: dict[str, Any]) -> dict[str, Any]:
    """The same account as a version answers it: the oldest one knew less, as recorded in 2020."""
    if (version or "") >= PROJECTS:
        own = account["properties"]
        return {**account, "properties": {"allowProjectManagement": False, **own}}
    if version != FIRST:
        return account
    fields = {name: value for name, value in account.items() if name != "systemData"}
    properties = account["properties"].items()
    new = set(SINCE_2021) - AT_FIRST.get(str(account["kind"]), frozenset())
    known = {name: value for name, value in properties if name not in new}
    return {**fields, "properties": known}


def _properties(account: Account, kind: Kind, now: datetime) -> dict[str, Any]:
    own = account.custom_subdomain
    return {
        "endpoint": account.endpoint,
        "internalId": account.internal_id,
        "dateCreated": timestamp(account.created),
        "callRateLimit": _rate_limit(kind),
        "isMigrated": False,
        **({} if own is None else {"customSubDomainName": own}),
        "privateEndpointConnections": [],
        "publicNetworkAccess": "Enabled",
        "capabilities": [{"name": "VirtualNetworks"}, {"name": "CustomerManagedKey"}],
        "endpoints": {str(account.kind): account.endpoint},
        **account.properties,
        "provisioningState": account.provisioning_state(now),
    }


def _rate_limit(kind: Kind) -> dict[str, Any]:
    rule = {
        "key": "default",
        "renewalPeriod": 1,
        "count": kind.calls_per_second,
        "matchPatterns": [{"path": "*", "method": "*"}],
    }
    return {"rules": [rule]}


def deleted(deleted: Deleted, kind: Kind, now: datetime) -> dict[str, Any]:
    """A soft-deleted account: its group is named only inside its id."""
    before = account(deleted.account, kind, now)
    return {
        **before,
        "id": deleted.id,
        "type": "Microsoft.CognitiveServices/deletedAccounts",
        "properties": {
            **before["properties"],
            "deletionDate": timestamp(deleted.at),
            "scheduledPurgeDate": timestamp(deleted.purged),
        },
    }


def usages(account: Account, kind: Kind, version: str | None) -> list[dict[str, Any]]:
    """What a free account has used of its calls; nothing is metered so in other tiers (a guess)."""
    if (account.sku or {}).get("name") != "F0" or kind.free_calls is None:
        return []
    name = f"{account.kind}.Transactions"
    return [
        {
            "currentValue": float(account.calls),
            "limit": float(kind.free_calls),
            "name": {"value": name, "localizedValue": name},
            "nextResetTime": "0001-01-01T00:00:00Z",
            "status": "Included",
            **({} if version == FIRST else {"quotaPeriod": "30.00:00:00", "unit": "Count"}),
        }
    ]


def account_skus(kind: Kind) -> list[dict[str, Any]]:
    """The tiers that an account can change to."""
    return [
        {"resourceType": TYPE, "sku": {"name": sku, "tier": kind.tier(sku)}} for sku in kind.skus
    ]


def skus(catalogue: dict[str, Kind]) -> list[dict[str, Any]]:
    """The whole catalogue: one row a kind and tier."""
    return [
        {
            "resourceType": "accounts",
            "name": sku,
            "tier": kind.tier(sku),
            "kind": name,
            "locations": [region.upper() for region in kind.regions],
            "restrictions": [],
        }
        for name, kind in catalogue.items()
        for sku in kind.skus
    ]


def operation(operation: Operation, path: str, now: datetime) -> dict[str, Any]:
    """A long operation: `InProgress`, then `Succeeded`, or `Failed` with the error."""
    fields: dict[str, Any] = {
        "id": path,
        "name": operation.id,
        "status": operation.status(now),
        "startTime": timestamp(operation.started),
    }
    if fields["status"] != "InProgress":
        fields["endTime"] = timestamp(operation.ends)
    if fields["status"] == "Failed":
        fields["error"] = {"code": "InternalServerError", "message": operation.failure}
    return fields


def sku_availability(
    catalogue: Mapping[str, Kind], kind: str, skus: Sequence[Any], location: str
) -> list[dict[str, Any]]:
    """Which tiers of a kind are offered in a location. Guess: reason and message of a refusal."""
    offered = catalogue.get(kind)
    there = offered.skus if offered and location in offered.regions else ()
    refused = {
        "reason": "NotAvailableForRegion",
        "message": f"The SKU is not available for the kind '{kind}' in the region '{location}'.",
    }
    return [
        {
            "kind": kind,
            "type": TYPE,
            "skuName": sku if isinstance(sku, str) else "",
            "skuAvailable": sku in there,
            **({"reason": None, "message": None} if sku in there else refused),
        }
        for sku in skus
    ]
