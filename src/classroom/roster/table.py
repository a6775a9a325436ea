"""A CSV file as spreadsheets and editors write it: its encoding, its separator, its rows."""

import csv
import io
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from acceptance.files import read_file
from acceptance.plain_text import plain
from classroom.roster.problems import Problems, shown
from classroom.usage import UsageError

LARGEST: Final = 32_000_000
"""Bytes of a file that is read: 20,000 students with 1,600 bytes each."""

LONGEST: Final = 32_767
"""Characters of a cell, as in Excel; a longer one is no text that somebody wrote."""

SEPARATORS: Final = (",", ";", "\t")

_FORMATS: Final = (
    (b"PK\x03\x04", "a spreadsheet (.xlsx) or another zip file"),
    (b"\xd0\xcf\x11\xe0", "a spreadsheet (.xls) or another file of an old Office"),
    (b"%PDF", "a PDF"),
    (b"\x1f\x8b", "a compressed file (gzip)"),
    (b"\xff\xfe\x00\x00", "text in UTF-32"),
    (b"\x00\x00\xfe\xff", "text in UTF-32"),
)
_AS_CSV: Final = "save it as CSV (in Excel: Save As > CSV UTF-8) and name that file"


@dataclass(frozen=True)
class Row:
    """A row that is not blank: the line on which it begins, and its cells without white space."""

    line: int
    cells: Sequence[str]


@dataclass(frozen=True)
class Table:
    """A file's header and its rows, in order.

    Attributes:
        content: all of the file.
        warning: what has to be looked at, because it could only be guessed; empty if nothing.
    """

    content: bytes
    header: Row
    rows: Sequence[Row]
    warning: str = ""


def read_table(
    path: Path,
    problems: Problems,
    most: int,
    score: Callable[[Sequence[str]], int],
    needed: str,
) -> Table:
    """The table in a file.

    Args:
        problems: is told of rows that cannot be read, and of cells that hold what no text does.
        most: the most rows that are read.
        score: how well the cells of a header fit what is looked for; the separator is the one
            that fits best.
        needed: what an empty file lacks, in words.

    Raises:
        UsageError: it cannot be read, is no CSV, is empty, or has more than `most` rows.
    """
    content = read_bytes(path)
    text, guessed = _decoded(content, path)
    lines = io.StringIO(text, newline="")
    separator = _separator(lines, score)
    rows = list(_rows(lines, separator, problems, most + 1))
    if not rows:
        problems.refuse()
        raise UsageError(f"{plain(str(path))}: it is empty; {needed}")
    if len(rows) > most + 1:
        raise UsageError(f"{plain(str(path))}: it has more than {most:,} rows; split it into files")
    if not score(rows[0].cells) and _is_binary(text):
        raise UsageError(f"{plain(str(path))}: it is no text; {_AS_CSV}")
    return Table(content, rows[0], rows[1:], _warning(text) if guessed else "")


def read_bytes(path: Path) -> bytes:
    """All of a file that can be CSV.

    Raises:
        UsageError: it cannot be read, is too large, or is something else.
    """
    name = plain(str(path))
    try:
        content = read_file(path, LARGEST)
    except OSError as error:
        raise UsageError(f"{name}: it cannot be read: {error.strerror}") from None
    for start, what in _FORMATS:
        if content.startswith(start):
            raise UsageError(f"{name}: it is {what}, and no CSV; {_AS_CSV}")
    return content


def _decoded(content: bytes, path: Path) -> tuple[str, bool]:
    """The text, and whether its encoding is a guess."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    else:
        encodings = ["utf-8-sig", "cp1252"]
    for encoding in encodings:
        try:
            return content.decode(encoding), encoding == "cp1252"
        except UnicodeDecodeError:
            continue
    raise UsageError(f"{plain(str(path))}: it is no text of a usual encoding; {_AS_CSV}")


def _is_binary(text: str) -> bool:
    """Whether it begins with what nobody writes."""
    return any(
        unicodedata.category(letter) == "Cc" and not letter.isspace() for letter in text[:2000]
    )


def _warning(text: str) -> str:
    line = next(line for line in text.splitlines() if not line.isascii())
    return (
        "it is not in UTF-8 and was read as Windows-1252, as an older Excel writes it; see whether "
        f"the names are right, for example in {shown(line)}; if not, {_AS_CSV}"
    )


def _separator(lines: io.StringIO, score: Callable[[Sequence[str]], int]) -> str:
    """What separates the cells; what is read on begins with the header.

    Excel writes, and obeys, a first line `sep=;`.
    """
    start = 0
    while (line := lines.readline()) and not line.strip():
        start = lines.tell()
    told = line.strip().casefold()
    if told.startswith("sep=") and told[4:] in SEPARATORS:
        return told[4:]
    fits = {}
    for separator in SEPARATORS:
        lines.seek(start)
        try:
            cells = next(csv.reader(lines, delimiter=separator), [])
        except csv.Error:
            cells = []
        fits[separator] = (score(cells), len(cells))
    lines.seek(0)
    return max(SEPARATORS, key=lambda separator: fits[separator])


def _rows(lines: io.StringIO, separator: str, problems: Problems, most: int) -> Iterator[Row]:
    skipped = lines.getvalue()[: lines.tell()].count("\n")
    reader = csv.reader(lines, delimiter=separator, strict=True)
    last, number = skipped, 0
    while number <= most:
        try:
            cells = [cell.strip() for cell in next(reader)]
        except StopIteration:
            return
        except csv.Error:
            problems.error(
                last + 1,
                "a quotation mark opens a cell here that does not end as one: close it, and double "
                "those inside; what follows could not be read",
            )
            return
        first, last = last + 1, skipped + reader.line_num
        if any(cells):
            number += 1
            _look_through(cells, first, problems)
            yield Row(first, cells)


def _look_through(cells: Sequence[str], line: int, problems: Problems) -> None:
    for cell in cells:
        if "\0" in cell:
            problems.error(
                line, f"a cell holds the character NUL, which no text has: {shown(cell)}"
            )
        if len(cell) > LONGEST:
            problems.error(
                line, f"a cell has {len(cell):,} characters, and more than {LONGEST:,} are no text"
            )
