"""The notebook that is kept beside a cassette."""

from __future__ import annotations

import base64
import json
import random
import re
import string
import uuid
from pathlib import Path
from typing import Any

import pytest

from acceptance.cassettes.handed_in import NoNotebook, Unread
from acceptance.cassettes.notebook import (
    ONE_PIXEL,
    notebook_data,
    scrub_notebook,
    scrubbed_notebook,
)
from acceptance.cassettes.pseudonyms import Pseudonyms
from acceptance.cassettes.scrubbing import scrub_text


@pytest.fixture
def dice() -> random.Random:
    """A source of made-up secrets, the same in every run."""
    return random.Random(20)  # noqa: S311 - nothing here is worth guessing


def an_id(dice: random.Random) -> str:
    """A dashed GUID."""
    return str(uuid.UUID(int=dice.getrandbits(128), version=4))


def a_key(dice: random.Random, length: int = 84) -> str:
    """A key of the newer kind."""
    return "".join(dice.choices(string.ascii_letters + string.digits, k=length))


def a_notebook(**cell: Any) -> dict[str, Any]:
    """A notebook of one code cell."""
    code = {"cell_type": "code", "metadata": {}, "execution_count": 1, "source": "", "outputs": []}
    return {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [{**code, **cell}]}


def test_a_notebook_keeps_its_code_and_loses_its_secrets(dice: random.Random) -> None:
    """Keys and ids go from code and outputs with the pseudonyms of the exchanges."""
    project, key = an_id(dice), a_key(dice, 32).lower()
    pseudonyms = Pseudonyms(known=(key,))
    exchanged = scrub_text(project, pseudonyms)
    source = f"projectId = '{project}'\nkey = '{key}'"
    output = {"output_type": "stream", "name": "stdout", "text": [f"Project Id {project}.\n"]}
    cell = scrub_notebook(a_notebook(source=source, outputs=[output]), pseudonyms)["cells"][0]
    assert cell["source"] == f"projectId = '{exchanged}'\nkey = 'scrubbed-key-1'"
    assert cell["outputs"][0]["text"] == [f"Project Id {exchanged}.\n"]
    assert cell["execution_count"] == 1


def test_a_notebooks_pictures_are_one_pixel(dice: random.Random) -> None:
    """A picture can show anything: there is one, that is all that is kept; so with metadata."""
    picture = base64.b64encode(dice.randbytes(5000)).decode()
    output = {
        "output_type": "display_data",
        "metadata": {"who": "Jane"},
        "data": {"image/png": picture, "text/plain": "<Figure>", "application/pdf": picture},
    }
    notebook = a_notebook(outputs=[output], metadata={"executionInfo": {"user": "Jane"}})
    notebook["metadata"] = {"colab": {"author": "Jane"}, "kernelspec": {"name": "python3"}}
    before = json.dumps(notebook)
    scrubbed = scrub_notebook(notebook, Pseudonyms())
    assert json.dumps(notebook) == before
    assert "Jane" not in json.dumps(scrubbed)
    data = scrubbed["cells"][0]["outputs"][0]["data"]
    assert data == {"image/png": ONE_PIXEL, "text/plain": "<Figure>"}
    assert scrubbed["metadata"] == {"kernelspec": {"name": "python3"}}
    assert base64.b64decode(ONE_PIXEL).startswith(b"\x89PNG")


@pytest.mark.parametrize(
    ("content", "error", "kind"),
    [(b"<html>swordfish", NoNotebook, "page"), (b'{"cells": "swordfish', Unread, "damaged")],
)
def test_what_could_not_be_read_is_so_when_it_is_replayed(
    tmp_path: Path, content: bytes, error: type[NoNotebook | Unread], kind: str
) -> None:
    """Instead of such a file a notebook is kept that says why, and holds nothing of it."""
    handed_in, kept = tmp_path / "handed-in.ipynb", tmp_path / "kept.ipynb"
    handed_in.write_bytes(content)
    kept.write_text(scrubbed_notebook(handed_in, Pseudonyms()))
    assert "swordfish" not in kept.read_text()
    with pytest.raises(error, match=re.escape(str(error(kind)))):
        notebook_data(kept)
