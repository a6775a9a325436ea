"""The notebook beside a cassette: read as data, scrubbed, and written; it is never run."""

import errno
import json
import re
import warnings
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from acceptance.cassettes.pseudonyms import Pseudonyms
from acceptance.cassettes.scrubbing import encodable, scrub_data
from acceptance.files import read_file

ONE_PIXEL = (
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYA\n"
    "AAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA\n"
    "60e6kgAAAABJRU5ErkJggg==\n"
)
"""A transparent PNG, as base64 in lines that are too short for a key."""


class NoNotebook(Exception):
    """What was handed in is no notebook; the message says what it is, without a full stop."""


class Unread(Exception):
    """Nobody can tell what the file says that was handed in.

    Args:
        reason: what is wrong with it, without a full stop.
        cure: what would cure it, as an instruction.
    """

    def __init__(
        self, reason: str, cure: str = "save the notebook in Jupyter, and hand it in again"
    ) -> None:
        """Keep both."""
        super().__init__(reason)
        self.reason = reason
        self.cure = cure


LARGEST, MOST_ITEMS = 100_000_000, 2_000_000
"""Bytes and items (counted by brackets and commas) of a file that is read: 300 MB of memory."""

MOST_CELLS = 10_000

STAND_IN = "acceptance"
"""The key in the metadata of the notebook that is kept for one that cannot be read."""


def notebook_data(path: Path) -> dict[str, Any]:
    """The notebook in a file as JSON data of nbformat 4, whatever version it has.

    Raises:
        pytest.UsageError: the file cannot be opened.
        NoNotebook: it was seen to be something else.
        Unread: nobody can tell.
    """
    try:
        content = read_file(path, LARGEST)
    except OSError as error:
        if error.errno == errno.EFBIG:
            raise Unread(f"the notebook is larger than {LARGEST // 10**6} MB") from None
        reason = error.strerror or "it cannot be opened"
        raise pytest.UsageError(f"--notebook: {path} cannot be read: {reason}") from None
    text = _decoded(content)
    _refuse_other_kinds(text)
    try:
        data: Any = json.loads(text)
    except (ValueError, RecursionError, MemoryError):
        raise Unread("the notebook is no valid JSON: it is damaged or cut off") from None
    if not isinstance(data, dict) or not data.keys() & {"nbformat", "cells", "worksheets"}:
        raise NoNotebook("the file that was handed in is JSON, and no notebook")
    kept = data.get("metadata")
    if isinstance(kept, dict) and isinstance(note := kept.get(STAND_IN), dict):
        reason = str(note.get("reason"))
        raise NoNotebook(reason) if note.get("other") else Unread(reason, str(note.get("cure")))
    return _as_version_4(data)


def _decoded(content: bytes) -> str:
    """The text of a file that was saved by any editor."""
    if sum(map(content.count, (b"[", b"{", b","))) > MOST_ITEMS:
        raise Unread("the notebook holds more items than a notebook of the exercise")
    marks = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
    encoding = marks.get(content[:2], "utf-8-sig")
    if encoding == "utf-8-sig" and content[:1] == b"{" and content[1:2] == b"\0":
        encoding = "utf-16-le"
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        if content[:4] in (b"PK\x03\x04", b"%PDF") or content[:2] == b"\x1f\x8b":
            raise NoNotebook("an archive or a PDF was handed in, not the notebook") from None
        raise Unread("the notebook is no text in UTF-8") from None


def _refuse_other_kinds(text: str) -> None:
    start = text[:2000].lstrip()
    if not text.strip():
        raise NoNotebook("the file that was handed in is empty")
    if re.match(r"<(?:!doctype|html|\?xml|head|!--)", start, re.IGNORECASE):
        raise NoNotebook("an HTML page was handed in, not the notebook")
    if re.search(r"^(?:<{7}|={7}|>{7})(?: |$)", text, re.MULTILINE) and start[:1] in "{<":
        raise Unread(
            "the notebook holds the marks of a merge that was not finished",
            "resolve the conflict, run all, save the notebook, and hand it in again",
        )
    if start.startswith("%PDF"):
        raise NoNotebook("a PDF was handed in, not the notebook")
    if start[:1] not in "{[" and re.search(r"^\s*(?:import|from|#|print\()", text, re.MULTILINE):
        raise NoNotebook("a script was handed in, not the notebook")


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
            raise Unread("the notebook of an old version is damaged") from None
    elif version != 4:
        raise Unread("the notebook has a version that does not exist")
    if not isinstance(data.get("cells"), list):
        raise Unread("the notebook has no list of cells")
    metadata = data.get("metadata")
    minor = data.get("nbformat_minor")
    if len(data["cells"]) > MOST_CELLS:
        raise Unread(f"the notebook has more than {MOST_CELLS} cells")
    cells = [cell for cell in map(_cell, data["cells"]) if cell]
    if data["cells"] and not cells:
        raise Unread("what the notebook has for cells are none")
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


def joined(value: Any) -> str:
    """A text of a notebook's file, which may be a list of lines."""
    if isinstance(value, list):
        return "".join(line for line in value if isinstance(line, str))
    return value if isinstance(value, str) else ""


def scrubbed_notebook(path: Path, pseudonyms: Pseudonyms) -> str:
    """The text of the file to keep, from what was handed in; why, if that cannot be read."""
    note: dict[str, Any]
    try:
        return notebook_text(scrub_notebook(notebook_data(path), pseudonyms))
    except NoNotebook as error:
        note = {"other": True, "reason": str(error)}
    except Unread as error:
        note = {"reason": error.reason, "cure": error.cure}
    empty = {"nbformat": 4, "nbformat_minor": 5, "cells": [], "metadata": {STAND_IN: note}}
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
