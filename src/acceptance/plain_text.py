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

TOLD: Final = 3
"""How many deceptive characters of one name are told one by one."""

_UNSEEN: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
_ALIKE: Final = frozenset("асеорхуіјѕԁһӏԛԝАВЕКМНОРСТХЅІЈΑΒΕΖΗΙΚΜΝΟΡΤΥΧουν")
"""Cyrillic and Greek letters that look like Latin ones, as of Unicode's confusables."""

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


def named(name: str) -> str:
    r"""A name in quotes; what the eye cannot see in it, or takes for another letter, is said.

    That is an unseen character, a space other than the usual one, a space at an end, and a letter
    of another alphabet in a name of Latin ones; the first three of them, each with its place.

    Args:
        name: of anything: a tag, a project, a group.

    Returns:
        `"cat"`, or `"c\u0430t" (character 2 is CYRILLIC SMALL LETTER A)`.
    """
    shown = name[:LIMIT]
    deceptive = _deceptive(shown)
    if not deceptive:
        return f'"{name}"'
    text = "".join(_escaped(letter) if at in deceptive else letter for at, letter in _at(shown))
    told = [f"character {at} is {deceptive[at]}" for at in list(deceptive)[:TOLD]]
    more = f", and {len(deceptive) - TOLD} more" if len(deceptive) > TOLD else ""
    cut = f" ... (cut: {len(name)} characters in all)" if len(name) > LIMIT else ""
    return f'"{text}"{cut} ({", ".join(told)}{more})'


def _deceptive(name: str) -> dict[int, str]:
    """What each character is that is not what it looks like, by its place, counted from 1."""
    found: dict[int, str] = {}
    looks_latin = _looks_latin(name)
    for at, letter in _at(name):
        called = unicodedata.name(letter, f"U+{ord(letter):04X}")
        if letter == " ":
            if at in (1, len(name)) or name[at - 2] == " ":
                found[at] = "a space"
        elif _is_unseen(letter) or (looks_latin and _is_no_latin(letter, called)):
            found[at] = called
    return found


def _is_unseen(letter: str) -> bool:
    """Whether nothing is seen of it, or what another character shows, too."""
    category = unicodedata.category(letter)
    another_dash = letter == "\N{MINUS SIGN}" or (category == "Pd" and letter != "-")
    return category in _UNSEEN or category == "Zs" or another_dash


def _looks_latin(name: str) -> bool:
    """Whether a reader takes the name for Latin letters: some are, or all others look so."""
    letters = [letter for letter in name if letter.isalpha()]
    return any(map(str.isascii, letters)) or set(letters) <= _ALIKE


def _is_no_latin(letter: str, called: str) -> bool:
    """Whether it is a letter of another alphabet, or a Latin one that looks like another."""
    category = unicodedata.category(letter)
    if category[0] not in "LN" or letter.isascii():
        return False
    compatible = unicodedata.normalize("NFKC", letter) != letter
    phonetic = "\u0250" <= letter <= "\u02af" or letter == "\N{LATIN SMALL LETTER DOTLESS I}"
    foreign = category in ("Lu", "Ll", "Lm") and not called.startswith("LATIN ")
    return compatible or phonetic or foreign


def _at(name: str) -> Iterator[tuple[int, str]]:
    return iter(enumerate(name, start=1))


def _escaped(letter: str) -> str:
    return letter if letter == " " else letter.encode("unicode-escape").decode("ascii")


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
