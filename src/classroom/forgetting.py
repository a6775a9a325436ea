"""What is forgotten of a class: evidence, pages and rows, and what was made of them.

Files go first: if it is killed in between, the rows still say that there is something to forget.
"""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path

from acceptance.plain_text import plain
from classroom.files import sync_folder
from classroom.folder import LEFTOVERS, ClassFolder
from classroom.journal import Enrolled, Journal, Summary
from classroom.usage import UsageError


@dataclass(frozen=True)
class Forgetting:
    """What is to be forgotten.

    Attributes:
        students: who, with all that there is of them.
        gradings: those of others.
        affected: how many gradings there are in all, by student's id.
    """

    students: tuple[Enrolled, ...]
    gradings: tuple[Summary, ...]
    affected: dict[str, int]

    def __bool__(self) -> bool:
        return bool(self.students or self.gradings)

    def lines(self, folder: ClassFolder) -> Iterator[str]:
        """What it is, for a person."""
        for student in self.students:
            name = f" ({plain(student.name, 60)})" if student.name else ""
            gradings = _counted(self.affected.get(student.id, 0), "grading")
            files = _counted(_files(folder.student(student.id)), "file")
            yield f"{plain(student.id, 60)}{name}: {gradings}, {files}, all rows of the journal"
        for grading in self.gradings:
            files = _counted(_files(folder.grading(grading.student, grading.id)), "file")
            when = f"{grading.began:%Y-%m-%d %H:%M} UTC"
            yield f"{plain(grading.student, 60)}: the grading of {when}, {files}, its rows"


def of_student(student: Enrolled, journal: Journal) -> Forgetting:
    """All that there is of a student.

    Raises:
        JournalError: the journal cannot be read.
    """
    gradings = journal.summaries().get(student.id, [])
    return Forgetting((student,), (), {student.id: len(gradings)})


def before(moment: datetime, journal: Journal) -> Forgetting:
    """Every grading that began before; of whom nothing is left then, the student, too.

    Raises:
        JournalError: the journal cannot be read.
    """
    by_student = journal.summaries()
    students, gradings, affected = [], [], {}
    for student in journal.students():
        all_of = by_student.get(student.id, [])
        old = [each for each in all_of if each.began < moment]
        if old and len(old) == len(all_of):
            students.append(student)
            affected[student.id] = len(old)
        else:
            gradings += old
    return Forgetting(tuple(students), tuple(gradings), affected)


def forget(what: Forgetting, folder: ClassFolder, journal: Journal) -> None:
    """Remove it; what is made of the journal is to be made anew after that.

    Raises:
        OSError: a file cannot be removed; the rows are then still there.
        JournalError: the rows cannot be removed; the files are gone.
    """
    for place in _places(what, folder):
        if place.is_symlink() or place.exists():
            shutil.rmtree(place)
            sync_folder(place.parent)
    journal.forget([each.id for each in what.gradings], [student.id for student in what.students])


def moment_of(text: str) -> datetime:
    """The time that a person names: a day, which begins in UTC, or a time with its zone.

    Raises:
        UsageError: it is none.
    """
    try:
        if len(text) <= len("2026-12-01"):
            return datetime.combine(date.fromisoformat(text), time(), UTC)
        moment = datetime.fromisoformat(text)
        if moment.tzinfo is not None:
            return moment.astimezone(UTC)
    except (ValueError, OverflowError):
        pass
    raise UsageError(
        f"--before: {plain(text, 60)} is no day as 2026-12-01, and no time with its zone as "
        "2026-12-01T18:00:00Z"
    )


def _places(what: Forgetting, folder: ClassFolder) -> Iterator[Path]:
    yield from (folder.student(student.id) for student in what.students)
    yield from (folder.grading(each.student, each.id) for each in what.gradings)
    # What a process left there that was killed: whoever forgets has the folder to itself.
    yield folder.hand_ins
    yield from folder.path.glob(LEFTOVERS)


def _files(folder: Path) -> int:
    return sum(each.is_file() for each in folder.rglob("*"))


def _counted(number: int, thing: str) -> str:
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"
