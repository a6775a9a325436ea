"""Computes: instances and clusters, their states by the clock, and what Azure answers of them."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, ClassVar

from azure_emulator.machine_learning.errors import milliseconds, stamp
from azure_emulator.machine_learning.sizes import Size
from azure_emulator.machine_learning.workspace import TYPE as WORKSPACE_TYPE
from azure_emulator.resource_manager.resource import Resource

TYPE = f"{WORKSPACE_TYPE}/computes"

INSTANCE_NAME = re.compile(r"(?!.*-\d+$)[a-zA-Z][a-zA-Z0-9-]{1,22}[a-zA-Z0-9]")
"""Source: the text of the real refusal. Guess: that a name may not end with a minus."""

CLUSTER_NAME = re.compile(r"[a-zA-Z][a-zA-Z0-9-]{0,30}[a-zA-Z0-9]")
"""Source: the resource name rules, 2 to 32 characters. Guess: which letters may stand where."""

MOVES = {
    "Create": ("Creating", "Running"),
    "Start": ("Starting", "Running"),
    "Restart": ("Restarting", "Running"),
    "Stop": ("Stopping", "Stopped"),
    "Delete": ("Deleting", "Deleting"),
}
"""Each operation on an instance: its state while that runs, and after it.

Guess: the provisioning state stays `Succeeded` while an instance starts, stops or restarts.
"""

_UNKNOWN_FIRST = (
    "subnet",
    "sshSettings",
    "autologgerSettings",
    "errors",
    "connectivityEndpoints",
    "applications",
    "state",
    "lastOperation",
)
_UNKNOWN_LAST = (
    "dataMounts",
    "dataDisks",
    "containers",
    "updateStatus",
    "versions",
    "customServices",
    "osImageMetadata",
)
_UNCOUNTED = (
    "currentNodeCount",
    "targetNodeCount",
    "nodeStateCounts",
    "allocationState",
    "errors",
)


@dataclass(kw_only=True)
class Compute(Resource, ABC):
    """What instances and clusters share; `properties` are those of its kind that the user gave.

    Args:
        size: its virtual machine size.
        created_by: the tenant and the object id of who made it.
        description: the user's own words.
        disable_local_auth: as the user asked at creation.
        modified: the last change.
    """

    compute_type: ClassVar[str]

    size: Size
    created_by: dict[str, str]
    modified: datetime
    description: str | None = None
    disable_local_auth: bool = False

    @property
    def cores(self) -> int:
        """The cores that it takes of the family's quota."""
        return self.size.cores

    def accepted(self, given_tags: dict[str, str] | None) -> dict[str, Any]:
        """The answer to the request that creates it: most fields are still `null`, as recorded."""
        answer = self._envelope(self.created, given_tags)
        answer["properties"] |= {"provisioningState": "Creating", "properties": self._accepted()}
        del answer["properties"]["computeLocation"]
        return answer

    def answer(self, now: datetime) -> dict[str, Any]:
        """The compute as `GET` and the list show it."""
        answer = self._envelope(now, self.tags)
        answer["properties"] |= {"properties": self._seen(now)}
        return answer

    @abstractmethod
    def _accepted(self) -> dict[str, Any]:
        """The inner properties in the answer to the request that creates it."""

    @abstractmethod
    def _seen(self, now: datetime) -> dict[str, Any]:
        """The inner properties from then on."""

    def _envelope(self, now: datetime, tags: dict[str, str] | None) -> dict[str, Any]:
        identity = {"identity": self.identity} if self.identity else {}
        return {
            "id": self.id,
            "name": self.name,
            "type": self.type,
            "location": self.location,
            "tags": tags,
            **identity,
            "properties": {
                "createdOn": stamp(self.created),
                "modifiedOn": stamp(self.modified),
                "disableLocalAuth": self.disable_local_auth,
                "description": self.description,
                "resourceId": None,
                "computeType": self.compute_type,
                "computeLocation": self.location,
                "provisioningState": self.provisioning_state(now),
                "provisioningErrors": self._errors(now) or None,
                "isAttachedCompute": False,
            },
        }

    def _errors(self, now: datetime) -> list[dict[str, Any]]:
        if self.provisioning_state(now) != "Failed":
            return []
        return [{"error": {"code": "ClusterMinNodesExceedCoreQuota", "message": self.failed}}]


