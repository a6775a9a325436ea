"""All worlds by name: by the book, wrong, right but unusual, and not to be read in part."""

from __future__ import annotations

from collections.abc import Mapping

from solution.mistakes import MISTAKES
from solution.unreadable import UNREADABLE
from solution.variations import VARIATIONS
from solution.world import World

BY_THE_BOOK = World(name="by-the-book", doc="Did the exercise as it stands")

KINDS: Mapping[str, tuple[World, ...]] = {
    "Wrong": MISTAKES,
    "Right, but unusual": VARIATIONS,
    "Not to be read in part": UNREADABLE,
}

WORLDS: Mapping[str, World] = {
    world.name: world
    for world in (BY_THE_BOOK, *(world for kind in KINDS.values() for world in kind))
}
