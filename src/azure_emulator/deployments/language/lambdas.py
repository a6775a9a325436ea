"""The functions that take a lambda. Source: Microsoft's page "Lambda functions"."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cmp_to_key
from typing import Any, Protocol

from azure_emulator.deployments.language.expressions import Expression, FunctionCall, Literal
from azure_emulator.deployments.language.values import (
    WrongArgumentsError,
    array,
    mapping,
    text,
    truth,
)


class Evaluator(Protocol):
    """What evaluates the body of a lambda."""

    def value(self, expression: Expression) -> Any:
        """What an expression is worth."""

    def within(self, local: Mapping[str, Any]) -> Evaluator:
        """The same, with variables of a lambda."""


def _lambda(
    evaluator: Evaluator, expression: Expression, counts: Sequence[int]
) -> Callable[..., Any]:
    """What a lambda does: takes the values of its variables, as many as it names."""
    arguments = expression.arguments if isinstance(expression, FunctionCall) else ()
    names = [name.value for name in arguments[:-1] if isinstance(name, Literal)]
    if (
        not isinstance(expression, FunctionCall)
        or expression.name.casefold() != "lambda"
        or len(names) != len(arguments) - 1
        or len(names) not in counts
    ):
        raise WrongArgumentsError(f"expected a lambda of {counts[0]} argument(s)")
    body = arguments[-1]

    def call(*values: Any) -> Any:
        local = dict(zip((str(name) for name in names), values, strict=False))
        return evaluator.within(local).value(body)

    return call


def _require(arguments: Sequence[Expression], counts: Sequence[int]) -> None:
    if len(arguments) not in counts:
        raise WrongArgumentsError(f"expected {counts[0]} argument(s), got {len(arguments)}")


def _map(evaluator: Evaluator, arguments: Sequence[Expression]) -> list[Any]:
    _require(arguments, [2])
    call = _lambda(evaluator, arguments[1], (1, 2))
    return [call(item, place) for place, item in enumerate(array(evaluator.value(arguments[0])))]


def _filter(evaluator: Evaluator, arguments: Sequence[Expression]) -> list[Any]:
    _require(arguments, [2])
    call = _lambda(evaluator, arguments[1], (1, 2))
    items = array(evaluator.value(arguments[0]))
    return [item for place, item in enumerate(items) if truth(call(item, place))]


def _reduce(evaluator: Evaluator, arguments: Sequence[Expression]) -> Any:
    _require(arguments, [3])
    value = evaluator.value(arguments[1])
    call = _lambda(evaluator, arguments[2], (2, 3))
    for place, item in enumerate(array(evaluator.value(arguments[0]))):
        value = call(value, item, place)
    return value


def _sort(evaluator: Evaluator, arguments: Sequence[Expression]) -> list[Any]:
    _require(arguments, [2])
    call = _lambda(evaluator, arguments[1], [2])

    def order(one: Any, other: Any) -> int:
        return -1 if truth(call(one, other)) else 1 if truth(call(other, one)) else 0

    return sorted(array(evaluator.value(arguments[0])), key=cmp_to_key(order))


def _to_object(evaluator: Evaluator, arguments: Sequence[Expression]) -> dict[str, Any]:
    _require(arguments, [2, 3])
    key_of = _lambda(evaluator, arguments[1], [1])
    value_of = _lambda(evaluator, arguments[2], [1]) if len(arguments) > 2 else _itself
    items = array(evaluator.value(arguments[0]))
    return {text(key_of(item)): value_of(item) for item in items}


def _itself(item: Any) -> Any:
    return item


def _map_values(evaluator: Evaluator, arguments: Sequence[Expression]) -> dict[str, Any]:
    _require(arguments, [2])
    call = _lambda(evaluator, arguments[1], [1])
    return {key: call(item) for key, item in mapping(evaluator.value(arguments[0])).items()}


def _group_by(evaluator: Evaluator, arguments: Sequence[Expression]) -> dict[str, Any]:
    _require(arguments, [2])
    call = _lambda(evaluator, arguments[1], [1])
    groups: dict[str, Any] = {}
    for item in array(evaluator.value(arguments[0])):
        groups.setdefault(text(call(item)), []).append(item)
    return groups


LAMBDAS: Mapping[str, Callable[[Any, Sequence[Expression]], Any]] = {
    "filter": _filter,
    "groupby": _group_by,
    "map": _map,
    "mapvalues": _map_values,
    "reduce": _reduce,
    "sort": _sort,
    "toobject": _to_object,
}
"""By their names in small letters."""
