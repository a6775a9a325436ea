"""The routes of Azure Resource Manager itself: parse, call the state, serialise."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from azure_emulator.guards import token
from azure_emulator.resource_manager import generic, providers, serializers
from azure_emulator.resource_manager.listing import (
    Filter,
    page,
    read_skip_token,
    read_top,
    skip_token,
)
from azure_emulator.resource_manager.resource import Group, Resource, ResourceId
from azure_emulator.resource_manager.state import BY_ARM, Operation
from azure_emulator.resource_manager.validators import body_of, narrowed, versioned
from azure_emulator.wire import Call, Handler, Request, Response, Route

UNLISTED = frozenset({"microsoft.machinelearningservices/workspaces/computes"})
"""Types that are no tracked resources of Resource Manager (for computes: an informed guess)."""


def list_subscriptions(call: Call) -> Response:
    """`GET /subscriptions`: those that the caller may read, or something in them.

    Guess: that just this action makes a subscription visible.
    """
    allows = call.cloud.authorization.allows_within
    value = [
        serializers.subscription(known)
        for known in call.cloud.resource_manager.subscriptions.values()
        if call.caller
        and allows(call.caller, f"{SUBSCRIPTIONS}/read", f"/subscriptions/{known.id}")
    ]
    count = {"type": "Total", "value": len(value)}
    return Response(200, {"value": value, "count": count})


def get_subscription(call: Call, *, subscription: str) -> Response:
    """`GET /subscriptions/{subscription}`."""
    return Response(
        200, serializers.subscription(call.cloud.resource_manager.subscription(subscription))
    )


def list_tenants(call: Call) -> Response:
    """`GET /tenants`."""
    return Response(200, {"value": [serializers.tenant(call.cloud.entra.tenant)]})


def list_locations(call: Call, *, subscription: str) -> Response:
    """`GET /subscriptions/{subscription}/locations`."""
    known = call.cloud.resource_manager.subscription(subscription)
    return Response(200, {"value": serializers.locations(known.id)})


def list_providers(call: Call, *, subscription: str) -> Response:
    """`GET .../providers`."""
    known, now = call.cloud.resource_manager.subscription(subscription), call.cloud.now()
    value = [providers.shown(known, namespace, now) for namespace in providers.PROVIDERS]
    return Response(200, {"value": value})


def get_provider(call: Call, *, subscription: str, namespace: str) -> Response:
    """`GET .../providers/{namespace}`."""
    manager = call.cloud.resource_manager
    known, provider = manager.subscription(subscription), manager.provider(namespace)
    return Response(200, providers.shown(known, provider, call.cloud.now()))


def register(call: Call, *, subscription: str, namespace: str) -> Response:
    """`POST .../providers/{namespace}/register`."""
    call = _allowed(call, f"{namespace}/register/action")
    call.cloud.resource_manager.register(subscription, namespace)
    return get_provider(call, subscription=subscription, namespace=namespace)


def unregister(call: Call, *, subscription: str, namespace: str) -> Response:
    """`POST .../providers/{namespace}/unregister`."""
    call = _allowed(call, f"{namespace}/unregister/action")
    call.cloud.resource_manager.unregister(subscription, namespace)
    return get_provider(call, subscription=subscription, namespace=namespace)


def list_groups(call: Call, *, subscription: str) -> Response:
    """`GET .../resourcegroups`, `$filter` by tag, `$top`."""
    wanted = Filter.parse(call.request.parameter("$filter"))
    groups = call.cloud.resource_manager.groups(subscription)

    def lets(group: Group) -> bool:
        return wanted.lets_tags(group.tags or {})

    return _page(call, [group for group in groups if lets(group)], serializers.group)


def put_group(call: Call, *, subscription: str, group: str) -> Response:
    """`PUT .../resourcegroups/{group}`."""
    manager = call.cloud.resource_manager
    written, is_new = manager.put_group(subscription, group, body_of(call))
    return Response(201 if is_new else 200, serializers.group(written))


def patch_group(call: Call, *, subscription: str, group: str) -> Response:
    """`PATCH .../resourcegroups/{group}`."""
    changed = call.cloud.resource_manager.patch_group(subscription, group, body_of(call))
    return Response(200, serializers.group(changed))


def get_group(call: Call, *, subscription: str, group: str) -> Response:
    """`GET .../resourcegroups/{group}`."""
    return Response(200, serializers.group(call.cloud.resource_manager.group(subscription, group)))


def head_group(call: Call, *, subscription: str, group: str) -> Response:
    """`HEAD .../resourcegroups/{group}`: 204 or 404, both without a body."""
    groups = call.cloud.resource_manager.groups(subscription)
    exists = group.casefold() in (found.name.casefold() for found in groups)
    return Response(204) if exists else Response(404, None, BY_ARM)


def delete_group(call: Call, *, subscription: str, group: str) -> Response:
    """`DELETE .../resourcegroups/{group}`: 202, and where to ask whether it is done."""
    operation = call.cloud.resource_manager.delete_group(subscription, group)
    return _pending(call, subscription, operation)


def poll(call: Call, *, subscription: str, operation: str) -> Response:
    """`GET .../operationresults/{operation}`: 202 until it is done, then 200."""
    found = call.cloud.resource_manager.operation(operation)
    if call.cloud.now() < found.ends:
        return _pending(call, subscription, found)
    return Response(200)


def list_resources(call: Call, *, subscription: str) -> Response:
    """`GET /subscriptions/{subscription}/resources`."""
    return _resources(call, call.cloud.resource_manager.in_subscription(subscription))


def list_group_resources(call: Call, *, subscription: str, group: str) -> Response:
    """`GET .../resourceGroups/{group}/resources`."""
    return _resources(call, call.cloud.resource_manager.in_group(subscription, group))


def get_resource(call: Call) -> Response:
    """`GET` a resource of a type without a service."""
    call = _allowed_on_type(call, "read")
    resource = generic.get(call.cloud.resource_manager, call.request.path)
    return Response(200, serializers.generic(resource, call.cloud.now()))


def head_resource(call: Call) -> Response:
    """`HEAD` a resource: 204 or 404, both without a body."""
    call = _allowed_on_type(call, "read")
    exists = call.cloud.resource_manager.find(call.request.path) is not None
    return Response(204) if exists else Response(404, None, BY_ARM)


def put_resource(call: Call) -> Response:
    """`PUT` a resource of a type without a service: 201 new, 200 replaced."""
    call = _allowed_on_type(call, "write")
    manager = call.cloud.resource_manager
    resource, is_new = generic.put(manager, call.request.path, body_of(call), call.caller)
    return Response(201 if is_new else 200, serializers.generic(resource, call.cloud.now()))


def patch_resource(call: Call) -> Response:
    """`PATCH` a resource of a type without a service."""
    call = _allowed_on_type(call, "write")
    manager = call.cloud.resource_manager
    resource = generic.patch(manager, call.request.path, body_of(call), call.caller)
    return Response(200, serializers.generic(resource, call.cloud.now()))


def delete_resource(call: Call) -> Response:
    """`DELETE` a resource of a type without a service: 200, or 204 if there was none."""
    call = _allowed_on_type(call, "delete")
    was_there = generic.delete(call.cloud.resource_manager, call.request.path)
    return Response(200 if was_there else 204)


def _allowed(call: Call, action: str) -> Call:
    # The action depends on the path, so the guard is asked once more, here.
    return token(call, Route(call.request.method, call.request.path, get_resource, action))


def _allowed_on_type(call: Call, verb: str) -> Call:
    return _allowed(call, f"{ResourceId.parse(call.request.path).type}/{verb}")


def _pending(call: Call, subscription: str, operation: Operation) -> Response:
    version = call.request.parameter("api-version") or ""
    path = f"/subscriptions/{subscription}/operationresults/{operation.id}"
    return Response(
        202, None, {"Location": f"https://{call.request.host}{path}?api-version={version}"}
    )


def _resources(call: Call, resources: list[Resource]) -> Response:
    wanted = Filter.parse(call.request.parameter("$filter"))
    asked = (call.request.parameter("$expand") or "").split(",")
    expand = [] if wanted.by_tag else [name.strip() for name in asked]
    now = call.cloud.now()

    def shown(resource: Resource) -> dict[str, Any]:
        return serializers.listed(resource, expand, now)

    tracked = [resource for resource in resources if resource.type.casefold() not in UNLISTED]
    return _page(call, tracked, shown, wanted.lets)


def _page(call: Call, items: Sequence[Any], shown: Any, lets: Any = lambda item: True) -> Response:
    found, following = page(
        items,
        lets,
        start=read_skip_token(call.request.parameter("$skiptoken")),
        top=read_top(call.request.parameter("$top")),
        size=call.cloud.resource_manager.page_size,
    )
    body: dict[str, Any] = {"value": [shown(item) for item in found]}
    if following is not None:
        body["nextLink"] = _next_link(call.request, following)
    return Response(200, body)


def _next_link(request: Request, following: int) -> str:
    kept = {name: value for name, value in request.query.items() if name != "$skiptoken"}
    query = urlencode({**kept, "$skiptoken": skip_token(following)})
    return f"https://{request.host}{request.path}?{query}"


@dataclass(frozen=True)
class GenericRoute(Route):
    """A route to any resource in a group, however deep, whose namespace is not special."""

    def match(self, method: str, path: str) -> dict[str, str] | None:
        """No arguments: the handlers take the resource's id from the path."""
        if method != self.method:
            return None
        try:
            place = ResourceId.parse(path)
        except ValueError:
            return None
        return None if place.namespace.casefold() in generic.SPECIAL else {}


