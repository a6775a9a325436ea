"""Notebooks that were run and failed, and files that are no notebook."""

import re
from contextlib import suppress
from typing import Any

from solution.actions.notebook_edits import CLASSIFY, IMPORT, cells, fail
from solution.exercise import Exercise
from solution.notebook import ROWS_AS_GIVEN, in_one_figure
from solution.submission import edits_notebook, ids, instead

SDK = "CustomVisionErrorException"
STATUS = "Operation returned an invalid status code '{}'"


@instead("rows-as-given", task="classify", breaks=("3.3.3", "3.3.4"))
def draw_as_given(exercise: Exercise) -> None:
    """Left the line that draws as the exercise gives it, which matplotlib refuses."""
    with suppress(ValueError):
        exercise.classify(in_one_figure(ROWS_AS_GIVEN))


@instead("rows-mended", task="classify")
def draw_with_whole_rows(exercise: Exercise) -> None:
    """Mended the line that draws, as the fix says."""
    exercise.classify(in_one_figure("(len(testImages) + 2)//3"))


@edits_notebook("classification-refused", breaks=("3.3.3", "3.3.4"))
def fail_classification(notebook: Any) -> None:
    """Took the training key, which the model refuses."""
    fail(cells(notebook)[CLASSIFY], SDK, STATUS.format("Unauthorized"))


@edits_notebook("refusal-printed", breaks=("3.3.3", "3.3.4"))
def print_refusal(notebook: Any) -> None:
    """Caught the error of the training key, and printed it."""
    cell = cells(notebook)[CLASSIFY]
    body = re.sub(r"^(?=.)", "    ", cell.source.replace("%matplotlib inline\n", ""), flags=re.M)
    cell.source = f"try:\n{body}\nexcept Exception as error:\n    print(error)"
    cell.outputs = cell.outputs[:1]
    cell.outputs[0].text += STATUS.format("Unauthorized") + "\n"


@edits_notebook("model-not-found", breaks=("3.3.3", "3.3.4"))
def ask_before_publishing(notebook: Any) -> None:
    """Ran the notebook before the model was published, and not again."""
    fail(cells(notebook)[CLASSIFY], SDK, STATUS.format("Not Found"))


@edits_notebook("endpoint-unreachable", breaks=("3.3.3", "3.3.4"))
def ask_without_network(notebook: Any) -> None:
    """Ran the notebook where the endpoint could not be reached."""
    sentence = "HTTPSConnectionPool(host='x', port=443): Max retries exceeded with url: /"
    fail(cells(notebook)[CLASSIFY], "ClientRequestError", sentence)


@edits_notebook("folder-not-found", breaks=("3.3.3", "3.3.4"))
def leave_folder_behind(notebook: Any) -> None:
    """Ran the notebook without the folder of test images beside it."""
    sentence = "[Errno 2] No such file or directory: 'test-images'"
    fail(cells(notebook)[CLASSIFY], "FileNotFoundError", sentence)


@edits_notebook("failed-import", breaks=("3.3.3",))
def fail_import(notebook: Any) -> None:
    """Saved the notebook with the imports in error."""
    fail(cells(notebook)[IMPORT], "ModuleNotFoundError", "No module named 'azure'")


def _hand_in(exercise: Exercise, content: bytes) -> None:
    if file := exercise.settings.notebook:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)


@instead("web-page-as-notebook", task="classify", breaks=("3.3.1",), blocks=ids("3.3", 2, 4))
def hand_in_web_page(exercise: Exercise) -> None:
    """Handed in the notebook as a web page."""
    _hand_in(exercise, b"<!DOCTYPE html>\n<html><body>Image Classification</body></html>\n")


@instead("damaged-notebook", task="classify", unverified=ids("3.3", 1, 4))
def hand_in_damaged(exercise: Exercise) -> None:
    """Handed in a notebook that was cut off."""
    _hand_in(exercise, b'{"cells": [{"cell_type": "code", "source": ["import os')
