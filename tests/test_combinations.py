"""Two submissions of the catalogue done by one student: the verdicts of both follow from each."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from concurrent.futures import Future

import pytest

from tests.harness.metamorphic.combinations import (
    Outcome,
    Pair,
    drawn,
    grade_pair,
    two_mistakes,
    unusual_mistakes,
)
from tests.harness.seeds import seed
from tests.harness.submissions import processes

SEED = seed("GATE_SEED")
SAMPLE, WHOLE = 6, 120
"""How many pairs of each kind are drawn; all would take hours."""


@pytest.fixture(scope="module")
def outcomes(pytestconfig: pytest.Config) -> Iterator[list[Future[Outcome]]]:
    """The drawn pairs in the making."""
    chance = random.Random(SEED)  # noqa: S311 - a sample, no secret
    size = WHOLE if pytestconfig.getoption("--whole") else SAMPLE
    pairs: list[Pair] = [
        *drawn(unusual_mistakes(), size, chance),
        *drawn(two_mistakes(), size, chance),
    ]
    with processes() as pool:
        yield [pool.submit(grade_pair, *(each.name for each in pair)) for pair in pairs]


def test_verdicts_of_two_follow_from_those_of_each(
    outcomes: list[Future[Outcome]], say_at_the_end: Callable[[str], None]
) -> None:
    """Nobody is blamed for more than both did, and nothing that either did wrong is missed."""
    done = [future.result() for future in outcomes]
    made = [outcome for outcome in done if outcome.made]
    say_at_the_end(f"Pairs of submissions: {len(made)} of {len(done)} made; GATE_SEED={SEED}")
    faults = [f"{each.names}: {'; '.join(each.faults)}" for each in made if each.faults]
    assert not faults, "\n".join(faults)
    assert len(made) > len(done) / 2
