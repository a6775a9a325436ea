"""The one store of all resources of all services, and Azure Resource Manager's own rules."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from emulator.errors import ArmError
from emulator.resource_manager.resource import Group, Resource, ResourceId, Subscription

if TYPE_CHECKING:
    from emulator.cloud import Cloud

__all__ = ["Group", "Resource", "ResourceId", "ResourceManager", "Subscription"]

BY_ARM = {"x-ms-failure-cause": "gateway"}
"""The header on errors that Resource Manager makes itself, before any provider is asked."""


class ResourceManager:
    """Subscriptions, groups and resources. Whoever needs to know of removals appends to `on_removal`.

    Args:
        cloud: the clock, the ids and the pace come from it.
    """

    def __init__(self, cloud: Cloud) -> None:
        self.cloud = cloud
        self.subscriptions: dict[str, Subscription] = {}
        self.on_removal: list[Callable[[Resource], None]] = []
        self._resources: dict[str, Resource] = {}

    def subscription(self, subscription: str) -> Subscription:
        """The subscription with this id.

        Raises:
            ArmError: 404 SubscriptionNotFound.
        """
        found = self.subscriptions.get(subscription.casefold())
        if found is None:
            message = f"The subscription '{subscription}' could not be found."
            raise ArmError(404, "SubscriptionNotFound", message, BY_ARM)
        return found

    def group(self, subscription: str, name: str) -> Group:
        """The group of this name, in any letter case.

        Raises:
            ArmError: 404 ResourceGroupNotFound or SubscriptionNotFound.
        """
        self._finish_deletions()
        found = self.subscription(subscription).groups.get(name.casefold())
        if found is None:
            message = f"Resource group '{name}' could not be found."
            raise ArmError(404, "ResourceGroupNotFound", message, BY_ARM)
        return found

    def find(self, resource_id: str) -> Resource | None:
        """The resource with this id, in any letter case."""
        self._finish_deletions()
        return self._resources.get(_key(resource_id))

    def put(self, resource: Resource) -> None:
        """Store a new resource, or replace the one with its id.

        Raises:
            ArmError: 404 when its group or subscription does not exist, 409 while the group is
                being deleted.
        """
        place = resource.path
        group = self.group(place.subscription, place.group)
        if group.gone is not None:
            message = (
                f"The resource group '{group.name}' is in deprovisioning state and cannot perform "
                "this operation."
            )
            raise ArmError(409, "ResourceGroupBeingDeleted", message, BY_ARM)
        self._resources[_key(resource.id)] = resource

    def remove(self, resource_id: str) -> None:
        """Remove a resource and everything below it; nothing happens if there is none."""
        key = _key(resource_id)
        for at in [at for at in self._resources if at == key or at.startswith(f"{key}/")]:
            resource = self._resources.pop(at)
            for tell in self.on_removal:
                tell(resource)

    def in_group(self, subscription: str, group: str) -> list[Resource]:
        """The resources of one group, children included, oldest first.

        Raises:
            ArmError: 404 when the group or subscription does not exist.
        """
        return self._under(f"{self.group(subscription, group).id}/providers/")

    def in_subscription(self, subscription: str) -> list[Resource]:
        """The resources of all groups, children included, oldest first.

        Raises:
            ArmError: 404 SubscriptionNotFound.
        """
        self._finish_deletions()
        return self._under(f"/subscriptions/{self.subscription(subscription).id}/")

    def require_registered(self, subscription: str, namespace: str) -> None:
        """Refuse a call to a resource provider that the subscription has not registered.

        Raises:
            ArmError: 409 MissingSubscriptionRegistration, or 404 SubscriptionNotFound.
        """
        if namespace.casefold() not in self.subscription(subscription).registered:
            message = (
                f"The subscription is not registered to use namespace '{namespace}'. "
                "See https://aka.ms/rps-not-found for how to register subscriptions."
            )
            raise ArmError(409, "MissingSubscriptionRegistration", message, BY_ARM)

    def _under(self, prefix: str) -> list[Resource]:
        start = prefix.casefold()
        return [resource for key, resource in self._resources.items() if key.startswith(start)]

    def _finish_deletions(self) -> None:
        now = self.cloud.now()
        for subscription in self.subscriptions.values():
            for key, group in list(subscription.groups.items()):
                if group.gone is not None and now >= group.gone:
                    for resource in self._under(f"{group.id}/providers/"):
                        self.remove(resource.id)
                    del subscription.groups[key]


def _key(resource_id: str) -> str:
    return "/" + resource_id.strip("/").casefold()
