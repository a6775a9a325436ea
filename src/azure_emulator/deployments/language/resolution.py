"""JSON data with its expressions replaced by what they are worth, and its loops unrolled."""

from __future__ import annotations

from typing import Any, Protocol

from azure_emulator.deployments.language.expressions import ExpressionError
from azure_emulator.deployments.language.values import (
    WrongArgumentsError,
    as_text,
    mapping,
    whole,
)

MOST_COPIES = 800
"""Of one loop. Source: Microsoft's page on copying resources."""


class Names(Protocol):
    """The names at the place where some data stands."""

    def text(self, text: str) -> Any:
        """What a text is worth."""

    def pass_over(self, values: int) -> None:
        """Take into account that so many values were looked at."""

    def inside(self, loop: str, index: int) -> Names:
        """The names inside of a loop."""


def resolved(data: Any, names: Any) -> Any:
    """The data with its expressions evaluated.

    Args:
        data: of a template.
        names: at that place.

    Raises:
        ExpressionError: one of them cannot be evaluated.
    """
    if isinstance(data, str):
        return names.text(data) if data.startswith("[") else data
    if isinstance(data, list | dict):
        names.pass_over(1 + len(data))
    if isinstance(data, list):
        return [resolved(item, names) for item in data]
    if not isinstance(data, dict):
        return data
    loops = data.get("copy")
    is_loop = isinstance(loops, list) and all(
        isinstance(loop, dict) and {"name", "count", "input"} <= loop.keys() for loop in loops
    )
    made: dict[str, Any] = {}
    for key, value in data.items():
        if not (key == "copy" and is_loop):
            made[as_text(resolved(key, names))] = resolved(value, names)
    for loop in loops or [] if is_loop else []:
        name = as_text(names.text(str(loop["name"])))
        made[name] = [
            resolved(loop["input"], names.inside(name, index))
            for index in range(count_of(loop, name, names))
        ]
    return made


def count_of(loop: dict[str, Any], name: str, names: Names) -> int:
    """How often a loop goes round.

    Raises:
        ExpressionError: it is no number, or one that cannot be.
    """
    try:
        count = whole(resolved(mapping(loop).get("count"), names))
    except WrongArgumentsError as error:
        message = f"The count of the copy '{name}' is invalid: {error}."
        raise ExpressionError(message) from error
    if not 0 <= count <= MOST_COPIES:
        raise ExpressionError(
            f"The template copy definition '{name}' has an invalid copy count '{count}'. The copy "
            f"count must be a non-negative integer value and cannot exceed '{MOST_COPIES}'. Please "
            "see https://aka.ms/arm-resource-loops for usage details."
        )
    names.pass_over(count)
    return count
