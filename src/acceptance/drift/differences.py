"""How the answers in one cassette differ by shape from those in another."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import islice
from typing import Any, Final

from acceptance.cassettes.file import Exchange
from acceptance.cassettes.scrubbing import header_text
from acceptance.drift import fields
from acceptance.drift.fields import Field, Path
from acceptance.drift.operations import HEADERS, SILENCE, Answers, Operation

MOST: Final = 1_000
"""How many differences are looked for."""

PAGES: Final = "nextLink"
"""The field that leads to the next page: how many there are is no shape."""

Status = int | str


class Kind(StrEnum):
    """What is different, in words."""

    FIELD_GONE = "field gone"
    FIELD_NEW = "new field"
    TYPE = "another type"
    VALUE = "another value"
    PAGES = "pages"
    STATUS = "another status"
    BODY = "another kind of body"
    HEADER = "another header"
    OPERATION_GONE = "no longer asked"
    OPERATION_NEW = "asked anew"
    VERSION = "another version"


ADDED: Final = frozenset({Kind.FIELD_NEW, Kind.OPERATION_NEW, Kind.VERSION})
"""What comes to the rest, and takes nothing from it."""


@dataclass(frozen=True)
class Difference:
    """One difference.

    Attributes:
        status: of the answers that are compared; None if they are not about one.
        path: the field's place.
        before: what stands there in the older cassette, in words; "" if nothing does.
        after: the same of the newer one.
        partial: whether what was there before still is, beside it.
        old: the types, values or statuses that make way; empty for all.
        instead: what takes their place: a value, a header's values, or a whole exchange.
    """

    operation: Operation
    kind: Kind
    status: Status | None = None
    path: Path = ()
    before: str = ""
    after: str = ""
    partial: bool = False
    old: frozenset[Any] = frozenset()
    instead: Any = field(default=None, repr=False, compare=False)

    @property
    def adds(self) -> bool:
        """Whether it only adds something: nothing that was there before is gone."""
        return self.kind in ADDED or (self.kind is Kind.PAGES and bool(self.after)) or self.partial

    @property
    def is_doubtful(self) -> bool:
        """Whether what was there before may still be what a check reads."""
        return self.partial or self.kind is Kind.OPERATION_GONE


def differences(
    before: Mapping[Operation, Answers], after: Mapping[Operation, Answers]
) -> list[Difference]:
    """All differences, at most `MOST`, in the order of the older cassette's operations."""
    return list(islice(_all(before, after), MOST))


def _all(
    before: Mapping[Operation, Answers], after: Mapping[Operation, Answers]
) -> Iterator[Difference]:
    for operation, answers in before.items():
        if operation in after:
            yield from _of_operation(operation, answers, after[operation])
        else:
            yield Difference(operation, Kind.OPERATION_GONE, before="asked", after="not asked")
    for operation in after:
        if operation not in before:
            yield Difference(operation, Kind.OPERATION_NEW, before="not asked", after="asked")


def _of_operation(operation: Operation, before: Answers, after: Answers) -> Iterator[Difference]:
    if before.versions != after.versions:
        yield Difference(
            operation,
            Kind.VERSION,
            before=_listed(before.versions),
            after=_listed(after.versions),
        )
    yield from _statuses(operation, before.by_status, after.by_status)
    for status, exchanges in before.by_status.items():
        others = after.by_status.get(status, [])
        if others and status != SILENCE:
            yield from _headers(operation, status, exchanges, others)
            yield from _bodies(operation, status, exchanges, others)


def _statuses(
    operation: Operation,
    before: Mapping[Status, list[Exchange]],
    after: Mapping[Status, list[Exchange]],
) -> Iterator[Difference]:
    gone, new = set(before) - set(after), set(after) - set(before)
    if gone or new:
        yield Difference(
            operation,
            Kind.STATUS,
            before=_listed(before),
            after=_listed(after),
            partial=not gone,
            old=frozenset(gone),
            instead=after[next(status for status in after if status in (new or after))][0],
        )


def _headers(
    operation: Operation, status: Status, before: Sequence[Exchange], after: Sequence[Exchange]
) -> Iterator[Difference]:
    for name in HEADERS:
        old, new = (set(map(lambda e: _header(e, name), each)) for each in (before, after))  # noqa: C417
        if not (added := new - old):
            continue
        example = next(each for each in after if _header(each, name) in added)
        yield Difference(
            operation,
            Kind.HEADER,
            status,
            (name,),
            _listed(old) or "none",
            _listed(new) or "none",
            partial=old <= new,
            instead=example["response"]["headers"].get(name),
        )


