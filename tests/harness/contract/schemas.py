"""A schema of an OpenAPI document as a quick function that says what is wrong with a value.

Stricter than JSON Schema, where a field that nobody documents is as good as none: here it is a
complaint. Every answer of a test run is checked, so that it is compiled once and runs fast.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

Check = Callable[[Any, str, list[str]], None]
"""`check(value, place, complaints)` adds what is wrong with the value at this place."""


@dataclass(frozen=True)
class Node:
    """A schema and the document that its references start from."""

    document: Path
    schema: dict[str, Any]

    def child(self, schema: dict[str, Any]) -> Node:
        """A schema of the same document."""
        return Node(self.document, schema)

    def resolved(self) -> Node:
        """What a reference leads to, in the end."""
        node = self
        while "$ref" in node.schema:
            node = referred(node.document, node.schema["$ref"])
        return node


def referred(document: Path, reference: str) -> Node:
    """The node that a reference in a document names."""
    name, _, pointer = reference.partition("#")
    path = (document.parent / name).resolve() if name else document
    value = contents(path)
    for key in pointer.strip("/").split("/"):
        value = value[key.replace("~1", "/").replace("~0", "~")]
    return Node(path, value)


@cache
def contents(document: Path) -> Any:
    """A document's JSON."""
    return json.loads(document.read_text(encoding="utf-8"))


@dataclass
class Fields:
    """What an object has by its schema and all that this is made of.

    Args:
        rest: the schema of fields that are not named; `None` if there must be none.
    """

    named: dict[str, Node] = field(default_factory=dict)
    required: set[str] = field(default_factory=set)
    discriminator: str = ""
    rest: Node | None = None
    free: bool = True

    def take(self, node: Node) -> None:
        """Add what a schema says, and those that it is made of."""
        node = node.resolved()
        for part in node.schema.get("allOf", ()):
            self.take(node.child(part))
        named = node.schema.get("properties", {})
        self.named |= {name: node.child(schema) for name, schema in named.items()}
        self.required |= set(node.schema.get("required", ()))
        self.discriminator = node.schema.get("discriminator", self.discriminator)
        more = node.schema.get("additionalProperties")
        if more is not None and more is not False:
            self.rest = node.child(more if isinstance(more, dict) else {})
        self.free = not (self.named or more is False)


@cache
def check_of(document: Path, reference: str, sent: bool) -> Check:
    """The check of what a reference in a document names; `sent`: by a client."""
    return _compiled(referred(document, reference), sent)


def compiled(node: Node, *, sent: bool = False) -> Check:
    """The check of a schema; in what a client sends, what only a server says is not required."""
    if "$ref" not in node.schema:
        return _compiled(node, sent)
    check: list[Check] = []

    def later(value: Any, place: str, found: list[str]) -> None:
        # Types may hold themselves.
        if not check:
            check.append(check_of(node.document, node.schema["$ref"], sent))
        check[0](value, place, found)

    return _nullable(later, node.schema)


def _compiled(node: Node, sent: bool) -> Check:
    schema = node.schema
    if "$ref" in schema:
        return compiled(node, sent=sent)
    kind = schema.get("type") or ("object" if schema.keys() & {"properties", "allOf"} else "")
    if kind == "object":
        check = _object(node, sent)
    elif kind == "array":
        check = _array(compiled(node.child(schema.get("items", {})), sent=sent))
    elif kind:
        check = _scalar(kind, schema)
    else:
        check = _anything
    return _nullable(check, schema)


def _anything(_value: Any, _place: str, _found: list[str]) -> None:
    """A schema that says nothing."""


def _nullable(check: Check, schema: dict[str, Any]) -> Check:
    if schema.get("x-nullable") is not True:
        return check

    def unless_null(value: Any, place: str, found: list[str]) -> None:
        if value is not None:
            check(value, place, found)

    return unless_null


def _array(item: Check) -> Check:
    def check(value: Any, place: str, found: list[str]) -> None:
        if not isinstance(value, list):
            found.append(f"{place} is {kind_of(value)}, not array")
            return
        inner = f"{place}[]"
        for each in value:
            item(each, inner, found)

    return check


def _object(node: Node, sent: bool) -> Check:
    fields = Fields()
    fields.take(node)
    plain = _plain(fields, sent)
    if not fields.discriminator:
        return plain
    kinds = {
        value: _variant(variant, sent)
        for value, variant in _variants(node.document, id(node.schema))
    }
    return _one_of(fields.discriminator, kinds, plain)


