"""Predictions: made by an iteration, and stored in its project for a while, or not."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from azure_emulator.cloud import Cloud
from azure_emulator.training.errors import bad_request
from azure_emulator.training.images import Tag
from azure_emulator.training.iterations import Iteration
from azure_emulator.vision.features import (
    BadDimensionsError,
    FeatureCache,
    NotAnImageError,
    TooManyBytesError,
)
from azure_emulator.vision.features import check as check_image

PREDICTION_DAYS = 30
FAULTS: dict[type[Exception], str] = {
    TooManyBytesError: "BadRequestImageSizeBytes",
    NotAnImageError: "BadRequestImageFormat",
    BadDimensionsError: "BadRequestImageDimensions",
}


@dataclass(frozen=True)
class StoredPrediction:
    """An image, and its tags by an iteration with their probabilities 0..1, highest first."""

    id: str
    created: datetime
    project_id: str
    iteration: Iteration = field(repr=False)
    content: bytes = field(repr=False)
    predictions: tuple[tuple[Tag, float], ...]
    application: str = ""


def predict(
    cloud: Cloud,
    features: FeatureCache,
    iteration: Iteration,
    content: bytes,
    *,
    most_bytes: int,
    application: str = "",
) -> StoredPrediction:
    """Classify an image.

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
        check_image(content, most_bytes)
        image = features.of(content)
    except tuple(FAULTS) as fault:
        raise bad_request(FAULTS[type(fault)], f"Invalid image: {fault}") from fault
    probabilities = iteration.model(features).probabilities(image)
    ranked = sorted(probabilities.items(), key=lambda pair: -pair[1])
    tags = iteration.labels
    return StoredPrediction(
        id=cloud.new_id(),
        created=cloud.now(),
        project_id=iteration.project_id,
        iteration=iteration,
        content=content,
        predictions=tuple((tags[label], probability) for label, probability in ranked),
        application=application,
    )


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
        probabilities = {tag.id: probability for tag, probability in stored.predictions}
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
    orders = {
        "newest": lambda stored: -stored.created.timestamp(),
        "oldest": lambda stored: stored.created.timestamp(),
        "suggested": lambda stored: stored.predictions[0][1],
    }
    if query.order.casefold() not in orders:
        code = "BadRequestPredictionInvalidQueryParameters"
        raise bad_request(code, f"Invalid order {query.order}")
    return sorted(kept, key=orders[query.order.casefold()])
