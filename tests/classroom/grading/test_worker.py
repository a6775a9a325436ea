"""What a worker says of a student whom it cannot grade."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from classroom.grading.task import GradingTask, RunSettings, Suite
from classroom.grading.worker import Grader
from tests.harness.commands import ROOT


@pytest.fixture(scope="module")
def grader() -> Iterator[Grader]:
    """A worker's."""
    made = Grader(RunSettings("run", Suite.here(ROOT), str(ROOT)), lambda _event: None)
    yield made
    made.close()


@pytest.mark.parametrize(
    ("folder", "reason", "cure"),
    [
        (".", "the notebook that was handed in cannot be seen from the machine", "keep hand-ins"),
        ("gone", "the folder of the notebook that was handed in is not there", "put the folder"),
    ],
)
def test_a_notebook_that_is_gone_is_told_from_its_folder(
    grader: Grader, tmp_path: Path, folder: str, reason: str, cure: str
) -> None:
    """Nobody loses a mark by that, and the cure is that of the cause."""
    task = GradingTask("ada", "a", notebook=str(tmp_path / folder / "n.ipynb"))
    result = grader.grade(task)
    assert result.trouble.startswith(reason)
    checks = result.document.checks
    assert {str(check.verdict) for check in checks} == {"not verified"}
    assert all((check.cure or "").startswith(cure) for check in checks)
