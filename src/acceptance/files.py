"""Files that are there whole or not at all."""

import glob
import os
import tempfile
from pathlib import Path


def replace_file(path: Path, text: str) -> None:
    """Put a file in its place at once: a reader sees the old one or the whole new one.

    Raises:
        OSError: it cannot be written; nothing is left behind.
    """
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
        temporary.unlink(missing_ok=True)


def _mode() -> int:
    """The permissions of a new file, as the user wants them; they can only be asked by a change."""
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask
