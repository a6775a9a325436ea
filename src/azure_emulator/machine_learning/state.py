"""Workspaces and their rules. The rules of the computes in them are in `computes.py`."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from azure_emulator.errors import ArmError
from azure_emulator.machine_learning import sizes, validators
from azure_emulator.machine_learning.compute import AmlCompute, Compute, ComputeInstance
from azure_emulator.machine_learning.computes import Computes
from azure_emulator.machine_learning.operations import Operation
from azure_emulator.machine_learning.workspace import CHANGEABLE, FIXED, NAMESPACE, TYPE, Workspace
from azure_emulator.resource_manager.generic import check_location, elsewhere
from azure_emulator.resource_manager.regions import short
from azure_emulator.resource_manager.resource import Group, Resource, ResourceId
from azure_emulator.resource_manager.state import not_found
from azure_emulator.resource_manager.timestamps import changed, created

if TYPE_CHECKING:
    from azure_emulator.cloud import Cloud
    from azure_emulator.entra.state import Principal

__all__ = ["AmlCompute", "Compute", "ComputeInstance", "MachineLearning", "Workspace"]

OPERATIONS = "workspaceOperationsStatus"


class MachineLearning:
    """All workspaces, in the one store of `cloud.resource_manager`, and all operations on them.

    Args:
        cloud: the clock, the ids, the durations and the store come from it.

    Attributes:
        computes: the computes of all workspaces.
    """

    def __init__(self, cloud: Cloud) -> None:
        """No workspace yet."""
        self.cloud = cloud
        self.computes = Computes(self)
        self._operations: dict[str, Operation] = {}

    def workspace(self, subscription: str, group: str, name: str) -> Workspace:
        """The workspace of this name, in any letter case.

        Raises:
            ArmError: 404 for subscription, group or workspace; 409 without the provider.
        """
        home = self.home(subscription, group)
        found = self._find(home, name)
        if found is None:
            raise not_found(ResourceId.parse(_id(home, name)))
        return found

    def in_group(self, subscription: str, group: str) -> list[Workspace]:
        """The workspaces of a group, oldest first.

        Raises:
            ArmError: 404 for the subscription or the group; 409 without the provider.
        """
        home = self.home(subscription, group)
        found = self.cloud.resource_manager.in_group(home.subscription, home.name)
        return [resource for resource in found if isinstance(resource, Workspace)]

    def in_subscription(self, subscription: str) -> list[Workspace]:
        """The workspaces of a subscription, oldest first.

        Raises:
            ArmError: 404 for the subscription; 409 without the provider.
        """
        self.cloud.resource_manager.require_registered(subscription, NAMESPACE)
        found = self.cloud.resource_manager.in_subscription(subscription)
        return [resource for resource in found if isinstance(resource, Workspace)]

    def create(
        self,
        caller: Principal | None,
        subscription: str,
        group: str,
        name: str,
        wanted: Mapping[str, Any],
    ) -> tuple[Workspace, Operation | None]:
        """Create a workspace, or change the one there is.

        Args:
            caller: who asks.
            subscription: its id.
            group: the group's name.
            name: the workspace's name.
            wanted: `location`, `identity`, `properties` and the rest, as the client sent them.

        Returns:
            The workspace, and the operation if one began. Guess: a change is done at once.

        Raises:
            ArmError: the group is not there, or the location cannot be.
            MachineLearningError: the name, the identity, or a dependency is missing or wrong.
        """
        home = self.home(subscription, group)
        location = self._location(wanted)
        there = self._find(home, name)
        if there is not None:
            if there.location != location:
                raise elsewhere(there, there.path, location)
            return self._changed(caller, there, wanted), None
        validators.check_new(self.cloud, location, name, wanted)
        made = self._made(caller, home, name, location, wanted)
        self.cloud.resource_manager.put(made)
        return made, self.begin(made, OPERATIONS, made.ready)

    def change(
        self,
        caller: Principal | None,
        subscription: str,
        group: str,
        name: str,
        wanted: Mapping[str, Any],
    ) -> Workspace:
        """Change the tags and what may be changed of the properties, at once.

        Raises:
            ArmError: 404.
            MachineLearningError: a property cannot be changed, or a new dependency is not there.
        """
        return self._changed(caller, self.workspace(subscription, group, name), wanted)

    def delete(self, subscription: str, group: str, name: str) -> Operation | None:
        """Begin to delete a workspace with its computes; `None` if there is none."""
        found = self._find(self.home(subscription, group), name)
        return self.begin_deletion(found, OPERATIONS) if found is not None else None

    def operation(self, subscription: str, name: str) -> Operation:
        """The operation with this id.

        Guess: the code and text for an id that is not known.

        Raises:
            ArmError: 404.
        """
        found = self._operations.get(name.casefold())
        if found is None or found.subscription.casefold() != subscription.casefold():
            raise ArmError(404, "NotFound", f"The operation '{name}' could not be found.")
        return found

    def begin(
        self, resource: Resource, kind: str, until: datetime, failure: str | None = None
    ) -> Operation:
        """Keep an operation so that clients can follow it."""
        operation = Operation(
            id=self.cloud.new_id(),
            subscription=resource.path.subscription,
            location=resource.location,
            kind=kind,
            resource=resource.id,
            until=until,
            failure=failure,
        )
        self._operations[operation.id.casefold()] = operation
        return operation

    def begin_deletion(self, resource: Resource, kind: str) -> Operation:
        """Let a resource go; asked again, the first deletion counts."""
        resource.deleting_since = resource.deleting_since or self.cloud.now()
        return self.begin(resource, kind, resource.deleting_since + self.cloud.durations.deletion)

    def home(self, subscription: str, group: str) -> Group:
        """The group, if the subscription has the provider.

        Raises:
            ArmError: 404 for the subscription or the group; 409 without the provider.
        """
        self.cloud.resource_manager.require_registered(subscription, NAMESPACE)
        return self.cloud.resource_manager.group(subscription, group)

    def identity(self, wanted: Mapping[str, Any], subscription: str) -> dict[str, Any]:
        """An identity as Azure answers it: its type, and the principal that Azure made for it."""
        made = {
            "type": wanted["type"],
            "principalId": self.cloud.new_id(),
            "tenantId": self.cloud.resource_manager.subscription(subscription).tenant,
        }
        if wanted.get("userAssignedIdentities"):
            made["userAssignedIdentities"] = wanted["userAssignedIdentities"]
        return made

    def _find(self, home: Group, name: str) -> Workspace | None:
        found = self.cloud.resource_manager.find(_id(home, name))
        return found if isinstance(found, Workspace) else None

    def _location(self, wanted: Mapping[str, Any]) -> str:
        """Guess: the location is kept short and in lower case; every recording has it so."""
        given = wanted.get("location")
        if not isinstance(given, str) or not given.strip():
            message = "The location property is required for this definition."
            raise ArmError(400, "LocationRequired", message)
        check_location(given, TYPE, sizes.REGIONS)
        return short(given)

    def _changed(
        self, caller: Principal | None, workspace: Workspace, wanted: Mapping[str, Any]
    ) -> Workspace:
        given = wanted.get("properties") or {}
        validators.check_change(self.cloud, workspace, given)
        workspace.properties |= {key: given[key] for key in CHANGEABLE if key in given}
        if wanted.get("tags") is not None:
            workspace.tags = dict(wanted["tags"])
        workspace.changed = self.cloud.now()
        workspace.system_data |= changed(caller, workspace.changed)
        return workspace

    def _made(
        self,
        caller: Principal | None,
        home: Group,
        name: str,
        location: str,
        wanted: Mapping[str, Any],
    ) -> Workspace:
        now = self.cloud.now()
        kept = (*CHANGEABLE, *FIXED, "hbiWorkspace")
        return Workspace(
            id=_id(home, name),
            name=name,
            type=TYPE,
            location=location,
            created=now,
            ready=now + self.cloud.durations.workspace,
            kind="Default",
            sku={"name": "Basic", "tier": "Basic"},
            identity=self.identity(wanted["identity"], home.subscription),
            tags=dict(wanted.get("tags") or {}),
            properties={key: wanted["properties"].get(key) for key in kept},
            system_data=created(caller, now),
            tenant=self.cloud.resource_manager.subscription(home.subscription).tenant,
            guid=self.cloud.new_id(),
            insights_key=self.cloud.new_id(),
            notebooks=self.cloud.new_id().replace("-", ""),
        )


def _id(home: Group, name: str) -> str:
    return f"{home.id}/providers/{TYPE}/{name}"
