"""The workspace and its computes, made or treated otherwise than by the book."""

from __future__ import annotations

from typing import TYPE_CHECKING

from solution.errors import Refused
from solution.resources import API_VERSIONS, INSIGHTS, STORAGE, VAULTS, WORKSPACES
from solution.submission import WORKSPACE, afterwards, instead

if TYPE_CHECKING:
    from solution.exercise import Exercise

CLUSTER_SCALE = {"minNodeCount": 0, "maxNodeCount": 1}


@afterwards("workspace-deleted", breaks=("3.1.1",), blocks=WORKSPACE)
def delete_workspace(exercise: Exercise) -> None:
    """Deleted the workspace after the notebook was run."""
    settings, remove = exercise.settings, exercise.resources.remove
    remove(settings.compute_id(settings.compute), WORKSPACES)
    workspace = settings.resource_id(WORKSPACES, settings.workspace)
    remove(workspace, WORKSPACES, forceToPurge="true")


def create_workspace_elsewhere(exercise: Exercise) -> None:
    """The workspace in a group of its own, with what it needs in the exercise's."""
    settings = exercise.settings
    exercise.resources.group(settings.other_group)
    workspace = settings.in_group(settings.other_group, WORKSPACES, settings.workspace)
    body = {"location": exercise.location, **exercise.workspace_body(exercise.location)}
    exercise.resources.make(workspace, WORKSPACES, body)


@instead("storage-in-another-group", task="workspace")
def create_storage_elsewhere(exercise: Exercise) -> None:
    """Let the workspace use a storage account of another group."""
    settings, location = exercise.settings, exercise.location
    exercise.resources.group(settings.other_group)
    storage = settings.in_group(settings.other_group, STORAGE, f"{settings.supply}b")
    sku = {"location": location, "kind": "StorageV2", "sku": {"name": "Standard_LRS"}}
    exercise.resources.make(storage, STORAGE, sku | {"properties": {}})
    body = exercise.workspace_body(location)
    body["properties"]["storageAccount"] = storage
    exercise.resources.made(WORKSPACES, settings.workspace, location, body)


@afterwards("second-workspace")
def add_second_workspace(exercise: Exercise) -> None:
    """Has another course's workspace in the group."""
    body = exercise.workspace_body(exercise.location)
    exercise.resources.made(WORKSPACES, "another-workspace", exercise.location, body)


def create_compute_in_second_workspace(exercise: Exercise) -> None:
    """The compute instance in another workspace of the group."""
    add_second_workspace(exercise)
    settings = exercise.settings
    other = settings.resource_id(WORKSPACES, "another-workspace")
    body = exercise.compute_body(settings.vm_size)
    exercise.resources.make(f"{other}/computes/{settings.compute}", WORKSPACES, body)


@afterwards("insights-deleted", breaks=("3.1.3",))
def delete_insights(exercise: Exercise) -> None:
    """Deleted the workspace's Application Insights."""
    _delete(exercise, INSIGHTS)


@afterwards("storage-deleted", breaks=("3.1.3",))
def delete_storage(exercise: Exercise) -> None:
    """Deleted the workspace's storage account."""
    _delete(exercise, STORAGE)


@afterwards("vault-deleted", breaks=("3.1.3",))
def delete_vault(exercise: Exercise) -> None:
    """Deleted the workspace's key vault."""
    _delete(exercise, VAULTS)


@afterwards("all-needs-deleted", breaks=("3.1.3",))
def delete_all_needs(exercise: Exercise) -> None:
    """Deleted all that the workspace needs, which looked like left-overs."""
    for kind in (INSIGHTS, STORAGE, VAULTS):
        _delete(exercise, kind)


def _delete(exercise: Exercise, kind: str) -> None:
    settings = exercise.settings
    exercise.resources.remove(settings.resource_id(kind, settings.supply), kind)


def create_cluster(exercise: Exercise) -> None:
    """A compute cluster where an instance was wanted."""
    add_cluster(exercise, exercise.settings.compute)


def add_cluster(exercise: Exercise, name: str) -> None:
    """A compute cluster of this name."""
    scale = {"vmSize": exercise.settings.vm_size, "scaleSettings": CLUSTER_SCALE}
    body = {
        "location": exercise.location,
        "properties": {"computeType": "AmlCompute", "properties": scale},
    }
    exercise.resources.make(exercise.compute_id(name), WORKSPACES, body)


@afterwards("several-computes")
def add_computes(exercise: Exercise) -> None:
    """Has another compute instance and a cluster, too."""
    _add_instance(exercise, "scratch", "Standard_DS2_v2")
    add_cluster(exercise, "nightly")


@instead("compute-with-letters", task="compute_instance")
def append_letters(exercise: Exercise) -> None:
    """Appended letters to the name of the compute instance, which was taken."""
    _add_instance(exercise, f"{exercise.settings.compute}-ab", exercise.settings.vm_size)


@instead("second-compute-after-a-bigger-one", task="compute_instance")
def add_bigger_one_with_letters(exercise: Exercise) -> None:
    """Chose a bigger size at first, and made another instance of the right one."""
    _add_instance(exercise, exercise.settings.compute, "Standard_DS4_v2")
    append_letters(exercise)


def _add_instance(exercise: Exercise, name: str, size: str) -> None:
    exercise.resources.make(exercise.compute_id(name), WORKSPACES, exercise.compute_body(size))


@afterwards("compute-stopped")
def stop_compute(exercise: Exercise) -> None:
    """Stopped the compute instance, so that it costs less."""
    from azure.core.rest import HttpRequest

    client = exercise.clients.resources
    compute = exercise.compute_id(exercise.settings.compute)
    stop = HttpRequest(
        "POST",
        f"https://management.azure.com{compute}/stop",
        params={"api-version": API_VERSIONS[WORKSPACES]},
    )
    client.send_request(stop).raise_for_status()


@afterwards("compute-instance-going", breaks=("3.2.3",), requires="a deletion that takes longer")
def begin_deletion(exercise: Exercise) -> None:
    """Deletes the compute instance just now."""
    exercise.clients.resources.resources.begin_delete_by_id(
        exercise.compute_id(exercise.settings.compute),
        api_version=API_VERSIONS[WORKSPACES],
        polling=False,
    )


@instead("compute-instance-failed", task="compute_instance", breaks=("3.2.3",))
def exceed_quota(exercise: Exercise) -> None:
    """Had no quota left for the compute instance, so that its creation failed."""
    for name, size in (("neighbour", "Standard_DS15_v2"), ("lodger", "Standard_DS3_v2")):
        _add_instance(exercise, name, size)
    create_without_quota(exercise)


@instead(
    "gpu-without-quota",
    task="compute_instance",
    breaks=("3.2.2", "3.2.3"),
    changes={"vm_size": "Standard_NC4as_T4_v3"},
)
def create_without_quota(exercise: Exercise) -> None:
    """Chose a size with a GPU, for which a new subscription has no quota."""
    from azure.core.exceptions import HttpResponseError

    try:
        exercise.compute_instance()
    except HttpResponseError as error:
        exercise.progress.say(f"the creation failed: {error.message}")
    else:
        raise Refused("the quota is large enough for one more compute instance")


@instead("second-compute-after-a-failed-one", task="compute_instance")
def fail_and_create_again(exercise: Exercise) -> None:
    """Had no quota at first, and made another instance later."""
    exceed_quota(exercise)
    exercise.resources.remove(exercise.compute_id("neighbour"), WORKSPACES)
    append_letters(exercise)
