"""The suite graded by a catalogue of submissions: nothing is missed, and nobody blamed wrongly."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from solution.catalogue import BY_THE_BOOK, MISTAKES, SUBMISSIONS, UNVERIFIABLE, VARIATIONS
from solution.submission import Submission
from tests.harness.features import checks_of_the_features
from tests.harness.metamorphic.cells import Cells, all_cells, sample, whole
from tests.harness.metamorphic.registry import TRANSFORMATIONS
from tests.harness.preconditions import PRECONDITIONS
from tests.harness.seeds import seed
from tests.harness.submissions import Graded, Gradings, gradings

BLAMED = [submission for submission in SUBMISSIONS.values() if submission.breaks]


SEED = seed("GATE_SEED")
"""Draws the transformations that are tried."""


@pytest.fixture(scope="module")
def cells(pytestconfig: pytest.Config) -> Cells:
    """What is transformed in each submission."""
    return whole() if pytestconfig.getoption("--whole") else sample(SEED)


@pytest.fixture(scope="module")
def submissions(cells: Cells) -> Iterator[Gradings]:
    """All submissions, in the making, and their transformations."""
    with gradings(SUBMISSIONS, cells) as begun:
        yield begun


@pytest.fixture(scope="module")
def right(submissions: Gradings) -> Graded:
    """The submission made by the book."""
    return submissions[BY_THE_BOOK.name]


def test_the_catalogue_is_large(say_at_the_end: Callable[[str], None]) -> None:
    """At least 60 submissions are wrong, 20 right but unusual, and some cannot be read."""
    sizes = len(MISTAKES), len(VARIATIONS), len(UNVERIFIABLE)
    say_at_the_end("Submissions: {} wrong, {} right but unusual, {} unverifiable".format(*sizes))
    assert sizes[0] >= 60
    assert sizes[1] >= 20
    assert sizes[2] >= 5


def test_what_no_request_brings_about_happens_where_it_is_needed() -> None:
    """Only the submissions that say so need more than requests."""
    assert PRECONDITIONS.keys() == {
        submission.name for submission in SUBMISSIONS.values() if submission.requires
    }


def test_a_submission_by_the_book_meets_every_check(right: Graded) -> None:
    """Nobody is blamed who did the exercise as it stands."""
    assert right.made[0] == 0, right.made[1]
    assert set(right.verdicts.values()) == {"met"}, right.output
    assert right.status == 0


def test_every_check_fails_alone(right: Graded) -> None:
    """For each check, there is a submission that breaks just that one."""
    alone = {submission.breaks[0] for submission in MISTAKES if len(submission.breaks) == 1}
    assert alone == set(right.verdicts)


@pytest.mark.parametrize("submission", SUBMISSIONS.values(), ids=lambda submission: submission.name)
def test_every_check_has_the_verdict_that_the_submission_states(
    submission: Submission, submissions: Gradings, right: Graded
) -> None:
    """What the submission names has its verdict, all else is met; the exit status follows."""
    graded = submissions[submission.name]
    assert graded.made[0] == 0, graded.made[1]
    assert graded.verdicts == dict.fromkeys(right.verdicts, "met") | submission.verdicts, (
        graded.output
    )
    assert graded.status == (1 if submission.breaks else 6 if submission.unverified else 0)


@pytest.mark.parametrize("submission", BLAMED, ids=lambda submission: submission.name)
def test_what_was_found_is_said(submission: Submission, submissions: Gradings) -> None:
    """For each check not met, the found text is a clause: no repr, no `None`, no empty list."""
    found = submissions[submission.name].found
    for check in submission.breaks:
        assert len(found[check]) > 10
        pieces = ("None", "False", "[]", "()", "object at 0x", "\n")
        assert not any(piece in found[check] for piece in pieces), found[check]
        assert not found[check].endswith(".")


def test_every_variant_of_a_fix_is_read(submissions: Gradings) -> None:
    """For each label of the features, there is a submission that is told its text."""
    told = {(check, fix) for each in BLAMED for check, fix in submissions[each.name].fixes.items()}
    unread = [
        (check.id, label)
        for check in checks_of_the_features()
        for label, text in check.variants.items()
        if (check.id, text) not in told
    ]
    assert unread == []


SAID = {
    ("tag-with-a-foreign-letter", "2.2.5"): "(character 2 is CYRILLIC SMALL LETTER A)",
    ("tag-with-an-unseen-character", "2.2.5"): "(character 4 is ZERO WIDTH SPACE)",
    ("project-name-with-a-no-break-space", "2.2.1"): "(character 4 is NO-BREAK SPACE)",
    ("published-with-a-dash", "2.3.1"): "(character 4 is NON-BREAKING HYPHEN)",
    ("tag-with-a-space", "2.2.5"): "(character 4 is a space)",
    ("published-to-another-subscription", "2.3.2"): "of another subscription",
    ("prediction-account-replaced", "2.3.2"): "which was deleted since",
    ("trained-in-another-domain", "2.2.4"): 'in the settings of today it is "General"',
    ("compute-cluster", "3.2.1"): '"udacity-ml-vm" (a compute cluster)',
    ("workspace-of-a-hub", "3.1.3"): "a workspace of kind Project",
}
"""What the found text of a check has to say, by the submission's name and the check's id."""


@pytest.mark.parametrize(("name", "check"), SAID)
def test_found_says_what_the_eye_does_not_see(name: str, check: str, submissions: Gradings) -> None:
    """The reason is named, not only the thing."""
    assert SAID[name, check] in submissions[name].found[check]


NOTED = {
    "abandoned-project-in-the-first-account": "(empty) is another one.",
    "abandoned-project-of-nearly-that-name": "(trained, not published) is another one.",
    "second-project-of-nearly-that-name": 'the project "PET CLASSIFICATION" of',
    "unused-accounts-in-the-groups-region": "-Prediction-Unused",
    "another-courses-group": '"pets-of-mine-other" holds a prediction resource and',
    "older-iteration-published": '"Iteration 2", which is not published, knows them.',
}
"""What the notes have to say of what else could be meant, by the submission's name."""


