"""What can be otherwise in a notebook, wrong or right, as edits of one that was executed."""

import re
import uuid
from typing import Any

from solution.submission import edits_notebook, ids

INSTALL, IMPORT, FILL_IN, MAKE_CLIENT, CLASSIFY = range(5)
"""The code cells: what each does."""


@edits_notebook("another-notebook", breaks=("3.3.1",), blocks=ids("3.3", 2, 4))
def hand_in_another(notebook: Any) -> None:
    """Handed in another notebook."""
    first = cells(notebook)[INSTALL]
    first.source = "print('Hello, Jupyter')"
    first.outputs[0].text = "Hello, Jupyter\n"
    notebook.cells = [first]


@edits_notebook("training-endpoint", breaks=("3.3.2",))
def take_training_endpoint(notebook: Any) -> None:
    """Took the endpoint that the project's settings page shows."""
    cell = cells(notebook)[FILL_IN]
    cell.source = cell.source.replace("-prediction.", ".")


@edits_notebook("preset-model-name", breaks=("3.3.2",))
def keep_preset_model(notebook: Any) -> None:
    """Kept the model name that the notebook brings."""
    cell = cells(notebook)[FILL_IN]
    preset = "image-classification-exercise"
    cell.source = cell.source.replace("pet-classifier", preset)
    cell.outputs[0].text = cell.outputs[0].text.replace("pet-classifier", preset)


@edits_notebook("placeholder-left", breaks=("3.3.2",))
def keep_placeholder(notebook: Any) -> None:
    """Did not fill in the project's id."""
    cell = cells(notebook)[FILL_IN]
    first, _, rest = cell.source.partition("\n")
    project = first.split("'")[1]
    cell.source = f"projectId = 'YOUR_IMAGE_CLASSIFICATION_PROJECT_ID'\n{rest}"
    cell.outputs[0].text = cell.outputs[0].text.replace(project, "YOUR_PROJECT_ID")


@edits_notebook("failed-cell", breaks=("3.3.3",))
def fail_client(notebook: Any) -> None:
    """Saved the notebook with the client's cell in error."""
    cell = cells(notebook)[MAKE_CLIENT]
    sentence = "name 'ApiKeyCredentials' is not defined"
    error = {"output_type": "error", "ename": "NameError", "evalue": sentence}
    cell.outputs = [type(notebook)(error, traceback=[f"NameError: {sentence}"])]


@edits_notebook("line-not-completed", breaks=("3.3.3",))
def leave_client_line(notebook: Any) -> None:
    """Did not complete the line that makes the client."""
    cell = cells(notebook)[MAKE_CLIENT]
    cell.source = cell.source.replace("CustomVisionPredictionClient(endpoint, credentials)", "")
    fail(cell, "SyntaxError", "invalid syntax")


@edits_notebook("out-of-order", breaks=("3.3.3",))
def run_out_of_order(notebook: Any) -> None:
    """Made the client after the images were classified, and not before."""
    code = cells(notebook)
    client, classify = code[MAKE_CLIENT], code[CLASSIFY]
    counts = client.execution_count, classify.execution_count
    classify.execution_count, client.execution_count = counts


@edits_notebook("client-made-again")
def make_client_again(notebook: Any) -> None:
    """Made the client again after the images were classified."""
    code = cells(notebook)
    code[MAKE_CLIENT].execution_count = code[CLASSIFY].execution_count + 1


@edits_notebook("no-pictures", breaks=("3.3.4",))
def delete_pictures(notebook: Any) -> None:
    """Saved the notebook without its pictures."""
    cell = cells(notebook)[CLASSIFY]
    cell.outputs = [output for output in cell.outputs if output.output_type != "display_data"]


@edits_notebook("no-titles", breaks=("3.3.4",))
def leave_out_titles(notebook: Any) -> None:
    """Left the pictures without titles."""
    cell = cells(notebook)[CLASSIFY]
    lines = [line for line in cell.source.splitlines() if "plt.title(" not in line]
    cell.source = "\n".join(lines)


@edits_notebook("notebook-untouched", breaks=ids("3.3", 2, 4))
def keep_all_placeholders(notebook: Any) -> None:
    """Handed in the notebook as it was downloaded."""
    leave_client_line(notebook)
    leave_classify_line(notebook)
    cell = cells(notebook)[FILL_IN]
    for name, value in (("projectId", "PROJECT_ID"), ("endpoint", "PREDICTION_SERVICE_ENDPOINT")):
        _assign(cell, name, f"'YOUR_{value}'")
    _assign(cell, "key", "'YOUR_PREDICTION_SERVICE_KEY'")
    _assign(cell, "modelName", "'image-classification-exercise'")
    clear_outputs(notebook)


@edits_notebook("another-students-project", breaks=("3.3.2",))
def take_another_project(notebook: Any) -> None:
    """Has the project's id of a fellow student."""
    other = uuid.uuid5(uuid.NAMESPACE_URL, "https://www.customvision.ai/")
    _assign_and_run(cells(notebook)[FILL_IN], "projectId", f"'{other}'")


