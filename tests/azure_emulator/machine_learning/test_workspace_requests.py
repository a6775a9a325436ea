"""What clients ask of a workspace besides its life: keys, lists, sizes, usages, nodes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from azure_emulator.cloud import Cloud
from azure_emulator.machine_learning.asset_routes import EMPTY
from azure_emulator.machine_learning.hardware import vm_sizes
from azure_emulator.machine_learning.sizes import FAMILIES
from azure_emulator.resource_manager.state import ResourceManager
from azure_emulator.storage.state import Storage

VERSION = "2024-04-01"
Arm = Callable[..., Any]


@pytest.fixture
def cluster(arm: Arm, workspace: str, clock: Any) -> str:
    """The id of a cluster that keeps two nodes."""
    scale = {"minNodeCount": 2, "maxNodeCount": 4}
    inner = {"vmSize": "STANDARD_DS3_V2", "scaleSettings": scale}
    properties = {"computeType": "AmlCompute", "properties": inner}
    path = f"{workspace}/computes/nightly"
    body = {"location": "eastus", "properties": properties}
    assert arm("PUT", path, VERSION, json=body).status_code == 201
    clock.pass_by(timedelta(minutes=1))
    return path


def test_keys_are_told_by_actions(workspace: str, arm: Arm, cloud: Cloud, sdk: Any) -> None:
    """The storage account's, the telemetry's, the notebook's own."""
    (account,) = cloud.state(Storage).accounts(sdk.subscription)
    keys = arm("POST", f"{workspace}/listKeys", VERSION).json()
    assert keys["userStorageKey"] == account.key1
    assert keys["userStorageResourceId"].casefold() == account.id.casefold()
    notebook = arm("POST", f"{workspace}/listNotebookKeys", VERSION).json()
    assert keys["notebookAccessKeys"] == notebook
    assert notebook["primaryAccessKey"] != notebook["secondaryAccessKey"]
    storage = arm("POST", f"{workspace}/listStorageAccountKeys", VERSION).json()
    assert storage == {"userStorageKey": account.key1}
    tokens = [arm("POST", f"{workspace}/listNotebookAccessToken", VERSION).json() for _ in range(2)]
    assert tokens[0]["accessToken"] != tokens[1]["accessToken"]
    prepared = arm("POST", f"{workspace}/prepareNotebook", VERSION).json()
    assert prepared["fqdn"] == tokens[0]["publicDns"]
    copy = cloud.state(ResourceManager).copy_subscription(sdk.subscription, "copy")
    assert copy.names[notebook["primaryAccessKey"]] != notebook["primaryAccessKey"]


def test_a_workspace_is_checked(workspace: str, arm: Arm) -> None:
    """Nothing is wrong, nothing is out of step, and it says which hosts it needs."""
    synced = arm("POST", f"{workspace}/resyncKeys", VERSION)
    assert (synced.status_code, synced.content) == (202, b"")
    begun = arm("POST", f"{workspace}/diagnose", VERSION)
    place = begun.headers["Location"].removeprefix("https://management.azure.com")
    results = arm("GET", place, "").json()["value"]
    assert set(map(len, results.values())) == {0}
    needed = arm("GET", f"{workspace}/outboundNetworkDependenciesEndpoints", VERSION).json()
    assert "eastus.api.azureml.ms" in str(needed["value"])
    links = arm("GET", f"{workspace}/privateLinkResources", VERSION).json()["value"]
    assert links[0]["properties"]["groupId"] == "amlworkspace"


@pytest.mark.parametrize("kind", EMPTY)
def test_a_new_workspace_holds_nothing(workspace: str, arm: Arm, kind: str) -> None:
    """Its lists are empty, and nothing is found by name."""
    assert arm("GET", f"{workspace}/{kind}", VERSION).json() == {"value": []}
    assert arm("GET", f"{workspace}/{kind}/pets", VERSION).status_code == 404
    lost = arm("GET", f"{workspace}x/{kind}", VERSION)
    assert lost.json()["error"]["code"] == "ResourceNotFound"


