"""`--require-azure`: nothing that the emulator answered is graded as Azure's."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from acceptance.cassettes.file import Exchange
from acceptance.runner import GradingRequest, Runner, TroubleKind
from azure_emulator.server import Emulator
from tests.harness.altered_cassettes import COMPLETE, altered_copy
from tests.harness.commands import ROOT, grade


def without_mark(exchange: Exchange) -> None:
    """As Azure answers: nothing says that it is emulated."""
    exchange["response"]["headers"].pop("x-emulated-by", None)


def unmarked(exchange: Exchange) -> None:
    """The same, but for the answers about projects."""
    if not exchange["request"]["uri"].endswith("/projects"):
        without_mark(exchange)


@pytest.mark.parametrize(
    ("edits", "against", "said"),
    [
        ((), "emulator", "was recorded from the emulator"),
        ((), "azure", "was recorded from the emulator"),
        ((unmarked,), "azure", "was recorded from the emulator"),
        ((without_mark,), "unknown", "does not say that it was recorded from Azure"),
        ((without_mark,), "Azure?", "does not say that it was recorded from Azure"),
    ],
    ids=["it says so", "its answers do", "one answer does", "nobody knows", "another word"],
)
def test_a_cassette_that_is_not_of_azure_is_refused(
    tmp_path: Path, edits: tuple[Any, ...], against: str, said: str
) -> None:
    """With a status of its own and one sentence, before anything is graded or written."""
    cassette = altered_copy(tmp_path / "run.yaml", *edits, against=against)
    report = tmp_path / "report.json"
    run = grade("--require-azure", f"--cassette={cassette}", f"--report=json:{report}")
    assert run.exit_status == 7
    sentence = f"the cassette run.yaml {said}; nothing was graded."
    assert run.output == f"ERROR: --require-azure: {sentence}\n"
    assert not report.exists()


def test_a_cassette_of_azure_is_graded(tmp_path: Path) -> None:
    """And its report says against what."""
    cassette = altered_copy(tmp_path / "run.yaml", without_mark, against="azure")
    report = tmp_path / "report.json"
    run = grade("--require-azure", f"--cassette={cassette}", f"--report=json:{report}")
    assert run.exit_status == 0, run.output
    assert json.loads(report.read_text())["source"]["against"] == "azure"


def test_the_emulator_is_refused_live(emulator: Emulator, tmp_path: Path) -> None:
    """After the first answer: no check asks it anything, and nothing is recorded."""
    record = tmp_path / "run.yaml"
    run = grade("--live", "--require-azure", f"--record={record}", environment=emulator.environment)
    assert run.exit_status == 7
    assert "the emulator answers here instead of Azure" in run.output
    assert not record.exists()


def test_who_starts_gradings_is_told_apart(tmp_path: Path) -> None:
    """The runner, on which the grading of a class rests, has a kind of trouble for it."""
    with Runner(workers=1) as runner:
        grading = runner.grade(
            GradingRequest(ROOT, cassette=COMPLETE, options=("--require-azure",))
        )
    assert grading.document is None
    assert grading.trouble
    assert grading.trouble.kind is TroubleKind.NOT_AZURE
    assert grading.trouble.message == (
        "--require-azure: the cassette complete.yaml was recorded from the emulator; "
        "nothing was graded."
    )
