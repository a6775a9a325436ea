"""Copies of a cassette with differences, as files that can be graded."""

import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Self

from acceptance.cassettes import file
from acceptance.cassettes.file import Cassette
from acceptance.drift.altering import altered
from acceptance.drift.differences import Difference
from acceptance.drift.operations import last_answers
from acceptance.session import recorded_notebook


class Copies:
    """A folder for them, with the cassette's notebook; it is gone after the `with` block."""

    def __init__(self, path: Path, cassette: Cassette) -> None:
        self.exchanges = last_answers(cassette.exchanges)
        self._cassette = cassette
        self._notebook = recorded_notebook.find(path, cassette.recorded)
        self._made = 0

    def __enter__(self) -> Self:
        self._folder = tempfile.TemporaryDirectory(prefix="drift-")
        if self._notebook:
            shutil.copyfile(self._notebook, Path(self._folder.name, "notebook.ipynb"))
        return self

    def __exit__(self, *_: object) -> None:
        self._folder.cleanup()

    def having(self, differences: Sequence[Difference]) -> Path:
        """The file of a new copy that has all these differences."""
        self._made += 1
        path = Path(self._folder.name, f"{self._made}.yaml")
        exchanges = altered(self.exchanges, differences)
        path.write_text(
            file.written(replace(self._cassette, exchanges=exchanges)), encoding="utf-8"
        )
        return path