def test_a_cluster_tells_its_nodes(cluster: str, workspace: str, arm: Arm) -> None:
    """As many as it always has; an instance has none to tell, and no compute has keys."""
    nodes = arm("POST", f"{cluster}/listNodes", VERSION).json()["nodes"]
    assert [node["nodeState"] for node in nodes] == ["idle", "idle"]
    assert len({node["nodeId"] for node in nodes}) == 2
    inner = {"vmSize": "STANDARD_DS3_V2"}
    properties = {"computeType": "ComputeInstance", "properties": inner}
    body = {"location": "eastus", "properties": properties}
    arm("PUT", f"{workspace}/computes/pet-vm", VERSION, json=body)
    for path in (f"{workspace}/computes/pet-vm/listNodes", f"{cluster}/listKeys"):
        refused = arm("POST", path, VERSION)
        assert (refused.status_code, refused.json()["error"]["code"]) == (400, "UserError")


def test_a_cluster_is_scaled_by_patch(cluster: str, arm: Arm) -> None:
    """Its settings change, and so does what it always has."""
    scale = {"minNodeCount": 0, "maxNodeCount": 4, "nodeIdleTimeBeforeScaleDown": "PT5M"}
    body = {"properties": {"properties": {"scaleSettings": scale}}}
    changed = arm("PATCH", cluster, VERSION, json=body).json()
    assert changed["properties"]["properties"]["scaleSettings"]["minNodeCount"] == 0
    assert arm("POST", f"{cluster}/listNodes", VERSION).json()["nodes"] == []


def test_a_page_that_is_none_is_refused_by_its_parameter(workspace: str, arm: Arm) -> None:
    """The list of computes calls it `$skip`."""
    refused = arm("GET", f"{workspace}/computes?$skip=9999", VERSION)
    assert refused.status_code == 400
    assert "$skip '9999'" in refused.json()["error"]["message"]


def test_a_region_tells_sizes_quotas_and_usages(cluster: str, arm: Arm, sdk: Any) -> None:
    """Cores in use are those of nodes that are there, by family."""
    assert cluster
    provider = f"/subscriptions/{sdk.subscription}/providers/Microsoft.MachineLearningServices"
    place = f"{provider}/locations/eastus"
    sizes = {size["name"]: size for size in arm("GET", f"{place}/vmSizes", VERSION).json()["value"]}
    assert sizes["Standard_DS3_v2"] == {
        "name": "Standard_DS3_v2",
        "family": "standardDSv2Family",
        "vCPUs": 4,
        "gpus": 0,
        "osVhdSizeMB": 1047552,
        "maxResourceVolumeMB": 28672,
        "memoryGB": 14,
        "lowPriorityCapable": True,
        "premiumIO": True,
        "supportedComputeTypes": ["AmlCompute", "ComputeInstance"],
    }
    usages = arm("GET", f"{place}/usages", VERSION).json()["value"]
    used = {each["name"]["value"]: (each["currentValue"], each["limit"]) for each in usages}
    assert used["Standard DSv2 Family Cluster Dedicated vCPUs"] == (8, 24)
    assert used["Total Cluster Dedicated Regional vCPUs"][0] == 8
    assert used["Clusters"] == (1, 200)
    quotas = arm("GET", f"{place}/quotas", VERSION).json()["value"]
    assert len(quotas) == len(usages) - 2


@pytest.mark.parametrize(
    ("name", "memory", "disk", "gpus", "premium"),
    [
        ("Standard_D15_v2", 140, 1000, 0, False),
        ("Standard_D11_v2", 14, 100, 0, False),
        ("Standard_DS14_v2", 112, 224, 0, True),
        ("Standard_E4ds_v4", 32, 150, 0, True),
        ("Standard_NC64as_T4_v3", 440, 2880, 4, True),
    ],
)
def test_sizes_are_as_documented(
    name: str, memory: float, disk: float, gpus: int, premium: bool
) -> None:
    """Gigabytes of memory and of the temporary disk, and graphics processors."""
    sizes = {size["name"]: size for size in vm_sizes("eastus")}
    size = sizes[name]
    assert (size["memoryGB"], size["maxResourceVolumeMB"]) == (memory, disk * 1024)
    assert (size["gpus"], size["premiumIO"]) == (gpus, premium)
    assert len(sizes) == sum(len(family.sizes) for family in FAMILIES)
