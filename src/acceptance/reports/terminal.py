"""Rows as lines for a terminal, a pipe or a CI log: a table by task, then what to do. Pure.

Whatever this module writes of its own is ASCII, so that it can be shown in any code page.
"""

import unicodedata
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Final, TypeVar

from acceptance.plain_text import masked, plain
from acceptance.verdicts.verdict import Row, Score, Verdict

Line = tuple[tuple[str, str], ...]
"""One line: its parts, each a text and a colour of pytest's (`green`, `bold`), or none."""

T = TypeVar("T")

LATE: Final = " (late)"
NARROWEST: Final = 60
WIDEST: Final = 200
COLOURS: Final = {
    Verdict.MET: "green",
    Verdict.NOT_MET: "red",
    Verdict.BLOCKED: "red",
    Verdict.NOT_VERIFIED: "yellow",
    Verdict.WAIVED: "cyan",
}


@dataclass(frozen=True)
class Fault:
    """A fault of the suite, to be shown to its maintainers.

    Attributes:
        place: where it happened (`ValueError at fixtures/training.py:12`); equal faults have equal
            places.
        traceback: its lines; no values of arguments or variables.
        checks: the ids of the checks that it stopped.
    """

    place: str
    traceback: str
    checks: tuple[str, ...]


@dataclass(frozen=True)
class Report:
    """All that is said at the end of a run.

    Attributes:
        rows: the checks, in order.
        information: the scenarios that are never scored, in order.
        graded: what was graded, a sentence a line.
        faults: each once.
        asked: how many checks the features ask, selected or not.
        notes: what else there is to say, a sentence a line.
    """

    rows: Sequence[Row]
    information: Sequence[Row] = ()
    graded: Sequence[str] = ()
    faults: Sequence[Fault] = ()
    asked: int = 0
    notes: Sequence[str] = ()
    _titles: dict[str, str] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        """Remember the titles, for those that are named as blocking."""
        self._titles.update({row.check.id: row.check.title for row in self.rows})

    def lines(self, width: int) -> Iterator[Line]:
        """The whole report.

        Args:
            width: columns of the terminal; long texts are wrapped to it, or to the nearest of
                60 .. 200.
        """
        width = min(max(width, NARROWEST), WIDEST)
        for text in self.graded:
            yield from _wrapped(plain(text), "", "", width)
        yield from self._table(width)
        yield from self._not_met(width)
        yield from self._blocked(width)
        yield from self._not_verified(width)
        yield from self._waived(width)
        yield from self._late(width)
        yield from self._information(width)
        yield from self._notes(width)
        yield from self._faults()
        yield from self._score()

    def _table(self, width: int) -> Iterator[Line]:
        longest = max((len(row.check.id) for row in self.rows), default=0)
        for (step, task), group in groupby(
            self.rows, key=lambda row: (row.check.step, row.check.task)
        ):
            rows = list(group)
            yield ()
            title = f"{step}.{task} {rows[0].check.task_title}"
            score = str(Score.of(rows))
            yield ((f"{_fitted(title, width - len(score) - 1)} {score}", "bold"),)
            for row in rows:
                start = f"  {row.check.id:{longest}} {row.check.points:3}  "
                word = f"{row.verdict:12}"
                mark = LATE * bool(row.late)
                room = width - len(start) - len(word) - len(mark)
                rest = _fitted(f"  {row.check.title}", room).rstrip() + mark
                yield (start, ""), (word, COLOURS[row.verdict]), (rest, "")

    def _not_met(self, width: int) -> Iterator[Line]:
        rows = [row for row in self.rows if row.verdict is Verdict.NOT_MET]
        if rows:
            yield from _heading("Not met", "red")
        for row in rows:
            yield from _wrapped(f"{row.check.id} {row.check.title}", "  ", "  ", width)
            yield from _told(row, width)

    def _blocked(self, width: int) -> Iterator[Line]:
        rows = [row for row in self.rows if row.verdict is Verdict.BLOCKED]
        if rows:
            yield from _heading("Blocked", "red")
        for blocked in _grouped(rows, lambda row: row.blocked_by):
            owner = blocked[0].blocked_by
            by = f"by {owner} {self._titles.get(owner, '')}".rstrip()
            yield from _wrapped(f"{by}: {_ids(blocked)}", "  ", "    ", width)

    def _not_verified(self, width: int) -> Iterator[Line]:
        rows = [row for row in self.rows if row.verdict is Verdict.NOT_VERIFIED]
        if rows:
            yield from _heading("Not verified", "yellow")
        for same in _grouped(rows, lambda row: (row.reason, row.cure)):
            yield from _wrapped(_ids(same), "  ", "  ", width)
            yield from _told(same[0], width)

    def _waived(self, width: int) -> Iterator[Line]:
        rows = [row for row in self.rows if row.verdict is Verdict.WAIVED]
        if rows:
            yield from _heading("Waived", "cyan")
        for row in rows:
            yield from _wrapped(f"{row.check.id} {row.check.title}", "  ", "  ", width)
            yield from _told(row, width)

    def _late(self, width: int) -> Iterator[Line]:
        late = [(each.at, each.what, row) for row in self.rows for each in row.late]
        if late:
            yield from _heading("Late, after the deadline (the points are the same)", "yellow")
        for same in _grouped(late, lambda one: one[:2]):
            at, what, _ = same[0]
            yield from _wrapped(f"{at:%Y-%m-%d %H:%M:%S} UTC: {what}", "  ", "    ", width)
            yield from _wrapped(_ids([row for _, _, row in same]), "    ", "    ", width)

    def _notes(self, width: int) -> Iterator[Line]:
        if self.notes:
            yield from _heading("Notes", "bold")
        for note in self.notes:
            yield from _wrapped(plain(note), "  ", "    ", width)

    def _information(self, width: int) -> Iterator[Line]:
        if self.information:
            yield from _heading("Information, without points", "bold")
        for row in self.information:
            start = f"  {row.verdict:12}  "
            yield from _wrapped(row.check.title, start, " " * len(start), width)
            yield from _told(row, width)

    def _faults(self) -> Iterator[Line]:
        if self.faults:
            yield from _heading("Faults of the suite", "yellow")
        for fault in self.faults:
            yield ((f"  {fault.place}; stopped {', '.join(fault.checks)}", ""),)
            yield from (((f"    {masked(line)}", ""),) for line in fault.traceback.splitlines())

    def _score(self) -> Iterator[Line]:
        score = Score.of(self.rows)
        yield ()
        if not self.rows:
            yield (("No check was run: nothing was graded.", "red"),)
            return
        if len(self.rows) < self.asked:
            selected = f"Only {len(self.rows)} of {self.asked} checks were selected"
            yield ((f"{selected}: this is not the score of the exercise.", "yellow"),)
        text = f"Score: {score}"
        if score.not_verified:
            text += f" ({score.sure} sure, {score.not_verified} not verified)"
        lost = score.possible < score.maximum
        colour = "red" if lost else "yellow" if score.not_verified else "green"
        yield ((text, colour),)


