"""The routes of Microsoft.Management. Source: its specification, 2021-04-01."""

from typing import Any

from azure_emulator.management_groups import serializers
from azure_emulator.management_groups.state import TYPE, ManagementGroup, ManagementGroups
from azure_emulator.resource_manager.errors import subscription_not_found
from azure_emulator.resource_manager.guard import ArmCall
from azure_emulator.resource_manager.listing import page, read_skip_token, read_top
from azure_emulator.resource_manager.protocol import next_link, resource_provider
from azure_emulator.resource_manager.resource import Subscription
from azure_emulator.resource_manager.state import ResourceManager
from azure_emulator.resource_manager.validators import body_of
from azure_emulator.routing import Route
from azure_emulator.wire import Response


def list_groups(call: ArmCall) -> Response:
    """`GET .../managementGroups`. Guess: for whoever may read the root, all of the tenant."""
    groups = _state(call).groups(call.caller.tenant)
    return _page(call, [serializers.group_in_list(group) for group in groups])


def get_group(call: ArmCall, *, group: str) -> Response:
    """`GET .../managementGroups/{group}`."""
    return Response(200, serializers.group(_group(call, group)))


def put_group(call: ArmCall, *, group: str) -> Response:
    """`PUT .../managementGroups/{group}`. Guess: done at once.

    With 200, also for a new one: the Azure CLI knows 200 and 202 alone.
    """
    properties = body_of(call).get("properties") or {}
    parent = ((properties.get("details") or {}).get("parent") or {}).get("id") or ""
    put, _ = _state(call).put(
        call.caller.tenant,
        group,
        str(properties.get("displayName") or ""),
        str(parent).rpartition("/")[2],
        call.caller.object_id,
    )
    return Response(200, serializers.group(put))


def delete_group(call: ArmCall, *, group: str) -> Response:
    """`DELETE .../managementGroups/{group}`. Guess: done at once, with 204, also if it is gone."""
    state, tenant = _state(call), call.caller.tenant
    if any(each.name.casefold() == group.casefold() for each in state.groups(tenant)):
        state.delete(_group(call, group))
    return Response(204)


def list_descendants(call: ArmCall, *, group: str) -> Response:
    """`GET .../managementGroups/{group}/descendants`: groups and subscriptions, `$top`."""
    state = _state(call)

    def serialized(below: ManagementGroup | Subscription) -> dict[str, Any]:
        parent = state.place_of(below) if isinstance(below, Subscription) else below.parent
        return serializers.descendant(below, parent)

    return _page(call, [serialized(each) for each in state.descendants(_group(call, group))])


def list_placements(call: ArmCall, *, group: str) -> Response:
    """`GET .../managementGroups/{group}/subscriptions`: those right in the group."""
    home = _group(call, group)
    subscriptions = _state(call).subscriptions(home)
    return _page(call, [serializers.placement(home, each) for each in subscriptions])


def put_placement(call: ArmCall, *, group: str, subscription: str) -> Response:
    """`PUT .../managementGroups/{group}/subscriptions/{subscription}`: move it there."""
    home = _group(call, group)
    moved = call.cloud.state(ResourceManager).subscription(subscription)
    if moved.tenant != home.tenant:
        raise subscription_not_found(subscription)
    _state(call).place(home, moved)
    return Response(200, serializers.placement(home, moved))


def delete_placement(call: ArmCall, *, group: str, subscription: str) -> Response:
    """`DELETE .../managementGroups/{group}/subscriptions/{subscription}`: back to the root."""
    home = _group(call, group)
    moved = call.cloud.state(ResourceManager).subscription(subscription)
    _state(call).remove(home, moved)
    return Response(200)


def _state(call: ArmCall) -> ManagementGroups:
    return call.cloud.state(ManagementGroups)


def _group(call: ArmCall, name: str) -> ManagementGroup:
    return _state(call).get(call.caller.tenant, name)


def _page(call: ArmCall, items: list[dict[str, Any]]) -> Response:
    on_page, following = page(
        items,
        lambda _item: True,
        start=read_skip_token(call.request.parameter("$skiptoken")),
        top=read_top(call.request.parameter("$top")),
        size=call.cloud.state(ResourceManager).page_size,
    )
    body: dict[str, Any] = {"value": on_page}
    if following is not None:
        body["nextLink"] = next_link(call.request, "$skiptoken", following)
    return Response(200, body)


GROUPS = f"/providers/{TYPE}"
GROUP = f"{GROUPS}/{{group}}"
PLACE = f"{GROUP}/subscriptions"

ROUTES = [
    Route("GET", GROUPS, list_groups, f"{TYPE}/read"),
    Route("GET", GROUP, get_group, f"{TYPE}/read"),
    Route("PUT", GROUP, put_group, f"{TYPE}/write"),
    Route("DELETE", GROUP, delete_group, f"{TYPE}/delete"),
    Route("GET", f"{GROUP}/descendants", list_descendants, f"{TYPE}/descendants/read"),
    Route("GET", PLACE, list_placements, f"{TYPE}/subscriptions/read"),
    Route("PUT", f"{PLACE}/{{subscription}}", put_placement, f"{TYPE}/subscriptions/write"),
    Route("DELETE", f"{PLACE}/{{subscription}}", delete_placement, f"{TYPE}/subscriptions/delete"),
]

SERVICE = resource_provider("management_groups", ROUTES, ManagementGroups)
