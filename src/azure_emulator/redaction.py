"""What of a URL can be written down: no key, no token, no signature. No Azure in it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import quote

REDACTED = "..."
SECRET_NAMES = re.compile(
    r"key|token|secret|sig|signature|password|passwd|pwd|assertion|code|sas|credential|auth",
    re.IGNORECASE,
)
"""Found in the names of parameters whose values are never written down."""

PLAIN_NAMES = frozenset({"$skiptoken", "keyname", "expandkeys"})
"""Names that only look like it: a place in a list; which key is meant."""

GUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
LONG, LONGEST_WORD, LONGEST_MIXED_WORD = 28, 24, 12
"""In letters: keys have 32 and more, names of storage accounts 24 at most."""

LONGEST_PART, MOST_PARTS = 200, 60


def path(text: str) -> str:
    """A path whose segments are cut, and left out where they look like a secret."""
    parts = text.split("/")
    more = [REDACTED] if len(parts) > MOST_PARTS else []
    return "/".join([*map(_part, parts[:MOST_PARTS]), *more])


def query(parameters: Mapping[str, str]) -> str:
    """A query, encoded, without the values of what is named or looks like a secret."""
    shown = [f"{_part(name)}={_value(name, value)}" for name, value in parameters.items()]
    more = [REDACTED] if len(shown) > MOST_PARTS else []
    return "&".join([*shown[:MOST_PARTS], *more])


def _value(name: str, value: str) -> str:
    is_secret = name.casefold() not in PLAIN_NAMES and SECRET_NAMES.search(name)
    return REDACTED if is_secret and value else quote(_part(value), safe="$/,:.* '()")


def _part(text: str) -> str:
    if any(_is_like_a_secret(word) for word in re.split(r"[\s/=&?;,'\"()]+", text)):
        return REDACTED
    return text if len(text) <= LONGEST_PART else f"{text[:LONGEST_PART]}{REDACTED}"


def _is_like_a_secret(word: str) -> bool:
    """Whether a word is long and random, as keys and tokens are, and names and GUIDs are not."""
    rest = GUID.sub("", word)
    if len(rest) < LONG:
        return False
    words = re.split(r"[-_.]", rest)
    mixed = [word for word in words if any(letter.isdigit() for letter in word)]
    longest = max(map(len, words))
    # The words of names are words, and their numbers are short.
    return longest > LONGEST_WORD or max(map(len, mixed), default=0) > LONGEST_MIXED_WORD
