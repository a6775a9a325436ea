"""Decides verdicts, scores and exit statuses. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Final, Literal

from acceptance.causes import NoAnswer, NotThere, Otherwise
from acceptance.plain_text import plain

Phase = Literal["given", "when", "then", "none"]
"""The kind of the step where a scenario stopped; `none` is outside of all steps."""

NOT_DECIDED: Final = "the run was stopped before this check was decided"
RUN_AGAIN: Final = "run it again and let it finish, without -x and --maxfail"
FAULT: Final = "a fault of the suite"
NOT_YOURS: Final = "the submission is not at fault: report this to the maintainers of the suite"
NO_MESSAGE: Final = "not as expected (no details)"


class Verdict(StrEnum):
    """The four words for what a scenario shows, and the one that an instructor adds to them."""

    MET = "met"
    NOT_MET = "not met"
    BLOCKED = "blocked"
    NOT_VERIFIED = "not verified"
    WAIVED = "waived"

    @property
    def counts(self) -> bool:
        """Whether the check's points are earned."""
        return self in (Verdict.MET, Verdict.WAIVED)


DETAILS: Final[Mapping[Verdict, tuple[str, ...]]] = {
    Verdict.MET: (),
    Verdict.NOT_MET: ("expected", "found", "fix"),
    Verdict.BLOCKED: ("blocked_by",),
    Verdict.NOT_VERIFIED: ("reason", "cure"),
    Verdict.WAIVED: ("waiver", "expected", "found", "blocked_by"),
}
"""The texts that belong to a verdict, by field, in the order in which every report shows them."""


@dataclass(frozen=True)
class Check:
    """One scenario, as it is asked.

    Attributes:
        step: number of the exercise's step.
        task: number of the task in that step.
        id: the check's id (`2.2.6`), for ever; empty for a scenario of information.
        title: the scenario's title.
        points: what it is worth; 0 for a scenario of information.
        task_title: the feature's title.
        fix: the scenario's description, in one line, without its variants.
        variants: other texts of the description, by the label of what was found: see `Row.fix`.
        file: the feature's file, relative to the suite, with forward slashes.
        line: the scenario's line in it, from 1.
    """

    step: int
    task: int
    id: str
    title: str
    points: int
    task_title: str = ""
    fix: str = ""
    variants: Mapping[str, str] = field(default_factory=dict, hash=False)
    file: str = ""
    line: int = 0


@dataclass(frozen=True)
class Stop:
    """Where a scenario stopped, and by what.

    Attributes:
        phase: the kind of the step, or `none`.
        step: the step's text; empty outside of the steps.
        exception: what stopped it; None if it ran to its end.
        asserted: whether the exception was raised by the step's own code. An assertion that fails
            elsewhere (in a fact, in a library) says nothing about the submission.
    """

    phase: Phase = "none"
    step: str = ""
    exception: BaseException | None = None
    asserted: bool = True


@dataclass(frozen=True)
class Late:
    """Something done after the deadline. It changes no verdict and no points.

    Attributes:
        what: the thing and what was done, as `the project "Pets" was created`.
        at: when, by the word of whoever keeps it, never by the grader's clock; UTC.
    """

    what: str
    at: datetime


@dataclass(frozen=True)
class Row:
    """The verdict on one check. Its texts are safe on a terminal; HTML needs its own escaping.

    Attributes:
        check: what was asked.
        verdict: one of the five.
        expected: the text of the step where it stopped.
        found: what is there instead (not met).
        variant: the label of what was found, as whatever found it says; "" if it says none.
        reason: why nobody could tell (not verified).
        cure: what would cure that (not verified).
        blocked_by: the id of the check that asks for the missing thing (blocked).
        fault: whether the suite itself is at fault (not verified).
        waiver: why it counts all the same (waived); what was expected and found stands beside it.
        late: what it rests on that was done after the deadline, if there is one.
    """

    check: Check
    verdict: Verdict = Verdict.NOT_VERIFIED
    expected: str = ""
    found: str = ""
    variant: str = ""
    reason: str = ""
    cure: str = ""
    blocked_by: str = ""
    fault: bool = False
    waiver: str = ""
    late: tuple[Late, ...] = ()

    @property
    def fix(self) -> str:
        """How to get it right, as the feature says it for what was found, or else in general."""
        return self.check.variants.get(self.variant, self.check.fix)

    @property
    def unknown_variant(self) -> bool:
        """Whether the feature has no text for the label; that is a fault of the suite."""
        return bool(self.variant) and self.variant not in self.check.variants

    @property
    def details(self) -> dict[str, str]:
        """The texts that belong to this verdict, by field, in the order in which they are shown."""
        texts = {name: getattr(self, name) for name in DETAILS[self.verdict]}
        return {name: text for name, text in texts.items() if text}


@dataclass(frozen=True)
class Fault:
    """A fault of the suite, to be shown to its maintainers.

    Attributes:
        place: where it happened (`ValueError at fixtures/training.py:12`); equal faults have equal
            places.
        traceback: its lines, masked; no values of arguments or variables.
        checks: the ids of the checks that it stopped.
    """

    place: str
    traceback: tuple[str, ...]
    checks: tuple[str, ...]


