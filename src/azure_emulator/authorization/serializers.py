"""What Microsoft.Authorization answers, as JSON."""

from typing import Any

from azure_emulator.authorization.restrictions import DenyAssignment, Lock
from azure_emulator.authorization.state import Assignment, Definition
from azure_emulator.entra.roles import Role
from azure_emulator.resource_manager.timestamps import timestamp

NAMESPACE = "Microsoft.Authorization"


def permission(role: Role) -> dict[str, list[str]]:
    """What a role allows."""
    return {
        "actions": list(role.actions),
        "notActions": list(role.not_actions),
        "dataActions": list(role.data_actions),
        "notDataActions": list(role.not_data_actions),
    }


def definition(definition: Definition, scope: str) -> dict[str, Any]:
    """A role definition, as seen at a scope."""
    author = definition.created_by or None
    return {
        "properties": {
            "roleName": definition.role.name,
            "type": definition.type,
            "description": definition.description,
            "assignableScopes": list(definition.scopes),
            "permissions": [permission(definition.role)],
            "createdOn": timestamp(definition.created),
            "updatedOn": timestamp(definition.updated),
            "createdBy": author,
            "updatedBy": author,
        },
        "id": _definition_id(scope, definition.id),
        "type": f"{NAMESPACE}/roleDefinitions",
        "name": definition.id,
    }


def assignment(assignment: Assignment) -> dict[str, Any]:
    """A role assignment."""
    created = timestamp(assignment.created)
    return {
        "properties": {
            "roleDefinitionId": _definition_id(assignment.scope, assignment.definition),
            "principalId": assignment.principal,
            "principalType": assignment.principal_type,
            "scope": assignment.scope,
            "condition": None,
            "conditionVersion": None,
            "createdOn": created,
            "updatedOn": created,
            "createdBy": assignment.created_by,
            "updatedBy": assignment.created_by,
            "delegatedManagedIdentityResourceId": None,
            "description": assignment.description,
        },
        "id": f"{assignment.scope}/providers/{NAMESPACE}/roleAssignments/{assignment.id}",
        "type": f"{NAMESPACE}/roleAssignments",
        "name": assignment.id,
    }


def lock(lock: Lock) -> dict[str, Any]:
    """A lock."""
    return {
        "properties": {"level": lock.level, **({"notes": lock.notes} if lock.notes else {})},
        "id": f"{lock.scope}/providers/{NAMESPACE}/locks/{lock.name}",
        "type": f"{NAMESPACE}/locks",
        "name": lock.name,
    }


def deny_assignment(denial: DenyAssignment) -> dict[str, Any]:
    """A deny assignment; for everybody is a principal of its own."""
    everybody = {"id": "00000000-0000-0000-0000-000000000000", "type": "SystemDefined"}
    return {
        "properties": {
            "denyAssignmentName": denial.name,
            "description": "",
            "permissions": [permission(denial.denied)],
            "scope": denial.scope,
            "doNotApplyToChildScopes": False,
            "principals": [everybody],
            "excludePrincipals": [
                {"id": each, "type": "ServicePrincipal"} for each in sorted(denial.left_out)
            ],
            "isSystemProtected": False,
        },
        "id": f"{denial.scope}/providers/{NAMESPACE}/denyAssignments/{denial.id}",
        "type": f"{NAMESPACE}/denyAssignments",
        "name": denial.id,
    }


def _definition_id(scope: str, name: str) -> str:
    """A definition's id begins with the subscription that the scope is in, if it is in one."""
    subscription = "/".join(scope.split("/")[:3])
    return f"{subscription}/providers/{NAMESPACE}/roleDefinitions/{name}"
