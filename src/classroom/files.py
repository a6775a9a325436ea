"""Files for their owner's eyes alone, written whole or not at all, and there after a power cut."""

import os
import tempfile
from contextlib import suppress
from pathlib import Path

from acceptance.files import remove_leftovers


def make_private(folder: Path) -> None:
    """Make a folder that only its owner can look into, and those above it that are missing.

    Raises:
        OSError: it cannot be made.
    """
    if not folder.parent.is_dir():  # `parents=True` would make those as the umask has it.
        make_private(folder.parent)
    folder.mkdir(mode=0o700, exist_ok=True)


def write_private(path: Path, content: bytes) -> None:
    """Write a new file, and have it on the disk.

    Raises:
        OSError: it cannot be written; a part of it may be there.
    """
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _BINARY, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def replace_private(path: Path, content: bytes) -> None:
    """Put a file in its place at once: a reader sees the old one or the whole new one.

    Raises:
        OSError: it cannot be written; nothing is left behind.
    """
    remove_leftovers(path)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")  # It makes it 0600.
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.replace(name, path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Have the names in a folder on the disk, where the system can."""
    with suppress(OSError):  # Windows opens no folder.
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


_BINARY = getattr(os, "O_BINARY", 0)
