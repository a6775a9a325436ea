"""What the body of a role definition, or of a deny assignment, must hold."""

from collections.abc import Mapping
from typing import Any

from azure_emulator.authorization import errors
from azure_emulator.entra.roles import Role


def role_of(properties: Mapping[str, Any]) -> Role:
    """The role that a request defines.

    Raises:
        ArmError: 400: no name, or not one set of permissions.
    """
    return _role(properties, "roleName", "a role")


def denied_role(properties: Mapping[str, Any]) -> Role:
    """What a request denies, as a role that has just that.

    Raises:
        ArmError: 400: no name, or not one set of permissions.
    """
    return _role(properties, "denyAssignmentName", "a deny assignment")


def _role(properties: Mapping[str, Any], field: str, what: str) -> Role:
    name, permissions = properties.get(field), properties.get("permissions")
    if not name or not isinstance(permissions, list) or len(permissions) != 1:
        raise errors.invalid(f"{what} has a name and one set of permissions")
    kinds = ("actions", "notActions", "dataActions", "notDataActions")
    return Role(str(name), *(tuple(permissions[0].get(kind) or ()) for kind in kinds))
