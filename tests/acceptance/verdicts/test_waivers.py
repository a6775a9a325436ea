"""Waivers as a file, and what they make of rows; every refusal by its full text."""

from dataclasses import FrozenInstanceError
from datetime import UTC, datetime, timedelta, timezone

import pytest

from acceptance.verdicts.verdict import Check, Row, Score, Verdict
from acceptance.verdicts.waivers import (
    Waiver,
    WaiversError,
    read,
    require_known,
    same_name,
    unnamed,
    waive,
)

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
END = datetime(2026, 12, 1, 23, 59, 59, 999999, tzinfo=UTC)
GOOD = """
- check: 2.2.*
  student: all
  reason: the upload was broken
  until: 2026-12-01
"""


def one(**fields: str) -> str:
    """A file of one waiver, some of its fields otherwise; an empty field is left out."""
    given = {
        "check": "2.2.6",
        "student": "all",
        "reason": "the upload was broken",
        "until": "2026-12-01",
    } | fields
    return "- " + "\n  ".join(f"{name}: {text}" for name, text in given.items() if text)


def waiver(check: str, student: str = "all", until: datetime = END, line: int = 1) -> Waiver:
    """A waiver."""
    return Waiver(check, student, "the upload was broken", until, line)


def row(check: str, verdict: Verdict, blocked_by: str = "") -> Row:
    """A row of a point."""
    asked = Check(2, 2, check, "It is", 1)
    return Row(asked, verdict, blocked_by=blocked_by)


def test_a_waiver_is_read_as_it_is_written() -> None:
    """A pattern, for whom, why, until the end of a day in UTC, and where it stands."""
    [found] = read(GOOD)
    assert found == Waiver("2.2.*", "all", "the upload was broken", END, 2)
    with pytest.raises(FrozenInstanceError):
        found.line = 3  # type: ignore[misc]


def test_texts_are_not_made_numbers_or_truths() -> None:
    """YAML would make 2.10 the number 2.1, 007 a 7, and `no` a falsehood."""
    [found] = read(one(check="2.10", student="007", reason="no"))
    assert (found.check, found.student, found.reason) == ("2.10", "007", "no")


@pytest.mark.parametrize(
    ("text", "until"),
    [
        ("2026-12-01", END),
        ("'2026-12-01'", END),
        ("2026-12-01T18:00:00Z", datetime(2026, 12, 1, 18, tzinfo=UTC)),
        ("2026-12-01 18:00+01:00", datetime(2026, 12, 1, 17, tzinfo=UTC)),
        ("9999-12-31", datetime(9999, 12, 31, 23, 59, 59, 999999, tzinfo=UTC)),
    ],
)
def test_a_waiver_lasts_until_a_moment(text: str, until: datetime) -> None:
    """A day to its end in UTC; a time, with its zone, to the second."""
    assert read(one(until=text))[0].until == until


def test_no_waivers_is_a_list_without_any() -> None:
    """An empty list is meant; an empty file may be a mistake."""
    assert read("[]") == []


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "the file is empty; write [] if nothing is waived"),
        ("# none yet\n", "the file is empty; write [] if nothing is waived"),
        ("check: 2.2.6", "line 1: this is no list of waivers; begin each with a dash"),
        ("\nwaivers", "line 2: this is no list of waivers; begin each with a dash"),
        ("- 2.2.6", "line 1: this is no waiver; it needs check, student, reason, until"),
        ("- [2.2.6]", "line 1: this is no waiver; it needs check, student, reason, until"),
        (GOOD + "- ", "line 6: this is no waiver; it needs check, student, reason, until"),
        (
            "- check: [",
            "line 1: this is no YAML: expected the node content, but found '<stream end>'",
        ),
        (
            "- check: *\n  student: all",
            "line 1: this is no YAML: expected alphabetic or numeric character, but found '\\n'; "
            "a text that begins with * needs quotes",
        ),
        (
            "- check: *x\n",
            "line 1: this is no YAML: found undefined alias 'x'; "
            "a text that begins with * needs quotes",
        ),
        ("[]\n---\n[]", "line 2: this is no YAML: but found another document"),
        ("- a\n- \x07", "line 2: this is no YAML: special characters are not allowed"),
        ("[" * 5000, "this is no list of waivers: it is nested too deeply"),
        (one(check=""), "line 1: the waiver has no check"),
        (one(student=""), "line 1: the waiver has no student"),
        (one(reason=""), "line 1: the waiver has no reason"),
        (one(reason="''"), "line 3: the waiver has no reason"),
        (one(reason="~"), "line 3: the waiver has no reason"),
        (GOOD + "- check: 2.2.6", "line 6: the waiver has no student"),
        (one(until=""), "line 1: the waiver has no until"),
        (
            one(untill="2026-12-01"),
            'line 5: a waiver has no "untill"; it has check, student, reason, until; '
            "the nearest is until",
        ),
        (one(x="1"), 'line 5: a waiver has no "x"; it has check, student, reason, until'),
        (
            "- ? [check]\n  : 1",
            'line 1: a waiver has no "(no text)"; it has check, student, reason, until',
        ),
        (one() + "\n  check: 2.2.7", "line 5: the waiver has two of check"),
        (
            one(check="[2.2.6, 2.2.7]"),
            "line 1: check is no text; a list needs a waiver for each of it",
        ),
        (
            one(until="2026-13-01"),
            "line 4: until is no date: 2026-13-01; "
            "write 2026-12-01 (the end of that day in UTC) or 2026-12-01T18:00:00+01:00",
        ),
        (
            one(until="tomorrow\\e"),
            "line 4: until is no date: tomorrow\\e; "
            "write 2026-12-01 (the end of that day in UTC) or 2026-12-01T18:00:00+01:00",
        ),
        (
            one(until="9999-12-31T23:00:00-05:00"),
            "line 4: until is no date: 9999-12-31T23:00:00-05:00; "
            "write 2026-12-01 (the end of that day in UTC) or 2026-12-01T18:00:00+01:00",
        ),
        (
            one(until="2026-12-01T18:00:00"),
            "line 4: until has a time without a zone: 2026-12-01T18:00:00; "
            "append Z for UTC, or +01:00 and the like",
        ),
        (
            one() + "\n" + one(student="ALL", until="2027-01-01"),
            "line 5: 2.2.6 is waived for the same student in line 1; keep one of the two",
        ),
    ],
)
def test_a_malformed_file_is_refused_with_its_line(text: str, message: str) -> None:
    """What is wrong, where, and what would be right."""
    with pytest.raises(WaiversError) as refused:
        read(text)
    assert str(refused.value) == message


