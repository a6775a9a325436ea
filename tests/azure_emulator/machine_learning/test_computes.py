"""Compute instances and clusters: names, sizes, quotas, states."""

from __future__ import annotations

from typing import Any

import pytest

from azure_emulator.errors import ArmError
from azure_emulator.machine_learning.computes import Computes
from azure_emulator.machine_learning.errors import MachineLearningError
from azure_emulator.machine_learning.serializers import changed_cluster
from azure_emulator.machine_learning.state import MachineLearning


def states(lab: Any, instance: Any) -> tuple[str, str]:
    """The instance's provisioning state and its own state, now."""
    return (
        lab.answer(instance)["properties"]["provisioningState"],
        lab.inner(instance)["state"],
    )


def ready(lab: Any, name: str = "machine") -> Any:
    """A workspace with a running instance: the instance."""
    instance = lab.instance(lab.workspace(), name)
    lab.clock.pass_by(lab.cloud.durations.compute)
    return instance


def move(lab: Any, operation: str, name: str = "machine") -> Any:
    """Begin an operation on an instance of the workspace `work`."""
    workspace = lab.cloud.state(MachineLearning).workspace(lab.path())
    return lab.cloud.state(Computes).move(workspace, name, operation)


def test_an_instance_is_creating_then_running(lab: Any) -> None:
    """While it is made there is no application and no operation; then both are there."""
    instance = lab.instance(lab.workspace())
    assert states(lab, instance) == ("Creating", "Creating")
    assert lab.inner(instance)["applications"] == []
    assert lab.inner(instance)["lastOperation"] is None
    lab.clock.pass_by(lab.cloud.durations.compute)
    assert states(lab, instance) == ("Succeeded", "Running")
    assert [each["displayName"] for each in lab.inner(instance)["applications"]] == [
        "Jupyter",
        "Jupyter Lab",
    ]
    assert lab.inner(instance)["lastOperation"] == {
        "operationName": "Create",
        "operationTime": "2026-03-01T12:00:03.345+00:00",
        "operationStatus": "Succeeded",
        "operationTrigger": "User",
    }


def test_an_instance_can_be_stopped_started_and_restarted(lab: Any) -> None:
    """Each takes its time, and a stopped instance is still provisioned."""
    instance = ready(lab)
    for operation, during, after in (
        ("Stop", "Stopping", "Stopped"),
        ("Start", "Starting", "Running"),
        ("Restart", "Restarting", "Running"),
    ):
        move(lab, operation)
        assert states(lab, instance) == ("Succeeded", during)
        assert lab.inner(instance)["lastOperation"]["operationStatus"] == "InProgress"
        lab.clock.pass_by(lab.cloud.durations.compute)
        assert states(lab, instance) == ("Succeeded", after)
        assert lab.inner(instance)["lastOperation"]["operationName"] == operation


def test_a_stopped_instance_keeps_size_and_applications(lab: Any) -> None:
    """So does a real one."""
    instance = ready(lab)
    before = lab.inner(instance)["applications"]
    move(lab, "Stop")
    lab.clock.pass_by(lab.cloud.durations.compute)
    assert lab.inner(instance)["applications"] == before
    assert lab.inner(instance)["vmSize"] == "STANDARD_DS3_V2"


@pytest.mark.parametrize("operation", ["Start", "Stop", "Restart"])
def test_an_instance_that_is_being_made_takes_no_operation(lab: Any, operation: str) -> None:
    """What is not running cannot be stopped."""
    lab.instance(lab.workspace())
    with pytest.raises(MachineLearningError, match="in state 'Creating'"):
        move(lab, operation)


def test_a_cluster_cannot_be_stopped(lab: Any) -> None:
    """Clusters scale; they do not stop."""
    lab.cluster(lab.workspace(), "cluster", 0)
    with pytest.raises(MachineLearningError, match="not supported for compute of type AmlCompute"):
        move(lab, "Stop", "cluster")


@pytest.mark.parametrize(
    "name", ["ab", "1abc", "vm-2", "a" * 25, "under_score", "ends-", "udacity-ml-vm-2"]
)
def test_an_instances_name_has_its_rule(lab: Any, name: str) -> None:
    """3 to 24 letters, digits and minus signs, a letter first, no number after a last minus."""
    with pytest.raises(MachineLearningError) as caught:
        lab.instance(lab.workspace(), name)
    assert (caught.value.status, caught.value.code) == (400, "UserError")
    start = f"Compute name '{name}' is not available. Reason: Invalid. Message: A name for an "
    assert caught.value.message.startswith(start)


