"""What can be wrong in a notebook, as edits of the right one after it was executed."""

from __future__ import annotations

from typing import Any

_INSTALL, _IMPORT, _FILL_IN, _MAKE_CLIENT, _CLASSIFY = range(5)


def hand_in_another(notebook: Any) -> None:
    """Another notebook, which knows nothing of Custom Vision."""
    first = _cells(notebook)[_INSTALL]
    first.source = "print('Hello, Jupyter')"
    first.outputs[0].text = "Hello, Jupyter\n"
    notebook.cells = [first]


def take_training_endpoint(notebook: Any) -> None:
    """The endpoint that the project's settings page shows."""
    cell = _cells(notebook)[_FILL_IN]
    cell.source = cell.source.replace("-prediction.", ".")


def keep_preset_model(notebook: Any) -> None:
    """The model name that the notebook brings, where the exercise publishes under another."""
    cell = _cells(notebook)[_FILL_IN]
    preset = "image-classification-exercise"
    cell.source = cell.source.replace("pet-classifier", preset)
    cell.outputs[0].text = cell.outputs[0].text.replace("pet-classifier", preset)


def keep_placeholder(notebook: Any) -> None:
    """The project id that the student is to replace."""
    cell = _cells(notebook)[_FILL_IN]
    first, _, rest = cell.source.partition("\n")
    project = first.split("'")[1]
    cell.source = f"projectId = 'YOUR_IMAGE_CLASSIFICATION_PROJECT_ID'\n{rest}"
    cell.outputs[0].text = cell.outputs[0].text.replace(project, "YOUR_PROJECT_ID")


def fail_client(notebook: Any) -> None:
    """The cell that makes the client, run again without the imports."""
    cell = _cells(notebook)[_MAKE_CLIENT]
    sentence = "name 'ApiKeyCredentials' is not defined"
    error = {"output_type": "error", "ename": "NameError", "evalue": sentence}
    cell.outputs = [type(notebook)(error, traceback=[f"NameError: {sentence}"])]


def leave_client_line(notebook: Any) -> None:
    """The line that the student is to complete."""
    cell = _cells(notebook)[_MAKE_CLIENT]
    cell.source = cell.source.replace("CustomVisionPredictionClient(endpoint, credentials)", "")


def run_out_of_order(notebook: Any) -> None:
    """The client made once more, after the images were classified."""
    cells = _cells(notebook)
    cells[_MAKE_CLIENT].execution_count = cells[_CLASSIFY].execution_count + 1


def delete_pictures(notebook: Any) -> None:
    """Saved without the pictures."""
    cell = _cells(notebook)[_CLASSIFY]
    cell.outputs = [one for one in cell.outputs if one.output_type != "display_data"]


def leave_out_titles(notebook: Any) -> None:
    """Pictures that do not say what they are taken for."""
    cell = _cells(notebook)[_CLASSIFY]
    lines = [line for line in cell.source.splitlines() if "plt.title(" not in line]
    cell.source = "\n".join(lines)


def _cells(notebook: Any) -> list[Any]:
    """The code cells that hold code: install, imports, variables, client, classify."""
    return [cell for cell in notebook.cells if cell.cell_type == "code" and cell.source.strip()]
