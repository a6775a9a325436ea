"""New tenants, principals and subscriptions, and copies of subscriptions."""

from dataclasses import dataclass

from azure_emulator.cloud import Cloud
from azure_emulator.control import errors
from azure_emulator.copying import Copy
from azure_emulator.entra.roles import NO_ROLE, OWNER, READER
from azure_emulator.entra.state import Entra, Principal
from azure_emulator.management_groups.state import ManagementGroups
from azure_emulator.resource_manager.resource import Subscription
from azure_emulator.resource_manager.state import ResourceManager

ROLES = {role.name: role for role in (OWNER, READER)} | {"None": NO_ROLE}
"""What a new principal can be everywhere in its tenant, by name."""

STATES = ("Enabled", "Warned", "PastDue", "Disabled", "Deleted")


@dataclass(frozen=True)
class Copied:
    """A copy of a subscription, and the principal that was made for it alone, if one was."""

    copy: Copy
    subscription: Subscription
    principal: Principal | None


class Control:
    """What a customer does at Microsoft's other sites, or cannot do at all."""

    def __init__(self, cloud: Cloud) -> None:
        self._entra = cloud.state(Entra)
        self._manager = cloud.state(ResourceManager)
        self._management_groups = cloud.state(ManagementGroups)

    def register(self, name: str, role: str, tenant: str) -> Principal:
        """A new principal; with an empty `tenant`, in a new tenant of its own.

        Raises:
            ServiceError: 400 for another role than those in `ROLES`; 404 for an unknown tenant.
        """
        if role not in ROLES:
            raise errors.bad_request(f"The role is one of {', '.join(ROLES)}.")
        home = self._known(tenant) if tenant else self._entra.add_tenant(name)
        return self._entra.register(name, ROLES[role], home)

    def subscribe(self, name: str, tenant: str, *, apart: bool) -> Subscription:
        """A new, empty subscription of a tenant, the first one unless told.

        Args:
            name: its display name.
            tenant: the tenant's id, or "".
            apart: whether names that are unique in a region are so in it alone.

        Raises:
            ServiceError: 404 for an unknown tenant.
        """
        home = self._known(tenant) if tenant else self._entra.tenant
        made = self._manager.add_subscription(name, home)
        made.apart = apart
        return made

    def change(self, subscription: str, state: str) -> Subscription:
        """Let a subscription come into another state.

        Raises:
            ServiceError: 400 for another state than those in `STATES`; 404.
        """
        if state not in STATES:
            raise errors.bad_request(f"The state is one of {', '.join(STATES)}.")
        home = self._manager.subscription(subscription)
        home.state = state
        return home

    def place(self, subscription: Subscription, group: str) -> None:
        """Move a subscription into a management group, which is made unless it is there.

        Raises:
            ServiceError: 400 for its name.
        """
        made, _ = self._management_groups.put(subscription.tenant, group)
        self._management_groups.place(made, subscription)

    def copy(self, subscription: str, name: str, *, alone: bool) -> Copied:
        """A copy of a subscription.

        Args:
            subscription: which.
            name: the copy's display name.
            alone: in a new tenant, with an Owner of its own, who then has made all that is in it.

        Raises:
            ServiceError: 404.
        """
        home = self._manager.subscription(subscription)
        if not alone:
            copy = self._manager.copy_subscription(home.id, name)
            return Copied(copy, self._manager.subscription(copy.target), None)
        owner = self.register(name, OWNER.name, "")
        renamed = {home.tenant: owner.tenant}
        for maker in self._entra.of_tenant(home.tenant):
            renamed |= {maker.client_id: owner.client_id, maker.object_id: owner.object_id}
        copy = self._manager.copy_subscription(home.id, name, owner.tenant, renamed)
        return Copied(copy, self._manager.subscription(copy.target), owner)

    def _known(self, tenant: str) -> str:
        if tenant.casefold() not in self._entra.tenants:
            raise errors.no_such_tenant(tenant)
        return tenant.casefold()
