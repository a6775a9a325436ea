"""How well a detector finds: what it says of images that it was not trained with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from azure_emulator.vision.boxes import Box, overlap
from azure_emulator.vision.detector import Detector, Scene
from azure_emulator.vision.performance import Performance, Score

FOLDS = 3


@dataclass(frozen=True)
class Finding:
    """One image: what is in it, what was found, and in which fold of the cross-validation."""

    drawn: tuple[Box, ...]
    found: tuple[Box, ...]
    fold: int


def cross_validated(scenes: Sequence[Scene], labels: Sequence[str]) -> list[Finding]:
    """What detectors find in scenes that were held back from them."""
    order = sorted(scenes, key=lambda scene: sorted(box.label for box in scene.boxes))
    findings = []
    for fold in range(FOLDS):
        others = [scene for place, scene in enumerate(order) if place % FOLDS != fold]
        detector = Detector.train(others, labels) if others else None
        for scene in order[fold::FOLDS]:
            found = tuple(detector.boxes(scene.picture)) if detector else ()
            findings.append(Finding(scene.boxes, found, fold))
    return findings


def measure(
    findings: Sequence[Finding], labels: Sequence[str], threshold: float, least_overlap: float
) -> Performance:
    """Compare what was found with what is there.

    Args:
        findings: of the cross-validation.
        labels: whose scores are asked for.
        threshold: the probability from which a found box counts.
        least_overlap: how much it has to overlap a drawn one of its label, which counts once.

    Returns:
        the overall average precision is the mean of the labels' (mAP).
    """

    def score(*counted: str) -> Score:
        return _score(findings, frozenset(counted), threshold, least_overlap)

    scores = {label: score(label) for label in labels}
    whole = score(*labels)
    mean = sum(each.average_precision for each in scores.values()) / max(len(scores), 1)
    return Performance(
        Score(
            precision=whole.precision,
            precision_deviation=whole.precision_deviation,
            recall=whole.recall,
            recall_deviation=whole.recall_deviation,
            average_precision=mean,
        ),
        scores,
    )


def _score(
    findings: Sequence[Finding],
    counted: frozenset[str],
    threshold: float,
    least_overlap: float,
) -> Score:
    import numpy as np

    matched = [(_matched(each, counted, least_overlap), each) for each in findings]
    drawn = [sum(box.label in counted for box in each.drawn) for each in findings]
    whole = _precision_recall(matched, sum(drawn), threshold)
    parts = []
    for fold in sorted({each.fold for each in findings}):
        own = [pair for pair in matched if pair[1].fold == fold]
        count = sum(n for n, each in zip(drawn, findings, strict=True) if each.fold == fold)
        parts.append(_precision_recall(own, count, threshold))
    return Score(
        precision=whole[0],
        precision_deviation=float(np.std([part[0] for part in parts])),
        recall=whole[1],
        recall_deviation=float(np.std([part[1] for part in parts])),
        average_precision=_average([pair for found, _ in matched for pair in found], sum(drawn)),
    )


Match = tuple[float, bool]
"""The probability of a found box, and whether it is one that is there."""


def _matched(finding: Finding, counted: frozenset[str], least_overlap: float) -> list[Match]:
    """The found boxes, each with the best drawn one that no likelier box has taken."""
    free = [box for box in finding.drawn if box.label in counted]
    matches = []
    ranked = sorted(finding.found, key=lambda box: -box.probability)
    for box in (box for box in ranked if box.label in counted):
        rivals = [each for each in free if each.label == box.label]
        nearest = max(rivals, key=lambda each: overlap(each, box), default=None)
        right = nearest is not None and overlap(nearest, box) >= least_overlap
        if right and nearest is not None:
            free.remove(nearest)
        matches.append((box.probability, right))
    return matches


def _precision_recall(
    matched: Sequence[tuple[list[Match], Finding]], drawn: int, threshold: float
) -> tuple[float, float]:
    said = [right for found, _ in matched for chance, right in found if chance >= threshold]
    return sum(said) / max(len(said), 1), sum(said) / max(drawn, 1)


def _average(matches: Sequence[Match], drawn: int) -> float:
    """The area below precision by recall, from the likeliest box to the least likely."""
    right, area = 0, 0.0
    for place, (_, is_right) in enumerate(sorted(matches, key=lambda each: -each[0]), start=1):
        right += is_right
        area += is_right * right / place
    return area / max(drawn, 1)
