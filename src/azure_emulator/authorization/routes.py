"""The routes of Microsoft.Authorization, each at any scope: parse, call the state, serialise."""

import re
from dataclasses import dataclass
from typing import Any

from azure_emulator.authorization import errors, serializers
from azure_emulator.authorization.restrictions import Restrictions
from azure_emulator.authorization.serializers import NAMESPACE
from azure_emulator.authorization.state import Authorization
from azure_emulator.resource_manager.access import Access
from azure_emulator.resource_manager.guard import ArmCall
from azure_emulator.resource_manager.protocol import list_of, resource_provider
from azure_emulator.resource_manager.validators import body_of
from azure_emulator.resource_manager.versions import Fields, Span, of_its_version
from azure_emulator.routing import Call, Handler, Route
from azure_emulator.wire import Response


def list_permissions(call: ArmCall, *, scope: str) -> Response:
    """`GET {scope}/.../permissions`: what the caller may do there, a set for each of its roles.

    Guess: that its action is asked for, and that it answers for a whole subscription, too: only
    groups and resources are documented.
    """
    _state(call).require_scope(scope)
    roles = call.cloud.state(Access).roles(call.caller, scope)
    return list_of([serializers.permission(role) for role in roles])


def list_definitions(call: Call, *, scope: str) -> Response:
    """`GET {scope}/.../roleDefinitions`, `$filter` by `roleName` or `type`."""
    filter_ = call.request.parameter("$filter") or ""
    names = re.findall(r"roleName eq '([^']*)'", filter_, re.IGNORECASE)
    types = re.findall(r"\btype eq '([^']*)'", filter_, re.IGNORECASE)
    return list_of(
        [
            serializers.definition(definition, scope)
            for definition in _state(call).definitions_at(scope)
            if (not names or definition.role.name.casefold() == names[0].casefold())
            and (not types or definition.type.casefold() == types[0].casefold())
        ]
    )


def get_definition(call: Call, *, scope: str, name: str) -> Response:
    """`GET {scope}/.../roleDefinitions/{name}`."""
    definition = _state(call).definitions.get(name.casefold())
    if definition is None:
        raise errors.no_such_definition(name)
    return Response(200, serializers.definition(definition, scope))


def put_definition(call: ArmCall, *, scope: str, name: str) -> Response:
    """`PUT {scope}/.../roleDefinitions/{name}`: 201, also for a change."""
    properties = body_of(call).get("properties") or {}
    definition = _state(call).define(scope, name, properties, call.caller)
    body = serializers.definition(definition, scope)
    if definition.updated > definition.created:  # The answer forgets who made it, as recorded.
        body["properties"] |= {"createdBy": None, "createdOn": body["properties"]["updatedOn"]}
    return Response(201, body)


def delete_definition(call: Call, *, scope: str, name: str) -> Response:
    """`DELETE {scope}/.../roleDefinitions/{name}`: 200 with what is gone, or 204."""
    removed = _state(call).remove_definition(name)
    return Response(200, serializers.definition(removed, scope)) if removed else Response(204)


def list_assignments(call: Call, *, scope: str) -> Response:
    """`GET {scope}/.../roleAssignments`, `$filter` by `atScope()` and by principal."""
    filter_ = call.request.parameter("$filter") or ""
    below = "atscope()" not in filter_.casefold()
    whom = re.findall(r"(?:principalId eq |assignedTo\()'([^']*)'", filter_, re.IGNORECASE)
    return list_of(
        [
            serializers.assignment(assignment)
            for assignment in _state(call).assignments_at(scope, below=below)
            if not whom or assignment.principal == whom[0].casefold()
        ]
    )


def get_assignment(call: Call, *, name: str, **_scope: str) -> Response:
    """`GET {scope}/.../roleAssignments/{name}`."""
    assignment = _state(call).assignments.get(name.casefold())
    if assignment is None:
        raise errors.no_such_assignment(name)
    return Response(200, serializers.assignment(assignment))


def put_assignment(call: ArmCall, *, scope: str, name: str) -> Response:
    """`PUT {scope}/.../roleAssignments/{name}`; its maker is told later, as recorded."""
    properties = body_of(call).get("properties") or {}
    assignment = _state(call).assign(scope, name, properties, call.caller)
    body = serializers.assignment(assignment)
    body["properties"]["createdBy"] = None
    return Response(201, body)


def delete_assignment(call: Call, *, name: str, **_scope: str) -> Response:
    """`DELETE {scope}/.../roleAssignments/{name}`: 200 with what is gone, or 204."""
    removed = _state(call).remove_assignment(name)
    return Response(200, serializers.assignment(removed)) if removed else Response(204)


