"""The values of expressions: JSON data, told apart by Azure's names of their types."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

Kind = TypeVar("Kind")

MOST = 4 * 2**20
"""Characters of one value, and what a template may be at most. Source: the page of limits."""

DEEPEST = 64
"""Levels of one value. Guess: what Newtonsoft's reader takes."""

MOST_IN_ALL = 8 * 2**20
"""Characters of all values together that one evaluation makes: more only a trap makes. A guess."""


class WrongArgumentsError(Exception):
    """Why a function can do nothing with its arguments."""


class OversizedError(Exception):
    """The values of a template grow beyond what any template may be."""


@dataclass(frozen=True)
class Function:
    """A function without a context.

    Args:
        call: from the values of the arguments to the result.
        least: how many arguments it needs.
        most: how many it takes; none for any number.
    """

    call: Callable[..., Any]
    least: int
    most: int | None


def exactly(count: int, call: Callable[..., Any]) -> Function:
    """A function of a fixed number of arguments."""
    return Function(call, count, count)


class Weights:
    """How large the values are that functions make: of shared parts each counts again."""

    def __init__(self) -> None:
        self.total = 0
        self._known: dict[int, tuple[Any, int, int]] = {}

    def require_light(self, value: Any) -> None:
        """Refuse a value that is too large or too deep, or one too many.

        Raises:
            OversizedError: it is.
        """
        weight, depth = self._measured(value)
        self.total += min(weight, 100)  # What is only handed on costs next to nothing.
        self._require(weight <= MOST and depth <= DEEPEST)

    def require_cheap(self, values: Iterable[Any], factor: float) -> None:
        """Refuse to work on values, after too much work.

        Raises:
            OversizedError: it is too much.
        """
        self.total += int(factor * sum(self._measured(value)[0] for value in values))
        self._require(True)

    def _require(self, holds: bool) -> None:
        if not holds or self.total > MOST_IN_ALL:
            raise OversizedError

    def _measured(self, value: Any) -> tuple[int, int]:
        """The characters of a value, roughly as JSON has them, and its levels."""
        if not isinstance(value, dict | list | str):
            return 5, 0
        if isinstance(value, str) and len(value) <= 100:
            return len(value) + 2, 0
        if id(value) not in self._known:
            self.total += len(value) if isinstance(value, str) else 4 * len(value)
            self._require(True)
            self._known[id(value)] = value, *self._measure(value)
        return self._known[id(value)][1:]

    def _measure(self, value: Any) -> tuple[int, int]:
        if isinstance(value, str):
            return len(value) + 2, 0
        keys = sum(len(key) + 4 for key in value) if isinstance(value, dict) else len(value)
        inner = [self._measured(item) for item in inside(value)]
        weight = 2 + keys + sum(weight for weight, _ in inner)
        return weight, 1 + max((depth for _, depth in inner), default=0)


def inside(value: Any) -> Iterable[Any]:
    """The values that an object or an array holds."""
    if isinstance(value, dict):
        return value.values()
    return value if isinstance(value, list) else ()


def require_shallow(value: Any) -> None:
    """Refuse a value of more levels than any may have.

    Raises:
        OversizedError: it has.
    """
    level = [value]
    for _ in range(DEEPEST + 1):
        level = [inner for each in level for inner in inside(each)]
        if not level:
            return
    raise OversizedError


def type_of(value: Any) -> str:
    """`String`, `Integer`, `Float`, `Boolean`, `Null`, `Array` or `Object`."""
    return "Null" if value is None else _NAMES.get(type(value), "Object")


_NAMES = {bool: "Boolean", int: "Integer", float: "Float", str: "String", list: "Array"}


def same(one: Any, other: Any) -> bool:
    """Whether two values are of one type and equal; 1 is no true."""
    if type(one) is not type(other):
        return False
    if isinstance(one, list):
        return len(one) == len(other) and all(map(same, one, other))
    if isinstance(one, dict):
        return one.keys() == other.keys() and all(same(one[key], other[key]) for key in one)
    return bool(one == other)


def found(key: str, names: Sequence[str] | dict[str, Any]) -> str | None:
    """The name that is written so, in any letter case."""
    if key in names:
        return key
    return next((name for name in names if name.casefold() == key.casefold()), None)


def as_text(value: Any) -> str:
    """A value as text: booleans as .NET writes them, objects and arrays as JSON."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return str(value)
    if value is None:
        return ""
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False)


def text(value: Any) -> str:
    """A text."""
    return _of_type(str, value, "a string")


def whole(value: Any) -> int:
    """A whole number."""
    if isinstance(value, bool):
        raise WrongArgumentsError("expected an integer, got 'Boolean'")
    return _of_type(int, value, "an integer")


def truth(value: Any) -> bool:
    """True or false."""
    return _of_type(bool, value, "a boolean")


def array(value: Any) -> list[Any]:
    """An array."""
    return _of_type(list, value, "an array")


def mapping(value: Any) -> dict[str, Any]:
    """An object."""
    return _of_type(dict, value, "an object")


def _of_type(kind: type[Kind], value: Any, name: str) -> Kind:
    if not isinstance(value, kind):
        raise WrongArgumentsError(f"expected {name}, got '{type_of(value)}'")
    return value