@dataclass(kw_only=True)
class ComputeInstance(Compute):
    """A compute instance. Its state follows from its last operation and the clock.

    Args:
        operation: `Create`, `Start`, `Stop`, `Restart` or `Delete`.
        began: when that was asked for.
        until: when it ends.
        number: which instance of its workspace, from 0; its addresses and port follow from it.
        schedules: when it starts and stops by itself, as given; kept, and not carried out.
    """

    compute_type = "ComputeInstance"

    operation: str = "Create"
    began: datetime
    until: datetime
    number: int = 0
    schedules: list[dict[str, Any]] = field(default_factory=list)

    def state(self, now: datetime) -> str:
        """A state of `MOVES`, or `CreateFailed`."""
        if self.provisioning_state(now) == "Failed":
            return "CreateFailed"
        return MOVES[self.operation][now >= self.until]

    def _accepted(self) -> dict[str, Any]:
        return {
            "vmSize": self.size.name.upper(),
            **dict.fromkeys(_UNKNOWN_FIRST),
            "createdBy": self.created_by,
            "applicationSharingPolicy": None,
            **self._access(),
            "enableNodePublicIp": self.properties.get("enableNodePublicIp", True),
            **dict.fromkeys(_UNKNOWN_LAST),
        }

    def _seen(self, now: datetime) -> dict[str, Any]:
        made = self.operation != "Create" or now >= self.until
        runs = made and not self._errors(now)
        return {
            "vmSize": self.size.name.upper(),
            "subnet": None,
            "sshSettings": self._ssh() if runs else None,
            "autologgerSettings": None,
            "errors": self._errors(now),
            "connectivityEndpoints": {
                "publicIpAddress": f"203.0.113.{self.number % 250 + 4}" if runs else None,
                "privateIpAddress": f"10.0.0.{self.number % 250 + 4}" if runs else None,
            },
            "applications": self._applications() if runs else [],
            "state": self.state(now),
            "lastOperation": self._last_operation(now) if made else None,
            "createdBy": self.created_by,
            "applicationSharingPolicy": self.properties.get("applicationSharingPolicy", "Shared"),
            **self._access(),
            **self._timers(),
            "dataMounts": None,
            "dataDisks": None,
            "containers": None,
            "updateStatus": None,
            "versions": {"runtime": "3.0.02209.0006" if runs else None},
            "customServices": [],
            "osImageMetadata": {
                "currentImageVersion": "23.01.19" if runs else None,
                "latestImageVersion": "23.01.19",
                "isLatestOsImageVersion": runs,
            },
        }

    def _access(self) -> dict[str, Any]:
        return {
            "computeInstanceAuthorizationType": "personal",
            "personalComputeInstanceSettings": None,
            "setupScripts": None,
        }

    def _timers(self) -> dict[str, Any]:
        timers: dict[str, Any] = {}
        if idle := self.properties.get("idleTimeBeforeShutdown"):
            timers["idleTimeBeforeShutdown"] = idle
        if self.schedules:
            timers["schedules"] = {"computeStartStop": self.schedules}
        return timers

    def _ssh(self) -> dict[str, Any]:
        return {
            "sshPublicAccess": "Disabled",
            "adminUserName": "azureuser",
            "sshPort": 4000 + self.number,
            "adminPublicKey": None,
        }

    def _applications(self) -> list[dict[str, str]]:
        host = f"https://{self.name}.{self.location}.instances.azureml.ms"
        return [
            {"displayName": "Jupyter", "endpointUri": f"{host}/tree/"},
            {"displayName": "Jupyter Lab", "endpointUri": f"{host}/lab"},
        ]

    def _last_operation(self, now: datetime) -> dict[str, str]:
        done = "CreateFailed" if self._errors(now) else "Succeeded"
        runs = self.operation == "Delete" or now < self.until
        return {
            "operationName": self.operation,
            "operationTime": milliseconds(self.began),
            "operationStatus": "InProgress" if runs else done,
            "operationTrigger": "User",
        }


@dataclass(kw_only=True)
class AmlCompute(Compute):
    """A compute cluster. It never runs a job here, so it holds its least number of nodes, idle."""

    compute_type = "AmlCompute"

    @property
    def least_nodes(self) -> int:
        """The nodes that are always there."""
        return int(self._scale().get("minNodeCount") or 0)

    @property
    def cores(self) -> int:
        """The cores of the nodes that are always there."""
        return self.size.cores * self.least_nodes

    def _scale(self) -> dict[str, Any]:
        return dict(self.properties.get("scaleSettings") or {})

    def _accepted(self) -> dict[str, Any]:
        idle = {"nodeIdleTimeBeforeScaleDown": None}
        return {
            "vmSize": self.size.name.upper(),
            "vmPriority": self.properties.get("vmPriority"),
            "scaleSettings": {**idle, **self._scale()},
            "subnet": None,
            **dict.fromkeys(_UNCOUNTED),
            "remoteLoginPortPublicAccess": "NotSpecified",
            **self._machine(),
        }

    def _seen(self, now: datetime) -> dict[str, Any]:
        nodes = self.least_nodes if self.provisioning_state(now) == "Succeeded" else 0
        kinds = ["preparing", "running", "idle", "unusable", "leaving", "preempted"]
        scale = {"minNodeCount": 0, "nodeIdleTimeBeforeScaleDown": "PT2M"}
        return {
            "vmSize": self.size.name.upper(),
            "vmPriority": self.properties.get("vmPriority") or "Dedicated",
            "scaleSettings": {**scale, **{k: v for k, v in self._scale().items() if v is not None}},
            "subnet": None,
            "currentNodeCount": nodes,
            "targetNodeCount": nodes,
            "nodeStateCounts": {f"{k}NodeCount": nodes if k == "idle" else 0 for k in kinds},
            "allocationState": "Steady",
            "allocationStateTransitionTime": milliseconds(self.modified),
            "errors": self._errors(now) or None,
            "remoteLoginPortPublicAccess": "Enabled",
            **self._machine(),
            "propertyBag": {},
        }

    def _machine(self) -> dict[str, Any]:
        return {
            "osType": self.properties.get("osType", "Linux"),
            "virtualMachineImage": None,
            "isolatedNetwork": False,
            "enableNodePublicIp": self.properties.get("enableNodePublicIp", True),
        }
