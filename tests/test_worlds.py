"""Every check can fail, alone: for each there is a wrong submission blamed for just that."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Future

import pytest

from solution.mistakes import MISTAKES, Mistake
from tests.worlds import Played, changed, playing

Worlds = dict[str | None, Future[Played]]


@pytest.fixture(scope="module")
def worlds() -> Iterator[Worlds]:
    """All worlds, in the making."""
    with playing([None, *(mistake.name for mistake in MISTAKES)]) as futures:
        yield futures


@pytest.fixture(scope="module")
def right(worlds: Worlds) -> Played:
    """The submission made by the book."""
    return worlds[None].result()


def test_a_submission_by_the_book_meets_every_check(right: Played) -> None:
    """Nobody is blamed who did the exercise as it stands."""
    assert right.made[0] == 0, right.made[1]
    assert set(right.verdicts.values()) == {"met"}, right.output
    assert right.status == 0


def test_every_check_has_a_mistake(right: Played) -> None:
    """A check that nobody has seen fail is no check."""
    assert {mistake.breaks for mistake in MISTAKES} == set(right.verdicts)


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda mistake: mistake.name)
def test_one_mistake_is_blamed_once(mistake: Mistake, worlds: Worlds, right: Played) -> None:
    """Exactly the broken check is not met, what depends on it is blocked, nothing else changes."""
    played = worlds[mistake.name].result()
    expected = {mistake.breaks: "not met"} | dict.fromkeys(mistake.blocks, "blocked")
    assert played.made[0] == 0, played.made[1]
    assert changed(played, right) == expected, played.output
    assert played.verdicts.keys() == right.verdicts.keys()
    assert played.status == 1


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda mistake: mistake.name)
def test_what_was_found_is_said(mistake: Mistake, worlds: Worlds) -> None:
    """The found text is a clause for a student: no repr, no `None`, no empty list."""
    found = worlds[mistake.name].result().found[mistake.breaks]
    assert len(found) > 10
    assert not any(piece in found for piece in ("None", "False", "[]", "object at 0x", "\n"))
    assert not found.endswith(".")
