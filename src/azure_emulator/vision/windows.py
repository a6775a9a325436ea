"""Windows on an image: where a detector looks, and what it sees there."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.float32]

BINS = 5
"""A window is seen as so many parts across, and as many down."""
STEPS = 20
"""Windows stand at so many places across, and as many down."""
MOST_MOVE = 0.7
"""How far `moved` goes: in lengths of the box, and of the logarithm of its length."""


@dataclass(frozen=True, eq=False)
class Windows:
    """Windows of one size, at all places of a map; where they reach out of it, they are cut.

    Args:
        width: of a window, as a part (0..1) of the image's.
        height: of a window, as a part (0..1) of the image's.
        cells: how many cells the map has in a row.
    """

    width: float
    height: float
    cells: int

    @cached_property
    def across(self) -> Array:
        """Left and right sides, one row a place."""
        return _sides(self.width)

    @cached_property
    def down(self) -> Array:
        """Upper and lower sides, one row a place."""
        return _sides(self.height)

    @property
    def boxes(self) -> Array:
        """All windows as left, top, right, bottom; row by row."""
        import numpy as np

        rows, columns = np.divmod(np.arange(STEPS * STEPS), STEPS)
        (left, right), (top, bottom) = self.across[columns].T, self.down[rows].T
        return np.stack([left, top, right, bottom], axis=1)

    @cached_property
    def column_shares(self) -> Array:
        """`shares` of the windows' parts across, one row a part of a place."""
        return shares(self.across, self.cells).reshape(-1, self.cells)

    @cached_property
    def row_shares(self) -> Array:
        """`shares` of the windows' parts down, one row a part of a place."""
        return shares(self.down, self.cells).reshape(-1, self.cells)

    def seen(self, maps: Array) -> Array:
        """What is in each window of a map, one row a window."""
        import numpy as np

        depth = len(maps)
        parts = self.row_shares @ maps @ self.column_shares.T
        apart = parts.reshape(depth, STEPS, BINS, STEPS, BINS).transpose(1, 3, 0, 2, 4)
        return apart.reshape(STEPS * STEPS, depth * BINS * BINS).astype(np.float32, copy=False)


def _sides(length: float) -> Array:
    import numpy as np

    middles = (np.arange(STEPS, dtype=np.float32) + 0.5) / STEPS
    sides = np.stack([middles - length / 2, middles + length / 2], axis=1)
    inside: Array = np.clip(sides, 0, 1).astype(np.float32)
    return inside


def shares(sides: Array, cells: int) -> Array:
    """How much each cell of a row has of each of the parts between two sides; all add up to 1.

    Args:
        sides: two numbers of 0..1 a row.
        cells: in the row.

    Returns:
        sides x `BINS` x cells.
    """
    import numpy as np

    edges = sides[:, :1] + (sides[:, 1:] - sides[:, :1]) * np.arange(BINS + 1) / BINS * 1.0
    starts, ends = edges[:, :-1, None] * cells, edges[:, 1:, None] * cells
    places = np.arange(cells)
    common = np.clip(np.minimum(ends, places + 1) - np.maximum(starts, places), 0, None)
    lengths = np.maximum(common.sum(axis=2, keepdims=True), 1e-6)
    divided: Array = (common / lengths).astype(np.float32)
    return divided


def seen_in(maps: Array, boxes: Array) -> Array:
    """What is in any boxes (left, top, right, bottom) of a map, one row a box."""
    import numpy as np

    cells = maps.shape[-1]
    columns, rows = shares(boxes[:, ::2], cells), shares(boxes[:, 1::2], cells)
    parts = np.einsum("nbx,ncax->ncab", columns, rows[:, None] @ maps[None], optimize=True)
    seen: Array = parts.reshape(len(boxes), -1).astype(np.float32)
    return seen


def overlaps(boxes: Array, others: Array) -> Array:
    """The common area by the whole area of each two boxes: one row a box, one column an other."""
    import numpy as np

    low = np.maximum(boxes[:, None, :2], others[None, :, :2])
    high = np.minimum(boxes[:, None, 2:], others[None, :, 2:])
    both = np.prod(np.clip(high - low, 0, None), axis=2)
    total = _areas(boxes)[:, None] + _areas(others)[None] - both
    shared: Array = both / np.maximum(total, 1e-9)
    return shared


def _areas(boxes: Array) -> Array:
    import numpy as np

    area: Array = np.prod(boxes[:, 2:] - boxes[:, :2], axis=1)
    return area


def moves(boxes: Array, targets: Array) -> Array:
    """How to get from boxes to targets: the middle's way in lengths, the lengths' ratio as log."""
    import numpy as np

    size, goal = boxes[:, 2:] - boxes[:, :2], targets[:, 2:] - targets[:, :2]
    middle, aim = (boxes[:, 2:] + boxes[:, :2]) / 2, (targets[:, 2:] + targets[:, :2]) / 2
    ways: Array = np.concatenate([(aim - middle) / size, np.log(goal / size)], axis=1)
    return ways


def moved(boxes: Array, ways: Array) -> Array:
    """Boxes after `moves`, cut at the image's sides; no length changes more than twofold."""
    import numpy as np

    size, middle = boxes[:, 2:] - boxes[:, :2], (boxes[:, 2:] + boxes[:, :2]) / 2
    ways = np.clip(ways, -MOST_MOVE, MOST_MOVE)
    aim, half = middle + ways[:, :2] * size, size * np.exp(ways[:, 2:]) / 2
    new: Array = np.clip(np.concatenate([aim - half, aim + half], axis=1), 0, 1)
    return new


def kept(
    boxes: Array, chances: NDArray[np.float64], *, least: float, most_overlap: float, most: int
) -> list[int]:
    """Which boxes count, the likeliest first: none that overlaps a likelier one too much.

    Args:
        boxes: one a row.
        chances: the probability of each.
        least: the probability from which a box counts.
        most_overlap: up to which `overlaps` both count.
        most: how many there may be.
    """
    import numpy as np

    left = np.flatnonzero(chances >= least)
    left = left[np.argsort(-chances[left], kind="stable")]
    chosen: list[int] = []
    while len(left) and len(chosen) < most:
        chosen.append(int(left[0]))
        shared = overlaps(boxes[left[:1]], boxes[left[1:]])[0]
        left = left[1:][shared <= most_overlap]
    return chosen
