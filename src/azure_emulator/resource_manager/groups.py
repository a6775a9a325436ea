"""The rules of resource groups: names, locations, replacement."""

from __future__ import annotations

import re
from typing import Any

from azure_emulator.errors import ArmError
from azure_emulator.resource_manager.regions import REGIONS, short
from azure_emulator.resource_manager.resource import Group

BY_ARM = {"x-ms-failure-cause": "gateway"}
"""The header on errors that Resource Manager makes itself, before any provider is asked."""


def written(subscription: str, name: str, body: dict[str, Any], existing: Group | None) -> Group:
    """The group that a PUT leaves behind: an existing one keeps its name's letter case.

    Raises:
        ArmError: 400 InvalidResourceGroup, LocationRequired, LocationNotAvailableForResourceGroup;
            409 InvalidResourceGroupLocation, ResourceGroupBeingDeleted.
    """
    check_name(name)
    location = checked_location(body.get("location"))
    tags, managed_by = body.get("tags"), body.get("managedBy")
    if existing is None:
        return Group(
            subscription=subscription,
            name=name,
            location=location,
            tags=tags,
            managed_by=managed_by,
        )
    if existing.gone is not None:
        raise being_deleted(existing)
    if existing.location != location:
        message = (
            f"Invalid resource group location '{location}'. "
            f"The Resource group already exists in location '{existing.location}'."
        )
        raise ArmError(409, "InvalidResourceGroupLocation", message, BY_ARM)
    existing.tags, existing.managed_by = tags, managed_by
    return existing


def check_name(name: str) -> None:
    """Refuse a name that no group can have: 1 to 90 letters, digits, `-._()`, no last dot.

    Raises:
        ArmError: 400 InvalidResourceGroup; the texts for length and for the last dot are guesses.
    """
    wrong = "".join(dict.fromkeys(re.findall(r"[^-\w.()]", name)))
    if wrong:
        message = (
            f"The provided resource group name '{name}' has these invalid characters: '{wrong}'. "
            "The name can only be a letter, digit, '-', '.', '(', ')' or '_'."
        )
        raise ArmError(400, "InvalidResourceGroup", message, BY_ARM)
    if name.endswith("."):
        message = f"The provided resource group name '{name}' ends with an invalid character '.'."
        raise ArmError(400, "InvalidResourceGroup", message, BY_ARM)
    if len(name) > 90:
        message = f"The provided resource group name '{name}' is longer than 90 characters."
        raise ArmError(400, "InvalidResourceGroup", message, BY_ARM)


def checked_location(location: object) -> str:
    """The short name of a group's location.

    Raises:
        ArmError: 400 LocationRequired or LocationNotAvailableForResourceGroup.
    """
    if not isinstance(location, str) or not location.strip():
        message = "The location property is required for this definition."
        raise ArmError(400, "LocationRequired", message, BY_ARM)
    if short(location) not in REGIONS:
        message = (
            f"The provided location '{location}' is not available for resource group. "
            f"List of available regions is '{','.join(REGIONS)}'."
        )
        raise ArmError(400, "LocationNotAvailableForResourceGroup", message, BY_ARM)
    return short(location)


def being_deleted(group: Group) -> ArmError:
    """409: nothing can be made in a group that is being deleted."""
    message = (
        f"The resource group '{group.name}' is in deprovisioning state and cannot perform "
        "this operation."
    )
    return ArmError(409, "ResourceGroupBeingDeleted", message, BY_ARM)
