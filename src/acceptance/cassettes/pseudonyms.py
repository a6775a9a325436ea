"""Pseudonyms for secrets and people: the same value always gets the same one.

What is replaced, wherever it stands:

- ids (subscription, tenant, client, project, image ...), dashed or as 32 hexadecimal digits;
- keys, access tokens, SAS queries, skip tokens of pages, whatever `known` lists;
- e-mail and network addresses, people's names in Azure's fields for them and in paths, names of
  subscriptions and tenants.

What stays: names of groups, accounts, workspaces, projects and tags, and hosts made of them. They
are what is graded, and what joins one exchange to the next.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from urllib.parse import unquote

PUBLIC_IDS = frozenset(
    {
        "00000000-0000-0000-0000-000000000000",  # "none", in many Azure answers
        # Custom Vision's domains, the same for every customer: a recorded answer to GET /domains,
        # and https://learn.microsoft.com/azure/ai-services/custom-vision-service/select-domain
        "ee85a74c-405e-4adc-bb47-ffa8ca0c9f31",  # General
        "a8e3c40f-fb4a-466f-832a-5e457ae4a344",  # General [A1]
        "2e37d7fb-3a54-486a-b4d6-cfc369af0018",  # General [A2]
        "0732100f-1a38-4e49-a514-c9b44c697ab5",  # General (compact)
        "c151d5b5-dd07-472a-acc8-15d29dea8518",  # Food
        "ca455789-012d-4b50-9fec-5bb63841c793",  # Landmarks
        "b30a91ae-e3c1-4f73-a81e-c270bff27c39",  # Retail
        "45badf75-3591-4f26-a705-45678d3e9f5f",  # Adult
        "da2e3a8a-40a5-4171-82f4-58522f70fbc1",  # General, of object detection
    }
)
"""Ids that mean something to a reader and belong to nobody: they survive."""

_BEFORE = r"(?:(?<![0-9A-Fa-f])|(?<=%[0-9A-Fa-f]{2}))"
DASHED = r"[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}"
ID = rf"{DASHED}|{_BEFORE}[0-9A-Fa-f]{{32}}(?![0-9A-Fa-f])"
EMAIL = r"(?<![\w.+#-])[\w.+#-]+(?:@|%40)[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+"
SLASH = r"(?:[/\\]+|%2[Ff])"
_ASSIGNED = (
    "sig|sharedaccesssignature|accountkey|sharedaccesskey|instrumentationkey|client_secret|password"
)
_SHAPES = {
    "sas": r"\?(?=[^\s\"'<>\\?]{0,4000}\bsig(?:=|%3[Dd]))[^\s\"'<>\\]*",
    "page": r"(?i:(?<=skiptoken=))[^&\s\"'<>]+",
    "standing": r"\bscrubbed-key-\d+\b",
    "token": r"(?:(?<![\w-])|(?<=%[0-9A-Fa-f]{2}))eyJ[\w-]{8,}(?:\.[\w-]*){1,4}",
    "bearer": r"(?<=\b[Bb]earer )[\w.~+/-]{20,}=*",
    "assigned": rf"\b(?i:{_ASSIGNED})=[^&;\s\"']+",
    "coded_key": r"(?:[A-Za-z0-9+/]|%2[BbFf]){86}(?:==|%3[Dd]%3[Dd])",
    "long_key": r"(?:(?<![A-Za-z0-9])|(?<=%[0-9A-Fa-f]{2}))[A-Za-z0-9]{60,}(?![A-Za-z0-9])",
    "client": r"(?<=\bclient ')[^'\n]{1,200}(?=')",
    "email": EMAIL,
    "id": ID,
    "network": r"(?<![\d.])(?!127\.)(?:\d{1,3}\.){3}\d{1,3}(?![\d.])",
    "home": rf"{SLASH}(?i:users|home){SLASH}[^/\\\s\"'%:]+",
}
"""The shapes of what is replaced, tried in this order at each place of a text."""

_PSEUDONYM = re.compile(r"0{8}-0{4}-40{3}-80{3}-\d{12}|scrubbed-key-\d+")


@dataclass
class Pseudonyms:
    """Remembers which value got which pseudonym, for one whole cassette; numbers follow the text.

    Args:
        known: secrets known by value (keys answered by Azure, tokens sent, the client secret):
            replaced literally wherever they stand, whatever their shape.
    """

    known: tuple[str, ...] = ()
    _issued: dict[str, dict[str, str]] = field(default_factory=dict)

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """All shapes of what is replaced in a text, as one pattern."""
        known = "|".join(re.escape(value) for value in sorted(self.known, key=len, reverse=True))
        shapes = {"known": known, **_SHAPES} if known else _SHAPES
        return re.compile("|".join(f"(?P<{kind}>{shape})" for kind, shape in shapes.items()))

    def _number(self, kind: str, value: str, form: Callable[[int], str]) -> str:
        issued = self._issued.setdefault(kind, {})
        return issued.setdefault(value, form(len(issued) + 1))

    def id(self, value: str) -> str:
        """`00000000-0000-4000-8000-00000000000N`, undashed if it was; public ids stay."""
        plain = value.replace("-", "").lower()
        dashed = "-".join((plain[:8], plain[8:12], plain[12:16], plain[16:20], plain[20:]))
        if dashed in PUBLIC_IDS:
            return value
        shown = self._number("id", plain, lambda n: f"00000000-0000-4000-8000-{n:012d}")
        return shown if "-" in value else shown.replace("-", "")

    def key(self, value: str) -> str:
        """`scrubbed-key-N`: for keys, tokens and passwords."""
        return self._number("key", value, lambda n: f"scrubbed-key-{n}")

    def person(self, value: str) -> str:
        """`person-N`; an id stays an id, an e-mail address becomes one of nobody's."""
        if re.fullmatch(ID, value):
            return self.id(value)
        if re.fullmatch(EMAIL, value):
            return self.email(value)
        return self._number("person", value.casefold(), lambda n: f"person-{n}")

    def email(self, value: str) -> str:
        """`person-N@example.org`."""
        plain = value.replace("%40", "@").casefold()
        return self._number("email", plain, lambda n: f"person-{n}@example.org")

    def name(self, value: str) -> str:
        """`name-N`: for the names of subscriptions and tenants."""
        return self._number("name", value, lambda n: f"name-{n}")

    def network(self, value: str) -> str:
        """`192.0.2.N`: an address of the documentation's network, for a machine or a home."""
        return self._number("network", value, lambda n: f"192.0.2.{n}")

    def page(self, value: str) -> str:
        """`page-N`: a skip token is opaque, and can hold anything."""
        return self._number("page", unquote(value), lambda n: f"page-{n}")


def is_pseudonym(text: str) -> bool:
    """Whether a text is the pseudonym of an id or a key and nothing else."""
    return _PSEUDONYM.fullmatch(text) is not None


def is_id(text: str) -> bool:
    """Whether a text is an id and nothing else."""
    return re.fullmatch(DASHED, text) is not None
