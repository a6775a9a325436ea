"""What a workspace is made from: the refusals of a request that lacks it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from azure_emulator.errors import ArmError
from azure_emulator.machine_learning.errors import WORKSPACE, MachineLearningError
from azure_emulator.machine_learning.workspace import DEPENDENCIES, FIXED, NAME, REGISTRY, Workspace
from azure_emulator.resource_manager.resource import ResourceId

if TYPE_CHECKING:
    from azure_emulator.cloud import Cloud

TYPES = {**DEPENDENCIES, "containerRegistry": REGISTRY}


def check_new(cloud: Cloud, location: str, name: str, wanted: Mapping[str, Any]) -> None:
    """Refuse what no workspace can be made from.

    Sources: azure-rest-api-specs issue 15878 and azure-cli issue 28980 for missing dependencies
    (the specification does not mark them as required); azure-sdk-for-js issue 10473 for the
    missing identity.
    Guess: the order of these, and the text for a bad name.

    Raises:
        MachineLearningError: 400 `ValidationError`.
        ArmError: an id that is none; 501 for the kinds that are not emulated.
    """
    if str(wanted.get("kind") or "Default").casefold() != "default":
        message = f"The emulator makes workspaces of kind Default only, not '{wanted['kind']}'."
        raise ArmError(501, "NotImplementedByEmulator", message)
    given = wanted.get("properties") or {}
    if not NAME.fullmatch(name):
        raise invalid(
            cloud,
            location,
            f"Workspace name '{name}' is invalid. It must be between 3 and 33 characters long and "
            "may only include letters, digits, hyphens and underscores.",
        )
    if not (wanted.get("identity") or {}).get("type"):
        text = "Make sure to create your workspace using a client which support MSI"
        raise invalid(cloud, location, text)
    if any(not given.get(key) for key in DEPENDENCIES):
        raise invalid(cloud, location, "Missing dependent resources in workspace json")
    check_ids(cloud, location, given)


def check_change(cloud: Cloud, workspace: Workspace, given: Mapping[str, Any]) -> None:
    """Refuse to change what the specification says cannot be changed.

    Guess: the text.

    Raises:
        MachineLearningError: the storage account or the key vault would change, or a new one does
            not exist.
        ArmError: an id that is none.
    """
    for name in FIXED:
        new = given.get(name)
        if new is not None and str(new).casefold() != workspace.properties[name].casefold():
            text = f"The {name} of a workspace cannot be changed once it has been created."
            raise invalid(cloud, workspace.location, text)
    check_ids(cloud, workspace.location, given)


def check_ids(cloud: Cloud, location: str, given: Mapping[str, Any]) -> None:
    """Refuse dependencies that are no ids, do not exist, or are of another type.

    Guess: the text for one that does not exist; the other is Resource Manager's own.

    Raises:
        MachineLearningError: 400 `ValidationError`.
        ArmError: 400 `LinkedInvalidPropertyId`.
    """
    for name in [name for name in TYPES if given.get(name)]:
        try:
            ResourceId.parse(str(given[name]))
        except ValueError:
            message = (
                f"Property id '{given[name]}' at path 'properties.{name}' is invalid. Expect fully "
                "qualified resource Id that start with '/subscriptions/{subscriptionId}' or "
                "'/providers/{resourceProviderNamespace}/'."
            )
            raise ArmError(400, "LinkedInvalidPropertyId", message) from None
        found = cloud.resource_manager.find(given[name])
        if found is None or found.type.casefold() != TYPES[name].casefold():
            raise invalid(cloud, location, f"The {name} '{given[name]}' could not be found.")


def invalid(cloud: Cloud, location: str, message: str) -> MachineLearningError:
    """400 `ValidationError`, its message repeated in the details as seen in the issues."""
    return MachineLearningError(
        cloud,
        message,
        location=location,
        code="ValidationError",
        component=WORKSPACE,
        target="workspace",
        details=[{"code": "Invalid", "message": message, "target": "workspace"}],
    )
