"""Files that are read within bounds, and written whole or not at all."""

import errno
import glob
import os
import signal
import stat
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO


def open_file(path: Path) -> IO[bytes]:
    """A file, opened to be read, if it is one: no folder, no device, no pipe that nobody fills.

    Raises:
        OSError: it cannot be read, or is something else; `strerror` says which.
    """
    try:
        # Or else opening a pipe would wait for who writes into it.
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | _BINARY)
    except ValueError as error:  # A zero byte in a name.
        raise OSError(errno.EINVAL, "it is no name of a file", str(path)) from error
    if not stat.S_ISREG(mode := os.fstat(handle).st_mode):
        os.close(handle)
        if stat.S_ISDIR(mode):
            raise OSError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
        raise OSError(errno.EINVAL, "it is no file, but a pipe or a device", str(path))
    return os.fdopen(handle, "rb")


def read_file(path: Path, limit: int) -> bytes:
    """All of a file that `open_file` opens.

    Args:
        path: links are followed.
        limit: the most bytes that are read.

    Raises:
        OSError: it cannot be read, is no file, or is larger (`EFBIG`); `strerror` says which.
    """
    with open_file(path) as file:
        content = file.read(limit + 1)
    if len(content) > limit:
        raise OSError(errno.EFBIG, f"it is larger than {limit / 10**6:g} MB", str(path))
    return content


_BINARY = getattr(os, "O_BINARY", 0)


@contextmanager
def uninterrupted() -> Iterator[None]:
    """Let Ctrl-C and its like do nothing until the block ends: what is written is written whole.

    In another thread than the main one, to which no signal comes, it changes nothing.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = {}
    try:
        for name in ("SIGINT", "SIGTERM", "SIGHUP"):
            if number := getattr(signal, name, None):
                before[number] = signal.signal(number, lambda _number, _frame: None)
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def replace_file(path: Path, text: str) -> None:
    """Put a file in its place at once: a reader sees the old one or the whole new one.

    What an earlier process left there when it was killed is removed.

    Raises:
        OSError: it cannot be written; nothing is left behind.
    """
    remove_leftovers(path)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(
            handle, "w", encoding="utf-8", errors="backslashreplace", newline="\n"
        ) as file:
            file.write(text)
        Path(temporary).chmod(_mode())
        os.replace(temporary, path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def remove_leftovers(path: Path) -> None:
    """Remove what `replace_file` leaves beside a file if its process is killed."""
    for temporary in path.parent.glob(f".{glob.escape(path.name)}.????????"):
        with suppress(OSError):
            temporary.unlink(missing_ok=True)


def _mode() -> int:
    """The permissions of a new file, as the user wants them; they can only be asked by a change."""
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask
