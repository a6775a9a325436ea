"""What a request for an account must hold, in the order in which Azure looks at it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from azure_emulator.cognitive_services import errors
from azure_emulator.cognitive_services.account import TYPE
from azure_emulator.errors import ArmError
from azure_emulator.resource_manager.generic import check_location, elsewhere
from azure_emulator.resource_manager.groups import BY_ARM
from azure_emulator.resource_manager.regions import REGIONS, short
from azure_emulator.resource_manager.resource import Resource

if TYPE_CHECKING:
    from azure_emulator.cognitive_services.state import CognitiveServices

OFFERED = ("global", *REGIONS)
READ_ONLY = frozenset(
    {
        "restore",
        "customSubDomainName",
        "provisioningState",
        "endpoint",
        "endpoints",
        "internalId",
        "dateCreated",
        "callRateLimit",
        "capabilities",
        "isMigrated",
        "privateEndpointConnections",
        "deletionDate",
        "scheduledPurgeDate",
        "skuChangeInfo",
        "quotaLimit",
    }
)
"""Properties that are not simply kept as given."""


@dataclass(frozen=True)
class Wanted:
    """A request for an account that passed: the kind in the catalogue's letter case."""

    kind: str
    sku: dict[str, Any]
    subdomain: str | None
    properties: dict[str, Any]


def location(wanted: object, existing: Resource | None, group: str) -> None:
    """Look at the location, as Resource Manager does before it asks the provider.

    Raises:
        ArmError: 400 LocationRequired, LocationNotAvailableForResourceType; 409
            InvalidResourceLocation.
    """
    if not isinstance(wanted, str) or not wanted.strip():
        message = "The location property is required for this definition."
        raise ArmError(400, "LocationRequired", message, BY_ARM)
    check_location(wanted, TYPE, OFFERED)
    if existing is not None and short(existing.location) != short(wanted):
        raise elsewhere(existing, existing.path, short(wanted))


def wanted(service: CognitiveServices, resource_id: str, name: str, body: dict[str, Any]) -> Wanted:
    """Look at everything else.

    Raises:
        ArmError: one of `errors`.
    """
    if not re.fullmatch(r"[a-zA-Z0-9][a-zA-Z0-9_.-]{1,63}", name):
        raise errors.invalid_name()
    kind = _kind(service, body.get("kind"), body["location"])
    sku = _sku(service, resource_id, kind, body.get("sku"))
    given = body.get("properties") or {}
    return Wanted(
        kind=kind,
        sku=sku,
        subdomain=_subdomain(service, resource_id, given.get("customSubDomainName")),
        properties={key: value for key, value in given.items() if key not in READ_ONLY},
    )


def _kind(service: CognitiveServices, kind: object, location: str) -> str:
    known = {name.casefold(): name for name in service.catalogue}
    name = known.get(str(kind).casefold())
    if name is None or short(location) not in service.catalogue[name].regions:
        raise errors.invalid_kind(kind or "")
    return name


def _sku(
    service: CognitiveServices, resource_id: str, kind: str, sku: dict[str, Any] | None
) -> dict[str, Any]:
    name = (sku or {}).get("name")
    if name not in service.catalogue[kind].skus:
        raise errors.invalid_sku(name or "", kind)
    subscription = resource_id.split("/")[2]
    if name == "F0" and service.free_taken(subscription, kind, but=resource_id):
        raise errors.second_free_account(kind)
    return {"name": name}


def _subdomain(service: CognitiveServices, resource_id: str, subdomain: object) -> str | None:
    if subdomain is None or subdomain == "":
        return None
    text = str(subdomain)
    if not valid_subdomain(text):
        raise errors.domain_invalid(text)
    if service.domain_taken(text, but=resource_id):
        raise errors.domain_in_use(text)
    return text


def valid_subdomain(subdomain: str) -> bool:
    """Whether this can be a host name: 2 to 64 letters, digits and inner hyphens."""
    return bool(re.fullmatch(r"(?i)[a-z0-9][a-z0-9-]{0,62}[a-z0-9]", subdomain))
