"""An account of Cognitive Services as the store keeps it, and the keys that open it."""

from __future__ import annotations

import secrets
import string
from dataclasses import dataclass, field

from emulator.resource_manager.resource import Resource

TYPE = "Microsoft.CognitiveServices/accounts"

_LETTERS = string.ascii_letters + string.digits


def new_key() -> str:
    """A random key in today's shape: 84 letters and digits with Azure's mark `JQQJ99` inside.

    Its length and the mark have been seen in public issues; the place of the mark is a guess.
    """
    filling = "".join(secrets.choice(_LETTERS) for _ in range(78))
    return f"{filling[:52]}JQQJ99{filling[52:]}"


@dataclass(kw_only=True)
class Account(Resource):
    """An account: a `Resource` with an endpoint and two keys, both of which open it.

    Args:
        endpoint: ends in `/`; on the custom subdomain if there is one, else regional.
        custom_subdomain: the account's own host name, without its domain.
        etag: a quoted opaque string, new with each change.
        internal_id: 32 hexadecimal digits.
    """

    endpoint: str
    custom_subdomain: str | None = None
    disable_local_auth: bool = False
    etag: str = ""
    internal_id: str = ""
    key1: str = field(default_factory=new_key, repr=False)
    key2: str = field(default_factory=new_key, repr=False)

    @property
    def host(self) -> str:
        """The host of the endpoint, lower case."""
        return self.endpoint.removeprefix("https://").partition("/")[0].casefold()
