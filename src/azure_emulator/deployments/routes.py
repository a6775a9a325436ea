"""The routes of Microsoft.Resources/deployments: parse, call the state, serialise."""

from __future__ import annotations

from azure_emulator.deployments import errors, serializers, validators, what_if
from azure_emulator.deployments.deployment import TYPE, Deployment
from azure_emulator.deployments.state import Deployments, Target
from azure_emulator.resource_manager.guard import ArmCall
from azure_emulator.resource_manager.listing import page, read_skip_token, read_top
from azure_emulator.resource_manager.operations import Operations
from azure_emulator.resource_manager.protocol import (
    GROUP,
    SUBSCRIPTION,
    existence,
    next_link,
    resource_provider,
)
from azure_emulator.routing import Call, Handler, Route
from azure_emulator.wire import Response


def put_deployment(call: ArmCall, *, subscription: str, name: str, group: str = "") -> Response:
    """`PUT .../deployments/{name}`: 201 with where to ask, or 200 for one that was there."""
    target = _target(call, subscription, group, name)
    existed = _service(call).find(target) is not None
    deployment = _service(call).begin(target, validators.body(call), call.caller)
    url = (
        f"https://{call.request.host}{deployment.id}/operationStatuses/"
        f"{serializers.status_id(deployment)}?api-version={_version(call)}"
    )
    body = serializers.deployment(deployment, call.cloud.now())
    return Response(200 if existed else 201, body, {"Azure-AsyncOperation": url})


def get_deployment(call: Call, *, subscription: str, name: str, group: str = "") -> Response:
    """`GET .../deployments/{name}`."""
    deployment = _get(call, subscription, group, name)
    return Response(200, serializers.deployment(deployment, call.cloud.now()))


def head_deployment(call: Call, *, subscription: str, name: str, group: str = "") -> Response:
    """`HEAD .../deployments/{name}`: 204 or 404, both without a body."""
    target = _target(call, subscription, group, name)
    return existence(_service(call).find(target) is not None)


def delete_deployment(call: Call, *, subscription: str, name: str, group: str = "") -> Response:
    """`DELETE .../deployments/{name}`: 202 with where to ask, or 204 if there is none."""
    target = _target(call, subscription, group, name)
    deployment = _service(call).find(target)
    if deployment is None:
        return Response(204)
    _service(call).delete(deployment)
    return _accepted(call, target)


def list_deployments(call: Call, *, subscription: str, group: str = "") -> Response:
    """`GET .../deployments`, the newest first, `$filter` by state, `$top`."""
    deployments = _service(call).at(_target(call, subscription, group, ""))[::-1]
    state = _state_filter(call.request.parameter("$filter"))
    start = read_skip_token(call.request.parameter("$skiptoken"))
    top = read_top(call.request.parameter("$top"))
    on_page, following = page(
        deployments,
        lambda each: state in ("", each.state.casefold()),
        start=start,
        top=top,
        size=100,
    )
    now = call.cloud.now()
    body = {"value": [serializers.deployment(each, now) for each in on_page]}
    if following is not None:
        return Response(200, {**body, "nextLink": next_link(call.request, "$skiptoken", following)})
    return Response(200, body)


def cancel(call: Call, *, subscription: str, name: str, group: str = "") -> Response:
    """`POST .../cancel`: 204."""
    _service(call).cancel(_get(call, subscription, group, name))
    return Response(204)


def validate(call: ArmCall, *, subscription: str, name: str, group: str = "") -> Response:
    """`POST .../validate`: what would be made, or what is wrong."""
    deployment = _prepared(call, subscription, group, name)
    return Response(200, serializers.deployment(deployment, call.cloud.now(), checked=True))


def whatif(call: ArmCall, *, subscription: str, name: str, group: str = "") -> Response:
    """`POST .../whatIf`: 202 with where to ask for the changes."""
    deployment = _prepared(call, subscription, group, name)
    settings = validators.properties(validators.body(call)).get("whatIfSettings")
    form = settings.get("resultFormat") if isinstance(settings, dict) else ""
    ids_only = str(form).casefold() == "resourceidonly"
    result = what_if.changes(call.cloud, deployment, ids_only=ids_only)
    return _accepted(call, _target(call, subscription, group, name), result)


def export(call: Call, *, subscription: str, name: str, group: str = "") -> Response:
    """`POST .../exportTemplate`: the template as it was sent."""
    return Response(200, {"template": _get(call, subscription, group, name).template})


