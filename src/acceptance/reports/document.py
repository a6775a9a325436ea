"""The document: all that a run has shown, and what every report reads. Pure.

docs/report.schema.json describes its JSON. There is no time of grading in it: the same cassette
gives the same bytes.
"""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields, is_dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum
from functools import cache
from itertools import groupby
from typing import Any, Final, Self, cast, get_args, get_origin, get_type_hints

from acceptance.plain_text import plain
from acceptance.verdicts.verdict import DETAILS, Fault, Late, Row, Score, Verdict

SCHEMA: Final = 1
"""The version of the JSON's form: a reader of 1 can read on while it is 1."""

UNWRITTEN: Final = {"unwritten": True}
"""Marks a field that the terminal shows, and the JSON does not have."""


@dataclass(frozen=True)
class Source:
    """Where the facts came from; what is None is not known, or does not apply.

    Attributes:
        kind: `live`, or `recording` for a cassette.
        against: who answered, `azure` or `emulator`.
        recording: the name of the cassette's file, without its folder.
        sha256: the SHA-256 of the cassette, in hexadecimal digits.
        recorded_at: when it was recorded, by its own word; ISO 8601.
        recorded_by: the version of the suite that recorded it.
        complete: whether the recorded run came to its end.
    """

    kind: str | None = None
    against: str | None = None
    recording: str | None = None
    sha256: str | None = None
    recorded_at: str | None = None
    recorded_by: str | None = None
    complete: bool | None = None


class _Judged:
    """What checks and information have in common."""

    verdict: Verdict

    @property
    def details(self) -> dict[str, str]:
        """The texts that belong to the verdict, by field, in the order in which they are shown."""
        texts = {name: getattr(self, name) for name in DETAILS[self.verdict]}
        return {name: text for name, text in texts.items() if text}


@dataclass(frozen=True)
class Check(_Judged):
    """One check and its verdict; a text that is None has nothing to say.

    Attributes: as `verdicts.verdict.Check` and `Row` have them.
    """

    id: str
    title: str
    points: int
    verdict: Verdict
    expected: str | None = None
    found: str | None = None
    fix: str = ""
    reason: str | None = None
    cure: str | None = None
    blocked_by: str | None = None
    fault: bool = False
    waiver: str | None = None
    late: tuple[Late, ...] = ()


@dataclass(frozen=True)
class Information(_Judged):
    """One scenario that is never scored; its texts are those of a check."""

    title: str
    verdict: Verdict
    found: str | None = None
    reason: str | None = None
    cure: str | None = None
    blocked_by: str | None = None
    expected: str | None = field(default=None, metadata=UNWRITTEN)
    fix: str = field(default="", metadata=UNWRITTEN)

    @property
    def written_details(self) -> dict[str, str]:
        """Those of the details that the JSON has, too."""
        names = written(Information)
        return {name: text for name, text in self.details.items() if name in names}


@dataclass(frozen=True)
class Task:
    """One task of the exercise, with its selected checks in order.

    Attributes:
        step: the number of the exercise's step.
        task: the number of the task in that step.
        title: the task's.
        score: of these checks.
        checks: at least one.
    """

    step: int
    task: int
    title: str
    score: Score
    checks: tuple[Check, ...]


@dataclass(frozen=True)
class Cost:
    """Something that was seen to run, and costs money as long as it does.

    Attributes:
        what: the thing, without an article.
        state: what it did when it was read: `running` or `starting`.
        cents_a_day: about, in hundredths of the currency; None if its rate is not known.
        currency: the rate's, as `USD`.
        as_of: the day of the rate, ISO 8601.
        source: the URL where the rate is from.
    """

    what: str
    state: str
    cents_a_day: int | None = None
    currency: str = ""
    as_of: str = ""
    source: str = ""


@dataclass(frozen=True)
class Announcement:
    """What has been announced of a service that the exercise needs, in a sentence.

    Attributes:
        what: the sentence.
        source: the URL where that is said.
    """

    what: str
    source: str


