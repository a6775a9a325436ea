"""What the fields of requests are: texts, numbers, lists. Another kind of value is refused.

Guess: the code, and that a number or a flag may be sent as its text, as a form has to.
"""

import math
from collections.abc import Callable, Mapping
from typing import Any

from azure_emulator.training.errors import bad_request

Fits = Callable[[Any], bool]


def _is_text(value: Any) -> bool:
    return isinstance(value, str)


def _is_number(value: Any) -> bool:
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return False
    try:
        return math.isfinite(float(value))
    except (ValueError, OverflowError):
        return False


def _is_flag(value: Any) -> bool:
    return isinstance(value, bool) or (
        isinstance(value, str) and value.casefold() in ("true", "false")
    )


def _is_object(value: Any) -> bool:
    return isinstance(value, dict)


def _list_of(fits: Fits) -> Fits:
    return lambda value: isinstance(value, list) and all(map(fits, value))


def _map_of(fits: Fits) -> Fits:
    return lambda value: isinstance(value, dict) and all(map(fits, value.values()))


KINDS: Mapping[str, tuple[str, Fits]] = {
    "text": ("a text", _is_text),
    "number": ("a number", _is_number),
    "flag": ("true or false", _is_flag),
    "object": ("an object", _is_object),
    "texts": ("a list of texts", _list_of(_is_text)),
    "objects": ("a list of objects", _list_of(_is_object)),
    "flags": ("an object of true and false", _map_of(_is_flag)),
}
"""By its name, how a kind is called in an error, and which values are of it."""


def read(kind: str, name: str, value: Any) -> Any:
    """A value as its field's kind has it: a number or a flag may be sent as text. Null is of each.

    Raises:
        CustomVisionError: 400 BadRequest.
    """
    words, fits = KINDS[kind]
    if value is not None and not fits(value):
        raise bad_request("BadRequest", f"The value of {name} is not {words}")
    if kind == "number" and isinstance(value, str):
        return float(value)
    if kind == "flag":
        return _flag(value)
    if kind == "flags" and value is not None:
        return {key: _flag(each) for key, each in value.items()}
    return value


def _flag(value: Any) -> Any:
    return value.casefold() == "true" if isinstance(value, str) else value
