"""Workspaces and their rules. The rules of the computes in them are in `computes.py`."""

from collections.abc import Mapping
from typing import Any

from azure_emulator.cloud import Cloud
from azure_emulator.entra.state import Principal
from azure_emulator.machine_learning import datastores, sizes, validators
from azure_emulator.machine_learning.workspace import (
    CHANGEABLE,
    FIXED,
    NAMESPACE,
    TYPE,
    Workspace,
    switched,
)
from azure_emulator.resource_manager.errors import resource_not_found
from azure_emulator.resource_manager.identity import new_identity
from azure_emulator.resource_manager.operations import Operation, Operations
from azure_emulator.resource_manager.resource import Resource, ResourceId
from azure_emulator.resource_manager.state import ResourceManager
from azure_emulator.resource_manager.timestamps import changed, created
from azure_emulator.resource_manager.validators import resource_location


class MachineLearning:
    """All workspaces, in the one store of Resource Manager."""

    def __init__(self, cloud: Cloud) -> None:
        self.cloud = cloud
        self._manager = cloud.state(ResourceManager)

    def workspace(self, path: ResourceId) -> Workspace:
        """The workspace with this id, in any letter case.

        Raises:
            ArmError: 404 for subscription, group or workspace; 409 without the provider.
        """
        path = self._manager.locate(path)
        workspace = self._find(path)
        if workspace is None:
            raise resource_not_found(path)
        return workspace

    def in_group(self, subscription: str, group: str) -> list[Workspace]:
        """The workspaces of a group, oldest first.

        Raises:
            ArmError: 404 for the subscription or the group; 409 without the provider.
        """
        self._manager.require_registered(subscription, NAMESPACE)
        return _workspaces(self._manager.in_group(subscription, group))

    def in_subscription(self, subscription: str) -> list[Workspace]:
        """The workspaces of a subscription, oldest first.

        Raises:
            ArmError: 404 for the subscription; 409 without the provider.
        """
        self._manager.require_registered(subscription, NAMESPACE)
        return _workspaces(self._manager.in_subscription(subscription))

    def create(
        self, path: ResourceId, body: Mapping[str, Any], caller: Principal
    ) -> tuple[Workspace, Operation | None]:
        """Create a workspace, or change the one there is.

        Args:
            path: its id.
            body: `location`, `identity`, `properties` and the rest, as the client sent them.
            caller: who asks.

        Returns:
            The workspace, and the operation if one began. Guess: a change is done at once.

        Raises:
            ArmError: the group is not there, or the location cannot be.
            MachineLearningError: the name, the identity, or a dependency is missing or wrong.
        """
        path = self._manager.locate(path)
        existing = self._find(path)
        location = self._location(body, existing)
        if existing is not None:
            return self._changed(existing, body, caller), None
        validators.new_workspace(self.cloud, path.name, location, body)
        workspace = self._new(path, location, body, caller)
        self._manager.put(workspace)
        datastores.make_shares(self.cloud, workspace)
        return workspace, self.cloud.state(Operations).begin_creation(workspace)

    def change(self, path: ResourceId, body: Mapping[str, Any], caller: Principal) -> Workspace:
        """Change the tags and what may be changed of the properties, at once.

        Raises:
            ArmError: 404.
            MachineLearningError: a property cannot be changed, or a new dependency is not there.
        """
        return self._changed(self.workspace(path), body, caller)

    def delete(self, path: ResourceId) -> Operation | None:
        """Begin to delete a workspace with its computes; `None` if there is none."""
        workspace = self._find(self._manager.locate(path))
        return self.cloud.state(Operations).begin_deletion(workspace) if workspace else None

    def _find(self, path: ResourceId) -> Workspace | None:
        resource = self._manager.find(path)
        return resource if isinstance(resource, Workspace) else None

    def _location(self, body: Mapping[str, Any], existing: Workspace | None) -> str:
        """Guess: the location is kept short and in lower case; every recorded answer has it so."""
        group = existing.path.group if existing else ""
        return resource_location(body.get("location"), TYPE, sizes.REGIONS, existing, group)

    def _changed(
        self, workspace: Workspace, body: Mapping[str, Any], caller: Principal
    ) -> Workspace:
        properties = switched(body.get("properties") or {})
        validators.changed_workspace(self.cloud, workspace, properties)
        changes = {key: properties[key] for key in CHANGEABLE if key in properties}
        workspace.properties |= changes
        if body.get("tags") is not None:
            workspace.tags = dict(body["tags"])
        workspace.changed = self.cloud.now()
        workspace.system_data |= changed(caller, workspace.changed)
        return workspace

    def _new(
        self, path: ResourceId, location: str, body: Mapping[str, Any], caller: Principal
    ) -> Workspace:
        now = self.cloud.now()
        kept = (*CHANGEABLE, *FIXED, "hbiWorkspace")
        properties = switched(body["properties"])
        tenant = self._manager.subscription(path.subscription).tenant
        return Workspace(
            path=path,
            location=location,
            created=now,
            ready=now + self.cloud.durations.workspace,
            kind="Default",
            sku={"name": "Basic", "tier": "Basic"},
            identity=new_identity(self.cloud, body["identity"], tenant),
            tags=dict(body.get("tags") or {}),
            tagged=body.get("tags") is not None,
            properties={key: properties.get(key) for key in kept},
            system_data=created(caller, now),
            tenant=tenant,
            guid=self.cloud.new_id(),
            insights_key=self.cloud.new_id(),
            notebooks=self.cloud.new_id().replace("-", ""),
        )


def _workspaces(resources: list[Resource]) -> list[Workspace]:
    return [resource for resource in resources if isinstance(resource, Workspace)]
