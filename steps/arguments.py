"""The arguments of sentences: a quoted name, a count, a percentage."""

from collections.abc import Callable
from dataclasses import dataclass

from pytest_bdd import parsers


@dataclass(frozen=True)
class Argument:
    """A type of argument: the regular expression that it fits, and the value that it means."""

    pattern: str
    value: Callable[[str], object]

    def __call__(self, text: str) -> object:
        return self.value(text)


TYPES = {
    # Up to the next quote and no further.
    "quoted": Argument('"[^"]+"', lambda text: text[1:-1]),
    "count": Argument("[0-9]+", int),
    "percentage": Argument("[0-9]+ %", lambda text: int(text.removesuffix(" %")) / 100),
}


def sentence(text: str) -> parsers.parse:
    """A sentence whose arguments are of these types, as in `{name:quoted}`."""
    return parsers.parse(text, extra_types=TYPES)
