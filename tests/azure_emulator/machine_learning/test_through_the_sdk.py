"""Workspaces and computes as Azure's own client and plain HTTPS find them."""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
import requests
from azure.core.exceptions import HttpResponseError, ResourceNotFoundError

from azure_emulator.cloud import Cloud, Durations
from azure_emulator.entra.roles import READER
from azure_emulator.entra.state import Entra
from azure_emulator.machine_learning.computes import Computes
from azure_emulator.machine_learning.workspace import DEPENDENCIES

VERSION = "2024-04-01"


@pytest.fixture
def cloud() -> Cloud:
    """A cloud by the real clock, in which everything takes a hundredth of a second."""
    short = timedelta(milliseconds=10)
    durations = Durations(
        account=short, workspace=short, compute=short, deletion=short, training=short
    )
    return Cloud(durations=durations)


class Lab:
    """What the tests do, by id, through `azure-mgmt-resource`."""

    def __init__(self, sdk: Any) -> None:
        """Make the group and what a workspace needs."""
        self.resources = sdk.resources.resources
        self.group = f"/subscriptions/{sdk.subscription}/resourceGroups/lab"
        sdk.resources.resource_groups.create_or_update("lab", {"location": "eastus"})
        body = {"location": "eastus", "sku": {"name": "Standard_LRS"}}
        self.needs = {
            name: self.put(f"{kind}/{name.casefold()}", body).id
            for name, kind in DEPENDENCIES.items()
        }

    def id(self, below: str) -> str:
        """The id of a resource in the group."""
        return f"{self.group}/providers/{below}"

    def put(self, below: str, body: dict[str, Any]) -> Any:
        """Create a resource and wait for it."""
        return self.resources.begin_create_or_update_by_id(
            self.id(below), body, api_version=VERSION
        ).result()

    def get(self, below: str) -> Any:
        """A resource."""
        return self.resources.get_by_id(self.id(below), api_version=VERSION)

    def delete(self, below: str) -> None:
        """Delete a resource and wait for its end."""
        self.resources.begin_delete_by_id(self.id(below), api_version=VERSION).result()

    def workspace(self, name: str = "work") -> Any:
        """Create a workspace and wait for it."""
        wanted = {
            "location": "eastus",
            "identity": {"type": "SystemAssigned"},
            "properties": self.needs,
        }
        return self.put(f"Microsoft.MachineLearningServices/workspaces/{name}", wanted)

    def instance(self, name: str = "machine", size: str = "Standard_DS3_v2") -> Any:
        """Create a compute instance in the workspace `work` and wait for it."""
        inner = {"vmSize": size}
        wanted = {"properties": {"computeType": "ComputeInstance", "properties": inner}}
        below = f"Microsoft.MachineLearningServices/workspaces/work/computes/{name}"
        return self.put(below, {"location": "eastus", **wanted})


@pytest.fixture
def lab(sdk: Any) -> Lab:
    """A group with what a workspace needs."""
    return Lab(sdk)


@pytest.fixture
def http(cloud: Cloud, client: requests.Session, lab: Lab) -> Any:
    """Plain HTTPS with a token: `http(method, path below the group, **query)`."""
    who = cloud.state(Entra).principal
    token = cloud.state(Entra).sign_in(
        who.tenant, who.client_id, who.secret, "https://management.azure.com"
    )
    client.headers["Authorization"] = f"Bearer {token.text}"

    def ask(method: str, below: str, json: Any = None, **query: str) -> requests.Response:
        url = below if below.startswith("https:") else f"https://management.azure.com{lab.group}"
        url += "" if below.startswith("https:") else f"/providers/{below}"
        versioned = query if "api-version=" in url else {"api-version": VERSION, **query}
        return client.request(method, url, json=json, params=versioned, timeout=5)

    return ask


WORK = "Microsoft.MachineLearningServices/workspaces/work"


def test_a_workspace_is_made_and_found(lab: Lab) -> None:
    """The poller ends with the workspace that `get_by_id` finds."""
    made = lab.workspace()
    assert made.properties["provisioningState"] == "Succeeded"
    assert lab.get(WORK).properties["storageAccount"] == lab.needs["storageAccount"]


def test_an_instance_is_made_and_found(lab: Lab) -> None:
    """The poller ends when the instance runs."""
    lab.workspace()
    made = lab.instance()
    assert made.properties["properties"]["state"] == "Running"
    assert made.properties["properties"]["vmSize"] == "STANDARD_DS3_V2"


