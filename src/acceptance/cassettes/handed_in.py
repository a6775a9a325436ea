"""A file that was handed in as the notebook: its text, or what it is instead.

A file that is seen to be something else is no notebook. Where nobody can tell, it is unread: nobody
is blamed for a file that was damaged on its way.
"""

import errno
import json
import re
from pathlib import Path

import pytest

from acceptance.files import read_file

LARGEST, MOST_ITEMS = 100_000_000, 2_000_000
"""Bytes and items (counted by brackets and commas) of a file that is read: 300 MB of memory."""

OTHERS = {
    "archive": "an archive was handed in, not the notebook",
    "empty": "the file that was handed in is empty",
    "folder": "a folder was handed in, not the notebook",
    "json": "the file that was handed in is JSON, and no notebook",
    "link": "a link was handed in, not the notebook",
    "page": "an HTML page was handed in, not the notebook",
    "pdf": "a PDF was handed in, not the notebook",
    "picture": "a picture was handed in, not the notebook",
    "script": "a script was handed in, not the notebook",
    "text": "a text was handed in, not the notebook",
}
"""What can be handed in instead of a notebook, and how that is said."""

SAVE = "save the notebook in Jupyter, and hand it in again"
UNREAD = {
    "cells": ("the notebook has no list of cells", SAVE),
    "damaged": ("the notebook is no valid JSON: it is damaged or cut off", SAVE),
    "encoding": ("the notebook is no text in UTF-8", SAVE),
    "items": ("the notebook holds more items than a notebook of the exercise", SAVE),
    "large": (f"the notebook is larger than {LARGEST // 10**6} MB", SAVE),
    "long": ("the notebook has more cells than a notebook of the exercise", SAVE),
    "merge": (
        "the notebook holds the marks of a merge that was not finished",
        "resolve the conflict, run all, save the notebook, and hand it in again",
    ),
    "no cells": ("what the notebook has for cells are none", SAVE),
    "old": ("the notebook of an old version is damaged", SAVE),
    "pointer": ("a pointer of Git LFS was handed in, not what it points to", "hand in the file"),
    "refused": (
        "the file that was handed in cannot be opened",
        "let it be read, or hand in another copy",
    ),
    "version": ("the notebook has a version that does not exist", SAVE),
}
"""Why nobody can tell what a file says, and what would cure it."""


class NoNotebook(Exception):
    """What was handed in is no notebook; the message says what it is, without a full stop.

    Args:
        kind: a key of `OTHERS`.
    """

    def __init__(self, kind: str) -> None:
        """Keep the kind."""
        super().__init__(OTHERS[kind])
        self.kind = kind


class Unread(Exception):
    """Nobody can tell what the file says that was handed in.

    Args:
        kind: a key of `UNREAD`.
        detail: where it is wrong, if that is known.

    Attributes:
        reason: what is wrong with it, without a full stop.
        cure: what would cure it, as an instruction.
    """

    def __init__(self, kind: str, detail: str = "") -> None:
        """Keep all."""
        self.kind = kind
        reason, self.cure = UNREAD[kind]
        self.reason = f"{reason} ({detail})" if detail else reason
        super().__init__(self.reason)


def notebook_file_text(path: Path) -> str:
    """The text of a file that may be a notebook, whatever encoding an editor gave it.

    Raises:
        pytest.UsageError: there is no such file.
        NoNotebook: it was seen to be something else.
        Unread: nobody can tell.
    """
    text = _decoded(_content(path))
    _refuse_other_kinds(text)
    return text


def _content(path: Path) -> bytes:
    try:
        return read_file(path, LARGEST)
    except OSError as error:
        if error.errno == errno.EFBIG:
            raise Unread("large") from None
        if is_missing(path):
            reason = error.strerror or "it cannot be opened"
            raise pytest.UsageError(f"--notebook: {path} cannot be read: {reason}") from None
        if path.is_dir():
            raise NoNotebook("folder") from None
        raise Unread("refused", error.strerror or "") from None


def is_missing(path: Path) -> bool:
    """Whether there is nothing of that name, or it is none: that is not the student's doing."""
    try:
        return not path.exists()
    except (OSError, ValueError):
        return True


SIGNATURES = {
    b"PK\x03\x04": "archive",
    b"PK\x05\x06": "archive",
    b"\x1f\x8b": "archive",
    b"Rar!": "archive",
    b"7z\xbc\xaf": "archive",
    b"%PDF": "pdf",
    b"\x89PNG": "picture",
    b"\xff\xd8\xff": "picture",
    b"GIF8": "picture",
}
"""How files begin that are no text."""


def _decoded(content: bytes) -> str:
    """The text of a file that was saved by any editor."""
    for start, kind in SIGNATURES.items():
        if content.startswith(start):
            raise NoNotebook(kind)
    if sum(map(content.count, (b"[", b"{", b","))) > MOST_ITEMS:
        raise Unread("items")
    try:
        return content.decode(json.detect_encoding(content))
    except UnicodeDecodeError:
        if content[:1] != b"{":
            raise Unread("encoding") from None
    return content.decode("cp1252", "replace")  # An editor of Windows saved it.


BEGINNINGS = {
    "page": r"<(?:!doctype|html|\?xml|head|body|!--)",
    "link": r"https?://\S+\s*\Z",
    # Any line of a script; the first may be a comment in prose.
    "script": r"(?s:[^{\[<].*?(?<=\n)|)[ \t]*(?:import\s|from\s|#|print\(|def\s|class\s|%)",
    # What holds none of the marks of JSON is no piece of it.
    "text": r"[^\W\d_][\w\s,.'!?:;()/-]{9,}\Z",
}
"""How texts begin that are no notebook; only so much is looked at."""
LOOKED_AT = 20_000

MARKS = re.compile(r"^(?:<{7}|={7}|>{7})(?: |$)", re.MULTILINE)


def _refuse_other_kinds(text: str) -> None:
    start = text[:LOOKED_AT].lstrip()
    if not text.strip():
        raise NoNotebook("empty")
    if start.startswith("version https://git-lfs"):
        raise Unread("pointer")
    if start[:1] in "{<" and MARKS.search(text):
        raise Unread("merge")
    for kind, pattern in BEGINNINGS.items():
        if re.match(pattern, start, re.IGNORECASE):
            raise NoNotebook(kind)
