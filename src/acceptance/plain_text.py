"""Text that others wrote, made safe to show: the one place where that is done.

A student names groups, projects and tags, and may name them to fool a terminal or a reader. What
cannot be seen is shown as an escape, because it is often the very reason why a name does not match.
"""

import re
import unicodedata
from collections.abc import Iterator
from typing import Final

MASK: Final = "[masked]"
LIMIT: Final = 1000
"""How many characters of one text are shown."""

STACK: Final = 4
"""How many marks may stand on one letter; a tower of them hides what stands above and below."""

_UNSEEN: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
_STACKED: Final = frozenset({"Mn", "Me"})
_LONG: Final = re.compile(r"[A-Za-z0-9+_=-]{24,}")
_ADDRESS: Final = re.compile(r"(?<![\w.+-])[\w.+-]+(@|%40)[\w-]+(\.[\w-]+)+")


def plain(text: str, limit: int = LIMIT) -> str:
    r"""One line without control characters, terminal sequences, bidi marks or line breaks.

    Args:
        text: anything.
        limit: how many characters are kept; the rest is cut, and said to be.

    Returns:
        The text; unseen characters, and marks beyond `STACK` on one letter, as Python writes them
        (`\x1b`, `\n`, `\u202e`); spaces of other widths as themselves.
    """
    kept = "".join(_seen(text[:limit]))
    if len(text) <= limit:
        return kept
    return f"{kept} ... (cut: {len(text)} characters in all)"


def masked(text: str) -> str:
    """One line of a traceback: `plain`, and without what could be a key, a token, an id, a person.

    A message of somebody else's library may hold one. Any run of 24 or more letters and digits is
    taken for one if it holds a digit, and so is an e-mail address.
    """
    return plain(without_addresses(_LONG.sub(_mask, text), MASK))


def without_addresses(text: str, instead: str) -> str:
    """The text with something else in the place of each e-mail address."""
    return _ADDRESS.sub(instead, text)


def _mask(found: re.Match[str]) -> str:
    return MASK if any(map(str.isdigit, found[0])) else found[0]


def _seen(text: str) -> Iterator[str]:
    marks = 0
    for character in text:
        category = unicodedata.category(character)
        marks = marks + 1 if category in _STACKED else 0
        if category in _UNSEEN or marks > STACK:
            yield character.encode("unicode-escape").decode("ascii")
        else:
            yield character
