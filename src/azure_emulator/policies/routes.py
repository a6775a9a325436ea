"""The routes of policies, each at any scope: parse, call the state, serialise."""

from azure_emulator.authorization.routes import ScopedRoute
from azure_emulator.policies import serializers
from azure_emulator.policies.state import ASSIGNMENTS, DEFINITIONS, Policies
from azure_emulator.resource_manager.guard import ArmCall
from azure_emulator.resource_manager.protocol import list_of, resource_provider
from azure_emulator.resource_manager.validators import body_of
from azure_emulator.routing import Call, Handler, Route
from azure_emulator.wire import Response


def list_definitions(call: Call, *, scope: str) -> Response:
    """`GET {scope}/.../policyDefinitions`, `$filter` by `policyType`."""
    filter_ = (call.request.parameter("$filter") or "").casefold().replace(" ", "")
    found = _state(call).definitions_at(scope)
    for kind in ("BuiltIn", "Custom"):
        if f"policytypeeq'{kind.casefold()}'" in filter_:
            found = [each for each in found if each.properties["policyType"] == kind]
    return list_of([serializers.definition(each) for each in found])


def get_definition(call: Call, *, scope: str, name: str) -> Response:
    """`GET {scope}/.../policyDefinitions/{name}`."""
    definition = _state(call).definition(_id(scope, DEFINITIONS, name))
    return Response(200, serializers.definition(definition))


def put_definition(call: ArmCall, *, scope: str, name: str) -> Response:
    """`PUT {scope}/.../policyDefinitions/{name}`: 201."""
    properties = body_of(call).get("properties") or {}
    made = _state(call).define(scope, name, properties, call.caller)
    return Response(201, serializers.definition(made))


def delete_definition(call: Call, *, scope: str, name: str) -> Response:
    """`DELETE {scope}/.../policyDefinitions/{name}`: 200 with what it was, or 204."""
    removed = _state(call).undefine(_id(scope, DEFINITIONS, name))
    return Response(200, serializers.definition(removed)) if removed else Response(204)


def list_assignments(call: Call, *, scope: str) -> Response:
    """`GET {scope}/.../policyAssignments`; `$filter=atScope()` leaves out those below."""
    filter_ = (call.request.parameter("$filter") or "").casefold()
    found = _state(call).assignments_at(scope, below="atscope()" not in filter_)
    return list_of([serializers.assignment(each, _version(call)) for each in found])


def get_assignment(call: Call, *, scope: str, name: str) -> Response:
    """`GET {scope}/.../policyAssignments/{name}`."""
    return Response(
        200, serializers.assignment(_state(call).assignment(scope, name), _version(call))
    )


def put_assignment(call: ArmCall, *, scope: str, name: str) -> Response:
    """`PUT {scope}/.../policyAssignments/{name}`: 201."""
    properties = body_of(call).get("properties") or {}
    made = _state(call).assign(scope, name, properties, call.caller)
    return Response(201, serializers.assignment(made, _version(call)))


def delete_assignment(call: Call, *, scope: str, name: str) -> Response:
    """`DELETE {scope}/.../policyAssignments/{name}`: 200 with what it was, or 204."""
    removed = _state(call).unassign(scope, name)
    return (
        Response(200, serializers.assignment(removed, _version(call))) if removed else Response(204)
    )


def _version(call: Call) -> str:
    return call.request.parameter("api-version") or ""


def _state(call: Call) -> Policies:
    return call.cloud.state(Policies)


def _id(scope: str, kind: str, name: str) -> str:
    return f"{scope}/providers/{kind}/{name}"


def _routes(kind: str, whole: Handler, one: dict[str, Handler]) -> list[Route]:
    below = f"/providers/{kind}"
    verbs = {"GET": "read", "PUT": "write", "DELETE": "delete"}
    return [
        ScopedRoute("GET", below, whole, f"{kind}/read"),
        *(
            ScopedRoute(method, f"{below}/{{name}}", handler, f"{kind}/{verbs[method]}")
            for method, handler in one.items()
        ),
    ]


ROUTES: list[Route] = [
    *_routes(
        DEFINITIONS,
        list_definitions,
        {"GET": get_definition, "PUT": put_definition, "DELETE": delete_definition},
    ),
    *_routes(
        ASSIGNMENTS,
        list_assignments,
        {"GET": get_assignment, "PUT": put_assignment, "DELETE": delete_assignment},
    ),
]

SERVICE = resource_provider("policies", ROUTES, Policies)
