"""The class as a table: a line for each student, a column for each check, texts once each. Pure.

What is repeated is kept once and named by its number: 5,000 students fit into a file that opens at
once.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final, Generic, TypeVar

from acceptance.plain_text import plain
from acceptance.reports.document import Check, Cost, Document
from acceptance.reports.templating import SIGNS, bearable
from classroom.rubrics import Rubrics

if TYPE_CHECKING:
    # At run time it would load the database's library, which a page does not need.
    from classroom.journal import Standing
    from classroom.results import Entry

LONGEST_NAME: Final = 200
"""How many characters of a student's name, id, e-mail address and section are shown."""

VERDICTS: Final = tuple(SIGNS)
"""The verdicts, in their order; a cell of the table holds the number of one."""

ABSENT: Final = "-"
"""Stands in the place of a verdict where a grading has no such check."""

Thing = TypeVar("Thing", bound=Hashable)


class State(StrEnum):
    """Where a student stands, as the page has it."""

    ALL_MET = "all met"
    NOT_ALL_MET = "not all met"
    NOT_VERIFIED = "not verified"
    NOT_GRADED = "not graded yet"


EXPLAINED: Final = {
    State.ALL_MET: "every check counts",
    State.NOT_ALL_MET: "all is verified, and something is not met",
    State.NOT_VERIFIED: "nobody could tell something, or the grading failed: no mark yet",
    State.NOT_GRADED: "there is no grading yet",
}
STATE_SIGNS: Final = {
    State.ALL_MET: "✓",
    State.NOT_ALL_MET: "✗",
    State.NOT_VERIFIED: "?",
    State.NOT_GRADED: "…",
}


class Interned(Generic[Thing]):
    """Things, each once, by the order in which they first came."""

    def __init__(self) -> None:
        self._numbers: dict[Thing, int] = {}

    def number(self, thing: Thing) -> int:
        """Its number, counted from 0."""
        return self._numbers.setdefault(thing, len(self._numbers))

    @property
    def all(self) -> list[Thing]:
        """All of them, in order."""
        return list(self._numbers)


@dataclass(frozen=True)
class Column:
    """One check, as the first grading that has it names it."""

    id: str
    title: str
    points: int
    task: str
    position: tuple[int, int] = field(repr=False)


@dataclass(frozen=True)
class Row:
    """One student, as the page shows them.

    Attributes:
        link: to their own report, relative to the page; empty if there is none.
        verdicts: by column: the number of the verdict, or `ABSENT`.
        details: the number of the texts that belong to it, by column; of those that have some.
        cures: the numbers of the cures of what is not verified.
        costs: the numbers of what runs.
        began: when the grading that counts began, UTC, to the minute; empty if there is none.
        read: when its facts were read, likewise.
        trouble: why that grading itself failed.
    """

    id: str
    name: str
    email: str
    section: str
    state: State
    sure: int = 0
    possible: int = 0
    maximum: int = 0
    link: str = ""
    verdicts: str = ""
    details: Mapping[int, int] = field(default_factory=dict)
    cures: tuple[int, ...] = ()
    costs: tuple[int, ...] = ()
    began: str = ""
    read: str = ""
    trouble: str = ""


