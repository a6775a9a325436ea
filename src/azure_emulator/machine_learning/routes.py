"""The routes of Microsoft.MachineLearningServices: parse, call the state, serialise."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from azure_emulator.machine_learning import errors, serializers, versions
from azure_emulator.machine_learning.asset_routes import ASSET_ROUTES
from azure_emulator.machine_learning.compute import TYPE as COMPUTE
from azure_emulator.machine_learning.compute import AmlCompute, Compute
from azure_emulator.machine_learning.computes import Computes
from azure_emulator.machine_learning.following import (
    BY_PROVIDER,
    COMPUTE_STATUS,
    PROVIDER,
    WORKSPACE_STATUS,
    accepted,
    to_follow,
)
from azure_emulator.machine_learning.quota_routes import QUOTA_ROUTES
from azure_emulator.machine_learning.state import MachineLearning
from azure_emulator.machine_learning.workspace import NAMESPACE, TYPE, Workspace
from azure_emulator.machine_learning.workspace_actions import ACTION_ROUTES
from azure_emulator.resource_manager.guard import ArmCall
from azure_emulator.resource_manager.listing import read_skip_token
from azure_emulator.resource_manager.operations import Operations
from azure_emulator.resource_manager.protocol import (
    GROUP,
    existence,
    narrowed,
    next_link,
    resource_provider,
    resource_route,
)
from azure_emulator.resource_manager.resource import Resource, ResourceId
from azure_emulator.resource_manager.validators import body_of
from azure_emulator.routing import Call, Handler, Route
from azure_emulator.wire import Response


def list_workspaces(call: Call, *, subscription: str) -> Response:
    """`GET /subscriptions/{subscription}/.../workspaces`."""
    return _list(call, _service(call).in_subscription(subscription))


def list_group_workspaces(call: Call, *, subscription: str, group: str) -> Response:
    """`GET .../resourceGroups/{group}/.../workspaces`."""
    return _list(call, _service(call).in_group(subscription, group))


def get_workspace(call: Call, *, resource: ResourceId) -> Response:
    """`GET .../workspaces/{name}`."""
    return _workspace(call, _service(call).workspace(resource))


def head_workspace(call: Call, *, resource: ResourceId) -> Response:
    """`HEAD .../workspaces/{name}`: 204 or 404, both without a body."""
    workspaces = _service(call).in_group(resource.subscription, resource.group)
    return _existence(resource, workspaces)


def put_workspace(call: ArmCall, *, resource: ResourceId) -> Response:
    """`PUT .../workspaces/{name}`: 202 with where to ask, or 200 for a change.

    Guess: that the first answer has no body, and that a workspace can be seen while it is made.
    """
    workspace, operation = _service(call).create(resource, body_of(call), call.caller)
    if operation is None:
        return _workspace(call, workspace)
    return accepted(call, operation)


def patch_workspace(call: ArmCall, *, resource: ResourceId) -> Response:
    """`PATCH .../workspaces/{name}`: 202 with where to ask; by then it is done."""
    workspace = _service(call).change(resource, body_of(call), call.caller)
    operations, now = call.cloud.state(Operations), call.cloud.now()
    return accepted(call, operations.begin(resource.subscription, now, workspace))


def delete_workspace(call: Call, *, resource: ResourceId) -> Response:
    """`DELETE .../workspaces/{name}`: 202 with where to ask, or 204 if there is none."""
    return accepted(call, _service(call).delete(resource))


def list_computes(call: Call, *, resource: ResourceId) -> Response:
    """`GET .../workspaces/{name}/computes`, paged by `$skip` and `nextLink`."""
    skip = read_skip_token(call.request.parameter("$skip"), "$skip")
    computes, following = _computes(call).page(_service(call).workspace(resource), skip)
    body: dict[str, Any] = {"value": [_shown(call, compute) for compute in computes]}
    if following is not None:
        body["nextLink"] = next_link(call.request, "$skip", following)
    return Response(200, body, BY_PROVIDER)


def get_compute(call: Call, *, resource: ResourceId) -> Response:
    """`GET .../computes/{name}`."""
    return _compute(call, _computes(call).get(_home(call, resource), resource.names[-1]))


def head_compute(call: Call, *, resource: ResourceId) -> Response:
    """`HEAD .../computes/{name}`: 204 or 404, both without a body."""
    return _existence(resource, _computes(call).in_workspace(_home(call, resource)))


def put_compute(call: ArmCall, *, resource: ResourceId) -> Response:
    """`PUT .../computes/{name}`: 201 with where to ask, or 200 for a change of an instance."""
    home, body = _home(call, resource), body_of(call)
    compute, operation = _computes(call).create(home, resource.names[-1], body, call.caller)
    if operation is None:
        return _compute(call, compute)
    if not operation.creation and isinstance(compute, AmlCompute):
        accepted = serializers.changed_cluster(compute)
    else:
        accepted = serializers.accepted_compute(compute, body.get("tags"))
    return Response(201, accepted, to_follow(call, operation))


def patch_compute(call: Call, *, resource: ResourceId) -> Response:
    """`PATCH .../computes/{name}`: a cluster's scale. Guess: it is done at once."""
    home, body = _home(call, resource), body_of(call)
    return _compute(call, _computes(call).change(home, resource.names[-1], body))


