"""Writes the class page into the folder of the class."""

from collections.abc import Iterable
from pathlib import Path

from classroom.files import replace_private
from classroom.folder import ClassFolder
from classroom.journal import Standing
from classroom.page.rendering import render


def write_page(folder: ClassFolder, standings: Iterable[Standing]) -> Path:
    """Write it; where it is.

    Args:
        standings: of everybody; who is in the roster no longer is left out.

    Raises:
        OSError: it cannot be written; the earlier one is as it was.
        JournalError: as the standings raise it.
    """
    everybody = (each for each in standings if each.student.in_roster)
    page = render(everybody, lambda standing: _report(folder, standing))
    # Half of a pair of surrogates is no character, and may be in a name all the same.
    replace_private(folder.page, page.encode("utf-8", "replace"))
    return folder.page


def _report(folder: ClassFolder, standing: Standing) -> str:
    """Where the student's own report is, from the page; empty if there is none."""
    if standing.entry is None:
        return ""
    report = folder.grading(standing.student.id, standing.entry.id) / "report.html"
    return report.relative_to(folder.path).as_posix() if report.is_file() else ""