def _header(exchange: Exchange, name: str) -> str:
    """What a header says: of a type without its parameters, of others whether it is there."""
    value = header_text(exchange["response"]["headers"].get(name, []))
    if name == "content-type":
        return value.partition(";")[0].strip().casefold()
    return "there" if value else ""


def _bodies(
    operation: Operation, status: Status, before: Sequence[Exchange], after: Sequence[Exchange]
) -> Iterator[Difference]:
    old, new = ({kind_of_body(each): each for each in both} for both in (before, after))
    if added := new.keys() - old.keys():
        yield Difference(
            operation,
            Kind.BODY,
            status,
            before=_listed(old),
            after=_listed(new),
            partial=old.keys() <= new.keys(),
            old=frozenset(old.keys() - new.keys()),
            instead=new[min(added)],
        )
    both = (
        fields.fields_of(
            fields.parsed(each["response"]["body"]["string"])
            for each in exchanges
            if kind_of_body(each) == "JSON"
        )
        for exchanges in (before, after)
    )
    yield from _fields(operation, status, *both)


def kind_of_body(exchange: Exchange) -> str:
    """Whether the body of an answer is JSON, a text, or empty."""
    text = exchange["response"]["body"]["string"]
    if not text:
        return "empty"
    return "JSON" if text.strip() == "null" or fields.parsed(text) is not None else "a text"


def _fields(
    operation: Operation, status: Status, before: Mapping[Path, Field], after: Mapping[Path, Field]
) -> Iterator[Difference]:
    for path in sorted(before.keys() | after.keys()):
        old, new = before.get(path), after.get(path)
        for kind, was, now, partial, gone, instead in _of_field(path, old, new, before, after):
            yield Difference(operation, kind, status, path, was, now, partial, gone, instead)


Change = tuple[Kind, str, str, bool, frozenset[str], Any]
"""The kind, before and after in words, whether it is partial, what makes way, and for what."""


def _of_field(
    path: Path,
    old: Field | None,
    new: Field | None,
    before: Mapping[Path, Field],
    after: Mapping[Path, Field],
) -> Iterator[Change]:
    """How one field differs, if it does; what could not be there in one of both does not."""
    room = _room(before, path) and _room(after, path) if path else old and new
    if not room:
        return
    is_free = path[-1:] in ((fields.KEY,), (fields.ITEM,))
    if old and new:
        if not is_free and _always(before, path) and not _always(after, path):
            yield Kind.FIELD_GONE, _types(old), "not always there", True, frozenset(), None
        yield from _types_of(path, old, new)
        if new.closed - old.closed:
            yield _values_of(old, new)
    elif is_free:
        return
    elif old:
        kind = Kind.PAGES if path == (PAGES,) else Kind.FIELD_GONE
        yield kind, _types(old), "", False, frozenset(), None
    elif new:
        kind = Kind.PAGES if path == (PAGES,) else Kind.FIELD_NEW
        yield kind, "", _types(new), False, frozenset(), None


def _types_of(path: Path, old: Field, new: Field) -> Iterator[Change]:
    gone, added = old.types.keys() - new.types.keys(), new.types.keys() - old.types.keys()
    if not added and gone <= {"null"}:
        return
    if path == (PAGES,) and {*gone, *added} <= {"null", "text", "address"}:
        after = "" if new.types.keys() <= {"null"} else _types(new)
        yield Kind.PAGES, _types(old), after, False, frozenset(), None
    elif gone or added:
        instead = new.examples[min(added) if added else next(iter(new.types))]
        yield Kind.TYPE, _types(old), _types(new), not gone, frozenset(gone), instead


def _values_of(old: Field, new: Field) -> Change:
    gone, added = old.closed - new.closed, new.closed - old.closed
    was, now = _listed(old.closed), _listed(new.closed)
    return Kind.VALUE, was, now, not gone, frozenset(gone), min(added)


def _room(known: Mapping[Path, Field], path: Path) -> int:
    """In how many objects or lists the field could stand."""
    parent = known.get(path[:-1])
    return parent.types["list" if path[-1] == fields.ITEM else "object"] if parent else 0


def _always(known: Mapping[Path, Field], path: Path) -> bool:
    return bool(path) and known[path].types.total() >= _room(known, path)


def _types(found: Field) -> str:
    return " or ".join(sorted(found.types))


def _listed(values: Any) -> str:
    return ", ".join(sorted(str(value) for value in values if value != ""))
