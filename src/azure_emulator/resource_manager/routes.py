"""The routes of Azure Resource Manager itself: parse, call the state, serialise."""

from dataclasses import dataclass
from typing import Any

from azure_emulator.entra.state import Entra
from azure_emulator.resource_manager import errors, generic, providers, serializers, versions
from azure_emulator.resource_manager.access import Access
from azure_emulator.resource_manager.exporting import EXPORT_ROUTES
from azure_emulator.resource_manager.guard import ArmCall
from azure_emulator.resource_manager.kept_lists import LIST_ROUTES
from azure_emulator.resource_manager.kept_shapes import creation
from azure_emulator.resource_manager.listing import Filter, read_skip_token
from azure_emulator.resource_manager.moving import move_routes
from azure_emulator.resource_manager.operations import Operation, Operations
from azure_emulator.resource_manager.paging import paged
from azure_emulator.resource_manager.protocol import (
    GROUP,
    SUBSCRIPTION,
    existence,
    narrowed,
    next_link,
    resource_provider,
)
from azure_emulator.resource_manager.reserved_names import NAME_ROUTES
from azure_emulator.resource_manager.resource import Group, Resource, ResourceId
from azure_emulator.resource_manager.state import ResourceManager
from azure_emulator.resource_manager.validators import body_of
from azure_emulator.routing import Call, Handler, Route
from azure_emulator.wire import Response

UNLISTED = frozenset({"microsoft.machinelearningservices/workspaces/computes"})
"""Types that are no tracked resources of Resource Manager (for computes: an informed guess)."""


def list_subscriptions(call: ArmCall) -> Response:
    """`GET /subscriptions`: those that the caller may read, or something in them, enabled or not.

    Guess: that just this action makes a subscription visible, and how long a page is.
    """
    access = call.cloud.state(Access)
    visible = [
        subscription
        for subscription in _manager(call).of_tenant(call.caller.tenant)
        if access.allows_within(
            call.caller, f"{SUBSCRIPTIONS}/read", f"/subscriptions/{subscription.id}"
        )
    ]
    start = read_skip_token(call.request.parameter("$skiptoken"))
    end = start + _manager(call).page_size
    following = next_link(call.request, "$skiptoken", end) if end < len(visible) else None
    return Response(200, serializers.subscriptions(visible[start:end], following))


def get_subscription(call: Call, *, subscription: str) -> Response:
    """`GET /subscriptions/{subscription}`."""
    return Response(200, serializers.subscription(_manager(call).subscription(subscription)))


def list_tenants(call: ArmCall) -> Response:
    """`GET /tenants`: the caller's own, for a service principal is in no other."""
    tenant = call.caller.tenant
    entra = call.cloud.state(Entra)
    told = serializers.tenant(tenant, entra.tenants[tenant], entra.domain(tenant))
    return Response(200, {"value": [told]})


def list_locations(call: Call, *, subscription: str) -> Response:
    """`GET /subscriptions/{subscription}/locations`."""
    subscription_id = _manager(call).subscription(subscription).id
    return Response(200, {"value": serializers.locations(subscription_id)})


def list_providers(call: Call, *, subscription: str) -> Response:
    """`GET .../providers`."""
    home, now = _manager(call).subscription(subscription), call.cloud.now()
    value = [serializers.provider(home, namespace, now) for namespace in providers.PROVIDERS]
    return Response(200, {"value": value})


def get_provider(call: Call, *, subscription: str, namespace: str) -> Response:
    """`GET .../providers/{namespace}`."""
    manager = _manager(call)
    home, provider = manager.subscription(subscription), manager.provider(namespace)
    return Response(200, serializers.provider(home, provider, call.cloud.now()))


def list_types(call: Call, *, subscription: str, namespace: str) -> Response:
    """`GET .../providers/{namespace}/resourceTypes`."""
    _manager(call).subscription(subscription)
    provider = serializers.tenant_provider(_manager(call).provider(namespace))
    return Response(200, {"value": provider["resourceTypes"]})


def list_tenant_providers(_call: Call) -> Response:
    """`GET /providers`: the providers, whoever has registered them."""
    value = [serializers.tenant_provider(namespace) for namespace in providers.PROVIDERS]
    return Response(200, {"value": value})


def get_tenant_provider(call: Call, *, namespace: str) -> Response:
    """`GET /providers/{namespace}`."""
    provider = _manager(call).provider(namespace)
    return Response(200, serializers.tenant_provider(provider))


