"""The store itself, on a clock that the test sets."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from azure_emulator.cloud import Cloud
from azure_emulator.errors import ArmError
from azure_emulator.resource_manager.operations import Operations
from azure_emulator.resource_manager.providers import registration_state
from azure_emulator.resource_manager.resource import Resource, ResourceId
from azure_emulator.resource_manager.state import ResourceManager

MINUTE = timedelta(minutes=1)


def resource(cloud: Cloud, name: str = "s", **more: Any) -> Resource:
    """A storage account in the group `g` that takes a minute to make."""
    (subscription,) = cloud.state(ResourceManager).subscriptions
    return Resource(
        path=ResourceId(subscription, "g", "Microsoft.Storage/storageAccounts", (name,)),
        location="eastus",
        created=cloud.now(),
        ready=cloud.now() + MINUTE,
        **more,
    )


def test_a_state_follows_from_the_clock(slow_cloud: Cloud, clock: Any) -> None:
    """A resource is Creating until its time has come, then Succeeded or Failed."""
    good, bad = resource(slow_cloud), resource(slow_cloud, failed="no capacity")
    assert good.provisioning_state(clock()) == bad.provisioning_state(clock()) == "Creating"
    clock.go(MINUTE)
    assert good.provisioning_state(clock()) == "Succeeded"
    assert bad.provisioning_state(clock()) == "Failed"
    good.deleting_since = clock()
    assert good.provisioning_state(clock()) == "Deleting"


def test_the_store_finds_in_any_letter_case(slow_cloud: Cloud) -> None:
    """Ids are compared without letter case; removal takes the children along."""
    manager = slow_cloud.state(ResourceManager)
    (subscription,) = manager.subscriptions
    manager.put_group(subscription, "g", {"location": "eastus"})
    parent = resource(slow_cloud)
    child = resource(slow_cloud, "c")
    child.path = parent.path.child("blobServices", "default")
    manager.put(parent)
    manager.put(child)
    assert manager.find(ResourceId.parse(parent.id.upper())) is parent
    assert manager.in_group(subscription.upper(), "G") == [parent, child]
    assert manager.in_subscription(subscription) == manager.resources(Resource) == [parent, child]
    manager.remove(ResourceId.parse(parent.id.upper()))
    assert manager.in_group(subscription, "g") == []


def test_a_resource_needs_its_group(slow_cloud: Cloud) -> None:
    """Nothing is stored in a group that is not there, or is being deleted."""
    manager = slow_cloud.state(ResourceManager)
    (subscription,) = manager.subscriptions
    with pytest.raises(ArmError, match="ResourceGroupNotFound"):
        manager.put(resource(slow_cloud))
    manager.put_group(subscription, "g", {"location": "eastus"})
    manager.delete_group(subscription, "g")
    with pytest.raises(ArmError, match="ResourceGroupBeingDeleted"):
        manager.put(resource(slow_cloud))


def test_a_group_goes_when_its_time_has_come(slow_cloud: Cloud, clock: Any) -> None:
    """A deletion asked for twice is one deletion; afterwards the name is free."""
    manager = slow_cloud.state(ResourceManager)
    (subscription,) = manager.subscriptions
    manager.put_group(subscription, "g", {"location": "eastus"})
    manager.put(resource(slow_cloud))
    first = manager.delete_group(subscription, "g")
    clock.go(MINUTE / 2)
    assert manager.delete_group(subscription, "g").ends == first.ends
    clock.go(MINUTE / 2)
    assert manager.groups(subscription) == []
    assert manager.resources(Resource) == []
    assert manager.put_group(subscription, "g", {"location": "westus2"})[1] is True


def test_a_resource_goes_when_its_time_has_come(slow_cloud: Cloud, clock: Any) -> None:
    """A resource whose deletion takes time is Deleting, then gone."""
    manager = slow_cloud.state(ResourceManager)
    (subscription,) = manager.subscriptions
    manager.put_group(subscription, "g", {"location": "eastus"})
    deleting = resource(slow_cloud, deleting_since=clock())
    manager.put(deleting)
    clock.go(MINUTE / 2)
    assert manager.find(deleting.path) is deleting
    clock.go(MINUTE / 2)
    assert manager.find(deleting.path) is None


@pytest.mark.parametrize(
    "place",
    ["operationresults", "providers/Microsoft.CognitiveServices/locations/x/operationResults"],
)
def test_an_unknown_operation_is_404(sdk: Any, arm: Any, place: str) -> None:
    """Only operations that were begun can be polled, in their own subscription."""
    answer = arm("GET", f"/subscriptions/{sdk.subscription}/{place}/none")
    assert (answer.status_code, answer.json()["error"]["code"]) == (404, "OperationNotFound")


def test_an_operation_fails_with_what_it_makes(slow_cloud: Cloud, clock: Any) -> None:
    """A creation fails at its end if the resource did; the deletion of a failed one does not."""
    operations, made = slow_cloud.state(Operations), resource(slow_cloud, failed="no capacity")
    creation, deletion = operations.begin_creation(made), operations.begin_deletion(made)
    assert creation.status(clock()) == deletion.status(clock()) == "InProgress"
    clock.go(MINUTE)
    assert (creation.status(clock()), creation.failure) == ("Failed", "no capacity")
    assert (deletion.status(clock()), deletion.failure) == ("Succeeded", None)


def test_operations_belong_to_their_subscription(slow_cloud: Cloud, clock: Any) -> None:
    """An operation's id is no secret that opens another subscription."""
    operations = slow_cloud.state(Operations)
    operation = operations.begin("a", clock())
    assert operations.find("A", operation.id.upper()) is operation
    assert operations.find("b", operation.id) is None


def test_a_registration_takes_a_while(slow_cloud: Cloud, clock: Any) -> None:
    """A provider counts at once, and says Registering until its time has come."""
    manager = slow_cloud.state(ResourceManager)
    (subscription,) = manager.subscriptions.values()
    manager.unregister(subscription.id, "Microsoft.Storage")
    manager.register(subscription.id, "Microsoft.Storage")
    manager.require_registered(subscription.id, "Microsoft.Storage")
    assert registration_state(subscription, "Microsoft.Storage", clock()) == "Registering"
    clock.go(MINUTE)
    assert registration_state(subscription, "Microsoft.Storage", clock()) == "Registered"
