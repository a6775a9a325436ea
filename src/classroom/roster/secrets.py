"""A secret that stands in a roster itself: known by its shape, and never repeated."""

from typing import Final

from acceptance.cassettes.assignments import is_secret_name
from acceptance.cassettes.pseudonyms import Pseudonyms

__all__ = ["holds_secret", "is_secret_name"]

_KINDS: Final = frozenset(
    {"sas", "token", "issued", "private", "bearer", "assigned", "coded_key", "long_key"}
)
"""The kinds of what is scrubbed that are secrets, and no ids, people or addresses."""

_RANDOM: Final = frozenset({"coded_key", "long_key", "issued"})
"""Kinds known by their length and letters alone, which a word of one letter has, too."""

_SHORTEST: Final = 12
_LONGEST: Final = 300
_PATTERN: Final = Pseudonyms().pattern


def holds_secret(text: str) -> bool:
    """Whether a text holds what looks like a key, a token, a signature or a client secret."""
    if len(text) < _SHORTEST:
        return False
    return any(
        found.lastgroup in _KINDS and (found.lastgroup not in _RANDOM or _is_random(found[0]))
        for found in _PATTERN.finditer(text)
    )


def _is_random(text: str) -> bool:
    """Whether it can be drawn by lot: letters and digits, no more than a key has."""
    mixed = any(map(str.isdigit, text)) and any(map(str.isalpha, text))
    return mixed and len(text) <= _LONGEST
