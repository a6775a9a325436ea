"""Computes: instances and clusters, and their states by the clock."""

import re
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, ClassVar

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


@dataclass(kw_only=True)
class Compute(Resource):
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

    def errors(self, now: datetime) -> list[dict[str, Any]]:
        """Why it could not be made; empty if it could, or is still being made."""
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


@dataclass(kw_only=True)
class AmlCompute(Compute):
    """A compute cluster. It never runs a job here, so it holds its least number of nodes, idle."""

    compute_type = "AmlCompute"

    @property
    def scale_settings(self) -> dict[str, Any]:
        """The scale settings that the user gave."""
        return dict(self.properties.get("scaleSettings") or {})

    @property
    def least_nodes(self) -> int:
        """The nodes that are always there."""
        return int(self.scale_settings.get("minNodeCount") or 0)

    @property
    def cores(self) -> int:
        """The cores of the nodes that are always there."""
        return self.size.cores * self.least_nodes
