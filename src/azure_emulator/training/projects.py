"""Projects, and what they hold."""

from dataclasses import dataclass, field
from datetime import datetime

from azure_emulator.training.errors import bad_request, not_found
from azure_emulator.training.images import TrainingSet
from azure_emulator.training.iterations import Iteration
from azure_emulator.training.predictions import StoredPrediction, Suggestion
from azure_emulator.training.settings import Settings


@dataclass
class Project:
    """A project of one training account.

    Args:
        current: its tags and images of this moment.
        iterations: by id, oldest first.
        predictions: the stored ones, by id, oldest first.
        trainings: how many iterations it ever had: the next one's number, less one.
        suggestions: of each iteration, by the id of the image.
        ready: when all of it has arrived, if it was imported.
    """

    id: str
    name: str
    description: str | None
    settings: Settings
    created: datetime
    modified: datetime
    region: str
    current: TrainingSet = field(default_factory=TrainingSet)
    iterations: dict[str, Iteration] = field(default_factory=dict)
    predictions: dict[str, StoredPrediction] = field(default_factory=dict)
    trainings: int = 0
    ready: datetime | None = None
    suggestions: dict[str, dict[str, Suggestion]] = field(default_factory=dict)

    def status(self, now: datetime) -> str:
        """`Importing` until what it was made from has arrived, then `Succeeded`."""
        return "Importing" if self.ready and now < self.ready else "Succeeded"

    def iteration(self, iteration_id: str) -> Iteration:
        """The iteration of that id.

        Raises:
            CustomVisionError: 404 NotFoundIteration.
        """
        if iteration_id.casefold() not in self.iterations:
            raise not_found("Iteration")
        return self.iterations[iteration_id.casefold()]

    def training_set(self, iteration_id: str | None) -> TrainingSet:
        """Tags and images as at an iteration's training, or now.

        Raises:
            CustomVisionError: 404 NotFoundIteration.
        """
        return self.iteration(iteration_id).training_set if iteration_id else self.current

    def trained_iteration(self, iteration_id: str, now: datetime) -> Iteration:
        """The iteration of that id, if its training is completed.

        Raises:
            CustomVisionError: 404 NotFoundIteration; 400 BadRequestIterationIsNotTrained.
        """
        iteration = self.iteration(iteration_id)
        if not iteration.completed(now):
            raise bad_request("BadRequestIterationIsNotTrained", "The iteration is not trained")
        return iteration

    def measured_iteration(self, iteration_id: str, now: datetime) -> Iteration:
        """The iteration of that id, if its performance can be told.

        Raises:
            CustomVisionError: 404 NotFoundIteration, NotFoundIterationPerformance (a guess: that
                it is this one for an iteration without a model).
        """
        iteration = self.iteration(iteration_id)
        if not iteration.completed(now):
            raise not_found("IterationPerformance")
        return iteration

    def iteration_to_test(self, iteration_id: str | None, now: datetime) -> Iteration:
        """The iteration that a quick test asks: the named one, else the newest trained.

        Raises:
            CustomVisionError: 404 NotFoundIteration, NotFoundProjectDefaultIteration; 400 for one
                that is not trained.
        """
        if iteration_id:
            return self.trained_iteration(iteration_id, now)
        newest = self.newest_completed(now)
        if newest is None:
            raise not_found("ProjectDefaultIteration")
        return newest

    def newest_completed(self, now: datetime) -> Iteration | None:
        """The completed iteration that was trained last."""
        completed = [each for each in reversed(self.iterations.values()) if each.completed(now)]
        return max(completed, key=lambda iteration: iteration.ready, default=None)

    def published_as(self, name: str) -> Iteration | None:
        """The iteration published under that name."""
        named = (each for each in self.iterations.values() if each.publish_name == name)
        return next(named, None)
