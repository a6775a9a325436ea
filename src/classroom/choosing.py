"""Who is graded in a run. Pure."""

import difflib
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from acceptance.plain_text import plain
from classroom.students import Student
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


def choose(
    students: Iterable[Student], unfinished: Collection[str], wanted: Wanted
) -> list[Student]:
    """The students to grade, in the roster's order.

    Args:
        unfinished: the ids of those who are missing or not verified.

    Raises:
        UsageError: the roster does not name one who is wanted.
    """
    students = list(students)
    require_known(students, wanted)
    if wanted.everybody:
        return students
    if wanted.again:
        return [each for each in students if each.id in set(wanted.again)]
    left = [each for each in students if each.id in unfinished]
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
