"""What the bodies of answers are made of: fields, their types, and the values of closed sets."""

import json
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Final

Path = tuple[str, ...]
"""Where a value stands: names of fields, `ITEM` for the items of a list, `KEY` for any key."""

ITEM: Final = "[]"
KEY: Final = "{key}"

MOST_FIELDS: Final = 5_000
MOST_VALUES: Final = 50
DEEPEST: Final = 30
"""How many different fields of an operation's answers are compared, values of a closed set, and
how deep a field may stand."""

CLOSED: Final = frozenset(
    {
        *("kind", "type", "state", "status", "provisioningstate", "computetype", "tier", "code"),
        *("classificationtype", "trainingtype", "publicnetworkaccess", "createmode"),
        *("applicationsharingpolicy", "computeinstanceauthorizationtype", "createdbytype"),
    }
)
"""Fields whose values are of a closed set, which code compares; a SKU's name is another."""

FREE: Final = frozenset({"tags", "metadata", "userassignedidentities", "augmentationmethods"})
"""Fields whose own keys are anybody's."""

_PLAIN_KEY: Final = re.compile(r"[A-Za-z_@$][\w.@$-]{0,63}")
_ID: Final = re.compile(r"[0-9a-fA-F]{8}-?([0-9a-fA-F]{4}-?){3}[0-9a-fA-F]{12}")
_FORMATS: Final = (
    ("time", re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d.*")),
    ("id", _ID),
    ("address", re.compile(r"https?://.*|/subscriptions/.*", re.IGNORECASE)),
)


@dataclass
class Field:
    """What stands in one place of all answers.

    Attributes:
        types: how often each of JSON's types stands there; a text of a known format has that.
        examples: one value of each type.
        closed: the values, if they are of a closed set.
    """

    types: Counter[str] = field(default_factory=Counter)
    examples: dict[str, Any] = field(default_factory=dict, repr=False)
    closed: set[str] = field(default_factory=set)


def fields_of(bodies: Iterable[Any]) -> dict[Path, Field]:
    """The fields of all these values of parsed JSON; the whole of each stands at `()`."""
    fields: dict[Path, Field] = {}
    waiting: list[tuple[Path, Any]] = [((), body) for body in bodies]
    while waiting:
        path, value = waiting.pop()
        if path not in fields and len(fields) >= MOST_FIELDS:
            continue
        found = fields.setdefault(path, Field())
        kind = type_of(value)
        found.types[kind] += 1
        found.examples.setdefault(kind, value)
        if isinstance(value, str) and is_closed(path) and len(found.closed) < MOST_VALUES:
            found.closed.add(value)
        if len(path) < DEEPEST:
            waiting += children(path, value)
    return fields


def children(path: Path, value: Any) -> list[tuple[Path, Any]]:
    """What stands in a value, each with its place."""
    if isinstance(value, dict):
        return [((*path, key_of(path, key)), item) for key, item in value.items()]
    if isinstance(value, list):
        return [((*path, ITEM), item) for item in value]
    return []


def key_of(path: Path, key: str) -> str:
    """The name of a field, `KEY` if it is anybody's."""
    is_free = bool(path) and path[-1].casefold() in FREE
    return KEY if is_free or _ID.search(key) or not _PLAIN_KEY.fullmatch(key) else key


def is_closed(path: Path) -> bool:
    """Whether the values in this place are of a closed set."""
    names = [name.casefold() for name in path if name != ITEM]
    return bool(names) and (names[-1] in CLOSED or names[-2:] == ["sku", "name"])


def type_of(value: Any) -> str:
    """JSON's word for the type of a value; a text that is a time, an id or an address is that."""
    if value is None:
        return "null"
    if isinstance(value, str):
        texts = (name for name, form in _FORMATS if form.fullmatch(value))
        return next(texts, "text")
    names = {bool: "boolean", int: "number", float: "number", dict: "object", list: "list"}
    return names[type(value)]


def parsed(text: str) -> Any:
    """The JSON of a body; `None` if it is none."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def written(path: Path) -> str:
    """A place as people write it: `value[].sku.name`."""
    text = ""
    for name in path:
        text += name if name == ITEM or not text else f".{name}"
    return text or "the whole body"
