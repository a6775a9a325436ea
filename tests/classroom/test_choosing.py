"""Who is graded in a run."""

import pytest

from classroom.choosing import Wanted, choose
from classroom.usage import UsageError
from tests.harness.classes import student

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
