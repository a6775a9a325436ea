"""One `grade` at a time in a class's folder."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, Final

from acceptance.plain_text import plain
from classroom.folder import ClassFolder
from classroom.usage import UsageError

NAME: Final = ".lock"

OURS: Final = frozenset({"hand-ins", "lost+found"})
"""What may be in a folder before there is a class in it."""


@contextmanager
def locked(folder: ClassFolder) -> Iterator[None]:
    """Keep others from writing to the folder for the time of the block.

    The system takes the lock back when the process ends, however it does.

    Raises:
        UsageError: another one writes there, or it holds other files and no class.
        OSError: the folder cannot be written to.
    """
    _refuse_anothers(folder)
    path = folder.path / NAME
    with os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT, 0o600), "rb+") as file:
        try:
            _lock(file)
        except OSError:
            raise UsageError(
                f"another process is writing to {plain(str(folder.path))}: wait until it has "
                "ended, or name another folder"
            ) from None
        yield


def _refuse_anothers(folder: ClassFolder) -> None:
    """Refuse a folder that is something else: an exercise, a home folder, hand-ins."""
    if any(path.exists() for path in (folder.memory, folder.journal, folder.students)):
        return
    others = [each for each in os.listdir(folder.path) if each not in OURS and each[:1] != "."]
    if others:
        raise UsageError(
            f"{plain(str(folder.path))} holds other files ({plain(min(others), 60)}) and no class: "
            "name a folder of its own, which is made if it is not there, such as --out marks"
        )


def _lock(file: IO[bytes]) -> None:
    try:
        import fcntl
    except ImportError:  # Windows.
        import msvcrt

        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]
        return
    fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
