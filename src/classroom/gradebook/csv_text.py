"""The gradebook as CSV, for a learning platform: UTF-8, and said to be, as Excel needs it. Pure."""

import csv
import io
from datetime import datetime

from classroom.gradebook.cells import neutralised
from classroom.gradebook.table import Cell, Table


def render(table: Table) -> bytes:
    """The bytes of the file; the same table gives the same."""
    text = io.StringIO(newline="")
    rows = csv.writer(text)
    rows.writerow(map(_cell, table.header))
    rows.writerows([_cell(cell) for cell in row] for row in table.rows)
    return text.getvalue().encode("utf-8-sig")


def _cell(cell: Cell) -> str | int | None:
    if isinstance(cell, datetime):
        return cell.isoformat(sep=" ")
    return neutralised(cell) if isinstance(cell, str) else cell
