"""A class: students, each with a copy of a submission, and what is written of them."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from solution.classes import files
from solution.classes.control import Control, Copied
from solution.classes.making import Original
from solution.classes.people import Person, people
from solution.classes.places import Store
from solution.classes.rewriting import rewritten

if TYPE_CHECKING:
    from solution.submission import Submission

BATCH = 20
"""How many copies are asked for at a time: the emulator does nothing else meanwhile."""

HEADER = (
    *("id", "name", "email", "subscription", "tenant", "client id", "secret", "notebook"),
    "section",
)


@dataclass(frozen=True)
class Enrolled:
    """A student of the class.

    Args:
        person: who.
        submission: the name of the submission that this is a copy of.
        subscription: the copy's id.
        tenant: where to sign in; empty for the instructor's own.
        client_id: who signs in; empty for the instructor.
        secret: the place of the secret; empty for the instructor's own.
        notebook: the file that is handed in, if one is.
    """

    person: Person
    submission: str
    subscription: str
    tenant: str
    client_id: str
    secret: str
    notebook: Path | None

    @property
    def row(self) -> tuple[str, ...]:
        """The student's line of the roster."""
        person, notebook = self.person, self.notebook
        return (
            *(person.id, person.name, person.email, self.subscription, self.tenant),
            *(self.client_id, self.secret, str(notebook) if notebook else "", ""),
        )


def assigned(
    originals: Sequence[Original], count: int, dice: random.Random
) -> list[tuple[Person, Original]]:
    """Which student hands in which submission: each about as often, in any order."""
    ordered = sorted(originals, key=lambda original: original.submission)
    dealt = [ordered[place % len(ordered)] for place in range(count)]
    dice.shuffle(dealt)
    return list(zip(people(count), dealt, strict=True))


@dataclass(frozen=True)
class Office:
    """Enrols students.

    Args:
        control: makes the copies.
        notebooks: the folder for the notebooks.
        store: keeps secrets, if each student has a tenant and an identity; else all are graded by
            the instructor's.
        group: the management group of the copies, if one is named.
    """

    control: Control
    notebooks: Path
    store: Store | None
    group: str = ""

    def enrol(
        self, students: Iterable[tuple[Person, Original]], done: Callable[[int], None]
    ) -> list[Enrolled]:
        """Make the copies, and write the notebooks.

        Args:
            students: whom, and what they hand in.
            done: told how many are enrolled.
        """
        by_original: dict[Original, list[Person]] = {}
        for person, original in students:
            by_original.setdefault(original, []).append(person)
        enrolled: list[Enrolled] = []
        for original, persons in by_original.items():
            for start in range(0, len(persons), BATCH):
                enrolled += self._batch(original, persons[start : start + BATCH])
                done(len(enrolled))
        if self.store:
            self.store.finish()
        return sorted(enrolled, key=lambda student: student.person.id)

    def _batch(self, original: Original, persons: Sequence[Person]) -> list[Enrolled]:
        copies = self.control.copies(
            original.subscription,
            [person.name for person in persons],
            alone=self.store is not None,
            group=self.group,
        )
        return [
            self._enrolled(original, person, copied)
            for person, copied in zip(persons, copies, strict=True)
        ]

    def _enrolled(self, original: Original, person: Person, copied: Copied) -> Enrolled:
        notebook, identity = None, copied.identity
        if original.notebook is not None:
            notebook = (self.notebooks / f"{person.id}.ipynb").resolve()
            files.write(notebook, rewritten(original.notebook, copied.renamed))
        return Enrolled(
            person=person,
            submission=original.submission,
            subscription=copied.subscription,
            tenant=identity.tenant if identity else "",
            client_id=identity.client_id if identity else "",
            secret=self.store.keep(person.id, identity) if self.store and identity else "",
            notebook=notebook,
        )


def roster(students: Iterable[Enrolled]) -> bytes:
    """The roster, as CSV."""
    return files.table(HEADER, (student.row for student in students))


def expected(students: Iterable[Enrolled], submissions: Mapping[str, Submission]) -> bytes:
    """What a grading must say of each student, as JSON; a check that is not named is met."""
    return files.document(
        {
            "otherwise": "met",
            "students": {
                student.person.id: {
                    "submission": student.submission,
                    "subscription": student.subscription,
                    "verdicts": submissions[student.submission].verdicts,
                }
                for student in students
            },
        }
    )
