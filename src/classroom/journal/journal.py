"""The journal: who is in the class, and every grading of every run."""

import uuid
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, delete, func, insert, select, update
from sqlalchemy.orm import Session, undefer

from classroom.journal.database import Database
from classroom.journal.rows import entry_of, row_of, summary_of
from classroom.journal.standings import Counts, Enrolled, Standing, Summary, standing
from classroom.journal.tables import CheckRow, EnrolledStudent, GradingRow, Run, key
from classroom.results import Entry
from classroom.students import Student

_PAGE: Final = 100
"""How many documents are in memory at a time."""


class Journal:
    """One class's journal, open; for any thread.

    Its gradings are added and forgotten, never changed.

    Every method raises `JournalUnavailable` if the database is away for too long, and
    `JournalError` if it is damaged; what was to be written is then not in it.
    """

    def __init__(self, database: Database, class_id: str) -> None:
        self._database = database
        self._class = class_id

    def __str__(self) -> str:
        """Where it is, without a password."""
        return self._database.shown

    def enroll(self, students: Iterable[Student]) -> None:
        """Take over a roster: ids, names, e-mail addresses and sections; nothing else of it.

        Who is in an earlier roster only is kept, after those of this one.
        """
        rows = [
            {
                "key": key(self._class, student.id),
                "class_id": self._class,
                "id": student.id,
                "name": student.name,
                "email": student.email,
                "section": student.section,
                "position": position,
                "in_roster": True,
            }
            for position, student in enumerate(students)
        ]

        def work(session: Session) -> None:
            here = EnrolledStudent.class_id == self._class
            session.execute(update(EnrolledStudent).where(here).values(in_roster=False))
            known = set(session.scalars(select(EnrolledStudent.key).where(here)))
            new = [row for row in rows if row["key"] not in known]
            if new:
                session.execute(insert(EnrolledStudent), new)
            old = [row for row in rows if row["key"] in known]
            if old:
                session.execute(update(EnrolledStudent), old)

        self._database.write(work)

    def begin_run(self, kind: str) -> str:
        """Begin a run of that kind; its id."""
        run = uuid.uuid4().hex
        began = datetime.now(UTC)

        def work(session: Session) -> None:
            if session.get(Run, run) is None:
                session.add(Run(id=run, class_id=self._class, kind=kind, began=began))

        self._database.write(work)
        return run

    def add(self, entry: Entry) -> None:
        """Enter a grading, whole or not at all; one that is there already changes nothing.

        A student or a run that is not there yet is entered with what the grading says of it.
        """
        row, checks = row_of(entry, key(self._class, entry.student))

        def work(session: Session) -> None:
            known = session.scalar(select(GradingRow.number).where(GradingRow.id == entry.id))
            if known is not None:
                return
            self._require(session, entry)
            session.execute(insert(GradingRow), [row])
            if checks:
                session.execute(insert(CheckRow), checks)

        self._database.write(work)

    def _require(self, session: Session, entry: Entry) -> None:
        """Enter the run and the student that a grading is of, if they are not there."""
        if session.get(Run, entry.run) is None:
            session.add(Run(id=entry.run, class_id=self._class, kind=entry.kind, began=entry.began))
        student = key(self._class, entry.student)
        if session.get(EnrolledStudent, student) is None:
            last = select(func.max(EnrolledStudent.position)).where(
                EnrolledStudent.class_id == self._class
            )
            session.add(
                EnrolledStudent(
                    key=student,
                    class_id=self._class,
                    id=entry.student,
                    name="",
                    email="",
                    section="",
                    position=(session.scalar(last) or 0) + 1,
                    in_roster=False,
                )
            )
        session.flush()

    def ids(self) -> set[str]:
        """The ids of all gradings."""
        query = select(GradingRow.id).join(Run).where(Run.class_id == self._class)
        return self._database.read(lambda session: set(session.scalars(query)))

    def students(self) -> list[Enrolled]:
        """Everybody: in the order of the newest roster, then those of earlier ones."""

        def work(session: Session) -> list[Enrolled]:
            query = (
                select(EnrolledStudent)
                .where(EnrolledStudent.class_id == self._class)
                .order_by(
                    EnrolledStudent.in_roster.desc(), EnrolledStudent.position, EnrolledStudent.key
                )
            )
            return [
                Enrolled(row.id, row.name, row.email, row.section, row.in_roster)
                for row in session.scalars(query)
            ]

        return self._database.read(work)

    def entries(self, student: str | None = None) -> Iterator[Entry]:
        """Every grading, of one student or of all, oldest first."""
        query = self._whole()
        if student is not None:
            query = query.where(GradingRow.student_key == key(self._class, student))
        return self._paged(query)

    def summaries(self) -> dict[str, list[Summary]]:
        """Every grading of each student, oldest first, without its document."""

        def work(session: Session) -> dict[str, list[Summary]]:
            found: dict[str, list[Summary]] = {}
            query = (
                select(GradingRow, EnrolledStudent.id)
                .join(EnrolledStudent)
                .where(EnrolledStudent.class_id == self._class)
                .order_by(GradingRow.number)
            )
            for row, student in session.execute(query):
                found.setdefault(student, []).append(summary_of(row, student))
            return found

        return self._database.read(work)

    def standings(self, counts: Counts = Counts.LAST) -> Iterator[Standing]:
        """Where each student stands, in the order of `students`; some documents at a time."""
        gradings = self.summaries()
        standings = [standing(each, gradings.get(each.id, [])) for each in self.students()]
        for start in range(0, len(standings), _PAGE):
            page = standings[start : start + _PAGE]
            counting = [each.counting(counts) for each in page]
            ids = [each.id for each in counting if each]
            entries = {each.id: each for each in self._paged(self._whole(GradingRow.id.in_(ids)))}
            for each, counted in zip(page, counting, strict=True):
                yield replace(each, entry=entries.get(counted.id) if counted else None)

    def unfinished(self) -> list[str]:
        """Who of the newest roster has no grading, or a newest one that is not verified in all."""
        gradings = self.summaries()

        def is_finished(student: str) -> bool:
            return any(each.verified for each in gradings.get(student, [])[-1:])

        return [each.id for each in self.students() if each.in_roster and not is_finished(each.id)]

    def forget(self, gradings: Sequence[str], students: Sequence[str]) -> None:
        """Remove gradings by their ids, and students with all of theirs, without a trace."""
        keys = [key(self._class, student) for student in students]

        def work(session: Session) -> None:
            for ids in _pages(gradings):
                _remove(session, GradingRow.id.in_(ids))
            for some in _pages(keys):
                _remove(session, GradingRow.student_key.in_(some))
                session.execute(delete(EnrolledStudent).where(EnrolledStudent.key.in_(some)))
            kept = select(GradingRow.run_id)
            session.execute(delete(Run).where(Run.class_id == self._class, Run.id.not_in(kept)))

        self._database.write(work)
        self._database.sweep()

    def _whole(self, *conditions: ColumnElement[bool]) -> "Select[GradingRow, str]":
        """Asks for gradings with their documents and their students' ids."""
        return (
            select(GradingRow, EnrolledStudent.id)
            .join(EnrolledStudent)
            .where(EnrolledStudent.class_id == self._class, *conditions)
            .options(undefer(GradingRow.document))
            .order_by(GradingRow.number)
        )

    def _paged(self, query: "Select[GradingRow, str]") -> Iterator[Entry]:
        """What is asked for, each page in a transaction of its own: a reader may take its time."""
        last = 0
        while True:
            page = self._database.read(_entries_after(query, last))
            yield from (entry for _, entry in page)
            if len(page) < _PAGE:
                return
            last = page[-1][0]


def _entries_after(
    query: "Select[GradingRow, str]", last: int
) -> Callable[[Session], list[tuple[int, Entry]]]:
    following = query.where(GradingRow.number > last).limit(_PAGE)
    return lambda session: [
        (row.number, entry_of(row, student)) for row, student in session.execute(following)
    ]


def _remove(session: Session, which: ColumnElement[bool]) -> None:
    ids = select(GradingRow.id).where(which)
    session.execute(delete(CheckRow).where(CheckRow.grading_id.in_(ids)))
    session.execute(delete(GradingRow).where(which))


def _pages(some: Sequence[Any]) -> Iterator[Sequence[Any]]:
    """Few enough at a time for one statement."""
    return (some[start : start + 500] for start in range(0, len(some), 500))
