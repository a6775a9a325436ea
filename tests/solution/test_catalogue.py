"""The submissions, as data; what they do to a grading is seen in whole runs elsewhere."""

from __future__ import annotations

import re
from copy import deepcopy
from dataclasses import fields
from pathlib import Path
from typing import Any

import nbformat
import pytest

from solution.catalogue import KINDS, MISTAKES, SUBMISSIONS, UNVERIFIABLE, VARIATIONS
from solution.exercise import TASKS
from solution.kernel import Kernel
from solution.notebook import completed
from solution.settings import Settings
from solution.submission import Submission

FEATURES = Path(__file__).resolve().parents[2] / "features"
EDITED = [submission for submission in SUBMISSIONS.values() if submission.edit]


def checks() -> set[str]:
    """The ids of all checks of the features."""
    text = "\n".join(file.read_text(encoding="utf-8") for file in FEATURES.glob("*.feature"))
    return set(re.findall(r"@check\(([\d.]+)\)", text))


def test_each_check_has_its_mistake() -> None:
    """There is a way to break each check, and none that breaks an unknown one."""
    assert {check for submission in MISTAKES for check in submission.breaks} == checks()


def test_names_are_unique() -> None:
    """A submission is chosen by its name."""
    assert len(SUBMISSIONS) == 1 + sum(map(len, KINDS.values()))


def test_a_submission_is_of_one_kind() -> None:
    """Wrong ones break something, unusual ones nothing; unreadable ones leave something open."""
    assert all(submission.breaks for submission in MISTAKES)
    assert not [submission.name for submission in VARIATIONS if submission.verdicts]
    assert all(submission.unverified for submission in UNVERIFIABLE)


@pytest.mark.parametrize(
    "submission", list(SUBMISSIONS.values())[1:], ids=lambda submission: submission.name
)
def test_a_submission_is_made_of_what_there_is(submission: Submission) -> None:
    """Checks, changed settings and tasks exist, each check has one verdict, something differs."""
    named = [*submission.breaks, *submission.blocks, *submission.unverified]
    assert set(named) <= checks()
    assert len(named) == len(submission.verdicts)
    assert set(submission.changes) <= {field.name for field in fields(Settings)}
    assert submission.skip <= TASKS.keys()
    assert submission.instead.keys() <= TASKS.keys() - submission.skip
    differs = (
        submission.changes,
        submission.skip,
        submission.instead,
        submission.afterwards,
        submission.edit,
    )
    assert any((*differs, submission.options, submission.requires))


@pytest.fixture
def executed() -> Any:
    """A notebook with outputs like those of an executed one, made without Azure."""
    notebook = completed("a-project", "https://pets-prediction.example.net/", "pet-classifier")
    count = 0
    for cell in notebook.cells:
        if cell.cell_type == "code" and cell.source:
            count += 1
            cell.execution_count = count
            node = type(notebook)
            cell.outputs = [
                node(output_type="stream", name="stdout", text=cell.source),
                node(output_type="display_data", metadata={}, data={"image/png": ""}),
            ]
    return notebook


@pytest.mark.parametrize("submission", EDITED, ids=lambda submission: submission.name)
def test_an_edited_notebook_is_another_valid_one(submission: Submission, executed: Any) -> None:
    """Each edit changes something, and leaves a valid notebook."""
    before = deepcopy(executed)
    assert submission.edit is not None
    submission.edit(executed)
    nbformat.validate(executed)
    assert executed != before


def test_the_kernel_keeps_what_is_printed() -> None:
    """Both streams are kept, each as an output of its own."""
    notebook = completed("", "", "")
    notebook.cells = notebook.cells[2:3]
    notebook.cells[0].source = "import sys\nprint('out')\nprint('err', file=sys.stderr)"
    Kernel().run(notebook)
    outputs = [(output.name, output.text) for output in notebook.cells[0].outputs]
    assert outputs == [("stdout", "out\n"), ("stderr", "err\n")]
