"""Vaults as resources: names unique in the cloud, access policies, and what is deleted softly."""

import re
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from azure_emulator.cloud import Cloud
from azure_emulator.entra.state import Principal
from azure_emulator.key_vault.state import DOMAIN, KeyVault
from azure_emulator.resource_manager import generic
from azure_emulator.resource_manager.errors import resource_not_found
from azure_emulator.resource_manager.regions import short
from azure_emulator.resource_manager.resource import Resource, ResourceId
from azure_emulator.resource_manager.state import ResourceManager
from azure_emulator.vaults import errors

NAMESPACE = "Microsoft.KeyVault"
TYPE = f"{NAMESPACE}/vaults"
SHORTEST, DAYS = 7, 90
"""For how long a deleted vault can be recovered: at the least, and unless it says so itself."""

MOST_POLICIES = 1024
"""Source: Microsoft's page on a vault's access policies."""


@dataclass(frozen=True)
class DeletedVault:
    """A vault that can be recovered until it is purged."""

    vault: Resource
    deleted: datetime

    @property
    def purged(self) -> datetime:
        """When it is gone for good."""
        days = self.vault.properties.get("softDeleteRetentionInDays")
        if not isinstance(days, int) or not SHORTEST <= days <= DAYS:
            days = DAYS
        return self.deleted + timedelta(days=days)


