"""A roster is read: all of it, or one message with everything that is wrong in it."""

import hashlib
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final, Self

from acceptance.plain_text import plain
from classroom.hand_ins import HandIns
from classroom.roster.columns import columns_of, recognised
from classroom.roster.problems import Problems, shown
from classroom.roster.rows import RowReader
from classroom.roster.table import Row, read_table
from classroom.students import Student

MOST: Final = 20_000
"""Students of one roster; four times the largest class."""

NEEDED: Final = "its first line has to name the columns: id,name,email,subscription"


@dataclass(frozen=True)
class Roster:
    """A class.

    Attributes:
        path: of the file.
        students: in its order; at least one.
        sha256: of the file, in hexadecimal digits.
        warnings: what may be meant so, each in a line for the operator.
    """

    path: Path
    students: tuple[Student, ...]
    sha256: str
    warnings: tuple[str, ...] = ()

    def with_hand_ins(self, hand_ins: HandIns) -> Self:
        """The roster with each student's notebook, as far as it is known whose is which."""
        matched = hand_ins.match(self.students)
        return replace(
            self,
            students=tuple(
                replace(
                    student,
                    notebook=student.notebook or matched.notebooks.get(student.id),
                    no_notebook=matched.unused.get(student.id, ""),
                )
                for student in self.students
            ),
            warnings=(*self.warnings, *matched.warnings),
        )


def read_roster(path: Path, *, hand_ins: HandIns | None = None) -> Roster:
    """The roster in a CSV file.

    Args:
        hand_ins: the notebooks of students whose row names none.

    Raises:
        UsageError: it cannot be read, or something is wrong in it: all that is, each with its line.
    """
    problems = Problems(plain(path.name))
    table = read_table(path, problems, MOST, recognised, NEEDED)
    if table.warning:
        problems.warning(0, table.warning)
    columns = columns_of(table.header, problems)
    if not columns:
        problems.refuse()
    if not table.rows and not problems.errors:
        problems.error(0, "it has a header, and no student below it")
    named = {place for place, cell in enumerate(table.header.cells) if cell}
    reader = RowReader(columns, named, path.parent, problems)
    students = [(row, reader.student(row)) for row in table.rows]
    _look_for_doubles(students, problems)
    problems.refuse()
    roster = Roster(
        path=path,
        students=tuple(student for _, student in students),
        sha256=hashlib.sha256(table.content).hexdigest(),
        warnings=problems.told(),
    )
    return roster.with_hand_ins(hand_ins) if hand_ins else roster


def _look_for_doubles(students: Iterable[tuple[Row, Student]], problems: Problems) -> None:
    """Tell of what only one student can have."""
    pairs = list(students)
    for line, student, first in _doubles(pairs, lambda each: _alike(each.id)):
        problems.error(line, f"id: {shown(student.id)} is also that of line {first}")
    for line, _, first in _doubles(pairs, lambda each: each.subscription):
        problems.error(
            line,
            f"subscription: it is also that of line {first}; each student has one of their own",
        )
    for line, _, first in _doubles(pairs, lambda each: str(each.notebook or "")):
        problems.warning(line, f"notebook: it is also that of line {first}")


def _doubles(
    pairs: Iterable[tuple[Row, Student]], key: Callable[[Student], str]
) -> Iterable[tuple[int, Student, int]]:
    """Each student whose key is that of an earlier one, with both lines."""
    seen: dict[str, int] = {}
    for row, student in pairs:
        if not (value := key(student)):
            continue
        if value in seen:
            yield row.line, student, seen[value]
        else:
            seen[value] = row.line


def _alike(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()
