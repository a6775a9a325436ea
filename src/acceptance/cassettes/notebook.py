"""The notebook beside a cassette: read as data, scrubbed, and written; it is never run."""

import json
import warnings
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from acceptance.cassettes.assignments import assigned_secrets, without_assigned
from acceptance.cassettes.handed_in import (
    OTHERS,
    UNREAD,
    NoNotebook,
    Unread,
    notebook_file_text,
)
from acceptance.cassettes.pseudonyms import Pseudonyms
from acceptance.cassettes.scrubbing import encodable, scrub_data

ONE_PIXEL = (
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYA\n"
    "AAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA\n"
    "60e6kgAAAABJRU5ErkJggg==\n"
)
"""A transparent PNG, as base64 in lines that are too short for a key."""


MOST_CELLS, LONGEST_NUMBER = 10_000, 20

MOST_TEXT = 4_000_000
"""How many characters of all texts, pictures left out, are kept beside a cassette."""

STAND_IN = "acceptance"
"""The key in the metadata of the notebook that is kept for one that cannot be read."""


def notebook_data(path: Path) -> dict[str, Any]:
    """The notebook in a file as JSON data of nbformat 4, whatever version it has.

    Raises:
        pytest.UsageError: there is no such file.
        NoNotebook: it was seen to be something else.
        Unread: nobody can tell.
    """
    text = notebook_file_text(path)
    try:
        data: Any = json.loads(text, parse_int=_whole)
    except (ValueError, RecursionError, MemoryError):
        raise Unread("damaged") from None
    if not isinstance(data, dict) or not data.keys() & {"nbformat", "cells", "worksheets"}:
        raise NoNotebook("json")
    _refuse_stand_in(data.get("metadata"))
    return _as_version_4(data)


def _whole(digits: str) -> int | None:
    """A whole number, unless it is longer than any that a notebook holds."""
    return int(digits) if len(digits) < LONGEST_NUMBER else None


def _refuse_stand_in(metadata: Any) -> None:
    """Raise again what was raised when the file was recorded, which could not be kept."""
    kind = metadata.get(STAND_IN) if isinstance(metadata, dict) else None
    if isinstance(kind, str) and kind in OTHERS:
        raise NoNotebook(kind)
    if isinstance(kind, str) and kind in UNREAD:
        raise Unread(kind)


def _as_version_4(data: dict[str, Any]) -> dict[str, Any]:
    """A notebook of nbformat 4 that has all that nbformat asks for, as far as it is the shape."""
    import nbformat

    version = data.get("nbformat", 4)
    if version in (1, 2, 3) or "worksheets" in data:
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                read: Any = nbformat.reader.reads(json.dumps(data))  # type: ignore[no-untyped-call]
                data = json.loads(json.dumps(nbformat.convert(read, 4)))  # type: ignore[no-untyped-call]
        except Exception:  # noqa: BLE001 - nbformat raises anything; its messages quote the notebook
            raise Unread("old") from None
    elif version not in (4, "4"):
        raise Unread("version")
    if not isinstance(data.get("cells"), list):
        raise Unread("cells", fault_of(data))
    metadata = data.get("metadata")
    minor = data.get("nbformat_minor")
    if len(data["cells"]) > MOST_CELLS:
        raise Unread("long")
    cells = [cell for cell in map(_cell, data["cells"]) if cell]
    if data["cells"] and not cells:
        raise Unread("no cells", fault_of(data))
    return {
        **data,
        "nbformat": 4,
        "nbformat_minor": minor if isinstance(minor, int) else 5,
        "metadata": metadata if isinstance(metadata, dict) else {},
        "cells": cells,
    }


def _cell(cell: Any) -> dict[str, Any] | None:
    """A cell with all that belongs to it; `None` if it is none."""
    if not isinstance(cell, dict) or cell.get("cell_type") not in ("code", "markdown", "raw"):
        return None
    metadata = cell.get("metadata")
    whole = {**cell, "metadata": metadata if isinstance(metadata, dict) else {}}
    whole["source"] = joined(cell.get("source"))
    if cell["cell_type"] == "code":
        outputs = cell.get("outputs")
        outputs = outputs if isinstance(outputs, list) else []
        whole["outputs"] = [_output(each) for each in outputs if isinstance(each, dict)]
        whole.setdefault("execution_count", None)
    return whole


