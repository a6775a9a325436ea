"""A storage account as the store keeps it, the keys that open it, and its hosts."""

import base64
import secrets
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Self

from azure_emulator.copying import Copy
from azure_emulator.resource_manager.resource import Resource

NAMESPACE = "Microsoft.Storage"
TYPE = f"{NAMESPACE}/storageAccounts"
SERVICES = ("dfs", "web", "blob", "queue", "table", "file")
"""The services of an account, each with an endpoint, in the order of the recorded answers."""

ENDPOINTS = {
    "Storage": ("blob", "queue", "table", "file"),
    "BlobStorage": ("dfs", "blob", "table"),
    "BlockBlobStorage": ("dfs", "web", "blob"),
    "FileStorage": ("file",),
}
"""Those of the kinds that have not all of them."""

PUBLIC, ZONED = "core.windows.net", "storage.azure.net"
"""The domains below a service: of names that are unique, and of accounts with a DNS zone."""


def new_key() -> str:
    """A random key: 64 bytes in Base64, as an account's two keys are."""
    return base64.b64encode(secrets.token_bytes(64)).decode()


@dataclass(kw_only=True)
class StorageAccount(Resource):
    """A storage account: a `Resource` with hosts of its own and two keys.

    Args:
        zone: the DNS zone of its endpoints, as `z1f`; empty where its name is unique in the world.
        key_times: when each of `key1` and `key2` was made.
        services: the properties of `blobServices` and `fileServices` that were given.
        containers: its blob containers by name, and when they were made.
    """

    zone: str = ""
    key1: str = field(default_factory=new_key, repr=False)
    key2: str = field(default_factory=new_key, repr=False)
    key_times: dict[str, datetime] = field(default_factory=dict)
    services: dict[str, dict[str, Any]] = field(default_factory=dict)
    containers: dict[str, datetime] = field(default_factory=dict)

    @property
    def endpoints(self) -> tuple[str, ...]:
        """The services that it has, by its kind and SKU; as recorded."""
        sku = str((self.sku or {}).get("name"))
        if self.kind == "Storage" and (sku.startswith("Premium") or sku == "Standard_ZRS"):
            return ("blob",)
        if self.kind == "StorageV2" and sku.startswith("Premium"):
            return ("web", "blob")
        return ENDPOINTS.get(self.kind or "", SERVICES)

    def host(self, service: str, second: str = "") -> str:
        """The host of one of its `SERVICES`; `second` ends the name, where it is kept again."""
        name = f"{self.name.casefold()}{second}"
        if self.zone:
            return f"{name}.{self.zone}.{service}.{ZONED}"
        return f"{name}.{service}.{PUBLIC}"

    @property
    def takes_keys(self) -> bool:
        """Whether its keys, and what is signed with them, open it."""
        return self.properties.get("allowSharedKeyAccess") is not False

    def copied(self, copy: Copy) -> Self:
        """The same account with keys and hosts of its own, for its name stays what it is."""
        account = copy.of(self)
        account.key1 = copy.rename(self.key1, new_key())
        account.key2 = copy.rename(self.key2, new_key())
        account.zone = new_zone(copy.target)
        for service in SERVICES:
            copy.rename(self.host(service), account.host(service))
        return account


def new_zone(subscription: str) -> str:
    """The DNS zone of the accounts of a subscription whose names are taken elsewhere."""
    return f"z{subscription.replace('-', '')[-8:]}"