@dataclass(frozen=True)
class Document:
    """All that a run has shown.

    Attributes:
        schema: the version of the JSON's form.
        suite: the version of the suite that graded; empty if that is not known.
        title: the exercise's, and whose submission it is, if that is said; empty if neither is.
        source: where the facts came from.
        graded: what was graded, in sentences.
        score: of all checks.
        counts: how many checks have which verdict; every verdict is there.
        exit_status: what the verdicts make of the run, as docs/verdicts.md has it.
        partial: whether only a part of the exercise's checks was selected.
        deadline: when the submission was due, with its zone; None if there is no deadline.
        tasks: in order, those with a selected check.
        information: the scenarios that are never scored, in order.
        notes: what else there is to say, in sentences.
        costs: what runs and costs money, as far as it was seen; empty in reports of before.
        announcements: what is announced of the services, likewise.
        asked: how many checks the features ask, selected or not.
        faults: of the suite, each once.
    """

    schema: int
    suite: str
    title: str
    source: Source
    graded: tuple[str, ...]
    score: Score
    counts: Mapping[Verdict, int]
    exit_status: int
    partial: bool
    deadline: datetime | None
    tasks: tuple[Task, ...]
    information: tuple[Information, ...]
    notes: tuple[str, ...]
    costs: tuple[Cost, ...] = ()
    announcements: tuple[Announcement, ...] = ()
    asked: int = field(default=0, metadata=UNWRITTEN)
    faults: tuple[Fault, ...] = field(default=(), metadata=UNWRITTEN)

    @property
    def checks(self) -> list[Check]:
        """The checks of all tasks, in order."""
        return [check for task in self.tasks for check in task.checks]

    def having(self, verdict: Verdict) -> list[Check]:
        """The checks of that verdict, in order."""
        return [check for check in self.checks if check.verdict is verdict]

    def to_json(self) -> dict[str, Any]:
        """The document as JSON has it, in the order of its fields."""
        written: dict[str, Any] = _to_json(self)
        return written

    @classmethod
    def from_json(cls, data: object) -> Self:
        """The document that was written so; fields that are not known are passed over.

        Raises:
            ValueError: a field is missing or of another type, or the version is another.
        """
        try:
            document: Self = _from_json(cls, data)
        except (KeyError, TypeError, AttributeError, ValueError) as error:
            raise ValueError(f"this is no report: {error}") from None
        if document.schema != SCHEMA:
            raise ValueError(f"this is a report of version {document.schema}, not {SCHEMA}")
        return document


def document_of(
    rows: Sequence[Row],
    information: Iterable[Row] = (),
    *,
    source: Mapping[str, Any] | None = None,
    graded: Iterable[str] = (),
    notes: Iterable[str] = (),
    costs: Iterable[Mapping[str, Any]] = (),
    announcements: Iterable[Mapping[str, Any]] = (),
    asked: int = 0,
    exit_status: int = 0,
    deadline: datetime | None = None,
    suite: str = "",
    title: str = "",
    faults: Iterable[Fault] = (),
) -> Document:
    """The document of a run that is over, all of its texts safe to show.

    Args:
        rows: the checks, in order.
        information: the scenarios that are never scored, in order.
        source: fields of `Source`, by name; other names are passed over.
        costs: fields of `Cost`, by name.
        announcements: fields of `Announcement`, by name.

    The others are fields of `Document`.
    """
    return Document(
        schema=SCHEMA,
        suite=plain(suite),
        title=plain(title),
        source=_source(source or {}),
        graded=tuple(map(plain, graded)),
        score=Score.of(rows),
        counts={verdict: sum(row.verdict is verdict for row in rows) for verdict in Verdict},
        exit_status=exit_status,
        partial=len(rows) < asked,
        deadline=deadline.astimezone(UTC) if deadline else None,
        tasks=tuple(_tasks(rows)),
        information=tuple(_information(row) for row in information),
        notes=tuple(map(plain, notes)),
        costs=tuple(Cost(**_plain(cost)) for cost in costs),
        announcements=tuple(Announcement(**_plain(each)) for each in announcements),
        asked=asked,
        faults=tuple(faults),
    )


