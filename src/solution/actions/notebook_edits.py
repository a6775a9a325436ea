"""What can be otherwise in a notebook, wrong or right, as edits of one that was executed."""

from __future__ import annotations

import re
import uuid
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


def keep_all_placeholders(notebook: Any) -> None:
    """The notebook as it was downloaded: nothing filled in, nothing run."""
    leave_client_line(notebook)
    leave_classify_line(notebook)
    cell = _cells(notebook)[_FILL_IN]
    for name, value in (("projectId", "PROJECT_ID"), ("endpoint", "PREDICTION_SERVICE_ENDPOINT")):
        _assign(cell, name, f"'YOUR_{value}'")
    _assign(cell, "key", "'YOUR_PREDICTION_SERVICE_KEY'")
    _assign(cell, "modelName", "'image-classification-exercise'")
    clear_outputs(notebook)


def take_another_project(notebook: Any) -> None:
    """The project's id of a fellow student."""
    other = uuid.uuid5(uuid.NAMESPACE_URL, "https://www.customvision.ai/")
    _assign(_cells(notebook)[_FILL_IN], "projectId", f"'{other}'")


def take_another_endpoint(notebook: Any) -> None:
    """The endpoint of a fellow student."""
    other = "'https://fellow-prediction.cognitiveservices.azure.com/'"
    _assign(_cells(notebook)[_FILL_IN], "endpoint", other)


def take_all_from_another(notebook: Any) -> None:
    """A fellow student's notebook as a whole."""
    take_another_project(notebook)
    take_another_endpoint(notebook)


def take_region_of_another(notebook: Any) -> None:
    """The endpoint of another region, from a tutorial."""
    other = "'https://southcentralus.api.cognitive.microsoft.com/'"
    _assign(_cells(notebook)[_FILL_IN], "endpoint", other)


def take_projects_name(notebook: Any) -> None:
    """The project's name where its id is wanted."""
    _assign(_cells(notebook)[_FILL_IN], "projectId", "'Pet Classification'")


def take_iterations_name(notebook: Any) -> None:
    """The iteration's name where the published one is wanted."""
    _assign(_cells(notebook)[_FILL_IN], "modelName", "'Iteration 1'")


def paste_key_as_project(notebook: Any) -> None:
    """The key pasted where the project's id is wanted."""
    _assign(_cells(notebook)[_FILL_IN], "projectId", f"'{_like_a_key()}'")


def paste_key_as_model(notebook: Any) -> None:
    """The key pasted where the model's name is wanted."""
    _assign(_cells(notebook)[_FILL_IN], "modelName", f"'{_like_a_key()}'")


def clear_outputs(notebook: Any) -> None:
    """Jupyter's Clear All Outputs, then saved: the counts go with the outputs."""
    for cell in _cells(notebook):
        cell.outputs, cell.execution_count = [], None


def leave_last_cell(notebook: Any) -> None:
    """The images never classified."""
    cell = _cells(notebook)[_CLASSIFY]
    cell.outputs, cell.execution_count = [], None


def leave_classify_line(notebook: Any) -> None:
    """The line that the student is to complete, which is then no Python."""
    cell = _cells(notebook)[_CLASSIFY]
    called = re.compile(r"client\.classify_image\(.*\)")
    cell.source = called.sub("client.classify_image()", cell.source)
    _fail(cell, "TypeError", "classify_image() missing 3 required positional arguments")


def fail_classification(notebook: Any) -> None:
    """The images classified with the training key, which the model refuses."""
    _fail(_cells(notebook)[_CLASSIFY], "CustomVisionErrorException", "Operation returned 401")


def fail_import(notebook: Any) -> None:
    """The library not installed where the notebook was run last."""
    _fail(_cells(notebook)[_IMPORT], "ModuleNotFoundError", "No module named 'azure'")


def _fail(cell: Any, name: str, sentence: str) -> None:
    error = {"output_type": "error", "ename": name, "evalue": sentence}
    cell.outputs = [type(cell)(error, traceback=[f"{name}: {sentence}"])]


def keep_one_picture(notebook: Any) -> None:
    """One of the pictures deleted."""
    cell = _cells(notebook)[_CLASSIFY]
    cell.outputs = cell.outputs[:-1]


def classify_empty_folder(notebook: Any) -> None:
    """The folder of test images empty on the machine where the notebook ran."""
    cell = _cells(notebook)[_CLASSIFY]
    cell.outputs = cell.outputs[:1]
    cell.outputs[0].text = re.sub(r"the \d+ images", "the 0 images", cell.outputs[0].text)


# right, but unusual


def add_cells(notebook: Any) -> None:
    """32 cells of one's own between the others, notes and looks at things, run at odd times."""
    for number in range(32):
        source = f"print('Look {number}')" if number % 2 else f"# Note {number}"
        kind = "code" if number % 2 else "markdown"
        own = _cell(notebook, f"own-{number}", kind, source, count=90 - number)
        notebook.cells.insert(number * 2 % len(notebook.cells), own)


def run_again(notebook: Any) -> None:
    """Run several times in one kernel, so that the counts are high."""
    for cell in _cells(notebook):
        cell.execution_count += 40