def list_locks(call: Call, *, scope: str) -> Response:
    """`GET {scope}/.../locks`: those at the scope and below."""
    _state(call).require_scope(scope)
    return list_of([serializers.lock(lock) for lock in _restrictions(call).locks_at(scope)])


def get_lock(call: Call, *, scope: str, name: str) -> Response:
    """`GET {scope}/.../locks/{name}`."""
    return Response(200, serializers.lock(_restrictions(call).lock_of(scope, name)))


def put_lock(call: Call, *, scope: str, name: str) -> Response:
    """`PUT {scope}/.../locks/{name}`: 201 for a new one."""
    _state(call).require_scope(scope)
    properties = body_of(call).get("properties") or {}
    lock, is_new = _restrictions(call).lock(scope, name, properties)
    return Response(201 if is_new else 200, serializers.lock(lock))


def delete_lock(call: Call, *, scope: str, name: str) -> Response:
    """`DELETE {scope}/.../locks/{name}`."""
    return Response(200 if _restrictions(call).unlock(scope, name) else 204)


def get_denial(call: Call, *, name: str, **_scope: str) -> Response:
    """`GET {scope}/.../denyAssignments/{name}`."""
    return Response(200, serializers.deny_assignment(_restrictions(call).denial_of(name)))


def list_denials(call: Call, *, scope: str) -> Response:
    """`GET {scope}/.../denyAssignments`: those that hold there, and those below."""
    _state(call).require_scope(scope)
    found = _restrictions(call).denials_at(scope)
    return list_of([serializers.deny_assignment(denial) for denial in found])


def put_denial(call: Call, *, scope: str, name: str) -> Response:
    """`PUT {scope}/.../denyAssignments/{name}`, which the newest versions of the interface have."""
    _state(call).require_scope(scope)
    properties = body_of(call).get("properties") or {}
    denial = _restrictions(call).deny(scope, name, properties)
    return Response(201, serializers.deny_assignment(denial))


def delete_denial(call: Call, *, name: str, **_scope: str) -> Response:
    """`DELETE {scope}/.../denyAssignments/{name}`."""
    removed = _restrictions(call).denials.pop(name.casefold())
    return Response(200, serializers.deny_assignment(removed)) if removed else Response(204)


def _restrictions(call: Call) -> Restrictions:
    return call.cloud.state(Restrictions)


def _state(call: Call) -> Authorization:
    return call.cloud.state(Authorization)


@dataclass(frozen=True)
class ScopedRoute(Route):
    """A route below any scope: the tenant, a subscription, a group, or a resource however deep."""

    def match(self, method: str, path: str) -> dict[str, Any] | None:
        """The scope, without its last `/`, and the argument of the pattern."""
        start = path.casefold().rfind(f"/providers/{NAMESPACE}/".casefold())
        arguments = None if start < 0 else super().match(method, path[start:])
        return None if arguments is None else {"scope": path[:start], **arguments}


def _route(method: str, pattern: str, handler: Handler, action: str) -> Route:
    below = f"/providers/{NAMESPACE}/{pattern}"
    return ScopedRoute(method, below, handler, f"{NAMESPACE}/{action}")


DEFINITION = "roleDefinitions/{name}"
ASSIGNMENT = "roleAssignments/{name}"
LOCK = "locks/{name}"
DENIAL = "denyAssignments/{name}"

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
    _route("GET", "locks", list_locks, "locks/read"),
    _route("GET", LOCK, get_lock, "locks/read"),
    _route("PUT", LOCK, put_lock, "locks/write"),
    _route("DELETE", LOCK, delete_lock, "locks/delete"),
    _route("GET", "denyAssignments", list_denials, "denyAssignments/read"),
    _route("GET", DENIAL, get_denial, "denyAssignments/read"),
    _route("PUT", DENIAL, put_denial, "denyAssignments/write"),
    _route("DELETE", DENIAL, delete_denial, "denyAssignments/delete"),
]

OF_DEFINITIONS: Fields = dict.fromkeys(
    ("properties.permissions.dataActions", "properties.permissions.notDataActions"),
    Span("2018-01-01"),
)
OF_ASSIGNMENTS: Fields = {
    "properties.principalType": Span("2017-09-01"),
    **dict.fromkeys(
        (
            "properties.condition",
            "properties.conditionVersion",
            "properties.delegatedManagedIdentityResourceId",
            "properties.description",
        ),
        Span("2020-03-01"),
    ),
}
"""By the path of a field: the versions that have it, as 900 answers recorded from 2015 to 2025."""


def _of_its_version(route: Route) -> Route:
    kind = route.pattern.split("/")[3]
    fields = {"roleDefinitions": OF_DEFINITIONS, "roleAssignments": OF_ASSIGNMENTS}
    return of_its_version(route, fields.get(kind, {}))


SERVICE = resource_provider(
    "authorization", [_of_its_version(route) for route in ROUTES], Authorization
)
