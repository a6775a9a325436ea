"""A roster is written, to be filled in with a spreadsheet or an editor."""

import csv
import io
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from acceptance.plain_text import plain
from classroom.files import write_private
from classroom.roster.name_lists import Listed
from classroom.subscriptions import Seen
from classroom.usage import UsageError

HEADER: Final = ("id", "name", "email", "section", "subscription", "tenant", "subscription name")

FORMULAS: Final = ("=", "+", "-", "@", "\t", "\r")
"""How a text begins that a spreadsheet takes for a formula."""


def write_roster(
    path: Path,
    subscriptions: Sequence[Seen],
    owners: Mapping[str, Listed],
    without: Sequence[Listed],
) -> None:
    """Write a new file: a line for each subscription, then one for each student without one.

    Raises:
        UsageError: there is such a file, which is not touched, or it cannot be written.
    """
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(HEADER)
    for each in subscriptions:
        azure = (each.id, each.tenant, guarded(each.name))
        writer.writerow((*_of(owners.get(each.id)), *azure))
    for student in without:
        writer.writerow((*_of(student), "", "", ""))
    try:
        # With a mark at its beginning, by which Excel knows UTF-8.
        write_private(path, text.getvalue().encode("utf-8-sig", "backslashreplace"))
    except FileExistsError:
        raise UsageError(already_there(path)) from None
    except OSError as error:
        raise UsageError(f"{plain(str(path))}: it cannot be written: {error.strerror}") from None


def already_there(path: Path) -> str:
    """What is said of a file that would be overwritten."""
    return f"{plain(str(path))} is there already, and is not overwritten; name another: --out FILE"


def guarded(text: str) -> str:
    """A text with an apostrophe before what a spreadsheet would take for a formula."""
    return f"'{text}" if text.startswith(FORMULAS) else text


def _of(student: Listed | None) -> tuple[str, ...]:
    if student is None:
        return ("",) * 4
    return tuple(map(guarded, (student.id, student.name, student.email, student.section)))
