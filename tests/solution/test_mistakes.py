"""The wrong submissions, as data; what they do to a grading is seen in whole runs elsewhere."""

from __future__ import annotations

import re
from copy import deepcopy
from dataclasses import fields
from pathlib import Path
from typing import Any

import nbformat
import pytest

from solution.exercise import TASKS
from solution.kernel import Kernel
from solution.mistakes import MISTAKES, Mistake
from solution.notebook import completed
from solution.settings import Settings

FEATURES = Path(__file__).resolve().parents[2] / "features"
EDITED = [mistake for mistake in MISTAKES if mistake.edit]


def checks() -> set[str]:
    """The ids of all checks of the features."""
    text = "\n".join(file.read_text(encoding="utf-8") for file in FEATURES.glob("*.feature"))
    return set(re.findall(r"@check\(([\d.]+)\)", text))


def test_each_check_has_its_mistake() -> None:
    """There is a way to break each check, and none that breaks an unknown one."""
    assert {mistake.breaks for mistake in MISTAKES} == checks()


def test_names_are_unique() -> None:
    """A mistake is chosen by its name."""
    names = [mistake.name for mistake in MISTAKES]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda mistake: mistake.name)
def test_a_mistake_is_made_of_what_there_is(mistake: Mistake) -> None:
    """Blocked checks, changed settings and skipped tasks exist, and something is wrong."""
    assert set(mistake.blocks) <= checks() - {mistake.breaks}
    assert set(mistake.changes) <= {field.name for field in fields(Settings)}
    assert mistake.skip <= TASKS.keys()
    assert mistake.changes or mistake.skip or mistake.then or mistake.edit


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


@pytest.mark.parametrize("mistake", EDITED, ids=lambda mistake: mistake.name)
def test_an_edited_notebook_is_another_valid_one(mistake: Mistake, executed: Any) -> None:
    """Each edit changes something, and leaves a valid notebook."""
    before = deepcopy(executed)
    assert mistake.edit is not None
    mistake.edit(executed)
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