SUBSCRIPTION = "/subscriptions/{subscription}"
PROVIDER = SUBSCRIPTION + "/providers/{namespace}"
GROUP = SUBSCRIPTION + "/resourcegroups/{group}"
SUBSCRIPTIONS = "Microsoft.Resources/subscriptions"
GROUPS = f"{SUBSCRIPTIONS}/resourceGroups"


def _generic(method: str, handler: Handler) -> Route:
    return GenericRoute(method, GROUP + "/providers/{namespace}/{type}/{name}", handler)


ROUTES: list[Route] = [
    versioned(route)
    for route in (
        Route("GET", "/subscriptions", list_subscriptions),
        Route("GET", "/tenants", list_tenants),
        Route("GET", SUBSCRIPTION, get_subscription, f"{SUBSCRIPTIONS}/read"),
        Route(
            "GET", SUBSCRIPTION + "/locations", list_locations, f"{SUBSCRIPTIONS}/locations/read"
        ),
        Route(
            "GET", SUBSCRIPTION + "/providers", list_providers, f"{SUBSCRIPTIONS}/providers/read"
        ),
        Route("GET", PROVIDER, get_provider, f"{SUBSCRIPTIONS}/providers/read"),
        Route("POST", PROVIDER + "/register", register),
        Route("POST", PROVIDER + "/unregister", unregister),
        Route(
            "GET",
            SUBSCRIPTION + "/operationresults/{operation}",
            poll,
            f"{SUBSCRIPTIONS}/operationresults/read",
        ),
        narrowed(Route("GET", SUBSCRIPTION + "/resourcegroups", list_groups, f"{GROUPS}/read")),
        Route("GET", GROUP, get_group, f"{GROUPS}/read"),
        Route("HEAD", GROUP, head_group, f"{GROUPS}/read"),
        Route("PUT", GROUP, put_group, f"{GROUPS}/write"),
        Route("PATCH", GROUP, patch_group, f"{GROUPS}/write"),
        Route("DELETE", GROUP, delete_group, f"{GROUPS}/delete"),
        narrowed(
            Route(
                "GET",
                SUBSCRIPTION + "/resources",
                list_resources,
                f"{SUBSCRIPTIONS}/resources/read",
            )
        ),
        Route("GET", GROUP + "/resources", list_group_resources, f"{GROUPS}/resources/read"),
        _generic("GET", get_resource),
        _generic("HEAD", head_resource),
        _generic("PUT", put_resource),
        _generic("PATCH", patch_resource),
        _generic("DELETE", delete_resource),
    )
]
