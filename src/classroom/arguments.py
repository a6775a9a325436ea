"""Arguments that several verbs have in common."""

import argparse
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Final

from acceptance.plain_text import plain
from classroom.folder import ClassFolder
from classroom.usage import UsageError, command

if TYPE_CHECKING:
    from collections.abc import Sequence

    from classroom.journal import Enrolled, Journal

COUNTS: Final = ("last", "best", "first-pass")
_LOOKED_AT: Final = 200


def add_folder(parser: argparse.ArgumentParser) -> None:
    """The folder of the class."""
    parser.add_argument("folder", metavar="DIR", type=path, help="the folder of the class")


def add_counts(parser: argparse.ArgumentParser) -> None:
    """Which gradings count."""
    parser.add_argument(
        "--counts",
        choices=COUNTS,
        help="which grading of a student is the mark (default: as it was the last time; at first, "
        "the last one)",
    )


def path(text: str) -> Path:
    """A path; `~` is the home folder."""
    return Path(text).expanduser()


@contextmanager
def opened(options: argparse.Namespace) -> Iterator[tuple[ClassFolder, "Journal"]]:
    """The folder of the class, and its journal, open.

    Raises:
        UsageError: there is no class in the folder.
        JournalError: the journal cannot be read.
    """
    from classroom.journal import open_journal
    from classroom.output import Waiting

    folder = ClassFolder(options.folder.absolute())
    with open_journal(folder, make=False, on_wait=Waiting()) as journal:
        yield folder, journal


def find(student: str, students: "Sequence[Enrolled]", *, by_name: bool = False) -> "Enrolled":
    """The student of that id, in whatever letter case.

    Args:
        by_name: whether a name or an e-mail address does, too, that only one student has.

    Raises:
        UsageError: nobody has it; the nearest ids are named.
    """
    asked = student.strip().casefold()
    for each in students:
        if each.id.casefold() == asked:
            return each
    if by_name:
        meant = [
            each for each in students if asked in (each.email.casefold(), each.name.casefold())
        ]
        if asked and len(meant) == 1:
            return meant[0]
    # Somebody's name or e-mail address, or the id in another spelling, is near enough to be named.
    wanted = student.casefold()[:_LOOKED_AT]
    by_text: dict[str, list[Enrolled]] = {}
    for each in students:
        for text in {each.id, each.name, each.email} - {""}:
            by_text.setdefault(text.casefold()[:_LOOKED_AT], []).append(each)
    near = [each for text in get_close_matches(wanted, by_text, 3) for each in by_text[text]]
    named = "; ".join(dict.fromkeys(_named(each) for each in near[:5]))
    told = f"the nearest: {named}" if named else f"{command('status', 'DIR')} names some"
    raise UsageError(f"no student of this class has the id {plain(student, 200)}; {told}")


def _named(student: "Enrolled") -> str:
    name = f" ({plain(student.name, 60)})" if student.name else ""
    return f"{plain(student.id, 60)}{name}"


def is_terminal() -> bool:
    """Whether somebody can be asked."""
    try:
        return sys.stdin.isatty() and sys.stdout.isatty()
    except (AttributeError, ValueError):  # There is none, or it is closed.
        return False
