"""What an instructor reads at the end: who needs a look, worst first, and what to do. Pure."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from acceptance.plain_text import plain
from acceptance.reports.document import Document
from classroom.rubrics import Rubrics, rubric_warnings

STATES: Final = ("all met", "not all met", "not verified", "not graded yet")

MOST: Final = 15
"""How many students and reasons are named."""

LIMIT: Final = 60
"""Characters of a name."""


@dataclass(frozen=True)
class Reached:
    """What a student has reached.

    Attributes:
        student: the id.
        name: as it is shown.
        document: of the grading that counts; None if there is none.
        trouble: why that grading itself failed; empty if it came to its end.
        began: when it began; None if there is none.
    """

    student: str
    name: str
    document: Document | None
    trouble: str = ""
    began: datetime | None = None

    @property
    def unknown(self) -> int:
        """Points that nobody could judge."""
        if self.document is None:
            return 1_000_000
        return self.document.score.not_verified

    @property
    def unverified(self) -> int:
        """Checks that nobody could judge; all of a student who is missing."""
        if self.document is None:
            return 1_000_000
        return sum(check.verdict == "not verified" for check in self.document.checks)

    @property
    def is_verified(self) -> bool:
        """Whether each check is."""
        return self.unverified == 0 and not self.trouble

    @property
    def state(self) -> str:
        """One of `STATES`: what nobody can tell comes before what is not met."""
        if self.document is None:
            return "not graded yet"
        if not self.is_verified or not self.document.checks:
            return "not verified"
        verdicts = {str(check.verdict) for check in self.document.checks}
        return "all met" if verdicts <= {"met", "waived"} else "not all met"


def summed(reached: Iterable[Reached]) -> str:
    """How many came to which state: `8 students: 5 all met, 3 not verified`."""
    states = Counter(each.state for each in reached)
    counted = ", ".join(f"{states[state]} {state}" for state in STATES if states[state])
    students = "1 student" if states.total() == 1 else f"{states.total()} students"
    return f"{students}: {counted or 'nobody yet'}"


def closing(reached: Iterable[Reached], command: str, folder: str) -> list[str]:
    """The lines: what there is to do, or that there is nothing.

    Args:
        reached: of everybody.
        command: that grades those who are missing or not verified.
        folder: of the class.
    """
    everybody = list(reached)
    return [*_closing(everybody, command), *unlike(everybody, folder)]


def unlike(reached: Iterable[Reached], folder: str) -> list[str]:
    """That marks do not rest on the same points, if so, and what to do."""
    rubrics = Rubrics(
        (each.began, each.document) for each in reached if each.began and each.document
    )
    return rubric_warnings(rubrics.others, folder)


def _closing(everybody: Sequence[Reached], command: str) -> list[str]:
    open_ = [each for each in everybody if not each.is_verified]
    if not everybody:
        return ["There are no students yet."]
    if not open_:
        all_ = (
            "The only student is" if len(everybody) == 1 else f"All {len(everybody)} students are"
        )
        return [f"{all_} graded, and every check is verified."]
    open_.sort(key=lambda each: (-each.unknown, -each.unverified))
    lines = [f"{len(open_)} of {len(everybody)} students need a look, worst first:"]
    lines += [f"  {_line(each)}" for each in open_[:MOST]]
    if len(open_) > MOST:
        lines.append(f"  and {len(open_) - MOST} more (the gradebook has them all)")
    if cures := _cures(open_):
        lines += ["What would cure that:", *cures]
    return [*lines, "To grade those again who are missing or not verified:", f"  {command}"]


def _line(each: Reached) -> str:
    name = f" ({plain(each.name, LIMIT)})" if each.name else ""
    return f"{plain(each.student, LIMIT)}{name}: {_what(each)}"


def _what(each: Reached) -> str:
    if each.document is None:
        return "not graded yet"
    if each.trouble:
        return f"{each.document.score}; {plain(each.trouble, 300)}"
    reasons = Counter(check.reason for check in each.document.checks if check.reason)
    (reason, _) = reasons.most_common(1)[0] if reasons else ("", 0)
    return f"{each.document.score}; {each.unverified} not verified: {plain(reason or '', 300)}"


def _cures(open_: Sequence[Reached]) -> list[str]:
    """The cures of what is not verified, and for how many students, the most first."""
    cures = Counter(
        cure
        for each in open_
        if each.document
        for cure in {check.cure for check in each.document.checks if check.cure}
    )
    return [f"  {plain(cure, 300)} ({count})" for cure, count in cures.most_common(MOST)]