def register(call: Call, *, subscription: str, namespace: str) -> Response:
    """`POST .../providers/{namespace}/register`."""
    _manager(call).register(subscription, namespace)
    return get_provider(call, subscription=subscription, namespace=namespace)


def unregister(call: Call, *, subscription: str, namespace: str) -> Response:
    """`POST .../providers/{namespace}/unregister`."""
    _manager(call).unregister(subscription, namespace)
    return get_provider(call, subscription=subscription, namespace=namespace)


def list_groups(call: Call, *, subscription: str) -> Response:
    """`GET .../resourcegroups`, `$filter` by tag, `$top`."""
    tags = Filter.parse(call.request.parameter("$filter"))
    groups = _manager(call).groups(subscription)

    def matches(group: Group) -> bool:
        return tags.matches_tags(group.tags or {})

    return paged(call, [group for group in groups if matches(group)], serializers.group)


def put_group(call: Call, *, subscription: str, group: str) -> Response:
    """`PUT .../resourcegroups/{group}`."""
    put, is_new = _manager(call).put_group(subscription, group, body_of(call))
    return Response(201 if is_new else 200, serializers.group(put))


def patch_group(call: Call, *, subscription: str, group: str) -> Response:
    """`PATCH .../resourcegroups/{group}`."""
    patched = _manager(call).patch_group(subscription, group, body_of(call))
    return Response(200, serializers.group(patched))


def get_group(call: Call, *, subscription: str, group: str) -> Response:
    """`GET .../resourcegroups/{group}`."""
    return Response(200, serializers.group(_manager(call).group(subscription, group)))


def head_group(call: Call, *, subscription: str, group: str) -> Response:
    """`HEAD .../resourcegroups/{group}`: 204 or 404, both without a body."""
    names = [each.name.casefold() for each in _manager(call).groups(subscription)]
    return existence(group.casefold() in names)


def delete_group(call: Call, *, subscription: str, group: str) -> Response:
    """`DELETE .../resourcegroups/{group}`: 202, and where to ask whether it is done."""
    operation = _manager(call).delete_group(subscription, group)
    return _pending(call, subscription, operation)


def poll(call: Call, *, subscription: str, operation: str) -> Response:
    """`GET .../operationresults/{operation}`: 202 until it is done, then 200."""
    begun = call.cloud.state(Operations).find(subscription, operation)
    if begun is None:
        raise errors.operation_not_found(operation)
    if begun.status(call.cloud.now()) == "InProgress":
        return _pending(call, subscription, begun)
    return Response(begun.finished, begun.result)


def list_resources(call: Call, *, subscription: str) -> Response:
    """`GET /subscriptions/{subscription}/resources`."""
    return _resources(call, _manager(call).in_subscription(subscription))


def list_group_resources(call: Call, *, subscription: str, group: str) -> Response:
    """`GET .../resourceGroups/{group}/resources`."""
    return _resources(call, _manager(call).in_group(subscription, group))


def get_resource(call: Call, *, resource: ResourceId) -> Response:
    """`GET` a resource of a type without a service."""
    existing = generic.get(_manager(call), resource)
    return Response(200, serializers.resource(existing, call.cloud.now()))


def head_resource(call: Call, *, resource: ResourceId) -> Response:
    """`HEAD` a resource: 204 or 404, both without a body."""
    return existence(_manager(call).find(resource) is not None)


def put_resource(call: ArmCall, *, resource: ResourceId) -> Response:
    """`PUT` a resource of a type without a service: 201 new, 200 replaced."""
    put, is_new = generic.put(_manager(call), resource, body_of(call), call.caller)
    status, headers = creation(put) if is_new else (200, {})
    return Response(status, serializers.resource(put, call.cloud.now()), headers)


def patch_resource(call: ArmCall, *, resource: ResourceId) -> Response:
    """`PATCH` a resource of a type without a service."""
    patched = generic.patch(_manager(call), resource, body_of(call), call.caller)
    return Response(200, serializers.resource(patched, call.cloud.now()))


def delete_resource(call: Call, *, resource: ResourceId) -> Response:
    """`DELETE` a resource of a type without a service: 200, or 204 if there was none."""
    return Response(200 if generic.delete(_manager(call), resource) else 204)


def _manager(call: Call) -> ResourceManager:
    return call.cloud.state(ResourceManager)


def _pending(call: Call, subscription: str, operation: Operation) -> Response:
    version = call.request.parameter("api-version") or ""
    path = f"/subscriptions/{subscription}/operationresults/{operation.id}"
    location = f"https://{call.request.host}{path}?api-version={version}"
    return Response(202, None, {"Location": location})


