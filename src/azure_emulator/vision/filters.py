"""The fixed filters that both kinds of model look through: edges by direction, colours by hue.

Each step is one that ONNX has too, and `graph` says the same steps to it: convolutions, rectified
differences, pooling, division by a norm. Histograms of oriented gradients (HOG) in these steps do
as well on photos as those of scikit-image.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.float32]

DIRECTIONS = HUES = 8
TINY = 1e-8
LUMA = (0.299, 0.587, 0.114)
OPPONENTS = ((1.0, -1.0, 0.0), (-0.575, -0.575, 1.15))
"""Red against green, and blue against yellow, from red, green and blue of 0..1."""


def directions(count: int, turn: float) -> Array:
    """Unit vectors (x, y), one a row, that part `turn` (radians) evenly.

    They begin half a step from the horizontal, so that a mirror image has the same ones.
    """
    import numpy as np

    angles = turn * (np.arange(count) + 0.5) / count
    return np.stack([np.cos(angles), np.sin(angles)], axis=1).astype(np.float32)


def sharpness(count: int, turn: float) -> float:
    """How near to a direction something has to point to count for it: as near as the next one."""
    return math.cos(turn / count)


def halved(pixels: Array) -> tuple[Array, Array]:
    """Lightness (height x width) and opponent colours (2 x height x width), at half the size.

    Args:
        pixels: 3 x height x width, red, green and blue of 0..1; both sides even.
    """
    import numpy as np

    _, height, width = pixels.shape
    small = pixels.reshape(3, height // 2, 2, width // 2, 2).mean((2, 4))
    mixed = np.tensordot(np.array((LUMA, *OPPONENTS), np.float32), small, axes=1)
    return mixed[0], mixed[1:]


def edges(lightness: Array) -> Array:
    """How much of each direction (in half a turn) the lightness changes at each pixel."""
    import numpy as np

    padded = np.pad(lightness, 1, mode="edge")
    slope = np.stack([padded[1:-1, 2:] - padded[1:-1, :-2], padded[2:, 1:-1] - padded[:-2, 1:-1]])
    along = np.abs(np.tensordot(directions(DIRECTIONS, math.pi), slope, axes=1))
    return _rectified(along, slope, sharpness(DIRECTIONS, math.pi))


def hues(opponents: Array) -> Array:
    """How much of each hue (of a whole turn) there is at each pixel; none where it is grey."""
    import numpy as np

    along = np.tensordot(directions(HUES, 2 * math.pi), opponents, axes=1)
    return _rectified(along, opponents, sharpness(HUES, 2 * math.pi))


def _rectified(along: Array, vectors: Array, cut: float) -> Array:
    import numpy as np

    length = np.sqrt((vectors * vectors).sum(0) + np.float32(TINY))
    rest: Array = np.maximum(along - np.float32(cut) * length, 0)
    return rest * np.float32(1 / (1 - cut))


def pooled(maps: Array, cell: int) -> Array:
    """The mean of each square of `cell` x `cell` pixels."""
    depth, height, width = maps.shape
    squares = maps.reshape(depth, height // cell, cell, width // cell, cell)
    means: Array = squares.mean((2, 4))
    return means


def normalised(maps: Array, floor: float) -> Array:
    """Each place's values divided by their common length, or by `floor` if that is longer."""
    import numpy as np

    length = np.sqrt((maps * maps).sum(0) + np.float32(floor * floor))
    divided: Array = maps / length
    return divided


def blocks(cells: Array, floor: float, most: float) -> Array:
    """Each 2 x 2 cells side by side in depth, normalised, cut off at `most`, normalised again."""
    import numpy as np

    _, height, width = cells.shape
    corners = [cells[:, y : height - 1 + y, x : width - 1 + x] for y in (0, 1) for x in (0, 1)]
    return normalised(np.minimum(normalised(np.concatenate(corners), floor), most), floor)
