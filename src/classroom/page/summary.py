"""What the class page says of the class as a whole. Pure."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Final

from acceptance.reports.costs import amount
from classroom.page.rows import ABSENT, VERDICTS, ClassTable, Column, Row, State

BINS: Final = 10
"""Into how many parts the scores below the best possible one are divided."""

REASONS: Final = 3
"""How many reasons are shown for one cure."""


@dataclass(frozen=True)
class Fix:
    """The fix that most of those need who do not meet a check.

    Attributes:
        students: how many need this one.
        others: how many other fixes there are.
    """

    text: str
    students: int
    others: int


@dataclass(frozen=True)
class CheckSummary:
    """How the class did in one check.

    Attributes:
        number: the column's.
        counts: how many students have which verdict; every verdict is there.
    """

    number: int
    column: Column
    counts: dict[str, int]
    fix: Fix | None

    @property
    def students(self) -> int:
        """How many have been graded in it."""
        return sum(self.counts.values())


@dataclass(frozen=True)
class Bin:
    """How many students have a score of this kind, as it is sure and as it is possible."""

    label: str
    sure: int
    possible: int


@dataclass(frozen=True)
class Open:
    """What would cure that something is not verified, and for how many.

    Attributes:
        number: the cure's.
        reasons: why, the most frequent first; at most `REASONS`.
        checks: how many checks of all students.
    """

    number: int
    cure: str
    reasons: tuple[str, ...]
    students: int
    checks: int


@dataclass(frozen=True)
class Money:
    """What runs in the class.

    Attributes:
        students: how many have something running.
        things: how many things run.
        unknown: how many of them at a rate that nobody knows.
        sums: what the others cost a day together, by currency, as `7.03 USD`.
        rates: the days and sources of the rates.
        first, last: when that was read, UTC.
    """

    students: int
    things: int
    unknown: int
    sums: tuple[str, ...]
    rates: tuple[tuple[str, str], ...]
    first: str
    last: str


@dataclass(frozen=True)
class Summary:
    """The class as a whole."""

    states: dict[State, int]
    checks: tuple[CheckSummary, ...]
    bins: tuple[Bin, ...]
    median: str
    open: tuple[Open, ...]
    money: Money | None
    first: str
    last: str

    @property
    def failed(self) -> list[CheckSummary]:
        """The checks that somebody does not meet, the worst first."""
        failed = [check for check in self.checks if check.counts["not met"]]
        return sorted(failed, key=lambda check: -check.counts["not met"])


def summary_of(table: ClassTable) -> Summary:
    """The summary of a table that is complete."""
    rows = table.rows
    began = sorted(row.began for row in rows if row.began)
    said = _Said(table)
    return Summary(
        states={state: sum(row.state is state for row in rows) for state in State},
        checks=tuple(_check(table, number, said) for number in table.order),
        bins=tuple(_bins(rows)),
        median=_median(rows),
        open=tuple(_open(table, said)),
        money=_money(table),
        first=began[0] if began else "",
        last=began[-1] if began else "",
    )


class _Said:
    """What is said of checks, by the number of the detail."""

    def __init__(self, table: ClassTable) -> None:
        self._texts = table.texts.all
        self._details = [dict(pairs) for pairs in table.details.all]

    def text(self, detail: int | None, name: str) -> str:
        """The text of that name; empty if there is none."""
        number = self._details[detail].get(name) if detail is not None else None
        return "" if number is None else self._texts[number]


def verdict(row: Row, number: int) -> str:
    """The verdict of a student on a check; empty if it was not graded."""
    digit = row.verdicts[number : number + 1] or ABSENT
    return "" if digit == ABSENT else str(VERDICTS[int(digit)])


def _check(table: ClassTable, number: int, said: _Said) -> CheckSummary:
    counts = {str(each): 0 for each in VERDICTS}
    fixes: Counter[str] = Counter()
    for row in table.rows:
        if found := verdict(row, number):
            counts[found] += 1
        if found == "not met":
            fixes[said.text(row.details.get(number), "fix")] += 1
    del fixes[""]
    best = fixes.most_common(1)
    fix = Fix(*best[0], others=len(fixes) - 1) if best else None
    return CheckSummary(number, table.columns[number], counts, fix)


def _bins(rows: Sequence[Row]) -> Iterable[Bin]:
    graded = [row for row in rows if row.maximum]
    sure = Counter(_bin(row.sure, row.maximum) for row in graded)
    possible = Counter(_bin(row.possible, row.maximum) for row in graded)
    width = 100 // BINS
    for number in range(BINS + 1):
        low = number * width
        label = f"{low}%" if number == BINS else f"{low} to {low + width - 1}%"
        yield Bin(label, sure[number], possible[number])


def _bin(points: int, maximum: int) -> int:
    return points * BINS // maximum


def _median(rows: Sequence[Row]) -> str:
    def of(points: Callable[[Row], int]) -> float:
        return median(100 * points(row) / row.maximum for row in rows if row.maximum)

    if not any(row.maximum for row in rows):
        return ""
    sure, possible = of(lambda row: row.sure), of(lambda row: row.possible)
    return (
        f"{sure:.0f}%" if f"{sure:.0f}" == f"{possible:.0f}" else f"{sure:.0f} to {possible:.0f}%"
    )


def _open(table: ClassTable, said: _Said) -> list[Open]:
    reasons: dict[str, Counter[str]] = {cure: Counter() for cure in table.cures.all}
    students: Counter[str] = Counter()
    for row in table.rows:
        cured = set()
        for detail in row.details.values():
            if cure := said.text(detail, "cure"):
                reasons[cure][said.text(detail, "reason")] += 1
                cured.add(cure)
        students.update(cured)
    found = [
        Open(
            number,
            cure,
            tuple(reason for reason, _ in reasons[cure].most_common(REASONS)),
            students[cure],
            reasons[cure].total(),
        )
        for number, cure in enumerate(table.cures.all)
    ]
    return sorted(found, key=lambda each: -each.students)


def _money(table: ClassTable) -> Money | None:
    rows = [row for row in table.rows if row.costs]
    if not rows:
        return None
    all_costs = table.costs.all
    costs = [all_costs[number] for row in rows for number in row.costs]
    known = [cost for cost in costs if cost.cents_a_day is not None]
    sums: Counter[str] = Counter()
    for cost in known:
        sums[cost.currency] += cost.cents_a_day or 0
    read = sorted(row.read for row in rows)
    return Money(
        students=len(rows),
        things=len(costs),
        unknown=len(costs) - len(known),
        sums=tuple(amount(cents, currency) for currency, cents in sorted(sums.items())),
        rates=tuple(sorted({(cost.as_of, cost.source) for cost in known})),
        first=read[0],
        last=read[-1],
    )
