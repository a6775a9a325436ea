"""Two submissions of the catalogue done by one student: verdicts of both follow from those of each.

A mistake in an unusual submission is the mistake and nothing else. Two mistakes together break no
check that neither breaks, and mend none.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from solution.catalogue import MISTAKES, SUBMISSIONS, VARIATIONS
from solution.submission import Submission


class NotMade(Exception):
    """The two submissions exclude each other in Azure."""


Pair = tuple[Submission, Submission]


def combined(first: Submission, second: Submission) -> Submission | None:
    """What a student did who did both.

    Returns:
        `None` if they exclude each other: both differ in one field, in one task, in the notebook.
    """
    tasks = [each.skip | each.instead.keys() for each in (first, second)]
    excluded = (
        first.changes.keys() & second.changes.keys()
        or tasks[0] & tasks[1]
        or (first.options and second.options)
        or (first.edit and second.edit)  # Each knows the cells by their places.
        or first.requires
        or second.requires
    )
    if excluded:
        return None
    return replace(
        second,
        name=f"{first.name} and {second.name}",
        description=f"{first.description}; {second.description}",
        changes={**first.changes, **second.changes},
        skip=first.skip | second.skip,
        instead={**first.instead, **second.instead},
        afterwards=_one_after_the_other(first.afterwards, second.afterwards),
        edit=first.edit or second.edit,
        options=(*first.options, *second.options),
    )


def _one_after_the_other(
    first: Callable[[Any], None] | None, second: Callable[[Any], None] | None
) -> Callable[[Any], None] | None:
    if first is None or second is None:
        return first or second

    def both(acted_on: Any) -> None:
        first(acted_on)
        second(acted_on)

    return both


def unusual_mistakes() -> list[Pair]:
    """Each mistake in each unusual submission, where they do not exclude each other."""
    return [
        (unusual, wrong) for unusual in VARIATIONS for wrong in MISTAKES if combined(unusual, wrong)
    ]


def two_mistakes() -> list[Pair]:
    """Each two mistakes that do not exclude each other."""
    return [
        (first, second)
        for number, first in enumerate(MISTAKES)
        for second in MISTAKES[number + 1 :]
        if combined(first, second)
    ]


def drawn(pairs: Sequence[Pair], size: int, chance: random.Random) -> list[Pair]:
    """A sample of the pairs."""
    return chance.sample(list(pairs), min(size, len(pairs)))


@dataclass(frozen=True)
class Outcome:
    """How a pair was graded.

    Attributes:
        names: of both submissions.
        made: whether Azure took what both do; if not, there is nothing to grade.
        faults: the checks whose verdicts do not follow from those of each.
    """

    names: str
    made: bool
    faults: tuple[str, ...] = ()


def grade_pair(first: str, second: str) -> Outcome:
    """Do what both submissions say, and grade it."""
    from tests.harness.submissions import do_and_grade

    pair = (SUBMISSIONS[first], SUBMISSIONS[second])
    both = combined(*pair)
    assert both is not None
    try:
        graded = do_and_grade(both)
    except NotMade:
        return Outcome(both.name, made=False)
    unusual = not pair[0].breaks
    wrong = (broken_by_a_mistake if unusual else broken_by_two)(pair, graded.verdicts)
    return Outcome(both.name, made=True, faults=tuple(sorted(wrong)) or nothing(graded.verdicts))


def nothing(verdicts: Mapping[str, str]) -> tuple[str, ...]:
    """What is wrong with a grading without verdicts."""
    return () if verdicts else ("nothing was graded",)


def broken_by_a_mistake(pair: Pair, verdicts: Mapping[str, str]) -> Iterator[str]:
    """The checks at which the mistake of an unusual submission is not just what it is elsewhere."""
    _, wrong = pair
    for check, verdict in verdicts.items():
        expected = wrong.verdicts.get(check, "met")
        if verdict != expected:
            yield f"{check} is {verdict}, not {expected}"


def broken_by_two(pair: Pair, verdicts: Mapping[str, str]) -> Iterator[str]:
    """The checks that two mistakes blame or mend, and each alone does not."""
    first, second = pair
    for check, verdict in verdicts.items():
        alone = {each.verdicts.get(check, "met") for each in (first, second)}
        if verdict not in alone and not (verdict == "blocked" and alone != {"met"}):
            yield f"{check} is {verdict}, and {' or '.join(sorted(alone))} alone"
        elif verdict == "met" and alone != {"met"}:
            yield f"{check} is met, and {' or '.join(sorted(alone - {'met'}))} alone"