@dataclass(frozen=True)
class Score:
    """Points, as an interval: what is not verified may yet be earned.

    Attributes:
        sure: points of the checks that are met or waived.
        possible: `sure` and the points of the checks that are not verified.
        maximum: points of all checks of the run.
    """

    sure: int
    possible: int
    maximum: int

    @classmethod
    def of(cls, rows: Iterable[Row]) -> "Score":
        """The score of these checks."""
        rows = list(rows)
        sure = sum(row.check.points for row in rows if row.verdict.counts)
        unknown = sum(row.check.points for row in rows if row.verdict is Verdict.NOT_VERIFIED)
        return cls(sure, sure + unknown, sum(row.check.points for row in rows))

    @property
    def not_verified(self) -> int:
        """Points that nobody could judge."""
        return self.possible - self.sure

    def __str__(self) -> str:
        """`61 .. 75 of 100 points`, or `75 of 100 points` where all is sure."""
        interval = f"{self.sure} .. {self.possible}" if self.not_verified else f"{self.sure}"
        return f"{interval} of {counted(self.maximum, 'point')}"


def counted(number: int, thing: str) -> str:
    """`1 check`, `2 checks`."""
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"


def decide(check: Check, stop: Stop | None, owners: Mapping[str, str]) -> Row:
    """The verdict on one check.

    Args:
        check: the check.
        stop: where its scenario stopped; None if it never ran, or not to a decision.
        owners: the id of the check that owns a thing, by the thing's name.

    Returns:
        The row, its texts made safe to show.
    """
    if stop is None:
        return _row(check, Verdict.NOT_VERIFIED, reason=NOT_DECIDED, cure=RUN_AGAIN)
    match stop.exception:
        case None:
            return _row(check, Verdict.MET)
        case NotThere() as missing:
            return _missing(check, stop, missing, owners.get(missing.thing, ""))
        case NoAnswer(reason=reason, cure=cure):
            return _row(check, Verdict.NOT_VERIFIED, stop.step, reason=reason, cure=cure)
        case Otherwise(found=found, variant=variant) if stop.phase in ("when", "then"):
            return replace(_row(check, Verdict.NOT_MET, stop.step, found=found), variant=variant)
        case AssertionError() as error if stop.asserted and stop.phase in ("when", "then"):
            return _row(check, Verdict.NOT_MET, stop.step, found=_message(error))
        case error:
            where = f' at "{stop.step}"' if stop.step else ""
            return _fault(check, stop, f"{type(error).__name__}{where}")


def settle(rows: Iterable[Row]) -> list[Row]:
    """The rows of a run, without contradictions.

    A check that is blocked by one that is met would lose points with nobody to blame: then the
    suite contradicts itself, and the check is not verified.
    """
    rows = list(rows)
    met = {row.check.id for row in rows if row.verdict is Verdict.MET}
    return [
        _fault(row.check, Stop(step=row.expected), f"blocked by {row.blocked_by}, which is met")
        if row.blocked_by and row.blocked_by in met
        else row
        for row in rows
    ]


def with_late(row: Row, timestamps: Iterable[Late], deadline: datetime) -> Row:
    """The row with those of its timestamps that are after the deadline."""
    return replace(row, late=tuple(each for each in timestamps if each.at > deadline))


def exit_status(rows: Sequence[Row], pytest_status: int) -> int:
    """The status of the whole process.

    Args:
        rows: the checks of the run.
        pytest_status: pytest's own: 0 passed, 1 failed, 2 interrupted, 3 internal error, 4 usage
            error, 5 nothing was run.

    Returns:
        0 all met or waived; 1 something not met or blocked; 6 nothing unmet but something not
        verified; 5 nothing was checked; pytest's own from 2 on, and its 1 if no check explains it.
    """
    verdicts = {row.verdict for row in rows}
    if pytest_status not in (0, 1):
        return pytest_status
    if not verdicts:
        return 5
    if verdicts & {Verdict.NOT_MET, Verdict.BLOCKED}:
        return 1
    if Verdict.NOT_VERIFIED in verdicts:
        return 6
    return 0 if Verdict.WAIVED in verdicts else pytest_status


def _missing(check: Check, stop: Stop, missing: NotThere, owner: str) -> Row:
    if not owner:
        return _fault(check, stop, f'no check owns the missing thing "{missing.thing}"')
    if owner == check.id:
        expected = missing.expected or stop.step
        row = _row(check, Verdict.NOT_MET, expected, found=missing.found)
        return replace(row, variant=missing.variant)
    return replace(_row(check, Verdict.BLOCKED, stop.step), blocked_by=owner)


def _fault(check: Check, stop: Stop, what: str) -> Row:
    reason = f"{FAULT}: {what}"
    row = _row(check, Verdict.NOT_VERIFIED, stop.step, reason=reason, cure=NOT_YOURS)
    return replace(row, fault=True)


def _row(
    check: Check,
    verdict: Verdict,
    expected: str = "",
    *,
    found: str = "",
    reason: str = "",
    cure: str = "",
) -> Row:
    return Row(
        check,
        verdict,
        expected=plain(expected),
        found=plain(found),
        reason=plain(reason),
        cure=plain(cure),
    )


def _message(error: AssertionError) -> str:
    """The assert's own message, without what pytest's rewriting adds below it.

    That addition begins with `assert` at the beginning of a line; pytest indents the lines of the
    message itself, so no name of a student's can look like it.
    """
    message = f"\n{error}".partition("\nassert ")[0].strip()
    return message or NO_MESSAGE