def delete_compute(call: Call, *, resource: ResourceId) -> Response:
    """`DELETE .../computes/{name}`: 202 with where to ask, or 204 if there is none."""
    action = call.request.parameter("underlyingResourceAction")
    home = _home(call, resource)
    return accepted(call, _computes(call).delete(home, resource.names[-1], action))


def move_compute(call: Call, *, resource: ResourceId, operation: str) -> Response:
    """`POST .../computes/{name}/start`, `stop` or `restart`: 202 with where to ask."""
    home = _home(call, resource)
    return accepted(call, _computes(call).move(home, resource.names[-1], operation))


def get_status(call: Call, *, subscription: str, operation: str, **_location: str) -> Response:
    """`GET .../locations/{location}/...OperationsStatus/{operation}`.

    Asked with `type=location`, as the `Location` header has it: 202 until done, then 200.
    """
    begun, now = call.cloud.state(Operations).find(subscription, operation), call.cloud.now()
    if begun is None:
        raise errors.operation_not_found(operation)
    if call.request.parameter("type") == "location":
        ended = begun.status(now) != "InProgress"
        return Response(200, begun.result) if ended else Response(202)
    return Response(200, serializers.operation_status(begun, now), BY_PROVIDER)


def _service(call: Call) -> MachineLearning:
    return call.cloud.state(MachineLearning)


def _computes(call: Call) -> Computes:
    return call.cloud.state(Computes)


def _home(call: Call, compute: ResourceId) -> Workspace:
    """The workspace that a compute is in."""
    return _service(call).workspace(compute.parent or compute)


def _workspace(call: Call, workspace: Workspace) -> Response:
    body = serializers.workspace(workspace, call.cloud.now())
    return Response(200, versions.workspace(call.request, body), BY_PROVIDER)


def _compute(call: Call, compute: Compute) -> Response:
    return Response(200, _shown(call, compute), BY_PROVIDER)


def _shown(call: Call, compute: Compute) -> dict[str, Any]:
    return versions.compute(call.request, serializers.compute(compute, call.cloud.now()))


def _existence(path: ResourceId, resources: Sequence[Resource]) -> Response:
    return existence(path.key in [resource.path.key for resource in resources])


def _list(call: Call, workspaces: list[Workspace]) -> Response:
    now = call.cloud.now()
    bodies = [serializers.workspace(workspace, now) for workspace in workspaces]
    value = [versions.workspace(call.request, body) for body in bodies]
    return Response(200, {"value": value}, BY_PROVIDER)


def _route(method: str, type_: str, handler: Handler, action: str = "", below: str = "") -> Route:
    action = f"{type_}/{action or _VERBS[method]}"
    return resource_route(method, type_, handler, action, below)


_VERBS = {"GET": "read", "HEAD": "read", "PUT": "write", "PATCH": "write", "DELETE": "delete"}

ROUTES: list[Route] = [
    narrowed(Route("GET", f"{PROVIDER}/workspaces", list_workspaces, f"{TYPE}/read")),
    Route("GET", f"{GROUP}/providers/{TYPE}", list_group_workspaces, f"{TYPE}/read"),
    _route("GET", TYPE, get_workspace),
    _route("HEAD", TYPE, head_workspace),
    _route("PUT", TYPE, put_workspace),
    _route("PATCH", TYPE, patch_workspace),
    _route("DELETE", TYPE, delete_workspace),
    _route("GET", TYPE, list_computes, "computes/read", "/computes"),
    _route("GET", COMPUTE, get_compute),
    _route("HEAD", COMPUTE, head_compute),
    _route("PUT", COMPUTE, put_compute),
    _route("PATCH", COMPUTE, patch_compute),
    _route("DELETE", COMPUTE, delete_compute),
    *(
        _route(
            "POST",
            COMPUTE,
            partial(move_compute, operation=operation),
            f"{operation.casefold()}/action",
            f"/{operation.casefold()}",
        )
        for operation in ("Start", "Stop", "Restart")
    ),
    *(
        Route(
            "GET",
            f"{PROVIDER}/locations/{{location}}/{kind}/{{operation}}",
            get_status,
            f"{NAMESPACE}/locations/{kind}/read",
        )
        for kind in (WORKSPACE_STATUS, COMPUTE_STATUS)
    ),
    *ASSET_ROUTES,
    *ACTION_ROUTES,
    *QUOTA_ROUTES,
]

SERVICE = resource_provider("machine_learning", ROUTES, MachineLearning)
