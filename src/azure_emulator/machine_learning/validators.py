"""What a request for a workspace or a compute must hold."""

from collections.abc import Mapping
from typing import Any

from azure_emulator.cloud import Cloud
from azure_emulator.machine_learning import errors, sizes
from azure_emulator.machine_learning.compute import CLUSTER_NAME, INSTANCE_NAME, ComputeInstance
from azure_emulator.machine_learning.errors import MachineLearningError
from azure_emulator.machine_learning.sizes import Size
from azure_emulator.machine_learning.workspace import DEPENDENCIES, FIXED, NAME, REGISTRY, Workspace
from azure_emulator.resource_manager.json_values import boolean
from azure_emulator.resource_manager.resource import ResourceId
from azure_emulator.resource_manager.state import ResourceManager

TYPES = {**DEPENDENCIES, "containerRegistry": REGISTRY}


def new_workspace(cloud: Cloud, name: str, location: str, body: Mapping[str, Any]) -> None:
    """Refuse what no workspace can be made from.

    Sources: azure-rest-api-specs issue 15878 and azure-cli issue 28980 for missing dependencies
    (the specification does not mark them as required); azure-sdk-for-js issue 10473 for the
    missing identity.
    Guess: the order of these, and the text for a bad name.

    Raises:
        MachineLearningError: 400 `ValidationError`.
        ArmError: a text that is no id; 501 for the kinds that are not emulated.
    """
    if str(body.get("kind") or "Default").casefold() != "default":
        raise errors.kind_not_implemented(body["kind"])
    properties = body.get("properties") or {}
    if not NAME.fullmatch(name):
        text = (
            f"Workspace name '{name}' is invalid. It must be between 3 and 33 characters long and "
            "may only include letters, digits, hyphens and underscores."
        )
        raise errors.invalid_workspace(cloud, location, text)
    if not (body.get("identity") or {}).get("type"):
        text = "Make sure to create your workspace using a client which support MSI"
        raise errors.invalid_workspace(cloud, location, text)
    if any(not properties.get(key) for key in DEPENDENCIES):
        text = "Missing dependent resources in workspace json"
        raise errors.invalid_workspace(cloud, location, text)
    linked_resources(cloud, location, properties)


def changed_workspace(cloud: Cloud, workspace: Workspace, properties: Mapping[str, Any]) -> None:
    """Refuse to change what the specification says cannot be changed.

    Guess: the text.

    Raises:
        MachineLearningError: the storage account or the key vault would change, or a new one does
            not exist.
        ArmError: a text that is no id.
    """
    for name in FIXED:
        new = properties.get(name)
        if new is not None and str(new).casefold() != workspace.properties[name].casefold():
            text = f"The {name} of a workspace cannot be changed once it has been created."
            raise errors.invalid_workspace(cloud, workspace.location, text)
    linked_resources(cloud, workspace.location, properties)


def linked_resources(cloud: Cloud, location: str, properties: Mapping[str, Any]) -> None:
    """Refuse dependencies that are no ids, do not exist, or are of another type.

    Guess: the text for one that does not exist; the other is Resource Manager's own.

    Raises:
        MachineLearningError: 400 `ValidationError`.
        ArmError: 400 `LinkedInvalidPropertyId`.
    """
    for name in [name for name in TYPES if properties.get(name)]:
        try:
            path = ResourceId.parse(str(properties[name]))
        except ValueError:
            raise errors.invalid_linked_id(properties[name], name) from None
        resource = cloud.state(ResourceManager).find(path)
        if resource is None or resource.type.casefold() != TYPES[name].casefold():
            text = f"The {name} '{properties[name]}' could not be found."
            raise errors.invalid_workspace(cloud, location, text)


def compute_place(cloud: Cloud, workspace: Workspace) -> None:
    """Refuse a compute in a workspace that is not ready.

    Guess: the text, and that a workspace must be ready.

    Raises:
        MachineLearningError: 409.
    """
    state = workspace.provisioning_state(cloud.now())
    if state != "Succeeded":
        text = f"Workspace '{workspace.name}' is in state '{state}'."
        raise MachineLearningError(
            cloud, text, location=workspace.location, status=409, code="Conflict"
        )


def compute_name(cloud: Cloud, workspace: Workspace, name: str, kind: str) -> None:
    """Refuse a name that cannot be, or that is in use in the region.

    Sources: pipelines-azureml issue 19; public issues for a name in use.
    Guess: the text for a cluster, and the code `UserError`.

    Raises:
        MachineLearningError: 400.
    """
    if kind == "AmlCompute":
        if not CLUSTER_NAME.fullmatch(name):
            text = "A name for an Azure ML Compute must be between 2 and 32 characters."
            raise _unavailable(cloud, workspace, name, "Invalid", text)
        return
    if not INSTANCE_NAME.fullmatch(name):
        text = (
            "A name for an Azure ML Compute Instance must be between 3 and 24 characters in "
            "length and must use only numbers, letters and minus symbol (-)，must start with "
            "letters. Numbers cannot be the ending of the name if the previous character is a "
            "minus symbol (-). Please specify a different Azure ML Instance name"
        )
        raise _unavailable(cloud, workspace, name, "Invalid", text)
    for other in _instances_that_count(cloud, workspace):
        if (other.location, other.name.casefold()) == (workspace.location, name.casefold()):
            text = f"The specified name {name} is already in use and is therefore unavailable"
            raise _unavailable(cloud, workspace, name, "AlreadyExists", text)


def _instances_that_count(cloud: Cloud, workspace: Workspace) -> list[ComputeInstance]:
    """Whose names cannot be used again: those of all subscriptions but what is apart."""
    manager, own = cloud.state(ResourceManager), workspace.path.subscription.casefold()
    if manager.subscription(own).apart:
        resources = manager.in_subscription(own)
        return [each for each in resources if isinstance(each, ComputeInstance)]
    return [
        each
        for each in manager.resources(ComputeInstance)
        if not manager.subscription(each.path.subscription).apart
    ]


def compute_size(cloud: Cloud, workspace: Workspace, inner: Mapping[str, Any]) -> Size:
    """The virtual machine size that a request names.

    Guess: the texts for no size and for one that the region does not have.

    Raises:
        MachineLearningError: 400.
    """
    location, name = workspace.location, inner.get("vmSize")
    if not name:
        raise MachineLearningError(cloud, "VmSize is required.", location=location)
    size = sizes.find(str(name), location)
    if size is None:
        text = (
            f"The specified VM size '{name}' is not supported in region '{location}'. "
            f"Supported sizes: {', '.join(sizes.names(location))}."
        )
        raise MachineLearningError(cloud, text, location=location)
    return size


def compute_network(cloud: Cloud, workspace: Workspace, inner: Mapping[str, Any]) -> None:
    """Refuse a compute without a public address: no workspace here has a private endpoint.

    As recorded for instances. Guess: clusters are refused so too.

    Raises:
        MachineLearningError: 400.
    """
    if boolean(inner.get("enableNodePublicIp")) is False:
        text = "Provided EnableNodePublicIp 'False' requires workspace private endpoint."
        raise MachineLearningError(cloud, text, location=workspace.location)


def _unavailable(
    cloud: Cloud, workspace: Workspace, name: str, reason: str, message: str
) -> MachineLearningError:
    text = f"Compute name '{name}' is not available. Reason: {reason}. Message: {message}"
    return MachineLearningError(cloud, text, location=workspace.location)
