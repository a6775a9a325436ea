"""The whole table of verdicts, in memory."""

from dataclasses import FrozenInstanceError, replace
from datetime import UTC, datetime, timedelta

import pytest

from acceptance.causes import NoAnswer, NotThere, Otherwise
from acceptance.verdicts.verdict import (
    Check,
    Late,
    Row,
    Score,
    Stop,
    Verdict,
    decide,
    exit_status,
    settle,
    with_late,
)

CHECK = Check(step=2, task=2, id="2.2.6", title="The cat images are tagged", points=4)
OWNERS = {"project": "2.2.1", "cats": "2.2.6"}
CURE_OF_A_FAULT = "the submission is not at fault: report this to the maintainers of the suite"


def row(verdict: Verdict, points: int = 1, check: str = "1.1.1", blocked_by: str = "") -> Row:
    """A row with that verdict."""
    return Row(Check(1, 1, check, "It is", points), verdict=verdict, blocked_by=blocked_by)


def test_a_scenario_that_ran_to_its_end_is_met() -> None:
    """A scenario that stopped in no step is met, and there is nothing to say."""
    judged = decide(CHECK, Stop(), OWNERS)
    assert judged.verdict is Verdict.MET
    assert judged.details == {}


@pytest.mark.parametrize("phase", ["given", "when", "then", "none"])
def test_the_owner_of_a_missing_thing_is_not_met(phase: str) -> None:
    """A check whose own thing is not there is not met, wherever that shows."""
    stop = Stop(phase, "15 images are tagged", NotThere("cats", "no image is tagged"))  # type: ignore[arg-type]
    judged = decide(replace(CHECK, fix="Upload them."), stop, OWNERS)
    assert judged.verdict is Verdict.NOT_MET
    assert judged.details == {
        "expected": "15 images are tagged",
        "found": "no image is tagged",
        "fix": "Upload them.",
    }


@pytest.mark.parametrize(
    "exception",
    [NotThere("cats", "16 images", "there are too many"), Otherwise("16", "there are too many")],
)
def test_the_fix_is_the_one_for_what_was_found(exception: Exception) -> None:
    """The text of the label; without one, the text for all cases."""
    check = replace(CHECK, fix="Upload them.", variants={"there are too many": "Delete one."})
    judged = decide(check, Stop("then", "15 images are tagged", exception), OWNERS)
    assert (judged.verdict, judged.fix) == (Verdict.NOT_MET, "Delete one.")
    assert not judged.unknown_variant
    unknown = replace(judged, check=replace(check, variants={"there are none": "Add some."}))
    assert unknown.fix == "Upload them."
    assert unknown.unknown_variant


def test_a_label_is_the_owners() -> None:
    """A check that is blocked has no fix, and so no label: the owner's is not among its own."""
    missing = NotThere("project", "there is none", "it is named otherwise")
    judged = decide(CHECK, Stop("given", "the project", missing), OWNERS)
    assert (judged.verdict, judged.variant) == (Verdict.BLOCKED, "")


def test_what_an_option_asks_for_is_expected() -> None:
    """Where an option replaces what the feature says, expected is what the option says."""
    missing = NotThere("cats", "it has none", expected="16 images are tagged")
    judged = decide(CHECK, Stop("then", "15 images are tagged", missing), OWNERS)
    assert judged.expected == "16 images are tagged"


@pytest.mark.parametrize("phase", ["given", "when", "then", "none"])
def test_a_thing_of_another_check_blocks(phase: str) -> None:
    """A check that needs a thing of another is blocked by that one, wherever that shows."""
    stop = Stop(phase, "the project", NotThere("project", "there is none"))  # type: ignore[arg-type]
    judged = decide(CHECK, stop, OWNERS)
    assert judged.verdict is Verdict.BLOCKED
    assert judged.details == {"blocked_by": "2.2.1"}