@pytest.mark.parametrize("name", ["abc", "udacity-ml-vm", "udacity-ml-vm2", "a" * 24])
def test_good_names_are_taken(lab: Any, name: str) -> None:
    """A number may end a name if no minus stands before it."""
    assert lab.instance(lab.workspace(), name).name == name


def test_an_instances_name_is_unique_in_its_region(lab: Any, new_lab: Any) -> None:
    """Over all customers; the text is the one seen in public issues."""
    lab.instance(lab.workspace(), "machine")
    other = new_lab()
    with pytest.raises(MachineLearningError) as caught:
        other.instance(other.workspace(), "Machine")
    assert caught.value.message == (
        "Compute name 'Machine' is not available. Reason: AlreadyExists. Message: The specified "
        "name Machine is already in use and is therefore unavailable"
    )


def test_a_clusters_name_is_its_workspaces(lab: Any, new_lab: Any) -> None:
    """Two workspaces may have clusters of one name."""
    lab.cluster(lab.workspace(), "cluster", 0)
    other = new_lab()
    assert other.cluster(other.workspace(), "cluster", 0).name == "cluster"


@pytest.mark.parametrize("name", ["a", "-ab", "a" * 33])
def test_a_clusters_name_has_its_rule(lab: Any, name: str) -> None:
    """2 to 32 characters, a letter first."""
    with pytest.raises(MachineLearningError, match="Reason: Invalid"):
        lab.cluster(lab.workspace(), name, 0)


def test_a_size_is_answered_in_capitals(lab: Any) -> None:
    """In whatever case it was asked for."""
    instance = lab.instance(lab.workspace(), size="standard_ds3_v2")
    assert lab.inner(instance)["vmSize"] == "STANDARD_DS3_V2"


@pytest.mark.parametrize("size", ["Standard_DS99_v2", "DS3_v2", ""])
def test_an_unknown_size_is_refused(lab: Any, size: str) -> None:
    """A size must be one of the region's."""
    with pytest.raises(MachineLearningError):
        lab.instance(lab.workspace(), size=size)


def test_not_every_region_has_every_size(lab: Any) -> None:
    """A GPU size is unknown where the region has none."""
    made = lab.create("west", {**lab.wanted(), "location": "westcentralus"})
    lab.clock.pass_by(lab.cloud.durations.workspace)
    with pytest.raises(MachineLearningError, match="not supported in region 'westcentralus'"):
        lab.instance(made, size="Standard_NC4as_T4_v3")


def test_beyond_the_quota_a_creation_fails(lab: Any) -> None:
    """It is accepted, and fails at its end with the family, the quota and the cores."""
    instance = lab.instance(lab.workspace(), size="Standard_NC4as_T4_v3")
    assert states(lab, instance) == ("Creating", "Creating")
    lab.clock.pass_by(lab.cloud.durations.compute)
    assert states(lab, instance) == ("Failed", "CreateFailed")
    error = lab.inner(instance)["errors"][0]["error"]
    assert error["code"] == "ClusterMinNodesExceedCoreQuota"
    assert error["message"].startswith(
        "The specified subscription has a Standard NCASv3_T4 family vCPU quota of 0 and is less "
        "than the requested compute training cluster and/or compute instance's min nodes of 1 "
        "which maps to 4 vCPUs."
    )
    assert lab.inner(instance)["lastOperation"]["operationStatus"] == "CreateFailed"
    assert lab.answer(instance)["properties"]["provisioningErrors"]


def test_the_quota_counts_the_subscriptions_cores_in_a_region(lab: Any, new_lab: Any) -> None:
    """Others' cores do not count; a stopped instance's do; a failed one's do not."""
    lab.cloud.state(Computes).quota["Standard DSv2"] = 8
    other = new_lab()
    other.instance(other.workspace(), "others")
    workspace = lab.workspace()
    made = [lab.instance(workspace, name) for name in ("first", "second", "third", "fourth")]
    lab.clock.pass_by(lab.cloud.durations.compute)
    assert [states(lab, each)[1] for each in made] == ["Running"] * 2 + ["CreateFailed"] * 2
    assert "vCPU quota of 0 " in made[3].failed


