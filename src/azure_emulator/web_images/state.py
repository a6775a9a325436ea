"""The images of the emulated web, by URL."""

import io
import os
import stat
import zipfile
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urlsplit

from azure_emulator.cloud import Cloud
from azure_emulator.vision.drawings import drawing
from azure_emulator.web_images.errors import ImageNotFoundError

HOSTS = ("github.com", "raw.githubusercontent.com")
CONTENT_TYPES = {
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".png": "image/png",
    ".bmp": "image/bmp",
    ".gif": "image/gif",
}


LARGEST = 100_000_000
"""In bytes, of a file at GitHub (docs.github.com: "About large files on GitHub")."""

_NO_LINK, _NO_WAIT = getattr(os, "O_NOFOLLOW", 0), getattr(os, "O_NONBLOCK", 0)
"""How a file is opened that may be anything; Windows knows neither."""

ARCHIVE = ".zip"
"""The ending of a file of several images."""


class WebImages:
    """What an anonymous reader of the web gets.

    Only the file's name counts: it is looked up in the folder `cloud.images`, with all its
    subfolders; without such a folder, names like `cat-001.jpeg` and `dog-test-001.jpg` are drawn.
    A file whose name ends with `.zip` and speaks of images holds a cat and a dog.
    """

    def __init__(self, cloud: Cloud) -> None:
        self._cloud = cloud

    def at(self, url: str) -> bytes:
        """The image at a URL.

        Raises:
            ImageNotFoundError: no `http(s)` URL, another host than GitHub's two, or no image of
                that name.
        """
        try:
            parts = urlsplit(url)
        except ValueError as error:
            raise ImageNotFoundError(url) from error
        if parts.scheme not in ("http", "https") or parts.hostname not in HOSTS:
            raise ImageNotFoundError(url)
        return self.named(PurePosixPath(unquote(parts.path)).name)

    def archive(self, name: str) -> bytes:
        """The file of several images of that name.

        Raises:
            ImageNotFoundError: there is none.
        """
        if "images" not in name.casefold():
            raise ImageNotFoundError(name)
        content = io.BytesIO()
        with zipfile.ZipFile(content, "w") as archive:
            for image in ("cat-001.jpeg", "dog-001.jpeg"):
                # With the time that a file in an archive begins with: the same each time.
                archive.writestr(zipfile.ZipInfo(image), self.named(image))
        return content.getvalue()

    def named(self, name: str) -> bytes:
        """The image of that file name.

        Raises:
            ImageNotFoundError: there is none.
        """
        if PurePosixPath(name).suffix.lower() not in CONTENT_TYPES:
            raise ImageNotFoundError(name)
        if self._cloud.images is None:
            content = drawing(name)
        else:
            file = _file(self._cloud.images, name)
            content = _read(file) if file else None
        if content is None:
            raise ImageNotFoundError(name)
        return content


def _read(path: Path) -> bytes | None:
    """What a plain file holds; none of a pipe, a device or a link, and none of a huge one."""
    try:
        descriptor = os.open(path, os.O_RDONLY | _NO_LINK | _NO_WAIT)
    except OSError:
        return None
    with open(descriptor, "rb") as file:
        state = os.fstat(descriptor)
        if not stat.S_ISREG(state.st_mode) or state.st_size > LARGEST:
            return None
        return file.read(LARGEST)


def _file(folder: Path, name: str) -> Path | None:
    """The file of that name, else its substitute: `cat-005-substitute.jpg` for `cat-005.jpeg`."""
    stem = PurePosixPath(name).stem.casefold()
    files = sorted(
        path
        for path in folder.rglob("*")
        if path.suffix.lower() in CONTENT_TYPES and path.is_file() and not path.is_symlink()
    )
    exact = [path for path in files if path.name.casefold() == name.casefold()]
    instead = [path for path in files if path.stem.casefold() == f"{stem}-substitute"]
    return next(iter(exact + instead), None)
