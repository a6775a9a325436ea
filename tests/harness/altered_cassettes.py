"""Copies of the exercise's cassette, altered on purpose and sealed anew."""

from __future__ import annotations

import copy
import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from acceptance.cassettes import file
from acceptance.cassettes.file import Cassette, Exchange
from tests.harness.commands import ROOT

COMPLETE = ROOT / "fixtures" / "cassettes" / "complete.yaml"

Edit = Callable[[Exchange], None]
"""Changes an exchange in place."""


def edited(part: str, change: Callable[[Any], None]) -> Edit:
    """An edit of the JSON answered to each request whose address ends so, its query aside."""

    def edit(exchange: Exchange) -> None:
        if exchange["request"]["uri"].partition("?")[0].casefold().endswith(part.casefold()):
            body = exchange["response"]["body"]
            data = json.loads(body["string"])
            change(data)
            body["string"] = json.dumps(data, indent=1)

    return edit


def altered_copy(path: Path, *edits: Edit, **recorded: Any) -> Path:
    """The cassette with these edits and this metadata, in the file `path`, its notebook beside."""
    cassette = file.read(COMPLETE)
    exchanges = copy.deepcopy(cassette.exchanges)
    for exchange in exchanges:
        for edit in edits:
            edit(exchange)
    made = Cassette(replace(cassette.recorded, **recorded), exchanges)
    path.write_text(file.written(made), encoding="utf-8")
    shutil.copy(COMPLETE.with_suffix(".ipynb"), path.with_suffix(".ipynb"))
    return path
