"""The rules of compute instances and clusters."""

from collections.abc import Mapping, Sequence
from typing import Any

from azure_emulator.cloud import Cloud
from azure_emulator.entra.state import Principal
from azure_emulator.machine_learning import compute_form, sizes, validators
from azure_emulator.machine_learning.compute import AmlCompute, Compute, ComputeInstance
from azure_emulator.machine_learning.errors import MachineLearningError
from azure_emulator.machine_learning.sizes import Size
from azure_emulator.machine_learning.workspace import Workspace
from azure_emulator.resource_manager.identity import new_identity
from azure_emulator.resource_manager.json_values import boolean
from azure_emulator.resource_manager.operations import Operation, Operations
from azure_emulator.resource_manager.state import ResourceManager

TAKEN_IN = {"Start": ("Stopped",), "Restart": ("Running",), "Stop": ("Running",)}
"""In which states an instance takes an operation. Guess: Azure's own table is not documented."""


class Computes:
    """The computes of all workspaces.

    Attributes:
        page_size: how many computes one page of a list holds. Guess: Azure's own number.
        quota: cores that a subscription may use in a region, by family; changed from outside, as a
            customer does by asking Microsoft for more.
    """

    def __init__(self, cloud: Cloud) -> None:
        self.cloud = cloud
        self.page_size = 100
        self.quota = {family.name: family.quota for family in sizes.FAMILIES}
        self._manager = cloud.state(ResourceManager)

    def all_computes(self) -> list[Compute]:
        """The computes of all workspaces, oldest first."""
        return sorted(self._manager.resources(Compute), key=lambda compute: compute.created)

    def in_workspace(self, workspace: Workspace) -> list[Compute]:
        """The computes of a workspace, oldest first."""
        path, key = workspace.path, workspace.path.key
        computes = [
            resource
            for resource in self._manager.in_group(path.subscription, path.group)
            if isinstance(resource, Compute)
            and resource.path.parent
            and resource.path.parent.key == key
        ]
        return sorted(computes, key=lambda compute: compute.created)

    def page(self, workspace: Workspace, skip: int) -> tuple[Sequence[Compute], int | None]:
        """One page of the computes from `skip` on, and where the next begins, if there is one."""
        computes = self.in_workspace(workspace)
        end = skip + self.page_size
        return computes[skip:end], end if end < len(computes) else None

    def get(self, workspace: Workspace, name: str) -> Compute:
        """The compute of this name, in any letter case.

        Guess: that the service does not find it in its own envelope, and the text.

        Raises:
            MachineLearningError: 404.
        """
        compute = self._find(workspace, name)
        if compute is None:
            text = f"Compute with name '{name}' was not found in workspace '{workspace.name}'."
            raise self._error(workspace, text, status=404, code="ResourceNotFound")
        return compute

    def create(
        self, workspace: Workspace, name: str, body: Mapping[str, Any], caller: Principal
    ) -> tuple[Compute, Operation | None]:
        """Create a compute, or change the one there is.

        More cores than the quota has left are not refused at once: the creation fails at its end.
        Guess: that an instance fails so too; it has been seen of clusters.

        Args:
            workspace: where.
            name: the compute's name.
            body: `properties`, `identity`, `tags` as the client sent them.
            caller: who asks.

        Returns:
            The compute, and the operation if one began. Guess: an instance is changed at once.

        Raises:
            MachineLearningError: its type, name, size or place cannot be.
        """
        properties = body.get("properties") or {}
        compute_form.require(self.cloud, workspace, properties)
        kind = compute_form.kind(self.cloud, workspace, properties)
        body = {**body, "properties": {**properties, "computeType": kind}}
        existing = self._find(workspace, name)
        if existing is not None:
            return self._replaced(existing, workspace, body)
        validators.compute_place(self.cloud, workspace)
        validators.compute_name(self.cloud, workspace, name, kind)
        size = validators.compute_size(self.cloud, workspace, properties.get("properties") or {})
        validators.compute_network(self.cloud, workspace, properties.get("properties") or {})
        compute = self._new(workspace, name, size, body, caller)
        compute.failed = self._over_quota(compute)
        self._manager.put(compute)
        return compute, self.cloud.state(Operations).begin_creation(compute)

    def change(self, workspace: Workspace, name: str, body: Mapping[str, Any]) -> Compute:
        """Change a compute that is there, as `create` does.

        Raises:
            MachineLearningError: 404, or it cannot change so.
        """
        compute_form.require(self.cloud, workspace, body.get("properties") or {})
        return self._changed(self.get(workspace, name), workspace, body)

    def move(self, workspace: Workspace, name: str, operation: str) -> Operation:
        """Begin to start, stop or restart an instance.

        Guess: the texts of both refusals, and that they come at once.

        Args:
            workspace: where the instance is.
            name: the instance's name.
            operation: `Start`, `Stop` or `Restart`.

        Raises:
            MachineLearningError: 404; no instance; or its state does not let it.
        """
        compute, now = self.get(workspace, name), self.cloud.now()
        if not isinstance(compute, ComputeInstance):
            text = f"{operation} is not supported for compute of type {compute.compute_type}."
            raise self._error(workspace, text)
        state = compute.state(now)
        if state not in TAKEN_IN[operation]:
            text = f"{operation} is not allowed for compute instance '{name}' in state '{state}'."
            raise self._error(workspace, text)
        compute.operation, compute.began, compute.modified = operation, now, now
        compute.until = now + self.cloud.durations.compute
        operations = self.cloud.state(Operations)
        return operations.begin(compute.path.subscription, compute.until, compute)

    def delete(self, workspace: Workspace, name: str, action: str | None) -> Operation | None:
        """Begin to delete a compute; `None` if there is none.

        Guess: without `underlyingResourceAction`, which the specification requires, it is `Delete`;
        and the text of the refusal to detach what the service made itself.

        Raises:
            MachineLearningError: asked to detach.
        """
        if (action or "Delete").casefold() != "delete":
            raise self._error(workspace, f"{action} is not supported for this compute type.")
        compute = self._find(workspace, name)
        if compute is None:
            return None
        operation = self.cloud.state(Operations).begin_deletion(compute)
        if isinstance(compute, ComputeInstance) and compute.operation != "Delete":
            compute.operation, compute.began = "Delete", self.cloud.now()
            compute.until = operation.ends
        return operation

    def _find(self, workspace: Workspace, name: str) -> Compute | None:
        resource = self._manager.find(workspace.path.child("computes", name))
        return resource if isinstance(resource, Compute) else None

    def _new(
        self,
        workspace: Workspace,
        name: str,
        size: Size,
        body: Mapping[str, Any],
        caller: Principal,
    ) -> Compute:
        properties, identity, now = body["properties"], body.get("identity"), self.cloud.now()
        instances = [
            each for each in self.in_workspace(workspace) if isinstance(each, ComputeInstance)
        ]
        fields: dict[str, Any] = {
            "path": workspace.path.child("computes", name),
            "location": workspace.location,
            "created": now,
            "modified": now,
            "ready": now + self.cloud.durations.compute,
            "size": size,
            "identity": identity and new_identity(self.cloud, identity, workspace.tenant),
            "tags": dict(body.get("tags") or {}),
            "properties": _inner(properties),
            "description": properties.get("description"),
            "disable_local_auth": bool(boolean(properties.get("disableLocalAuth"))),
            "created_by": {"userOrgId": caller.tenant, "userId": caller.object_id},
        }
        if properties["computeType"] == "AmlCompute":
            return AmlCompute(**fields)
        return ComputeInstance(
            **fields,
            began=now,
            until=fields["ready"],
            number=len(instances),
            schedules=self._schedules(fields["properties"]),
        )

    def _schedules(self, inner: Mapping[str, Any]) -> list[dict[str, Any]]:
        schedules = (inner.get("schedules") or {}).get("computeStartStop") or []
        added = {"id": self.cloud.new_id(), "provisioningStatus": "Completed"}
        unset = {"recurrence": None, "cron": None, "status": "Enabled"}
        return [{**unset, **dict(schedule), **added} for schedule in schedules]

    def _replaced(
        self, compute: Compute, workspace: Workspace, body: Mapping[str, Any]
    ) -> tuple[Compute, Operation | None]:
        """A cluster's change takes its time, as recorded, and with it comes an identity.

        Raises:
            MachineLearningError: it cannot change so, or is a compute of another type.
        """
        if body["properties"]["computeType"] != compute.compute_type:
            text = f"The type of compute '{compute.name}' cannot be changed."
            raise self._error(workspace, text)
        self._changed(compute, workspace, body)
        if not isinstance(compute, AmlCompute):
            return compute, None
        identity = body.get("identity")
        if identity:
            made = new_identity(self.cloud, identity, workspace.tenant)
            is_known = compute.identity and compute.identity["type"] == made["type"]
            compute.identity = compute.identity if is_known else made
        ends = self.cloud.now() + self.cloud.durations.compute
        operations = self.cloud.state(Operations)
        return compute, operations.begin(compute.path.subscription, ends, compute)

    def _changed(self, compute: Compute, workspace: Workspace, body: Mapping[str, Any]) -> Compute:
        """Guess: an instance cannot change but for its tags; a cluster can change its scale."""
        inner = (body.get("properties") or {}).get("properties") or {}
        size = str(inner.get("vmSize") or compute.size.name)
        if size.casefold() != compute.size.name.casefold():
            text = f"The VM size of compute '{compute.name}' cannot be changed."
            raise self._error(workspace, text)
        if isinstance(compute, AmlCompute) and inner.get("scaleSettings"):
            compute.properties["scaleSettings"] = dict(inner["scaleSettings"])
        if isinstance(compute, AmlCompute) and inner.get("vmPriority"):
            compute.properties["vmPriority"] = inner["vmPriority"]
        if body.get("tags") is not None:
            compute.tags = dict(body["tags"])
        compute.modified = self.cloud.now()
        return compute

    def _over_quota(self, new: Compute) -> str | None:
        """Why the quota does not allow a new compute, in the words of mslearn-aml-labs issue 8.

        Stopped instances keep their cores, as documented.
        Guess: computes that failed or are being deleted do not count, and a cluster without
        nodes needs one.
        """
        family, now = new.size.family.name, self.cloud.now()
        used = sum(
            compute.cores
            for compute in self._manager.in_subscription(new.path.subscription)
            if isinstance(compute, Compute)
            and compute.location == new.location
            and compute.size.family.name == family
            and compute.provisioning_state(now) in ("Creating", "Succeeded")
            and not compute.failed
        )
        nodes = new.least_nodes if isinstance(new, AmlCompute) else 1
        needed = new.size.cores * max(1, nodes)
        left = self.quota[family] - used
        if needed <= left:
            return None
        return (
            f"The specified subscription has a {family} family vCPU quota of {left} and is less "
            "than the requested compute training cluster and/or compute instance's min nodes of "
            f"{max(1, nodes)} which maps to {needed} vCPUs. Talk to your Subscription Admin or "
            "refer to https://docs.microsoft.com/azure/machine-learning/how-to-manage-quotas"
            f"#request-quota-increases to increase the {family} family vCPU quota"
        )

    def _error(
        self, workspace: Workspace, text: str, status: int = 400, code: str = "UserError"
    ) -> MachineLearningError:
        location = workspace.location
        return MachineLearningError(self.cloud, text, location=location, status=status, code=code)


def _inner(properties: Mapping[str, Any]) -> dict[str, Any]:
    """The properties of its kind, a boolean that was written as a text made one."""
    inner = dict(properties.get("properties") or {})
    if boolean(inner.get("enableNodePublicIp")) is not None:
        inner["enableNodePublicIp"] = boolean(inner["enableNodePublicIp"])
    return inner
