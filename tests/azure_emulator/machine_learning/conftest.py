"""A cloud whose clock a test moves, with a group and all that a workspace needs in it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from azure_emulator.cloud import Cloud
from azure_emulator.entra.state import Entra, Principal
from azure_emulator.machine_learning import serializers
from azure_emulator.machine_learning.compute import AmlCompute, Compute, ComputeInstance
from azure_emulator.machine_learning.computes import Computes
from azure_emulator.machine_learning.state import MachineLearning
from azure_emulator.machine_learning.workspace import DEPENDENCIES, TYPE, Workspace
from azure_emulator.resource_manager import generic
from azure_emulator.resource_manager.resource import ResourceId
from azure_emulator.resource_manager.state import ResourceManager


@dataclass
class Clock:
    """A clock that stands still until it is moved."""

    moment: datetime = datetime(2026, 3, 1, 12, 0, 0, 345678, tzinfo=UTC)

    def __call__(self) -> datetime:
        """Now."""
        return self.moment

    def pass_by(self, time: timedelta) -> None:
        """Let time go by."""
        self.moment += time


@dataclass
class Lab:
    """A group `lab` in East US with a storage account, a key vault and Application Insights.

    Its methods do what the routes do, for tests of the rules.
    """

    cloud: Cloud
    clock: Clock
    subscription: str
    group: str = "lab"
    needs: dict[str, str] = field(default_factory=dict)

    @property
    def caller(self) -> Principal:
        """Who does it all."""
        return self.cloud.state(Entra).principal

    @property
    def home(self) -> str:
        """The id of the group."""
        return self.cloud.state(ResourceManager).group(self.subscription, self.group).id

    def path(self, name: str = "work") -> ResourceId:
        """The id of a workspace."""
        return ResourceId(self.subscription, self.group, TYPE, (name,))

    def answer(self, resource: Workspace | Compute) -> dict[str, Any]:
        """What Azure answers about a workspace or a compute now."""
        if isinstance(resource, Workspace):
            return serializers.workspace(resource, self.clock())
        return serializers.compute(resource, self.clock())

    def wanted(self, **changes: Any) -> dict[str, Any]:
        """A request that makes a workspace; `changes` replace its properties."""
        return {
            "location": "East US",
            "identity": {"type": "SystemAssigned"},
            "properties": {**self.needs, **changes},
        }

    def create(self, name: str, wanted: dict[str, Any]) -> Workspace:
        """Ask for a workspace."""
        service = self.cloud.state(MachineLearning)
        return service.create(self.path(name), wanted, self.caller)[0]

    def workspace(self, name: str = "work") -> Workspace:
        """A workspace that is ready."""
        made = self.create(name, self.wanted())
        self.clock.pass_by(self.cloud.durations.workspace)
        return made

    def instance(
        self, workspace: Workspace, name: str = "machine", size: str = "Standard_DS3_v2"
    ) -> ComputeInstance:
        """Ask for a compute instance."""
        made = self.compute(workspace, name, "ComputeInstance", {"vmSize": size})
        assert isinstance(made, ComputeInstance)
        return made

    def cluster(self, workspace: Workspace, name: str, nodes: int) -> AmlCompute:
        """Ask for a cluster of at least so many nodes of four cores."""
        scale = {"minNodeCount": nodes, "maxNodeCount": 4}
        given = {"vmSize": "Standard_DS3_v2", "scaleSettings": scale}
        made = self.compute(workspace, name, "AmlCompute", given)
        assert isinstance(made, AmlCompute)
        return made

    def compute(self, workspace: Workspace, name: str, kind: str, given: dict[str, Any]) -> Compute:
        """Ask for a compute."""
        wanted = {"properties": {"computeType": kind, "properties": given}}
        computes = self.cloud.state(Computes)
        return computes.create(workspace, name, wanted, self.caller)[0]

    def inner(self, compute: Compute) -> dict[str, Any]:
        """What Azure answers about a compute now, the inner properties."""
        properties: dict[str, Any] = self.answer(compute)["properties"]["properties"]
        return properties


def lab_in(cloud: Cloud, clock: Clock, subscription: str) -> Lab:
    """Make the group and the resources in it."""
    manager = cloud.state(ResourceManager)
    manager.put_group(subscription, "lab", {"location": "eastus"})
    lab = Lab(cloud, clock, subscription)
    for name, kind in DEPENDENCIES.items():
        lab.needs[name] = f"{lab.home}/providers/{kind}/{name.casefold()}"
        path = ResourceId.parse(lab.needs[name])
        generic.put(manager, path, {"location": "eastus"}, lab.caller)
    return lab


@pytest.fixture
def clock() -> Clock:
    """The cloud's clock."""
    return Clock()


@pytest.fixture
def cloud(clock: Clock) -> Cloud:
    """A cloud with a clock that the test moves, and its usual durations."""
    return Cloud(now=clock)


@pytest.fixture
def new_lab(cloud: Cloud, clock: Clock) -> Callable[[], Lab]:
    """Each call makes a lab in a subscription of its own."""

    def make() -> Lab:
        added = cloud.state(ResourceManager).add_subscription("Lab", cloud.state(Entra).tenant)
        return lab_in(cloud, clock, added.id)

    return make


@pytest.fixture
def lab(new_lab: Callable[[], Lab]) -> Lab:
    """One lab."""
    return new_lab()


@pytest.fixture
def workspace(arm: Callable[..., Any], sdk: Any, clock: Clock) -> str:
    """The id of a workspace, whose storage account is `pets`."""
    home = f"/subscriptions/{sdk.subscription}/resourceGroups/lab"
    arm("PUT", home, json={"location": "eastus"})
    needs = {name: f"{home}/providers/{kind}/pets" for name, kind in DEPENDENCIES.items()}
    for path in needs.values():
        arm("PUT", path, json={"location": "eastus", "sku": {"name": "Standard_LRS"}})
    body = {"location": "eastus", "identity": {"type": "SystemAssigned"}, "properties": needs}
    path = f"{home}/providers/{TYPE}/work"
    assert arm("PUT", path, "2024-04-01", json=body).status_code == 202
    clock.pass_by(timedelta(minutes=1))
    return path
