"""What a pre-flight says: which checks can be verified, and no word of how they stand. Pure.

Lines are not wrapped: a terminal does that itself, and a command in them can still be copied whole.
Whatever this module writes of its own is ASCII, so that it can be shown in any code page.
"""

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby
from typing import Final

from acceptance.plain_text import plain
from acceptance.reports.terminal import Line
from acceptance.verdicts.verdict import Row, Verdict


class Outlook(StrEnum):
    """The three words of a pre-flight."""

    VERIFIABLE = "can be verified"
    NOT_VERIFIABLE = "cannot be verified"
    NOT_TRIED = "not tried"

    @classmethod
    def of(cls, verdict: Verdict) -> "Outlook":
        """What a verdict says of the way to it; it is not told which verdict that was."""
        return _OUTLOOKS.get(verdict, cls.VERIFIABLE)


_OUTLOOKS: Final = {
    Verdict.NOT_VERIFIED: Outlook.NOT_VERIFIABLE,
    Verdict.BLOCKED: Outlook.NOT_TRIED,
}
SHOWN: Final = {
    Outlook.VERIFIABLE: "green",
    Outlook.NOT_VERIFIABLE: "yellow",
    Outlook.NOT_TRIED: "yellow",
}
"""The colour of each word."""

LETTERS: Final = {
    Outlook.VERIFIABLE: ".",
    Outlook.NOT_VERIFIABLE: "?",
    Outlook.NOT_TRIED: "-",
}
"""How each is shown while the run goes on."""

HEADLINE: Final = "Pre-flight: can each check be verified? Nothing is graded, and no mark is shown."
WIDEST_WORD: Final = max(len(word) for word in Outlook)


def status(rows: Sequence[Row], pytest_status: int) -> int:
    """The status of the process: 0 all can be verified, 6 not all; pytest's own from 2 on.

    Args:
        rows: the checks of the run.
        pytest_status: pytest's own.
    """
    if pytest_status not in (0, 1):
        return pytest_status
    if not rows:
        return 5
    return 0 if all(_outlook(row) is Outlook.VERIFIABLE for row in rows) else 6


@dataclass(frozen=True)
class Preflight:
    """All that is said at the end of a pre-flight.

    Attributes:
        rows: the checks, in order, judged; their verdicts are not shown.
        advice: what others say, a line each.
        asked: how many checks the features ask, selected or not.
    """

    rows: Sequence[Row]
    advice: Sequence[str] = ()
    asked: int = 0

    def lines(self) -> Iterator[Line]:
        """The whole report."""
        yield ((HEADLINE, "bold"),)
        yield from self._table()
        yield from self._not_verifiable()
        yield from self._not_tried()
        yield from self._advice()
        yield from self._count()

    def _table(self) -> Iterator[Line]:
        longest = max((len(row.check.id) for row in self.rows), default=0)
        for (step, task), group in groupby(
            self.rows, key=lambda row: (row.check.step, row.check.task)
        ):
            rows = list(group)
            yield ()
            yield ((f"{step}.{task} {rows[0].check.task_title}", "bold"),)
            for row in rows:
                word = f"{_outlook(row):{WIDEST_WORD}}"
                start, end = f"  {row.check.id:{longest}}  ", f"  {row.check.title}"
                yield (start, ""), (word, SHOWN[_outlook(row)]), (end, "")

    def _not_verifiable(self) -> Iterator[Line]:
        rows = self._of(Outlook.NOT_VERIFIABLE)
        if rows:
            yield from _heading("Cannot be verified")
        for same in _grouped(rows, lambda row: (row.reason, row.cure)):
            yield ((f"  {_ids(same)}", ""),)
            yield ((f"    reason    {same[0].reason}", ""),)
            if same[0].cure:
                yield ((f"    cure      {same[0].cure}", ""),)

    def _not_tried(self) -> Iterator[Line]:
        rows = self._of(Outlook.NOT_TRIED)
        titles = {row.check.id: row.check.title for row in self.rows}
        if rows:
            yield from _heading("Not tried: what they need is not there yet")
        for waiting in _grouped(rows, lambda row: row.blocked_by):
            owner = waiting[0].blocked_by
            needed = f"{owner} {titles.get(owner, '')}".rstrip()
            yield ((f"  after {needed}: {_ids(waiting)}", ""),)

    def _advice(self) -> Iterator[Line]:
        if self.advice:
            yield from _heading("Permissions of this identity")
        yield from (((f"  {plain(line)}", ""),) for line in self.advice)

    def _count(self) -> Iterator[Line]:
        yield ()
        if not self.rows:
            yield (("No check was tried.", "red"),)
            return
        verifiable = len(self._of(Outlook.VERIFIABLE))
        every = verifiable == len(self.rows)
        count = f"All {len(self.rows)}" if every else f"{verifiable} of {len(self.rows)}"
        left = f" ({self.asked} are asked)" if len(self.rows) < self.asked else ""
        colour = "green" if every else "yellow"
        yield ((f"{count} checks can be verified{left}.", colour),)

    def _of(self, outlook: Outlook) -> list[Row]:
        return [row for row in self.rows if _outlook(row) is outlook]


def _outlook(row: Row) -> Outlook:
    return Outlook.of(row.verdict)


def _heading(text: str) -> Iterator[Line]:
    yield ()
    yield ((text, "yellow"),)


def _ids(rows: Iterable[Row]) -> str:
    return ", ".join(row.check.id for row in rows)


def _grouped(rows: Iterable[Row], key: Callable[[Row], Hashable]) -> list[list[Row]]:
    """Rows of one key together, in the order in which the keys first come."""
    groups: dict[Hashable, list[Row]] = {}
    for row in rows:
        groups.setdefault(key(row), []).append(row)
    return list(groups.values())