def test_a_tag_of_yaml_makes_no_object() -> None:
    """Nothing in the file is run or built."""
    [found] = read(one(reason="!!python/name:os.abort no"))
    assert found.reason == "no"
    with pytest.raises(WaiversError, match="reason is no text"):
        read(one(reason="!!python/object/apply:os.abort []"))


def test_a_waiver_names_a_check_that_is_asked() -> None:
    """An id or a pattern that fits none is refused, with the nearest id."""
    checks = ["2.2.5", "2.2.6", "2.3.1"]
    require_known([waiver("2.2.6"), waiver("2.2.*"), waiver("*"), waiver("2.?.1")], checks)
    for check, nearest in (("2.2.66", "2.2.6"), ("3.3.*", "2.3.1"), ("cats", "2.3.1")):
        with pytest.raises(WaiversError) as refused:
            require_known([waiver(check, line=7)], checks)
        assert str(refused.value) == f'line 7: no check is "{check}"; the nearest is {nearest}'


@pytest.mark.parametrize("verdict", [Verdict.NOT_MET, Verdict.BLOCKED])
def test_a_check_that_is_not_met_or_blocked_is_waived(verdict: Verdict) -> None:
    """It counts, with the reason; what was found stays."""
    rows = [row("2.2.6", verdict), row("2.3.1", Verdict.NOT_MET)]
    waived = waive(rows, [waiver("2.2.*")], "", NOW)
    assert [one.verdict for one in waived.rows] == [Verdict.WAIVED, Verdict.NOT_MET]
    assert waived.rows[0].waiver == "the upload was broken"
    assert waived.notes == []
    assert str(Score.of(waived.rows)) == "1 of 2 points"
    assert rows[0].verdict is verdict


@pytest.mark.parametrize(
    ("rows", "why"),
    [
        ([row("2.2.6", Verdict.MET)], "what it names is met"),
        ([row("2.2.6", Verdict.NOT_VERIFIED)], "what it names is not verified"),
        (
            [row("2.2.6", Verdict.MET), row("2.2.7", Verdict.NOT_VERIFIED)],
            "what it names is met or not verified",
        ),
        ([row("2.3.1", Verdict.NOT_MET)], "what it names was not selected"),
    ],
)
def test_nothing_else_is_waived_and_that_is_said(rows: list[Row], why: str) -> None:
    """Met needs no waiver; what nobody could verify is not the student's."""
    waived = waive(rows, [waiver("2.2.*", line=4)], "", NOW)
    assert waived.rows == rows
    assert waived.notes == [f"The waiver of 2.2.* (line 4) changed nothing: {why}."]


