"""The one store of all resources of all services, and Azure Resource Manager's own rules."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, TypeVar

from azure_emulator.cloud import Cloud
from azure_emulator.copying import Copy
from azure_emulator.entra.state import Entra, Principal
from azure_emulator.resource_manager import errors, validators
from azure_emulator.resource_manager.access import Access
from azure_emulator.resource_manager.operations import Operation, Operations
from azure_emulator.resource_manager.providers import ALWAYS, PROVIDERS, canonical
from azure_emulator.resource_manager.resource import Group, Resource, ResourceId, Subscription
from azure_emulator.resource_manager.store import Store

Kind = TypeVar("Kind", bound=Resource)

READ_ONLY = ("Disabled", "Expired", "Deleted")
"""The states of a subscription in which nothing can be changed, and no key be listed."""


class ResourceManager:
    """Subscriptions, groups and resources.

    Attributes:
        on_put: called with each resource that is stored, whoever stored it.
        on_removal: called with each resource that is removed, whoever removed it.
        on_move: called with the id that a resource had, and the resource.
        on_copy: called with each copy of a subscription, once its resources are copied.
        fixed: each service tells whether a GUID is one that it has for everybody.
        page_size: how many resources one page of a list looks at before it filters; Azure's own
            number is not documented, and pages smaller than the list are a client's test.
    """

    def __init__(self, cloud: Cloud) -> None:
        """An Azure with one subscription of the cloud's tenant."""
        self.cloud = cloud
        self.subscriptions: dict[str, Subscription] = {}
        self.on_put: list[Callable[[Resource], None]] = []
        self.on_removal: list[Callable[[Resource], None]] = []
        self.on_move: list[Callable[[ResourceId, Resource], None]] = []
        self.on_copy: list[Callable[[Copy], None]] = []
        self.fixed: list[Callable[[str], bool]] = [cloud.state(Entra).knows]
        self.page_size = 1000
        self._store = Store()
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

    def copy_subscription(
        self, source: str, name: str, tenant: str = "", renamed: Mapping[str, str] | None = None
    ) -> Copy:
        """Copy a subscription with all it holds, as no customer can.

        Args:
            source: its id.
            name: the copy's display name.
            tenant: the tenant that the copy is in, the original's unless told.
            renamed: what else becomes another, as a principal's ids in `systemData`.

        Returns:
            The copy: its id, and what became of each id, key and host.

        Raises:
            ArmError: 404 SubscriptionNotFound.
        """
        home = self.subscription(source)
        self.finish_deletions(home.id)
        copy = Copy(home.id, self.cloud.new_id(), self.cloud.new_id, self._is_fixed)
        for old, new in (renamed or {}).items():
            copy.rename(old, new)
        copied = replace(copy.of(home), name=name, tenant=tenant or home.tenant)
        self.subscriptions[copied.id.casefold()] = copied
        for resource in self._store.of(home.id):
            self._keep(resource.copied(copy))
        for call in self.on_copy:
            call(copy)
        return copy

    def _is_fixed(self, guid: str) -> bool:
        return any(fixed(guid) for fixed in self.fixed)

    def subscription(self, subscription: str) -> Subscription:
        """The subscription with this id.

        Raises:
            ArmError: 404 SubscriptionNotFound.
        """
        if subscription.casefold() not in self.subscriptions:
            raise errors.subscription_not_found(subscription)
        return self.subscriptions[subscription.casefold()]

    def named_in(self, path: str) -> Subscription | None:
        """The subscription that a path is below, if there is one."""
        parts = path.split("/", 3)
        below = len(parts) > 2 and parts[1].casefold() == "subscriptions"
        return self.subscriptions.get(parts[2].casefold()) if below else None

    def of_tenant(self, tenant: str) -> list[Subscription]:
        """The subscriptions of a tenant, oldest first."""
        return [each for each in self.subscriptions.values() if each.tenant == tenant]

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
        home = self.named_in(path)
        if method not in ("GET", "HEAD") and home is not None and home.state in READ_ONLY:
            raise errors.subscription_disabled(home.id)

    def group(self, subscription: str, name: str) -> Group:
        """The group of this name, in any letter case.

        Raises:
            ArmError: 404 ResourceGroupNotFound or SubscriptionNotFound.
        """
        self.finish_deletions(subscription)
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
        self.finish_deletions(subscription)
        return list(self.subscription(subscription).groups.values())

    def put_group(self, subscription: str, name: str, body: dict[str, Any]) -> tuple[Group, bool]:
        """Create or replace a group; an existing one keeps its name's letter case.

        Returns:
            The group, and whether it is new.

        Raises:
            ArmError: a bad name or location, or another location than the existing group's.
        """
        self.finish_deletions(subscription)
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
        self.finish_deletions(path.subscription)
        return self._store.find(path)

    def get(self, path: ResourceId) -> Resource:
        """The resource with this id, in any letter case.

        Raises:
            ArmError: 404 ResourceNotFound, ResourceGroupNotFound or SubscriptionNotFound.
        """
        self.group(path.subscription, path.group)
        resource = self._store.find(path)
        if resource is None:
            raise errors.resource_not_found(path)
        return resource

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
        self._keep(resource)

    def _keep(self, resource: Resource) -> None:
        self._store.put(resource)
        for call in self.on_put:
            call(resource)

    def remove(self, path: ResourceId) -> None:
        """Remove a resource and everything below it; nothing happens if there is none."""
        for resource in self._store.take(path):
            for call in self.on_removal:
                call(resource)

    def move(self, path: ResourceId, target: Group) -> None:
        """Bring a resource, and everything below it, into another group."""
        for resource in self._store.take(path):
            before = resource.path
            resource.path = target.within(before)
            self._store.put(resource)
            for call in self.on_move:
                call(before, resource)

    def resources(self, kind: type[Kind]) -> list[Kind]:
        """All resources of a Python class, of all subscriptions, oldest first."""
        for subscription in self.subscriptions:
            self.finish_deletions(subscription)
        return [resource for resource in self._store if isinstance(resource, kind)]

    def in_group(self, subscription: str, group: str) -> list[Resource]:
        """The resources of one group, children included, oldest first.

        Raises:
            ArmError: 404 when the group or subscription does not exist.
        """
        return self._store.in_group(subscription, self.group(subscription, group).id)

    def in_subscription(self, subscription: str) -> list[Resource]:
        """The resources of all groups, children included, oldest first.

        Raises:
            ArmError: 404 SubscriptionNotFound.
        """
        self.finish_deletions(subscription)
        return self._store.of(self.subscription(subscription).id)

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

    def finish_deletions(self, subscription: str) -> None:
        """Remove what has been deleted by now; each question about a subscription begins so."""
        home, now = self.subscriptions.get(subscription.casefold()), self.cloud.now()
        if home is None:
            return
        for key, group in list(home.groups.items()):
            if group.gone is not None and now >= group.gone:
                for resource in self._store.in_group(home.id, group.id):
                    self.remove(resource.path)
                del home.groups[key]
        over = now - self.cloud.durations.deletion
        for resource in self._store.of(home.id):
            if resource.deleting_since is not None and resource.deleting_since <= over:
                self.remove(resource.path)
