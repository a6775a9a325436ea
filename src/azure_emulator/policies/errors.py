"""What is refused of policies, and by them."""

import json
from typing import Any

from azure_emulator.errors import ArmError, template

definition_not_found = template(
    ArmError, 404, "PolicyDefinitionNotFound", "The policy definition '{}' could not be found."
)
assignment_not_found = template(
    ArmError, 404, "PolicyAssignmentNotFound", "The policy assignment '{}' is not found."
)
invalid_rule = template(
    ArmError,
    400,
    "InvalidPolicyRule",
    "Failed to parse policy rule: '{}'.",
)
"""Guess: the text after the colon."""
invalid_assignment = template(ArmError, 400, "InvalidCreatePolicyAssignmentRequest", "{}")
"""Guess: the text."""
undefined_parameter = template(
    ArmError,
    400,
    "UndefinedPolicyParameter",
    "The policy assignment '{}' has defined parameters '{}' which are not defined in the policy "
    "definition '{}'.",
)
missing_parameters = template(
    ArmError,
    400,
    "MissingPolicyParameter",
    "The policy assignment '{}' is missing the parameter value(s) '{}' of the policy definition "
    "'{}'.",
)
"""Guess: the text."""
built_in = template(
    ArmError, 403, "CannotChangeBuiltInPolicy", "The policy definition '{}' is Azure's own."
)
"""Guess: code and text."""
definition_in_use = template(
    ArmError,
    400,
    "InvalidDeletePolicyDefinitionRequest",
    "The policy definition '{}' cannot be deleted. It is referenced by the policy assignment '{}'. "
    "Please delete all policy assignments referencing the policy.",
)
"""Recorded in 2021."""
invalid_mode = template(
    ArmError,
    400,
    "InvalidPolicyDefinitionMode",
    "The policy mode '{}' is invalid for policy with id '{}'. The allowed values are '{}'.",
)
unused_parameters = template(
    ArmError,
    400,
    "UnusedPolicyParameters",
    "The policy '{}' has defined parameters '{}' which are not used in the policy rule. Please "
    "either remove these parameters from the definition or ensure that they are used in the policy "
    "rule.",
)
undefined_in_rule = template(
    ArmError,
    400,
    "InvalidPolicyParameters",
    "A function or parameter in policy '{0}' could not be validated. If using template functions, "
    "try following the tips in: https://aka.ms/policy-avoiding-template-failures. The inner "
    "exception 'The policy '{0}' has undefined parameter '{1}' which is used in the policy rule. "
    "Please either define it in policy definition or remove the reference in policy rule.'.",
)
not_implemented = template(
    ArmError,
    501,
    "NotImplementedByEmulator",
    "The emulator does not implement {} in a policy rule.",
)


class DisallowedError(ArmError):
    """403 RequestDisallowedByPolicy, with each policy that was violated.

    Args:
        name: of the resource that is refused.
        policies: name and id of assignment and definition, as the message lists them.
        reasons: what the assignments say to it.
        infos: the `PolicyViolation` of each.
    """

    def __init__(
        self,
        name: str,
        policies: list[dict[str, Any]],
        reasons: list[str],
        infos: list[dict[str, Any]],
    ) -> None:
        start = f"Resource '{name}' was disallowed by policy."
        if reasons:
            end = f"Reasons: '{', '.join(reasons)}'. See error details for policy resource IDs."
        else:
            end = f"Policy identifiers: '{json.dumps(policies, separators=(',', ':'))}'."
        super().__init__(403, "RequestDisallowedByPolicy", f"{start} {end}")
        self.target, self.infos = name, infos

    def body(self) -> Any:
        """As seen in public issues of many clients."""
        violations = [{"type": "PolicyViolation", "info": info} for info in self.infos]
        return {
            "error": {
                "code": self.code,
                "target": self.target,
                "message": self.message,
                "additionalInfo": violations,
            }
        }
