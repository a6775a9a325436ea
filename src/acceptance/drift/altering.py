"""Copies of a cassette into which differences were brought: what would a grading make of them?"""

import copy
import json
from collections.abc import Iterable, Mapping
from typing import Any, Final

from acceptance.cassettes.file import Exchange
from acceptance.cassettes.scrubbing import encodable
from acceptance.drift import fields
from acceptance.drift.differences import Difference, Kind, kind_of_body
from acceptance.drift.fields import ITEM, Path
from acceptance.drift.operations import operation_of, status_of

_ANSWERS: Final = frozenset({Kind.STATUS, Kind.BODY})
"""Kinds of differences for which a whole answer makes way."""

_GONE: Final = object()


def can_be_altered(difference: Difference) -> bool:
    """Whether a copy can have it; what is only new cannot take anything from a check."""
    adds = (Kind.FIELD_NEW, Kind.OPERATION_NEW, Kind.VERSION, Kind.PAGES)
    return difference.kind not in adds


def altered(exchanges: Iterable[Exchange], differences: Iterable[Difference]) -> list[Exchange]:
    """The exchanges, with all these differences."""
    made: list[Exchange] = []
    wanted = list(differences)
    for exchange in exchanges:
        operation, status = operation_of(exchange["request"]), status_of(exchange)
        fitting = [
            each for each in wanted if each.operation == operation and each.status in (None, status)
        ]
        if any(each.kind is Kind.OPERATION_GONE for each in fitting):
            continue
        made.append(_altered(exchange, fitting) if fitting else exchange)
    return made


def _altered(exchange: Exchange, differences: Iterable[Difference]) -> Exchange:
    made = copy.deepcopy(exchange)
    for each in differences:
        if each.kind in _ANSWERS:
            if not each.old or _what_makes_way(exchange, each.kind) in each.old:
                # Nothing is left to alter of an answer that has made way.
                return _answered(exchange, each.instead)
        elif each.kind is Kind.HEADER:
            _set_header(made, each)
        else:
            _set_field(made, each)
    return made


def _what_makes_way(exchange: Exchange, kind: Kind) -> object:
    return status_of(exchange) if kind is Kind.STATUS else kind_of_body(exchange)


def _answered(exchange: Exchange, other: Mapping[str, Any]) -> Exchange:
    """The request, with the answer of another exchange."""
    answer = {name: value for name, value in other.items() if name != "request"}
    return {"request": exchange["request"], **answer}


def _set_header(exchange: Exchange, difference: Difference) -> None:
    headers = exchange["response"]["headers"]
    (name,) = difference.path
    if difference.instead:
        headers[name] = difference.instead
    else:
        headers.pop(name, None)


def _set_field(exchange: Exchange, difference: Difference) -> None:
    if "response" not in exchange:
        return
    body = exchange["response"]["body"]
    if kind_of_body(exchange) == "JSON":
        data = _with(fields.parsed(body["string"]), difference.path, difference)
        body["string"] = encodable(json.dumps(data, indent=1, ensure_ascii=False))


def _with(value: Any, path: Path, difference: Difference, done: Path = ()) -> Any:
    """The value, with the difference at `path` below it; `_GONE` if it is to be left out."""
    if not path:
        return _replaced(value, difference)
    first, *rest = path
    if first == ITEM and isinstance(value, list):
        items = (_with(item, tuple(rest), difference, (*done, ITEM)) for item in value)
        return [item for item in items if item is not _GONE]
    if not isinstance(value, dict):
        return value
    made: dict[str, Any] = {}
    for name, item in value.items():
        is_it = fields.key_of(done, name) == first
        new = _with(item, tuple(rest), difference, (*done, first)) if is_it else item
        if new is not _GONE:
            made[name] = new
    return made


def _replaced(value: Any, difference: Difference) -> Any:
    if difference.kind is Kind.FIELD_GONE:
        return _GONE
    what = fields.type_of(value) if difference.kind is Kind.TYPE else value
    makes_way = not difference.old or (isinstance(what, str) and what in difference.old)
    return difference.instead if makes_way else value
