"""Iterations: models trained with what a project held at that moment."""

import math
import sys
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeVar

from azure_emulator.training.errors import bad_request, wrong_project_type
from azure_emulator.training.images import Image, Tag, TrainingSet
from azure_emulator.training.settings import MULTICLASS, Settings
from azure_emulator.vision import export, finds
from azure_emulator.vision.boxes import Box
from azure_emulator.vision.classifier import Classifier
from azure_emulator.vision.detector import Detector
from azure_emulator.vision.learning import Example, FeatureCache, Lesson
from azure_emulator.vision.performance import Performance
from azure_emulator.vision.workers import WorkerLostError
from azure_emulator.work import begin

Learnt = TypeVar("Learnt")

QUICK, ADVANCED = "Regular", "Advanced"


@dataclass(frozen=True)
class Export:
    """A model made for another platform, ready to be downloaded from a moment on."""

    platform: str
    flavor: str | None
    requested: datetime
    ready: datetime

    @property
    def ending(self) -> str:
        """What tells the file from those of other exports."""
        return ".".join([self.flavor, self.platform] if self.flavor else [self.platform])

    def done(self, now: datetime) -> bool:
        """Whether it can be downloaded."""
        return now >= self.ready


@dataclass(frozen=True)
class BaseModel:
    """The trained iteration that another training starts from."""

    project_id: str
    iteration_id: str


@dataclass(frozen=True)
class Plan:
    """How to train: the type, an advanced training's budget in hours, only some of the tags.

    Args:
        base: what to start from, instead of the domain.
        email: whom to tell of the end.
    """

    type: str = QUICK
    hours: int = 0
    selected: tuple[str, ...] = ()
    base: BaseModel | None = None
    email: str = field(default="", compare=False)


class SharedModel:
    """What an iteration and all its copies learnt, as soon as the first of them needs it."""

    def __init__(self) -> None:
        self.lesson: Lesson | None = None
        self.model: Classifier | Detector | None = None
        self.lost = False