def test_a_waiver_that_has_ended_counts_no_more() -> None:
    """It counts to its last moment, and is reported after it."""
    rows = [row("2.2.6", Verdict.NOT_MET)]
    assert waive(rows, [waiver("2.2.6")], "", END).rows[0].verdict is Verdict.WAIVED
    after = waive(rows, [waiver("2.2.6")], "", END + timedelta(seconds=1))
    assert after.rows == rows
    assert after.notes == [
        "The waiver of 2.2.6 (line 1) ended 2026-12-01 23:59:59 UTC and counts no more."
    ]
    local = END.astimezone(timezone(timedelta(hours=9)))
    assert waive(rows, [waiver("2.2.6")], "", local).rows[0].verdict is Verdict.WAIVED


def test_the_first_waiver_of_a_check_counts() -> None:
    """A second one has nothing left to waive."""
    rows = [row("2.2.6", Verdict.NOT_MET)]
    both = [waiver("2.2.6"), Waiver("2.2.*", "all", "another", END, 5)]
    waived = waive(rows, both, "", NOW)
    assert waived.rows[0].waiver == "the upload was broken"
    assert waived.notes == [
        "The waiver of 2.2.* (line 5) changed nothing: what it names is waived."
    ]


@pytest.mark.parametrize(
    ("student", "verdict"),
    [
        ("Ann Lee", Verdict.WAIVED),
        (" ann  LEE ", Verdict.WAIVED),
        ("Bob", Verdict.NOT_MET),
    ],
)
def test_a_students_waiver_is_for_that_student(student: str, verdict: Verdict) -> None:
    """Whoever else is named in the file is not mentioned in a report."""
    rows = [row("2.2.6", Verdict.NOT_MET)]
    waived = waive(rows, [waiver("2.2.6", "Ann Lee")], student, NOW)
    assert waived.rows[0].verdict is verdict
    assert waived.notes == []


def test_without_a_name_no_students_waiver_counts() -> None:
    """That is said, without the names."""
    rows = [row("2.2.6", Verdict.NOT_MET)]
    waivers = [waiver("2.2.6", "Ann", line=3), waiver("2.2.6", "Bob", line=8)]
    waived = waive(rows, waivers, "", NOW)
    assert waived.rows == rows
    assert waived.notes == ["Waivers for single students (line 3, 8) count with --student=NAME."]


def test_what_hangs_on_a_waived_check_is_said() -> None:
    """A waiver of the missing thing does not waive what it blocks, unless it names that, too."""
    rows = [
        row("2.2.1", Verdict.NOT_MET),
        row("2.2.2", Verdict.BLOCKED, blocked_by="2.2.1"),
        row("2.2.3", Verdict.BLOCKED, blocked_by="2.2.1"),
    ]
    some = waive(rows, [waiver("2.2.1")], "", NOW)
    assert some.notes == ["2.2.1 is waived; what it blocks is not: 2.2.2, 2.2.3."]
    every = waive(rows, [waiver("2.2.*")], "", NOW)
    assert {one.verdict for one in every.rows} == {Verdict.WAIVED}
    assert every.rows[1].blocked_by == "2.2.1"
    assert every.notes == []


def test_texts_of_the_file_are_safe_to_show() -> None:
    """An instructor's text may be pasted from anywhere."""
    [found] = read(one(reason='"tag \\x1b[2J \\u202e"'))
    waived = waive([row("2.2.6", Verdict.NOT_MET)], [found], "", NOW)
    assert waived.rows[0].waiver == r"tag \x1b[2J \u202e"


def test_names_are_compared_as_people_do() -> None:
    """Letter case, spaces, and two codings of one accent do not matter."""
    assert same_name(" ANA  Maria\u0301 ") == same_name("Ana Mari\u00e1")
    assert same_name("Ana") != same_name("Anna")


def test_a_waiver_of_an_unknown_check_is_told_by_its_line() -> None:
    """That of the check, wherever it stands in its waiver."""
    text = "- student: all\n  reason: the upload was broken\n  until: 2999-12-31\n  check: 2.2.66\n"
    with pytest.raises(WaiversError, match=r'^line 4: no check is "2.2.66"; the nearest is 2.2.6$'):
        require_known(read(text), ["2.2.6", "1.1.1"])


@pytest.mark.parametrize(
    ("student", "remark"),
    [
        ("Jane", ""),
        (" jane ", ""),
        ("Jnae", 'No waiver names "Jnae"; the nearest name is "Jane".'),
        ("Xavier", 'No waiver names "Xavier".'),
    ],
)
def test_a_student_whom_no_waiver_names_is_told(student: str, remark: str) -> None:
    """To whoever wrote the file, with the nearest name; a slip would silently waive nothing."""
    assert unnamed([waiver("2.2.6", "Jane"), waiver("2.2.7")], student) == remark


def test_without_a_named_student_there_is_nothing_to_slip_at() -> None:
    """A file whose waivers are for all names nobody."""
    assert unnamed([waiver("2.2.6")], "Jane") == ""
