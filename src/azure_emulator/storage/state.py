"""Storage accounts: names, keys, hosts, and which shares are in which."""

from typing import Any

from azure_emulator.cloud import Cloud
from azure_emulator.copying import Copy
from azure_emulator.entra.state import Principal
from azure_emulator.resource_manager.errors import resource_not_found
from azure_emulator.resource_manager.identity import assigned_identity
from azure_emulator.resource_manager.operations import Operation, Operations
from azure_emulator.resource_manager.regions import REGIONS
from azure_emulator.resource_manager.resource import Resource, ResourceId
from azure_emulator.resource_manager.state import ResourceManager
from azure_emulator.resource_manager.timestamps import changed, created
from azure_emulator.resource_manager.validators import resource_location
from azure_emulator.storage import errors, shares, validators
from azure_emulator.storage.account import (
    NAMESPACE,
    SERVICES,
    TYPE,
    StorageAccount,
    new_key,
    new_zone,
)
from azure_emulator.storage.shares import Share

KEYS = ("key1", "key2")


class Storage:
    """All storage accounts, in the one store of Resource Manager, and their shares.

    Attributes:
        shares: the shares of each account by name, by the key of the account's id.
    """

    def __init__(self, cloud: Cloud) -> None:
        self.cloud = cloud
        self.shares: dict[str, dict[str, Share]] = {}
        self._manager = cloud.state(ResourceManager)
        self._hosts: dict[str, ResourceId] = {}
        for account in self._manager.resources(StorageAccount):
            self._know(account)
        self._manager.on_put.append(self._know)
        self._manager.on_removal.append(self._forget)
        self._manager.on_move.append(self._follow)
        self._manager.on_copy.append(self._copy)

    def account(self, path: ResourceId) -> StorageAccount:
        """The account with this id.

        Raises:
            ArmError: 404 for subscription, group or account; 409 without the provider.
        """
        path = self._manager.locate(path)
        account = self.find(path)
        if account is None:
            raise resource_not_found(path)
        return account

    def find(self, path: ResourceId) -> StorageAccount | None:
        """The account with this id, if there is one."""
        resource = self._manager.find(path)
        return resource if isinstance(resource, StorageAccount) else None

    def accounts(self, subscription: str, group: str | None = None) -> list[StorageAccount]:
        """The accounts of a subscription, or of one of its groups, oldest first.

        Raises:
            ArmError: 404, or 409 for the registration.
        """
        self._manager.require_registered(subscription, NAMESPACE)
        resources = (
            self._manager.in_subscription(subscription)
            if group is None
            else self._manager.in_group(subscription, group)
        )
        return [each for each in resources if isinstance(each, StorageAccount)]

    def put(
        self, path: ResourceId, body: dict[str, Any], caller: Principal
    ) -> tuple[StorageAccount, Operation | None]:
        """Create an account, or change the one there is.

        Returns:
            The account, and the operation if it is new.

        Raises:
            ArmError: 400 for its name, location or SKU; 404; 409 for a name that is taken.
        """
        path = self._manager.locate(path)
        existing = self.find(path)
        location = resource_location(
            body.get("location"), TYPE, tuple(REGIONS), existing, path.group
        )
        if existing is not None:
            return self.patch(existing, body, caller), None
        validators.account_name(path.name)
        sku = validators.sku_of(body, None)
        account = self._new(path, location, sku, body, caller)
        self._manager.put(account)
        return account, self.cloud.state(Operations).begin_creation(account)

    def patch(
        self, account: StorageAccount, body: dict[str, Any], caller: Principal
    ) -> StorageAccount:
        """Change what is given of tags, SKU, identity and single properties.

        Raises:
            ArmError: 400 for the SKU; 409 in a disabled subscription.
        """
        self._manager.require_writable(account.path.subscription)
        account.sku = validators.sku_of(body, account.sku)
        account.tags = dict(body.get("tags", account.tags) or {})
        account.properties = validators.merged(account.properties, body.get("properties"))
        if body.get("kind") == validators.KIND:  # The one that others can be made to.
            account.kind = validators.KIND
        if "identity" in body:
            tenant = self._manager.subscription(account.path.subscription).tenant
            account.identity = assigned_identity(
                self.cloud, tenant, body["identity"], account.identity
            )
        account.changed = self.cloud.now()
        account.system_data |= changed(caller, account.changed)
        return account

    def delete(self, path: ResourceId) -> bool:
        """Delete an account with all that is in it; whether there was one.

        Raises:
            ArmError: 404 for the group, or 409 for the registration.
        """
        path = self._manager.locate(path)
        self._manager.require_writable(path.subscription)
        existing = self.find(path)
        self._manager.remove(path)
        return existing is not None

    def regenerate(self, account: StorageAccount, key_name: object) -> StorageAccount:
        """Replace a key; the old one opens nothing from now on.

        Raises:
            ArmError: 400: it is neither of the two.
        """
        if key_name not in KEYS:
            raise errors.invalid_values("keyName")
        setattr(account, str(key_name), new_key())
        account.key_times[str(key_name)] = self.cloud.now()
        return account

    def reason_against(self, name: str) -> tuple[str, str] | None:
        """Why an account cannot have this name: the reason and the message."""
        if not validators.is_valid_name(name):
            return "AccountNameInvalid", errors.NAME_RULE.format(name)
        if self.at_host(f"{name}.{SERVICES[-1]}.core.windows.net") is not None:
            return "AlreadyExists", errors.TAKEN.format(name)
        return None

    def at_host(self, host: str) -> StorageAccount | None:
        """The account that has this host for one of its services."""
        path = self._hosts.get(host.casefold())
        return self.find(path) if path else None

    def shares_of(self, account: StorageAccount) -> dict[str, Share]:
        """The shares of an account, by name."""
        return self.shares.setdefault(account.path.key, {})

    def ensure_share(self, account: StorageAccount, name: str) -> Share:
        """The share of this name, made unless it is there."""
        held = self.shares_of(account)
        if name not in held:
            held[name] = shares.new_share(name, self.cloud.now())
        return held[name]

    def _new(
        self,
        path: ResourceId,
        location: str,
        sku: dict[str, Any],
        body: dict[str, Any],
        caller: Principal,
    ) -> StorageAccount:
        now, home = self.cloud.now(), self._manager.subscription(path.subscription)
        account = StorageAccount(
            path=path,
            location=location,
            created=now,
            ready=now + self.cloud.durations.account,
            changed=now,
            kind=str(body.get("kind") or validators.KIND),
            sku=sku,
            identity=assigned_identity(self.cloud, home.tenant, body.get("identity")),
            tags=dict(body.get("tags") or {}),
            tagged=body.get("tags") is not None,
            properties=validators.merged({}, body.get("properties")),
            system_data=created(caller, now),
            key_times=dict.fromkeys(KEYS, now),
        )
        other = self.at_host(account.host("file"))
        if other is not None and home.apart:
            account.zone = new_zone(path.subscription)
        elif other is not None and other.path.subscription.casefold() == home.id.casefold():
            raise errors.in_another_group(path.name)
        elif other is not None:
            raise errors.name_taken(path.name)
        return account

    def _know(self, resource: Resource) -> None:
        if isinstance(resource, StorageAccount):
            for service in SERVICES:
                self._hosts[resource.host(service)] = resource.path

    def _forget(self, resource: Resource) -> None:
        if isinstance(resource, StorageAccount):
            self.shares.pop(resource.path.key, None)
            for service in SERVICES:
                self._hosts.pop(resource.host(service), None)

    def _follow(self, before: ResourceId, resource: Resource) -> None:
        if isinstance(resource, StorageAccount):
            self._know(resource)
            if before.key in self.shares:
                self.shares[resource.path.key] = self.shares.pop(before.key)

    def _copy(self, copy: Copy) -> None:
        for resource in self._manager.in_subscription(copy.source):
            held = self.shares.get(resource.path.key)
            if held:
                self.shares[copy.of(resource.path).key] = copy.of(held)
