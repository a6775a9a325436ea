"""Rectangles on an image, and which of several overlapping ones count."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Box:
    """A labelled rectangle; its measures are parts (0..1) of the image's sides.

    Args:
        probability: 0..1; 1 for what a person has drawn.
    """

    label: str
    left: float
    top: float
    width: float
    height: float
    probability: float = 1.0


def overlap(one: Box, other: Box) -> float:
    """The area that both cover by the area that any of them covers, 0..1."""
    across = min(one.left + one.width, other.left + other.width) - max(one.left, other.left)
    down = min(one.top + one.height, other.top + other.height) - max(one.top, other.top)
    both = max(0.0, across) * max(0.0, down)
    return both / max(one.width * one.height + other.width * other.height - both, 1e-12)


def best(boxes: Iterable[Box], *, most_overlap: float, most: int) -> list[Box]:
    """The most probable boxes first; none overlaps a better one of its label by more than allowed.

    Args:
        most_overlap: from which `overlap` on the less probable one is left out.
        most: how many boxes there may be.
    """
    kept: list[Box] = []
    ranked: Sequence[Box] = sorted(boxes, key=lambda box: -box.probability)
    for box in ranked:
        if len(kept) >= most:
            break
        rivals = (other for other in kept if other.label == box.label)
        if all(overlap(box, other) <= most_overlap for other in rivals):
            kept.append(box)
    return kept
