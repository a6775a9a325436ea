"""Other projects beside the one that is handed in."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from solution.resources import TRAINING
from solution.settings import Settings
from solution.submission import afterwards, instead

if TYPE_CHECKING:
    from solution.exercise import Exercise


@instead("second-project-of-nearly-that-name", task="train")
def make_other_projects(exercise: Exercise) -> None:
    """Has an empty project of nearly the same name, too."""
    settings, portal = exercise.settings, exercise.portal
    portal.trainer.create_project(settings.project.upper(), classification_type="Multilabel")
    exercise.train()


@instead("abandoned-project-in-the-first-account", task="train")
def abandon_a_project(exercise: Exercise) -> None:
    """Began the project in the first of two training resources, and did it all in the second."""
    name = f"a{exercise.settings.training_account}"
    _in_another_account(exercise, name, lambda: exercise.portal.project())
    exercise.train()


@instead("abandoned-project-of-nearly-that-name", task="train")
def abandon_a_trained_project(exercise: Exercise) -> None:
    """Trained a first project whose name is in capitals, in another resource, and did it anew."""
    name = f"a{exercise.settings.training_account}"

    def train_another() -> None:
        portal = exercise.portal
        other = portal.trainer.create_project(Settings.project.upper())
        for tag, images in (("cat", exercise.cats), ("dog", exercise.dogs)):
            portal.upload(other, portal.tag(other, tag), images)
        portal.train(other)

    _in_another_account(exercise, name, train_another)
    exercise.train()


def _in_another_account(exercise: Exercise, name: str, do: Callable[[], object]) -> None:
    ours, exercise.training = exercise.training, exercise.account(name, TRAINING)
    do()
    exercise.training = ours
    del exercise.portal


def make_nearly_the_same_project(exercise: Exercise) -> None:
    """A second project whose name differs in letter case and spaces, as the first one's does.

    As much is done in it: trained, and published to the same resource.
    """
    settings, portal = exercise.settings, exercise.portal
    other = portal.trainer.create_project(f" {Settings.project.upper()} ")
    for tag, images in ((settings.cat_tag, exercise.cats), (settings.dog_tag, exercise.dogs)):
        portal.upload(other, portal.tag(other, tag), images)
    iteration = portal.train(other)
    portal.publish(other, iteration, settings.publish_name, str(exercise.prediction.id))


@afterwards("empty-project-of-nearly-that-name", changes={"project": Settings.project.lower()})
def make_empty_project(exercise: Exercise) -> None:
    """Wrote the project's name in small letters, and has an empty one in capitals."""
    exercise.portal.trainer.create_project(Settings.project.upper())
