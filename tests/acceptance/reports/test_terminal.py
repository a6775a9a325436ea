"""The report, word by word."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime

from acceptance.reports.document import document_of
from acceptance.reports.terminal import Line, columns, encodable, lines
from acceptance.verdicts.verdict import Check, Fault, Late, Row, Verdict

RESTART = {"reason": "Azure answered 429", "cure": "wait a minute and run again"}


def row(check: str, verdict: Verdict, title: str, points: int = 2, **told: str) -> Row:
    """A row of the task that its id names."""
    step, task = (int(part) for part in check.split(".")[:2])
    task_title = f"Task {task} of {step}"
    fix = told.pop("fix", "")
    asked = Check(step, task, check, title, points, task_title, fix)
    return Row(asked, verdict, **told)  # type: ignore[arg-type]


ROWS = [
    row("1.1.1", Verdict.MET, "The group exists", 3),
    row(
        "2.2.1",
        Verdict.NOT_MET,
        "The project exists",
        expected='the training resource has the project "Pet Classification"',
        found='its projects are "Pets"',
        fix="Custom Vision portal > New Project: enter the name and select your resource.",
    ),
    row("2.2.2", Verdict.BLOCKED, "The project has a description", blocked_by="2.2.1"),
    row("2.2.10", Verdict.BLOCKED, "The model is trained", blocked_by="2.2.1"),
    row("3.1.1", Verdict.NOT_VERIFIED, "The workspace is provisioned", 10, **RESTART),
    row("3.1.2", Verdict.NOT_VERIFIED, "The workspace is in the region", 1, **RESTART),
]
INFORMATION = [
    Row(Check(2, 3, "", "The training key is refused", 0), verdict=Verdict.MET),
    Row(Check(2, 3, "", "It is blocked", 0), verdict=Verdict.BLOCKED, blocked_by="2.2.1"),
]
FAULTS = [Fault("ValueError at steps/a.py:1", ("steps/a.py:1", "E  [masked]"), ("2.2.2",))]


def text(report: Iterable[Line]) -> list[str]:
    """The lines without their colours."""
    return ["".join(part for part, _ in line) for line in report]


def test_the_whole_report() -> None:
    """Graded, table, not met, blocked, not verified, information, faults, score: in this order."""
    graded = ["The cassette complete.yaml"]
    report = document_of(ROWS, INFORMATION, graded=graded, faults=FAULTS, asked=34)
    assert text(lines(report, 72)) == [
        "The cassette complete.yaml",
        "",
        "1.1 Task 1 of 1                                            3 of 3 points",
        "  1.1.1    3  met           The group exists",
        "",
        "2.2 Task 2 of 2                                            0 of 6 points",
        "  2.2.1    2  not met       The project exists",
        "  2.2.2    2  blocked       The project has a description",
        "  2.2.10   2  blocked       The model is trained",
        "",
        "3.1 Task 1 of 3                                     0 .. 11 of 11 points",
        "  3.1.1   10  not verified  The workspace is provisioned",
        "  3.1.2    1  not verified  The workspace is in the region",
        "",
        "Not met",
        "  2.2.1 The project exists",
        '    expected  the training resource has the project "Pet Classification"',
        '    found     its projects are "Pets"',
        "    fix       Custom Vision portal > New Project: enter the name and",
        "              select your resource.",
        "",
        "Blocked",
        "  by 2.2.1 The project exists: 2.2.2, 2.2.10",
        "",
        "Not verified",
        "  3.1.1, 3.1.2",
        "    reason    Azure answered 429",
        "    cure      wait a minute and run again",
        "",
        "Information, without points",
        "  met           The training key is refused",
        "  blocked       It is blocked",
        "    by        2.2.1",
        "",
        "Faults of the suite",
        "  ValueError at steps/a.py:1; stopped 2.2.2",
        "    steps/a.py:1",
        "    E  [masked]",
        "",
        "Only 6 of 34 checks were selected: this is not the score of the exercise.",
        "Score: 3 .. 14 of 20 points (3 sure, 11 not verified)",
    ]


def test_waivers_notes_and_what_is_late_are_shown() -> None:
    """Waived with reason and grounds, late once for each timestamp, notes last before the score."""
    trained = Late('"Iteration 1" was trained', datetime(2026, 11, 23, 7, 17, 29, tzinfo=UTC))
    published = Late("it was published", datetime(2026, 11, 23, 7, 17, 30, tzinfo=UTC))
    rows = [
        replace(row("2.2.9", Verdict.MET, "The model is trained"), late=(trained,)),
        row(
            "2.2.10",
            Verdict.WAIVED,
            "It is quick, as the exercise asks it to be",
            waiver="the portal was down",
            expected="it is quick",
            found="it is slow",
        ),
        replace(row("2.2.11", Verdict.NOT_MET, "It is" + " so" * 20), late=(trained, published)),
    ]
    report = document_of(rows, notes=["The waiver of 1 (line 2) ended.\x1b"])
    assert text(lines(report, 60)) == [
        "",
        "2.2 Task 2 of 2                                4 of 6 points",
        "  2.2.9    2  met           The model is trained (late)",
        "  2.2.10   2  waived        It is quick, as the exercise ...",
        "  2.2.11   2  not met       It is so so so so so s... (late)",
        "",
        "Not met",
        f"  2.2.11 It is{' so' * 15}",
        f"  {'so ' * 4}so",
        "",
        "Waived",
        "  2.2.10 It is quick, as the exercise asks it to be",
        "    waiver    the portal was down",
        "    expected  it is quick",
        "    found     it is slow",
        "",
        "Late, after the deadline (the points are the same)",
        '  2026-11-23 07:17:29 UTC: "Iteration 1" was trained',
        "    2.2.9, 2.2.11",
        "  2026-11-23 07:17:30 UTC: it was published",
        "    2.2.11",
        "",
        "Notes",
        r"  The waiver of 1 (line 2) ended.\x1b",
        "",
        "Score: 4 of 6 points",
    ]


def test_a_report_without_trouble_is_a_table_and_a_score() -> None:
    """What does not occur has no heading."""
    assert text(lines(document_of([ROWS[0]], asked=1), 60)) == [
        "",
        "1.1 Task 1 of 1                                3 of 3 points",
        "  1.1.1   3  met           The group exists",
        "",
        "Score: 3 of 3 points",
    ]


def test_a_report_without_checks_says_so() -> None:
    """A run that checked nothing does not show a score."""
    assert text(lines(document_of([]), 80)) == ["", "No check was run: nothing was graded."]


def test_verdicts_have_colours() -> None:
    """Green is met, red is lost, yellow is open; the score has the worst of them."""

    def colours(*rows: Row) -> set[str]:
        return {colour for line in lines(document_of(rows), 80) for _, colour in line} - {
            "",
            "bold",
        }

    met, lost, blocked, *_, unverified = ROWS[:3] + ROWS[-1:]
    assert colours(met) == {"green"}
    assert colours(lost) == colours(blocked) == {"red"}
    assert colours(unverified) == {"yellow"}


def test_no_line_is_wider_than_the_terminal() -> None:
    """Long texts are wrapped, long words broken, titles and headings cut, at any width."""
    title = "A title of a scenario that goes on and on, far beyond what is reasonable"
    found = "猫" * 90 + " and  " + "x" * 150 + " " + " ".join(["word"] * 60)
    rows = [row("2.2.1", Verdict.NOT_MET, title, found=found, expected=title, fix=title)]
    for width in (60, 80, 133, 200):
        shown = text(lines(document_of(rows, graded=[found]), width))
        assert max(map(columns, shown)) <= width
        assert any(columns(line) > width - 5 for line in shown)
    assert max(map(columns, text(lines(document_of(rows), 10)))) == 60
    assert max(map(columns, text(lines(document_of(rows), 999)))) <= 200


def test_columns_are_counted_as_a_terminal_does() -> None:
    """Ideographs and emoji take two columns, combining accents none."""
    assert (columns("cat"), columns("猫"), columns("\N{CAT FACE}"), columns("e\u0301")) == (
        3,
        2,
        2,
        1,
    )


def test_spaces_inside_a_name_stay() -> None:
    """Two spaces may be why a name does not match."""
    rows = [row("2.2.1", Verdict.NOT_MET, "It is", found='named "Pet  Classification"')]
    assert '    found     named "Pet  Classification"' in text(lines(document_of(rows), 80))


def test_what_a_code_page_lacks_is_escaped() -> None:
    """A Windows console shows what it can, and escapes the rest."""
    assert encodable("Größe 猫", "cp437") == "Größe \\u732b"
    assert encodable("Größe 猫", "ascii") == "Gr\\xf6\\xdfe \\u732b"
    assert encodable("Größe 猫", "utf-8") == "Größe 猫"
