"""`$filter` of Microsoft Graph: comparisons, `startsWith`, `in`, `any`, `and`, `or`, `not`."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

DEEPEST = 20
LONGEST = 10_000

Item = Mapping[str, Any]
Test = Callable[[Item], bool]

_TOKEN = re.compile(r"\s*('(?:[^']|'')*'|[(),:]|[^\s(),:']+)")
_COMPARISONS: dict[str, Callable[[Any, Any], bool]] = {
    "eq": lambda left, right: left == right,
    "ne": lambda left, right: left != right,
}
_PARTS: dict[str, Callable[[str, str], bool]] = {
    "startswith": str.startswith,
    "endswith": str.endswith,
}


class FilterError(ValueError):
    """The text is none that is read here; the message says where."""


class PropertyError(FilterError):
    """A property that the items do not have; the message is its name."""


def read(text: str, properties: set[str]) -> Test:
    """The test that a filter is. Texts are compared without letter case, as Graph does.

    Args:
        text: as sent.
        properties: the names that the items have.

    Raises:
        FilterError: it cannot be read.
    """
    if len(text) > LONGEST:
        raise FilterError("it is too long")
    tokens, at = [], 0
    while text[at:].strip():
        match = _TOKEN.match(text, at)
        if match is None:
            raise FilterError(f"unexpected character at position {at}")
        tokens.append(match[1])
        at = match.end()
    parser = _Parser(tokens, {name.casefold(): name for name in properties})
    test = parser.alternatives(0)
    if parser.tokens:
        raise FilterError(f"unexpected '{parser.tokens[0]}'")
    return test


@dataclass
class _Parser:
    tokens: list[str]
    properties: Mapping[str, str]
    variable: str = field(default="")

    def alternatives(self, depth: int) -> Test:
        tests = [self.conjunction(depth)]
        while self.take("or"):
            tests.append(self.conjunction(depth))
        return lambda item: any(test(item) for test in tests)

    def conjunction(self, depth: int) -> Test:
        tests = [self.single(depth)]
        while self.take("and"):
            tests.append(self.single(depth))
        return lambda item: all(test(item) for test in tests)

    def single(self, depth: int) -> Test:
        if depth > DEEPEST:
            raise FilterError("it is nested too deeply")
        if self.take("not"):
            test = self.single(depth + 1)
            return lambda item: not test(item)
        if self.take("("):
            test = self.alternatives(depth + 1)
            self.require(")")
            return test
        word = self.next()
        if word.casefold() in _PARTS and self.tokens[:1] == ["("]:
            return self.part(_PARTS[word.casefold()])
        if word.casefold().endswith("/any") and self.take("("):
            return self.any_of(word[: -len("/any")], depth)
        return self.comparison(word)

    def part(self, holds: Callable[[str, str], bool]) -> Test:
        self.require("(")
        value = self.value_of(self.next())
        self.require(",")
        text = self.literal(self.next())
        self.require(")")
        if not isinstance(text, str):
            raise FilterError("a text is wanted")
        return lambda item: holds(str(_folded(value(item)) or ""), text)

    def any_of(self, name: str, depth: int) -> Test:
        listed, variable = self.value_of(name), self.next()
        self.require(":")
        inner = _Parser(self.tokens, self.properties, variable)
        test = inner.alternatives(depth + 1)
        self.require(")")
        return lambda item: any(test({variable: each}) for each in listed(item) or ())

    def comparison(self, word: str) -> Test:
        value, operator = self.value_of(word), self.next().casefold()
        if operator == "in":
            self.require("(")
            among = [self.literal(self.next())]
            while self.take(","):
                among.append(self.literal(self.next()))
            self.require(")")
            return lambda item: _folded(value(item)) in among
        if operator not in _COMPARISONS:
            raise FilterError(f"the operator '{operator}' is not supported")
        compare, right = _COMPARISONS[operator], self.literal(self.next())
        return lambda item: compare(_folded(value(item)), right)

    def value_of(self, name: str) -> Callable[[Item], Any]:
        if self.variable and name == self.variable:
            return lambda item: item[name]
        key = self.properties.get(name.casefold())
        if key is None:
            raise PropertyError(name)
        return lambda item: item.get(key)

    @staticmethod
    def literal(token: str) -> Any:
        if token.startswith("'"):
            return token[1:-1].replace("''", "'").casefold()
        words = {"true": True, "false": False, "null": None}
        if token.casefold() in words:
            return words[token.casefold()]
        # Ids may stand without quotes.
        return token.casefold()

    def take(self, word: str) -> bool:
        if self.tokens and self.tokens[0].casefold() == word:
            self.tokens.pop(0)
            return True
        return False

    def require(self, word: str) -> None:
        if not self.take(word):
            raise FilterError(f"'{word}' is missing")

    def next(self) -> str:
        if not self.tokens:
            raise FilterError("it ends too early")
        return self.tokens.pop(0)


def _folded(value: Any) -> Any:
    return value.casefold() if isinstance(value, str) else value
