"""The suite graded by a catalogue of submissions: nothing is missed, and nobody blamed wrongly."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import pytest

from solution.mistakes import MISTAKES
from solution.unreadable import UNREADABLE
from solution.variations import VARIATIONS
from solution.world import World
from solution.worlds import BY_THE_BOOK, WORLDS
from tests.harness.preconditions import CIRCUMSTANCES
from tests.harness.submissions import Played, Playing, playing

BLAMED = [world for world in WORLDS.values() if world.breaks]


@pytest.fixture(scope="module")
def worlds() -> Iterator[Playing]:
    """All worlds, in the making."""
    with playing(WORLDS) as begun:
        yield begun


@pytest.fixture(scope="module")
def right(worlds: Playing) -> Played:
    """The submission made by the book."""
    return worlds[BY_THE_BOOK.name]


def test_the_catalogue_is_large(capsys: pytest.CaptureFixture[str]) -> None:
    """At least 60 submissions are wrong, 20 right but unusual, and some cannot be read."""
    sizes = len(MISTAKES), len(VARIATIONS), len(UNREADABLE)
    with capsys.disabled():
        sys.stdout.write(
            "\nWorlds: {} wrong, {} right but unusual, {} not to be read in part\n".format(*sizes)
        )
    assert sizes[0] >= 60
    assert sizes[1] >= 20
    assert sizes[2] >= 5


def test_what_no_request_brings_about_happens_where_it_is_needed() -> None:
    """Only the worlds that say so need more than requests."""
    assert CIRCUMSTANCES.keys() == {world.name for world in WORLDS.values() if world.needs}


def test_a_submission_by_the_book_meets_every_check(right: Played) -> None:
    """Nobody is blamed who did the exercise as it stands."""
    assert right.made[0] == 0, right.made[1]
    assert set(right.verdicts.values()) == {"met"}, right.output
    assert right.status == 0


def test_every_check_fails_alone(right: Played) -> None:
    """For each check, there is a submission that breaks just that one."""
    alone = {world.breaks[0] for world in MISTAKES if len(world.breaks) == 1}
    assert alone == set(right.verdicts)


@pytest.mark.parametrize("world", WORLDS.values(), ids=lambda world: world.name)
def test_every_check_has_the_verdict_that_the_world_states(
    world: World, worlds: Playing, right: Played
) -> None:
    """What the world names has its verdict, all else is met; the exit status follows."""
    played = worlds[world.name]
    assert played.made[0] == 0, played.made[1]
    assert played.verdicts == dict.fromkeys(right.verdicts, "met") | world.verdicts, played.output
    assert played.status == (1 if world.breaks else 6 if world.unverified else 0)


@pytest.mark.parametrize("world", BLAMED, ids=lambda world: world.name)
def test_what_was_found_is_said(world: World, worlds: Playing) -> None:
    """For each check not met, the found text is a clause: no repr, no `None`, no empty list."""
    found = worlds[world.name].found
    for check in world.breaks:
        assert len(found[check]) > 10
        pieces = ("None", "False", "[]", "()", "object at 0x", "\n")
        assert not any(piece in found[check] for piece in pieces), found[check]
        assert not found[check].endswith(".")


@pytest.mark.parametrize("world", WORLDS.values(), ids=lambda world: world.name)
def test_no_key_is_printed(world: World, worlds: Playing) -> None:
    """Whatever is wrong, the keys of the submission's resources stay unsaid."""
    assert worlds[world.name].leaks == 0
