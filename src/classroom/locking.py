"""One `grade` at a time in a class's folder."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, Final

from acceptance.plain_text import plain
from classroom.folder import ClassFolder
from classroom.usage import UsageError

NAME: Final = ".lock"


@contextmanager
def locked(folder: ClassFolder) -> Iterator[None]:
    """Keep others from writing to the folder for the time of the block.

    The system takes the lock back when the process ends, however it does.

    Raises:
        UsageError: another one writes there.
        OSError: the folder cannot be written to.
    """
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


def _lock(file: IO[bytes]) -> None:
    try:
        import fcntl
    except ImportError:  # Windows.
        import msvcrt

        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]
        return
    fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
