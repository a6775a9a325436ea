"""The gradebook as a table: everybody, every check, and why. Pure.

What is not verified is blank, never 0, and so is a score that is not sure yet. All that two runs
over the same class have in common stands before what they have not: times and hashes of evidence.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from acceptance.reports.document import Check, Document
from classroom.journal import Standing

Cell = str | int | datetime | None

NOT_GRADED: Final = "not graded yet"
LEFT: Final = "not in the roster now"
_NOT_ASKED: Final = "that grading did not ask it"
_STUDENT: Final = ("id", "name", "email", "section")
_SCORE: Final = ("score", "sure", "possible", "maximum", "not verified because")
_ROSTER: Final = ("roster",)
_GRADING: Final = ("graded at", "evidence SHA-256")


@dataclass(frozen=True)
class Table:
    """A gradebook.

    Attributes:
        header: what each column is.
        rows: of each student, as many cells as the header has; None is blank.
    """

    header: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


def table_of(standings: Iterable[Standing]) -> Table:
    """The gradebook of these students, in their order."""
    # Documents are large: of each, only its cells are kept.
    asked: dict[str, list[Check]] = {}
    students = [(standing, _cells(standing, asked)) for standing in standings]
    ids = sorted(asked, key=_natural)
    columns = (column for id_ in ids for column in _check_columns(asked[id_]))
    return Table(
        header=(*_STUDENT, *_SCORE, *_ROSTER, *columns, *_GRADING),
        rows=tuple(_row(standing, cells, ids) for standing, cells in students),
    )


@dataclass(frozen=True)
class _Cells:
    """What a row says of the grading that counts."""

    score: tuple[Cell, ...]
    checks: dict[str, tuple[Cell, str]]
    grading: tuple[Cell, ...]


def _cells(standing: Standing, asked: dict[str, list[Check]]) -> _Cells | None:
    entry = standing.entry
    if entry is None:
        return None
    document = entry.document
    for check in document.checks:
        known = asked.setdefault(check.id, [])
        if all(each.points != check.points for each in known):
            known.append(check)
    score = document.score
    began = entry.began.astimezone(UTC).replace(microsecond=0)
    return _Cells(
        score=(
            score.sure if is_verified(document) else None,
            score.sure,
            score.possible,
            score.maximum,
            _why(document),
        ),
        checks={check.id: (_points(check), reason(check)) for check in document.checks},
        grading=(began, entry.evidence),
    )


def _row(standing: Standing, cells: _Cells | None, ids: Sequence[str]) -> tuple[Cell, ...]:
    student = standing.student
    who = (student.id, student.name, student.email, student.section)
    left = "" if student.in_roster else LEFT
    if cells is None:
        blank = [each for _ in ids for each in (None, NOT_GRADED)]
        return (*who, None, None, None, None, NOT_GRADED, left, *blank, None, None)
    checks = [each for id_ in ids for each in cells.checks.get(id_, (None, _NOT_ASKED))]
    return (*who, *cells.score, left, *checks, *cells.grading)


def _check_columns(checks: Sequence[Check]) -> Iterator[str]:
    """The columns of one check, of which there is one of each number of points that it had."""
    check = checks[-1]
    points = "1 point" if check.points == 1 else f"{check.points} points"
    # Marked by several features, no number is true of everybody.
    yield f"{check.id} {check.title}" + (f" ({points})" if len(checks) == 1 else "")
    yield f"{check.id} reason"


def is_verified(document: Document) -> bool:
    """Whether every check is; a document without checks verifies nothing."""
    return bool(document.checks) and not _unverified(document)


def _unverified(document: Document) -> list[Check]:
    return [check for check in document.checks if check.verdict == "not verified"]


def _points(check: Check) -> int | None:
    """The points earned; None if nobody can tell."""
    if check.verdict == "not verified":
        return None
    return check.points if check.verdict.counts else 0


def reason(check: Check) -> str:
    """Why a check has its verdict, in a sentence; empty if it is met."""
    if check.verdict == "not verified":
        return f"not verified: {check.reason or 'no reason is known'}"
    if check.verdict == "blocked":
        return f"blocked by {check.blocked_by}"
    if check.verdict == "waived":
        return f"waived: {check.waiver}"
    if check.verdict == "not met":
        return f"expected: {check.expected}; found: {check.found}"
    return ""


def _why(document: Document) -> str:
    """The reasons why checks are not verified, each with the checks that it concerns."""
    ids: dict[str, list[str]] = {}
    for check in _unverified(document):
        ids.setdefault(check.reason or "no reason is known", []).append(check.id)
    if not document.checks:
        return "the grading checked nothing"
    return "; ".join(f"{', '.join(concerned)}: {why}" for why, concerned in ids.items())


def _natural(id_: str) -> list[tuple[int, int | str]]:
    """Orders 2.2.10 after 2.2.9."""
    parts = re.split(r"(\d+)", id_)
    return [(0, int(part)) if part.isdecimal() else (1, part) for part in parts]
