"""A zip file that somebody else filled: nothing in it is trusted, and nothing in it names a file.

What is extracted is named after its content, in a folder for its owner's eyes alone.
"""

import stat
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from lzma import LZMAError
from pathlib import Path
from typing import IO, Any, Final, cast

from acceptance.files import open_file
from acceptance.plain_text import plain
from classroom.hand_ins.entries import MOST_FILES, Entry, Skipped
from classroom.usage import UsageError

LARGEST_DIRECTORY: Final = 64_000_000
"""Bytes of the list of what is in a zip file, which is read at once."""

RATIO, RATIO_FROM = 200, 10_000_000
"""How many times larger than packed a file may be, if it has more than so many bytes: notebooks
pack to a third, or to a thirtieth if their images repeat."""

_BROKEN: Final = (
    *(zipfile.BadZipFile, zlib.error, LZMAError, EOFError, OSError, ValueError),
    *(NotImplementedError, RuntimeError, UnicodeError),
)
"""What zipfile raises of a file that is broken, or packed as nobody packs."""


def entries_of_zip(path: Path) -> Iterator[Entry]:
    """What is in a zip file, but folders.

    Raises:
        UsageError: it cannot be read, is no zip file, is damaged as a whole, or holds too much.
    """
    name = plain(str(path))
    try:
        with open_file(path) as file, zipfile.ZipFile(cast("IO[bytes]", _Bounded(file))) as archive:
            infos = [info for info in archive.infolist() if not info.is_dir()]
            if len(infos) > MOST_FILES:
                raise UsageError(f"{name}: it holds more than {MOST_FILES:,} files")
            for info in infos:
                yield _entry(archive, info)
    except UsageError:
        raise
    except _BROKEN as error:
        why = error.strerror if isinstance(error, OSError) and error.strerror else "it is damaged"
        if isinstance(error, zipfile.BadZipFile):
            why = "it is no zip file, or a damaged one: download it again"
        raise UsageError(f"{name}: {why}") from None


class _Bounded:
    """A file of which not everything is read at once, whatever it says of itself."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file

    def __getattr__(self, name: str) -> Any:
        """All else is the file's."""
        return getattr(self._file, name)

    def read(self, size: int = -1) -> bytes:
        """So many bytes.

        Raises:
            zipfile.BadZipFile: they are more than any zip file's own list has.
        """
        if size > LARGEST_DIRECTORY:
            raise zipfile.BadZipFile("its list is too large")
        return self._file.read(size)


def _entry(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> Entry:
    return Entry(
        name=_name(info),
        modified=_modified(info),
        size=info.file_size,
        refused=_refused(info),
        read=lambda most: _read(archive, info, most),
    )


def _refused(info: zipfile.ZipInfo) -> str:
    """Why it is not extracted, whatever it holds; "" if nothing speaks against it."""
    kind = stat.S_IFMT(info.external_attr >> 16)
    if kind == stat.S_IFLNK:
        return "it is a link"
    if kind not in (0, stat.S_IFREG):
        return "it is no file, but a device or a pipe"
    if info.flag_bits & 0x1:
        return "it is encrypted"
    if info.file_size > RATIO_FROM and info.file_size > RATIO * max(info.compress_size, 1):
        return f"it is {info.file_size / 10**6:,.0f} MB packed to less than a {RATIO}th"
    return ""


def _name(info: zipfile.ZipInfo) -> str:
    """The path of a file, with the slashes of a zip file, whoever packed it."""
    name = info.filename
    if not info.flag_bits & 0x800:
        # Not marked as UTF-8, though most packers mean it; zipfile reads the code page of DOS.
        with suppress(UnicodeError):
            name = name.encode("cp437").decode("utf-8")
    return name.replace("\\", "/")


def _modified(info: zipfile.ZipInfo) -> datetime | None:
    try:
        return datetime(*info.date_time, tzinfo=UTC)
    except ValueError:
        return None


def _read(archive: zipfile.ZipFile, info: zipfile.ZipInfo, most: int) -> bytes:
    """A file's content, unpacked until it is larger than it may be, whatever its header says."""
    try:
        with archive.open(info) as file:
            content = file.read(most + 1)
    except _BROKEN:
        raise Skipped("it is damaged, or packed in an unusual way") from None
    if len(content) > most:
        raise Skipped(f"it is larger than {most / 10**6:g} MB")
    return content
