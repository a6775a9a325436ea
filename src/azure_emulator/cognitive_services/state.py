"""The rules of Microsoft.CognitiveServices accounts: their life, from creation to purge."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from azure_emulator.cloud import Cloud
from azure_emulator.cognitive_services import errors, forms
from azure_emulator.cognitive_services.account import (
    TYPE,
    Account,
    new_etag,
    new_key,
    regional_host,
)
from azure_emulator.cognitive_services.catalogue import catalogue
from azure_emulator.cognitive_services.deleted import Deleted, DeletedAccounts
from azure_emulator.cognitive_services.index import AccountIndex
from azure_emulator.cognitive_services.validators import OFFERED, Validator
from azure_emulator.copying import Copy
from azure_emulator.entra.state import Principal
from azure_emulator.resource_manager.errors import resource_not_found
from azure_emulator.resource_manager.identity import assigned_identity
from azure_emulator.resource_manager.operations import Operation, Operations
from azure_emulator.resource_manager.regions import short
from azure_emulator.resource_manager.resource import Resource, ResourceId
from azure_emulator.resource_manager.state import ResourceManager
from azure_emulator.resource_manager.timestamps import changed, created
from azure_emulator.resource_manager.validators import resource_location

NAMESPACE = "Microsoft.CognitiveServices"


class CognitiveServices:
    """Accounts live in the one store of Resource Manager; deleted ones live here.

    Attributes:
        catalogue: the kinds of account, their tiers and regions; add to it to offer more.
    """

    def __init__(self, cloud: Cloud) -> None:
        self.cloud = cloud
        self.catalogue = catalogue()
        self._manager = cloud.state(ResourceManager)
        self._manager.on_removal.append(self._keep_deleted)
        self._manager.on_put.append(self._know)
        self._manager.on_copy.append(self._copy)
        self._deleted = DeletedAccounts()
        self._index = AccountIndex()
        for account in self._manager.resources(Account):
            self._index.add(account)

    def put(
        self, path: ResourceId, body: dict[str, Any], caller: Principal
    ) -> tuple[Account, Operation | None]:
        """Create an account, restore a deleted one, or replace an existing one.

        Returns:
            The account, and the operation that makes it, if it is new or restored.

        Raises:
            ArmError: 404 for the group, 409 for the registration, or one of `errors`.
        """
        path = self._manager.locate(path)
        body = forms.taken(body)
        existing = self._manager.find(path)
        resource_location(body.get("location"), TYPE, OFFERED, existing, path.group)
        if isinstance(existing, Account):
            return self._replace(existing, body, caller), None
        self._purge_old(path.subscription)
        deleted = self._deleted.find(path)
        if (body.get("properties") or {}).get("restore") is True:
            if deleted is None:
                raise errors.nothing_to_restore()
            account = self._restored(deleted, caller)
        elif deleted is not None:
            raise errors.soft_deleted(str(path))
        else:
            account = self._new(path, body, caller)
        self._manager.put(account)
        self._deleted.drop(path)
        return account, self.cloud.state(Operations).begin_creation(account)

    def patch(self, account: Account, body: dict[str, Any], caller: Principal) -> Account:
        """Change what is given of SKU, tags, identity and properties.

        Raises:
            ArmError: 409 before the account is provisioned, or 400.
        """
        self._manager.require_writable(account.path.subscription)
        body = forms.taken(body)
        self.require_provisioned(account)
        changes = {
            "sku": body.get("sku") or account.sku,
            "kind": account.kind,
            "location": account.location,
            "properties": {**account.properties, **(body.get("properties") or {})},
            "tags": body.get("tags", account.tags),
            "identity": body.get("identity", account.identity),
        }
        return self._replace(account, changes, caller)

    def get(self, path: ResourceId) -> Account:
        """The account with this id.

        Raises:
            ArmError: 404, or 409 for the registration.
        """
        account = self._manager.find(self._manager.locate(path))
        if not isinstance(account, Account):
            raise resource_not_found(path)
        return account

    def accounts(self, subscription: str, group: str | None = None) -> list[Account]:
        """The accounts of a subscription, or of one of its groups, oldest first.

        Raises:
            ArmError: 404, or 409 for the registration.
        """
        self._manager.require_registered(subscription, NAMESPACE)
        if group is None:
            resources = self._manager.in_subscription(subscription)
        else:
            resources = self._manager.in_group(subscription, group)
        return [resource for resource in resources if isinstance(resource, Account)]

    def all_of(self, subscription: str) -> list[Account]:
        """The accounts of a subscription, soft-deleted ones included."""
        deleted = [each.account for each in self._deleted.of(subscription)]
        there = self._manager.in_subscription(subscription)
        return [*(each for each in there if isinstance(each, Account)), *deleted]

    def delete(self, path: ResourceId) -> bool:
        """Delete an account; it can be restored for 48 hours.

        Returns:
            Whether there was one.

        Raises:
            ArmError: 404 for the group, or 409 for the registration.
        """
        path = self._manager.locate(path)
        self._manager.require_writable(path.subscription)
        existing = self._manager.find(path)
        self._manager.remove(path)
        return existing is not None

    def keys(self, account: Account) -> dict[str, str]:
        """Both keys.

        Raises:
            ArmError: 400 when local authentication is off, 409 before the account is provisioned.
        """
        self.require_provisioned(account)
        if account.disable_local_auth:
            raise errors.local_auth_disabled()
        return {"key1": account.key1, "key2": account.key2}

    def regenerate(self, account: Account, key_name: object) -> dict[str, str]:
        """Replace `Key1` or `Key2`; the old one opens nothing from now on.

        Raises:
            ArmError: as `keys`, or 400 for another name.
        """
        name = str(key_name).casefold()
        if name not in ("key1", "key2"):
            raise errors.unknown_key(key_name if isinstance(key_name, str) else "")
        self.keys(account)
        self._index.forget(account)
        setattr(account, name, new_key())
        self._index.add(account)
        return self.keys(account)

    def require_provisioned(self, account: Account) -> None:
        """Refuse a call to an account that is being made, or could not be made.

        Raises:
            ArmError: 409 AccountProvisioningStateInvalid.
        """
        state = account.provisioning_state(self.cloud.now())
        if state != "Succeeded":
            raise errors.not_provisioned(account.id, state)

    def deleted(self, subscription: str) -> list[Deleted]:
        """The soft-deleted accounts of a subscription, oldest first.

        Raises:
            ArmError: 404, or 409 for the registration.
        """
        self._manager.require_registered(subscription, NAMESPACE)
        self._purge_old(subscription)
        return self._deleted.of(subscription)

    def deleted_account(self, path: ResourceId, location: str) -> Deleted:
        """The soft-deleted account that had this id, at its location.

        Raises:
            ArmError: 404, or 409 for the registration.
        """
        for deleted in self.deleted(path.subscription):
            account = deleted.account
            if account.path.key == path.key and short(account.location) == short(location):
                return deleted
        raise errors.deleted_account_not_found(path.name)

    def purge(self, deleted: Deleted) -> None:
        """Remove a soft-deleted account for good."""
        self._deleted.drop(deleted.account.path)

    def validator(self) -> Validator:
        """A validator that knows all accounts of this moment."""
        for subscription in self._manager.subscriptions:
            self._purge_old(subscription)
        kept = [deleted.account for deleted in self._deleted]
        return Validator(self.catalogue, [*self._manager.resources(Account), *kept])

    def by_host(self, host: str) -> Account | None:
        """The account that owns this custom subdomain's host; regional hosts belong to none."""
        return self._still_there(self._index.at_host(host))

    def by_key(self, host: str, key: str) -> Account | None:
        """The account that this key opens at this host, as the gateway decides it.

        A key opens its account at the account's own subdomain and at its region's host; not before
        the account is provisioned, and not while its local authentication is off. The gateway
        meters: each success counts as a call.
        """
        account = self._still_there(self._index.with_key(key))
        if account is None:
            return None
        if host.casefold() not in (account.host, regional_host(account.location)):
            return None
        state = account.provisioning_state(self.cloud.now())
        if state != "Succeeded" or account.disable_local_auth:
            return None
        account.calls += 1
        return account

    def _still_there(self, account: Account | None) -> Account | None:
        """The account, unless its deletion has ended by now."""
        there = account is not None and self._manager.find(account.path) is account
        return account if there else None

    def _new(self, path: ResourceId, body: dict[str, Any], caller: Principal) -> Account:
        now = self.cloud.now()
        checked = self.validator().checked(path, body)
        return Account(
            path=path,
            location=body["location"],
            created=now,
            ready=now + self.cloud.durations.account,
            changed=now,
            kind=checked.kind,
            sku=checked.sku,
            identity=self._identity(path, body, None),
            tags=body.get("tags") or {},
            tagged=body.get("tags") is not None,
            properties=checked.properties,
            system_data=created(caller, now),
            custom_subdomain=checked.subdomain,
            internal_id=self.cloud.new_id().replace("-", ""),
        )

    def _restored(self, deleted: Deleted, caller: Principal) -> Account:
        now = self.cloud.now()
        account = deleted.account
        account.ready = now + self.cloud.durations.account
        self._mark_changed(account, caller, now)
        return account

    def _replace(self, account: Account, body: dict[str, Any], caller: Principal) -> Account:
        checked = self.validator().checked(account.path, body)
        if checked.kind != account.kind:
            raise errors.fixed("kind")
        subdomain = account.custom_subdomain
        if subdomain and (checked.subdomain or subdomain).casefold() != subdomain.casefold():
            raise errors.fixed("customSubDomainName")
        self._index.forget(account)
        account.custom_subdomain = subdomain or checked.subdomain
        self._index.add(account)
        account.sku, account.properties = checked.sku, checked.properties
        account.tags = body.get("tags") or {}
        account.identity = self._identity(account.path, body, account.identity)
        self._mark_changed(account, caller, self.cloud.now())
        return account

    def _identity(
        self, path: ResourceId, body: dict[str, Any], existing: dict[str, Any] | None
    ) -> dict[str, Any] | None:
        tenant = self._manager.subscription(path.subscription).tenant
        return assigned_identity(self.cloud, tenant, body.get("identity"), existing)

    def _mark_changed(self, account: Account, caller: Principal, now: datetime) -> None:
        account.changed = now
        account.etag = new_etag()
        account.system_data |= changed(caller, now)

    def _know(self, resource: Resource) -> None:
        if isinstance(resource, Account):
            self._index.add(resource)

    def _copy(self, copy: Copy) -> None:
        for deleted in self._deleted.of(copy.source):
            self._deleted.keep(replace(deleted, account=deleted.account.copied(copy)))

    def _keep_deleted(self, resource: Resource) -> None:
        if isinstance(resource, Account):
            self._index.forget(resource)
            self._deleted.keep(Deleted(resource, self.cloud.now()))

    def _purge_old(self, subscription: str) -> None:
        self._manager.finish_deletions(subscription)
        now = self.cloud.now()
        for deleted in self._deleted.of(subscription):
            if now >= deleted.purged:
                self.purge(deleted)