def test_a_cluster_takes_cores_for_its_least_nodes(lab: Any) -> None:
    """One of no nodes takes none, and one of too many fails."""
    lab.cloud.state(Computes).quota["Standard DSv2"] = 8
    workspace = lab.workspace()
    made = [lab.cluster(workspace, f"cluster{nodes}", nodes) for nodes in (0, 2, 1)]
    lab.clock.pass_by(lab.cloud.durations.compute)
    answers = [lab.answer(each)["properties"] for each in made]
    found = [answer["provisioningState"] for answer in answers]
    assert found == ["Succeeded", "Succeeded", "Failed"]
    assert answers[1]["properties"]["currentNodeCount"] == 2


def test_who_made_it_is_answered(lab: Any) -> None:
    """By tenant and object id, without a name."""
    instance = lab.instance(lab.workspace())
    assert lab.inner(instance)["createdBy"] == {
        "userOrgId": lab.caller.tenant,
        "userId": lab.caller.object_id,
    }


def test_deletion_shows_and_ends(lab: Any) -> None:
    """An instance is `Deleting`, then gone, and its name is free."""
    instance, computes = ready(lab), lab.cloud.state(Computes)
    workspace = lab.cloud.state(MachineLearning).workspace(lab.path())
    computes.delete(workspace, "machine", "Delete")
    assert states(lab, instance) == ("Deleting", "Deleting")
    assert lab.inner(instance)["lastOperation"]["operationStatus"] == "InProgress"
    lab.clock.pass_by(lab.cloud.durations.deletion)
    again = lab.cloud.state(MachineLearning).workspace(lab.path())
    assert computes.in_workspace(again) == []
    with pytest.raises(ArmError) as caught:
        computes.get(again, "machine")
    assert (caught.value.status, caught.value.code) == (404, "ResourceNotFound")
    assert computes.delete(again, "machine", None) is None
    assert lab.instance(again).name == "machine"


def test_an_instance_cannot_be_detached(lab: Any) -> None:
    """What the service made itself is deleted, not let go."""
    ready(lab)
    workspace = lab.cloud.state(MachineLearning).workspace(lab.path())
    with pytest.raises(MachineLearningError, match="Detach is not supported"):
        lab.cloud.state(Computes).delete(workspace, "machine", "Detach")


def test_a_size_cannot_change_and_a_scale_can(lab: Any) -> None:
    """As a second request for what is there."""
    workspace = lab.workspace()
    lab.instance(workspace)
    lab.cluster(workspace, "cluster", 0)
    with pytest.raises(MachineLearningError, match="size of compute 'machine' cannot be changed"):
        lab.instance(workspace, size="Standard_DS2_v2")
    assert lab.cluster(workspace, "cluster", 1).least_nodes == 1


def test_a_workspace_must_be_ready(lab: Any) -> None:
    """No compute in a workspace that is still being made."""
    workspace = lab.create("work", lab.wanted())
    with pytest.raises(MachineLearningError, match="in state 'Creating'"):
        lab.instance(workspace)


@pytest.mark.parametrize(
    ("kind", "status"),
    [("AKS", 501), ("kubernetescompute", 501), ("AmlComptue", 400), (None, 400), ("", 400)],
)
def test_other_types_are_not_emulated(lab: Any, kind: Any, status: int) -> None:
    """A Kubernetes cluster is refused loudly; what is no type is the client's mistake."""
    with pytest.raises(MachineLearningError) as caught:
        lab.compute(lab.workspace(), "aks", kind, {"vmSize": "Standard_DS3_v2"})
    assert (caught.value.status, "None" in caught.value.message) == (status, False)


def test_a_type_is_taken_in_any_letter_case(lab: Any) -> None:
    """And answered in Azure's; afterwards it stays as it is."""
    workspace, given = lab.workspace(), {"vmSize": "Standard_DS3_v2"}
    made = lab.compute(workspace, "cluster", "amlcompute", given)
    assert lab.answer(made)["properties"]["computeType"] == "AmlCompute"
    with pytest.raises(MachineLearningError, match="type of compute 'cluster' cannot be changed"):
        lab.compute(workspace, "cluster", "ComputeInstance", given)


