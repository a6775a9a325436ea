"""Predictions compared with the truth: precision, recall, average precision, deviations."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Matrix = NDArray[np.float64]


@dataclass(frozen=True, kw_only=True)
class Score:
    """All in 0..1; the deviations are over the folds of the cross-validation."""

    precision: float
    precision_deviation: float
    recall: float
    recall_deviation: float
    average_precision: float


@dataclass(frozen=True)
class Performance:
    """The whole model's score, and that of each label."""

    overall: Score
    labels: dict[str, Score]


def measure(
    labels: Sequence[str],
    truth: Matrix,
    probabilities: Matrix,
    folds: Matrix,
    threshold: float,
    *,
    exclusive: bool,
) -> Performance:
    """Compare out-of-fold probabilities with the truth.

    Args:
        labels: the columns of `truth` (0 or 1) and `probabilities` (0..1), images in rows.
        truth: what each image shows.
        probabilities: by a model that was trained without the image.
        folds: the fold of each image.
        threshold: the probability from which a label counts as predicted.
        exclusive: only the most probable label of an image can count.
    """
    predicted = (probabilities >= threshold).astype(float)
    if exclusive:
        top = probabilities.argmax(axis=1)
        predicted *= top[:, None] == range(len(labels))
    scores = {
        label: _score(truth[:, [n]], predicted[:, [n]], probabilities[:, [n]], folds)
        for n, label in enumerate(labels)
    }
    return Performance(_score(truth, predicted, probabilities, folds), scores)


def _score(truth: Matrix, predicted: Matrix, probabilities: Matrix, folds: Matrix) -> Score:
    precision, recall = _precision_recall(truth, predicted)
    parts = [
        _precision_recall(truth[folds == fold], predicted[folds == fold]) for fold in set(folds)
    ]
    return Score(
        precision=precision,
        precision_deviation=_deviation([part[0] for part in parts]),
        recall=recall,
        recall_deviation=_deviation([part[1] for part in parts]),
        average_precision=average_precision(truth.ravel(), probabilities.ravel()),
    )


def average_precision(truth: Matrix, scores: Matrix) -> float:
    """The mean of the precisions at each score, weighed by what each adds to the recall.

    As scikit-learn's function of that name, whose import takes the emulator's own process a second.

    Args:
        truth: 0 or 1.
        scores: equal ones count together.
    """
    import numpy as np

    if not truth.sum():
        return 0.0
    order = np.argsort(-scores)
    ranked, right = scores[order], np.cumsum(truth[order])
    ends = np.flatnonzero(np.append(ranked[1:] != ranked[:-1], [True]))
    gained = np.diff(right[ends], prepend=0.0)
    return float((gained * right[ends] / (ends + 1)).sum() / right[-1])


def _precision_recall(truth: Matrix, predicted: Matrix) -> tuple[float, float]:
    """Both over all cells; 0 where nothing is predicted, or nothing is true."""
    right = float((truth * predicted).sum())
    return right / max(float(predicted.sum()), 1), right / max(float(truth.sum()), 1)


def _deviation(values: Sequence[float]) -> float:
    import numpy as np

    return float(np.std(values))
