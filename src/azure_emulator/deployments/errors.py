"""What Azure refuses of deployments.

The texts are those of many public issues. Guess: `DeploymentCannotBeCancelled`, and the code for a
location at a group.
"""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from azure_emulator.errors import ArmError, template
from azure_emulator.resource_manager.errors import BY_ARM

NOT_IMPLEMENTED = "NotImplementedByEmulator"


class TemplateRefusedError(ArmError):
    """400: a template or its parameters are wrong, and where."""

    def __init__(self, message: str, path: str = "", code: str = "InvalidTemplate") -> None:
        super().__init__(400, code, message, BY_ARM)
        self.path = path

    def body(self) -> Any:
        """As Azure writes it since 2019, with the place of the violation."""
        info = {"lineNumber": 1, "linePosition": 1, "path": self.path}
        violation = {"type": "TemplateViolation", "info": info}
        error = {"code": self.code, "message": self.message, "additionalInfo": [violation]}
        return {"error": error}


class OperationFailedError(Exception):
    """A request that a deployment sent was refused.

    Args:
        status: the HTTP status.
        error: what the answer holds under `error`.
    """

    def __init__(self, status: int, error: Mapping[str, Any]) -> None:
        super().__init__(f"{status} {error.get('code')}")
        self.status = status
        self.error = dict(error)


def invalid_template(message: str, path: str = "", kind: str = "validation") -> ArmError:
    """400 InvalidTemplate, the message in Azure's frame."""
    frame = f"Deployment template {kind} failed: '{message}'."
    return TemplateRefusedError(frame, f"properties.template.{path}".rstrip(".") if path else "")


def expression_failed(resource: str, message: str) -> str:
    """The message of an expression that cannot be evaluated."""
    where = f" for resource '{resource}'" if resource else ""
    return (
        f"Unable to process template language expressions{where} at line '1' and column '1'. "
        f"'{message}'"
    )


def status_name(status: int) -> str:
    """An HTTP status as deployments write it: `BadRequest`."""
    return HTTPStatus(status).phrase.replace(" ", "").replace("-", "")


deployment_not_found = template(
    ArmError, 404, "DeploymentNotFound", "Deployment '{}' could not be found.", BY_ARM
)
operation_not_found = template(
    ArmError,
    404,
    "DeploymentOperationNotFound",
    "Deployment operation '{}' could not be found.",
    BY_ARM,
)
deployment_active = template(
    ArmError,
    409,
    "DeploymentActive",
    "Unable to edit or replace deployment '{}': previous deployment from '{}' is still active "
    "(expiration time is '{}'). Please see https://aka.ms/arm-deploy for usage details.",
    BY_ARM,
)
deployment_over = template(
    ArmError,
    409,
    "DeploymentCannotBeCancelled",
    "The deployment '{}' cannot be cancelled because it is in the terminal state '{}'.",
    BY_ARM,
)
deployment_name_invalid = template(
    ArmError,
    400,
    "InvalidDeploymentName",
    "The deployment name '{}' is invalid. It must be 1 to 64 characters long and may only contain "
    "alphanumeric characters, underscores, parentheses, hyphens and periods.",
    BY_ARM,
)
deployment_elsewhere = template(
    ArmError,
    409,
    "InvalidDeploymentLocation",
    "Invalid deployment location '{}'. The deployment '{}' already exists in location '{}'.",
    BY_ARM,
)
location_at_group = template(
    ArmError,
    400,
    "InvalidDeployment",
    "The 'location' property is not allowed for '{}' at resource group scope. Please see "
    "https://aka.ms/arm-deploy-to-resource-group for usage details.",
    BY_ARM,
)
content_link = template(
    ArmError,
    400,
    "InvalidContentLink",
    "Unable to download deployment content from '{}'. The tracking Id is '{}'. Please see "
    "https://aka.ms/arm-deploy for usage details.",
    BY_ARM,
)
invalid_deployment = template(ArmError, 400, "InvalidDeployment", "{}", BY_ARM)
not_implemented = template(ArmError, 501, NOT_IMPLEMENTED, "The emulator does not implement {}.")
