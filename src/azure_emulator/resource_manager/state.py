"""The one store of all resources of all services, and Azure Resource Manager's own rules."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, TypeVar

from azure_emulator.errors import ArmError
from azure_emulator.resource_manager import groups
from azure_emulator.resource_manager.groups import BY_ARM
from azure_emulator.resource_manager.providers import ALWAYS, PROVIDERS, canonical
from azure_emulator.resource_manager.resource import Group, Resource, ResourceId, Subscription

if TYPE_CHECKING:
    from azure_emulator.cloud import Cloud

__all__ = ["BY_ARM", "Group", "Operation", "Resource", "ResourceId", "ResourceManager"]
__all__ += ["Subscription"]

Kind = TypeVar("Kind", bound=Resource)


class MissingSubscriptionRegistration(ArmError):
    """409: the subscription has not registered a resource provider; the SDKs then register it."""

    def __init__(self, namespace: str) -> None:
        message = (
            f"The subscription is not registered to use namespace '{namespace}'. "
            "See https://aka.ms/rps-not-found for how to register subscriptions."
        )
        super().__init__(409, "MissingSubscriptionRegistration", message, BY_ARM)
        self.namespace = namespace

    def body(self) -> Any:
        """As seen in 2025, the error repeated in `details` with the namespace as its target."""
        error = {"code": self.code, "message": self.message}
        detail = {"code": self.code, "target": self.namespace, "message": self.message}
        return {"error": {**error, "details": [detail]}}


@dataclass(frozen=True)
class Operation:
    """A long operation that a client may poll.

    Args:
        id: the last segment of its URL.
        started: when it was asked for.
        ends: when it is over.
        failed: why it fails at its end, asked then.
    """

    id: str
    started: datetime
    ends: datetime
    failed: Callable[[], str | None] = lambda: None


class ResourceManager:
    """Subscriptions, groups and resources.

    Args:
        cloud: the clock, the ids and the durations come from it.

    Attributes:
        on_removal: called with each resource that is removed, whoever removed it.
        page_size: how many resources one page of a list looks at before it filters; Azure's own
            number is not documented, and pages smaller than the list are a client's test.
    """

    def __init__(self, cloud: Cloud) -> None:
        """An Azure with one subscription of the cloud's tenant."""
        self.cloud = cloud
        self.subscriptions: dict[str, Subscription] = {}
        self.operations: dict[str, Operation] = {}
        self.on_removal: list[Callable[[Resource], None]] = []
        self.page_size = 1000
        self._resources: dict[str, Resource] = {}
        self._going: list[Group] = []
        self.add_subscription("Azure subscription 1", cloud.entra.tenant)

    def add_subscription(self, name: str, tenant: str, state: str = "Enabled") -> Subscription:
        """A new subscription, as a customer makes one outside of Resource Manager.

        All known resource providers are registered, as if the portal had been used.
        """
        subscription = Subscription(id=self.cloud.new_id(), name=name, tenant=tenant, state=state)
        now = self.cloud.now()
        subscription.registered = {namespace.casefold(): now for namespace in PROVIDERS}
        self.subscriptions[subscription.id.casefold()] = subscription
        return subscription

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

    def writable(self, subscription: str) -> Subscription:
        """The subscription with this id, if it takes changes.

        Raises:
            ArmError: 404 SubscriptionNotFound, 409 ReadOnlyDisabledSubscription.
        """
        found = self.subscription(subscription)
        if found.state in ("Disabled", "Deleted"):
            message = (
                f"The subscription '{found.id}' is disabled and therefore marked as read only. You "
                "cannot perform any write actions on this subscription until it is re-enabled."
            )
            raise ArmError(409, "ReadOnlyDisabledSubscription", message, BY_ARM)
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

    def groups(self, subscription: str) -> list[Group]:
        """The groups of a subscription, oldest first.

        Raises:
            ArmError: 404 SubscriptionNotFound.
        """
        self._finish_deletions()
        return list(self.subscription(subscription).groups.values())

    def put_group(self, subscription: str, name: str, body: dict[str, Any]) -> tuple[Group, bool]:
        """Create or replace a group.

        Returns:
            The group, and whether it is new.

        Raises:
            ArmError: a bad name or location, or another location than the existing group's.
        """
        self._finish_deletions()
        kept = self.writable(subscription).groups
        group = groups.written(
            self.subscription(subscription).id, name, body, kept.get(name.casefold())
        )
        is_new = name.casefold() not in kept
        kept[name.casefold()] = group
        return group, is_new

    def patch_group(self, subscription: str, name: str, body: dict[str, Any]) -> Group:
        """Change what is given of a group's tags and `managedBy`.

        Raises:
            ArmError: 404, or 409 in a disabled subscription.
        """
        self.writable(subscription)
        group = self.group(subscription, name)
        group.tags = body.get("tags", group.tags)
        group.managed_by = body.get("managedBy", group.managed_by)
        return group

    def delete_group(self, subscription: str, name: str) -> Operation:
        """Begin to delete a group; its resources go with it, at the end.

        Raises:
            ArmError: 404 when the group or subscription does not exist.
        """
        self.writable(subscription)
        group = self.group(subscription, name)
        if group.gone is None:
            group.gone = self.cloud.now() + self.cloud.durations.deletion
            self._going.append(group)
        return self.begin(group.gone)

    def begin(self, ends: datetime, failed: Callable[[], str | None] = lambda: None) -> Operation:
        """Remember a long operation so that it can be polled."""
        operation = Operation(self.cloud.new_id(), self.cloud.now(), ends, failed)
        self.operations[operation.id] = operation
        return operation

    def operation(self, operation_id: str) -> Operation:
        """The operation with this id.

        Raises:
            ArmError: 404 OperationNotFound (the code is a guess).
        """
        self._finish_deletions()
        if operation_id not in self.operations:
            message = f"The operation '{operation_id}' could not be found."
            raise ArmError(404, "OperationNotFound", message, BY_ARM)
        return self.operations[operation_id]

    def find(self, resource_id: str) -> Resource | None:
        """The resource with this id, in any letter case."""
        self._finish_deletions()
        return self._resources.get(_key(resource_id))

    def get(self, resource_id: str) -> Resource:
        """The resource with this id, in any letter case.

        Raises:
            ArmError: 404 ResourceNotFound, ResourceGroupNotFound or SubscriptionNotFound.
        """
        place = ResourceId.parse(resource_id)
        self.group(place.subscription, place.group)
        found = self._resources.get(_key(resource_id))
        if found is None:
            raise not_found(place)
        return found

    def put(self, resource: Resource) -> None:
        """Store a new resource, or replace the one with its id.

        Raises:
            ArmError: 404 when its group or subscription does not exist; 409 while the group is
                being deleted, or in a disabled subscription.
        """
        place = resource.path
        self.writable(place.subscription)
        group = self.group(place.subscription, place.group)
        if group.gone is not None:
            raise groups.being_deleted(group)
        self._resources[_key(resource.id)] = resource

    def remove(self, resource_id: str) -> None:
        """Remove a resource and everything below it; nothing happens if there is none."""
        key = _key(resource_id)
        for at in [at for at in self._resources if at == key or at.startswith(f"{key}/")]:
            resource = self._resources.pop(at)
            for tell in self.on_removal:
                tell(resource)

    def of_class(self, kind: type[Kind]) -> list[Kind]:
        """All resources of one Python class, of all subscriptions, oldest first."""
        self._finish_deletions()
        return [resource for resource in self._resources.values() if isinstance(resource, kind)]

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
            ArmError: 409 MissingSubscriptionRegistration, or 404 SubscriptionNotFound or
                InvalidResourceNamespace.
        """
        known = self.provider(namespace)
        registered = self.subscription(subscription).registered
        if known.casefold() not in registered and known.casefold() not in ALWAYS:
            raise MissingSubscriptionRegistration(known)

    def provider(self, namespace: str) -> str:
        """The namespace in Azure's letter case.

        Raises:
            ArmError: 404 InvalidResourceNamespace.
        """
        known = canonical(namespace)
        if known is None:
            message = f"The resource namespace '{namespace}' is invalid."
            raise ArmError(404, "InvalidResourceNamespace", message, BY_ARM)
        return known

    def register(self, subscription: str, namespace: str) -> None:
        """Register a provider; it counts at once, and says `Registering` for a while.

        Raises:
            ArmError: 404 SubscriptionNotFound or InvalidResourceNamespace.
        """
        registered = self.subscription(subscription).registered
        ready = self.cloud.now() + self.cloud.durations.account
        registered.setdefault(self.provider(namespace).casefold(), ready)

    def unregister(self, subscription: str, namespace: str) -> None:
        """Take a registration back, at once (Azure refuses while resources are left; here not).

        Raises:
            ArmError: 404 SubscriptionNotFound or InvalidResourceNamespace.
        """
        registered = self.subscription(subscription).registered
        registered.pop(self.provider(namespace).casefold(), None)

    def _under(self, prefix: str) -> list[Resource]:
        start = prefix.casefold()
        return [resource for key, resource in self._resources.items() if key.startswith(start)]

    def _finish_deletions(self) -> None:
        now = self.cloud.now()
        for group in [group for group in self._going if group.gone and now >= group.gone]:
            self._going.remove(group)
            for resource in self._under(f"{group.id}/providers/"):
                self.remove(resource.id)
            del self.subscriptions[group.subscription.casefold()].groups[group.name.casefold()]
        over = now - self.cloud.durations.deletion
        for resource in list(self._resources.values()):
            if resource.deleting_since is not None and resource.deleting_since <= over:
                self.remove(resource.id)


def not_found(place: ResourceId) -> ArmError:
    """404 ResourceNotFound, its text as recorded since 2022."""
    message = (
        f"The Resource '{place.described}' under resource group '{place.group}' was not found. "
        "For more details please go to https://aka.ms/ARMResourceNotFoundFix"
    )
    return ArmError(404, "ResourceNotFound", message, BY_ARM)


def _key(resource_id: str) -> str:
    return "/" + resource_id.strip("/").casefold()