def render(document: Document) -> str:
    """The document as text of JSON, with a line break at its end."""
    return json.dumps(document.to_json(), indent=2, ensure_ascii=False) + "\n"


def _source(names: Mapping[str, Any]) -> Source:
    return Source(**_plain({each.name: names.get(each.name) for each in fields(Source)}))


def _plain(values: Mapping[str, Any]) -> dict[str, Any]:
    texts = {name: plain(value) for name, value in values.items() if isinstance(value, str)}
    return {**values, **texts}


def _tasks(rows: Sequence[Row]) -> Iterable[Task]:
    groups = groupby(rows, key=lambda row: (row.check.step, row.check.task))
    for (step, task), group in groups:
        same = list(group)
        checks = tuple(map(_check, same))
        yield Task(step, task, same[0].check.task_title, Score.of(same), checks)


def _check(row: Row) -> Check:
    asked = row.check
    texts = {name: getattr(row, name) or None for name in (*_TEXTS, "waiver")}
    late = tuple(replace(each, at=each.at.astimezone(UTC)) for each in row.late)
    return Check(
        asked.id,
        asked.title,
        asked.points,
        row.verdict,
        fix=row.fix,
        fault=row.fault,
        late=late,
        **texts,
    )


def _information(row: Row) -> Information:
    texts = {name: getattr(row, name) or None for name in _TEXTS}
    return Information(row.check.title, row.verdict, **texts, fix=row.fix)


_TEXTS: Final = ("expected", "found", "reason", "cure", "blocked_by")


def _to_json(value: Any) -> Any:
    if is_dataclass(value):
        return {name: _to_json(getattr(value, name)) for name in written(type(value))}
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(key): _to_json(each) for key, each in value.items()}
    if isinstance(value, tuple):
        return [_to_json(each) for each in value]
    return str(value) if isinstance(value, StrEnum) else value


def _from_json(kind: Any, value: Any) -> Any:
    """The value of that type; its type is one that a field here has."""
    origin, arguments = get_origin(kind), get_args(kind)
    if type(None) in arguments:
        return None if value is None else _from_json(arguments[0], value)
    if origin is Mapping:
        return {arguments[0](key): _from_json(arguments[1], each) for key, each in value.items()}
    if origin is tuple and isinstance(value, list):
        return tuple(_from_json(arguments[0], each) for each in value)
    if is_dataclass(kind):
        hints, made = _hints(cast(Any, kind)), cast(Callable[..., Any], kind)
        there = [name for name in written(kind) if name in value or name not in _ADDED]
        return made(**{name: _from_json(hints[name], value[name]) for name in there})
    return _SCALARS[kind](value) if kind in _SCALARS else _of_type(kind, value)


_ADDED: Final = frozenset({"costs", "announcements"})
"""The fields that reports of before do not have: they are as good as empty."""


@cache
def _hints(kind: Any) -> Mapping[str, Any]:
    """The types of a dataclass's fields; asked for each check of a class, they take their time."""
    return get_type_hints(kind)


def _time(value: str) -> datetime:
    time = datetime.fromisoformat(value)
    if time.tzinfo is None:
        raise ValueError(f"{value} has no zone")
    return time.astimezone(UTC)


def _of_type(kind: Any, value: object) -> object:
    if type(value) is not kind:
        raise TypeError(f"{type(value).__name__} instead of {kind}")
    return value


_SCALARS: Final[Mapping[Any, Callable[[Any], object]]] = {datetime: _time, Verdict: Verdict}


def written(kind: Any) -> list[str]:
    """The names of a dataclass's fields that the JSON has, in order."""
    return list(_written(kind))


@cache
def _written(kind: Any) -> Sequence[str]:
    return tuple(each.name for each in fields(kind) if "unwritten" not in each.metadata)
