"""A list of students as Canvas and Moodle export it, to fill a roster with.

Canvas, Grades > Export: `Student, ID, SIS User ID, SIS Login ID, Section, ...`; below the header
stand rows that are nobody's (`Points Possible`), and perhaps a test student.

Moodle, Participants or Grades > Export: `First name, Last name, ID number, Email address, ...`
(`Surname` in older ones); a grading worksheet: `Identifier, Full name, Email address, ...`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from acceptance.plain_text import plain
from classroom.roster.columns import bare
from classroom.roster.problems import Problems
from classroom.roster.reading import MOST
from classroom.roster.table import Row, read_table
from classroom.usage import UsageError

_COLUMNS: Final[Mapping[str, tuple[str, ...]]] = {
    # Of several the first that is not empty: the school's own id, before one of the system's.
    "id": ("SIS User ID", "ID number", "Student ID", "ID", "Identifier"),
    "name": ("Student", "Full name", "Name"),
    "first": ("First name", "Given name"),
    "last": ("Last name", "Surname", "Family name"),
    "email": ("Email address", "Email"),
    "login": ("SIS Login ID", "Login ID", "Username"),
    "section": ("Section", "Groups", "Group"),
}
"""What is looked for, and how Canvas and Moodle name it."""

NEEDED: Final = (
    "Canvas exports the columns Student, ID, SIS User ID, SIS Login ID, Section; Moodle "
    "First name, Last name, ID number, Email address"
)
_KNOWN: Final = {bare(name) for names in _COLUMNS.values() for name in names}
_NOBODY: Final = ("points possible", "manual posting", "student, test", "test student")


@dataclass(frozen=True)
class Listed:
    """A student of a list; what is empty is not given. Hostile text, all of it."""

    id: str
    name: str
    email: str
    login: str
    section: str


def read_names(path: Path) -> list[Listed]:
    """The students of a list.

    Raises:
        UsageError: it cannot be read, it is no such list, or somebody in it has no name or no id.
    """
    problems = Problems(plain(path.name))
    table = read_table(
        path, problems, MOST, lambda cells: len(_KNOWN & set(map(bare, cells))), NEEDED
    )
    places = {bare(cell): place for place, cell in reversed([*enumerate(table.header.cells)])}
    named = {column for column, names in _COLUMNS.items() if places.keys() & set(map(bare, names))}
    if not named & {"name", "last"} or not named & {"id", "email", "login"}:
        raise UsageError(f"{plain(path.name)}: it is no list of students that is known: {NEEDED}")
    students = [
        student for row in table.rows if (student := _student(row, places, problems)) is not None
    ]
    if not students and not problems.errors:
        problems.error(0, "it has a header, and no student below it")
    problems.refuse()
    return students


def _student(row: Row, places: Mapping[str, int], problems: Problems) -> Listed | None:
    """The student of a row, if it is somebody's."""
    get = {column: _first(row, places, names) for column, names in _COLUMNS.items()}
    name = get["name"] or " ".join(filter(None, (get["first"], get["last"])))
    if name.casefold() in _NOBODY or not any(get.values()):
        return None
    email = get["email"] or (get["login"] if "@" in get["login"] else "")
    identity = get["id"] or get["login"] or email
    if not identity:
        problems.error(row.line, "it has no id, no login and no e-mail address")
    elif not name:
        problems.error(row.line, "it has no name")
    return Listed(identity, name, email, get["login"], get["section"])


def _first(row: Row, places: Mapping[str, int], names: Sequence[str]) -> str:
    cells = (
        row.cells[places[bare(name)]]
        for name in names
        if bare(name) in places and places[bare(name)] < len(row.cells)
    )
    return next(filter(None, cells), "")
