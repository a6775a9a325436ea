"""The rules of Microsoft.CognitiveServices accounts: their life, from creation to purge."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from azure_emulator.cognitive_services import errors, validators
from azure_emulator.cognitive_services.account import TYPE, Account, Deleted, new_etag, new_key
from azure_emulator.cognitive_services.account import regional_host as _regional_host
from azure_emulator.cognitive_services.catalogue import catalogue
from azure_emulator.resource_manager.identity import managed
from azure_emulator.resource_manager.resource import Resource, ResourceId
from azure_emulator.resource_manager.state import Operation, not_found
from azure_emulator.resource_manager.timestamps import changed, created

if TYPE_CHECKING:
    from azure_emulator.cloud import Cloud
    from azure_emulator.entra.state import Principal

__all__ = ["TYPE", "Account", "CognitiveServices", "Deleted"]

NAMESPACE = "Microsoft.CognitiveServices"


class CognitiveServices:
    """Accounts live in the one store of `cloud.resource_manager`; deleted ones live here.

    Attributes:
        catalogue: the kinds of account, their tiers and regions; add to it to offer more.
        on_purge: called with each account that is gone for good: what it held goes with it.
    """

    def __init__(self, cloud: Cloud) -> None:
        """No accounts; the whole catalogue."""
        self.cloud = cloud
        self.catalogue = catalogue()
        self.on_purge: list[Callable[[Account], None]] = []
        self._deleted: dict[str, Deleted] = {}
        cloud.resource_manager.on_removal.append(self._keep_deleted)

    def put(
        self,
        subscription: str,
        group: str,
        name: str,
        body: dict[str, Any],
        caller: Principal | None = None,
    ) -> tuple[Account, Operation | None]:
        """Create an account, restore a deleted one, or replace an existing one.

        Returns:
            The account, and the operation that makes it, if it is new or restored.

        Raises:
            ArmError: 404 for the group, 409 for the registration, or one of `errors`.
        """
        manager = self.cloud.resource_manager
        manager.require_registered(subscription, NAMESPACE)
        home = manager.group(subscription, group)
        resource_id = f"{home.id}/providers/{TYPE}/{name}"
        existing = manager.find(resource_id)
        validators.location(body.get("location"), existing, group)
        if isinstance(existing, Account):
            return self._replace(existing, body, caller), None
        deleted = self.deleted_by_id(resource_id)
        if _restores(body):
            if deleted is None:
                raise errors.nothing_to_restore()
            account = self._restored(deleted, caller)
        elif deleted is not None:
            raise errors.soft_deleted(resource_id)
        else:
            account = self._new(resource_id, name, body, caller)
        manager.put(account)
        self._deleted.pop(account.id.casefold(), None)
        return account, manager.begin(account.ready, lambda: account.failed)

    def patch(self, account: Account, body: dict[str, Any], caller: Principal | None) -> Account:
        """Change what is given of SKU, tags, identity and properties.

        Raises:
            ArmError: 409 before the account is provisioned, or 400.
        """
        self.cloud.resource_manager.writable(account.path.subscription)
        self.require_provisioned(account)
        wanted = {
            "sku": body.get("sku") or account.sku,
            "kind": account.kind,
            "location": account.location,
            "properties": {**account.properties, **(body.get("properties") or {})},
            "tags": body.get("tags", account.tags),
            "identity": body.get("identity", account.identity),
        }
        return self._replace(account, wanted, caller)

    def get(self, subscription: str, group: str, name: str) -> Account:
        """The account of this name.

        Raises:
            ArmError: 404, or 409 for the registration.
        """
        manager = self.cloud.resource_manager
        manager.require_registered(subscription, NAMESPACE)
        resource_id = (
            f"/subscriptions/{subscription}/resourceGroups/{group}/providers/{TYPE}/{name}"
        )
        found = manager.get(resource_id)
        if not isinstance(found, Account):
            raise not_found(ResourceId.parse(resource_id))
        return found

    def accounts(self, subscription: str, group: str | None = None) -> list[Account]:
        """The accounts of a subscription, or of one of its groups, oldest first.

        Raises:
            ArmError: 404, or 409 for the registration.
        """
        manager = self.cloud.resource_manager
        manager.require_registered(subscription, NAMESPACE)
        if group is None:
            resources = manager.in_subscription(subscription)
        else:
            resources = manager.in_group(subscription, group)
        return [resource for resource in resources if isinstance(resource, Account)]

    def delete(self, subscription: str, group: str, name: str) -> bool:
        """Delete an account; it can be restored for 48 hours.

        Returns:
            Whether there was one.

        Raises:
            ArmError: 404 for the group, or 409 for the registration.
        """
        manager = self.cloud.resource_manager
        manager.require_registered(subscription, NAMESPACE)
        manager.writable(subscription)
        home = manager.group(subscription, group)
        found = manager.find(f"{home.id}/providers/{TYPE}/{name}")
        if found is not None:
            manager.remove(found.id)
        return found is not None

    def keys(self, account: Account) -> dict[str, str]:
        """Both keys.

        Raises:
            ArmError: 400 when local authentication is off, 409 before the account is provisioned.
        """
        self.require_provisioned(account)
        if account.disable_local_auth:
            raise errors.local_auth_disabled()
        return {"key1": account.key1, "key2": account.key2}

    def regenerate(self, account: Account, which: object) -> dict[str, str]:
        """Replace `Key1` or `Key2`; the old one opens nothing from now on.

        Raises:
            ArmError: as `keys`, or 400 for another name.
        """
        name = str(which).casefold()
        if name not in ("key1", "key2"):
            raise errors.unknown_key(which)
        self.keys(account)
        setattr(account, name, new_key())
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
        self.cloud.resource_manager.require_registered(subscription, NAMESPACE)
        self._purge_old()
        return [
            each
            for each in self._deleted.values()
            if each.account.path.subscription.casefold() == subscription.casefold()
        ]

    def deleted_by_id(self, resource_id: str) -> Deleted | None:
        """The soft-deleted account that had this id."""
        self._purge_old()
        return self._deleted.get(resource_id.casefold())

    def purge(self, deleted: Deleted) -> None:
        """Let a soft-deleted account go for good."""
        self._deleted.pop(deleted.account.id.casefold(), None)
        for tell in self.on_purge:
            tell(deleted.account)

    def domain_taken(self, subdomain: str, but: str | None = None) -> bool:
        """Whether any account, deleted ones included, has this subdomain.

        Args:
            subdomain: in any letter case.
            but: the id of an account that may have it.
        """
        wanted = subdomain.casefold()
        return any(
            (account.custom_subdomain or "").casefold() == wanted and account.id != but
            for account in self._all_with_deleted()
        )

    def free_taken(self, subscription: str, kind: str, but: str) -> bool:
        """Whether another account of this kind, deleted ones included, is the free one already."""
        return any(
            account.path.subscription.casefold() == subscription.casefold()
            and account.kind == kind
            and (account.sku or {}).get("name") == "F0"
            and account.id.casefold() != but.casefold()
            for account in self._all_with_deleted()
        )

    def by_host(self, host: str) -> Account | None:
        """The account that owns this custom subdomain's host; regional hosts belong to none."""
        for account in self.cloud.resource_manager.of_class(Account):
            if account.custom_subdomain is not None and account.host == host.casefold():
                return account
        return None

    def by_key(self, host: str, key: str) -> Account | None:
        """The account that this key opens at this host, as the gateway decides it.

        A key opens its account at the account's own subdomain and at its region's host; not before
        the account is provisioned, and not while its local authentication is off. The gateway
        meters: each success counts as a call.
        """
        now = self.cloud.now()
        for account in self.cloud.resource_manager.of_class(Account):
            hosts = (account.host, _regional_host(account.location))
            if _opens(account, key) and host.casefold() in hosts:
                if account.provisioning_state(now) != "Succeeded" or account.disable_local_auth:
                    return None
                account.calls += 1
                return account
        return None

    def _new(
        self, resource_id: str, name: str, body: dict[str, Any], caller: Principal | None
    ) -> Account:
        now = self.cloud.now()
        wanted = validators.wanted(self, resource_id, name, body)
        return Account(
            id=resource_id,
            name=name,
            type=TYPE,
            location=body["location"],
            created=now,
            ready=now + self.cloud.durations.account,
            changed=now,
            kind=wanted.kind,
            sku=wanted.sku,
            identity=managed(self.cloud, body.get("identity")),
            tags=body.get("tags") or {},
            properties=wanted.properties,
            system_data=created(caller, now),
            custom_subdomain=wanted.subdomain,
            internal_id=self.cloud.new_id().replace("-", ""),
        )

    def _restored(self, deleted: Deleted, caller: Principal | None) -> Account:
        now = self.cloud.now()
        account = deleted.account
        account.ready = now + self.cloud.durations.account
        self._mark_changed(account, caller, now)
        return account

    def _replace(self, account: Account, body: dict[str, Any], caller: Principal | None) -> Account:
        wanted = validators.wanted(self, account.id, account.name, body)
        if wanted.kind != account.kind:
            raise errors.fixed("kind")
        had = account.custom_subdomain
        if had is not None and (wanted.subdomain or had).casefold() != had.casefold():
            raise errors.fixed("customSubDomainName")
        account.custom_subdomain = had or wanted.subdomain
        account.sku, account.properties = wanted.sku, wanted.properties
        account.tags = body.get("tags") or {}
        account.identity = managed(self.cloud, body.get("identity"), account.identity)
        self._mark_changed(account, caller, self.cloud.now())
        return account

    def _mark_changed(self, account: Account, caller: Principal | None, now: datetime) -> None:
        account.changed = now
        account.etag = new_etag()
        account.system_data |= changed(caller, now)

    def _keep_deleted(self, resource: Resource) -> None:
        if isinstance(resource, Account):
            self._deleted[resource.id.casefold()] = Deleted(resource, self.cloud.now())

    def _purge_old(self) -> None:
        now = self.cloud.now()
        for deleted in [each for each in self._deleted.values() if now >= each.purged]:
            self.purge(deleted)

    def _all_with_deleted(self) -> list[Account]:
        self._purge_old()
        kept = [deleted.account for deleted in self._deleted.values()]
        return self.cloud.resource_manager.of_class(Account) + kept


def _restores(body: dict[str, Any]) -> bool:
    return (body.get("properties") or {}).get("restore") is True


def _opens(account: Account, key: str) -> bool:
    return any(
        secrets.compare_digest(key.encode(), known.encode())
        for known in (account.key1, account.key2)
    )
