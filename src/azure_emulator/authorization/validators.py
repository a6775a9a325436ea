"""What the body of a role definition, or of a deny assignment, must hold."""

from collections.abc import Mapping
from typing import Any

from azure_emulator.authorization import errors
from azure_emulator.entra.roles import Role

KINDS = ("actions", "notActions", "dataActions", "notDataActions")


def role_of(name: str, properties: Mapping[str, Any]) -> Role:
    """The role that a request defines.

    Raises:
        ArmError: 400: no name, a type of Azure's own, or not one set of permissions.
    """
    if not properties.get("roleName"):
        raise errors.no_name()
    kind = properties.get("type")
    if kind and str(kind).casefold() != "customrole":
        raise errors.bad_type(name, kind)
    return _role(properties, "roleName", "a role")


def scopes_of(properties: Mapping[str, Any]) -> tuple[str, ...]:
    """Where a role can be assigned, as the request says it.

    Raises:
        ArmError: 400: nowhere, or somewhere that is empty.
    """
    scopes = properties.get("assignableScopes")
    if not isinstance(scopes, list) or not scopes:
        raise errors.no_scopes()
    if not all(isinstance(scope, str) and scope for scope in scopes):
        raise errors.no_scopes()
    return tuple(scopes)


def whole(scope: str) -> str:
    """A scope with the slash that it begins with, which requests leave out."""
    return f"/{scope.strip('/')}"


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
    allowed = permissions[0]
    if not isinstance(allowed, dict) or not all(_are_texts(allowed.get(each)) for each in KINDS):
        raise errors.invalid("permissions are lists of actions")
    return Role(str(name), *(tuple(allowed.get(kind) or ()) for kind in KINDS))


def _are_texts(value: object) -> bool:
    return value is None or (
        isinstance(value, list) and all(isinstance(each, str) for each in value)
    )
