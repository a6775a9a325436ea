"""Writes the gradebook into the folder of the class."""

from collections.abc import Iterable
from pathlib import Path

from classroom.files import replace_private
from classroom.folder import ClassFolder
from classroom.gradebook import csv_text, spreadsheet
from classroom.gradebook.table import table_of
from classroom.journal import Standing


def write_gradebook(folder: ClassFolder, standings: Iterable[Standing]) -> list[Path]:
    """Write it as CSV and as a spreadsheet; where they are.

    Raises:
        OSError: one cannot be written; the earlier one is as it was.
        JournalError: as the standings raise it.
    """
    table = table_of(standings)
    written = {
        folder.gradebook: csv_text.render(table),
        folder.gradebook.with_suffix(".xlsx"): spreadsheet.render(table),
    }
    for path, content in written.items():
        replace_private(path, content)
    return list(written)
