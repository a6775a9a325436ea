"""What an instructor reads at the end."""

from datetime import timedelta

from classroom.closing import Reached, closing, summed
from tests.harness import documents
from tests.harness.classes import BEGAN, graded, unverified


def test_a_class_without_open_questions_needs_nothing() -> None:
    """A low mark is no question."""
    reached = [
        Reached("ada", "Ada", documents.all_met()),
        Reached("ben", "Ben", graded(_2_2_1=documents.not_met())),
    ]
    told = closing(reached, "again", "marks")
    assert told == ["All 2 students are graded, and every check is verified."]


def test_who_needs_a_look_is_told_worst_first() -> None:
    """Who is missing, then who has the most open points; and the command that goes on."""
    reached = [
        Reached("ada", "Ada", documents.all_met()),
        Reached("ben", "Ben", unverified("2.2.1")),
        Reached("cleo", "Cleo\n=1+1", unverified("2.2.1", "2.2.2")),
        Reached("dan", "", None),
        Reached("eva", "", documents.all_met(), trouble="the grading was killed"),
    ]
    told = closing(reached, "python -m classroom grade ...", "marks")
    assert told[0] == "4 of 5 students need a look, worst first:"
    assert [line.split()[0].rstrip(":") for line in told[1:5]] == ["dan", "cleo", "ben", "eva"]
    assert r"Cleo\n=1+1" in told[2]
    assert "the grading was killed" in told[4]
    assert told[-1] == "  python -m classroom grade ..."


def test_of_many_some_are_named() -> None:
    """And it is said how many are not."""
    reached = [Reached(f"{number}", "", None) for number in range(50)]
    told = closing(reached, "again", "marks")
    assert "  and 35 more (the gradebook has them all)" in told
    assert len(told) < 25


def test_marks_of_other_points_are_told() -> None:
    """As long as not all rest on the same: who was marked by others than the newest."""
    later = BEGAN + timedelta(days=1)
    dearer = documents.with_check(documents.all_met(), "2.2.1", points=3)
    reached = [
        Reached("ada", "", documents.all_met(), began=BEGAN),
        Reached("ben", "", dearer, began=later),
        Reached("cleo", "", documents.all_met(), began=BEGAN),
        Reached("dan", "", None),
    ]
    last = closing(reached, "again", "marks")[-1]
    assert last == (
        "2 students are marked by other points than the newest: "
        "python -m classroom regrade marks --write marks all alike"
    )
    assert not any("other points" in line for line in closing(reached[::2], "again", "marks"))


def test_everybody_is_counted_in_one_state() -> None:
    """A grading that itself failed is not verified, whatever its document says."""
    reached = [
        Reached("ada", "Ada", documents.all_met()),
        Reached("ben", "Ben", graded(_2_2_1=documents.not_met())),
        Reached("cleo", "Cleo", unverified("2.2.1")),
        Reached("dan", "", None),
        Reached("eva", "", documents.all_met(), trouble="the grading was killed"),
    ]
    told = summed(reached)
    assert told == "5 students: 1 all met, 1 not all met, 2 not verified, 1 not graded yet"
