"""An account of Cognitive Services as the store keeps it, and the keys that open it."""

import secrets
import string
from dataclasses import dataclass, field
from typing import Self

from azure_emulator.copying import Copy
from azure_emulator.resource_manager.regions import short
from azure_emulator.resource_manager.resource import Resource

TYPE = "Microsoft.CognitiveServices/accounts"
LONGEST_SUBDOMAIN = 64
MARK = 9
"""How long the ending is that tells the subdomains of copies apart."""

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
    if short(location) == "global":
        return "api.cognitive.microsoft.com"
    return f"{short(location)}.api.cognitive.microsoft.com"


def subdomain_host(subdomain: str) -> str:
    """The host of one account."""
    return f"{subdomain.casefold()}.cognitiveservices.azure.com"


def copied_subdomain(subdomain: str, copy: Copy) -> str:
    """The subdomain that a copy's account gets, for each is unique in the world.

    It ends with the copy's own mark, in place of the original's if that is a copy itself.
    """
    stem = subdomain.removesuffix(_mark(copy.source))[: LONGEST_SUBDOMAIN - MARK]
    return f"{stem}{_mark(copy.target)}"


def _mark(subscription: str) -> str:
    return f"-{subscription[1 - MARK :]}"


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

    def copied(self, copy: Copy) -> Self:
        """The same account with keys of its own, and a host of its own if this one has one."""
        account = copy.of(self)
        account.key1 = copy.rename(self.key1, new_key())
        account.key2 = copy.rename(self.key2, new_key())
        if self.custom_subdomain is not None:
            account.custom_subdomain = copied_subdomain(self.custom_subdomain, copy)
            account.properties["customSubDomainName"] = account.custom_subdomain
            copy.rename(self.host, account.host)
        return account

    @property
    def disable_local_auth(self) -> bool:
        """Whether only tokens open the account, and nobody can list its keys."""
        return self.properties.get("disableLocalAuth") is True