def test_a_thing_that_nobody_owns_is_a_fault_of_the_suite() -> None:
    """Nobody can be blamed for a missing thing that no check asks for."""
    judged = decide(CHECK, Stop("given", "the moon", NotThere("moon", "no moon")), OWNERS)
    assert judged.verdict is Verdict.NOT_VERIFIED
    assert judged.fault
    assert judged.details == {
        "reason": 'a fault of the suite: no check owns the missing thing "moon"',
        "cure": CURE_OF_A_FAULT,
    }


@pytest.mark.parametrize("phase", ["when", "then"])
def test_a_failed_assertion_of_a_step_is_not_met(phase: str) -> None:
    """What a When or a Then asserts is the check; the assert's message is what was found."""
    stop = Stop(phase, "15 images are tagged", AssertionError("12 images\nassert 12 == 15"))  # type: ignore[arg-type]
    judged = decide(CHECK, stop, OWNERS)
    assert judged.verdict is Verdict.NOT_MET
    assert judged.details == {"expected": "15 images are tagged", "found": "12 images"}


@pytest.mark.parametrize("message", ["", "assert 12 == 15\n +  where 12 = len()"])
def test_an_assert_without_message_shows_no_python(message: str) -> None:
    """Without a message the student does not get Python's comparison instead."""
    judged = decide(CHECK, Stop("then", "15 images", AssertionError(message)), OWNERS)
    assert judged.found == "not as expected (no details)"


@pytest.mark.parametrize(
    "stop",
    [
        Stop("given", "15 images", AssertionError("12 images")),
        Stop("none", "", AssertionError("12 images")),
        Stop("then", "15 images", AssertionError("12 images"), asserted=False),
    ],
    ids=["in a Given", "in no step", "in a library"],
)
def test_any_other_assertion_is_a_fault_of_the_suite(stop: Stop) -> None:
    """An assertion that is not the step's own says nothing about the submission."""
    judged = decide(CHECK, stop, OWNERS)
    assert judged.verdict is Verdict.NOT_VERIFIED
    assert judged.fault


def test_any_other_exception_is_a_fault_of_the_suite() -> None:
    """The type and the step are named; the message, which may hold anything, is not."""
    judged = decide(CHECK, Stop("then", "15 images", KeyError("a secret")), OWNERS)
    assert judged.details == {
        "reason": 'a fault of the suite: KeyError at "15 images"',
        "cure": CURE_OF_A_FAULT,
    }
    outside = decide(CHECK, Stop(exception=KeyError("a secret")), OWNERS)
    assert outside.reason == "a fault of the suite: KeyError"


@pytest.mark.parametrize("phase", ["given", "when", "then", "none"])
def test_no_answer_is_not_verified(phase: str) -> None:
    """Azure's silence is never the student's omission, in whichever step it is met."""
    stop = Stop(phase, "15 images", NoAnswer("Azure answered 429", "wait a minute"))  # type: ignore[arg-type]
    judged = decide(CHECK, stop, OWNERS)
    assert judged.verdict is Verdict.NOT_VERIFIED
    assert not judged.fault
    assert judged.details == {"reason": "Azure answered 429", "cure": "wait a minute"}


def test_a_check_that_never_ran_is_not_verified() -> None:
    """A run that is stopped leaves a row for each of its checks."""
    judged = decide(CHECK, None, OWNERS)
    assert judged.verdict is Verdict.NOT_VERIFIED
    assert judged.details == {
        "reason": "the run was stopped before this check was decided",
        "cure": "run it again and let it finish, without -x and --maxfail",
    }


def test_a_row_says_what_was_asked() -> None:
    """A row has its check, and cannot be changed."""
    judged = decide(CHECK, Stop(), OWNERS)
    assert judged.check == CHECK
    with pytest.raises(FrozenInstanceError):
        judged.found = ""  # type: ignore[misc]


def test_the_texts_of_a_row_are_safe_to_show() -> None:
    """What a student named reaches no report with its control characters."""
    hostile = "tag \x1b[2J\u202e\n"
    stops = (
        NotThere("cats", hostile),
        NoAnswer(hostile, hostile),
        AssertionError(hostile + "x"),
    )
    for exception in stops:
        judged = decide(CHECK, Stop("then", hostile, exception), OWNERS)
        assert all(text.isprintable() for text in judged.details.values())


