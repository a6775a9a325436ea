"""Iterations: models trained with what a project held at that moment."""

import math
from dataclasses import dataclass, field
from datetime import datetime

from azure_emulator.training.images import Tag, TrainingSet
from azure_emulator.training.settings import MULTICLASS, Settings
from azure_emulator.vision import export
from azure_emulator.vision.boxes import Box
from azure_emulator.vision.classifier import Classifier, Sample
from azure_emulator.vision.features import FeatureCache
from azure_emulator.vision.performance import Performance

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
    """What an iteration and all its copies learnt: fitted once, when the first of them needs it."""

    def __init__(self) -> None:
        self.classifier: Classifier | None = None


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
        return "Failed" if self.failed else "Completed"

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

    def model(self, features: FeatureCache) -> Classifier:
        """The model, fitted when it is first needed: the request to train is answered at once."""
        if self._model.classifier is None:
            self._model.classifier = self._learn(features)
        return self._model.classifier

    def classify(self, features: FeatureCache, content: bytes) -> dict[str, float]:
        """The probability, 0..1, of each of its `labels` for an image that `check` accepted.

        Raises:
            NotAnImageError: it cannot be decoded.
        """
        return self.model(features).probabilities(features.of(content))

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
        raise NotImplementedError

    def performance(
        self,
        features: FeatureCache,
        threshold: float,
        overlap: float = 0.3,  # noqa: ARG002 - there is no detector yet.
    ) -> Performance:
        """Precision, recall and average precision on images that were held back in training.

        Args:
            features: the cloud's.
            threshold: the probability, 0..1, from which a label counts as predicted.
            overlap: for object detection, how much a found box and a drawn one have to overlap.
        """
        return self.model(features).performance(threshold)

    def onnx(self, features: FeatureCache) -> bytes:
        """The model as ONNX; its labels are the names of the tags.

        Classification: input `data`, float32 1 x 3 x 224 x 224, BGR of 0..255, the centred square
        of the image; outputs `classLabel` (text) and `loss` (the probability by label).
        Detection: input `image_tensor`, 1 x 3 x 320 x 320, RGB of 0..255, the whole image; outputs
        `detected_boxes` (x1, y1, x2, y2 of 0..1), `detected_classes` (places of the tags) and
        `detected_scores`.
        """
        return export.classifier(self.model(features), [tag.name for tag in self.tags])

    def _learn(self, features: FeatureCache) -> Classifier:
        label_of = {tag.id: label for label, tag in self.labels.items()}
        images = self.training_set.images.values()
        samples = [
            Sample(features.of(image.content), labels)
            for image in images
            if (labels := frozenset(label_of[tag] for tag in image.tag_ids & label_of.keys()))
        ]
        exclusive = self.settings.classification_type == MULTICLASS
        return Classifier.train(samples, list(self.labels), exclusive=exclusive)
