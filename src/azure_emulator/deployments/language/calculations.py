"""The functions of arrays and objects, comparisons, logic and numbers.

Source: Microsoft's pages "Array functions", "Object functions", "Comparison functions",
"Logical functions" and "Numeric functions" for ARM templates.
"""

import math
from collections.abc import Callable, Sequence
from typing import Any

from azure_emulator.deployments.language.texts import array_or_text
from azure_emulator.deployments.language.values import (
    MOST,
    Function,
    OversizedError,
    WrongArgumentsError,
    array,
    as_text,
    exactly,
    found,
    mapping,
    same,
    text,
    truth,
    whole,
)

LONGEST_RANGE = 10_000
"""Source: the page of the functions of arrays."""


def _concat(*values: Any) -> Any:
    if isinstance(values[0], list):
        return [item for value in values for item in array(value)]
    if any(isinstance(value, dict | list) for value in values):
        raise WrongArgumentsError("the arguments are strings or arrays, not both")
    return "".join(as_text(value) for value in values)


def _contains(container: Any, item: Any) -> bool:
    if isinstance(container, list) and isinstance(item, dict | list):
        return any(same(each, item) for each in container)
    if isinstance(container, list):
        kind = type(item)  # What `same` says, sooner: arrays are long.
        return any(type(each) is kind and each == item for each in container)
    if isinstance(container, dict):
        return found(as_text(item), container) is not None
    return as_text(item) in text(container)


def _empty(value: Any) -> bool:
    return value is None or not (value if isinstance(value, dict) else array_or_text(value))


def _length(value: Any) -> int:
    return len(value if isinstance(value, dict) else array_or_text(value))


def _first(value: Any) -> Any:
    items = array_or_text(value)
    return items[0] if items else "" if isinstance(items, str) else None


def _last(value: Any) -> Any:
    return _first(array_or_text(value)[::-1])


def _range(start: Any, count: Any) -> list[int]:
    if not 0 <= whole(count) <= LONGEST_RANGE or whole(start) + count > 2_147_483_647:
        raise WrongArgumentsError(f"the count is no number from 0 to {LONGEST_RANGE}")
    return list(range(start, start + count))


def _create_object(*values: Any) -> dict[str, Any]:
    if len(values) % 2:
        raise WrongArgumentsError("the number of arguments is odd")
    return {text(key): value for key, value in zip(values[::2], values[1::2], strict=True)}


def _union(*values: Any) -> Any:
    if isinstance(values[0], dict):
        united: dict[str, Any] = {}
        for value in values:
            united = _merged(united, mapping(value))
        return united
    items: list[Any] = []
    keys: set[tuple[type, Any]] = set()
    for value in values:
        for item in array(value):
            if (key := _key(item)) not in keys:
                keys.add(key)
                items.append(item)
    return items


def _key(value: Any) -> tuple[type, Any]:
    return type(value), as_text(value) if isinstance(value, dict | list) else value


def _merged(one: dict[str, Any], other: dict[str, Any]) -> dict[str, Any]:
    """As Azure does: objects in objects are merged, too, everything else is replaced."""
    merged = dict(one)
    for key, value in other.items():
        known = merged.get(key)
        if isinstance(known, dict) and isinstance(value, dict):
            value = _merged(known, value)
        merged[key] = value
    return merged


def _intersection(*values: Any) -> Any:
    first, others = values[0], values[1:]
    if isinstance(first, dict):
        return {
            key: value
            for key, value in first.items()
            if all(key in mapping(other) and same(value, other[key]) for other in others)
        }
    kept = [{_key(item) for item in array(other)} for other in others]
    return [item for item in _union(array(first)) if all(_key(item) in keys for keys in kept)]


def _flatten(value: Any) -> list[Any]:
    return [item for inner in array(value) for item in array(inner)]


def _items(value: Any) -> list[dict[str, Any]]:
    held = mapping(value)
    return [{"key": key, "value": held[key]} for key in sorted(held)]


def _shallow_merge(value: Any) -> dict[str, Any]:
    return {key: item for each in array(value) for key, item in mapping(each).items()}


def _compared(name: str) -> Callable[[Any, Any], bool]:
    def compare(one: Any, other: Any) -> bool:
        if isinstance(one, str) != isinstance(other, str):
            raise WrongArgumentsError("both arguments are integers, or both are strings")
        if not isinstance(one, str):
            one, other = whole(one), whole(other)
        if name == "less":
            return bool(one < other)
        if name == "lessorequals":
            return bool(one <= other)
        return bool(one > other) if name == "greater" else bool(one >= other)

    return compare


