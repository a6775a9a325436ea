"""Predictions: made by an iteration, stored in its project for a while, or not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from azure_emulator.training.domains import OBJECT_DETECTION
from azure_emulator.training.errors import bad_request, not_found
from azure_emulator.training.images import Tag
from azure_emulator.training.iterations import Iteration, newest_completed, trained
from azure_emulator.training.validators import PREDICTION_DAYS
from azure_emulator.vision.features import BadDimensions, NotAPicture, TooManyBytes, check

if TYPE_CHECKING:
    from azure_emulator.cloud import Cloud
    from azure_emulator.training.projects import Project
    from azure_emulator.vision.features import FeatureCache

FAULTS: dict[type[Exception], str] = {
    TooManyBytes: "BadRequestImageSizeBytes",
    NotAPicture: "BadRequestImageFormat",
    BadDimensions: "BadRequestImageDimensions",
}
WRONG_TYPE = "Invalid project type for operation"


@dataclass(frozen=True)
class StoredPrediction:
    """An image and what an iteration said of it: tags with probabilities 0..1, highest first."""

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
    project: Project,
    iteration: Iteration,
    content: bytes,
    *,
    most_bytes: int,
    store: bool,
    application: str = "",
) -> StoredPrediction:
    """Classify an image.

    Args:
        most_bytes: how long the image may be.
        store: whether the project keeps image and answer.
        application: the caller's name for itself, to find stored predictions by.

    Raises:
        CustomVisionError: 400 BadRequestImageSizeBytes, -Format, -Dimensions.
    """
    try:
        check(content, most_bytes)
        picture = features.of(content)
    except tuple(FAULTS) as fault:
        raise bad_request(FAULTS[type(fault)], f"Invalid image: {fault}") from fault
    found = iteration.model(features).probabilities(picture)
    ranked = sorted(found.items(), key=lambda pair: -pair[1])
    answer = StoredPrediction(
        id=cloud.new_id(),
        created=cloud.now(),
        project_id=project.id,
        iteration=iteration,
        content=content,
        predictions=tuple((iteration.training_set.tags[t], part) for t, part in ranked),
        application=application,
    )
    if store:
        project.predictions[answer.id] = answer
    return answer


def tested(project: Project, iteration_id: str | None, now: datetime) -> Iteration:
    """The iteration that a quick test asks: the named one, else the newest trained.

    Raises:
        CustomVisionError: 404 NotFoundIteration, NotFoundProjectDefaultIteration; 400 for one that
            is not trained, or a project of object detection.
    """
    if project.settings.domain.type == OBJECT_DETECTION:
        raise bad_request("BadRequest", WRONG_TYPE)
    if iteration_id:
        return trained(project, iteration_id, now)
    newest = newest_completed(project, now)
    if newest is None:
        raise not_found("ProjectDefaultIteration")
    return newest


@dataclass(frozen=True)
class Query:
    """Which stored predictions: all fields narrow the choice. `tags` holds (id, from, to)."""

    order: str = "Newest"
    iteration_id: str | None = None
    application: str | None = None
    start: datetime | None = None
    end: datetime | None = None
    tags: Sequence[tuple[str, float, float]] = ()

    def takes(self, one: StoredPrediction) -> bool:
        """Whether a stored prediction is asked for."""
        parts = {tag.id: part for tag, part in one.predictions}
        return (
            self.iteration_id in (None, one.iteration.id)
            and self.application in (None, "", one.application)
            and (self.start is None or one.created >= self.start)
            and (self.end is None or one.created <= self.end)
            and all(low <= parts.get(tag_id, 0) <= high for tag_id, low, high in self.tags)
        )


def stored(project: Project, query: Query, now: datetime) -> list[StoredPrediction]:
    """Stored predictions, kept for 30 days; `Suggested` orders the least certain first.

    Raises:
        CustomVisionError: 400 BadRequestPredictionInvalidQueryParameters.
    """
    oldest = now - timedelta(days=PREDICTION_DAYS)
    found = [
        one for one in project.predictions.values() if one.created >= oldest and query.takes(one)
    ]
    orders = {
        "newest": lambda one: -one.created.timestamp(),
        "oldest": lambda one: one.created.timestamp(),
        "suggested": lambda one: one.predictions[0][1],
    }
    if query.order.casefold() not in orders:
        raise bad_request(
            "BadRequestPredictionInvalidQueryParameters", f"Invalid order {query.order}"
        )
    return sorted(found, key=orders[query.order.casefold()])


def forget(project: Project, ids: Sequence[str]) -> None:
    """Delete stored predictions; unknown ids are passed over.

    Raises:
        CustomVisionError: 400 BadRequestPredictionIdsMissing.
    """
    if not ids:
        raise bad_request("BadRequestPredictionIdsMissing", "No ids are given")
    for prediction_id in ids:
        project.predictions.pop(prediction_id, None)
