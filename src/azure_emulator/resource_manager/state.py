"""The one store of all resources of all services, and Azure Resource Manager's own rules."""

from collections.abc import Callable
from typing import Any, TypeVar

from azure_emulator.cloud import Cloud
from azure_emulator.entra.state import Entra, Principal
from azure_emulator.resource_manager import errors, validators
from azure_emulator.resource_manager.access import Access
from azure_emulator.resource_manager.operations import Operation, Operations
from azure_emulator.resource_manager.providers import ALWAYS, PROVIDERS, canonical
from azure_emulator.resource_manager.resource import Group, Resource, ResourceId, Subscription

Kind = TypeVar("Kind", bound=Resource)

READ_ONLY = ("Disabled", "Expired", "Deleted")
"""The states of a subscription in which nothing can be changed, and no key be listed."""


class ResourceManager:
    """Subscriptions, groups and resources.

    Attributes:
        on_removal: called with each resource that is removed, whoever removed it.
        page_size: how many resources one page of a list looks at before it filters; Azure's own
            number is not documented, and pages smaller than the list are a client's test.
    """

    def __init__(self, cloud: Cloud) -> None:
        """An Azure with one subscription of the cloud's tenant."""
        self.cloud = cloud
        self.subscriptions: dict[str, Subscription] = {}
        self.on_removal: list[Callable[[Resource], None]] = []
        self.page_size = 1000
        self._resources: dict[str, Resource] = {}
        self.add_subscription("Azure subscription 1", cloud.state(Entra).tenant)
        cloud.state(Access).vetoes.append(self._veto)

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
        if subscription.casefold() not in self.subscriptions:
            raise errors.subscription_not_found(subscription)
        return self.subscriptions[subscription.casefold()]

    def require_writable(self, subscription: str) -> Subscription:
        """The subscription with this id, if it takes changes.

        Raises:
            ArmError: 404 SubscriptionNotFound, 409 ReadOnlyDisabledSubscription.
        """
        home = self.subscription(subscription)
        if home.state in READ_ONLY:
            raise errors.subscription_disabled(home.id)
        return home

    def _veto(self, _caller: Principal, _action: str, method: str, path: str) -> None:
        """Nothing but reading by `GET` in a disabled subscription, so that no key is listed."""
        parts = path.split("/")
        if method not in ("GET", "HEAD") and len(parts) > 2 and parts[1] == "subscriptions":
            home = self.subscriptions.get(parts[2].casefold())
            if home is not None and home.state in READ_ONLY:
                raise errors.subscription_disabled(home.id)

    def group(self, subscription: str, name: str) -> Group:
        """The group of this name, in any letter case.

        Raises:
            ArmError: 404 ResourceGroupNotFound or SubscriptionNotFound.
        """
        self.finish_deletions()
        group = self.subscription(subscription).groups.get(name.casefold())
        if group is None:
            raise errors.group_not_found(name)
        return group

    def locate(self, path: ResourceId) -> ResourceId:
        """The same id in the letter case of its group, for a call to its provider.

        Raises:
            ArmError: 404 for the subscription or the group; 409 without the registration.
        """
        self.require_registered(path.subscription, path.namespace)
        return self.group(path.subscription, path.group).within(path)

    def groups(self, subscription: str) -> list[Group]:
        """The groups of a subscription, oldest first.

        Raises:
            ArmError: 404 SubscriptionNotFound.
        """
        self.finish_deletions()
        return list(self.subscription(subscription).groups.values())

    def put_group(self, subscription: str, name: str, body: dict[str, Any]) -> tuple[Group, bool]:
        """Create or replace a group; an existing one keeps its name's letter case.

        Returns:
            The group, and whether it is new.

        Raises:
            ArmError: a bad name or location, or another location than the existing group's.
        """
        self.finish_deletions()
        home = self.require_writable(subscription)
        existing = home.groups.get(name.casefold())
        validators.group_name(name)
        location = validators.group_location(body.get("location"), existing)
        group = existing or Group(subscription=home.id, name=name, location=location)
        group.tags, group.managed_by = body.get("tags"), body.get("managedBy")
        home.groups[name.casefold()] = group
        return group, existing is None

    def patch_group(self, subscription: str, name: str, body: dict[str, Any]) -> Group:
        """Change what is given of a group's tags and `managedBy`.

        Raises:
            ArmError: 404, or 409 in a disabled subscription.
        """
        self.require_writable(subscription)
        group = self.group(subscription, name)
        group.tags = body.get("tags", group.tags)
        group.managed_by = body.get("managedBy", group.managed_by)
        return group

    def delete_group(self, subscription: str, name: str) -> Operation:
        """Begin to delete a group; its resources go with it, at the end.

        Raises:
            ArmError: 404 when the group or subscription does not exist.
        """
        self.require_writable(subscription)
        group = self.group(subscription, name)
        group.gone = group.gone or self.cloud.now() + self.cloud.durations.deletion
        return self.cloud.state(Operations).begin(group.subscription, group.gone)

    def find(self, path: ResourceId) -> Resource | None:
        """The resource with this id, in any letter case."""
        self.finish_deletions()
        return self._resources.get(path.key)

    def get(self, path: ResourceId) -> Resource:
        """The resource with this id, in any letter case.

        Raises:
            ArmError: 404 ResourceNotFound, ResourceGroupNotFound or SubscriptionNotFound.
        """
        self.group(path.subscription, path.group)
        if path.key not in self._resources:
            raise errors.resource_not_found(path)
        return self._resources[path.key]

    def put(self, resource: Resource) -> None:
        """Store a new resource, or replace the one with its id.

        Raises:
            ArmError: 404 when its group or subscription does not exist; 409 while the group is
                being deleted, or in a disabled subscription.
        """
        self.require_writable(resource.path.subscription)
        group = self.group(resource.path.subscription, resource.path.group)
        if group.gone is not None:
            raise errors.group_being_deleted(group.name)
        self._resources[resource.path.key] = resource

    def remove(self, path: ResourceId) -> None:
        """Remove a resource and everything below it; nothing happens if there is none."""
        keys = [key for key in self._resources if f"{key}/".startswith(f"{path.key}/")]
        for resource in [self._resources.pop(key) for key in keys]:
            for call in self.on_removal:
                call(resource)

    def resources(self, kind: type[Kind]) -> list[Kind]:
        """All resources of a Python class, of all subscriptions, oldest first."""
        self.finish_deletions()
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
        self.finish_deletions()
        return self._under(f"/subscriptions/{self.subscription(subscription).id}/")

    def require_registered(self, subscription: str, namespace: str) -> None:
        """Refuse a call to a resource provider that the subscription has not registered.

        Raises:
            ArmError: 409 MissingSubscriptionRegistration, or 404 SubscriptionNotFound or
                InvalidResourceNamespace.
        """
        provider = self.provider(namespace)
        registered = self.subscription(subscription).registered
        if provider.casefold() not in registered and provider.casefold() not in ALWAYS:
            raise errors.MissingRegistrationError(provider)

    def provider(self, namespace: str) -> str:
        """The namespace in Azure's letter case.

        Raises:
            ArmError: 404 InvalidResourceNamespace.
        """
        provider = canonical(namespace)
        if provider is None:
            raise errors.invalid_namespace(namespace)
        return provider

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

    def finish_deletions(self) -> None:
        """Remove what has been deleted by now; each question to the store begins with it."""
        now = self.cloud.now()
        for subscription in self.subscriptions.values():
            for key, group in list(subscription.groups.items()):
                if group.gone is not None and now >= group.gone:
                    for resource in self._under(f"{group.id}/providers/"):
                        self.remove(resource.path)
                    del subscription.groups[key]
        over = now - self.cloud.durations.deletion
        for resource in list(self._resources.values()):
            if resource.deleting_since is not None and resource.deleting_since <= over:
                self.remove(resource.path)