@dataclass
class Iteration:
    """A trained model, or one in training until `ready`.

    Args:
        created: when its workspace opened: the previous training, or the project's creation.
        started: when its training was asked for.
        ready: when its training ends.
        training_set: tags and images as they were at `started`.
        exports: what it was made into for other platforms, oldest first.
        failed: that it ends with nothing; no request to Azure makes a training fail on purpose, so
            this is a fault that a test sets directly.
    """

    id: str
    name: str
    project_id: str
    created: datetime
    started: datetime
    ready: datetime
    training_set: TrainingSet
    settings: Settings
    plan: Plan = field(default_factory=Plan)
    modified: datetime | None = None
    publish_name: str | None = None
    publish_target: str | None = None
    failed: bool = False
    exports: list[Export] = field(default_factory=list)
    _model: SharedModel = field(default_factory=SharedModel, repr=False)

    def status(self, now: datetime) -> str:
        """`Training`, `Completed` or `Failed`."""
        if now < self.ready:
            return "Training"
        return "Failed" if self.failed or self._model.lost else "Completed"

    def waits(self, now: datetime) -> bool:
        """Whether its training has not begun yet. Guess: that it waits half of its time."""
        return now < self.started + (self.ready - self.started) / 2

    def completed(self, now: datetime) -> bool:
        """Whether its training has ended and did not fail."""
        return self.status(now) == "Completed"

    def last_modified(self, now: datetime) -> datetime:
        """`now` while it trains, as recorded; then the end of its training or a later change."""
        return now if now < self.ready else max(self.ready, self.modified or self.ready)

    @property
    def minutes(self) -> int:
        """The training time that Azure would bill, at least one."""
        return max(1, math.ceil((self.ready - self.started).total_seconds() / 60))

    @property
    def tags(self) -> list[Tag]:
        """The tags that it learnt, named as at its training."""
        selected = self.plan.selected or tuple(self.training_set.tags)
        return [tag for tag_id, tag in self.training_set.tags.items() if tag_id in selected]

    @property
    def labels(self) -> dict[str, Tag]:
        """The model's labels: the places of the tags, which copies have in common, as text."""
        return {str(place): tag for place, tag in enumerate(self.tags)}

    def begin(self, features: FeatureCache) -> None:
        """Let another thread fit the model, and find how good it is, to have it when needed."""

        def learn() -> None:
            if isinstance(self.model(features), Detector):
                features.findings(self._lesson())

        begin(learn)

    def model(self, features: FeatureCache) -> Classifier | Detector:
        """The model, fitted when it is first needed: the request to train is answered at once.

        Raises:
            CustomVisionError: 400 BadRequestIterationIsNotTrained; then the training has failed.
        """
        if self._model.model is None:
            learn = features.detector if self.is_detection else features.classifier
            self._model.model = self._learnt(lambda: learn(self._lesson()))
        return self._model.model

    def _learnt(self, learn: Callable[[], Learnt]) -> Learnt:
        try:
            return learn()
        except WorkerLostError as error:
            self._model.lost = True
            sys.stderr.write(f"The training of {self.name} has failed: {error}\n")
            message = "The iteration is not trained"
            raise bad_request("BadRequestIterationIsNotTrained", message) from error

    @property
    def is_detection(self) -> bool:
        """Whether it finds objects, and does not classify images."""
        return self.settings.domain.is_detection

    def _lesson(self) -> Lesson:
        if self._model.lesson is None:
            label_of = {tag.id: label for label, tag in self.labels.items()}
            images = self.training_set.images.values()
            examples = (_example(image, label_of) for image in images)
            self._model.lesson = Lesson(
                tuple(each for each in examples if each.labels),
                tuple(self.labels),
                self.settings.classification_type == MULTICLASS,
                self.is_detection,
            )
        return self._model.lesson

    def look_at(self, features: FeatureCache, contents: Collection[bytes]) -> None:
        """Have many images looked at together, before any is asked for."""
        if isinstance(self.model(features), Detector):
            features.search(self._lesson(), contents)
        else:
            features.measure(contents)

    def classify(self, features: FeatureCache, content: bytes) -> dict[str, float]:
        """The probability, 0..1, of each of its `labels` for an image that `check` accepted.

        Raises:
            NotAnImageError: it cannot be decoded.
        """
        model = self.model(features)
        if not isinstance(model, Classifier):
            raise wrong_project_type()
        return model.probabilities(features.of(content))

    def detect(self, features: FeatureCache, content: bytes) -> list[Box]:
        """What an iteration of object detection finds in an image, the most probable first.

        Args:
            features: the cloud's.
            content: an image that `check` accepted.

        Returns:
            boxes whose `label` is one of its `labels`.

        Raises:
            NotAnImageError: it cannot be decoded.
        """
        model = self.model(features)
        if not isinstance(model, Detector):
            raise wrong_project_type()
        return list(features.found(self._lesson(), content))

    def performance(
        self, features: FeatureCache, threshold: float, overlap: float = 0.3
    ) -> Performance:
        """Precision, recall and average precision on images that were held back in training.

        Args:
            features: the cloud's.
            threshold: the probability, 0..1, from which a label counts as predicted.
            overlap: for object detection, how much a found box and a drawn one have to overlap.
        """
        model = self.model(features)
        key = (self._lesson().key, threshold, overlap)
        if isinstance(model, Classifier):
            return features.performance(key, lambda: model.performance(threshold))
        found = self._learnt(lambda: features.findings(self._lesson()))
        return features.performance(
            key, lambda: finds.measure(found, model.labels, threshold, overlap)
        )

    def onnx(self, features: FeatureCache) -> bytes:
        """The model as ONNX; its labels are the names of the tags.

        Classification: input `data`, float32 1 x 3 x 224 x 224, BGR of 0..255, the centred square
        of the image; outputs `classLabel` (text) and `loss` (the probability by label).
        Detection: input `image_tensor`, 1 x 3 x 320 x 320, RGB of 0..255, the whole image; outputs
        `detected_boxes` (x1, y1, x2, y2 of 0..1), `detected_classes` (places of the tags) and
        `detected_scores`.
        """
        model, names = self.model(features), tuple(tag.name for tag in self.tags)

        def made() -> bytes:
            if isinstance(model, Detector):
                return export.detector(model)
            return export.classifier(model, names)

        return features.file((self._lesson().key, names), made)


def _example(image: Image, label_of: dict[str, str]) -> Example:
    boxes = tuple(
        Box(
            label=label_of[area.tag_id],
            left=area.left,
            top=area.top,
            width=area.width,
            height=area.height,
        )
        for area in image.regions
        if area.tag_id in label_of
    )
    labels = frozenset(label_of[tag_id] for tag_id in image.tag_ids & label_of.keys())
    return Example(image.content, image.digest, labels, boxes)