def run_again_in_part(notebook: Any) -> None:
    """All run, then the last three cells again, in order."""
    for cell in _cells(notebook)[_FILL_IN:]:
        cell.execution_count += 20


def classify_without_storing(notebook: Any) -> None:
    """The client's method that stores nothing."""
    _replace(notebook, _CLASSIFY, "client.classify_image(", "client.classify_image_with_no_store(")


def classify_urls(notebook: Any) -> None:
    """The images taken from the web instead of the folder."""
    _replace(notebook, _CLASSIFY, "client.classify_image(", "client.classify_image_url(")
    _replace(notebook, _CLASSIFY, "imageData.read())", "url=testImage)")


def name_arguments(notebook: Any) -> None:
    """Every argument by its name."""
    _replace(notebook, _MAKE_CLIENT, "(endpoint, cred", "(endpoint=endpoint, credentials=cred")
    _replace(
        notebook,
        _CLASSIFY,
        "(projectId, modelName, imageData.read())",
        "(image_data=imageData, published_name=modelName, project_id=projectId)",
    )


def name_variables_otherwise(notebook: Any) -> None:
    """Other names for the variables."""
    for cell in _cells(notebook):
        for old, new in (("projectId", "project"), ("modelName", "model"), ("endpoint", "url")):
            cell.source = re.sub(rf"\b{old}\b", new, cell.source)


def paste_key(notebook: Any) -> None:
    """The key itself, as the notebook asks for it."""
    _assign(_cells(notebook)[_FILL_IN], "key", f"'{_like_a_key()}'")


def write_endpoint_otherwise(notebook: Any) -> None:
    """No slash at the end of the endpoint, spaces around, capitals."""
    cell = _cells(notebook)[_FILL_IN]
    address = _assigned(cell, "endpoint").strip("'").rstrip("/").upper()
    _assign(cell, "endpoint", f"' {address.replace('HTTPS', 'https')} '")


def take_regional_endpoint(notebook: Any) -> None:
    """The endpoint of the accounts' region, which any key of the region opens, too."""
    region = "'https://eastus.api.cognitive.microsoft.com/'"
    _assign(_cells(notebook)[_FILL_IN], "endpoint", region)


def write_in_one_cell(notebook: Any) -> None:
    """All in one cell."""
    cells = _cells(notebook)
    last = cells[-1]
    last.source = "\n\n".join(cell.source for cell in cells)
    last.outputs = [output for cell in cells for output in cell.outputs]
    notebook.cells = [cell for cell in notebook.cells if cell.cell_type != "code"] + [last]


def add_failing_cell(notebook: Any) -> None:
    """A trial of one's own at the end that fails."""
    cell = _cell(notebook, "trial", "code", "client.delete_everything()", count=99)
    _fail(cell, "AttributeError", "'CustomVisionPredictionClient' object has no such attribute")
    notebook.cells.append(cell)


def draw_in_one_figure(notebook: Any) -> None:
    """All pictures side by side in one figure, with a title each."""
    cell = _cells(notebook)[_CLASSIFY]
    cell.source = cell.source.replace("plt.figure()", "axis = plt.subplot(1, 2, 1)")
    cell.source = cell.source.replace("plt.title(", "axis.set_title(")
    cell.outputs = cell.outputs[:2]


def add_markdown(notebook: Any) -> None:
    """Answers and a greeting in cells of text."""
    text = "Thank you! 🐶 <b>Cats</b> | =1+1 | `CustomVisionPredictionClient(endpoint)`"
    notebook.cells.insert(1, _cell(notebook, "greeting", "markdown", text))


def write_old_format(notebook: Any) -> None:
    """As an old Jupyter saves it: cells without ids, text in lists of lines."""
    notebook.nbformat_minor = 4
    for cell in notebook.cells:
        del cell["id"]
        cell.source = cell.source.splitlines(keepends=True)


def _like_a_key() -> str:
    """What looks like a key: 84 letters and digits, the same each time."""
    return "".join(uuid.uuid5(uuid.NAMESPACE_URL, str(part)).hex for part in range(3))[:84]


def _cell(notebook: Any, name: str, kind: str, source: str, count: int | None = None) -> Any:
    made = {"id": name, "cell_type": kind, "metadata": {}, "source": source}
    ran: dict[str, Any] = {"execution_count": count, "outputs": []} if kind == "code" else {}
    return type(notebook)(made, **ran)


def _assign(cell: Any, name: str, value: str) -> None:
    pattern = re.compile(rf"^{name} = .*$", re.MULTILINE)
    cell.source = pattern.sub(lambda _: f"{name} = {value}", cell.source)


def _assigned(cell: Any, name: str) -> str:
    found = re.search(rf"^{name} = (.*)$", cell.source, re.MULTILINE)
    return found[1] if found else ""


def _replace(notebook: Any, which: int, old: str, new: str) -> None:
    cell = _cells(notebook)[which]
    cell.source = cell.source.replace(old, new)


def _cells(notebook: Any) -> list[Any]:
    """The code cells that hold code: install, imports, variables, client, classify."""
    return [cell for cell in notebook.cells if cell.cell_type == "code" and cell.source.strip()]
