"""The properties of a storage account: what was given, filled up as recorded from 2017 to 2025."""

from datetime import datetime
from typing import Any

from azure_emulator.resource_manager.places import PLACES
from azure_emulator.resource_manager.regions import short
from azure_emulator.resource_manager.timestamps import timestamp
from azure_emulator.storage.account import StorageAccount

SINCE = {
    "supportsHttpsTrafficOnly": "2017-06-01",
    "encryption": "2017-06-01",
    "networkAcls": "2017-06-01",
    "privateEndpointConnections": "2019-06-01",
    "minimumTlsVersion": "2020-08-01",
    "allowBlobPublicAccess": "2020-08-01",
    "keyCreationTime": "2021-02-01",
    "allowCrossTenantReplication": "2025-01-01",
}
"""The version from which on answers have a property that nobody set."""

TIERED = ("StorageV2", "BlobStorage")
"""The kinds that have an access tier."""


def properties(account: StorageAccount, now: datetime, version: str) -> dict[str, Any]:
    """All of them, as a version answers them."""
    location, own = short(account.location), account.properties
    defaults = {
        "keyCreationTime": {name: timestamp(time) for name, time in account.key_times.items()},
        "privateEndpointConnections": [],
        "allowCrossTenantReplication": False,
        "minimumTlsVersion": "TLS1_0",
        "allowBlobPublicAccess": False,
        "networkAcls": _network_rules(own.get("networkAcls") or {}, version),
        "supportsHttpsTrafficOnly": True,
        "encryption": _encryption(account, own.get("encryption") or {}, version),
    }
    known = {
        name: value
        for name, value in defaults.items()
        if name in own or SINCE[name] <= version.casefold()
    }
    return {
        **known,
        **({"dnsEndpointType": "AzureDnsZone"} if account.zone else {}),
        **({"accessTier": "Hot"} if account.kind in TIERED else {}),
        **{name: value for name, value in own.items() if name not in FILLED},
        "provisioningState": account.provisioning_state(now),
        "creationTime": timestamp(account.created),
        "primaryEndpoints": _endpoints(account),
        "primaryLocation": location,
        "statusOfPrimary": "available",
        **_secondary(account, PLACES[location].pair),
    }


FILLED = ("networkAcls", "encryption")
"""Properties of which a part can be given; the rest is filled up."""


def _endpoints(account: StorageAccount, second: str = "", without: str = "") -> dict[str, str]:
    return {
        service: f"https://{account.host(service, second)}/"
        for service in account.endpoints
        if service != without
    }


def _secondary(account: StorageAccount, pair: str) -> dict[str, Any]:
    """Where it is kept once more, if it is; and how that is read, if it can be."""
    replication = str((account.sku or {}).get("name")).partition("_")[2]
    if "G" not in replication or not pair:
        return {}
    there: dict[str, Any] = {"secondaryLocation": pair, "statusOfSecondary": "available"}
    if replication.startswith("RA"):
        there["secondaryEndpoints"] = _endpoints(account, "-secondary", "file")
    return there


SINCE_IPV6, SINCE_KEY_TYPE = "2023-01-01", "2019-06-01"
"""The same of what is inside them."""


def _network_rules(given: dict[str, Any], version: str) -> dict[str, Any]:
    return {
        **({"ipv6Rules": []} if version >= SINCE_IPV6 else {}),
        "bypass": "AzureServices",
        "defaultAction": "Allow",
        **given,
        "virtualNetworkRules": [
            {"action": "Allow", **rule, "state": "Succeeded"}
            for rule in given.get("virtualNetworkRules") or ()
        ],
        "ipRules": [{"action": "Allow", **rule} for rule in given.get("ipRules") or ()],
    }


def _encryption(account: StorageAccount, given: dict[str, Any], version: str) -> dict[str, Any]:
    """Files and blobs are always encrypted; the other services are named if they were given."""
    since = {"enabled": True, "lastEnabledTime": timestamp(account.created)}
    key_type = {"keyType": "Account"} if version >= SINCE_KEY_TYPE else {}
    services = {
        name: {**key_type, **service, **since}
        for name, service in (given.get("services") or {}).items()
        if isinstance(service, dict)
    }
    always = {name: {**key_type, **since} for name in ("file", "blob")}
    return {"keySource": "Microsoft.Storage", **given, "services": {**services, **always}}
