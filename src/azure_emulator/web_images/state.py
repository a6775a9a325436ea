"""Which picture stands at which URL."""

from __future__ import annotations

from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from azure_emulator.vision.drawings import drawing

if TYPE_CHECKING:
    from azure_emulator.cloud import Cloud

HOSTS = ("github.com", "raw.githubusercontent.com")
ENDINGS = {
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".png": "image/png",
    ".bmp": "image/bmp",
    ".gif": "image/gif",
}


class NoPicture(Exception):
    """Nobody can fetch a picture from that URL."""


def picture(cloud: Cloud, url: str) -> bytes:
    """What an anonymous reader of the web gets from the URL of a picture.

    Only the file's name counts: it is looked up in the folder `cloud.images`, with all its
    subfolders; without such a folder, names like `cat-001.jpeg` and `dog-test-001.jpg` are drawn.

    Raises:
        NoPicture: no `http(s)` URL, another host than GitHub's two, or no picture of that name.
    """
    try:
        parts = urlsplit(url)
    except ValueError as error:
        raise NoPicture(url) from error
    if parts.scheme not in ("http", "https") or parts.hostname not in HOSTS:
        raise NoPicture(url)
    return named(cloud, PurePosixPath(unquote(parts.path)).name)


def named(cloud: Cloud, name: str) -> bytes:
    """The picture of that file name.

    Raises:
        NoPicture: there is none.
    """
    if PurePosixPath(name).suffix.lower() not in ENDINGS:
        raise NoPicture(name)
    if cloud.images is None:
        content = drawing(name)
    else:
        found = _found(cloud.images, name)
        content = found.read_bytes() if found else None
    if content is None:
        raise NoPicture(name)
    return content


def _found(folder: Path, name: str) -> Path | None:
    """The file of that name, else one that stands in for it: `cat-005-substitute.jpg`."""
    stem = PurePosixPath(name).stem.casefold()
    files = sorted(path for path in folder.rglob("*") if path.suffix.lower() in ENDINGS)
    exact = [path for path in files if path.name.casefold() == name.casefold()]
    instead = [path for path in files if path.stem.casefold() == f"{stem}-substitute"]
    return next(iter(exact + instead), None)