@dataclass
class Vaults:
    """The rules of vaults; they themselves are in the one store of Resource Manager.

    Attributes:
        deleted: by case-folded name, for a deleted vault keeps its name.
    """

    cloud: Cloud
    deleted: dict[str, DeletedVault] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.cloud.state(ResourceManager).on_removal.append(self._keep_deleted)

    def vault(self, path: ResourceId) -> Resource:
        """The vault with this id.

        Raises:
            ArmError: 404, or 409 without the provider.
        """
        manager = self.cloud.state(ResourceManager)
        path = manager.locate(path)
        found = manager.find(path)
        if found is None:
            raise resource_not_found(path)
        return found

    def vaults(self, subscription: str, group: str | None = None) -> list[Resource]:
        """The vaults of a subscription, or of one of its groups, oldest first.

        Raises:
            ArmError: 404, or 409 without the provider.
        """
        manager = self.cloud.state(ResourceManager)
        manager.require_registered(subscription, NAMESPACE)
        resources = (
            manager.in_subscription(subscription)
            if group is None
            else manager.in_group(subscription, group)
        )
        return [each for each in resources if each.type.casefold() == TYPE.casefold()]

    def put(
        self, path: ResourceId, body: dict[str, Any], caller: Principal
    ) -> tuple[Resource, bool]:
        """Create a vault, recover a deleted one, or replace one.

        Returns:
            The vault, and whether it is new.

        Raises:
            ArmError: 400 for its name, 409 for one that is taken or deleted, or as any resource.
        """
        manager = self.cloud.state(ResourceManager)
        path = manager.locate(path)
        properties = dict(body.get("properties") or {})
        _require_rules(properties.get("networkAcls"))
        mode = str(properties.pop("createMode", "default")).casefold()
        existing = manager.find(path)
        if existing is None:
            self._require_name(path)
            held = self._deleted_of(path.name)
            if held is not None:
                if mode != "recover" or held.vault.path.key != path.key:
                    raise errors.soft_deleted()
                return self._recovered(held), False
        given = self._completed(path, properties, existing)
        # Lists show a vault's tags even where it has none.
        told = {**body, "properties": given, "tags": body.get("tags") or {}}
        return generic.put(manager, path, told, caller)

    def patch(self, path: ResourceId, body: dict[str, Any], caller: Principal) -> Resource:
        """Change what is given.

        Raises:
            ArmError: 400 for network rules that are none, 404, or as any resource.
        """
        self.vault(path)
        _require_rules((body.get("properties") or {}).get("networkAcls"))
        return generic.patch(self.cloud.state(ResourceManager), path, body, caller)

    def delete(self, path: ResourceId) -> bool:
        """Delete a vault softly; whether there was one.

        Raises:
            ArmError: 404 for the group, or 409.
        """
        return generic.delete(self.cloud.state(ResourceManager), path)

    def change_policies(self, vault: Resource, kind: str, policies: object) -> list[Any]:
        """Add, replace or remove access policies; those that are there then.

        Raises:
            ArmError: 400.
        """
        if not isinstance(policies, list) or not all(isinstance(each, dict) for each in policies):
            raise errors.bad_policies("accessPolicies")
        self.cloud.state(ResourceManager).require_writable(vault.path.subscription)
        kept = {_key(each): each for each in vault.properties.get("accessPolicies") or ()}
        if kind == "replace":
            kept = {}
        for policy in policies:
            if kind == "remove":
                kept.pop(_key(policy), None)
            elif kind == "add" and _key(policy) in kept:
                kept[_key(policy)] = _joined(kept[_key(policy)], policy)
            else:
                kept[_key(policy)] = policy
        if len(kept) > MOST_POLICIES:
            raise errors.bad_policies("accessPolicies")
        vault.properties["accessPolicies"] = list(kept.values())
        return list(kept.values())

    def reason_against(self, name: str) -> tuple[str, str] | None:
        """Why a vault cannot have this name: the reason and the message."""
        if not _is_valid(name):
            return "AccountNameInvalid", errors.NAME_RULE.format(name)
        host = f"{name.casefold()}{DOMAIN}"
        if self.cloud.state(KeyVault).at_host(host) or self._deleted_of(name):
            return "AlreadyExists", errors.TAKEN.format(name)
        return None

    def deleted_in(self, subscription: str) -> list[DeletedVault]:
        """The deleted vaults of a subscription that can be recovered.

        Raises:
            ArmError: 404, or 409 without the provider.
        """
        self.cloud.state(ResourceManager).require_registered(subscription, NAMESPACE)
        names = [each.vault.name for each in self.deleted.values()]
        found = [held for name in names if (held := self._deleted_of(name))]
        key = subscription.casefold()
        return [each for each in found if each.vault.path.subscription.casefold() == key]

    def deleted_vault(self, subscription: str, location: str, name: str) -> DeletedVault:
        """The deleted vault of this name and place.

        Raises:
            ArmError: 404, or 409 without the provider.
        """
        for each in self.deleted_in(subscription):
            vault = each.vault
            if vault.name.casefold() == name.casefold() and short(vault.location) == short(
                location
            ):
                return each
        raise errors.deleted_not_found(name)

    def purge(self, held: DeletedVault) -> None:
        """Remove a deleted vault for good.

        Raises:
            ArmError: 400: it is protected.
        """
        if held.vault.properties.get("enablePurgeProtection") is True:
            raise errors.purge_protected(held.vault.name)
        self.deleted.pop(held.vault.name.casefold(), None)
        self.cloud.state(KeyVault).forget_secrets(held.vault.path)

    def _require_name(self, path: ResourceId) -> None:
        if not _is_valid(path.name):
            raise errors.invalid_name(path.name)
        manager = self.cloud.state(ResourceManager)
        other = self.cloud.state(KeyVault).at_host(f"{path.name}{DOMAIN}")
        if other is not None and not manager.subscription(path.subscription).apart:
            raise errors.taken(path.name)

    def _deleted_of(self, name: str) -> DeletedVault | None:
        held = self.deleted.get(name.casefold())
        if held is not None and self.cloud.now() >= held.purged:
            self.purge(replace(held, vault=replace(held.vault, properties={})))
            return None
        return held

    def _recovered(self, held: DeletedVault) -> Resource:
        del self.deleted[held.vault.name.casefold()]
        self.cloud.state(ResourceManager).put(held.vault)
        return held.vault

    def _completed(
        self, path: ResourceId, properties: dict[str, Any], existing: Resource | None
    ) -> dict[str, Any]:
        """The properties with what a vault always has. What Azure requires is filled in, too."""
        home = self.cloud.state(ResourceManager).subscription(path.subscription)
        name = (existing.name if existing else path.name).casefold()
        return {
            "sku": {"family": "A", "name": "standard"},
            "tenantId": home.tenant,
            "accessPolicies": [],
            "enabledForDeployment": False,
            "enableSoftDelete": True,
            **properties,
            "vaultUri": f"https://{name}{DOMAIN}/",
        }

    def _keep_deleted(self, resource: Resource) -> None:
        if resource.type.casefold() == TYPE.casefold():
            held = DeletedVault(resource, self.cloud.now())
            home = self.cloud.state(ResourceManager).subscriptions.get(
                resource.path.subscription.casefold()
            )
            if home is not None and not home.apart:
                self.deleted.setdefault(resource.name.casefold(), held)


def _is_valid(name: str) -> bool:
    return bool(re.fullmatch(r"(?!.*--)[a-zA-Z][a-zA-Z0-9-]{1,22}[a-zA-Z0-9]", name))


def _require_rules(rules: object) -> None:
    if not isinstance(rules, dict | None):
        raise errors.bad_policies("networkAcls")


def _key(policy: Any) -> tuple[str, str]:
    told = policy if isinstance(policy, dict) else {}
    return str(told.get("objectId")).casefold(), str(told.get("applicationId")).casefold()


def _joined(before: dict[str, Any], added: dict[str, Any]) -> dict[str, Any]:
    """Both policies' permissions, each once."""
    old, new = before.get("permissions"), added.get("permissions")
    if not isinstance(old, dict) or not isinstance(new, dict):
        return added
    joined = {
        kind: list(dict.fromkeys(map(str, [*(old.get(kind) or ()), *(new.get(kind) or ())])))
        for kind in {**old, **new}
    }
    return {**before, **added, "permissions": joined}