class ClassTable:
    """The table of a class, filled one student after the other: no document is kept.

    Attributes:
        rows: in the order of the class.
        columns: by number, in the order of the exercise once `ordered`.
        texts: all that is said of checks.
        details: what is said of one check of one student: names of fields and numbers of texts.
        cures: the texts of the cures.
        costs: what runs, with its rate.
        rubrics: by what they were marked.
    """

    def __init__(self) -> None:
        self.rows: list[Row] = []
        self.texts: Interned[str] = Interned()
        self.details: Interned[tuple[tuple[str, int], ...]] = Interned()
        self.cures: Interned[str] = Interned()
        self.costs: Interned[Cost] = Interned()
        self.rubrics = Rubrics()
        self._seen: dict[str, int] = {}
        self._cures_seen: dict[str, int] = {}
        self._columns: dict[str, tuple[int, Column]] = {}

    @property
    def columns(self) -> list[Column]:
        """The checks, by number."""
        return [column for _, column in self._columns.values()]

    @property
    def order(self) -> list[int]:
        """The numbers of the columns, in the order of the exercise."""
        columns = self.columns
        return sorted(range(len(columns)), key=lambda number: columns[number].position)

    def add(self, standing: Standing, link: str) -> None:
        """Add a student, with the grading that counts."""
        who = standing.student
        id_, name, email, section = (
            plain(text, LONGEST_NAME) for text in (who.id, who.name, who.email, who.section)
        )
        row = Row(id_, name, email, section, State.NOT_GRADED)
        if standing.entry:
            row = replace(row, link=link, **self._graded(standing.entry))
            self.rubrics.add(standing.entry.began, standing.entry.document)
        self.rows.append(row)

    def _graded(self, entry: Entry) -> dict[str, Any]:
        """The fields of a row that are of a grading."""
        document = entry.document
        numbers = {self._column(check, task): check for task, check in _checks(document)}
        verdicts = [ABSENT] * len(self._columns)
        for number, check in numbers.items():
            verdicts[number] = str(VERDICTS.index(check.verdict))
        said = {number: self._said(check) for number, check in numbers.items()}
        cures = (self._cure(check.cure) for check in document.checks if check.cure)
        return {
            "state": _state(document, entry.trouble),
            "sure": document.score.sure,
            "possible": document.score.possible,
            "maximum": document.score.maximum,
            "verdicts": "".join(verdicts),
            "details": {number: detail for number, detail in said.items() if detail is not None},
            "cures": tuple(dict.fromkeys(cures)),
            "costs": tuple(map(self.costs.number, document.costs)),
            "began": minute(entry.began),
            "read": _read(document, entry.began),
            "trouble": bearable(entry.trouble),
        }

    def _cure(self, cure: str) -> int:
        if cure not in self._cures_seen:
            self._cures_seen[cure] = self.cures.number(bearable(cure))
        return self._cures_seen[cure]

    def _column(self, check: Check, task: tuple[int, int, str]) -> int:
        if check.id not in self._columns:
            step, number, title = task
            column = Column(
                check.id, check.title, check.points, f"{step}.{number} {title}", (step, number)
            )
            self._columns[check.id] = (len(self._columns), column)
        return self._columns[check.id][0]

    def _said(self, check: Check) -> int | None:
        """The number of what is said of a check, if there is something."""
        late = ", ".join(each.what for each in check.late)
        texts = {**check.details, **({"late": late} if late else {})}
        if not texts:
            return None
        pairs = ((name, self._text(text)) for name, text in texts.items())
        return self.details.number(tuple(pairs))

    def _text(self, text: str) -> int:
        """The number of a text; of most, this is not the first time."""
        if text not in self._seen:
            self._seen[text] = self.texts.number(bearable(text))
        return self._seen[text]


def minute(time: datetime) -> str:
    """A time as `2026-11-19 09:12`, UTC."""
    return f"{time.astimezone(UTC):%Y-%m-%d %H:%M}"


def _read(document: Document, began: datetime) -> str:
    """When the facts were read: a cassette may be older than its grading."""
    recorded = document.source.recorded_at
    if document.source.kind == "recording" and recorded:
        try:
            return minute(datetime.fromisoformat(recorded))
        except (ValueError, OverflowError):
            return ""
    return minute(began)


def _checks(document: Document) -> Iterable[tuple[tuple[int, int, str], Check]]:
    for task in document.tasks:
        for check in task.checks:
            yield (task.step, task.task, task.title), check


def _state(document: Document, trouble: str) -> State:
    counts = {str(verdict): count for verdict, count in document.counts.items()}
    if counts["not verified"] or trouble or not document.tasks:
        return State.NOT_VERIFIED
    return State.NOT_ALL_MET if counts["not met"] or counts["blocked"] else State.ALL_MET
