"""What is in a folder or a zip file of hand-ins, alike."""

import os
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from acceptance.files import read_file
from acceptance.plain_text import plain
from classroom.usage import UsageError

MOST_FILES: Final = 100_000
"""Files of one download: 20,000 students with five each."""

DEEPEST: Final = 8
"""Folders within each other that are looked into."""


class Skipped(Exception):
    """A file that is not taken; the message says why."""


@dataclass(frozen=True)
class Entry:
    """A file among the hand-ins.

    Attributes:
        name: its path within the folder or zip file, with slashes: hostile text.
        modified: when it was last changed, if that is known.
        size: in bytes, as it is said to be.
        refused: why it is not read; "" if it may be.
        read: gives its content, of so many bytes at most, or raises `Skipped`.
    """

    name: str
    modified: datetime | None
    size: int
    refused: str
    read: Callable[[int], bytes]


def entries_of_folder(folder: Path) -> Iterator[Entry]:
    """The files in a folder and those below it; links are not followed.

    Raises:
        UsageError: it cannot be read, or holds too much.
    """
    for number, (path, name) in enumerate(_walk(folder, "", DEEPEST), 1):
        if number > MOST_FILES:
            raise UsageError(f"{plain(str(folder))}: it holds more than {MOST_FILES:,} files")
        yield _entry(path, name)


def _walk(folder: Path, within: str, depth: int) -> Iterator[tuple[Path, str]]:
    try:
        found = sorted(os.scandir(folder), key=lambda each: each.name)
    except OSError as error:
        raise UsageError(f"{plain(str(folder))}: it cannot be read: {error.strerror}") from None
    for each in found:
        name = within + each.name
        if not each.is_dir(follow_symlinks=False):
            yield Path(each.path), name
        elif depth > 1:
            yield from _walk(Path(each.path), f"{name}/", depth - 1)


def _entry(path: Path, name: str) -> Entry:
    refused, modified, size = "", None, 0
    try:
        status = path.lstat()
    except OSError as error:
        refused = error.strerror or "it cannot be read"
    else:
        modified, size = datetime.fromtimestamp(status.st_mtime, UTC), status.st_size
        if stat.S_ISLNK(status.st_mode):
            refused = "it is a link"
        elif not stat.S_ISREG(status.st_mode):
            refused = "it is no file, but a device or a pipe"
    return Entry(name, modified, size, refused, lambda most: _read(path, most))


def _read(path: Path, most: int) -> bytes:
    try:
        return read_file(path, most)
    except OSError as error:
        raise Skipped(f"it cannot be read: {error.strerror}") from None