def test_a_failed_creation_fails_the_poller(lab: Lab) -> None:
    """With the message of the quota; the instance stays, failed."""
    lab.workspace()
    with pytest.raises(HttpResponseError, match="family vCPU quota of 0"):
        lab.instance(size="Standard_NC4as_T4_v3")
    failed = lab.get(f"{WORK}/computes/machine")
    assert failed.properties["properties"]["state"] == "CreateFailed"
    assert failed.properties["provisioningState"] == "Failed"


def test_computes_are_no_resources_of_the_group(lab: Lab, sdk: Any) -> None:
    """The workspace and its dependencies are in the group's list, the instance is not."""
    lab.workspace()
    lab.instance()
    found = [each.type for each in sdk.resources.resources.list_by_resource_group("lab")]
    assert found == [*DEPENDENCIES.values(), "Microsoft.MachineLearningServices/workspaces"]


def test_deletion_is_followed_to_its_end(lab: Lab, sdk: Any) -> None:
    """Afterwards `get_by_id` answers 404, and the group's list is without it."""
    lab.workspace()
    lab.instance()
    lab.delete(f"{WORK}/computes/machine")
    with pytest.raises(ResourceNotFoundError):
        lab.get(f"{WORK}/computes/machine")
    lab.delete(WORK)
    with pytest.raises(ResourceNotFoundError, match="ARMResourceNotFoundFix"):
        lab.get(WORK)
    assert len(list(sdk.resources.resources.list_by_resource_group("lab"))) == 3


def test_the_missing_dependency_reaches_the_client(lab: Lab) -> None:
    """In the body: azure-core cannot read the recorded envelope with its null `additionalInfo`."""
    lab.needs.pop("keyVault")
    with pytest.raises(HttpResponseError) as caught:
        lab.workspace()
    assert caught.value.error is None
    response: Any = caught.value.response
    error = response.json()["error"]
    assert error["code"] == "ValidationError"
    assert error["message"] == "Missing dependent resources in workspace json"


def test_computes_come_in_pages(lab: Lab, http: Any, cloud: Cloud) -> None:
    """`nextLink` leads from page to page, and the last has none."""
    lab.workspace()
    cloud.state(Computes).page_size = 2
    for number in range(3):
        lab.instance(f"machine{number}")
    first = http("GET", f"{WORK}/computes").json()
    second = http("GET", first["nextLink"]).json()
    assert [each["name"] for each in first["value"]] == ["machine0", "machine1"]
    assert [each["name"] for each in second["value"]] == ["machine2"]
    assert "nextLink" not in second


@pytest.mark.parametrize(
    ("verb", "during", "after"),
    [("stop", "Stopping", "Stopped"), ("restart", "Restarting", "Running")],
)
def test_an_instance_is_moved(lab: Lab, http: Any, verb: str, during: str, after: str) -> None:
    """202, an operation to follow, and the state at its end."""
    lab.workspace()
    lab.instance()
    answer = http("POST", f"{WORK}/computes/machine/{verb}")
    assert (answer.status_code, answer.content) == (202, b"")
    status = SimpleNamespace(json={"status": "InProgress"})
    while status.json["status"] == "InProgress":
        status.json = http("GET", answer.headers["Azure-AsyncOperation"]).json()
    assert status.json == {"status": "Succeeded", "percentComplete": 100.0}
    found = http("GET", f"{WORK}/computes/machine").json()["properties"]["properties"]
    assert found["state"] == after
    assert found["lastOperation"]["operationName"] == verb.capitalize()
    assert during != after


def test_a_location_is_followed_too(lab: Lab, http: Any) -> None:
    """A workspace's creation gives both addresses; the location answers 202, then 200."""
    wanted = {
        "location": "eastus",
        "identity": {"type": "SystemAssigned"},
        "properties": lab.needs,
    }
    answer = http("PUT", WORK, json=wanted)
    assert answer.status_code == 202
    statuses = [202]
    while statuses[-1] == 202:
        statuses.append(http("GET", answer.headers["Location"]).status_code)
    assert statuses[-1] == 200


