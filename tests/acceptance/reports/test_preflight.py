"""The words of a pre-flight, and which status it ends with."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from acceptance.reports.document import document_of
from acceptance.reports.preflight import lines, status
from acceptance.reports.terminal import Line
from acceptance.verdicts.verdict import Check, Row, Verdict

CURE = 'give it the role: az role assignment create --role "Grader" ' + "x" * 100


def row(check: str, verdict: Verdict, title: str, **told: str) -> Row:
    """A row of the task that its id names."""
    step, task = (int(part) for part in check.split(".")[:2])
    fix = told.pop("fix", "")
    asked = Check(step, task, check, title, 2, f"Task {task}", fix)
    return Row(asked, verdict, **told)  # type: ignore[arg-type]


ROWS = [
    row("1.1.1", Verdict.MET, "The group exists"),
    row("2.2.1", Verdict.NOT_MET, "The project exists", found="it has none", fix="Make it."),
    row("2.2.2", Verdict.BLOCKED, "It has a description", blocked_by="2.2.1"),
    row("2.2.10", Verdict.BLOCKED, "It is trained", blocked_by="2.2.1"),
    row("3.1.1", Verdict.NOT_VERIFIED, "The workspace exists", reason="403", cure=CURE),
    row("3.1.2", Verdict.NOT_VERIFIED, "It is in the region", reason="403", cure=CURE),
    row("3.1.3", Verdict.NOT_VERIFIED, "It has parts", reason="nobody knows"),
]


def text(report: Iterable[Line]) -> list[str]:
    """The lines without their colours."""
    return ["".join(part for part, _ in line) for line in report]


def test_the_whole_report() -> None:
    """What can be verified, what cannot and why, what waits for what, and the advice; no marks."""
    assert text(lines(document_of(ROWS, asked=34), ["It lacks:", "  \x1b[2J"])) == [
        "Pre-flight: can each check be verified? Nothing is graded, and no mark is shown.",
        "",
        "1.1 Task 1",
        "  1.1.1   can be verified     The group exists",
        "",
        "2.2 Task 2",
        "  2.2.1   can be verified     The project exists",
        "  2.2.2   not tried           It has a description",
        "  2.2.10  not tried           It is trained",
        "",
        "3.1 Task 1",
        "  3.1.1   cannot be verified  The workspace exists",
        "  3.1.2   cannot be verified  It is in the region",
        "  3.1.3   cannot be verified  It has parts",
        "",
        "Cannot be verified",
        "  3.1.1, 3.1.2",
        "    reason    403",
        f"    cure      {CURE}",
        "  3.1.3",
        "    reason    nobody knows",
        "",
        "Not tried: what they need is not there yet",
        "  after 2.2.1 The project exists: 2.2.2, 2.2.10",
        "",
        "Permissions of this identity",
        "  It lacks:",
        r"    \x1b[2J",
        "",
        "2 of 7 checks can be verified (34 are asked).",
    ]


def test_all_can_be_verified() -> None:
    """Met or not is the same to a pre-flight."""
    assert text(lines(document_of(ROWS[:2], asked=2)))[-1] == "All 2 checks can be verified."


def test_nothing_was_tried() -> None:
    """A run without checks says so."""
    assert text(lines(document_of([])))[-1] == "No check was tried."


@pytest.mark.parametrize(
    ("rows", "pytests", "expected"),
    [
        (ROWS[:2], 0, 0),
        (ROWS[:2], 1, 0),
        (ROWS[:3], 0, 6),
        (ROWS[4:], 0, 6),
        ([], 0, 5),
        (ROWS, 2, 2),
        (ROWS, 4, 4),
    ],
)
def test_the_status(rows: list[Row], pytests: int, expected: int) -> None:
    """0 if all can be verified, 6 if not, 5 without checks; pytest's own from 2 on."""
    assert status([row.verdict for row in rows], pytests) == expected
