"""Predictions: made by an iteration, and stored in its project for a while, or not."""

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from azure_emulator.cloud import Cloud
from azure_emulator.training.errors import refused_image
from azure_emulator.training.images import Tag
from azure_emulator.training.iterations import Iteration
from azure_emulator.training.words import one_of
from azure_emulator.vision.boxes import Box
from azure_emulator.vision.features import (
    BadDimensionsError,
    NotAnImageError,
    TooManyBytesError,
)
from azure_emulator.vision.learning import FeatureCache

PREDICTION_DAYS = 30
FAULTS: dict[type[Exception], str] = {
    TooManyBytesError: "BadRequestImageSizeBytes",
    NotAnImageError: "BadRequestImageFormat",
    BadDimensionsError: "BadRequestImageDimensions",
}


@dataclass(frozen=True)
class Prediction:
    """A tag for an image, with a probability 0..1; in object detection, of a part of the image."""

    tag: Tag
    probability: float
    box: Box | None = None


@dataclass(frozen=True)
class StoredPrediction:
    """An image, and what an iteration says of it: the most probable tag first.

    As recorded, what object detection finds is in the order of the tags, each with its own boxes,
    the most probable first.
    """

    id: str
    created: datetime
    project_id: str
    iteration: Iteration = field(repr=False)
    content: bytes = field(repr=False)
    predictions: tuple[Prediction, ...]
    application: str = ""


@dataclass(frozen=True)
class Suggestion:
    """Tags, and in object detection regions, that an iteration suggests for an image."""

    image_id: str
    iteration_id: str
    created: datetime
    predictions: tuple[Prediction, ...]

    @property
    def uncertainty(self) -> float:
        """The mean entropy of the predictions in bits, each taken as a yes or no.

        As recorded of a multilabel project with two tags; that it is so of others is a guess.
        """
        entropies = [_entropy(each.probability) for each in self.predictions]
        return sum(entropies) / max(len(entropies), 1)


def _entropy(probability: float) -> float:
    parts = (part for part in (probability, 1 - probability) if 0 < part < 1)
    return -sum(part * math.log2(part) for part in parts)


def predict(
    cloud: Cloud,
    features: FeatureCache,
    iteration: Iteration,
    content: bytes,
    *,
    most_bytes: int,
    application: str = "",
) -> StoredPrediction:
    """Classify an image, or find objects in it.

    Args:
        cloud: its clock and its ids.
        features: of images that have been seen before.
        iteration: a trained one.
        content: the image.
        most_bytes: how long the image may be.
        application: the caller's name for itself, to find stored predictions by.

    Raises:
        CustomVisionError: 400 BadRequestImageSizeBytes, -Format, -Dimensions.
    """
    try:
        features.size(content, most_bytes)
        found = predicted(features, iteration, content)
    except tuple(FAULTS) as fault:
        raise refused_image(FAULTS[type(fault)], cloud.new_id()) from fault
    return StoredPrediction(
        id=cloud.new_id(),
        created=cloud.now(),
        project_id=iteration.project_id,
        iteration=iteration,
        content=content,
        predictions=found,
        application=application,
    )


def predicted(
    features: FeatureCache, iteration: Iteration, content: bytes
) -> tuple[Prediction, ...]:
    """What an iteration says of an image that `check` accepted.

    Raises:
        NotAnImageError: it cannot be decoded.
    """
    tags = iteration.labels
    if iteration.settings.domain.is_detection:
        places = {label: place for place, label in enumerate(tags)}
        boxes = iteration.detect(features, content)
        boxes.sort(key=lambda box: (places[box.label], -box.probability))
        return tuple(Prediction(tags[box.label], box.probability, box) for box in boxes)
    probabilities = iteration.classify(features, content)
    ranked = sorted(probabilities.items(), key=lambda pair: -pair[1])
    return tuple(Prediction(tags[label], probability) for label, probability in ranked)


def best_probabilities(predictions: Iterable[Prediction]) -> dict[str, float]:
    """The highest probability of each tag, by its id."""
    best: dict[str, float] = {}
    for each in predictions:
        best[each.tag.id] = max(each.probability, best.get(each.tag.id, 0.0))
    return best


@dataclass(frozen=True)
class Query:
    """Which stored predictions to list; all fields must fit. `tags` holds (id, lowest, highest)."""

    order: str = "Newest"
    iteration_id: str | None = None
    application: str | None = None
    start: datetime | None = None
    end: datetime | None = None
    tags: Sequence[tuple[str, float, float]] = ()

    def matches(self, stored: StoredPrediction) -> bool:
        """Whether a stored prediction is in the list."""
        probabilities = best_probabilities(stored.predictions)
        return (
            self.iteration_id in (None, stored.iteration.id)
            and self.application in (None, "", stored.application)
            and (self.start is None or stored.created >= self.start)
            and (self.end is None or stored.created <= self.end)
            and all(low <= probabilities.get(tag_id, 0) <= high for tag_id, low, high in self.tags)
        )


def matching(
    predictions: Iterable[StoredPrediction], query: Query, now: datetime
) -> list[StoredPrediction]:
    """Stored predictions, kept for 30 days; `Suggested` orders the least certain first.

    Raises:
        CustomVisionError: 400 BadRequestPredictionInvalidQueryParameters.
    """
    oldest = now - timedelta(days=PREDICTION_DAYS)
    kept = [each for each in predictions if each.created >= oldest and query.matches(each)]
    code = "BadRequestPredictionInvalidQueryParameters"
    return sorted(kept, key=ORDERS[one_of(query.order, ORDERS, "orderBy", code)])


ORDERS: dict[str, Callable[[StoredPrediction], float]] = {
    "Newest": lambda stored: -stored.created.timestamp(),
    "Oldest": lambda stored: stored.created.timestamp(),
    "Suggested": lambda stored: max(best_probabilities(stored.predictions).values(), default=0.0),
}
"""What stored predictions are sorted by."""
