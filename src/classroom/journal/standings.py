"""Which of a student's gradings counts. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from classroom.results import Entry


class Counts(StrEnum):
    """Which grading's score is the mark."""

    LAST = "last"
    BEST = "best"
    FIRST_PASS = "first-pass"  # noqa: S105 - no password


@dataclass(frozen=True)
class Enrolled:
    """Somebody whom a roster has named.

    Attributes:
        in_roster: whether the newest roster names them.

    The others are as `Student` has them.
    """

    id: str
    name: str
    email: str
    section: str
    in_roster: bool = True


@dataclass(frozen=True)
class Summary:
    """A grading without its document.

    Attributes:
        sure: points that are met or waived.
        possible: the same and those that are not verified.
        maximum: points of all checks.
        verified: whether every check is verified, and the grading came to its end.

    The others are as `Entry` has them.
    """

    id: str
    run: str
    kind: str
    student: str
    began: datetime
    sure: int
    possible: int
    maximum: int
    verified: bool
    evidence: str
    trouble: str
    resources: str = ""
    notebook: str = ""


@dataclass(frozen=True)
class Standing:
    """What a student has reached; what is None is not there yet.

    Attributes:
        gradings: how many there are, the superseded ones included.
        first_pass: the first that verified every check.
        best: the one that is sure of the most points; of several, the one that has the most
            possible points, and of those, the last.
        last: the last.
        entry: the one that counts, whole.
    """

    student: Enrolled
    gradings: int = 0
    first_pass: Summary | None = None
    best: Summary | None = None
    last: Summary | None = None
    entry: Entry | None = None

    def counting(self, counts: Counts) -> Summary | None:
        """The grading whose score is the mark; until one verified all, the last, too."""
        if counts is Counts.BEST:
            return self.best
        if counts is Counts.FIRST_PASS:
            return self.first_pass or self.last
        return self.last


def standing(student: Enrolled, gradings: Sequence[Summary]) -> Standing:
    """Where a student stands after these gradings, oldest first."""
    if not gradings:
        return Standing(student)
    current = in_force(gradings)
    return Standing(
        student,
        len(gradings),
        first_pass=next((each for each in current if each.verified), None),
        best=max(reversed(current), key=lambda each: (each.sure, each.possible)),
        last=current[-1],
    )


def in_force(gradings: Iterable[Summary]) -> list[Summary]:
    """The gradings that can count, in the order in which their evidence was taken.

    Of several gradings of the same evidence, the newest supersedes the others. A grading that
    itself failed says nothing of the student, and counts only if there is no other. One of
    other resources than the newest is of a roster that was wrong, and counts no more.
    """
    gradings = list(gradings)
    known = [each.resources for each in gradings if each.resources]
    gradings = [each for each in gradings if each.resources in ("", *known[-1:])]
    newest: dict[str, Summary] = {}
    for each in gradings:
        newest[each.evidence or each.id] = each
    whole = [each for each in newest.values() if not each.trouble]
    return whole or list(newest.values())