def test_a_clusters_change_takes_its_time(lab: Any) -> None:
    """Recorded in January 2023: 201, a new identity, the counts of nodes unknown."""
    workspace = lab.workspace()
    lab.cluster(workspace, "cluster", 0)
    lab.clock.pass_by(lab.cloud.durations.compute)
    scale = {"maxNodeCount": 4, "minNodeCount": 1, "nodeIdleTimeBeforeScaleDown": "PT1M40S"}
    inner = {"vmSize": "STANDARD_DS3_V2", "vmPriority": "Dedicated", "scaleSettings": scale}
    wanted = {
        "identity": {"type": "SystemAssigned"},
        "properties": {"computeType": "AmlCompute", "properties": inner},
    }
    computes = lab.cloud.state(Computes)
    cluster, operation = computes.create(workspace, "cluster", wanted, lab.caller)
    told = changed_cluster(cluster)
    assert operation.status(lab.clock()) == "InProgress"
    assert told["properties"]["provisioningState"] == "Creating"
    assert told["properties"]["properties"]["scaleSettings"] == scale
    assert told["properties"]["properties"]["currentNodeCount"] is None
    again, _ = computes.create(workspace, "cluster", wanted, lab.caller)
    assert again.identity == told["identity"]
    lab.clock.pass_by(lab.cloud.durations.compute)
    assert operation.status(lab.clock()) == "Succeeded"


@pytest.mark.parametrize(
    ("given", "what"),
    [
        ([], "vmSize"),
        ([1], "properties"),
        ({"vmSize": "Standard_DS3_v2", "scaleSettings": 3}, "scaleSettings"),
        ({"vmSize": "Standard_DS3_v2", "schedules": "daily"}, "schedules"),
        ({"vmSize": "Standard_DS3_v2", "scaleSettings": {"minNodeCount": "1"}}, "minNodeCount"),
        ({"vmSize": 3}, "VM size '3'"),
        ({"scaleSettings": {"minNodeCount": -1}}, "minNodeCount"),
        ({"scaleSettings": {"minNodeCount": 3, "maxNodeCount": 2}}, "minNodeCount"),
        ({"scaleSettings": {"maxNodeCount": True}}, "maxNodeCount"),
        ({"scaleSettings": {"nodeIdleTimeBeforeScaleDown": "soon"}}, "nodeIdleTime"),
        ({"idleTimeBeforeShutdown": "15 min"}, "idleTimeBeforeShutdown"),
        ({"idleTimeBeforeShutdown": "PT1M"}, "idleTimeBeforeShutdown"),
        ({"schedules": {"computeStartStop": ["daily"]}}, "schedules"),
        ({"enableNodePublicIp": "yes"}, "enableNodePublicIp"),
    ],
)
def test_a_body_of_the_wrong_form_is_refused(lab: Any, given: Any, what: str) -> None:
    """With 400, by the name of the field, and not with a fault of the emulator."""
    with pytest.raises(MachineLearningError) as caught:
        lab.compute(lab.workspace(), "cluster", "AmlCompute", given)
    assert caught.value.status == 400
    assert what.casefold() in caught.value.message.casefold()


def test_schedules_are_kept(lab: Any) -> None:
    """With an id each, as given otherwise; with the time of idleness beside them."""
    stop = {"action": "Stop", "triggerType": "Cron", "cron": {"expression": "0 18 * * *"}}
    given = {
        "vmSize": "Standard_DS3_v2",
        "idleTimeBeforeShutdown": "PT15M",
        "schedules": {"computeStartStop": [stop]},
    }
    instance = lab.compute(lab.workspace(), "machine", "ComputeInstance", given)
    kept = lab.inner(instance)["schedules"]["computeStartStop"][0]
    assert stop.items() <= kept.items()
    assert kept["provisioningStatus"] == "Completed"
    assert lab.inner(instance)["idleTimeBeforeShutdown"] == "PT15M"


def test_pages_hold_every_compute_once(lab: Any) -> None:
    """A list in pages is the list."""
    workspace, computes = lab.workspace(), lab.cloud.state(Computes)
    made = [lab.cluster(workspace, f"cluster{number}", 0) for number in range(5)]
    computes.page_size = 2
    found, skip = [], 0
    while skip is not None:
        page, skip = computes.page(workspace, skip)
        found += page
    assert found == made
