"""A submission whose grading gave nothing has a row for every check all the same."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from acceptance.reports.document import Source
from acceptance.runner import ExerciseError, GradingRequest, Runner
from acceptance.verdicts.verdict import Verdict
from tests.harness.commands import ROOT

METHODS = ["forkserver", "spawn"] if hasattr(os, "fork") else ["spawn"]


@pytest.mark.parametrize("method", METHODS)
def test_every_check_is_there_and_says_why(method: str) -> None:
    """The checks are those of a grading, in order; each is not verified, with reason and cure."""
    with Runner(1, method) as runner:
        graded = runner.grade(GradingRequest(ROOT)).document
        document = runner.unverified(ROOT, "it was killed\x1b[2J", "grade it again", " Ada ")
        assert runner.unverified(ROOT, "it hung", "wait").checks[0].reason == "it hung"
    assert graded
    assert [(check.id, check.title, check.points) for check in document.checks] == [
        (check.id, check.title, check.points) for check in graded.checks
    ]
    assert [(task.step, task.task, task.title) for task in document.tasks] == [
        (task.step, task.task, task.title) for task in graded.tasks
    ]
    assert {check.verdict for check in document.checks} == {Verdict.NOT_VERIFIED}
    assert {check.cure for check in document.checks} == {"grade it again"}
    assert {check.reason for check in document.checks} == {"it was killed\\x1b[2J"}
    maximum = graded.score.maximum
    assert (document.score.sure, document.score.possible) == (0, maximum)
    assert document.score.maximum == maximum
    assert document.counts[Verdict.NOT_VERIFIED] == len(document.checks)
    assert document.title == f"{graded.title}: Ada"
    assert (document.exit_status, document.information, document.partial) == (6, (), False)
    assert document.source == Source()


def test_checks_that_cannot_be_listed_are_an_error(tmp_path: Path) -> None:
    """The sentence names the exercise, and how to see what is wrong with it."""
    for room in ("features", "fixtures", "steps"):
        shutil.copytree(ROOT / room, tmp_path / room)
    for name in ("conftest.py", "pytest.ini"):
        shutil.copy(ROOT / name, tmp_path)
    feature = next((tmp_path / "features").iterdir())
    feature.write_text(feature.read_text().replace("@points", "@pionts"))
    with Runner(1) as runner, pytest.raises(ExerciseError, match="cannot be collected"):
        runner.unverified(tmp_path, "it hung", "wait")
