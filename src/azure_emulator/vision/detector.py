"""A detector: windows of the sizes that were seen in training, each classified and then moved.

One linear model says of what is in a window which label it has, or none; another one how far the
window is from the object. Both see the same numbers, so that all of it is matrices.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from azure_emulator.vision import filters, windows
from azure_emulator.vision.boxes import Box
from azure_emulator.vision.features import MAP_CELL, WIDE, Picture
from azure_emulator.vision.linear import SURE, Linear, fit_exclusive
from azure_emulator.vision.windows import Windows

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.float32]

CELLS = WIDE // 2 // MAP_CELL
SIZES = 6
"""Kinds of windows, at most."""
PENALTY = 0.3
DAMPING = 10.0
"""How much the ridge regression of the moves fears large weights."""

NEAR, FAR = 0.6, 0.45
"""From which overlap a window shows an object, and up to which it shows none."""
NEAR_WINDOWS, FAR_WINDOWS, HARD_WINDOWS = 12, 40, 80
"""Of each image, or of each of its boxes, windows to learn from; the last are mistaken ones."""

MOST_SCENES = 500
"""From more than these, an even choice of so many is learnt."""
SMALLEST = 0.005
"""The shortest side of a box that is learnt from, as a part of the image's."""

LEAST_PROBABILITY = 0.01
MOST_OVERLAP = 0.3
MOST_BOXES = 64


@dataclass(frozen=True)
class Scene:
    """An image to learn from, and what is where in it."""

    picture: Picture
    boxes: tuple[Box, ...]


@dataclass(frozen=True, eq=False)
class Detector:
    """A trained detector.

    Args:
        labels: in a fixed order.
        sizes: widths and heights of its windows, one row a kind.
        linear: the probabilities of the labels, and last that of none.
        moves: weights (4 x features), and last a column of biases.
    """

    labels: tuple[str, ...]
    sizes: Array = field(repr=False)
    linear: Linear
    moves: Array = field(repr=False)

    @classmethod
    def train(cls, scenes: Sequence[Scene], labels: Sequence[str]) -> Detector:
        """Learn from scenes; the same ones give the same detector.

        Args:
            scenes: each label must be in at least one of them.
            labels: at least one.
        """
        return _Training(scenes, labels).detector()

    def windows(self) -> list[Windows]:
        """Its windows, by their sizes."""
        return [Windows(float(width), float(height), CELLS) for width, height in self.sizes]

    def boxes(self, picture: Picture) -> list[Box]:
        """What is where in an image, the most probable first; as much as a client is told."""
        corners, chances = self._all(picture.straight)
        found = [
            self._box(corners[index], number, chances[index, number])
            for number in range(len(self.labels))
            for index in windows.kept(
                corners,
                chances[:, number],
                least=LEAST_PROBABILITY,
                most_overlap=MOST_OVERLAP,
                most=MOST_BOXES,
            )
        ]
        return sorted(found, key=lambda box: -box.probability)[:MOST_BOXES]

    def _box(self, corners: Array, number: int, probability: float) -> Box:
        left, top, right, bottom = map(float, corners)
        return Box(
            label=self.labels[number],
            left=left,
            top=top,
            width=right - left,
            height=bottom - top,
            probability=float(probability),
        )

    def _all(self, maps: Array) -> tuple[Array, NDArray[np.float64]]:
        """All windows, moved, and the probabilities of the labels in each, and of none."""
        import numpy as np

        kinds = self.windows()
        seen = np.concatenate([kind.seen(maps) for kind in kinds])
        boxes = np.concatenate([kind.boxes for kind in kinds])
        ways = seen @ self.moves[:, :-1].T + self.moves[:, -1]
        return windows.moved(boxes, ways), self.linear.probabilities(seen)


