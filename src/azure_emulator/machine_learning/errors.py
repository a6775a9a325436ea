"""What Azure Machine Learning refuses, in an envelope of its own."""

from collections.abc import Mapping, Sequence
from typing import Any

from azure_emulator.cloud import Cloud
from azure_emulator.errors import ArmError, template
from azure_emulator.machine_learning.timestamps import zoned
from azure_emulator.machine_learning.workspace import Workspace

COMPUTE = "machinelearningcompute"
WORKSPACE = "workspacerp"
"""The component that refuses. Guess: only that of the computes has been recorded."""


MANAGEMENT = "managementfrontend"


class MachineLearningError(ArmError):
    """An error of Azure Machine Learning itself (recorded for computes: 400 `UserError`).

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
            "time": zoned(self.time),
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


def invalid_workspace(cloud: Cloud, location: str, message: str) -> MachineLearningError:
    """400 `ValidationError`, its message repeated in the details as seen in public issues."""
    return MachineLearningError(
        cloud,
        message,
        location=location,
        code="ValidationError",
        component=WORKSPACE,
        target="workspace",
        details=[{"code": "Invalid", "message": message, "target": "workspace"}],
    )


def not_in_workspace(
    cloud: Cloud, workspace: Workspace, kind: str, name: str
) -> MachineLearningError:
    """404 `UserError`. Guess: the text, and the component."""
    return MachineLearningError(
        cloud,
        f"Could not find {kind} '{name}' in workspace '{workspace.name}'.".replace("  ", " "),
        location=workspace.location,
        status=404,
        component=MANAGEMENT,
    )


kind_not_implemented = template(
    ArmError,
    501,
    "NotImplementedByEmulator",
    "The emulator makes workspaces of kind Default only, not '{}'.",
)
invalid_linked_id = template(
    ArmError,
    400,
    "LinkedInvalidPropertyId",
    "Property id '{}' at path 'properties.{}' is invalid. Expect fully qualified resource Id that "
    "start with '/subscriptions/{{subscriptionId}}' or "
    "'/providers/{{resourceProviderNamespace}}/'.",
)
operation_not_found = template(ArmError, 404, "NotFound", "The operation '{}' could not be found.")
"""Guess: the code and text for an id that is not known."""
