"""Transformations of the cloud: what else is in it beside the submission."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from solution.resources import API_VERSIONS, STORAGE, TRAINING, WORKSPACES
from solution.settings import Settings
from tests.harness.metamorphic.transformation import (
    Layer,
    NotApplicable,
    Promise,
    Transformation,
    name_of,
    source_of,
)

if TYPE_CHECKING:
    from solution.exercise import Exercise

TRANSFORMATIONS: list[Transformation] = []

Addition = Callable[["Exercise"], None]
"""What somebody does in the cloud, with a new `Exercise` of the submission's settings."""


def neutral(addition: Addition) -> Addition:
    """Register an addition that changes no verdict."""
    TRANSFORMATIONS.append(
        Transformation(
            name=name_of(addition),
            promise=Promise.NEUTRAL,
            layer=Layer.CLOUD,
            source=source_of(addition),
            add=addition,
        )
    )
    return addition


def group_of(exercise: Exercise) -> str:
    """The submission's resource group.

    Raises:
        NotApplicable: it has none.
    """
    name = exercise.settings.resource_group
    if not exercise.clients.resources.resource_groups.check_existence(name):
        raise NotApplicable("it has no resource group")
    return name


def training_account(exercise: Exercise) -> Any:
    """The submission's training resource.

    Raises:
        NotApplicable: it has none in its group.
    """
    listed = exercise.clients.cognitive_services.accounts.list_by_resource_group(group_of(exercise))
    found: list[Any] = [each for each in listed if each.kind == TRAINING]
    if not found or found[0].properties.provisioning_state != "Succeeded":
        raise NotApplicable("it has no training resource")
    return found[0]


def workspace_id(exercise: Exercise) -> str:
    """The id of the submission's workspace.

    Raises:
        NotApplicable: it has none that can be used.
    """
    settings = exercise.settings
    group_of(exercise)
    id_ = settings.resource_id(WORKSPACES, settings.workspace)
    if exercise.resources.state(id_, WORKSPACES) != "Succeeded":
        raise NotApplicable("it has no workspace")
    return id_


@neutral
def a_group_of_another_lesson(exercise: Exercise) -> None:
    """Other lessons have groups of their own."""
    exercise.resources.group("lesson-5")
    storage = {"kind": "StorageV2", "sku": {"name": "Standard_LRS"}, "properties": {}}
    id_ = exercise.settings.in_group("lesson-5", STORAGE, "lesson5files")
    exercise.resources.make(id_, STORAGE, {"location": "westeurope", **storage})


@neutral
def an_empty_group(exercise: Exercise) -> None:
    """A group that was made and forgotten holds nobody's work."""
    exercise.resources.group("cloud-shell-storage-westeurope")


@neutral
def a_speech_resource_in_the_group(exercise: Exercise) -> None:
    """Other lessons use other services, some in the same group."""
    exercise.account("lesson-6-speech", "SpeechServices", group=group_of(exercise))


@neutral
def a_project_of_another_lesson(exercise: Exercise) -> None:
    """A training resource holds the projects of all lessons."""
    exercise.training = training_account(exercise)
    trainer = exercise.portal.trainer
    trainer.create_project("Fruit", description="Another lesson's")


@neutral
def a_workspace_of_another_lesson(exercise: Exercise) -> None:
    """A group holds the workspaces of all lessons."""
    settings, resources = exercise.settings, exercise.resources
    own = exercise.clients.resources.resources.get_by_id(
        workspace_id(exercise), api_version=API_VERSIONS[WORKSPACES]
    )
    needs = ("storageAccount", "keyVault", "applicationInsights")
    body = {
        "location": own["location"],
        "kind": "Default",
        "sku": {"name": "Basic", "tier": "Basic"},
        "identity": {"type": "SystemAssigned"},
        "properties": {name: own["properties"].get(name) for name in needs},
    }
    resources.make(settings.resource_id(WORKSPACES, "lesson-5-ml"), WORKSPACES, body)


@neutral
def a_cluster_in_the_workspace(exercise: Exercise) -> None:
    """A workspace holds computes of all kinds."""
    workspace_id(exercise)
    scale = {"minNodeCount": 0, "maxNodeCount": 1}
    properties = {"vmSize": "Standard_DS3_v2", "scaleSettings": scale}
    body = {
        "location": "eastus",
        "properties": {"computeType": "AmlCompute", "properties": properties},
    }
    exercise.resources.make(exercise.compute_id("lesson-5-cluster"), WORKSPACES, body)


@neutral
def keys_renewed(exercise: Exercise) -> None:
    """Whoever shows a key by mistake has to renew it; the grader reads the new one."""
    accounts: Any = exercise.clients.cognitive_services.accounts
    group = group_of(exercise)
    for account in list(accounts.list_by_resource_group(group)):
        if account.properties.provisioning_state == "Succeeded":
            accounts.regenerate_key(group, str(account.name), key_name="Key1")


@neutral
def a_training_resource_of_another_lesson(exercise: Exercise) -> None:
    """A group of the exercise's name is the submission's, whatever other groups hold."""
    if exercise.settings.resource_group != Settings.resource_group:
        raise NotApplicable("the group is told by what it holds")
    group_of(exercise)
    exercise.resources.group("lesson-7")
    exercise.account("lesson-7-vision", TRAINING, group="lesson-7", tiers=("S0",))
