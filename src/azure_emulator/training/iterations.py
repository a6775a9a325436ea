"""Iterations: a model trained with what a project held at that moment, and its publication."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from azure_emulator.training.domains import OBJECT_DETECTION
from azure_emulator.training.errors import bad_request, not_implemented
from azure_emulator.training.images import Tag, TrainingSet
from azure_emulator.training.projects import MULTICLASS, Project, Settings
from azure_emulator.training.validators import (
    IMAGES_A_TAG_TO_TRAIN,
    ITERATIONS_A_PROJECT,
    TAGS_TO_TRAIN,
)
from azure_emulator.vision.classifier import Classifier, Sample

if TYPE_CHECKING:
    from azure_emulator.cloud import Cloud
    from azure_emulator.vision.features import FeatureCache

QUICK, ADVANCED = "Regular", "Advanced"


@dataclass(frozen=True)
class Plan:
    """What is asked of a training: its type, an advanced one's budget in hours, some tags only."""

    type: str = QUICK
    hours: int = 0
    selected: tuple[str, ...] = ()


@dataclass
class Iteration:
    """A trained model, or one in training until `ready`.

    Args:
        created: when its workspace opened: the previous training, or the project's creation.
        started: when its training was asked for.
        ready: when its training ends.
        training_set: tags and images as they were at `started`.
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
    _model: Classifier | None = field(default=None, repr=False)

    def status(self, now: datetime) -> str:
        """`Training`, `Completed` or `Failed`."""
        if now < self.ready:
            return "Training"
        return "Failed" if self.failed else "Completed"

    def completed(self, now: datetime) -> bool:
        """Whether its training has ended well."""
        return self.status(now) == "Completed"

    def last_modified(self, now: datetime) -> datetime:
        """While it trains: this moment, as recorded; then its end or a later change."""
        return now if now < self.ready else max(self.ready, self.modified or self.ready)

    @property
    def minutes(self) -> int:
        """The training time that Azure would bill, at least one."""
        return max(1, math.ceil((self.ready - self.started).total_seconds() / 60))

    @property
    def tags(self) -> list[Tag]:
        """The tags that it learnt, named as at its training."""
        chosen = self.plan.selected or tuple(self.training_set.tags)
        return [tag for tag_id, tag in self.training_set.tags.items() if tag_id in chosen]

    def model(self, features: FeatureCache) -> Classifier:
        """The model, fitted at the first asking, so that the request to train answers at once."""
        if self._model is None:
            labels = [tag.id for tag in self.tags]
            samples = [
                Sample(features.of(image.content), image.tag_ids & set(labels))
                for image in self.training_set.images.values()
                if image.tag_ids & set(labels)
            ]
            exclusive = self.settings.classification_type == MULTICLASS
            self._model = Classifier.train(samples, labels, exclusive=exclusive)
        return self._model


def train(cloud: Cloud, project: Project, plan: Plan, *, force: bool) -> Iteration:
    """Begin a training; it is completed after `cloud.durations.training`.

    Args:
        force: train even if nothing changed.

    Raises:
        CustomVisionError: 400 as Azure refuses; 501 for object detection.
    """
    _check_plan(project, plan)
    now = cloud.now()
    iterations = list(project.iterations.values())
    if iterations and iterations[-1].status(now) == "Training":
        # What the service said in 2026; its specification says BadRequestTrainingAlreadyInProgress.
        raise bad_request("BadRequestTrainInProgress", "Training is already in progress")
    if len(iterations) >= ITERATIONS_A_PROJECT:
        raise bad_request(
            "BadRequestExceedIterationPerProjectLimit",
            f"A project has at most {ITERATIONS_A_PROJECT} iterations",
        )
    _check_images(project, plan)
    if iterations and not force and _same(iterations[-1], project, plan):
        raise bad_request("BadRequestTrainingNotNeeded")
    project.trainings += 1
    iteration = Iteration(
        id=cloud.new_id(),
        name=f"Iteration {project.trainings}",
        project_id=project.id,
        created=iterations[-1].started if iterations else project.created,
        started=now,
        ready=now + cloud.durations.training,
        training_set=project.current.copy(),
        settings=project.settings,
        plan=plan,
    )
    project.iterations[iteration.id] = iteration
    project.modified = now
    return iteration


def _check_plan(project: Project, plan: Plan) -> None:
    if project.settings.domain.type == OBJECT_DETECTION:
        raise not_implemented("the training of object detection")
    if plan.type not in (QUICK, ADVANCED):
        raise bad_request("BadRequestInvalid", f"Invalid training type {plan.type}")
    if plan.type == ADVANCED and plan.hours < 1:
        raise bad_request(
            "BadRequestReservedBudgetInHoursNotEnoughForAdvancedTraining",
            "Advanced training needs a reserved budget of at least 1 hour",
        )
    if not set(plan.selected) <= project.current.tags.keys():
        raise bad_request("BadRequestInvalidIds", "Invalid selected tags")


def _check_images(project: Project, plan: Plan) -> None:
    """Two tags, five images each, as the portal asks; that an empty tag counts is a guess."""
    tag_ids = plan.selected or tuple(project.current.tags)
    few = any(project.current.count(tag_id) < IMAGES_A_TAG_TO_TRAIN for tag_id in tag_ids)
    if few or len(tag_ids) < TAGS_TO_TRAIN:
        kind = (project.settings.classification_type or "").replace("label", "Label")
        kind = kind.replace("class", "Class")
        raise bad_request(f"BadRequest{kind}ClassificationTrainingValidationFailed")


def _same(last: Iteration, project: Project, plan: Plan) -> bool:
    """Whether a training would learn the same; names of tags do not matter, their images do."""

    def learnt(of: TrainingSet) -> object:
        return of.tags.keys(), {(image.id, image.tag_ids) for image in of.images.values()}

    return (
        learnt(last.training_set) == learnt(project.current)
        and last.settings == project.settings
        and last.plan == plan
    )


def newest_completed(project: Project, now: datetime) -> Iteration | None:
    """The completed iteration that was trained last."""
    done = [one for one in reversed(project.iterations.values()) if one.completed(now)]
    return max(done, key=lambda one: one.ready, default=None)


def trained(project: Project, iteration_id: str, now: datetime) -> Iteration:
    """A completed iteration.

    Raises:
        CustomVisionError: 404 NotFoundIteration; 400 BadRequestIterationIsNotTrained.
    """
    iteration = project.iteration(iteration_id)
    if not iteration.completed(now):
        raise bad_request("BadRequestIterationIsNotTrained", "The iteration is not trained")
    return iteration


def rename(project: Project, iteration_id: str, name: str, now: datetime) -> Iteration:
    """Give an iteration another name.

    Raises:
        CustomVisionError: 404 NotFoundIteration; 400 BadRequestIterationName, -NameNotUnique.
    """
    iteration = project.iteration(iteration_id)
    if not name.strip():
        raise bad_request("BadRequestIterationName", "The iteration name must not be empty")
    if any(one.name == name and one is not iteration for one in project.iterations.values()):
        raise bad_request("BadRequestIterationNameNotUnique", f"The name {name} is already used")
    iteration.name, iteration.modified = name, now
    return iteration


def delete(project: Project, iteration_id: str) -> None:
    """Delete an iteration that is not published.

    Raises:
        CustomVisionError: 404 NotFoundIteration; 400 BadRequestIterationIsPublished.
    """
    iteration = project.iteration(iteration_id)
    refuse_published(iteration)
    del project.iterations[iteration.id]


def refuse_published(iteration: Iteration) -> None:
    """Raise 400 BadRequestIterationIsPublished for a published iteration."""
    if iteration.publish_name is not None:
        raise bad_request(
            "BadRequestIterationIsPublished",
            f"Iteration is already published as: {iteration.publish_name}",
        )
