"""Files and folders for their owner's eyes alone, written whole or not at all."""

from __future__ import annotations

import csv
import io
import json
import os
import tempfile
from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any


def write(file: Path, content: bytes) -> None:
    """Write a file, mode 0600, its folder included.

    Raises:
        OSError: it cannot be written; what was there before is then unchanged.
    """
    folder(file.parent)
    handle, temporary = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name[:40]}.")
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
        os.replace(temporary, file)
    except BaseException:
        with suppress(OSError):
            os.unlink(temporary)
        raise


def folder(path: Path) -> None:
    """Make a folder, mode 0700, unless it is there."""
    path.mkdir(mode=0o700, parents=True, exist_ok=True)


def table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """A CSV file's content."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return text.getvalue().encode()


def document(data: Any) -> bytes:
    """A JSON file's content."""
    return f"{json.dumps(data, indent=1, ensure_ascii=False)}\n".encode()
