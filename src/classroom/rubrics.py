"""Whether marks rest on the same checks and points: only then they can be compared. Pure."""

from collections.abc import Iterable
from datetime import datetime

from acceptance.reports.document import Document
from classroom.usage import command

Rubric = frozenset[tuple[str, int]]
"""The id and the points of each check that a grading asked."""


def rubric_of(document: Document) -> Rubric:
    """By what a submission was marked; empty if nothing was checked."""
    return frozenset((check.id, check.points) for check in document.checks)


class Rubrics:
    """The rubrics of a class's marks; no document is kept."""

    def __init__(self, marks: Iterable[tuple[datetime, Document]] = ()) -> None:
        self._students: dict[Rubric, int] = {}
        self._newest: tuple[datetime, Rubric] | None = None
        for began, document in marks:
            self.add(began, document)

    def add(self, began: datetime, document: Document) -> None:
        """Note the grading that is a student's mark."""
        rubric = rubric_of(document)
        if not rubric:
            return
        self._students[rubric] = self._students.get(rubric, 0) + 1
        if self._newest is None or began > self._newest[0]:
            self._newest = began, rubric

    @property
    def others(self) -> int:
        """How many students are marked by others than the newest."""
        newest = self._newest and self._students[self._newest[1]]
        return sum(self._students.values()) - (newest or 0)


def rubric_warnings(others: int, folder: str = "DIR") -> list[str]:
    """What is to be said of so many students, and what to do; nothing of none."""
    if not others:
        return []
    who = "1 student is" if others == 1 else f"{others} students are"
    return [
        f"{who} marked by other points than the newest: "
        f"{command('regrade', folder, '--write')} marks all alike"
    ]
