"""Which submissions a class is made of."""

from __future__ import annotations

import random
from collections.abc import Sequence

from solution.catalogue import BY_THE_BOOK, KINDS, SUBMISSIONS
from solution.errors import BadInput
from solution.submission import Submission


def suitable() -> list[Submission]:
    """The submissions that one grading of a whole class can tell apart.

    Not those that need more than requests, nor those that are graded with options of their own.
    """
    return [each for each in SUBMISSIONS.values() if not each.requires and not each.options]


def sample(count: int, dice: random.Random) -> list[Submission]:
    """Submissions of each kind: the one by the book, then wrong, unusual and unverifiable ones.

    Args:
        count: how many; all that are suitable if there are no more.
        dice: draws them.
    """
    drawn = [BY_THE_BOOK]
    kinds = [
        [each for each in kind if not each.requires and not each.options] for kind in KINDS.values()
    ]
    for kind in kinds:
        dice.shuffle(kind)
    while len(drawn) < count and any(kinds):
        drawn += [kind.pop() for kind in kinds if kind]
    return drawn[:count]


def named(names: Sequence[str]) -> list[Submission]:
    """The submissions of these names.

    Raises:
        BadInput: there is none of a name, or it is not suitable.
    """
    for name in names:
        if name not in SUBMISSIONS:
            raise BadInput(f"no submission is named {name!r}; --list-mistakes shows them all")
        submission = SUBMISSIONS[name]
        if submission.requires:
            raise BadInput(f"{name} needs {submission.requires}, which a class cannot have")
        if submission.options:
            raise BadInput(f"{name} is graded with options of its own, which a class cannot have")
    return [SUBMISSIONS[name] for name in names]
