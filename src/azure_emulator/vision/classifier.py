"""A linear model over HOG features, and its performance by cross-validation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from azure_emulator.vision.features import Features
from azure_emulator.vision.performance import Performance, measure

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Matrix = NDArray[np.float64]

FOLDS = 5
MOST_MEASURED = 100
"""For how many thresholds a model's performance is kept."""
PENALTY = 10.0  # scikit-learn's C; 1 to 30 do about equally well on 40 photos of cats and dogs


@dataclass(frozen=True)
class Sample:
    """One image to learn from, and its labels."""

    features: Features
    labels: frozenset[str]


@dataclass
class Classifier:
    """A trained model: logistic regression, each image learnt with its mirror image.

    Args:
        labels: the classes, in a fixed order.
        exclusive: one label an image (probabilities sum to 1), else each label by itself.
        samples: what it learnt from, for cross-validation.
    """

    labels: tuple[str, ...]
    exclusive: bool
    samples: tuple[Sample, ...]
    _model: Any = None
    _unseen: Matrix | None = field(default=None, repr=False)
    _measured: dict[float, Performance] = field(default_factory=dict, repr=False)

    @classmethod
    def train(
        cls, samples: Sequence[Sample], labels: Sequence[str], *, exclusive: bool
    ) -> Classifier:
        """Fit the model; the same samples give the same model.

        Args:
            samples: each label must be on at least one of them.
            labels: at least two when exclusive.
            exclusive: one label an image, or several.
        """
        trained = cls(tuple(labels), exclusive, tuple(samples))
        trained._model = _fit(trained.samples, trained.labels, exclusive)
        return trained

    def probabilities(self, image: Features) -> dict[str, float]:
        """The probability, 0..1, of each label for an image."""
        import numpy as np

        row = _predict(self._model, np.array([image.straight]), len(self.labels))[0]
        return dict(zip(self.labels, map(float, row), strict=True))

    def performance(self, threshold: float) -> Performance:
        """Precision, recall and average precision by k-fold cross-validation on the samples.

        Args:
            threshold: the probability, 0..1, from which a label counts as predicted.
        """
        if threshold not in self._measured:
            if len(self._measured) >= MOST_MEASURED:
                self._measured.clear()
            self._measured[threshold] = self._measure(threshold)
        return self._measured[threshold]

    def _measure(self, threshold: float) -> Performance:
        folds = self._folds()
        if self._unseen is None:
            self._unseen = self._out_of_fold(folds)
        truth = _truth(self.samples, self.labels)
        return measure(self.labels, truth, self._unseen, folds, threshold, exclusive=self.exclusive)

    def _out_of_fold(self, folds: Matrix) -> Matrix:
        """The probabilities of each sample by a model that was trained without its fold."""
        import numpy as np

        unseen = np.zeros((len(self.samples), len(self.labels)))
        vectors = np.array([sample.features.straight for sample in self.samples])
        for fold in set(folds):
            kept = [s for s, of in zip(self.samples, folds, strict=True) if of != fold]
            model = _fit(kept, self.labels, self.exclusive)
            unseen[folds == fold] = _predict(model, vectors[folds == fold], len(self.labels))
        return unseen

    def _folds(self) -> Matrix:
        """Which fold holds each sample: dealt out by label, so that each fold has all labels."""
        import numpy as np

        order = sorted(
            range(len(self.samples)), key=lambda index: sorted(self.samples[index].labels)
        )
        folds = np.zeros(len(order))
        folds[order] = np.arange(len(order)) % FOLDS
        return folds


def _truth(samples: Sequence[Sample], labels: Sequence[str]) -> Matrix:
    import numpy as np

    return np.array([[float(label in sample.labels) for label in labels] for sample in samples])


def _fit(samples: Sequence[Sample], labels: Sequence[str], exclusive: bool) -> Any:
    """One model of all labels when exclusive, else a list with one for each label."""
    import numpy as np

    views = [view for s in samples for view in (s.features.straight, s.features.mirrored)]
    if not exclusive:
        truth = np.repeat(_truth(samples, labels), 2, axis=0)
        return [_logistic(np.array(views), column) for column in truth.T]
    # An image with several labels teaches each of them.
    rows = [
        (view, number)
        for sample in samples
        for number, label in enumerate(labels)
        if label in sample.labels
        for view in (sample.features.straight, sample.features.mirrored)
    ]
    return _logistic(np.array([v for v, _ in rows]), np.array([n for _, n in rows]))


def _logistic(vectors: Matrix, classes: Matrix) -> Any:
    from sklearn.dummy import DummyClassifier
    from sklearn.linear_model import LogisticRegression

    if len(set(classes.tolist())) == 1:
        return DummyClassifier(strategy="most_frequent").fit(vectors, classes)
    return LogisticRegression(C=PENALTY, max_iter=1000).fit(vectors, classes)


def _predict(model: Any, vectors: Matrix, width: int) -> Matrix:
    """Probabilities, one row an image, one column a label; 0 for a label that was not learnt."""
    import numpy as np

    probabilities = np.zeros((len(vectors), width))
    if not isinstance(model, list):
        probabilities[:, model.classes_] = model.predict_proba(vectors)
        return probabilities
    for number, binary in enumerate(model):
        if 1.0 in binary.classes_:
            probabilities[:, number] = binary.predict_proba(vectors)[:, -1]
    return probabilities
