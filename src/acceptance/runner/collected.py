"""What a collection has found out about an exercise, and whether that still holds."""

import os
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Self

from acceptance.reports.document import Document

READ: Final = (".cfg", ".feature", ".ini", ".py", ".toml")
"""How the files' names end that a collection reads."""

_OWN_OPTION: Final = re.compile(r"--([a-z][a-z0-9-]*)(=.*)?", re.DOTALL)

Files = Mapping[str, Sequence[int]]
"""Of each file, by its path: when it was changed, in nanoseconds, and its bytes."""


@dataclass(frozen=True)
class Collected:
    """An exercise as it was when its checks were collected.

    Attributes:
        folders: those that hold what was read.
        files: what they held.
        options: the options that the exercise's own plugins declare, without their dashes.
        document: of a run that decided nothing; None if the checks could not be collected.
    """

    folders: Sequence[str]
    files: Files
    options: Sequence[str]
    document: Document | None

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        """What `acceptance.runner.collection` sends."""
        document = data["document"]
        return cls(
            data["folders"],
            data["files"],
            data["options"],
            Document.from_json(document) if document else None,
        )

    def is_current(self) -> bool:
        """Whether a collection would read the same files today."""
        return files_in(self.folders) == self.files

    def serves(self, arguments: Iterable[str], environment: Mapping[str, str]) -> bool:
        """Whether a run with these arguments begins with the same collection.

        It does if every word is one of the exercise's own options, with its value in the same word.
        Any other word is pytest's or another plugin's, and may change what is loaded and how; so
        may a variable that pytest reads.
        """
        if self.document is None or any(name.startswith("PYTEST_") for name in environment):
            return False
        words = map(_OWN_OPTION.fullmatch, arguments)
        return all(word and word[1].replace("-", "_") in self.options for word in words)


def files_in(folders: Iterable[str]) -> dict[str, list[int]]:
    """The files of these folders that a collection may read; a folder that is gone has none."""
    files: dict[str, list[int]] = {}
    for folder in folders:
        try:
            entries = [entry for entry in os.scandir(folder) if entry.name.endswith(READ)]
            states = {entry.path: entry.stat() for entry in entries}
        except OSError:
            continue
        files |= {path: [state.st_mtime_ns, state.st_size] for path, state in states.items()}
    return files


def folders_of(files: Iterable[Path], exercise: Path, installed: Path) -> list[str]:
    """The folders of those files that are the exercise's; what is installed below it is not."""
    own = (file.parent for file in files if file.is_relative_to(exercise))
    kept = {str(folder) for folder in own if not folder.is_relative_to(installed)}
    return sorted({str(exercise), *kept})
