"""The refusals of Azure Machine Learning, in an envelope of its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from azure_emulator.errors import ArmError
from azure_emulator.resource_manager.timestamps import timestamp

if TYPE_CHECKING:
    from azure_emulator.cloud import Cloud

COMPUTE = "machinelearningcompute"
WORKSPACE = "workspacerp"
"""The component that refuses. Guess: only that of the computes has been recorded."""


class MachineLearningError(ArmError):
    """A refusal by Azure Machine Learning itself (recorded for computes: 400 `UserError`).

    Args:
        cloud: its clock and ids.
        message: what the user did wrong.
        location: the region whose cluster answers.
        code: `UserError` from computes, `ValidationError` from workspaces.
        target: what the message is about, if the service says it.
        details: codes and messages of parts.
    """

    def __init__(
        self,
        cloud: Cloud,
        message: str,
        *,
        location: str,
        code: str = "UserError",
        status: int = 400,
        component: str = COMPUTE,
        target: str | None = None,
        details: Sequence[Mapping[str, Any]] = (),
    ) -> None:
        """Take the time and two ids from the cloud."""
        super().__init__(status, code, message, {"x-ms-response-type": "error"})
        self.location = location
        self.time = cloud.now()
        self.correlation = [cloud.new_id().replace("-", "") for _ in range(2)]
        self.component = component
        self.target = target
        self.details = [_error(**detail) for detail in details]

    def body(self) -> dict[str, Any]:
        """The nested error and, beside it, which component answered where and when."""
        return {
            "error": _error(self.code, self.message, self.target, self.details),
            "correlation": {"operation": self.correlation[0], "request": self.correlation[1][:16]},
            "environment": self.location,
            "location": self.location,
            "time": stamp(self.time),
            "componentName": self.component,
        }


def _error(
    code: str, message: str, target: str | None = None, details: Sequence[Any] = ()
) -> dict[str, Any]:
    return {
        "code": code,
        "severity": None,
        "message": message,
        "messageFormat": None,
        "messageParameters": None,
        "referenceCode": None,
        "detailsUri": None,
        "target": target,
        "details": list(details),
        "innerError": None,
        "debugInfo": None,
        "additionalInfo": None,
    }


def stamp(time: datetime) -> str:
    """A time as Azure Machine Learning writes it: Resource Manager's, with a numeric zone."""
    return timestamp(time).removesuffix("Z") + "+00:00"


def milliseconds(time: datetime) -> str:
    """A time as the machines' own service writes it: exactly three decimals."""
    return f"{time:%Y-%m-%dT%H:%M:%S}.{time.microsecond // 1000:03}+00:00"