def _extreme(choose: Callable[[Sequence[int]], int]) -> Callable[..., int]:
    def of(*values: Any) -> int:
        numbers = array(values[0]) if isinstance(values[0], list) else list(values)
        if not numbers:
            raise WrongArgumentsError("there is no number")
        return choose([whole(number) for number in numbers])

    return of


def _divided(one: Any, other: Any) -> tuple[int, int]:
    """Quotient and remainder, towards zero as .NET does."""
    if whole(other) == 0:
        raise WrongArgumentsError("the divisor is zero")
    quotient = abs(whole(one)) // abs(other) * (1 if (one < 0) == (other < 0) else -1)
    return quotient, one - quotient * other


def _int(value: Any) -> int:
    try:
        return int(text(value)) if isinstance(value, str) else int(whole(value))
    except ValueError as error:
        raise WrongArgumentsError("it is no integer") from error


def _float(value: Any) -> float:
    """Source: the page of the functions of numbers; no infinite numbers, for JSON has none."""
    if isinstance(value, float):
        return value
    try:
        number = float(text(value)) if isinstance(value, str) else float(whole(value))
    except (ValueError, OverflowError) as error:
        raise WrongArgumentsError("it is no number") from error
    if not math.isfinite(number):
        raise WrongArgumentsError("it is no number")
    return number


def _from_end(value: Any, place: Any) -> Any:
    """`indexFromEnd(array, 1)` is the last."""
    if not 1 <= whole(place) <= len(array(value)):
        raise WrongArgumentsError(f"the index '{place}' from the end is out of bounds")
    return value[-place]


def _tried_from_end(value: Any, place: Any) -> Any:
    return value[-place] if 1 <= whole(place) <= len(array(value)) else None


def bounded(number: int) -> int:
    """A whole number of 64 bits."""
    if not -(2**63) <= number < 2**63:
        raise WrongArgumentsError("the result is no integer of 64 bits")
    return number


def _repeated(*values: Any) -> list[Any]:
    if len(values) > MOST:
        raise OversizedError
    return list(values)


FUNCTIONS = {
    "add": exactly(2, lambda a, b: bounded(whole(a) + whole(b))),
    "array": exactly(1, lambda value: value if isinstance(value, list) else [value]),
    "concat": Function(_concat, 1, None),
    "contains": exactly(2, _contains),
    "createarray": Function(_repeated, 0, None),
    "createobject": Function(_create_object, 0, None),
    "div": exactly(2, lambda a, b: _divided(a, b)[0]),
    "empty": exactly(1, _empty),
    "equals": exactly(2, same),
    "false": exactly(0, lambda: False),
    "first": exactly(1, _first),
    "float": exactly(1, _float),
    "flatten": exactly(1, _flatten),
    "indexfromend": exactly(2, _from_end),
    "int": exactly(1, _int),
    "intersection": Function(_intersection, 2, None),
    "items": exactly(1, _items),
    "last": exactly(1, _last),
    "length": exactly(1, _length),
    "max": Function(_extreme(max), 1, None),
    "min": Function(_extreme(min), 1, None),
    "mod": exactly(2, lambda a, b: _divided(a, b)[1]),
    "mul": exactly(2, lambda a, b: bounded(whole(a) * whole(b))),
    "not": exactly(1, lambda value: not truth(value)),
    "null": exactly(0, lambda: None),
    "objectkeys": exactly(1, lambda value: sorted(mapping(value))),
    "range": exactly(2, _range),
    "shallowmerge": exactly(1, _shallow_merge),
    "skip": exactly(2, lambda value, count: array_or_text(value)[max(whole(count), 0) :]),
    "sub": exactly(2, lambda a, b: bounded(whole(a) - whole(b))),
    "take": exactly(2, lambda value, count: array_or_text(value)[: max(whole(count), 0)]),
    "true": exactly(0, lambda: True),
    "tryindexfromend": exactly(2, _tried_from_end),
    "tryget": Function(lambda value, *keys: _tried(value, keys), 2, None),
    "union": Function(_union, 1, None),
    **{
        name: exactly(2, _compared(name))
        for name in ("less", "lessorequals", "greater", "greaterorequals")
    },
}
"""By their names in small letters."""


def _tried(value: Any, keys: Sequence[Any]) -> Any:
    for key in keys:
        if isinstance(value, dict):
            name = found(text(key), value)
            value = None if name is None else value[name]
        elif isinstance(value, list) and 0 <= whole(key) < len(value):
            value = value[key]
        else:
            return None
    return value
