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


def kept(properties: Mapping[str, Any] | None) -> dict[str, Any]:
    """The properties that are kept as given."""
    return {name: value for name, value in (properties or {}).items() if name not in READ_ONLY}
