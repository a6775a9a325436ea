"""Lists of the types that no service here knows: in a subscription, a group, or a resource."""

from dataclasses import dataclass
from typing import Any

from azure_emulator.resource_manager import generic, serializers
from azure_emulator.resource_manager.access import Access
from azure_emulator.resource_manager.errors import resource_not_found
from azure_emulator.resource_manager.guard import ArmCall
from azure_emulator.resource_manager.paging import paged
from azure_emulator.resource_manager.resource import Resource, ResourceId
from azure_emulator.resource_manager.state import ResourceManager
from azure_emulator.routing import Route
from azure_emulator.wire import Response

NO_LISTS = frozenset({"checknameavailability", "locations", "operations", "skus", "usages"})
"""Words that stand where a type could, and are none."""


@dataclass(frozen=True)
class Listed:
    """What a list is of.

    Args:
        type: the full type, as it stands in the path.
        group: the name of the group, unless it is of a whole subscription.
        parent: the resource whose children are listed, if it is of those.
    """

    subscription: str
    type: str
    group: str = ""
    parent: ResourceId | None = None


def list_kept(call: ArmCall, *, listed: Listed) -> Response:
    """`GET` a list of a type, in pages; of a whole subscription, what the caller may read."""
    manager, now = call.cloud.state(ResourceManager), call.cloud.now()
    manager.require_registered(listed.subscription, listed.type.partition("/")[0])
    if listed.group:
        resources = manager.in_group(listed.subscription, listed.group)
    else:
        resources = manager.in_subscription(listed.subscription)
    parent = listed.parent
    if parent is not None and manager.find(parent) is None:
        raise resource_not_found(parent)

    def matches(resource: Resource) -> bool:
        above = resource.path.parent
        same = parent is None or (above is not None and above.key == parent.key)
        return same and resource.type.casefold() == listed.type.casefold()

    access, action = call.cloud.state(Access), f"{listed.type}/read"
    found = [
        resource
        for resource in resources
        if matches(resource) and (listed.group or access.allows(call.caller, action, resource.id))
    ]
    return paged(call, found, lambda resource: serializers.resource(resource, now))


@dataclass(frozen=True)
class ListRoute(Route):
    """A route to lists of any type whose namespace is not special."""

    def match(self, method: str, path: str) -> dict[str, Any] | None:
        """What is `listed`."""
        parts = path.strip("/").split("/")
        if method != self.method or len(parts) < 5 or parts[0].casefold() != "subscriptions":
            return None
        in_group = parts[2].casefold() == "resourcegroups"
        below = parts[4:] if in_group else parts[2:]
        if in_group == self.narrowed or len(below) < 3 or below[0].casefold() != "providers":
            return None
        listed = _listed(parts[1], parts[3] if in_group else "", below[1], below[2:])
        return None if listed is None else {"listed": listed}


def _listed(subscription: str, group: str, namespace: str, rest: list[str]) -> Listed | None:
    """What `TYPE` or `TYPE/NAME/TYPE` asks for, if it is a list of something kept."""
    kinds, names = rest[::2], tuple(rest[1::2])
    words = {kind.casefold() for kind in kinds}
    if len(kinds) != len(names) + 1 or (names and not group):
        return None
    if namespace.casefold() in generic.SPECIAL or words & {*NO_LISTS, "providers"}:
        return None
    above = "/".join([namespace, *kinds[:-1]])
    parent = ResourceId(subscription, group, above, names) if names else None
    return Listed(subscription, f"{above}/{kinds[-1]}", group, parent)


LIST_ROUTES: list[Route] = [
    ListRoute(
        "GET",
        "/subscriptions/{subscription}/providers/{namespace}/{type}",
        list_kept,
        "{listed.type}/read",
        narrowed=True,
    ),
    ListRoute(
        "GET",
        "/subscriptions/{subscription}/resourcegroups/{group}/providers/{namespace}/{type}",
        list_kept,
        "{listed.type}/read",
    ),
]
