"""Pseudonyms for secrets and people: the same value always gets the same one.

What is replaced, wherever it stands:

- ids (subscription, tenant, client, project, image ...), dashed or as 32 hexadecimal digits;
- keys, access tokens, SAS queries, skip tokens of pages, whatever `known` lists;
- e-mail and network addresses, people's names in Azure's fields for them and in paths, names of
  subscriptions and tenants.

What stays: names of groups, accounts, workspaces, projects and tags, and hosts made of them. They
are what is graded, and what joins one exchange to the next.
"""

import re
from collections.abc import Callable, Mapping
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
EMAIL = r"(?<![\w.+#-])[\w.+#-]+(?:@|%40)[\w-]+(?:\.[\w-]+)+"
SLASH = r"(?:[/\\]+|%2[Ff])"
_ASSIGNED = (
    "sig|sharedaccesssignature|accountkey|sharedaccesskey|instrumentationkey|client_secret|password"
)
_TOKENS = "|".join(
    (
        r"gh[pousr]_[A-Za-z0-9]{30,}|github_pat_\w{20,}",  # GitHub
        r"glpat-[\w-]{20,}",  # GitLab
        r"sk-[A-Za-z0-9_-]{20,}",  # OpenAI, Anthropic
        r"(?:AKIA|ASIA)[A-Z0-9]{16}",  # Amazon
        r"AIza[\w-]{35}",  # Google
        r"hf_[A-Za-z0-9]{30,}",  # Hugging Face
        r"xox[abeoprs]-[\w-]{10,}",  # Slack
        r"dapi[0-9a-f]{32}",  # Databricks
        r"npm_[A-Za-z0-9]{36}|pypi-[\w-]{50,}",
        r"[sr]k_(?:live|test)_\w{20,}",  # Stripe
        r"[\w~.-]{3}[78]Q~[\w~.-]{31,34}",  # a client secret of Microsoft Entra
        r"[A-Za-z0-9+/]{43}=(?![\w+/=])",  # 32 bytes: Batch, Event Hubs, Fernet ...
    )
)
"""Prefixes that the issuers chose so that a token is found.

Source: https://docs.github.com/en/code-security/secret-scanning (supported patterns), and the
issuers' own documents.
"""

_SHAPES = {
    "sas": r"\?(?=[^\s\"'<>\\?]{0,4000}\bsig(?:=|%3[Dd]))[^\s\"'<>\\]*",
    "page": r"(?i:(?<=skiptoken=))[^&\s\"'<>]+",
    "standing": r"\bscrubbed-key-\d+\b",
    "token": r"(?:(?<![\w-])|(?<=%[0-9A-Fa-f]{2}))eyJ[\w-]{8,}(?:\.[\w-]*){1,4}",
    "issued": rf"(?<![A-Za-z0-9+])(?:{_TOKENS})",
    "private": r"-----BEGIN [A-Z ]{0,30}PRIVATE KEY-----[^-]{0,8000}(?:-----END[A-Z -]{0,40})?",
    "bearer": r"(?<=\b[Bb]earer )[\w.~+/-]{20,}=*",
    "assigned": rf"\b(?i:{_ASSIGNED})=[^&;\s\"']+",
    "coded_key": r"(?:[A-Za-z0-9+/]|%2[BbFf]){86}(?:==|%3[Dd]%3[Dd])",
    "long_key": r"(?:(?<![A-Za-z0-9])|(?<=%[0-9A-Fa-f]{2}))[A-Za-z0-9]{60,}(?![A-Za-z0-9])",
    "person": r"(?<=\bclient ')[^'\n]{1,200}(?=')",
    "email": EMAIL,
    "id": ID,
    "network": r"(?<![\d.])(?!127\.)(?:\d{1,3}\.){3}\d{1,3}(?![\d.])",
    # Of the colons of a text, few are an address's: `network_of` looks closer.
    "network6": r"(?<![\w:.])(?:[0-9A-Fa-f]{0,4}:){2,7}[0-9A-Fa-f]{1,4}(?![\w:])",
    # With spaces on Windows alone, where a drive or a backslash stands before.
    "home": rf"(?:[A-Za-z]:{SLASH}|\\+)(?i:users){SLASH}[^/\\\n\"'<>|:*?%]{{1,60}}(?=[/\\])"
    rf"|{SLASH}(?i:users|home){SLASH}[^/\\\s\"'%:]+",
}
"""The shapes of what is replaced, by kind, tried in this order at each place of a text."""

_PSEUDONYM = re.compile(r"0{8}-0{4}-40{3}-80{3}-\d{12}|scrubbed-key-\d+")


FORMS = {
    "id": "00000000-0000-4000-8000-{:012d}",
    "key": "scrubbed-key-{}",  # of keys, tokens and passwords
    "person": "person-{}",
    "email": "person-{}@example.org",
    "name": "name-{}",  # of subscriptions and tenants
    "network": "192.0.2.{}",  # in a network that is reserved for documentation
    "network6": "2001:db8::{}",  # likewise
    "page": "page-{}",  # a skip token is opaque, and can hold anything
}
"""The pseudonyms by the kind of value; each kind has its own numbers."""

_SPELLINGS: Mapping[str, Callable[[str], str]] = {
    "person": str.casefold,
    "email": lambda address: address.replace("%40", "@").casefold(),
    "page": unquote,
}
"""What makes one value of all its spellings, by kind."""


@dataclass
class Pseudonyms:
    """Remembers which value got which pseudonym, for one whole cassette; numbers follow the text.

    Args:
        known: secrets known by value (keys answered by Azure, tokens sent, the client secret):
            replaced literally wherever they stand, whatever their shape.
    """

    known: tuple[str, ...] = field(default=(), repr=False)
    _issued: dict[str, dict[str, str]] = field(default_factory=dict, repr=False)

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """All shapes of what is replaced in a text, as one pattern."""
        known = "|".join(re.escape(value) for value in sorted(self.known, key=len, reverse=True))
        shapes = {"known": known, **_SHAPES} if known else _SHAPES
        return re.compile("|".join(f"(?P<{kind}>{shape})" for kind, shape in shapes.items()))

    def of(self, kind: str, value: str) -> str:
        """The pseudonym of a value: of one of the `FORMS`, or else a key.

        A public id stays, an id without dashes gets a pseudonym without, and a person can be named
        by an id or an e-mail address.
        """
        if kind == "person":
            kind = "id" if re.fullmatch(ID, value) else kind
            kind = "email" if re.fullmatch(EMAIL, value) else kind
        if kind != "id":
            return self._numbered(kind if kind in FORMS else "key", value)
        plain = value.replace("-", "").lower()
        dashed = "-".join((plain[:8], plain[8:12], plain[12:16], plain[16:20], plain[20:]))
        if dashed in PUBLIC_IDS:
            return value
        pseudonym = self._numbered("id", plain)
        return pseudonym if "-" in value else pseudonym.replace("-", "")

    def _numbered(self, kind: str, value: str) -> str:
        issued = self._issued.setdefault(kind, {})
        plain = _SPELLINGS.get(kind, str)(value)
        return issued.setdefault(plain, FORMS[kind].format(len(issued) + 1))


def is_pseudonym(text: str) -> bool:
    """Whether a text is the pseudonym of an id or a key and nothing else."""
    return _PSEUDONYM.fullmatch(text) is not None


def is_id(text: str) -> bool:
    """Whether a text is an id and nothing else."""
    return re.fullmatch(DASHED, text) is not None