def _resources(call: Call, resources: list[Resource]) -> Response:
    filter_ = Filter.parse(call.request.parameter("$filter"))
    names = (call.request.parameter("$expand") or "").split(",")
    expand = [] if filter_.by_tag else [name.strip() for name in names]
    now = call.cloud.now()

    def serialize(resource: Resource) -> dict[str, Any]:
        return serializers.resource_in_list(resource, expand, now)

    tracked = [resource for resource in resources if resource.type.casefold() not in UNLISTED]
    return paged(call, tracked, serialize, filter_.matches)


PROVIDER = SUBSCRIPTION + "/providers/{namespace}"
SUBSCRIPTIONS = "Microsoft.Resources/subscriptions"
GROUPS = f"{SUBSCRIPTIONS}/resourceGroups"


@dataclass(frozen=True)
class GenericRoute(Route):
    """A route to any resource in a group, however deep, whose namespace is not special."""

    def match(self, method: str, path: str) -> dict[str, Any] | None:
        """The id of the `resource`."""
        if method != self.method:
            return None
        try:
            resource = ResourceId.parse(path)
        except ValueError:
            return None
        special = resource.namespace.casefold() in generic.SPECIAL
        return None if special else {"resource": resource}


def _generic(method: str, handler: Handler, verb: str) -> Route:
    pattern = GROUP + "/providers/{namespace}/{type}/{name}"
    return GenericRoute(method, pattern, handler, f"{{resource.type}}/{verb}")


ROUTES: list[Route] = [
    Route("GET", "/subscriptions", list_subscriptions),
    Route("GET", "/tenants", list_tenants),
    Route("GET", SUBSCRIPTION, get_subscription, f"{SUBSCRIPTIONS}/read"),
    Route("GET", SUBSCRIPTION + "/locations", list_locations, f"{SUBSCRIPTIONS}/locations/read"),
    Route("GET", SUBSCRIPTION + "/providers", list_providers, f"{SUBSCRIPTIONS}/providers/read"),
    Route("GET", PROVIDER, get_provider, f"{SUBSCRIPTIONS}/providers/read"),
    Route("GET", PROVIDER + "/resourceTypes", list_types, f"{SUBSCRIPTIONS}/providers/read"),
    Route("GET", "/providers", list_tenant_providers),
    Route("GET", "/providers/{namespace}", get_tenant_provider),
    Route("POST", PROVIDER + "/register", register, "{namespace}/register/action"),
    Route("POST", PROVIDER + "/unregister", unregister, "{namespace}/unregister/action"),
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
        Route("GET", SUBSCRIPTION + "/resources", list_resources, f"{SUBSCRIPTIONS}/resources/read")
    ),
    Route("GET", GROUP + "/resources", list_group_resources, f"{GROUPS}/resources/read"),
    _generic("GET", get_resource, "read"),
    _generic("HEAD", head_resource, "read"),
    _generic("PUT", put_resource, "write"),
    _generic("PATCH", patch_resource, "write"),
    _generic("DELETE", delete_resource, "delete"),
    *LIST_ROUTES,
    *move_routes(_pending),
    *EXPORT_ROUTES,
    *NAME_ROUTES,
]

FIELDS: dict[str, versions.Fields] = {
    "/subscriptions": versions.OF_SUBSCRIPTIONS,
    "/tenants": versions.OF_TENANTS,
    SUBSCRIPTION: versions.OF_SUBSCRIPTIONS,
    SUBSCRIPTION + "/locations": versions.OF_LOCATIONS,
    SUBSCRIPTION + "/resources": versions.OF_LISTED_RESOURCES,
    GROUP + "/resources": versions.OF_LISTED_RESOURCES,
    SUBSCRIPTION + "/providers": versions.OF_PROVIDERS,
    PROVIDER: versions.OF_PROVIDERS,
    PROVIDER + "/register": versions.OF_PROVIDERS,
    PROVIDER + "/unregister": versions.OF_PROVIDERS,
    SUBSCRIPTION + "/resourcegroups": versions.OF_GROUPS,
    GROUP: versions.OF_GROUPS,
}
"""By what is answered: the fields that not all versions have."""

SERVICE = resource_provider(
    "resource_manager",
    [versions.of_its_version(route, FIELDS.get(route.pattern, {})) for route in ROUTES],
    ResourceManager,
)