def _variant(node: Node, sent: bool) -> Check:
    fields = Fields()
    fields.take(node)
    return _plain(fields, sent)


def _one_of(discriminator: str, kinds: dict[str, Check], plain: Check) -> Check:
    def check(value: Any, place: str, found: list[str]) -> None:
        kind = value.get(discriminator) if isinstance(value, dict) else None
        kinds.get(str(kind), plain)(value, place, found)

    return check


def _plain(fields: Fields, sent: bool) -> Check:
    named = {name: compiled(node, sent=sent) for name, node in fields.named.items()}
    required = sorted(
        name
        for name in fields.required
        if not (sent and name in fields.named and fields.named[name].schema.get("readOnly"))
    )
    rest = compiled(fields.rest, sent=sent) if fields.rest else None

    def check(value: Any, place: str, found: list[str]) -> None:
        if not isinstance(value, dict):
            found.append(f"{place} is {kind_of(value)}, not object")
            return
        for name, inner in value.items():
            if name in named:
                named[name](inner, f"{place}.{name}", found)
            elif rest:
                rest(inner, f"{place}.*", found)
            elif not fields.free:
                found.append(f"{place}.{name} is unknown")
        found.extend(f"{place}.{name} is missing" for name in required if name not in value)

    return check


@cache
def _heirs(document: Path) -> dict[int, list[tuple[str, Node]]]:
    """By the identity of a definition: those made of it, with their discriminators' values."""
    heirs: dict[int, list[tuple[str, Node]]] = {}
    for name, schema in contents(document).get("definitions", {}).items():
        node = Node(document, schema)
        value = schema.get("x-ms-discriminator-value", name)
        for base in _bases(node):
            heirs.setdefault(id(base.schema), []).append((value, node))
    return heirs


def _bases(node: Node) -> Iterator[Node]:
    for part in node.schema.get("allOf", ()):
        base = node.child(part).resolved()
        yield base
        yield from _bases(base)


def _variants(document: Path, base: int) -> list[tuple[str, Node]]:
    return _heirs(document).get(base, [])


_TYPES: dict[str, tuple[type, ...]] = {
    "string": (str,),
    "integer": (int,),
    "number": (int, float),
    "boolean": (bool,),
    "file": (str, bytes),
}

_FORMATS = {
    "uuid": re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"),
    "date-time": re.compile(
        r"\d{4}-[01]\d-[0-3]\dT[0-2]\d:[0-5]\d:[0-6]\d(\.\d{1,7})?(Z|[+-]\d\d:\d\d)"
    ),
    "duration": re.compile(r"P(?=.)(\d+Y)?(\d+M)?(\d+D)?(T(\d+H)?(\d+M)?(\d+(\.\d+)?S)?)?"),
    "byte": re.compile(r"[A-Za-z0-9+/]*={0,2}"),
    "arm-id": re.compile(r"/[^?#]*"),
    "url": re.compile(r"https?://\S+"),
}
"""Of strings; dates are RFC 3339's."""

_INT32 = 2**31


def _scalar(kind: str, schema: dict[str, Any]) -> Check:
    types: Any = _TYPES[kind]
    pattern = _FORMATS.get(schema.get("format", ""))
    form, allowed = schema.get("format"), schema.get("enum")
    narrow = form == "int32"

    def check(value: Any, place: str, found: list[str]) -> None:
        is_other = isinstance(value, bool) and kind != "boolean"
        if is_other or not isinstance(value, types):
            found.append(f"{place} is {kind_of(value)}, not {kind}")
        elif allowed is not None and value not in allowed:
            found.append(f"{place} is {str(value)[:60]!r}, not in its enumeration")
        elif pattern and not pattern.fullmatch(value):
            found.append(f"{place} is no {form}")
        elif narrow and not -_INT32 <= value < _INT32:
            found.append(f"{place} is no int32")

    return check


def kind_of(value: Any) -> str:
    """The JSON type of a value."""
    if value is None:
        return "null"
    kinds = ((bool, "boolean"), (int, "integer"), (float, "number"), (str, "string"))
    for kind, name in (*kinds, (list, "array"), (dict, "object")):
        if isinstance(value, kind):
            return name
    return type(value).__name__
