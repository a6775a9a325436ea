"""The routes of the control interface, at a host of the emulator's own: none of Azure's.

It asks for no sign-in: whoever comes through the proxy is a process of this machine.
"""

from datetime import timedelta
from typing import Any

from azure_emulator.control import errors, serializers
from azure_emulator.control.state import Control
from azure_emulator.fault_rules import FaultRuleError
from azure_emulator.resource_manager.state import ResourceManager
from azure_emulator.routing import Call, Route, Service
from azure_emulator.wire import Response

MOST_COPIES = 1000
"""How many copies one request makes: the cloud does nothing else meanwhile."""


def get_cloud(call: Call) -> Response:
    """`GET /`: how large the cloud is, and what it could not serve."""
    count = len(call.cloud.state(ResourceManager).subscriptions)
    return Response(200, serializers.cloud(call.cloud, count))


def patch_cloud(call: Call) -> Response:
    """`PATCH /` with `{"latency"?, "limits"?, "faultRules"?}`: what is on the way of requests."""
    body, cloud = _body(call, "latency", "limits", "faultRules"), call.cloud
    latency = body.get("latency", cloud.latency.total_seconds())
    if isinstance(latency, bool) or not isinstance(latency, int | float) or not 0 <= latency <= 60:
        raise errors.bad_request("'latency' is a number of seconds from 0 to 60.")
    limits = _flag(body, "limits", default=cloud.limits)
    texts = body.get("faultRules", [])
    if not isinstance(texts, list) or not all(isinstance(text, str) for text in texts):
        raise errors.bad_request("'faultRules' is a list of texts.")
    try:
        if "faultRules" in body:
            cloud.fault_rules.replace(texts)
    except FaultRuleError as error:
        raise errors.bad_request(f"'faultRules': {error}.") from error
    cloud.latency, cloud.limits = timedelta(seconds=latency), limits
    return get_cloud(call)


def post_principal(call: Call) -> Response:
    """`POST /principals` with `{"name", "role", "tenantId"?}`; without a tenant, in a new one."""
    body = _body(call, "name", "role", "tenantId")
    principal = _control(call).register(
        _text(body, "name"), _text(body, "role", "Owner"), _text(body, "tenantId", "")
    )
    return Response(201, serializers.principal(principal))


def post_subscription(call: Call) -> Response:
    """`POST /subscriptions` with `{"name", "tenantId"?, "managementGroup"?, "apart"?}`.

    Without a tenant, it is in the first one; apart, its names are unique in it alone.
    """
    body = _body(call, "name", "tenantId", "managementGroup", "apart")
    group = _text(body, "managementGroup", "")
    made = _control(call).subscribe(
        _text(body, "name"), _text(body, "tenantId", ""), apart=_flag(body, "apart")
    )
    if group:
        _control(call).place(made, group)
    return Response(201, serializers.subscription(made))


def patch_subscription(call: Call, *, subscription: str) -> Response:
    """`PATCH /subscriptions/{subscription}` with `{"state"}`."""
    changed = _control(call).change(subscription, _text(_body(call, "state"), "state"))
    return Response(200, serializers.subscription(changed))


def post_copies(call: Call, *, subscription: str) -> Response:
    """`POST /subscriptions/{subscription}/copies` with `{"names", "alone"?, "managementGroup"?}`.

    A copy for each name: its ids, what became of each id, key and host (`renamed`, old to new),
    and with `"alone": true` the owner of the new tenant that it is in.
    """
    body = _body(call, "names", "alone", "managementGroup")
    names, alone = body.get("names"), _flag(body, "alone")
    group = _text(body, "managementGroup", "")
    if not isinstance(names, list) or not 0 < len(names) <= MOST_COPIES:
        raise errors.bad_request(f"'names' is a list of 1 to {MOST_COPIES} names.")
    if not all(isinstance(name, str) for name in names):
        raise errors.bad_request("'names' is a list of texts.")
    copies = [_control(call).copy(subscription, name, alone=alone) for name in names]
    if group:
        for copied in copies:
            _control(call).place(copied.subscription, group)
    value = [
        {
            **serializers.subscription(copied.subscription),
            "renamed": copied.copy.names,
            "principal": copied.principal and serializers.principal(copied.principal),
        }
        for copied in copies
    ]
    return Response(201, {"value": value})


def _control(call: Call) -> Control:
    return call.cloud.state(Control)


def _body(call: Call, *members: str) -> dict[str, Any]:
    """The body, which has no other members: a mistyped one would be ignored without a word."""
    try:
        body = call.request.json()
    except ValueError as error:
        raise errors.bad_request(f"The body is not JSON: {error}") from error
    if not isinstance(body, dict):
        raise errors.bad_request("The body is not a JSON object.")
    if strange := sorted(body.keys() - set(members)):
        raise errors.bad_request(
            f"There is no member '{strange[0][:100]}' here; there are: {', '.join(members)}."
        )
    return body


def _flag(body: dict[str, Any], name: str, *, default: bool = False) -> bool:
    value = body.get(name, default)
    if not isinstance(value, bool):
        raise errors.bad_request(f"'{name}' is true or false.")
    return value


def _text(body: dict[str, Any], name: str, default: str | None = None) -> str:
    value = body.get(name, default)
    if not isinstance(value, str):
        raise errors.bad_request(f"'{name}' is a text.")
    return value


SERVICE = Service(
    name="control",
    hosts=r"control\.azure-emulator\.test",
    routes=[
        Route("GET", "/", get_cloud),
        Route("PATCH", "/", patch_cloud),
        Route("POST", "/principals", post_principal),
        Route("POST", "/subscriptions", post_subscription),
        Route("PATCH", "/subscriptions/{subscription}", patch_subscription),
        Route("POST", "/subscriptions/{subscription}/copies", post_copies),
    ],
    state=Control,
)