def test_lists_and_changes(lab: Lab, http: Any) -> None:
    """Workspaces are listed by group and by subscription, and patched."""
    lab.workspace()
    kind = "Microsoft.MachineLearningServices/workspaces"
    whole = f"https://management.azure.com{lab.group.rpartition('/resourceGroups')[0]}"
    for listed in (http("GET", kind), http("GET", f"{whole}/providers/{kind}")):
        assert [each["name"] for each in listed.json()["value"]] == ["work"]
    changed = http("PATCH", WORK, json={"tags": {"course": "ai"}})
    assert (changed.status_code, changed.content) == (202, b"")
    assert http("GET", changed.headers["Azure-AsyncOperation"]).json()["status"] == "Succeeded"
    assert http("GET", WORK).json()["tags"] == {"course": "ai"}


def test_a_cluster_is_made_and_changed(lab: Lab, http: Any) -> None:
    """201 with little known of it; the same request again is a change, 201 too."""
    lab.workspace()
    inner = {"vmSize": "STANDARD_DS3_V2", "scaleSettings": {"maxNodeCount": 1}}
    wanted = {"properties": {"computeType": "AmlCompute", "properties": inner}}
    made = http("PUT", f"{WORK}/computes/cluster", json=wanted)
    assert made.status_code == 201
    assert made.json()["properties"]["provisioningState"] == "Creating"
    assert made.json()["properties"]["properties"]["currentNodeCount"] is None
    assert "computeOperationsStatus" in made.headers["Azure-AsyncOperation"]
    again = http("PUT", f"{WORK}/computes/cluster", json={**wanted, "tags": {"a": "b"}})
    assert (again.status_code, again.json()["tags"]) == (201, {"a": "b"})
    changed = http("PUT", WORK, json={"location": "eastus", "properties": {"description": "x"}})
    assert changed.status_code == 200
    assert changed.json()["properties"]["description"] == "x"


def test_what_is_not_there_is_deleted_with_204(lab: Lab, http: Any) -> None:
    """As Resource Manager has it for every type."""
    assert http("DELETE", WORK).status_code == 204
    lab.workspace()
    assert http("DELETE", f"{WORK}/computes/none").status_code == 204


def test_existence_is_asked_by_head(lab: Lab) -> None:
    """`check_existence_by_id` says yes and no."""
    lab.workspace()
    lab.instance()
    asked = [WORK, f"{WORK}2", f"{WORK}/computes/machine", f"{WORK}/computes/none"]
    exists = lab.resources.check_existence_by_id
    assert [exists(lab.id(each), api_version=VERSION) for each in asked] == [True, False] * 2


@pytest.mark.usefixtures("lab")
def test_what_is_not_emulated_is_remembered(http: Any, cloud: Cloud) -> None:
    """The cloud keeps a list of what Azure would have served."""
    wanted = {"location": "eastus", "kind": "Hub", "identity": {"type": "SystemAssigned"}}
    assert http("PUT", WORK, json=wanted).status_code == 501
    assert [each.partition(" ")[0] for each in cloud.unserved] == ["PUT"]
    cloud.unserved.clear()


def test_a_refusal_has_its_own_envelope(lab: Lab, http: Any) -> None:
    """The error is nested, and the component says who, where and when."""
    lab.workspace()
    wanted = {"properties": {"computeType": "ComputeInstance", "properties": {}}}
    answer = http("PUT", f"{WORK}/computes/vm-2", json=wanted)
    assert answer.status_code == 400
    assert answer.json()["error"]["code"] == "UserError"
    assert answer.json()["componentName"] == "machinelearningcompute"
    assert answer.headers["x-ms-response-type"] == "error"


def test_a_reader_may_read_and_not_stop(lab: Lab, http: Any, cloud: Cloud) -> None:
    """Each route asks for its own action."""
    lab.workspace()
    lab.instance()
    cloud.state(Entra).principal.role = READER
    assert http("GET", f"{WORK}/computes").status_code == 200
    refused = http("POST", f"{WORK}/computes/machine/stop").json()["error"]
    assert refused["code"] == "AuthorizationFailed"
    assert "Microsoft.MachineLearningServices/workspaces/computes/stop/action" in refused["message"]


@pytest.mark.usefixtures("http")
def test_a_request_needs_its_api_version(client: requests.Session, lab: Lab) -> None:
    """As everywhere at Resource Manager."""
    url = f"https://management.azure.com{lab.group}/providers/{WORK}"
    answer = client.get(url, timeout=5)
    assert answer.json()["error"]["code"] == "MissingApiVersionParameter"
