"""Who is graded in a run."""

from pathlib import Path

import pytest

from classroom.choosing import Differences, Wanted, choose
from classroom.journal.rows import row_of, summary_of
from classroom.journal.standings import Summary, in_force
from classroom.journal.tables import GradingRow
from classroom.results import Entry
from classroom.submission_digest import SubmissionDigest
from classroom.usage import UsageError
from tests.harness.classes import entry, student

CLASS = [student("ada"), student("ben"), student("cleo")]


def chosen(wanted: Wanted) -> list[str]:
    """The ids of those who are chosen where Ada and Cleo are not finished."""
    return [each.id for each in choose(CLASS, {"cleo", "ada", "who has left"}, wanted)]


@pytest.mark.parametrize(
    ("wanted", "ids"),
    [
        (Wanted(), ["ada", "cleo"]),
        (Wanted(only=("cleo", "ben")), ["cleo"]),
        (Wanted(again=("ben", "ada")), ["ada", "ben"]),
        (Wanted(everybody=True), ["ada", "ben", "cleo"]),
    ],
)
def test_who_is_missing_or_asked_for_is_graded(wanted: Wanted, ids: list[str]) -> None:
    """In the roster's order, whatever order they are named in."""
    assert chosen(wanted) == ids


def test_who_is_in_no_roster_is_refused() -> None:
    """All at once, with the nearest id, fit for a terminal, and of many only some."""
    with pytest.raises(UsageError) as refusal:
        chosen(Wanted(again=("cloe", "\x1b[2J", *(f"zz{number}" for number in range(20)))))
    lines = str(refusal.value).splitlines()
    assert lines[0] == "the roster has no student with the id cloe; is cleo meant?"
    assert lines[1] == r"the roster has no student with the id \x1b[2J"
    assert lines[-1] == "and 12 more"
    assert len(lines) == 11


def test_who_is_named_with_something_else_is_graded_again(tmp_path: Path) -> None:
    """Another subscription, another notebook; not who only lost theirs, and nobody of before."""
    first, second = tmp_path / "1.ipynb", tmp_path / "2.ipynb"
    first.write_text("{}")
    second.write_text("{ }")
    then = [student(name, notebook=first) for name in ("same", "moved", "new", "lost", "before")]
    gradings = {
        each.id: [summary_of_entry(entry(each.id, each.id, **vars(SubmissionDigest.of(each))))]
        for each in then
    }
    gradings["before"] = [summary_of_entry(entry("before", "before"))]
    now = [
        student("same", notebook=first),
        student("moved", notebook=first, subscription="another"),
        student("new", notebook=second),
        student("lost"),
        student("before", notebook=second),
        student("missing"),
    ]
    differences = Differences.of(now, gradings)
    assert differences == Differences(("moved",), ("new",), ("lost",))
    chosen = [each.id for each in choose(now, {"lost", "missing"}, Wanted(), differences)]
    assert chosen == ["moved", "new", "missing"]
    assert differences.lines(chosen) == [
        "1 student is graded again: the roster names another subscription, tenant or resource "
        "group: moved",
        "1 student is graded again: another notebook was handed in: new",
        "1 student keeps their mark: they had a notebook and have none now: lost",
    ]
    (lost,) = choose(now, {"lost"}, Wanted(again=("lost",)), differences)
    assert lost.id == "lost"


def test_a_grading_of_a_wrong_roster_never_counts() -> None:
    """However good it was: the newest one says whose resources are meant."""
    old = summary_of_entry(entry("1", "ada", resources="a" * 64))
    new = summary_of_entry(entry("2", "ada", resources="b" * 64, trouble="timed out"))
    assert in_force([old, new]) == [new]


def summary_of_entry(of: Entry) -> Summary:
    """A grading without its document."""
    row, _ = row_of(of, "key")
    return summary_of(GradingRow(**row), of.student)
