"""What is computed of images, remembered: it follows from their contents and labels alone."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass, field
from functools import cached_property, partial
from importlib import import_module

from azure_emulator.vision import features as seen
from azure_emulator.vision.boxes import Box
from azure_emulator.vision.classifier import Classifier, Sample
from azure_emulator.vision.detector import Detector, Scene
from azure_emulator.vision.features import (
    BadDimensionsError,
    Features,
    NotAnImageError,
    Picture,
    TooManyBytesError,
    digest,
)
from azure_emulator.vision.finds import Finding, cross_validated
from azure_emulator.vision.performance import Performance
from azure_emulator.vision.proposals import proposals
from azure_emulator.vision.workers import WORKERS, WorkerLostError
from azure_emulator.work import Results, begin

FAULTS = (NotAnImageError, TooManyBytesError, BadDimensionsError)
DECODING = threading.BoundedSemaphore(2)
"""Images that are decoded at once in this process: one may take 300 MB meanwhile."""


@dataclass(frozen=True)
class Example:
    """An image to learn from, its `digest`, its labels, and in object detection where they are."""

    content: bytes = field(repr=False)
    digest: str
    labels: frozenset[str] = frozenset()
    boxes: tuple[Box, ...] = ()


@dataclass(frozen=True)
class Lesson:
    """What a model learns.

    Args:
        examples: in an order that counts.
        labels: in the order of the model's.
        exclusive: one label an image, or several; of no meaning where boxes are learnt.
        places: whether the boxes are learnt.
    """

    examples: tuple[Example, ...] = field(repr=False)
    labels: tuple[str, ...]
    exclusive: bool = True
    places: bool = False

    @cached_property
    def key(self) -> str:
        """Equal for equal lessons."""
        parts = [(each.digest, sorted(each.labels), each.boxes) for each in self.examples]
        whole = (parts, self.labels, self.exclusive, self.places)
        return hashlib.sha256(repr(whole).encode()).hexdigest()


def classifier(lesson: Lesson) -> Classifier:
    """A classifier that has learnt a lesson."""
    samples = [Sample(seen.features(each.content), each.labels) for each in lesson.examples]
    return Classifier.train(samples, lesson.labels, exclusive=lesson.exclusive)


def detector(lesson: Lesson) -> Detector:
    """A detector that has learnt a lesson."""
    return Detector.train(_scenes(lesson), lesson.labels)


def findings(lesson: Lesson) -> list[Finding]:
    """How well detectors learn parts of a lesson."""
    return cross_validated(_scenes(lesson), lesson.labels)


def load() -> None:
    """Import what learning takes most time to import."""
    import_module("sklearn.linear_model")
    import_module("sklearn.cluster")


def _scenes(lesson: Lesson) -> list[Scene]:
    return [Scene(seen.picture(each.content), each.boxes) for each in lesson.examples]


_CHECKED: Results[tuple[int, int]] = Results(8192, FAULTS)
_FEATURES: Results[Features] = Results(2048, FAULTS)
_PICTURES: Results[Picture] = Results(64, FAULTS)
_FOUND: Results[tuple[Box, ...]] = Results(2048, FAULTS)
_PROPOSED: Results[tuple[Box, ...]] = Results(256)
_FILES: Results[bytes] = Results(16)
_PERFORMANCES: Results[Performance] = Results(256)
_CLASSIFIERS: Results[Classifier] = Results(256, transient=(WorkerLostError,))
_DETECTORS: Results[Detector] = Results(256, transient=(WorkerLostError,))
_FINDINGS: Results[list[Finding]] = Results(64, transient=(WorkerLostError,))


class FeatureCache:
    """What was computed before; shared by all clouds of this process, for it holds no secret."""

    def check(self, contents: Iterable[bytes], most_bytes: int) -> None:
        """Have images checked, all before the first is asked for."""
        _CHECKED.prepare(
            {
                (digest(content), most_bytes): partial(_checked, content, most_bytes)
                for content in contents
            }
        )

    def size(self, content: bytes, most_bytes: int) -> tuple[int, int]:
        """As `features.check`."""
        return _CHECKED.get((digest(content), most_bytes), partial(_checked, content, most_bytes))

    def of(self, content: bytes) -> Features:
        """As `features.features`."""
        return _FEATURES.get(digest(content), partial(_seen, content))

    def measure(self, contents: Iterable[bytes]) -> None:
        """Have the features of images, all before the first is asked for."""
        _FEATURES.prepare({digest(content): partial(_seen, content) for content in contents})

    def search(self, lesson: Lesson, contents: Iterable[bytes]) -> None:
        """Have objects found in images, all before the first is asked for."""
        model = self.detector(lesson)
        _FOUND.prepare(
            {(lesson.key, digest(content)): partial(_found, model, content) for content in contents}
        )

    def found(self, lesson: Lesson, content: bytes) -> tuple[Box, ...]:
        """What the detector that has learnt a lesson finds in an image."""
        model, key = self.detector(lesson), (lesson.key, digest(content))
        return _FOUND.get(key, partial(_found, model, content))

    def proposals(self, content: bytes) -> tuple[Box, ...]:
        """As `proposals.proposals`."""
        return _PROPOSED.get(digest(content), partial(_proposed, content))

    def file(self, key: Hashable, make: Callable[[], bytes]) -> bytes:
        """A file that takes a while to make, by what it follows from."""
        return _FILES.get(key, make)

    def performance(self, key: Hashable, measure: Callable[[], Performance]) -> Performance:
        """How good a model is, by what it follows from."""
        return _PERFORMANCES.get(key, measure)

    def expect_lessons(self) -> None:
        """Have a worker started that is ready to learn: that takes it a second or two."""
        if WORKERS.expected():
            begin(partial(WORKERS.run, load))

    def classifier(self, lesson: Lesson) -> Classifier:
        """As `classifier`, by a worker."""
        return _CLASSIFIERS.get(lesson.key, partial(WORKERS.run, classifier, lesson))

    def detector(self, lesson: Lesson) -> Detector:
        """As `detector`, by a worker."""
        return _DETECTORS.get(lesson.key, partial(WORKERS.run, detector, lesson))

    def findings(self, lesson: Lesson) -> list[Finding]:
        """As `findings`, by a worker."""
        return _FINDINGS.get(lesson.key, partial(WORKERS.run, findings, lesson))


def _checked(content: bytes, most_bytes: int) -> tuple[int, int]:
    with DECODING:
        return seen.check(content, most_bytes)


def _seen(content: bytes) -> Features:
    with DECODING:
        return seen.features(content)


def _found(model: Detector, content: bytes) -> tuple[Box, ...]:
    look = partial(_looked_at, content)
    return tuple(model.boxes(_PICTURES.get(digest(content), look)))


def _proposed(content: bytes) -> tuple[Box, ...]:
    with DECODING:
        return tuple(proposals(content))


def _looked_at(content: bytes) -> Picture:
    with DECODING:
        return seen.picture(content)