@edits_notebook("another-students-endpoint", breaks=("3.3.2",))
def take_another_endpoint(notebook: Any) -> None:
    """Has the endpoint of a fellow student."""
    other = "'https://fellow-prediction.cognitiveservices.azure.com/'"
    _assign(cells(notebook)[FILL_IN], "endpoint", other)


@edits_notebook("another-students-notebook", breaks=("3.3.2",))
def take_all_from_another(notebook: Any) -> None:
    """Handed in the notebook of a fellow student."""
    take_another_project(notebook)
    take_another_endpoint(notebook)


@edits_notebook("another-regions-endpoint", breaks=("3.3.2",))
def take_region_of_another(notebook: Any) -> None:
    """Took the endpoint of a tutorial, in another region."""
    other = "'https://southcentralus.api.cognitive.microsoft.com/'"
    _assign(cells(notebook)[FILL_IN], "endpoint", other)


@edits_notebook("projects-name-as-id", breaks=("3.3.2",))
def take_projects_name(notebook: Any) -> None:
    """Entered the project's name where its id is wanted."""
    _assign_and_run(cells(notebook)[FILL_IN], "projectId", "'Pet Classification'")


@edits_notebook("iterations-name-as-model", breaks=("3.3.2",))
def take_iterations_name(notebook: Any) -> None:
    """Took the iteration's name for the published one."""
    _assign_and_run(cells(notebook)[FILL_IN], "modelName", "'Iteration 1'")


@edits_notebook("key-as-project", breaks=("3.3.2",))
def paste_key_as_project(notebook: Any) -> None:
    """Pasted the key where the project's id is wanted."""
    _assign_and_run(cells(notebook)[FILL_IN], "projectId", f"'{_like_a_key()}'")


@edits_notebook("key-as-model", breaks=("3.3.2",))
def paste_key_as_model(notebook: Any) -> None:
    """Pasted the key where the model's name is wanted."""
    _assign_and_run(cells(notebook)[FILL_IN], "modelName", f"'{_like_a_key()}'")


@edits_notebook("outputs-cleared", unverified=("3.3.3", "3.3.4"))
def clear_outputs(notebook: Any) -> None:
    """Cleared all outputs before saving, so that nobody can tell what ran."""
    for cell in cells(notebook):
        cell.outputs, cell.execution_count = [], None


@edits_notebook("last-cell-not-run", unverified=("3.3.3", "3.3.4"))
def leave_last_cell(notebook: Any) -> None:
    """Cleared, or did not run, the cell that classifies the images: nobody can tell which."""
    cell = cells(notebook)[CLASSIFY]
    cell.outputs, cell.execution_count = [], None


@edits_notebook("classification-not-completed", breaks=("3.3.3", "3.3.4"))
def leave_classify_line(notebook: Any) -> None:
    """Did not complete the line that classifies the images, so that it fails."""
    cell = cells(notebook)[CLASSIFY]
    called = re.compile(r"client\.classify_image\(.*\)")
    cell.source = called.sub("client.classify_image()", cell.source)
    fail(cell, "TypeError", "classify_image() missing 3 required positional arguments")


@edits_notebook("one-picture", breaks=("3.3.4",))
def keep_one_picture(notebook: Any) -> None:
    """Deleted one of the two pictures."""
    cell = cells(notebook)[CLASSIFY]
    cell.outputs = cell.outputs[:-1]


@edits_notebook("no-test-images", breaks=("3.3.4",))
def classify_empty_folder(notebook: Any) -> None:
    """Ran the notebook where the folder of test images is empty."""
    cell = cells(notebook)[CLASSIFY]
    cell.outputs = cell.outputs[:1]
    cell.outputs[0].text = re.sub(r"the \d+ images", "the 0 images", cell.outputs[0].text)


# right, but unusual


@edits_notebook("cells-added")
def add_cells(notebook: Any) -> None:
    """Added 32 cells to the notebook."""
    for number in range(32):
        source = f"print('Look {number}')" if number % 2 else f"# Note {number}"
        kind = "code" if number % 2 else "markdown"
        own = _cell(notebook, f"own-{number}", kind, source, count=90 - number)
        notebook.cells.insert(number * 2 % len(notebook.cells), own)


@edits_notebook("notebook-run-again")
def run_again(notebook: Any) -> None:
    """Ran the notebook several times."""
    for cell in cells(notebook):
        cell.execution_count += 40


@edits_notebook("notebook-run-again-in-part")
def run_again_in_part(notebook: Any) -> None:
    """Ran the second half of the notebook several times."""
    for cell in cells(notebook)[FILL_IN:]:
        cell.execution_count += 20


@edits_notebook("classified-without-storing")
def classify_without_storing(notebook: Any) -> None:
    """Took the client's method that stores nothing."""
    _replace(notebook, CLASSIFY, "client.classify_image(", "client.classify_image_with_no_store(")


