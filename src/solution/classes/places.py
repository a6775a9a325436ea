"""Where the secrets of students with identities of their own are kept: a place for each."""

from __future__ import annotations

import base64
import json
import os
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from solution.classes import files
from solution.classes.control import Identity
from solution.clients import Clients, credential, only_subscription
from solution.settings import Settings

if TYPE_CHECKING:
    from azure.keyvault.secrets import SecretClient


@dataclass
class Files:
    """A file for each student.

    Args:
        folder: where.
    """

    folder: Path

    def keep(self, student: str, identity: Identity) -> str:
        """`file:PATH`."""
        file = (self.folder / f"{student}.secret").resolve()
        files.write(file, identity.secret.encode())
        return f"file:{file}"

    def finish(self) -> None:
        """Nothing is left to do."""


@dataclass
class Variables:
    """Environment variables, which one file sets for a shell: `. FILE`.

    Args:
        file: which.
    """

    file: Path
    _values: dict[str, str] = field(default_factory=dict, repr=False)

    def keep(self, student: str, identity: Identity) -> str:
        """`env:NAME`."""
        name = f"SECRET_OF_{student.upper()}"
        self._values[name] = identity.secret
        return f"env:{name}"

    def finish(self) -> None:
        """Write the file."""
        lines = [f"export {name}='{value}'\n" for name, value in self._values.items()]
        files.write(self.file, "".join(lines).encode())


@dataclass
class Vault:
    """A key vault in a subscription of the instructor's, who alone reads and writes there.

    Args:
        subscription: which.
        location: the region of the vault and its resource group.
        group: the resource group, made unless it is there.
    """

    subscription: str
    location: str = "eastus"
    group: str = "class-secrets"

    @property
    def name(self) -> str:
        """The vault's name: it is unique in the world, and has at most 24 characters."""
        return f"class-{self.subscription.replace('-', '')[-16:]}"

    @cached_property
    def _client(self) -> SecretClient:
        from azure.keyvault.secrets import SecretClient

        self._make()
        return SecretClient(f"https://{self.name}.vault.azure.net", credential())

    def keep(self, student: str, identity: Identity) -> str:
        """`keyvault:VAULT-NAME/SECRET-NAME`."""
        name = f"{student}-secret"
        self._client.set_secret(name, identity.secret)
        return f"keyvault:{self.name}/{name}"

    def finish(self) -> None:
        """Nothing is left to do."""

    def _make(self) -> None:
        clients = Clients(Settings(subscription=self.subscription, poll=0.05))
        clients.resources.resource_groups.create_or_update(self.group, {"location": self.location})
        tenant, who = _claims()
        standard = {"family": "A", "name": "standard"}
        policy = {
            "tenantId": tenant,
            "objectId": who,
            "permissions": {"secrets": ["get", "set"]},
        }
        vault = f"providers/Microsoft.KeyVault/vaults/{self.name}"
        clients.resources.resources.begin_create_or_update_by_id(
            f"/subscriptions/{self.subscription}/resourceGroups/{self.group}/{vault}",
            api_version="2023-07-01",
            parameters={
                "location": self.location,
                "properties": {"tenantId": tenant, "sku": standard, "accessPolicies": [policy]},
            },
        ).result()


def _claims() -> tuple[str, str]:
    """The tenant and the object id of whoever is signed in, as the token says."""
    token = credential().get_token("https://management.azure.com/.default").token
    coded = token.split(".")[1]
    claims = json.loads(base64.urlsafe_b64decode(coded + "=" * (-len(coded) % 4)))
    return claims["tid"], claims["oid"]


Store = Files | Variables | Vault


def store(kind: str, folder: Path) -> Store:
    """What keeps secrets in this way: `file`, `env`, or `keyvault`."""
    if kind == "keyvault":
        subscription = os.environ.get("AZURE_SUBSCRIPTION_ID") or only_subscription()
        return Vault(subscription)
    return Variables(folder / "secrets.env") if kind == "env" else Files(folder)
