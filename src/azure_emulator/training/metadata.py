"""Texts that customers keep with images, and the expressions that images are found by."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from azure_emulator.training.errors import bad_request

MOST_PAIRS = 10
LONGEST_KEY = 128
LONGEST_VALUE = 256
LONGEST_FILTER = 4096

Fits = Callable[[Mapping[str, str]], bool]
"""Whether an image with such metadata is among those that are looked for."""

_TOKEN = re.compile(r"\s*(?:(?P<text>'(?:[^']|'')*')|(?P<sign>[()])|(?P<word>[^\s()']+))")


def pairs(data: dict[str, Any]) -> dict[str, str]:
    """Metadata from its JSON.

    Raises:
        CustomVisionError: 400 BadRequestImageMetadataKey, -Value, or BadRequest for too many pairs.
    """
    for key, value in data.items():
        if not key or len(key) > LONGEST_KEY:
            raise bad_request("BadRequestImageMetadataKey", "Invalid metadata key")
        if not isinstance(value, str) or len(value) > LONGEST_VALUE:
            raise bad_request("BadRequestImageMetadataValue", "Invalid metadata value")
    if len(data) > MOST_PAIRS:
        raise bad_request("BadRequest", f"At most {MOST_PAIRS} metadata pairs an image")
    return data


def everything(_metadata: Mapping[str, str]) -> bool:
    """Fits all images."""
    return True


def parsed_filter(expression: str) -> Fits:
    """The test that an expression stands for, as `size eq 'large' and colour ne 'red'`.

    `and` binds more than `or`; parentheses are taken, too. An image without the key is not equal.
    The documents write `metadata=` before it, which may stand or not: a guess, as is the code.

    Raises:
        CustomVisionError: 400 BadRequest for what is no such expression.
    """
    if not expression.strip():
        return everything
    words = _words(expression.strip().removeprefix("metadata="))
    fits = _any_of(words, depth=0)
    if words:
        raise _invalid()
    return fits


def _words(expression: str) -> list[str]:
    if len(expression) > LONGEST_FILTER:
        raise _invalid()
    words, place = [], 0
    while place < len(expression):
        match = _TOKEN.match(expression, place)
        if match is None:
            raise _invalid()
        words.append(match["text"] or match["sign"] or match["word"])
        place = match.end()
    return words


def _any_of(words: list[str], depth: int) -> Fits:
    parts = [_all_of(words, depth)]
    while words and words[0].casefold() == "or":
        words.pop(0)
        parts.append(_all_of(words, depth))
    return lambda metadata: any(part(metadata) for part in parts)


def _all_of(words: list[str], depth: int) -> Fits:
    parts = [_comparison(words, depth)]
    while words and words[0].casefold() == "and":
        words.pop(0)
        parts.append(_comparison(words, depth))
    return lambda metadata: all(part(metadata) for part in parts)


DEEPEST = 20
"""Parentheses within each other."""


def _comparison(words: list[str], depth: int) -> Fits:
    if words and words[0] == "(" and depth < DEEPEST:
        words.pop(0)
        inner = _any_of(words, depth + 1)
        if not words or words.pop(0) != ")":
            raise _invalid()
        return inner
    if len(words) < 3 or words[0] in "()" or not words[2].startswith("'"):
        raise _invalid()
    key, operator, value = words[0], words[1].casefold(), words[2][1:-1].replace("''", "'")
    del words[:3]
    if operator == "eq":
        return lambda metadata: metadata.get(key) == value
    if operator == "ne":
        return lambda metadata: metadata.get(key) != value
    raise _invalid()


def _invalid() -> Exception:
    return bad_request("BadRequest", "Invalid filter expression")
