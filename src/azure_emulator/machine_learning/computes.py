"""The rules of compute instances and clusters."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from azure_emulator.machine_learning import sizes
from azure_emulator.machine_learning.compute import (
    CLUSTER_NAME,
    INSTANCE_NAME,
    TYPE,
    AmlCompute,
    Compute,
    ComputeInstance,
)
from azure_emulator.machine_learning.errors import MachineLearningError
from azure_emulator.machine_learning.operations import Operation
from azure_emulator.machine_learning.sizes import Size
from azure_emulator.machine_learning.workspace import Workspace
from azure_emulator.resource_manager.resource import Resource

if TYPE_CHECKING:
    from azure_emulator.entra.state import Principal
    from azure_emulator.machine_learning.state import MachineLearning

OPERATIONS = "computeOperationsStatus"

MAY = {
    "Start": ("Stopped",),
    "Restart": ("Running",),
    "Stop": ("Running",),
}
"""In which states an instance takes an operation. Guess: Azure's own table is not documented."""


class Computes:
    """The computes of all workspaces.

    Args:
        service: the workspaces, the operations and the cloud.

    Attributes:
        page_size: how many computes one page of a list holds. Guess: Azure's own number.
        quota: cores that a subscription may use in a region, by family; changed from outside, as a
            customer does by asking Microsoft for more.
    """

    def __init__(self, service: MachineLearning) -> None:
        """No compute yet."""
        self.service = service
        self.cloud = service.cloud
        self.page_size = 100
        self.quota = {family.name: family.quota for family in sizes.FAMILIES}

    def every(self) -> list[Compute]:
        """The computes of all workspaces, oldest first."""
        manager = self.cloud.resource_manager
        found = [*manager.of_class(ComputeInstance), *manager.of_class(AmlCompute)]
        return sorted(found, key=lambda compute: compute.created)

    def of(self, workspace: Workspace) -> list[Compute]:
        """The computes of a workspace, oldest first."""
        start = f"{workspace.id}/".casefold()
        return [compute for compute in self.every() if compute.id.casefold().startswith(start)]

    def page(self, workspace: Workspace, skip: int) -> tuple[Sequence[Compute], int | None]:
        """One page of the computes from `skip` on, and where the next begins, if there is one."""
        every = self.of(workspace)
        end = skip + self.page_size
        return every[skip:end], end if end < len(every) else None

    def get(self, workspace: Workspace, name: str) -> Compute:
        """The compute of this name, in any letter case.

        Guess: that the service does not find it in its own envelope, and the text.

        Raises:
            MachineLearningError: 404.
        """
        found = self._find(workspace, name)
        if found is None:
            text = f"Compute with name '{name}' was not found in workspace '{workspace.name}'."
            raise self._refused(workspace, text, status=404, code="ResourceNotFound")
        return found

    def create(
        self,
        caller: Principal | None,
        workspace: Workspace,
        name: str,
        wanted: Mapping[str, Any],
    ) -> tuple[Compute, Operation | None]:
        """Create a compute, or change the one there is.

        More cores than the quota has left are not refused at once: the creation fails at its end.
        Guess: that an instance fails so too; it has been seen of clusters.

        Args:
            caller: who asks.
            workspace: where.
            name: the compute's name.
            wanted: `properties`, `identity`, `tags` as the client sent them.

        Returns:
            The compute, and the operation if one began; a change is done at once.

        Raises:
            MachineLearningError: its type, name, size or place cannot be.
        """
        given = wanted.get("properties") or {}
        self._check_form(workspace, given)
        there = self._find(workspace, name)
        if there is not None:
            return self._changed(there, workspace, wanted), None
        self._check_place(workspace, given)
        self._check_name(workspace, name, given)
        size = self._size(workspace, given.get("properties") or {})
        made = self._made(caller, workspace, name, size, wanted)
        made.failed = self._over_quota(made)
        self.cloud.resource_manager.put(made)
        return made, self.service.begin(made, OPERATIONS, made.ready, made.failed)

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
        found, now = self.get(workspace, name), self.cloud.now()
        if not isinstance(found, ComputeInstance):
            text = f"{operation} is not supported for compute of type {found.compute_type}."
            raise self._refused(workspace, text)
        state = found.state(now)
        if state not in MAY[operation]:
            text = f"{operation} is not allowed for compute instance '{name}' in state '{state}'."
            raise self._refused(workspace, text)
        found.operation, found.began, found.modified = operation, now, now
        found.until = now + self.cloud.durations.compute
        return self.service.begin(found, OPERATIONS, found.until)

    def delete(self, workspace: Workspace, name: str, action: str | None) -> Operation | None:
        """Begin to delete a compute; `None` if there is none.

        Guess: without `underlyingResourceAction`, which the specification requires, it is `Delete`;
        and the text of the refusal to detach what the service made itself.

        Raises:
            MachineLearningError: asked to detach.
        """
        if (action or "Delete").casefold() != "delete":
            raise self._refused(workspace, f"{action} is not supported for this compute type.")
        found = self._find(workspace, name)
        if found is None:
            return None
        operation = self.service.begin_deletion(found, OPERATIONS)
        if isinstance(found, ComputeInstance) and found.operation != "Delete":
            found.operation, found.began, found.until = "Delete", self.cloud.now(), operation.until
        return operation

    def _find(self, workspace: Workspace, name: str) -> Compute | None:
        found = self.cloud.resource_manager.find(f"{workspace.id}/computes/{name}")
        return found if isinstance(found, Compute) else None

    def _check_form(self, workspace: Workspace, given: Mapping[str, Any]) -> None:
        """Guess: the text for a body of the wrong form."""
        inner = given.get("properties") or {}
        parts = {"properties": inner}
        if isinstance(inner, dict):
            parts |= {name: inner.get(name) or {} for name in ("scaleSettings", "schedules")}
        wrong = [name for name, part in parts.items() if not isinstance(part, dict)]
        if not wrong and not isinstance(parts["scaleSettings"].get("minNodeCount", 0), int):
            wrong = ["minNodeCount"]
        if wrong:
            raise self._refused(workspace, f"The value of '{wrong[0]}' is invalid.")

    def _check_place(self, workspace: Workspace, given: Mapping[str, Any]) -> None:
        """Guess: the texts, and that a workspace must be ready."""
        kind = given.get("computeType")
        if kind not in ("ComputeInstance", "AmlCompute"):
            text = f"The emulator makes ComputeInstance and AmlCompute, not '{kind}'."
            raise self._refused(workspace, text, status=501, code="NotImplementedByEmulator")
        state = workspace.provisioning_state(self.cloud.now())
        if state != "Succeeded":
            text = f"Workspace '{workspace.name}' is in state '{state}'."
            raise self._refused(workspace, text, status=409, code="Conflict")

    def _check_name(self, workspace: Workspace, name: str, given: Mapping[str, Any]) -> None:
        """Sources: pipelines-azureml issue 19; public issues for a name in use.

        Guess: the text for a cluster, and the code `UserError`.
        """
        if given["computeType"] == "AmlCompute":
            if not CLUSTER_NAME.fullmatch(name):
                reason = "A name for an Azure ML Compute must be between 2 and 32 characters."
                raise self._unavailable(workspace, name, "Invalid", reason)
            return
        if not INSTANCE_NAME.fullmatch(name):
            reason = (
                "A name for an Azure ML Compute Instance must be between 3 and 24 characters in "
                "length and must use only numbers, letters and minus symbol (-)，must start with "
                "letters. Numbers cannot be the ending of the name if the previous character is a "
                "minus symbol (-). Please specify a different Azure ML Instance name"
            )
            raise self._unavailable(workspace, name, "Invalid", reason)
        for other in self.cloud.resource_manager.of_class(ComputeInstance):
            if (other.location, other.name.casefold()) == (workspace.location, name.casefold()):
                reason = f"The specified name {name} is already in use and is therefore unavailable"
                raise self._unavailable(workspace, name, "AlreadyExists", reason)

    def _size(self, workspace: Workspace, given: Mapping[str, Any]) -> Size:
        """Guess: the texts for no size and for one that the region does not have."""
        wanted = given.get("vmSize")
        if not wanted:
            raise self._refused(workspace, "VmSize is required.")
        size = sizes.find(str(wanted), workspace.location)
        if size is None:
            known = ", ".join(sizes.names(workspace.location))
            text = (
                f"The specified VM size '{wanted}' is not supported in region "
                f"'{workspace.location}'. Supported sizes: {known}."
            )
            raise self._refused(workspace, text)
        return size

    def _made(
        self,
        caller: Principal | None,
        workspace: Workspace,
        name: str,
        size: Size,
        wanted: Mapping[str, Any],
    ) -> Compute:
        given = wanted["properties"]
        now = self.cloud.now()
        identity = wanted.get("identity")
        instances = [each for each in self.of(workspace) if isinstance(each, ComputeInstance)]
        made: dict[str, Any] = {
            "id": f"{workspace.id}/computes/{name}",
            "name": name,
            "type": TYPE,
            "location": workspace.location,
            "created": now,
            "modified": now,
            "ready": now + self.cloud.durations.compute,
            "size": size,
            "identity": self._identity(identity, workspace) if identity else None,
            "tags": dict(wanted.get("tags") or {}),
            "properties": dict(given.get("properties") or {}),
            "description": given.get("description"),
            "disable_local_auth": bool(given.get("disableLocalAuth")),
            "created_by": {"userOrgId": caller.tenant, "userId": caller.object_id}
            if caller
            else {},
        }
        if given["computeType"] == "AmlCompute":
            return AmlCompute(**made)
        return ComputeInstance(
            **made,
            began=now,
            until=made["ready"],
            number=len(instances),
            schedules=self._schedules(made["properties"]),
        )

    def _identity(self, wanted: Mapping[str, Any], workspace: Workspace) -> dict[str, Any]:
        return self.service.identity(wanted, workspace.path.subscription)

    def _schedules(self, given: Mapping[str, Any]) -> list[dict[str, Any]]:
        schedules = (given.get("schedules") or {}).get("computeStartStop") or []
        made = {"id": self.cloud.new_id(), "provisioningStatus": "Completed"}
        unset = {"recurrence": None, "cron": None, "status": "Enabled"}
        return [{**unset, **dict(schedule), **made} for schedule in schedules]

    def _changed(self, there: Compute, workspace: Workspace, wanted: Mapping[str, Any]) -> Compute:
        """Guess: an instance cannot change but for its tags; a cluster can change its scale."""
        new = (wanted.get("properties") or {}).get("properties") or {}
        size = str(new.get("vmSize") or there.size.name)
        if size.casefold() != there.size.name.casefold():
            text = f"The VM size of compute '{there.name}' cannot be changed."
            raise self._refused(workspace, text)
        if isinstance(there, AmlCompute) and new.get("scaleSettings"):
            there.properties["scaleSettings"] = dict(new["scaleSettings"])
        if wanted.get("tags") is not None:
            there.tags = dict(wanted["tags"])
        there.modified = self.cloud.now()
        return there

    def _over_quota(self, made: Compute) -> str | None:
        """Why the quota does not let it be, in the words of mslearn-aml-labs issue 8.

        Stopped instances keep their cores, as documented.
        Guess: computes that failed or are being deleted do not count, and a cluster without
        nodes needs one.
        """
        family, now = made.size.family.name, self.cloud.now()
        used = sum(
            compute.cores
            for compute in self.every()
            if _place(compute) == _place(made)
            and compute.size.family.name == family
            and compute.provisioning_state(now) in ("Creating", "Succeeded")
            and not compute.failed
        )
        nodes = made.least_nodes if isinstance(made, AmlCompute) else 1
        needed = made.size.cores * max(1, nodes)
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

    def _unavailable(
        self, workspace: Workspace, name: str, reason: str, message: str
    ) -> MachineLearningError:
        text = f"Compute name '{name}' is not available. Reason: {reason}. Message: {message}"
        return self._refused(workspace, text)

    def _refused(
        self, workspace: Workspace, text: str, status: int = 400, code: str = "UserError"
    ) -> MachineLearningError:
        return MachineLearningError(
            self.cloud, text, location=workspace.location, status=status, code=code
        )


def _place(resource: Resource) -> tuple[str, str]:
    return resource.path.subscription.casefold(), resource.location
