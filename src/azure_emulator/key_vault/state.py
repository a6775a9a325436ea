"""Vaults by their hosts, and the secrets in them."""

import re
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from azure_emulator.cloud import Cloud
from azure_emulator.key_vault import errors
from azure_emulator.resource_manager.resource import Resource, ResourceId
from azure_emulator.resource_manager.state import ResourceManager

TYPE = "microsoft.keyvault/vaults"
DOMAIN = ".vault.azure.net"
LONGEST_VALUE = 25_600
"""Bytes of a secret's value, as Microsoft documents it."""


@dataclass(frozen=True)
class Secret:
    """A version of a secret.

    Args:
        version: 32 hexadecimal digits.
        attributes: what the client gave besides `enabled`, as `exp`.
    """

    vault: str
    name: str
    version: str
    value: str = field(repr=False)
    created: datetime
    updated: datetime
    enabled: bool = True
    content_type: str | None = None
    tags: dict[str, str] | None = None
    attributes: dict[str, Any] = field(default_factory=dict)


class KeyVault:
    """The secrets of all vaults; vaults themselves are resources like any other.

    The copy of a vault, whose name is taken in the world, has no host.
    """

    def __init__(self, cloud: Cloud) -> None:
        self._cloud = cloud
        self._manager = cloud.state(ResourceManager)
        self._vaults: dict[str, ResourceId] = {}
        self._secrets: dict[tuple[str, str], list[Secret]] = {}
        for resource in self._manager.resources(Resource):
            self._know(resource)
        self._manager.on_put.append(self._know)
        self._manager.on_removal.append(self._forget)
        self._manager.on_move.append(self._follow)

    def at_host(self, host: str) -> Resource | None:
        """The vault whose host this is."""
        path = self._vaults.get(host.casefold().removesuffix(DOMAIN))
        return self._manager.find(path) if path else None

    def set(self, vault: Resource, name: str, body: dict[str, Any]) -> Secret:
        """A new version of a secret.

        Raises:
            KeyVaultError: 400 for a bad name or value.
        """
        value, now = body.get("value"), self._cloud.now()
        if not re.fullmatch(r"[0-9a-zA-Z-]{1,127}", name):
            raise errors.bad_parameter(f"The request URI contains an invalid name: {name}")
        if not isinstance(value, str) or len(value.encode()) > LONGEST_VALUE:
            raise errors.bad_parameter("Property  is invalid: value")
        version = self._cloud.new_id().replace("-", "")
        secret = Secret(vault.name.casefold(), name, version, value, now, now)
        versions = self._secrets.setdefault(_key(vault, name), [])
        versions.append(_changed(secret, body, now))
        return versions[-1]

    def get(self, vault: Resource, name: str, version: str = "") -> Secret:
        """A version of a secret, the newest unless told.

        Raises:
            KeyVaultError: 404; 403 while it is disabled.
        """
        secret = self._version(vault, name, version)
        if not secret.enabled:
            raise errors.disabled()
        return secret

    def change(self, vault: Resource, name: str, version: str, body: dict[str, Any]) -> Secret:
        """Change the attributes, tags and content type of a version.

        Raises:
            KeyVaultError: 404.
        """
        secret = self._version(vault, name, version)
        changed = _changed(secret, body, self._cloud.now())
        versions = self._secrets[_key(vault, name)]
        versions[versions.index(secret)] = changed
        return changed

    def newest(self, vault: Resource) -> list[Secret]:
        """The newest version of each secret of a vault, by name."""
        held = [versions[-1] for key, versions in self._secrets.items() if key[0] == vault.path.key]
        return sorted(held, key=lambda secret: secret.name.casefold())

    def versions(self, vault: Resource, name: str) -> list[Secret]:
        """All versions of a secret, oldest first."""
        return list(self._secrets.get(_key(vault, name), ()))

    def forget_secrets(self, path: ResourceId) -> None:
        """Remove all secrets of a vault that is gone for good."""
        for key in [key for key in self._secrets if key[0] == path.key]:
            del self._secrets[key]

    def _version(self, vault: Resource, name: str, version: str) -> Secret:
        versions = self._secrets.get(_key(vault, name), [])
        for secret in reversed(versions):
            if not version or secret.version == version.casefold():
                return secret
        raise errors.secret_not_found(f"{name}/{version}" if version else name)

    def _know(self, resource: Resource) -> None:
        if resource.type.casefold() == TYPE:
            self._vaults.setdefault(resource.name.casefold(), resource.path)

    def _follow(self, before: ResourceId, resource: Resource) -> None:
        name = resource.name.casefold()
        if self._vaults.get(name) == before:
            self._vaults[name] = resource.path
        for vault, secret in [key for key in self._secrets if key[0] == before.key]:
            self._secrets[resource.path.key, secret] = self._secrets.pop((vault, secret))

    def _forget(self, resource: Resource) -> None:
        name = resource.name.casefold()
        if resource.type.casefold() == TYPE and self._vaults.get(name) == resource.path:
            del self._vaults[name]


def _key(vault: Resource, name: str) -> tuple[str, str]:
    return vault.path.key, name.casefold()


def _changed(secret: Secret, body: dict[str, Any], now: datetime) -> Secret:
    given = body.get("attributes")
    attributes = dict(given) if isinstance(given, dict) else {}
    enabled = attributes.pop("enabled", None)
    return replace(
        secret,
        updated=now,
        enabled=secret.enabled if enabled is None else bool(enabled),
        content_type=body.get("contentType", secret.content_type),
        tags=body.get("tags", secret.tags),
        attributes={**secret.attributes, **attributes},
    )
