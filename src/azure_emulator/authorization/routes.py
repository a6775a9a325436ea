"""The routes of Microsoft.Authorization, each at any scope: parse, call the state, serialise."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Any

from azure_emulator.authorization import errors
from azure_emulator.authorization.state import Assignment, Definition
from azure_emulator.entra.roles import Role
from azure_emulator.entra.state import Principal
from azure_emulator.resource_manager.timestamps import timestamp
from azure_emulator.resource_manager.validators import body_of, versioned
from azure_emulator.wire import Call, Handler, Response, Route

NAMESPACE = "Microsoft.Authorization"


def list_permissions(call: Call, *, scope: str) -> Response:
    """`GET {scope}/.../permissions`: what the caller may do there, a set for each of its roles.

    Guess: that its action is asked for, and that it answers for a whole subscription, too: only
    groups and resources are documented.
    """
    service = call.cloud.authorization
    service.assignments_at(scope, below=False)
    return _list([_permission(role) for role in service.roles(_caller(call), scope)])


def list_definitions(call: Call, *, scope: str) -> Response:
    """`GET {scope}/.../roleDefinitions`, `$filter` by `roleName` or `type`."""
    found = call.cloud.authorization.at(scope)
    asked = call.request.parameter("$filter") or ""
    names = re.findall(r"roleName eq '([^']*)'", asked, re.IGNORECASE)
    kinds = re.findall(r"\btype eq '([^']*)'", asked, re.IGNORECASE)
    return _list(
        [
            _definition(each, scope)
            for each in found
            if (not names or each.role.name.casefold() == names[0].casefold())
            and (not kinds or _kind(each).casefold() == kinds[0].casefold())
        ]
    )


def get_definition(call: Call, *, scope: str, name: str) -> Response:
    """`GET {scope}/.../roleDefinitions/{name}`."""
    found = call.cloud.authorization.definitions.get(name.casefold())
    if found is None:
        raise errors.no_such_definition(name)
    return Response(200, _definition(found, scope))


def put_definition(call: Call, *, scope: str, name: str) -> Response:
    """`PUT {scope}/.../roleDefinitions/{name}`: 201, also for a change."""
    given = body_of(call).get("properties") or {}
    made, _ = call.cloud.authorization.define(scope, name, given, _caller(call))
    return Response(201, _definition(made, scope))


def delete_definition(call: Call, *, scope: str, name: str) -> Response:
    """`DELETE {scope}/.../roleDefinitions/{name}`: 200 with what is gone, or 204."""
    gone = call.cloud.authorization.remove_definition(name)
    return Response(200, _definition(gone, scope)) if gone else Response(204)


def list_assignments(call: Call, *, scope: str) -> Response:
    """`GET {scope}/.../roleAssignments`, `$filter` by `atScope()` and by principal."""
    asked = call.request.parameter("$filter") or ""
    below = "atscope()" not in asked.casefold()
    whom = re.findall(r"(?:principalId eq |assignedTo\()'([^']*)'", asked, re.IGNORECASE)
    found = call.cloud.authorization.assignments_at(scope, below=below)
    return _list(
        [_assignment(each) for each in found if not whom or each.principal == whom[0].casefold()]
    )


def get_assignment(call: Call, *, scope: str, name: str) -> Response:
    """`GET {scope}/.../roleAssignments/{name}`."""
    found = call.cloud.authorization.assignments.get(name.casefold())
    if found is None:
        raise errors.no_such_assignment(name)
    return Response(200, _assignment(found))


def put_assignment(call: Call, *, scope: str, name: str) -> Response:
    """`PUT {scope}/.../roleAssignments/{name}`."""
    given = body_of(call).get("properties") or {}
    made = call.cloud.authorization.assign(scope, name, given, _caller(call))
    return Response(201, _assignment(made))


def delete_assignment(call: Call, *, scope: str, name: str) -> Response:
    """`DELETE {scope}/.../roleAssignments/{name}`: 200 with what is gone, or 204."""
    gone = call.cloud.authorization.remove_assignment(name)
    return Response(200, _assignment(gone)) if gone else Response(204)


def _caller(call: Call) -> Principal:
    if call.caller is None:
        raise LookupError("the guard of Azure Resource Manager lets nobody unknown pass")
    return call.caller


def _permission(role: Role) -> dict[str, list[str]]:
    return {
        "actions": list(role.actions),
        "notActions": list(role.not_actions),
        "dataActions": list(role.data_actions),
        "notDataActions": list(role.not_data_actions),
    }


def _kind(definition: Definition) -> str:
    return "BuiltInRole" if definition.built_in else "CustomRole"


def _definition(definition: Definition, scope: str) -> dict[str, Any]:
    by = definition.created_by
    return {
        "properties": {
            "roleName": definition.role.name,
            "type": _kind(definition),
            "description": definition.description,
            "assignableScopes": list(definition.scopes),
            "permissions": [_permission(definition.role)],
            "createdOn": timestamp(definition.created),
            "updatedOn": timestamp(definition.updated),
            **({"createdBy": by, "updatedBy": by} if by else {}),
        },
        "id": f"{_subscription(scope)}/providers/{NAMESPACE}/roleDefinitions/{definition.id}",
        "type": f"{NAMESPACE}/roleDefinitions",
        "name": definition.id,
    }


def _assignment(assignment: Assignment) -> dict[str, Any]:
    home = f"{_subscription(assignment.scope)}/providers/{NAMESPACE}/roleDefinitions"
    at = timestamp(assignment.created)
    return {
        "properties": {
            "roleDefinitionId": f"{home}/{assignment.definition}",
            "principalId": assignment.principal,
            "principalType": assignment.principal_type,
            "scope": assignment.scope,
            "condition": None,
            "conditionVersion": None,
            "createdOn": at,
            "updatedOn": at,
            "createdBy": assignment.created_by,
            "updatedBy": assignment.created_by,
            "delegatedManagedIdentityResourceId": None,
            "description": assignment.description,
        },
        "id": f"{assignment.scope}/providers/{NAMESPACE}/roleAssignments/{assignment.id}",
        "type": f"{NAMESPACE}/roleAssignments",
        "name": assignment.id,
    }


def _subscription(scope: str) -> str:
    """The subscription that a scope is in, as a scope itself; "" for the tenant."""
    return "/".join(scope.split("/")[:3])


def _list(value: list[dict[str, Any]]) -> Response:
    return Response(200, {"value": value})


@dataclass(frozen=True)
class ScopedRoute(Route):
    """A route below any scope: the tenant, a subscription, a group, or a resource however deep."""

    def match(self, method: str, path: str) -> dict[str, str] | None:
        """The scope, without its last `/`, and the argument of the pattern."""
        wanted = f"/providers/{NAMESPACE}/".casefold()
        at = path.casefold().rfind(wanted)
        if at < 0:
            return None
        below = _at_tenant(self).match(method, path[at:])
        return None if below is None else {"scope": path[:at], **below}


def _at_tenant(route: Route) -> Route:
    return Route(route.method, route.pattern.removeprefix("/{scope}"), route.handler, route.action)


def _route(method: str, pattern: str, handler: Handler, action: str) -> Route:
    plain = ScopedRoute(method, f"/{{scope}}/providers/{NAMESPACE}/{pattern}", handler)
    return versioned(replace(plain, action=f"{NAMESPACE}/{action}"))


DEFINITION = "roleDefinitions/{name}"
ASSIGNMENT = "roleAssignments/{name}"

ROUTES: list[Route] = [
    _route("GET", "permissions", list_permissions, "permissions/read"),
    _route("GET", "roleDefinitions", list_definitions, "roleDefinitions/read"),
    _route("GET", DEFINITION, get_definition, "roleDefinitions/read"),
    _route("PUT", DEFINITION, put_definition, "roleDefinitions/write"),
    _route("DELETE", DEFINITION, delete_definition, "roleDefinitions/delete"),
    _route("GET", "roleAssignments", list_assignments, "roleAssignments/read"),
    _route("GET", ASSIGNMENT, get_assignment, "roleAssignments/read"),
    _route("PUT", ASSIGNMENT, put_assignment, "roleAssignments/write"),
    _route("DELETE", ASSIGNMENT, delete_assignment, "roleAssignments/delete"),
]
