"""All submissions by name: by the book, wrong, right but unusual, and not to be read in part."""

from __future__ import annotations

from collections.abc import Mapping

from solution.mistakes import MISTAKES
from solution.submission import Submission
from solution.unverifiable import UNVERIFIABLE
from solution.variations import VARIATIONS

BY_THE_BOOK = Submission(name="by-the-book", description="Did the exercise as it stands")

KINDS: Mapping[str, tuple[Submission, ...]] = {
    "Wrong": MISTAKES,
    "Right, but unusual": VARIATIONS,
    "Not to be read in part": UNVERIFIABLE,
}

SUBMISSIONS: Mapping[str, Submission] = {
    submission.name: submission
    for submission in (BY_THE_BOOK, *(submission for kind in KINDS.values() for submission in kind))
}
