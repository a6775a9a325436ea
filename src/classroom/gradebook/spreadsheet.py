"""The gradebook as a spreadsheet (.xlsx): text is text, whatever it begins with."""

import io
import re
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, Final

from openpyxl import Workbook
from openpyxl.cell.cell import Cell as SheetCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from classroom.gradebook.cells import is_formula, writable
from classroom.gradebook.table import Cell, Table

_EPOCH: Final = datetime(1980, 1, 1)
_MODIFIED: Final = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*")
_ESCAPED: Final = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_NARROW, _WIDE, _REASON = 10, 28, 40


def render(table: Table) -> bytes:
    """The bytes of the file; the same table gives the same."""
    book = Workbook(write_only=True)
    book.properties.creator = "classroom"
    book.properties.created = _EPOCH
    # Of a sheet that is only written, the types know too little.
    sheet: Any = book.create_sheet("Gradebook")
    # The header and who it is stay in sight.
    sheet.freeze_panes = "C2"
    for number, name in enumerate(table.header, 1):
        sheet.column_dimensions[get_column_letter(number)].width = _width(name)
    last = f"{get_column_letter(len(table.header))}{len(table.rows) + 1}"
    sheet.auto_filter.ref = f"A1:{last}"
    sheet.append(list(_header(sheet, table)))
    for row in table.rows:
        sheet.append([_cell(sheet, cell) for cell in row])
    file = io.BytesIO()
    book.save(file)
    return _timeless(file.getvalue())


def _header(sheet: Any, table: Table) -> Iterator[SheetCell]:
    for name in table.header:
        cell = _text(sheet, name)
        cell.font = Font(bold=True)
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        yield cell


def _cell(sheet: Any, cell: Cell) -> SheetCell | int | None:
    if isinstance(cell, datetime):
        # Such a file knows no zones; in UTC, as the CSV says.
        return SheetCell(sheet, 1, 1, cell.astimezone(UTC).replace(tzinfo=None))
    return _text(sheet, cell) if isinstance(cell, str) else cell


def _text(sheet: Any, text: str) -> SheetCell:
    # `_x0041_` is an "A" in such a file.
    cell = SheetCell(sheet, 1, 1, _ESCAPED.sub("_x005F_", writable(text)))
    cell.data_type = "s"
    if is_formula(text):
        # Or else it becomes one as soon as somebody edits the cell.
        cell.quotePrefix = True
    return cell


def _width(name: str) -> int:
    if name.endswith((" reason", " because")):
        return _REASON
    return (
        _WIDE if name in ("name", "email", "roster", "graded at", "evidence SHA-256") else _NARROW
    )


def _timeless(content: bytes) -> bytes:
    """The same file without the times of its making."""
    file = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as made,
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as timeless,
    ):
        for name in made.namelist():
            part = made.read(name)
            if name == "docProps/core.xml":
                part = _MODIFIED.sub(rb"\g<1>1980-01-01T00:00:00Z", part)
            timeless.writestr(zipfile.ZipInfo(name), part, zipfile.ZIP_DEFLATED)
    return file.getvalue()
