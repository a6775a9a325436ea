"""The notebook beside a cassette: read as data, scrubbed, and written; it is never run."""

import json
import warnings
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from acceptance.cassettes.pseudonyms import Pseudonyms
from acceptance.cassettes.scrubbing import encodable, scrub_data

ONE_PIXEL = (
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYA\n"
    "AAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA\n"
    "60e6kgAAAABJRU5ErkJggg==\n"
)
"""A transparent PNG, as base64 in lines that are too short for a key."""


def notebook_data(path: Path) -> dict[str, Any]:
    """The notebook in a file as JSON data of nbformat 4, whatever version it has.

    Raises:
        pytest.UsageError: it is no notebook.
    """
    import nbformat

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            read: Any = nbformat.reader.reads(path.read_text(encoding="utf-8"))  # type: ignore[no-untyped-call]
            read = nbformat.convert(read, 4)  # type: ignore[no-untyped-call]
        data: dict[str, Any] = json.loads(json.dumps(read))
        _ = [(cell["cell_type"], cell["source"], cell["metadata"]) for cell in data["cells"]]
    except OSError as error:
        reason = error.strerror or "it cannot be opened"
        raise pytest.UsageError(f"--notebook: {path} cannot be read: {reason}") from None
    except Exception:  # noqa: BLE001 - nbformat raises anything; its messages quote the notebook
        raise pytest.UsageError(
            f"--notebook: {path} is no notebook; hand in the .ipynb file as Jupyter saves it"
        ) from None
    return data


def scrubbed_notebook(path: Path, pseudonyms: Pseudonyms) -> str:
    """The text of the file to keep, from a notebook that was handed in."""
    return notebook_text(scrub_notebook(notebook_data(path), pseudonyms))


def notebook_text(data: dict[str, Any]) -> str:
    """The text of a notebook's file, from JSON data of nbformat 4."""
    import nbformat

    text: str = nbformat.v4.writes(nbformat.from_dict(data))  # type: ignore[no-untyped-call]
    return encodable(text) + "\n"


def scrub_notebook(notebook: Mapping[str, Any], pseudonyms: Pseudonyms) -> dict[str, Any]:
    """A notebook (nbformat 4, as JSON data) that can be shown.

    Pictures become one pixel (they can show a key), attachments and the metadata of editors go
    (Colab keeps the user's name there); code, texts and execution counts stay.
    """
    bare = json.loads(json.dumps(notebook))
    kept = bare["metadata"].keys() & {"kernelspec", "language_info"}
    bare["metadata"] = {name: bare["metadata"][name] for name in sorted(kept)}
    for cell in bare["cells"]:
        cell.pop("attachments", None)
        cell["metadata"] = {}
        for output in cell.get("outputs", []):
            _strip_output(output)
    scrubbed: dict[str, Any] = scrub_data(bare, pseudonyms)
    return scrubbed


def _strip_output(output: dict[str, Any]) -> None:
    """Leave texts, and one pixel for each picture."""
    if "metadata" in output:
        output["metadata"] = {}
    if "data" in output:
        output["data"] = {
            kind: ONE_PIXEL if kind.startswith("image/") else value
            for kind, value in output["data"].items()
            if kind.startswith(("image/", "text/"))
        }