def list_operations(call: Call, *, subscription: str, name: str, group: str = "") -> Response:
    """`GET .../operations`, the newest first, `$top`."""
    deployment = _get(call, subscription, group, name)
    top = read_top(call.request.parameter("$top"))
    operations = serializers.operations(deployment, call.cloud.now())
    return Response(200, {"value": operations[:top] if top else operations})


def get_operation(
    call: Call, *, subscription: str, name: str, operation: str, group: str = ""
) -> Response:
    """`GET .../operations/{id}`."""
    deployment = _get(call, subscription, group, name)
    for each in serializers.operations(deployment, call.cloud.now()):
        if each["operationId"].casefold() == operation.casefold():
            return Response(200, each)
    raise errors.operation_not_found(operation)


def get_status(
    call: Call, *, subscription: str, name: str, operation: str, group: str = ""
) -> Response:
    """`GET .../operationStatuses/{id}`: where `Azure-AsyncOperation` leads."""
    deployment = _get(call, subscription, group, name)
    if serializers.status_id(deployment) != operation:
        raise errors.operation_not_found(operation)
    return Response(200, serializers.status(deployment))


def template_hash(call: Call) -> Response:
    """`POST /providers/Microsoft.Resources/calculateTemplateHash` with a template."""
    data = validators.body(call)
    hashed, minified = validators.hash_of(data), validators.minified(data)
    return Response(200, {"minifiedTemplate": minified, "templateHash": hashed})


def _service(call: Call) -> Deployments:
    return call.cloud.state(Deployments)


def _target(call: Call, subscription: str, group: str, name: str) -> Target:
    return _service(call).target(subscription, group, name)


def _get(call: Call, subscription: str, group: str, name: str) -> Deployment:
    return _service(call).get(_target(call, subscription, group, name))


def _prepared(call: ArmCall, subscription: str, group: str, name: str) -> Deployment:
    target = _target(call, subscription, group, name)
    return _service(call).prepared(target, validators.body(call), call.caller)


def _accepted(call: Call, target: Target, result: object = None) -> Response:
    """202 with where to ask; the operation has ended by then."""
    outcome = result if isinstance(result, dict) else None
    operations = call.cloud.state(Operations)
    operation = operations.begin(target.subscription, call.cloud.now(), result=outcome)
    path = f"/subscriptions/{target.subscription}/operationresults/{operation.id}"
    url = f"https://{call.request.host}{path}?api-version={_version(call)}"
    return Response(202, None, {"Location": url})


def _version(call: Call) -> str:
    return call.request.parameter("api-version") or ""


def _state_filter(text: str | None) -> str:
    """The state in `provisioningState eq 'Failed'`; no other filter is known here."""
    words = (text or "").split("'")
    is_state = words[0].replace(" ", "").casefold() == "provisioningstateeq"
    return words[1].casefold() if is_state and len(words) > 1 else ""


ALL = "/providers/" + TYPE
ONE = ALL + "/{name}"
SHORT = "/deployments/{name}/operations"
"""Where clients ask for the operations of a group's deployment, as the specification has it."""


def _both(method: str, path: str, handler: Handler, action: str) -> list[Route]:
    """The routes at a group and at a subscription."""
    return [
        Route(method, home + path, handler, f"{TYPE}/{action}") for home in (GROUP, SUBSCRIPTION)
    ]


ROUTES: list[Route] = [
    Route("POST", "/providers/Microsoft.Resources/calculateTemplateHash", template_hash),
    *_both("PUT", ONE, put_deployment, "write"),
    *_both("GET", ONE, get_deployment, "read"),
    *_both("HEAD", ONE, head_deployment, "read"),
    *_both("DELETE", ONE, delete_deployment, "delete"),
    *_both("GET", ALL, list_deployments, "read"),
    *_both("POST", ONE + "/cancel", cancel, "cancel/action"),
    *_both("POST", ONE + "/validate", validate, "validate/action"),
    *_both("POST", ONE + "/whatIf", whatif, "whatIf/action"),
    *_both("POST", ONE + "/exportTemplate", export, "exportTemplate/action"),
    Route("GET", GROUP + SHORT, list_operations, f"{TYPE}/operations/read"),
    Route("GET", GROUP + SHORT + "/{operation}", get_operation, f"{TYPE}/operations/read"),
    *_both("GET", ONE + "/operations", list_operations, "operations/read"),
    *_both("GET", ONE + "/operations/{operation}", get_operation, "operations/read"),
    *_both("GET", ONE + "/operationStatuses/{operation}", get_status, "operationstatuses/read"),
]

SERVICE = resource_provider("deployments", ROUTES, Deployments)
