"""What a worker says of a student whom it cannot grade."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from azure_emulator.cloud import Cloud
from azure_emulator.proxy import ConnectionFault
from azure_emulator.server import Emulator
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


def test_azure_that_never_answers_makes_no_mark(
    cloud: Cloud, emulator: Emulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It was asked, after a sign-in: what came of that is a failed grading, with the reason."""
    for name, value in emulator.environment.items():
        monkeypatch.setenv(name, value)
    cloud.on_connect = lambda host: (
        ConnectionFault.RESET if host == "management.azure.com" else None
    )
    one = Grader(RunSettings("run", Suite.here(ROOT), str(ROOT)), lambda _event: None)
    try:
        result = one.grade(GradingTask("ada", emulator.environment["AZURE_SUBSCRIPTION_ID"]))
    finally:
        one.close()
    assert result.requests > 0
    assert result.trouble
    assert {str(check.verdict) for check in result.document.checks} == {"not verified"}
