"""All submissions by name: by the book, wrong, right but unusual, and unverifiable in part."""

import importlib
from collections.abc import Iterable, Mapping

from solution import mistakes, unverifiable, variations
from solution.submission import REGISTERED, Submission

NOUNS = (
    *("accounts", "project", "other_projects", "settings", "publication", "machine_learning"),
    *("notebook_edits", "notebook_errors", "restrictions", "templates"),
)
for noun in NOUNS:
    importlib.import_module(f"solution.actions.{noun}")  # This registers its submissions.

BY_THE_BOOK = Submission(name="by-the-book", description="Did the exercise as it stands")


def _in_order(table: Iterable[Submission], registered: Iterable[Submission]) -> list[Submission]:
    """The submissions of one kind by the first check that they break, then as they are written."""

    def first_broken(submission: Submission) -> list[int]:
        return [int(part) for check in submission.breaks[:1] for part in check.split(".")]

    return sorted([*table, *registered], key=first_broken)


MISTAKES = _in_order(mistakes.TABLE, (each for each in REGISTERED if each.breaks))
"""For each check, at least one that breaks it and no other."""

VARIATIONS = _in_order(variations.TABLE, (each for each in REGISTERED if not each.verdicts))
"""Nobody is to be blamed for any of these."""

UNVERIFIABLE = _in_order(
    unverifiable.TABLE, (each for each in REGISTERED if each.unverified and not each.breaks)
)
"""In each, what can be seen keeps its verdict."""

KINDS: Mapping[str, list[Submission]] = {
    "Wrong": MISTAKES,
    "Right, but unusual": VARIATIONS,
    "Not to be read in part": UNVERIFIABLE,
}

SUBMISSIONS: Mapping[str, Submission] = {
    submission.name: submission
    for submission in (BY_THE_BOOK, *(each for kind in KINDS.values() for each in kind))
}