def encodable(text: str, encoding: str) -> str:
    r"""The text with what an encoding cannot hold as escapes (`\u2026`); no other change."""
    return text.encode(encoding, "backslashreplace").decode(encoding)


def columns(text: str) -> int:
    """How many columns of a terminal a line takes: ideographs and emoji two, accents none."""
    return sum(map(_columns, text))


def _columns(character: str) -> int:
    if character.isascii():
        return 1
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def _heading(text: str, colour: str) -> Iterator[Line]:
    yield ()
    yield ((text, colour),)


def _told(row: Row, width: int) -> Iterator[Line]:
    for name, text in row.details.items():
        label = "by" if name == "blocked_by" else name
        yield from _wrapped(text, f"    {label:8}  ", " " * 14, width)


def _ids(rows: Iterable[Row]) -> str:
    return ", ".join(row.check.id for row in rows)


def _grouped(things: Iterable[T], key: Callable[[T], Hashable]) -> list[list[T]]:
    """Things of one key together, in the order in which the keys first come."""
    groups: dict[Hashable, list[T]] = {}
    for thing in things:
        groups.setdefault(key(thing), []).append(thing)
    return list(groups.values())


def _fitted(text: str, width: int) -> str:
    """The text in exactly `width` (at least 3) columns: cut with `...`, or filled with spaces."""
    while columns(text) > width:
        text = text.removesuffix("...")[:-1] + "..."
    return text + " " * (width - columns(text))


def _wrapped(text: str, first: str, rest: str, width: int) -> Iterator[Line]:
    """The text in lines of at most `width` columns, broken at spaces where there are any.

    Several spaces in a row stay: they may be why a name does not match.
    """
    line, gap = first, ""
    for word in text.split(" "):
        for piece in _pieces(word, width - columns(rest)):
            if gap and columns(line) + 1 + columns(piece) > width:
                yield ((line, ""),)
                line, gap = rest, ""
            line += gap + piece
            gap = " "
    yield ((line, ""),)


def _pieces(word: str, room: int) -> Iterator[str]:
    """The word, in pieces of at most `room` columns."""
    piece = ""
    for character in word:
        if columns(piece) + columns(character) > room:
            yield piece
            piece = ""
        piece += character
    yield piece
