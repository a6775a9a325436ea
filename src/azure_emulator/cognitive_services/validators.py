"""What a request for an account must hold, in the order in which Azure looks at it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from azure_emulator.cognitive_services import errors
from azure_emulator.cognitive_services.account import Account
from azure_emulator.cognitive_services.catalogue import Kind
from azure_emulator.resource_manager.regions import REGIONS, short
from azure_emulator.resource_manager.resource import ResourceId

OFFERED = ("global", *REGIONS)
READ_ONLY = (
    "restore", "customSubDomainName", "provisioningState", "endpoint", "endpoints",
    "internalId", "dateCreated", "callRateLimit", "capabilities", "isMigrated",
    "privateEndpointConnections", "deletionDate", "scheduledPurgeDate", "skuChangeInfo",
    "quotaLimit",
)  # fmt: skip
"""Properties that are not simply kept as given."""


@dataclass(frozen=True)
class Checked:
    """The content of a valid request, its kind in the catalogue's letter case."""

    kind: str
    sku: dict[str, Any]
    subdomain: str | None
    properties: dict[str, Any]


@dataclass(frozen=True)
class Validator:
    """Validates requests for accounts.

    Args:
        catalogue: the kinds of account.
        accounts: all accounts of all subscriptions, deleted ones included.
    """

    catalogue: Mapping[str, Kind]
    accounts: Sequence[Account]

    def checked(self, path: ResourceId, body: dict[str, Any]) -> Checked:
        """Validate everything but the location, which Resource Manager validates.

        Raises:
            ArmError: one of `errors`.
        """
        if not re.fullmatch(r"[a-zA-Z0-9][a-zA-Z0-9_.-]{1,63}", path.name):
            raise errors.invalid_name()
        kind = self._kind(body.get("kind"), body["location"])
        properties = body.get("properties") or {}
        return Checked(
            kind=kind,
            sku=self._sku(path, kind, body.get("sku")),
            subdomain=self._subdomain(path, properties.get("customSubDomainName")),
            properties={key: value for key, value in properties.items() if key not in READ_ONLY},
        )

    def _kind(self, kind: object, location: str) -> str:
        names = {name.casefold(): name for name in self.catalogue}
        name = names.get(str(kind).casefold())
        if name is None or short(location) not in self.catalogue[name].regions:
            raise errors.invalid_kind(kind if isinstance(kind, str) else "")
        return name

    def _sku(self, path: ResourceId, kind: str, sku: dict[str, Any] | None) -> dict[str, Any]:
        name = (sku or {}).get("name")
        if name not in self.catalogue[kind].skus:
            raise errors.invalid_sku(name if isinstance(name, str) else "", kind)
        if name == "F0" and self._is_free_taken(path, kind):
            raise errors.second_free_account(kind)
        return {"name": name}

    def _is_free_taken(self, path: ResourceId, kind: str) -> bool:
        """Whether another account of this kind in the subscription is the free one already."""
        return any(
            account.path.subscription.casefold() == path.subscription.casefold()
            and account.kind == kind
            and (account.sku or {}).get("name") == "F0"
            and account.path.key != path.key
            for account in self.accounts
        )

    def _subdomain(self, path: ResourceId, subdomain: object) -> str | None:
        if subdomain is None or subdomain == "":
            return None
        text = str(subdomain)
        if not is_valid_subdomain(text):
            raise errors.domain_invalid(text)
        if self.is_domain_taken(text, path):
            raise errors.domain_in_use(text)
        return text

    def is_domain_taken(self, subdomain: str, path: ResourceId | None = None) -> bool:
        """Whether any account but the one at `path` has this subdomain, in any letter case."""
        return any(
            (account.custom_subdomain or "").casefold() == subdomain.casefold()
            and (path is None or account.path.key != path.key)
            for account in self.accounts
        )


def is_valid_subdomain(subdomain: str) -> bool:
    """Whether this can be a host name: 2 to 64 letters, digits and inner hyphens."""
    return bool(re.fullmatch(r"(?i)[a-z0-9][a-z0-9-]{0,62}[a-z0-9]", subdomain))
