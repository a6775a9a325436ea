"""What some submissions require and no request to Azure brings about."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from azure_emulator.cognitive_services.state import CognitiveServices
from azure_emulator.machine_learning.compute import ComputeInstance
from azure_emulator.machine_learning.computes import Computes
from azure_emulator.machine_learning.workspace import DEPENDENCIES, Workspace
from azure_emulator.machine_learning.workspace import TYPE as WORKSPACE
from azure_emulator.resource_manager.state import ResourceManager
from azure_emulator.training.state import Training

if TYPE_CHECKING:
    from azure_emulator.cloud import Cloud
    from azure_emulator.resource_manager.resource import Resource

LONG = timedelta(hours=1)


def nothing(cloud: Cloud) -> None:
    """As it is."""


@dataclass(frozen=True)
class Preconditions:
    """What is done to the cloud before the submission is made, and before it is graded."""

    before: Callable[[Cloud], None] = nothing
    after: Callable[[Cloud], None] = nothing


def offer_another_tier(cloud: Cloud) -> None:
    """Custom Vision has the tier S1."""
    catalogue = cloud.state(CognitiveServices).catalogue
    for name in ("CustomVision.Training", "CustomVision.Prediction"):
        catalogue[name] = replace(catalogue[name], skus=(*catalogue[name].skus, "S1"))


def grant_gpus(cloud: Cloud) -> None:
    """Microsoft has granted cores of every family."""
    quota = cloud.state(Computes).quota
    quota.update(dict.fromkeys(quota, 64))


def train_for_long(cloud: Cloud) -> None:
    """A training takes an hour."""
    cloud.durations = replace(cloud.durations, training=LONG)


def delete_for_long(cloud: Cloud) -> None:
    """A deletion takes an hour."""
    cloud.durations = replace(cloud.durations, deletion=LONG)


def busy(kind: str, state: str) -> Callable[[Cloud], None]:
    """All resources of this kind, or type, are in a state that passes by itself."""

    def make_busy(cloud: Cloud) -> None:
        for resource in _of_kind(cloud, kind):
            resource.busy = state

    return make_busy


def create_compute_for_long(cloud: Cloud) -> None:
    """The creation of each compute instance goes on for an hour."""
    for compute in cloud.state(ResourceManager).resources(ComputeInstance):
        compute.ready = compute.until = cloud.now() + LONG


def forget_insights(cloud: Cloud) -> None:
    """No workspace names its Application Insights."""
    for workspace in cloud.state(ResourceManager).resources(Workspace):
        workspace.properties.pop("applicationInsights")


def make_projects(cloud: Cloud) -> None:
    """Each workspace is a project of a hub, which has what it needs."""
    for workspace in cloud.state(ResourceManager).resources(Workspace):
        workspace.kind = "Project"
        for name in DEPENDENCIES:
            workspace.properties.pop(name)


def publish_elsewhere(cloud: Cloud) -> None:
    """What was published is published to the like resource of another subscription."""
    for project in cloud.state(Training).all_projects():
        for iteration in project.iterations.values():
            parts = (iteration.publish_target or "").split("/")
            if parts[1:]:
                parts[2] = "00000000-0000-4000-8000-000000000002"
                iteration.publish_target = "/".join(parts)


def fail_training(cloud: Cloud) -> None:
    """Every training so far has failed."""
    for project in cloud.state(Training).all_projects():
        for iteration in project.iterations.values():
            iteration.failed = True


def failed(kind: str) -> Callable[[Cloud], None]:
    """The creation of all resources of this kind, or type, has failed."""

    def fail(cloud: Cloud) -> None:
        for resource in _of_kind(cloud, kind):
            resource.failed = "The resource operation completed with state 'Failed'."

    return fail


def subscription(state: str) -> Callable[[Cloud], None]:
    """The subscription has come into this state."""

    def change(cloud: Cloud) -> None:
        for subscription in cloud.state(ResourceManager).subscriptions.values():
            subscription.state = state

    return change


def _of_kind(cloud: Cloud, kind: str) -> Iterator[Resource]:
    manager = cloud.state(ResourceManager)
    for subscription in manager.subscriptions:
        for resource in manager.in_subscription(subscription):
            if kind in (resource.kind, resource.type):
                yield resource


PRECONDITIONS: Mapping[str, Preconditions] = {
    "other-tier": Preconditions(before=offer_another_tier),
    "gpu-compute-instance": Preconditions(before=grant_gpus),
    "training-still-running": Preconditions(before=train_for_long),
    "training-failed": Preconditions(after=fail_training),
    "group-being-deleted": Preconditions(before=delete_for_long),
    "compute-instance-going": Preconditions(before=delete_for_long),
    "training-account-failed": Preconditions(after=failed("CustomVision.Training")),
    "prediction-account-failed": Preconditions(after=failed("CustomVision.Prediction")),
    "subscription-disabled": Preconditions(after=subscription("Disabled")),
    "subscription-past-due": Preconditions(after=subscription("PastDue")),
    "subscription-warned": Preconditions(after=subscription("Warned")),
    "training-account-busy": Preconditions(after=busy("CustomVision.Training", "ResolvingDNS")),
    "prediction-account-busy": Preconditions(after=busy("CustomVision.Prediction", "Updating")),
    "workspace-busy": Preconditions(after=busy(WORKSPACE, "Updating")),
    "compute-instance-being-made": Preconditions(after=create_compute_for_long),
    "workspace-without-insights": Preconditions(after=forget_insights),
    "workspace-of-a-hub": Preconditions(after=make_projects),
    "published-to-another-subscription": Preconditions(after=publish_elsewhere),
    "workspace-failed": Preconditions(after=failed(WORKSPACE)),
}
"""By the submission's name: just those submissions whose data say that they require something."""
