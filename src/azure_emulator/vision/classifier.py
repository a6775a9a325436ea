"""A linear model of whole images, and its performance by cross-validation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from azure_emulator.vision.features import Features
from azure_emulator.vision.linear import Linear, fit_each, fit_exclusive
from azure_emulator.vision.performance import Performance, measure

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Matrix = NDArray[np.float64]
    Vectors = NDArray[np.float32]

FOLDS = 5
PENALTY = 10.0  # scikit-learn's C; 1 to 30 do about equally well on 40 photos of cats and dogs


@dataclass(frozen=True)
class Sample:
    """One image to learn from, and its labels."""

    features: Features
    labels: frozenset[str]


@dataclass(frozen=True, eq=False)
class Classifier:
    """A trained model: logistic regression, each image learnt with its mirror image.

    Args:
        labels: the classes, in a fixed order.
        linear: what gives their probabilities.
        truth: which labels each sample has: 0 or 1, samples in rows.
        unseen: the probabilities of each sample by a model that was trained without its fold.
        folds: which fold holds each sample.
    """

    labels: tuple[str, ...]
    linear: Linear
    truth: Matrix = field(repr=False)
    unseen: Matrix = field(repr=False)
    folds: Matrix = field(repr=False)

    @classmethod
    def train(
        cls, samples: Sequence[Sample], labels: Sequence[str], *, exclusive: bool
    ) -> Classifier:
        """Fit the model and judge it; the same samples give the same model.

        Args:
            samples: each label must be on at least one of them.
            labels: at least two when exclusive.
            exclusive: one label an image (probabilities sum to 1), or several.
        """
        import numpy as np

        pairs = np.array([(each.features.straight, each.features.mirrored) for each in samples])
        truth = np.array([[float(label in each.labels) for label in labels] for each in samples])
        folds = _folds(samples)
        unseen = np.zeros(truth.shape)
        for fold in set(folds):
            held = folds == fold
            without = _fit(pairs[~held], truth[~held], exclusive=exclusive)
            unseen[held] = without.probabilities(pairs[held, 0])
        linear = _fit(pairs, truth, exclusive=exclusive)
        return cls(tuple(labels), linear, truth, unseen, folds)

    def probabilities(self, image: Features) -> dict[str, float]:
        """The probability, 0..1, of each label for an image."""
        row = self.linear.probabilities(image.straight[None])[0]
        return dict(zip(self.labels, map(float, row), strict=True))

    def performance(self, threshold: float) -> Performance:
        """Precision, recall and average precision by k-fold cross-validation on the samples.

        Args:
            threshold: the probability, 0..1, from which a label counts as predicted.
        """
        exclusive = self.linear.exclusive
        return measure(
            self.labels, self.truth, self.unseen, self.folds, threshold, exclusive=exclusive
        )


def _folds(samples: Sequence[Sample]) -> Matrix:
    """Which fold holds each sample: dealt out by label, so that each fold has all labels."""
    import numpy as np

    order = sorted(range(len(samples)), key=lambda index: sorted(samples[index].labels))
    folds = np.zeros(len(order))
    folds[order] = np.arange(len(order)) % FOLDS
    return folds


def _fit(pairs: Vectors, truth: Matrix, *, exclusive: bool) -> Linear:
    """One model; `pairs` holds the vectors of each image and of its mirror image."""
    import numpy as np

    width = pairs.shape[-1]
    if not exclusive:
        return fit_each(pairs.reshape(-1, width), np.repeat(truth, 2, axis=0), PENALTY)
    # An image with several labels teaches each of them.
    images, labels = np.nonzero(truth)
    vectors = pairs[images].reshape(-1, width)
    return fit_exclusive(vectors, np.repeat(labels, 2), truth.shape[1], PENALTY)
