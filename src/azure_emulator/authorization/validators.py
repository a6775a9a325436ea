"""What the body of a role definition must hold."""

from collections.abc import Mapping
from typing import Any

from azure_emulator.authorization import errors
from azure_emulator.entra.roles import Role


def role_of(properties: Mapping[str, Any]) -> Role:
    """The role that a request defines.

    Raises:
        ArmError: 400: no name, or not one set of permissions.
    """
    name, permissions = properties.get("roleName"), properties.get("permissions")
    if not name or not isinstance(permissions, list) or len(permissions) != 1:
        raise errors.invalid("a role has a name and one set of permissions")
    kinds = ("actions", "notActions", "dataActions", "notDataActions")
    return Role(str(name), *(tuple(permissions[0].get(kind) or ()) for kind in kinds))
