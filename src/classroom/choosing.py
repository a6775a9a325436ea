"""Who is graded in a run. Pure."""

import difflib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from acceptance.plain_text import plain
from classroom.journal.standings import Summary, in_force
from classroom.students import Student
from classroom.submission_digest import NO_NOTEBOOK, SubmissionDigest
from classroom.usage import UsageError

MOST_NAMED = 10
"""How many unknown ids one message names."""


@dataclass(frozen=True)
class Wanted:
    """Whom a command line names; without any of them, all who are missing or not verified.

    Attributes:
        only: of these those who are missing or not verified.
        again: these, whatever they have.
        everybody: all, whatever they have.
    """

    only: Sequence[str] = ()
    again: Sequence[str] = ()
    everybody: bool = False


@dataclass(frozen=True)
class Differences:
    """Whose last grading that can count was of something else than is named now: ids.

    Attributes:
        moved: of another subscription, tenant or resource group.
        new_notebook: of another notebook than there is now, or of none.
        lost_notebook: of a notebook, and there is none now: another grading would be poorer.
    """

    moved: tuple[str, ...] = ()
    new_notebook: tuple[str, ...] = ()
    lost_notebook: tuple[str, ...] = ()

    @classmethod
    def of(
        cls, students: Iterable[Student], gradings: Mapping[str, Sequence[Summary]]
    ) -> "Differences":
        """Those of a class, from each student's gradings, oldest first."""
        moved, new, lost = [], [], []
        for student in students:
            if not (current := in_force(gradings.get(student.id, ()))):
                continue
            then, now = current[-1], SubmissionDigest.of(student)
            if then.resources and then.resources != now.resources:
                moved.append(student.id)
            elif then.notebook and now.notebook and then.notebook != now.notebook:
                if now.notebook != NO_NOTEBOOK:
                    new.append(student.id)
                elif not then.trouble:
                    lost.append(student.id)
        return cls(tuple(moved), tuple(new), tuple(lost))

    def lines(self, chosen: Collection[str]) -> list[str]:
        """What is to be said of them, where these are graded."""
        again = {
            "the roster names another subscription, tenant or resource group": self.moved,
            "another notebook was handed in": self.new_notebook,
        }
        lines = []
        for why, ids in again.items():
            if who := [each for each in ids if each in chosen]:
                some = "1 student is" if len(who) == 1 else f"{len(who)} students are"
                lines.append(f"{some} graded again: {why}: {_named(who)}")
        if kept := [each for each in self.lost_notebook if each not in chosen]:
            some = "1 student keeps" if len(kept) == 1 else f"{len(kept)} students keep"
            lines.append(
                f"{some} their mark: they had a notebook and have none now: {_named(kept)}"
            )
        return lines


def _named(ids: Sequence[str]) -> str:
    more = f" and {len(ids) - MOST_NAMED} more" if len(ids) > MOST_NAMED else ""
    return ", ".join(plain(each, 60) for each in ids[:MOST_NAMED]) + more


def choose(
    students: Iterable[Student],
    unfinished: Collection[str],
    wanted: Wanted,
    differences: Differences | None = None,
) -> list[Student]:
    """The students to grade, in the roster's order.

    Args:
        unfinished: the ids of those who are missing or not verified.
        differences: who is to be graded for something else than before.

    Raises:
        UsageError: the roster does not name one who is wanted.
    """
    students = list(students)
    require_known(students, wanted)
    if wanted.everybody:
        return students
    if wanted.again:
        return [each for each in students if each.id in set(wanted.again)]
    other = differences or Differences()
    due = ({*unfinished} - {*other.lost_notebook}) | {*other.moved, *other.new_notebook}
    left = [each for each in students if each.id in due]
    return [each for each in left if each.id in set(wanted.only)] if wanted.only else left


def require_known(students: Iterable[Student], wanted: Wanted) -> None:
    """See that the roster names everybody who is wanted.

    Raises:
        UsageError: it does not.
    """
    ids = [each.id for each in students]
    known = set(ids)
    named = dict.fromkeys([*wanted.only, *wanted.again])
    unknown = [each for each in named if each not in known]
    lines = []
    for each in unknown[:MOST_NAMED]:
        near = difflib.get_close_matches(each, ids, n=1)
        hint = f"; is {plain(near[0])} meant?" if near else ""
        lines.append(f"the roster has no student with the id {plain(each)}{hint}")
    if len(unknown) > MOST_NAMED:
        lines.append(f"and {len(unknown) - MOST_NAMED} more")
    if lines:
        raise UsageError("\n".join(lines))
