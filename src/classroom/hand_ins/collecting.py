"""Hand-ins are collected: each notebook is copied into a private folder, under a name of ours."""

import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Final

from acceptance.plain_text import plain
from classroom.files import make_private
from classroom.hand_ins.archive import entries_of_zip
from classroom.hand_ins.entries import Entry, Skipped, entries_of_folder
from classroom.hand_ins.matching import CUT, SHOWN, HandIn, HandIns
from classroom.hand_ins.names import Claim, claim
from classroom.usage import UsageError

LARGEST: Final = 100_000_000
"""Bytes of a notebook, as in any grading."""

LARGEST_IN_ALL: Final = 20_000_000_000
"""Bytes of all notebooks of a class: 20,000 of 1 MB."""

_JUNK: Final = frozenset({"__MACOSX", ".ipynb_checkpoints", ".git", ".DS_Store", "Thumbs.db"})
"""What systems and Jupyter leave beside files; nobody handed it in."""

_PACKED: Final = (".zip", ".7z", ".rar", ".tar", ".gz", ".tgz")


def collect(source: Path, folder: Path) -> HandIns:
    """The hand-ins in a folder, or in a zip file as Moodle and Canvas deliver it.

    Args:
        folder: where the notebooks are copied to, for as long as they are needed. It is made for
            its owner alone; a file in it is named after its content, and written whole.

    Raises:
        UsageError: the source cannot be read, or holds too much; or nothing can be written.
    """
    entries = entries_of_folder(source) if source.is_dir() else entries_of_zip(source)
    try:
        make_private(folder)
        return _Collection(folder, plain(str(source))).of(entries)
    except OSError as error:
        raise UsageError(
            f"{plain(str(folder))}: the notebooks cannot be copied there: {error.strerror}"
        ) from None


@contextmanager
def collected(source: Path, folder: Path) -> Iterator[HandIns]:
    """The hand-ins as `collect` gives them, until the block ends; then the folder is gone.

    The copies are as the students saved them, with whatever key is in one; what is kept of a
    grading is scrubbed. What a process that was killed left in the folder is removed first.

    Raises:
        UsageError: as `collect` does.
    """
    shutil.rmtree(folder, ignore_errors=True)
    try:
        yield collect(source, folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@dataclass
class _Collection:
    folder: Path
    source: str
    files: list[HandIn] = field(default_factory=list)
    skipped: list[str] = field(default_factory=list)
    others: list[str] = field(default_factory=list)
    size: int = 0

    def of(self, entries: Iterable[Entry]) -> HandIns:
        for entry in entries:
            parts = entry.name.split("/")
            if not _JUNK.intersection(parts) and not parts[-1].startswith("._"):
                self._take(entry)
        if not self.files:
            raise UsageError(f"{self.source}: it holds no files")
        warnings = [*_first(self.skipped, "files that were skipped")]
        if self.others:
            shown = ", ".join(self.others[:SHOWN])
            more = f" and {len(self.others) - SHOWN} more" if len(self.others) > SHOWN else ""
            warnings.append(f"no notebooks, and so not graded: {shown}{more}")
        return HandIns(tuple(self.files), tuple(warnings))

    def _take(self, entry: Entry) -> None:
        shown = f'"{plain(entry.name, CUT)}"'
        whom = Claim()
        try:
            whom = _claim(entry)
            if not entry.name.casefold().endswith(".ipynb"):
                packed = entry.name.casefold().endswith(_PACKED)
                self.others.append(shown + (" (unpack it by hand)" if packed else ""))
                self.files.append(HandIn(entry.name, whom, unused="it is no notebook (.ipynb)"))
                return
            if entry.refused:
                raise Skipped(entry.refused)
            content = entry.read(LARGEST)
        except Skipped as why:
            self.skipped.append(f"the file {shown} is skipped: {why}")
            self.files.append(HandIn(entry.name, whom, unused=str(why)))
            return
        self.size += len(content)
        if self.size > LARGEST_IN_ALL:
            raise UsageError(
                f"{self.source}: its notebooks are larger than {LARGEST_IN_ALL / 10**9:g} GB in all"
            )
        digest = hashlib.sha256(content).hexdigest()
        path = self._write(digest, content)
        self.files.append(HandIn(entry.name, whom, path, digest, entry.modified))

    def _write(self, digest: str, content: bytes) -> Path:
        """Put a notebook in its place; `mkstemp` makes it for its owner's eyes alone."""
        path = self.folder / f"{digest}.ipynb"
        handle, temporary = tempfile.mkstemp(dir=self.folder, prefix=".hand-in.")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
            os.replace(temporary, path)
        except BaseException:
            Path(temporary).unlink(missing_ok=True)
            raise
        return path


def _claim(entry: Entry) -> Claim:
    """Whom a file says that it is of.

    Raises:
        Skipped: its path is none that a download has.
    """
    name = entry.name
    if name.startswith("/") or name[1:2] == ":" or ".." in name.split("/"):
        raise Skipped("its path leads out of the folder")
    return claim(PurePosixPath(name))


def _first(lines: list[str], what: str) -> list[str]:
    more = len(lines) - SHOWN
    return [*lines[:SHOWN], *([f"and {more} more {what}"] if more > 0 else [])]
