"""What a request for a storage account must hold."""

import re
from collections.abc import Mapping
from typing import Any

from azure_emulator.storage import errors

SKUS = (
    "Standard_LRS", "Standard_GRS", "Standard_RAGRS", "Standard_ZRS", "Standard_GZRS",
    "Standard_RAGZRS", "Premium_LRS", "Premium_ZRS", "StandardV2_LRS", "StandardV2_GRS",
    "StandardV2_ZRS", "StandardV2_GZRS", "PremiumV2_LRS", "PremiumV2_ZRS",
)  # fmt: skip
"""Source: `SkuName` in the specification 2024-01-01."""

KIND = "StorageV2"
"""What an account is that does not say it."""

READ_ONLY = (
    "provisioningState", "primaryEndpoints", "secondaryEndpoints", "primaryLocation",
    "secondaryLocation", "statusOfPrimary", "statusOfSecondary", "creationTime", "keyCreationTime",
    "privateEndpointConnections",
)  # fmt: skip
"""Properties that are not kept as given."""


def is_valid_name(name: str) -> bool:
    """Whether a storage account can have this name."""
    return bool(re.fullmatch(r"[a-z0-9]{3,24}", name))


def account_name(name: str) -> None:
    """Refuse a name that no account can have.

    Raises:
        ArmError: 400 AccountNameInvalid.
    """
    if not is_valid_name(name):
        raise errors.name_invalid(name)


def sku_of(body: Mapping[str, Any], existing: dict[str, Any] | None) -> dict[str, Any]:
    """The SKU, with its tier; an account without one in the request keeps its own.

    Raises:
        ArmError: 400: there is none, or none of this name.
    """
    name = (body.get("sku") or existing or {}).get("name")
    names = {each.casefold(): each for each in SKUS}
    if str(name).casefold() not in names:
        raise errors.invalid_values("sku")
    sku = names[str(name).casefold()]
    return {"name": sku, "tier": "Premium" if sku.startswith("Premium") else "Standard"}


def merged(before: Mapping[str, Any], given: Mapping[str, Any] | None) -> dict[str, Any]:
    """The properties that are kept as given, on top of those before; of network rules, each.

    Raises:
        ArmError: 400: network rules or an encryption that cannot be read.
    """
    new = {name: value for name, value in (given or {}).items() if name not in READ_ONLY}
    for name, lists in OBJECTS.items():
        _require_object(name, new.get(name), lists)
    services = (new.get("encryption") or {}).get("services")
    if not isinstance(services, dict | None):
        raise errors.invalid_values("encryption.services")
    rules = {**(before.get("networkAcls") or {}), **(new.get("networkAcls") or {})}
    return {**before, **new, **({"networkAcls": rules} if rules else {})}


OBJECTS = {"networkAcls": ("virtualNetworkRules", "ipRules"), "encryption": ()}
"""Properties that are objects, and which of theirs are lists of such."""


def _require_object(name: str, value: object, lists: tuple[str, ...]) -> None:
    if not isinstance(value, dict | None):
        raise errors.invalid_values(name)
    for each in lists:
        rules = (value or {}).get(each) or []
        if not isinstance(rules, list) or not all(isinstance(rule, dict) for rule in rules):
            raise errors.invalid_values(f"{name}.{each}")
