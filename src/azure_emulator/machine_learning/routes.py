"""The routes of Microsoft.MachineLearningServices: parse, call the state, serialise."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from azure_emulator.errors import ArmError
from azure_emulator.machine_learning.operations import Operation
from azure_emulator.machine_learning.state import OPERATIONS
from azure_emulator.machine_learning.workspace import NAMESPACE, TYPE, Workspace
from azure_emulator.resource_manager.groups import BY_ARM
from azure_emulator.resource_manager.listing import read_skip_token, skip_token
from azure_emulator.resource_manager.validators import body_of, narrowed, versioned
from azure_emulator.wire import Call, Handler, Response, Route

BY_PROVIDER = {"x-ms-response-type": "standard"}


def list_workspaces(call: Call, *, subscription: str) -> Response:
    """`GET /subscriptions/{subscription}/.../workspaces`."""
    return _list(call, call.cloud.machine_learning.in_subscription(subscription))


def list_group_workspaces(call: Call, *, subscription: str, group: str) -> Response:
    """`GET .../resourceGroups/{group}/.../workspaces`."""
    return _list(call, call.cloud.machine_learning.in_group(subscription, group))


def get_workspace(call: Call, *, subscription: str, group: str, name: str) -> Response:
    """`GET .../workspaces/{name}`."""
    found = call.cloud.machine_learning.workspace(subscription, group, name)
    return Response(200, found.answer(call.cloud.now()), BY_PROVIDER)


def head_workspace(call: Call, *, subscription: str, group: str, name: str) -> Response:
    """`HEAD .../workspaces/{name}`: 204 or 404, both without a body."""
    found = call.cloud.machine_learning.in_group(subscription, group)
    return _existence(name.casefold() in (each.name.casefold() for each in found))


def put_workspace(call: Call, *, subscription: str, group: str, name: str) -> Response:
    """`PUT .../workspaces/{name}`: 202 with where to ask, or 200 for a change.

    Guess: that the first answer has no body, and that a workspace can be seen while it is made.
    """
    workspace, operation = call.cloud.machine_learning.create(
        call.caller, subscription, group, name, body_of(call)
    )
    if operation is None:
        return Response(200, workspace.answer(call.cloud.now()), BY_PROVIDER)
    return Response(202, None, _following(call, operation))


def patch_workspace(call: Call, *, subscription: str, group: str, name: str) -> Response:
    """`PATCH .../workspaces/{name}`."""
    changed = call.cloud.machine_learning.change(
        call.caller, subscription, group, name, body_of(call)
    )
    return Response(200, changed.answer(call.cloud.now()), BY_PROVIDER)


def delete_workspace(call: Call, *, subscription: str, group: str, name: str) -> Response:
    """`DELETE .../workspaces/{name}`: 202 with where to ask, or 204 if there is none."""
    operation = call.cloud.machine_learning.delete(subscription, group, name)
    if operation is None:
        return Response(204)
    return Response(202, None, _following(call, operation))


def list_computes(call: Call, *, subscription: str, group: str, workspace: str) -> Response:
    """`GET .../computes`, paged by `$skip` and `nextLink`."""
    service, now = call.cloud.machine_learning, call.cloud.now()
    skip = read_skip_token(call.request.parameter("$skip"))
    found, following = service.computes.page(_workspace(call, subscription, group, workspace), skip)
    body: dict[str, Any] = {"value": [compute.answer(now) for compute in found]}
    if following is not None:
        body["nextLink"] = _next_link(call, following)
    return Response(200, body, BY_PROVIDER)


def get_compute(
    call: Call, *, subscription: str, group: str, workspace: str, name: str
) -> Response:
    """`GET .../computes/{name}`."""
    home = _workspace(call, subscription, group, workspace)
    found = call.cloud.machine_learning.computes.get(home, name)
    return Response(200, found.answer(call.cloud.now()), BY_PROVIDER)


def head_compute(
    call: Call, *, subscription: str, group: str, workspace: str, name: str
) -> Response:
    """`HEAD .../computes/{name}`: 204 or 404, both without a body."""
    home = _workspace(call, subscription, group, workspace)
    found = call.cloud.machine_learning.computes.of(home)
    return _existence(name.casefold() in (each.name.casefold() for each in found))


def put_compute(
    call: Call, *, subscription: str, group: str, workspace: str, name: str
) -> Response:
    """`PUT .../computes/{name}`: 201 with where to ask, or 200 for a change."""
    home, wanted = _workspace(call, subscription, group, workspace), body_of(call)
    computes = call.cloud.machine_learning.computes
    compute, operation = computes.create(call.caller, home, name, wanted)
    if operation is None:
        return Response(200, compute.answer(call.cloud.now()), BY_PROVIDER)
    return Response(201, compute.accepted(wanted.get("tags")), _following(call, operation))


def delete_compute(
    call: Call, *, subscription: str, group: str, workspace: str, name: str
) -> Response:
    """`DELETE .../computes/{name}`: 202 with where to ask, or 204 if there is none."""
    home = _workspace(call, subscription, group, workspace)
    action = call.request.parameter("underlyingResourceAction")
    operation = call.cloud.machine_learning.computes.delete(home, name, action)
    return Response(202, None, _following(call, operation)) if operation else Response(204)


def _move(which: str) -> Handler:
    def handler(
        call: Call, *, subscription: str, group: str, workspace: str, name: str
    ) -> Response:
        home = _workspace(call, subscription, group, workspace)
        operation = call.cloud.machine_learning.computes.move(home, name, which)
        return Response(202, None, _following(call, operation))

    handler.__doc__ = f"`POST .../computes/{{name}}/{which.casefold()}`: 202 with where to ask."
    return handler


def get_status(call: Call, *, subscription: str, location: str, operation: str) -> Response:
    """`GET .../locations/{location}/...OperationsStatus/{operation}`.

    Asked with `type=location`, as the `Location` header has it: 202 until done, then 200.
    """
    found = call.cloud.machine_learning.operation(subscription, operation)
    now = call.cloud.now()
    if call.request.parameter("type") == "location":
        return Response(200 if found.ended(now) else 202)
    return Response(200, found.status(now), BY_PROVIDER)


def _existence(is_there: bool) -> Response:
    return Response(204) if is_there else Response(404, None, BY_ARM)


def _workspace(call: Call, subscription: str, group: str, name: str) -> Workspace:
    return call.cloud.machine_learning.workspace(subscription, group, name)


def _list(call: Call, workspaces: list[Workspace]) -> Response:
    now = call.cloud.now()
    return Response(200, {"value": [each.answer(now) for each in workspaces]}, BY_PROVIDER)


def _following(call: Call, operation: Operation) -> dict[str, str]:
    """The headers by which a client follows an operation.

    As recorded for computes. Guess: for workspaces, by analogy with a recorded registry.
    """
    address = operation.address(call.request.parameter("api-version") or "")
    if operation.kind == OPERATIONS:
        found = {"Azure-AsyncOperation": f"{address}&type=async"}
        return BY_PROVIDER | found | {"Location": f"{address}&type=location"}
    return BY_PROVIDER | {"Azure-AsyncOperation": f"{address}&service=new"}


def _next_link(call: Call, following: int) -> str:
    kept = {key: value for key, value in call.request.query.items() if key.casefold() != "$skip"}
    query = urlencode({**kept, "$skip": skip_token(following)})
    return f"https://{call.request.host}{call.request.path}?{query}"


SUBSCRIPTION = "/subscriptions/{subscription}"
GROUP = f"{SUBSCRIPTION}/resourceGroups/{{group}}"
LIST = f"{GROUP}/providers/{TYPE}"
ONE = f"{LIST}/{{name}}"
COMPUTES = f"{LIST}/{{workspace}}/computes"
COMPUTE = f"{COMPUTES}/{{name}}"
STATUS = f"{SUBSCRIPTION}/providers/{NAMESPACE}/locations/{{location}}"


def _route(method: str, pattern: str, handler: Handler, action: str) -> Route:
    return versioned(Route(method, pattern, _noted(handler), f"{NAMESPACE}/{action}"))


def _noted(handler: Handler) -> Handler:
    """Let the cloud remember what Azure would serve and the emulator does not."""

    def noted(call: Call, **arguments: str) -> Response:
        try:
            return handler(call, **arguments)
        except ArmError as error:
            if error.status == 501:
                call.cloud.unserved.append(f"{call.request.method} {call.request.path}")
            raise

    return noted


ROUTES: list[Route] = [
    narrowed(_route("GET", f"{SUBSCRIPTION}/providers/{TYPE}", list_workspaces, "workspaces/read")),
    _route("GET", LIST, list_group_workspaces, "workspaces/read"),
    _route("GET", ONE, get_workspace, "workspaces/read"),
    _route("HEAD", ONE, head_workspace, "workspaces/read"),
    _route("PUT", ONE, put_workspace, "workspaces/write"),
    _route("PATCH", ONE, patch_workspace, "workspaces/write"),
    _route("DELETE", ONE, delete_workspace, "workspaces/delete"),
    _route("GET", COMPUTES, list_computes, "workspaces/computes/read"),
    _route("GET", COMPUTE, get_compute, "workspaces/computes/read"),
    _route("HEAD", COMPUTE, head_compute, "workspaces/computes/read"),
    _route("PUT", COMPUTE, put_compute, "workspaces/computes/write"),
    _route("DELETE", COMPUTE, delete_compute, "workspaces/computes/delete"),
    _route("POST", f"{COMPUTE}/start", _move("Start"), "workspaces/computes/start/action"),
    _route("POST", f"{COMPUTE}/stop", _move("Stop"), "workspaces/computes/stop/action"),
    _route("POST", f"{COMPUTE}/restart", _move("Restart"), "workspaces/computes/restart/action"),
    *(
        _route("GET", f"{STATUS}/{kind}/{{operation}}", get_status, f"locations/{kind}/read")
        for kind in ("workspaceOperationsStatus", "computeOperationsStatus")
    ),
]
