"""The notebook: completed, executed, and safe to hand in."""

from __future__ import annotations

import json
import os
from dataclasses import replace
from pathlib import Path
from typing import Any

import nbformat
import pytest

from azure_emulator.cloud import Cloud
from azure_emulator.cognitive_services.account import Account
from azure_emulator.resource_manager.state import ResourceManager
from azure_emulator.vision.drawings import drawing
from solution.exercise import Exercise
from solution.kernel import Kernel
from solution.notebook import KEY, completed
from solution.settings import Settings


@pytest.fixture
def written(done: Exercise) -> Path:
    """The notebook of a whole run."""
    assert done.settings.notebook
    return done.settings.notebook


def code_cells(file: Path) -> list[dict[str, Any]]:
    """The code cells of a notebook file that are not empty."""
    cells = json.loads(file.read_text(encoding="utf-8"))["cells"]
    return [cell for cell in cells if cell["cell_type"] == "code" and cell["source"]]


def test_it_is_a_valid_notebook_that_ran_in_order(written: Path) -> None:
    """The file is valid nbformat 4; its cells have the counts 1, 2, 3 ... and no error."""
    nbformat.validate(json.loads(written.read_text(encoding="utf-8")))
    cells = code_cells(written)
    assert [cell["execution_count"] for cell in cells] == [1, 2, 3, 4, 5]
    outputs = [output["output_type"] for cell in cells for output in cell["outputs"]]
    assert outputs == ["stream", "stream", "stream", "display_data", "display_data"]


def test_each_test_image_has_a_picture(written: Path) -> None:
    """The last cell says how many images it classifies, and as many PNG pictures come out."""
    outputs = code_cells(written)[-1]["outputs"]
    assert outputs[0]["text"] == "Classifying the 2 images found in test-images...\n"
    assert all(output["data"]["image/png"].startswith("iVBOR") for output in outputs[1:])


def test_no_key_is_in_it(written: Path, cloud_done: Cloud) -> None:
    """The file holds none of the accounts' keys, and the environment keeps none."""
    text = written.read_text(encoding="utf-8")
    accounts = [
        resource
        for subscription in cloud_done.state(ResourceManager).subscriptions
        for resource in cloud_done.state(ResourceManager).in_subscription(subscription)
        if isinstance(resource, Account)
    ]
    keys = [key for account in accounts for key in (account.key1, account.key2)]
    assert len(keys) == 4
    assert not [key for key in keys if key in text]
    assert f"os.environ['{KEY}']" in text
    assert KEY not in os.environ


def test_the_install_cell_says_that_it_was_not_run(written: Path) -> None:
    """pip is not run; the output tells the truth about it."""
    (output,) = code_cells(written)[0]["outputs"]
    assert output["text"].startswith("Not run here: azure-cognitiveservices-vision-customvision 3.")
    assert output["text"].endswith(" is installed already.\n")


def test_the_images_of_a_folder_are_classified(settings: Settings, tmp_path: Path) -> None:
    """With a folder of test images, the notebook classifies those."""
    (tmp_path / "mine").mkdir()
    for name in ("cat-a.png", "cat-b.png", "dog-c.png"):
        (tmp_path / "mine" / name).write_bytes(drawing(name) or b"")
    file = tmp_path / "mine.ipynb"
    Exercise(replace(settings, notebook=file, test_images=tmp_path / "mine")).do()
    outputs = code_cells(file)[-1]["outputs"]
    assert outputs[0]["text"] == "Classifying the 3 images found in test-images...\n"
    assert len(outputs) == 4


def test_what_a_cell_raises_comes_out() -> None:
    """A cell that fails stops the execution with its own exception."""
    notebook = completed("a project", "an endpoint", "a model")
    notebook.cells = [cell for cell in notebook.cells if "ApiKeyCredentials(" in cell.source]
    with pytest.raises(NameError, match="ApiKeyCredentials"):
        Kernel().run(notebook)