def test_blocked_by_a_met_check_is_a_contradiction() -> None:
    """Points are not lost where nobody is to blame: such a check is not verified."""
    met = row(Verdict.MET, check="2.2.1")
    blocked = row(Verdict.BLOCKED, check="2.2.2", blocked_by="2.2.1")
    [first, second] = settle([met, blocked])
    assert first is met
    assert second.verdict is Verdict.NOT_VERIFIED
    assert second.reason == "a fault of the suite: blocked by 2.2.1, which is met"


@pytest.mark.parametrize("other", [Verdict.NOT_MET, Verdict.BLOCKED, Verdict.NOT_VERIFIED])
def test_blocked_stays_blocked_by_any_other(other: Verdict) -> None:
    """A check stays blocked by one that is not met, is blocked itself, or could not be verified."""
    rows = [row(other, check="2.2.1"), row(Verdict.BLOCKED, check="2.2.2", blocked_by="2.2.1")]
    assert settle(rows) == rows


def test_what_came_after_the_deadline_is_late_and_nothing_else() -> None:
    """The time of the deadline itself is in time; the verdict stays."""
    noon = datetime(2026, 11, 23, 12, tzinfo=UTC)
    timestamps = [Late("made", noon), Late("trained", noon + timedelta(microseconds=1))]
    met = row(Verdict.MET)
    assert with_late(met, timestamps, noon) == replace(met, late=(timestamps[1],))
    assert with_late(met, timestamps, noon - timedelta(hours=1)).late == tuple(timestamps)
    assert with_late(met, (), noon) == met


def test_a_score_is_an_interval() -> None:
    """Met and waived are sure; not verified may yet be earned; not met and blocked are lost."""
    rows = [
        row(Verdict.MET, 60),
        row(Verdict.WAIVED, 1),
        row(Verdict.NOT_VERIFIED, 14),
        row(Verdict.NOT_MET, 20),
        row(Verdict.BLOCKED, 5),
    ]
    score = Score.of(rows)
    assert score == Score(sure=61, possible=75, maximum=100)
    assert score.not_verified == 14
    assert str(score) == "61 .. 75 of 100 points"


@pytest.mark.parametrize(
    ("score", "text"),
    [
        (Score(75, 75, 100), "75 of 100 points"),
        (Score(0, 1, 1), "0 .. 1 of 1 point"),
        (Score.of([]), "0 of 0 points"),
    ],
)
def test_a_score_says_no_interval_where_there_is_none(score: Score, text: str) -> None:
    """One number where all is sure; one point is a point."""
    assert str(score) == text


@pytest.mark.parametrize(
    ("verdicts", "pytest_status", "status"),
    [
        ([Verdict.MET], 0, 0),
        ([Verdict.MET, Verdict.NOT_MET], 1, 1),
        ([Verdict.MET, Verdict.BLOCKED], 1, 1),
        ([Verdict.NOT_VERIFIED, Verdict.NOT_MET], 1, 1),
        ([Verdict.MET, Verdict.NOT_VERIFIED], 1, 6),
        ([Verdict.NOT_VERIFIED], 0, 6),
        ([Verdict.MET], 1, 1),
        ([Verdict.MET, Verdict.WAIVED], 1, 0),
        ([Verdict.WAIVED, Verdict.BLOCKED], 1, 1),
        ([Verdict.WAIVED, Verdict.NOT_VERIFIED], 1, 6),
        ([Verdict.WAIVED], 2, 2),
        ([], 0, 5),
        ([], 1, 5),
        ([Verdict.MET], 2, 2),
        ([Verdict.NOT_MET], 2, 2),
        ([Verdict.MET], 3, 3),
        ([], 4, 4),
        ([], 5, 5),
        ([Verdict.NOT_MET], 7, 7),
    ],
)
def test_exit_status(verdicts: list[Verdict], pytest_status: int, status: int) -> None:
    """Unmet before not verified before met; what pytest says of itself from 2 on stands."""
    assert exit_status([row(verdict) for verdict in verdicts], pytest_status) == status