@pytest.mark.parametrize("name", NOTED)
def test_what_else_could_be_meant_is_noted(name: str, submissions: Gradings) -> None:
    """Graded is the work; whoever reads the verdicts learns what was not graded."""
    assert NOTED[name] in " ".join(submissions[name].output.split())


def test_the_gate_is_large(cells: Cells, say_at_the_end: Callable[[str], None]) -> None:
    """Each transformation is tried, and a fifth of the submissions; the counts are printed."""
    tried = {name for _, cell in all_cells(cells) for name in cell}
    pairs = sum(len(cell) for _, cell in all_cells(cells))
    say_at_the_end(
        f"Transformations: {len(TRANSFORMATIONS)}, {pairs} times in {len(list(all_cells(cells)))} "
        f"gradings of {len(cells)} submissions; GATE_SEED={SEED}"
    )
    assert tried == {each.name for each in TRANSFORMATIONS}
    assert cells.keys() == SUBMISSIONS.keys()
    assert all(each.source for each in TRANSFORMATIONS)


@pytest.mark.parametrize("submission", SUBMISSIONS.values(), ids=lambda submission: submission.name)
def test_each_transformation_keeps_its_promise(
    submission: Submission, submissions: Gradings
) -> None:
    """What is neutral changes no verdict; what hides something makes not verified, at most."""
    faults = submissions[submission.name].transformed.faults
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("submission", SUBMISSIONS.values(), ids=lambda submission: submission.name)
def test_no_key_is_printed(submission: Submission, submissions: Gradings) -> None:
    """Whatever is wrong, the keys of the submission's resources stay unsaid."""
    assert submissions[submission.name].leaks == 0
