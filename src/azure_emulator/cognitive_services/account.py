"""An account of Cognitive Services as the store keeps it, and the keys that open it."""

import secrets
import string
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from azure_emulator.resource_manager.regions import short
from azure_emulator.resource_manager.resource import Resource

TYPE = "Microsoft.CognitiveServices/accounts"
RETENTION = timedelta(hours=48)
"""How long a deleted account can be restored."""

_LETTERS = string.ascii_letters + string.digits


def new_key() -> str:
    """A random key in today's shape: 84 letters and digits with Azure's mark `JQQJ99` inside.

    Its length and the mark have been seen in public issues; the place of the mark is a guess.
    """
    filling = "".join(secrets.choice(_LETTERS) for _ in range(78))
    return f"{filling[:52]}JQQJ99{filling[52:]}"


def new_etag() -> str:
    """A quoted opaque string in the shape of the provider's etags."""
    parts = (secrets.token_hex(length) for length in (4, 2, 2, 2, 6))
    return '"' + "-".join(parts) + '"'


def regional_host(location: str) -> str:
    """The host that all accounts of a region share."""
    return f"{short(location)}.api.cognitive.microsoft.com"


def subdomain_host(subdomain: str) -> str:
    """The host of one account."""
    return f"{subdomain.casefold()}.cognitiveservices.azure.com"


@dataclass(kw_only=True)
class Account(Resource):
    """An account: a `Resource` with an endpoint and two keys, both of which open it.

    Args:
        custom_subdomain: the account's own host name as typed, without its domain.
        etag: new with each change.
        internal_id: 32 hexadecimal digits; another one if an account is made anew with this id.
        calls: how often the gateway let a call through by its keys, for `usages`.
    """

    custom_subdomain: str | None = None
    etag: str = field(default_factory=new_etag)
    internal_id: str = ""
    calls: int = 0
    key1: str = field(default_factory=new_key, repr=False)
    key2: str = field(default_factory=new_key, repr=False)

    @property
    def host(self) -> str:
        """The host of the endpoint: its own if it has a subdomain, else its region's."""
        if self.custom_subdomain is None:
            return regional_host(self.location)
        return subdomain_host(self.custom_subdomain)

    @property
    def endpoint(self) -> str:
        """`https://HOST/`, with the last slash that Azure writes."""
        return f"https://{self.host}/"

    @property
    def disable_local_auth(self) -> bool:
        """Whether only tokens open the account, and nobody can list its keys."""
        return self.properties.get("disableLocalAuth") is True


@dataclass(frozen=True)
class Deleted:
    """A soft-deleted account: it keeps its name, its subdomain and its free tier until purged."""

    account: Account
    at: datetime

    @property
    def purged(self) -> datetime:
        """When it is purged by itself."""
        return self.at + RETENTION

    @property
    def id(self) -> str:
        """The id as the listing of deleted accounts writes it."""
        path = self.account.path
        return (
            f"/subscriptions/{path.subscription}/providers/Microsoft.CognitiveServices/locations/"
            f"{short(self.account.location)}/resourceGroups/{path.group}/deletedAccounts/"
            f"{path.name}"
        )
