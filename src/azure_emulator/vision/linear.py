"""Logistic regression, kept as bare numbers: small, and equal wherever it is computed."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.float32]

SURE = 100.0
"""The logit of what is always so, and the negative one of what never is."""


@dataclass(frozen=True, eq=False)
class Linear:
    """Weights (labels x features) and biases; probabilities share out 1 if exclusive."""

    weights: Array = field(repr=False)
    biases: Array = field(repr=False)
    exclusive: bool

    def probabilities(self, vectors: Array) -> NDArray[np.float64]:
        """One row an image, one column a label."""
        import numpy as np

        logits = (vectors @ self.weights.T + self.biases).astype(np.float64)
        if not self.exclusive:
            return np.asarray(1 / (1 + np.exp(-logits)))
        powers = np.exp(logits - logits.max(axis=1, keepdims=True))
        return np.asarray(powers / powers.sum(axis=1, keepdims=True))


def fit_exclusive(vectors: Array, classes: NDArray[np.intp], count: int, penalty: float) -> Linear:
    """Learn which of `count` classes each vector is; a class without a vector is never found.

    Args:
        vectors: one row a sample.
        classes: the number of each sample's class.
        count: how many classes there are.
        penalty: scikit-learn's C: how little large weights are feared.
    """
    import numpy as np

    weights = np.zeros((count, vectors.shape[1]), np.float32)
    biases = np.full(count, -SURE, np.float32)
    known = np.unique(classes)
    if len(known) == 1:
        biases[known] = 0
    else:
        weights[known], biases[known] = _rows(*_fitted(vectors, classes, penalty))
    return Linear(weights, biases, exclusive=True)


def fit_each(vectors: Array, truth: NDArray[np.float64], penalty: float) -> Linear:
    """Learn each column of `truth` (0 or 1) by itself.

    Args:
        vectors: one row a sample.
        truth: which labels each sample has.
        penalty: as for `fit_exclusive`.
    """
    import numpy as np

    weights = np.zeros((truth.shape[1], vectors.shape[1]), np.float32)
    biases = np.zeros(truth.shape[1], np.float32)
    for number, column in enumerate(truth.T):
        if len(np.unique(column)) == 1:
            biases[number] = SURE if column[0] else -SURE
        else:
            (weights[number],), (biases[number],) = _fitted(vectors, column, penalty)
    return Linear(weights, biases, exclusive=False)


def _fitted(
    vectors: Array, classes: NDArray[np.generic], penalty: float
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    from sklearn.linear_model import LogisticRegression
    from threadpoolctl import threadpool_limits

    # More threads wait for each other longer than such small matrices take.
    with threadpool_limits(1):
        return _in_one_thread(LogisticRegression(C=penalty, max_iter=1000), vectors, classes)


def _in_one_thread(
    model: Any, vectors: Array, classes: NDArray[np.generic]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    if len(vectors) >= vectors.shape[1]:
        model.fit(vectors, classes)
        return model.coef_, model.intercept_
    # Weights are combinations of samples: with few of these, the same is learnt of their
    # coordinates along themselves, many times faster.
    few, back = _coordinates(vectors)
    model.fit(few, classes)
    return model.coef_ @ back, model.intercept_


def _coordinates(vectors: Array) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Few numbers a vector, with the same products; and the rows that lead back."""
    import numpy as np

    _, lengths, rows = np.linalg.svd(vectors.astype(np.float64), full_matrices=False)
    back = rows[lengths > lengths[0] * np.finfo(np.float32).eps]
    return vectors @ back.T, back


def _rows(
    weights: NDArray[np.float64], biases: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """One row a class, also of two classes, for which scikit-learn has one for the second."""
    import numpy as np

    if len(biases) > 1:
        return weights, biases
    return np.concatenate([-weights, weights]) / 2, np.concatenate([-biases, biases]) / 2
