"""The trees of management groups, one for each tenant, and which subscriptions are in them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from azure_emulator.cloud import Cloud
from azure_emulator.copying import Copy
from azure_emulator.management_groups import errors
from azure_emulator.resource_manager.access import Access
from azure_emulator.resource_manager.resource import Subscription
from azure_emulator.resource_manager.state import ResourceManager

TYPE = "Microsoft.Management/managementGroups"
PREFIX = f"/providers/{TYPE}/"
ROOT_NAME = "Tenant Root Group"


@dataclass(kw_only=True)
class ManagementGroup:
    """A management group.

    Args:
        tenant: whose; a tenant's root has the tenant's id as its name.
        name: its id in the tenant.
        title: what people see.
        parent: the group above it; `None` for the root.
        updated: when it was made, or changed.
    """

    tenant: str
    name: str
    title: str
    parent: "ManagementGroup | None"
    updated: datetime
    updated_by: str = ""

    @property
    def id(self) -> str:
        """The full id."""
        return f"{PREFIX}{self.name}"

    @property
    def above(self) -> list["ManagementGroup"]:
        """The groups above it, the nearest first."""
        return [self.parent, *self.parent.above] if self.parent else []


class ManagementGroups:
    """Groups by tenant and case-folded name; a subscription is in its tenant's root at first."""

    def __init__(self, cloud: Cloud) -> None:
        self._cloud = cloud
        self._manager = cloud.state(ResourceManager)
        self._groups: dict[tuple[str, str], ManagementGroup] = {}
        self._places: dict[str, ManagementGroup] = {}
        self._manager.on_copy.append(self._copy)
        cloud.state(Access).above.append(self._above)

    def root(self, tenant: str) -> ManagementGroup:
        """The tenant's own group, which is above all others."""
        key = (tenant, tenant)
        if key not in self._groups:
            now = self._cloud.now()
            self._groups[key] = ManagementGroup(
                tenant=tenant, name=tenant, title=ROOT_NAME, parent=None, updated=now
            )
        return self._groups[key]

    def get(self, tenant: str, name: str) -> ManagementGroup:
        """The group of this name.

        Raises:
            ArmError: 404.
        """
        root = self.root(tenant)
        group = root if name.casefold() == tenant else self._groups.get((tenant, name.casefold()))
        if group is None:
            raise errors.group_not_found(name)
        return group

    def exists(self, name: str) -> bool:
        """Whether any tenant has a group of this name."""
        return any(name.casefold() == key for _, key in self._groups)

    def groups(self, tenant: str) -> list[ManagementGroup]:
        """The groups of a tenant, the root first."""
        self.root(tenant)
        return [group for (home, _), group in self._groups.items() if home == tenant]

    def put(
        self, tenant: str, name: str, title: str = "", parent: str = "", by: str = ""
    ) -> tuple[ManagementGroup, bool]:
        """Make a group, or change the one there is; whether it is new.

        Args:
            tenant: whose.
            name: its id.
            title: what people see; its name unless told.
            parent: the name of the group above it; the root unless told.
            by: the object id of whoever asks.

        Raises:
            ArmError: 404 for the parent; 400 for the name; 409 for a circle.
        """
        if not re.fullmatch(r"[\w().-]{1,90}", name):
            raise errors.bad_name(name)
        existing = self._groups.get((tenant, name.casefold()))
        group = existing or ManagementGroup(
            tenant=tenant,
            name=name,
            title=title or name,
            parent=self.root(tenant),
            updated=self._cloud.now(),
        )
        if parent:
            above = self.get(tenant, parent)
            if group in (above, *above.above):
                raise errors.circle(name)
            group.parent = above
        group.title, group.updated, group.updated_by = title or group.title, self._cloud.now(), by
        self._groups[tenant, name.casefold()] = group
        return group, existing is None

    def delete(self, group: ManagementGroup) -> None:
        """Delete a group that nothing is in.

        Raises:
            ArmError: 400 for a root, or a group with groups or subscriptions in it.
        """
        if group.parent is None or any(True for _ in self.descendants(group)):
            raise errors.not_empty(group.name)
        del self._groups[group.tenant, group.name.casefold()]

    def place(self, group: ManagementGroup, subscription: Subscription) -> None:
        """Move a subscription into a group."""
        self._places[subscription.id.casefold()] = group

    def remove(self, group: ManagementGroup, subscription: Subscription) -> None:
        """Move a subscription back to the root, if it is in this group."""
        if self.place_of(subscription) is group:
            self._places.pop(subscription.id.casefold(), None)

    def place_of(self, subscription: Subscription) -> ManagementGroup:
        """The group that a subscription is in."""
        return self._places.get(subscription.id.casefold()) or self.root(subscription.tenant)

    def subscriptions(self, group: ManagementGroup) -> list[Subscription]:
        """The subscriptions that are right in a group."""
        return [
            each for each in self._manager.of_tenant(group.tenant) if self.place_of(each) is group
        ]

    def descendants(self, group: ManagementGroup) -> Iterator[ManagementGroup | Subscription]:
        """All groups below a group, and then all subscriptions."""
        yield from (each for each in self.groups(group.tenant) if group in each.above)
        for subscription in self._manager.of_tenant(group.tenant):
            place = self.place_of(subscription)
            if group in (place, *place.above):
                yield subscription

    def _above(self, scope: str) -> list[str]:
        """The ids of the groups above a scope, for roles that are given there."""
        if scope.casefold().startswith(PREFIX.casefold()):
            name = scope[len(PREFIX) :].split("/")[0].casefold()
            groups = [each for (_, key), each in self._groups.items() if key == name]
            return [above.id for group in groups for above in group.above]
        home = self._manager.named_in(scope)
        if home is None:
            return []
        place = self.place_of(home)
        return [group.id for group in (place, *place.above)]

    def _copy(self, copy: Copy) -> None:
        source, target = (self._manager.subscription(each) for each in (copy.source, copy.target))
        if source.tenant == target.tenant:
            self.place(self.place_of(source), target)