def _output(output: dict[str, Any]) -> dict[str, Any]:
    """An output with its texts in one piece."""
    whole = {**output, "text": joined(output["text"])} if "text" in output else dict(output)
    if "data" in output:
        data = output["data"] if isinstance(output["data"], dict) else {}
        lines = {kind for kind in data if not kind.endswith("json")}
        whole["data"] = {
            kind: joined(value) if kind in lines else value for kind, value in data.items()
        }
    return whole


def fault_of(data: Mapping[str, Any]) -> str:
    """The first thing that nbformat finds wrong in a notebook, without what the notebook says."""
    import nbformat

    minor = data.get("nbformat_minor")
    minor = minor if isinstance(minor, int) and 0 <= minor <= 5 else 4
    try:
        errors = nbformat.validator.iter_validate(dict(data), version=4, version_minor=minor)  # type: ignore[no-untyped-call]
        error: Any = next(iter(errors), None)
    except Exception:  # noqa: BLE001 - its libraries raise anything
        return ""
    if error is None:
        return ""
    place = ".".join(str(part) for part in error.absolute_path if isinstance(part, int | str))
    place = place[:60] or "the file"
    if error.validator == "required":
        return f"nbformat: {place} lacks something required"
    return f"nbformat: {place} is not as it has to be"


def joined(value: Any) -> str:
    """A text of a notebook's file, which may be a list of lines."""
    if isinstance(value, list):
        return "".join(line for line in value if isinstance(line, str))
    return value if isinstance(value, str) else ""


def scrubbed_notebook(path: Path, pseudonyms: Pseudonyms) -> str:
    """The text of the file to keep, from what was handed in; why, if that cannot be read."""
    try:
        return notebook_text(scrub_notebook(notebook_data(path), pseudonyms))
    except (NoNotebook, Unread) as error:
        note = {STAND_IN: error.kind}
    empty = {"nbformat": 4, "nbformat_minor": 5, "cells": [], "metadata": note}
    return notebook_text(empty)


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
    scrubbed = scrub_data(_rewritten(_bare(notebook), str), pseudonyms)
    assigned: dict[str, Any] = _rewritten(
        scrubbed, lambda text: without_assigned(text, pseudonyms), [2 * MOST_TEXT]
    )
    return assigned


def _bare(notebook: Mapping[str, Any]) -> dict[str, Any]:
    """A notebook without pictures, attachments and metadata."""
    bare: dict[str, Any] = json.loads(json.dumps(notebook))
    kept = bare["metadata"].keys() & {"kernelspec", "language_info"}
    bare["metadata"] = {name: bare["metadata"][name] for name in sorted(kept)}
    for cell in bare["cells"]:
        cell.pop("attachments", None)
        cell["metadata"] = {}
        for output in cell.get("outputs", []):
            _strip_output(output)
    return bare


def notebook_secrets(path: Path | None) -> dict[str, str]:
    """The values that a notebook assigns to names of secrets, and what they are."""
    if path is None:
        return {}
    try:
        cells = _bare(notebook_data(path))["cells"]
    except (NoNotebook, Unread):
        return {}
    secrets: dict[str, str] = {}
    _rewritten(cells, lambda text: secrets.update(assigned_secrets(text)) or text)
    return secrets


def _rewritten(data: Any, rewrite: Callable[[str], str], left: list[int] | None = None) -> Any:
    """JSON data with each of its texts rewritten; what is beyond `MOST_TEXT` is dropped."""
    left = left if left is not None else [MOST_TEXT]
    if isinstance(data, str):
        kept = data[: max(left[0], 0)]
        left[0] -= len(data)
        return rewrite(kept)
    if isinstance(data, dict):
        return {name: _rewritten(value, rewrite, left) for name, value in data.items()}
    if isinstance(data, list):
        return [_rewritten(value, rewrite, left) for value in data]
    return data


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