@edits_notebook("classified-by-url")
def classify_urls(notebook: Any) -> None:
    """Classified the images by URL."""
    _replace(notebook, CLASSIFY, "client.classify_image(", "client.classify_image_url(")
    _replace(notebook, CLASSIFY, "imageData.read())", "url=testImage)")


@edits_notebook("arguments-by-name")
def name_arguments(notebook: Any) -> None:
    """Named the arguments."""
    _replace(notebook, MAKE_CLIENT, "(endpoint, cred", "(endpoint=endpoint, credentials=cred")
    _replace(
        notebook,
        CLASSIFY,
        "(projectId, modelName, imageData.read())",
        "(image_data=imageData, published_name=modelName, project_id=projectId)",
    )


@edits_notebook("variables-named-otherwise")
def name_variables_otherwise(notebook: Any) -> None:
    """Renamed the variables."""
    for cell in cells(notebook):
        for old, new in (("projectId", "project"), ("modelName", "model"), ("endpoint", "url")):
            cell.source = re.sub(rf"\b{old}\b", new, cell.source)


@edits_notebook("key-in-the-notebook")
def paste_key(notebook: Any) -> None:
    """Left the key in the notebook, as it asks for it."""
    _assign(cells(notebook)[FILL_IN], "key", f"'{_like_a_key()}'")


@edits_notebook("endpoint-written-otherwise")
def write_endpoint_otherwise(notebook: Any) -> None:
    """Wrote the endpoint in capitals, with spaces and without the last slash."""
    cell = cells(notebook)[FILL_IN]
    address = _assigned(cell, "endpoint").strip("'").rstrip("/").upper()
    _assign(cell, "endpoint", f"' {address.replace('HTTPS', 'https')} '")


@edits_notebook("regional-endpoint-in-the-notebook")
def take_regional_endpoint(notebook: Any) -> None:
    """Took the region's endpoint, which the resource answers at, too."""
    region = "'https://eastus.api.cognitive.microsoft.com/'"
    _assign(cells(notebook)[FILL_IN], "endpoint", region)


@edits_notebook("all-in-one-cell")
def write_in_one_cell(notebook: Any) -> None:
    """Put all code into one cell."""
    code = cells(notebook)
    last = code[-1]
    last.source = "\n\n".join(cell.source for cell in code)
    last.outputs = [output for cell in code for output in cell.outputs]
    notebook.cells = [cell for cell in notebook.cells if cell.cell_type != "code"] + [last]


@edits_notebook("failing-cell-added")
def add_failing_cell(notebook: Any) -> None:
    """Tried something else in a cell at the end, which failed."""
    cell = _cell(notebook, "trial", "code", "client.delete_everything()", count=99)
    fail(cell, "AttributeError", "'CustomVisionPredictionClient' object has no such attribute")
    notebook.cells.append(cell)


@edits_notebook("one-figure")
def draw_in_one_figure(notebook: Any) -> None:
    """Drew all pictures into one figure."""
    cell = cells(notebook)[CLASSIFY]
    cell.source = cell.source.replace("plt.figure()", "axis = plt.subplot(1, 2, 1)")
    cell.source = cell.source.replace("plt.title(", "axis.set_title(")
    cell.outputs = cell.outputs[:2]


@edits_notebook("text-added")
def add_markdown(notebook: Any) -> None:
    """Added text to the notebook."""
    text = "Thank you! 🐶 <b>Cats</b> | =1+1 | `CustomVisionPredictionClient(endpoint)`"
    notebook.cells.insert(1, _cell(notebook, "greeting", "markdown", text))


@edits_notebook("old-notebook-format")
def write_old_format(notebook: Any) -> None:
    """Saved the notebook with an old Jupyter."""
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


def _assign_and_run(cell: Any, name: str, value: str) -> None:
    """Assign a value, and let the cell print it, as it does when it runs."""
    before = _assigned(cell, name).strip("'")
    _assign(cell, name, value)
    cell.outputs[0].text = cell.outputs[0].text.replace(before, value.strip("'"))


def _assigned(cell: Any, name: str) -> str:
    found = re.search(rf"^{name} = (.*)$", cell.source, re.MULTILINE)
    return found[1] if found else ""


def _replace(notebook: Any, which: int, old: str, new: str) -> None:
    cell = cells(notebook)[which]
    cell.source = cell.source.replace(old, new)


def fail(cell: Any, name: str, sentence: str, *before: Any) -> None:
    """Let the cell have ended with an error, after these outputs."""
    error = {"output_type": "error", "ename": name, "evalue": sentence}
    cell.outputs = [*before, type(cell)(error, traceback=[f"{name}: {sentence}"])]


def cells(notebook: Any) -> list[Any]:
    """The code cells that hold code: install, imports, variables, client, classify."""
    return [cell for cell in notebook.cells if cell.cell_type == "code" and cell.source.strip()]
