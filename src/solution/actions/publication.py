"""The model, published otherwise than by the book."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from solution.actions.accounts import create_prediction_elsewhere, delete_prediction_account
from solution.actions.project import delete_images, replace_image
from solution.resources import PREDICTION

if TYPE_CHECKING:
    from solution.exercise import Exercise


def publish_under_another_name(exercise: Exercise) -> None:
    """The name of the exercise is not taken by any iteration."""
    target = str(exercise.prediction.id)
    exercise.portal.publish(exercise.project, exercise.iteration, "pet-classifier-v1", target)


def publish_elsewhere(exercise: Exercise) -> None:
    """A prediction account of another group gets the model."""
    ours = exercise.prediction
    create_prediction_elsewhere(exercise)
    exercise.publish()
    exercise.prediction = ours


def publish_to_multi_service(exercise: Exercise) -> None:
    """An account of all services, in the group, gets the model."""
    name = f"{exercise.settings.training_account}-All"
    _publish_to(exercise, exercise.account(name, "CognitiveServices", tiers=("S0",)))


def publish_to_second_account(exercise: Exercise) -> None:
    """A second prediction account of the group gets the model."""
    second = exercise.account(f"{exercise.settings.prediction_account}-2", PREDICTION)
    _publish_to(exercise, second)


def replace_prediction_account(exercise: Exercise) -> None:
    """The account deleted after the publication, and one of another name made."""
    delete_prediction_account(exercise)
    exercise.account(f"{exercise.settings.prediction_account}-2", PREDICTION)


def _publish_to(exercise: Exercise, account: Any) -> None:
    name = exercise.settings.publish_name
    exercise.portal.publish(exercise.project, exercise.iteration, name, str(account.id))


def unpublish(exercise: Exercise) -> None:
    """Taken back after the notebook was run, for the free account's sake."""
    exercise.portal.trainer.unpublish_iteration(exercise.project.id, exercise.iteration.id)


def publish_a_second_time(exercise: Exercise) -> None:
    """A second good iteration, published under a second name."""
    project, portal = exercise.project, exercise.portal
    newest = portal.train(project, force=True)
    portal.publish(project, newest, "another-classifier", str(exercise.prediction.id))


def publish_a_newer_one(exercise: Exercise) -> None:
    """A second good iteration, published instead of the first."""
    exercise.iteration = exercise.portal.train(exercise.project, force=True)
    exercise.publish()


def publish_mislabelled_cat(exercise: Exercise) -> None:
    """The images were put right and trained again, but the bad iteration is the published one."""
    settings = exercise.settings
    _publish_mislabelled(exercise, settings.dog_tag, settings.cat_test, exercise.dogs)


def publish_mislabelled_dog(exercise: Exercise) -> None:
    """The same with the dog."""
    settings = exercise.settings
    _publish_mislabelled(exercise, settings.cat_tag, settings.dog_test, exercise.cats)


def _publish_mislabelled(
    exercise: Exercise, name: str, urls: Sequence[str], images: list[Any]
) -> None:
    portal, project = exercise.portal, exercise.project
    wrong = replace_image(exercise, name, urls, name)
    bad = portal.train(project)
    portal.publish(project, bad, exercise.settings.publish_name, str(exercise.prediction.id))
    delete_images(exercise, [wrong])
    portal.upload(project, portal.tag(project, name), images)
    portal.train(project)
