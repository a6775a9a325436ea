"""Changes of a notebook whose effect on its verdicts is known: neutral, veiling and spoiling.

Each is a pure function on nbformat 4 data, with a promise; none knows the grader's code. `None`
says that a transformation does not apply to a notebook.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

Cells = list[dict[str, Any]]

MET, NOT_MET, NOT_VERIFIED = "met", "not met", "not verified"


@dataclass(frozen=True)
class Transformation:
    """A change with its promise.

    Attributes:
        name: what it does, in words with hyphens.
        promise: neutral, veiling or spoiling.
        change: makes other cells of these, which it may change; `None` if it does not apply.
        breaks: of a spoiling one, the check that is then not met.
    """

    name: str
    promise: str
    change: Callable[[Cells], Cells | None]
    breaks: str = ""

    def __call__(self, cells: Cells) -> Cells | None:
        """The changed notebook; the given one stays as it is."""
        given = copy.deepcopy(cells)
        if any(cell["cell_type"] != "code" or isinstance(cell["source"], list) for cell in given):
            return None
        return self.change(given)


TRANSFORMATIONS: list[Transformation] = []


def _registered(promise: str, breaks: str = "") -> Callable[[Any], Any]:
    def register(change: Callable[[Cells], Cells | None]) -> Any:
        name = change.__name__.strip("_").replace("_", "-")
        TRANSFORMATIONS.append(Transformation(name, promise, change, breaks))
        return change

    return register


def _replace(cells: Cells, *pairs: tuple[str, str]) -> Cells | None:
    """All cells with each pattern replaced; `None` if one of them is nowhere."""
    for pattern, new in pairs:
        before = [cell["source"] for cell in cells]
        for cell in cells:
            cell["source"] = re.sub(pattern, new, cell["source"], flags=re.MULTILINE)
        if before == [cell["source"] for cell in cells]:
            return None
    return cells


def _with(cells: Cells, word: str) -> dict[str, Any] | None:
    return next((cell for cell in cells if word in cell["source"]), None)


def _code(source: str, count: int | None, *outputs: dict[str, Any]) -> dict[str, Any]:
    base = {"cell_type": "code", "metadata": {}, "outputs": list(outputs)}
    return {**base, "source": source, "execution_count": count}


def _stream(text: str) -> dict[str, Any]:
    return {"output_type": "stream", "name": "stdout", "text": text}


def _last(cells: Cells) -> int:
    return max(cell["execution_count"] or 0 for cell in cells)


def _assigned(name: str, new: str) -> Callable[[Cells], Cells | None]:
    return lambda cells: _replace(cells, (rf"^{name} = (.*)$", new))


# --- neutral

for _name, _pairs in {
    "rename-project": ((r"\bprojectId\b", "pid"),),
    "rename-model": ((r"\bmodelName\b", "published"),),
    "rename-endpoint": ((r"\bendpoint\b(?!=)", "address"),),
    "rename-client": ((r"\bpredictor\b", "pets"),),
    "alias-import": (
        (r"import CustomVisionPredictionClient$", "import CustomVisionPredictionClient as C"),
        (r"= CustomVisionPredictionClient\(", "= C("),
    ),
    "star-import": ((r"import CustomVisionPredictionClient$", "import *"),),
    "module-import": (
        (
            r"^from (azure.*prediction) import CustomVisionPredictionClient$",
            r"import \1 as p",
        ),
        (r"= CustomVisionPredictionClient\(", "= p.CustomVisionPredictionClient("),
    ),
    "endpoint-in-a-dict": ((r"^endpoint = (.*)$", r"c = {'e': \1}\nendpoint = c['e']"),),
    "endpoint-in-a-nested-dict": (
        (r"^endpoint = (.*)$", r"c = {'a': {'e': \1}}\nendpoint = c['a'].get('e')"),
    ),
    "endpoint-by-format": ((r"^endpoint = (.*)$", r"endpoint = '{0}'.format(\1)"),),
    "endpoint-by-percent": ((r"^endpoint = (.*)$", r"endpoint = '%s' % \1"),),
    "endpoint-by-f-string": ((r"^endpoint = (.*)$", r"e = \1\nendpoint = f'{e}'"),),
    "endpoint-stripped": ((r"^endpoint = (.*)$", r"endpoint = \1.rstrip('/')"),),
    "endpoint-by-function": (
        (r"^endpoint = (.*)$", r"def where(url=\1):\n    return url\nendpoint = where()"),
    ),
    "endpoint-by-lambda": ((r"^endpoint = (.*)$", r"endpoint = (lambda: \1)()"),),
    "endpoint-by-class": ((r"^endpoint = (.*)$", r"class S:\n    e = \1\nendpoint = S().e"),),
    "at-once": ((r"^endpoint = (.*)$", r"endpoint, more = \1, 1"),),
    "annotated": ((r"^endpoint = (.*)$", r"endpoint: str = \1"),),
    "walrus": ((r"^endpoint = (.*)$", r"(endpoint := \1)"),),
    "client-by-keywords": (
        (r"Client\(endpoint, credentials\)", "Client(credentials=credentials, endpoint=endpoint)"),
    ),
    "classify-by-keywords": (
        (
            r"\(projectId, modelName, (\w+\.read\(\))\)",
            r"(image_data=\1, published_name=modelName, project_id=projectId)",
        ),
    ),
    "classify-by-starred-list": (
        (r"\(projectId, modelName, (\w+\.read\(\))\)", r"(*[projectId, modelName], \1)"),
    ),
    "not-stored": ((r"\.classify_image\(", ".classify_image_with_no_store("),),
    "timed-line": ((r"^(\s+)(\w+ = \w+\.classify_image)", r"\1%time \2"),),
    "title-by-set": ((r"axes\.set_title\((.*)\)$", r"axes.set(title=\1)"),),
    "title-by-setp": ((r"axes\.set_title\((.*)\)$", r"plt.setp(axes, title=\1)"),),
    "title-by-text": ((r"axes\.set_title\((.*)\)$", r"axes.title.set_text(\1)"),),
    "title-by-pyplot": ((r"axes\.set_title\((.*)\)$", r"plt.title(\1)"),),
    "type-parameters": ((r"^endpoint = ", "def f[T](x: T) -> T:\n    return x\nendpoint = "),),
    "type-alias": ((r"^endpoint = ", "type Address = str\nendpoint = "),),
    "nested-quotes": ((r"^endpoint = '(.*)'$", r"endpoint = f'{'\1'}'"),),
    "shell": ((r"^endpoint = ", "!ls\n%matplotlib inline\nfiles = !ls\nendpoint = "),),
}.items():

    def _change(cells: Cells, pairs: tuple[tuple[str, str], ...] = _pairs) -> Cells | None:
        return _replace(cells, *pairs)

    TRANSFORMATIONS.append(Transformation(_name, "neutral", _change))


@_registered("neutral")
def timed_cell(cells: Cells) -> Cells | None:
    """`%%time` at the top of a cell leaves its text Python (IPython's documents)."""
    cell = _with(cells, "classify_image(")
    if cell and "%" not in cell["source"]:
        cell["source"] = f"%%time\n{cell['source'].lstrip()}"
        return cells
    return None


@_registered("neutral")
def wrapped_in_a_function(cells: Cells) -> Cells | None:
    """A function that is called at once does what its body does."""
    cell = _with(cells, "classify_image(")
    if not cell or "%" in cell["source"] or "import " in cell["source"]:
        return None
    body = re.sub("^", "    ", cell["source"], flags=re.MULTILINE)
    cell["source"] = f"def main():\n{body}\nmain()"
    return cells


@_registered("neutral")
def printed_from_the_environment(cells: Cells) -> Cells | None:
    """What the notebook does not hold, its output may (the endpoint is no secret)."""
    found = next(
        (
            re.search(r"^endpoint = '(.*)'$", c["source"], re.M)
            for c in cells
            if "endpoint =" in c["source"]
        ),
        None,
    )
    cell = _with(cells, "endpoint =")
    if not found or not cell:
        return None
    cell["source"] = cell["source"].replace(found[0], "endpoint = os.environ['E']\nprint(endpoint)")
    cell["outputs"].append(_stream(f"{found[1]}\n"))
    return cells


@_registered("neutral")
def split(cells: Cells) -> Cells | None:
    """Each assignment in a cell of its own."""
    cell = _with(cells, "endpoint = '")
    if not cell or "import" in cell["source"] or cell["outputs"] or " = !" in cell["source"]:
        return None
    lines = [line for line in cell["source"].splitlines() if line.strip()]
    if any(line.startswith((" ", "def ", "class ", "%", "!", "type ")) for line in lines):
        return None
    place, count = cells.index(cell), cell["execution_count"]
    for other in cells:
        if (other["execution_count"] or 0) > count:
            other["execution_count"] += len(lines)
    return [
        *cells[:place],
        *(_code(line, count + number) for number, line in enumerate(lines)),
        *cells[place + 1 :],
    ]


@_registered("neutral")
def merged(cells: Cells) -> Cells | None:
    """All code in one cell."""
    if any(cell["source"].lstrip().startswith(("%%", "!")) for cell in cells[1:]):
        return None
    if any(output["output_type"] == "error" for cell in cells for output in cell["outputs"]):
        return None
    source = "\n".join(cell["source"] for cell in cells)
    return [_code(source, 1, *(output for cell in cells for output in cell["outputs"]))]


@_registered("neutral")
def all_run_again(cells: Cells) -> Cells:
    """Run all, once more without a restart."""
    for cell in cells:
        cell["execution_count"] = (cell["execution_count"] or 0) + 40 if cell["source"] else None
    return cells


@_registered("neutral")
def imports_run_again(cells: Cells) -> Cells | None:
    """The imports run again at the end: they had run before, as the gap shows."""
    cell = _with(cells, "import ")
    if not cell or len(cells) < 3:
        return None
    cell["execution_count"] = _last(cells) + 1
    return cells


@_registered("neutral")
def bonus_cells(cells: Cells) -> Cells:
    """Cells after the end, one of which fails."""
    error = {"output_type": "error", "ename": "ZeroDivisionError", "evalue": "", "traceback": []}
    last = _last(cells)
    return [*cells, _code("1 + 1", last + 1), _code("1 / 0", last + 2, error)]


@_registered("neutral")
def markdown_between(cells: Cells) -> Cells:
    """Text between the cells."""
    text = {"cell_type": "markdown", "metadata": {}, "source": "endpoint = 'x' and more"}
    return [each for cell in cells for each in (text, cell)]


@_registered("neutral")
def picture_in_html(cells: Cells) -> Cells | None:
    """Interactive matplotlib and Colab save pictures within HTML."""
    changed = None
    for cell in cells:
        for output in cell.get("outputs", []):
            if "image/png" in output.get("data", {}):
                output["data"] = {"text/html": '<img src="data:image/png;base64,iVBO">'}
                changed = cells
    return changed


@_registered("neutral")
def lines_as_list(cells: Cells) -> Cells:
    """Jupyter saves texts as lists of lines."""
    return [{**cell, "source": cell["source"].splitlines(keepends=True)} for cell in cells]


@_registered("neutral")
def environment_set_before(cells: Cells) -> Cells | None:
    """What a notebook puts into its environment, it finds there."""
    return _replace(
        cells,
        (r"^endpoint = ('.*')$", r"import os\nos.environ['E'] = \1\nendpoint = os.environ['E']"),
    )


@_registered("neutral")
def retries_logged(cells: Cells) -> Cells | None:
    """A request that was tried again, and went well, leaves a line."""
    cell = _with(cells, "classify_image(")
    if not cell or not cell["execution_count"]:
        return None
    text = "WARNING: Retrying (Retry(total=2)) after HTTPSConnectionPool(host='x', port=443)"
    cell["outputs"].insert(0, {**_stream(f"{text}\n"), "name": "stderr"})
    return cells


@_registered("neutral")
def another_client_unused(cells: Cells) -> Cells | None:
    """A client that classifies nothing is no client of the exercise."""
    if not _with(cells, "Client(endpoint, credentials)") or _with(cells, "import *"):
        return None
    source = "more = CustomVisionPredictionClient('https://y.example', credentials)"
    return [*cells, _code(source, _last(cells) + 1)]


# --- veiling


@_registered("veiling")
def all_cleared(cells: Cells) -> Cells:
    """Clear all outputs: the execution counts go, too."""
    for cell in cells:
        cell["outputs"], cell["execution_count"] = [], None
    return cells


@_registered("veiling")
def outputs_removed(cells: Cells) -> Cells:
    """All outputs removed by a tool that keeps the counts."""
    for cell in cells:
        cell["outputs"] = []
    return cells


@_registered("veiling")
def counts_removed(cells: Cells) -> Cells:
    """Counts removed by a tool that keeps the outputs."""
    for cell in cells:
        cell["execution_count"] = None
    return cells


@_registered("veiling")
def counts_all_one(cells: Cells) -> Cells:
    """Counts that no kernel gives."""
    for cell in cells:
        cell["execution_count"] = 1
    return cells


@_registered("veiling")
def endpoint_from_elsewhere(cells: Cells) -> Cells | None:
    """An endpoint that only the student's environment holds."""
    return _replace(cells, (r"^endpoint = .*$", "endpoint = input()"))


@_registered("veiling")
def endpoint_from_a_vault(cells: Cells) -> Cells | None:
    """An endpoint that a Key Vault holds."""
    vault = "SecretClient('https://x.vault.azure.net', c).get_secret('endpoint').value"
    return _replace(cells, (r"^endpoint = .*$", f"endpoint = {vault}"))


@_registered("veiling")
def model_by_choice(cells: Cells) -> Cells | None:
    """A model's name that depends on what happened when it ran."""
    return _replace(cells, (r"^modelName = (.*)$", r"modelName = \1 if input() else 'other'"))


@_registered("veiling")
def titles_by_a_module(cells: Cells) -> Cells | None:
    """A module of the student's that may do anything with a picture."""
    return _replace(cells, (r"axes\.set_title\(", "import mine; mine.show("))


@_registered("veiling")
def another_model_came_out(cells: Cells) -> Cells:
    """An output that contradicts the code."""
    project = "00000000-1111-4222-8333-444444444444"
    text = f'Ready to use the model named "other" from Custom Vision Project Id {project}.'
    return [*cells, _code("print('again')", _last(cells) + 1, _stream(text))]


@_registered("veiling")
def counts_shuffled(cells: Cells) -> Cells:
    """Counts that nobody can make sense of: one is there twice."""
    counts = [cell["execution_count"] for cell in cells]
    for cell in cells:
        cell["execution_count"] = max(filter(None, counts), default=None)
    return cells


@_registered("veiling")
def project_from_elsewhere(cells: Cells) -> Cells | None:
    """A project's id that only the student's module holds."""
    return _replace(cells, (r"^projectId = .*$", "from settings import projectId"))


@_registered("veiling")
def another_project_came_out(cells: Cells) -> Cells:
    """An output that contradicts the code."""
    other = "00000000-1111-4222-8333-444444444444"
    text = f'Ready to use the model named "pet-classifier" from Custom Vision Project Id {other}.'
    return [*cells, _code("print('again')", _last(cells) + 1, _stream(text))]


for _word in ("import ", "endpoint =", "CustomVisionPredictionClient(", "classify_image("):

    def _clear(cells: Cells, word: str = _word) -> Cells | None:
        if cell := _with(cells, word):
            cell["outputs"], cell["execution_count"] = [], None
            return cells
        return None

    def _garble(cells: Cells, word: str = _word) -> Cells | None:
        if cell := _with(cells, word):
            cell["source"] = cell["source"].replace(word, f"<- {word}")
            return cells
        return None

    _slug = re.sub(r"\W+", "", _word)
    TRANSFORMATIONS.append(Transformation(f"clear-{_slug}", "veiling", _clear))
    TRANSFORMATIONS.append(Transformation(f"garble-{_slug}", "veiling", _garble))

# --- spoiling

for _name, _check, _pattern, _new in (
    ("wrong-model", "3.3.2", r"^modelName = .*$", "modelName = 'image-classification-exercise'"),
    ("wrong-endpoint", "3.3.2", r"^endpoint = .*$", "endpoint = 'https://x.example/'"),
    ("placeholder", "3.3.2", r"^endpoint = .*$", "endpoint = 'YOUR_PREDICTION_SERVICE_ENDPOINT'"),
    (
        "wrong-project",
        "3.3.2",
        r"^projectId = .*$",
        f"projectId = '{'1' * 8}-2222-4333-8444-{'5' * 12}'",
    ),
    ("client-left-open", "3.3.3", r"Client\(endpoint, credentials\)", "Client()"),
    ("project-is-a-key", "3.3.2", r"^projectId = .*$", f"projectId = '{'k3y' * 20}'"),
    ("classification-left-open", "3.3.3", r"^(\s+results = predictor\.).*$", r"\1# TODO"),
    ("file-name-title", "3.3.4", r"axes\.set_title\((.*)\)$", "axes.set_title(name)"),
    ("variable-title", "3.3.4", r"axes\.set_title\((.*)\)$", "t = 'Pet'; axes.set_title(t)"),
    ("no-title", "3.3.4", r"axes\.set_title\(", "print("),
    ("text-for-title", "3.3.4", r"axes\.set_title\((.*)\)$", r"axes.text(0, 0, \1)"),
    ("constant-title", "3.3.4", r"axes\.set_title\((.*)\)$", "axes.set_title('Result')"),
):

    def _spoil(cells: Cells, pattern: str = _pattern, new: str = _new) -> Cells | None:
        if pattern.startswith("^") and _with(cells, "print(endpoint)"):
            return None  # what came out would say otherwise
        if "TODO" in new and not _with(cells, "projectId ="):
            return None  # the line is what names the project
        return _replace(cells, (pattern, new))

    TRANSFORMATIONS.append(Transformation(_name, "spoiling", _spoil, _check))


@_registered("spoiling", "3.3.3")
def client_in_error(cells: Cells) -> Cells | None:
    """The cell that makes the client ended with an error."""
    cell = _with(cells, "Client(endpoint")
    if not cell or "classify_image(" in cell["source"]:
        return None
    cell["outputs"] = [
        {"output_type": "error", "ename": "NameError", "evalue": "", "traceback": []}
    ]
    return cells


@_registered("spoiling", "3.3.3")
def client_after_the_classification(cells: Cells) -> Cells | None:
    """The client was made after it was needed, and no count is left for an earlier time."""
    client, classify = _with(cells, "Client(endpoint"), _with(cells, "classify_image(")
    if not client or not classify or client is classify:
        return None
    counts = [cell["execution_count"] for cell in cells]
    if None in counts or sorted(counts) != list(range(1, len(cells) + 1)):
        return None
    pair = client["execution_count"], classify["execution_count"]
    classify["execution_count"], client["execution_count"] = pair
    return cells


@_registered("spoiling", "3.3.3")
def refusal_printed(cells: Cells) -> Cells | None:
    """An error of the service was caught and printed, beside the pictures."""
    cell = _with(cells, "classify_image(")
    if not cell or not cell["execution_count"]:
        return None
    text = "Operation returned an invalid status code 'Unauthorized'"
    cell["outputs"].insert(0, _stream(f"{text}\n"))
    return cells


@_registered("spoiling", "3.3.4")
def pictures_lost(cells: Cells) -> Cells | None:
    """The cell's text came out, and no picture."""
    cell = next((c for c in cells if len(c.get("outputs", [])) > 1), None)
    if not cell:
        return None
    cell["outputs"] = [output for output in cell["outputs"] if "data" not in output]
    return cells