class _Training:
    """What a detector learns from: windows on scenes and on their mirror images."""

    def __init__(self, scenes: Sequence[Scene], labels: Sequence[str]) -> None:
        import numpy as np

        scenes = scenes[:: max(1, -(-len(scenes) // MOST_SCENES))]
        self.labels = tuple(labels)
        self.views: list[tuple[Array, Array, NDArray[np.intp]]] = []
        for scene in scenes:
            corners, numbers = self._drawn(scene)
            if len(corners):
                self.views.append((scene.picture.straight, corners, numbers))
                turned = corners[:, [2, 1, 0, 3]] * (-1, 1, -1, 1) + (1, 0, 1, 0)
                self.views.append((scene.picture.mirrored, turned.astype(np.float32), numbers))
        self.sizes = _sizes([corners for _, corners, _ in self.views])
        kinds = [Windows(float(width), float(height), CELLS) for width, height in self.sizes]
        self.grid = np.concatenate([kind.boxes for kind in kinds])
        self.chance = np.random.default_rng(0)
        self.seen: list[Array] = []
        self.classes: list[NDArray[np.intp]] = []
        self.near: list[Array] = []
        self.ways: list[Array] = []

    def _drawn(self, scene: Scene) -> tuple[Array, NDArray[np.intp]]:
        import numpy as np

        known = [box for box in scene.boxes if box.label in self.labels]
        sides = [(b.left, b.top, b.left + b.width, b.top + b.height) for b in known]
        corners = np.clip(np.array(sides, np.float32).reshape(-1, 4), 0, 1)
        numbers = np.array([self.labels.index(box.label) for box in known], np.intp)
        large = (corners[:, 2:] - corners[:, :2]).min(axis=1, initial=1) >= SMALLEST
        return corners[large], numbers[large]

    def detector(self) -> Detector:
        """Learn once from any windows, and again with those that were mistaken besides."""
        for view in self.views:
            self._look(*view)
        first = self._fitted()
        for maps, corners, _ in self.views:
            self._look_again(first, maps, corners)
        return self._fitted()

    def _look(self, maps: Array, corners: Array, numbers: NDArray[np.intp]) -> None:
        import numpy as np

        shared = windows.overlaps(self.grid, corners)
        far = np.flatnonzero(shared.max(1) < FAR)
        far = self.chance.permutation(far)[:FAR_WINDOWS]
        self._add(maps, self.grid[far], np.full(len(far), len(self.labels)))
        for corner, number, share in zip(corners, numbers, shared.T, strict=True):
            near = np.flatnonzero(share >= NEAR)
            near = near[np.argsort(-share[near], kind="stable")][:NEAR_WINDOWS]
            boxes = np.concatenate([corner[None], _shaken(corner, self.chance), self.grid[near]])
            seen = self._add(maps, boxes, np.full(len(boxes), number))
            self.near.append(seen)
            self.ways.append(windows.moves(boxes, np.broadcast_to(corner, boxes.shape)))

    def _look_again(self, detector: Detector, maps: Array, corners: Array) -> None:
        """Learn what the likeliest of the wrong windows show: nothing."""
        import numpy as np

        seen = np.concatenate([kind.seen(maps) for kind in detector.windows()])
        found = 1 - detector.linear.probabilities(seen)[:, -1]
        found[windows.overlaps(self.grid, corners).max(1) >= FAR] = 0
        worst = np.argsort(-found, kind="stable")[:HARD_WINDOWS]
        self.seen.append(seen[worst])
        self.classes.append(np.full(len(worst), len(self.labels)))

    def _add(self, maps: Array, boxes: Array, classes: NDArray[np.intp]) -> Array:
        seen = windows.seen_in(maps, boxes)
        self.seen.append(seen)
        self.classes.append(classes)
        return seen

    def _fitted(self) -> Detector:
        import numpy as np

        if not self.near:
            return _nothing(self.labels, self.sizes)
        vectors, classes = np.concatenate(self.seen), np.concatenate(self.classes)
        linear = fit_exclusive(vectors, classes, len(self.labels) + 1, PENALTY)
        moves = _ridge(np.concatenate(self.near), np.concatenate(self.ways))
        return Detector(self.labels, self.sizes, linear, moves)


def _nothing(labels: tuple[str, ...], sizes: Array) -> Detector:
    """A detector that finds nothing: where nothing was drawn, there is nothing to learn."""
    import numpy as np

    width = (filters.DIRECTIONS + filters.HUES) * windows.BINS**2
    biases = np.array([-SURE] * len(labels) + [SURE], np.float32)
    weights = np.zeros((len(biases), width), np.float32)
    moves = np.zeros((4, width + 1), np.float32)
    return Detector(labels, sizes, Linear(weights, biases, exclusive=True), moves)


def _sizes(drawn: Sequence[Array]) -> Array:
    """Typical widths and heights of boxes: the middles of clusters."""
    import numpy as np
    from sklearn.cluster import KMeans
    from threadpoolctl import threadpool_limits

    if not drawn:
        return np.ones((1, 2), np.float32)
    corners = np.concatenate(drawn)
    logs = np.log(np.unique(corners[:, 2:] - corners[:, :2], axis=0).astype(np.float64))
    if len(logs) > SIZES:
        with threadpool_limits(1):
            logs = KMeans(SIZES, n_init=1, random_state=0).fit(logs).cluster_centers_
    return np.exp(logs[np.lexsort(logs.T)]).astype(np.float32)


def _shaken(corner: Array, chance: np.random.Generator) -> Array:
    """A few boxes near a box, of about its size."""
    import numpy as np

    ways = chance.uniform(-0.12, 0.12, (8, 4)).astype(np.float32)
    return windows.moved(np.repeat(corner[None], len(ways), axis=0), ways)


def _ridge(vectors: Array, ways: Array) -> Array:
    import numpy as np
    from sklearn.linear_model import Ridge
    from threadpoolctl import threadpool_limits

    with threadpool_limits(1):
        model = Ridge(alpha=DAMPING, solver="cholesky").fit(vectors, ways)
    return np.concatenate([model.coef_, model.intercept_[:, None]], axis=1).astype(np.float32)
