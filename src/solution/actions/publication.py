"""The model, published otherwise than by the book."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from solution.actions.accounts import create_prediction_elsewhere, delete_prediction_account
from solution.actions.project import delete_images, replace_image
from solution.resources import PREDICTION
from solution.submission import afterwards, ids

if TYPE_CHECKING:
    from solution.exercise import Exercise


@afterwards("published-under-another-name", breaks=("2.3.1",), blocks=ids("2.3", 2, 4))
def publish_under_another_name(exercise: Exercise) -> None:
    """Published the model under another name."""
    target = str(exercise.prediction.id)
    exercise.portal.publish(exercise.project, exercise.iteration, "pet-classifier-v1", target)


@afterwards("published-to-another-group", breaks=("2.3.2",), blocks=ids("2.3", 3, 4))
def publish_elsewhere(exercise: Exercise) -> None:
    """Published the model to a prediction resource of another group."""
    ours = exercise.prediction
    create_prediction_elsewhere(exercise)
    exercise.publish()
    exercise.prediction = ours


@afterwards("published-to-multi-service", breaks=("2.3.2",), blocks=ids("2.3", 3, 4))
def publish_to_multi_service(exercise: Exercise) -> None:
    """Published the model to a Cognitive Services resource of the group."""
    name = f"{exercise.settings.training_account}-All"
    _publish_to(exercise, exercise.account(name, "CognitiveServices", tiers=("S0",)))


@afterwards("second-prediction-account")
def publish_to_second_account(exercise: Exercise) -> None:
    """Published to the second of two prediction resources of the group."""
    second = exercise.account(f"{exercise.settings.prediction_account}-2", PREDICTION)
    _publish_to(exercise, second)


@afterwards("prediction-account-replaced", breaks=("2.3.2", "3.3.2"), blocks=ids("2.3", 3, 4))
def replace_prediction_account(exercise: Exercise) -> None:
    """Deleted the prediction resource after publishing, and made another one."""
    delete_prediction_account(exercise)
    exercise.account(f"{exercise.prediction.name}-2", PREDICTION)


def _publish_to(exercise: Exercise, account: Any) -> None:
    name = exercise.settings.publish_name
    exercise.portal.publish(exercise.project, exercise.iteration, name, str(account.id))


@afterwards("unpublished", breaks=("2.3.1",), blocks=ids("2.3", 2, 4))
def unpublish(exercise: Exercise) -> None:
    """Unpublished the model after the notebook was run."""
    exercise.portal.trainer.unpublish_iteration(exercise.project.id, exercise.iteration.id)


@afterwards("published-twice")
def publish_a_second_time(exercise: Exercise) -> None:
    """Published a second iteration under a second name."""
    project, portal = exercise.project, exercise.portal
    newest = portal.train(project, force=True)
    portal.publish(project, newest, "another-classifier", str(exercise.prediction.id))


@afterwards("newer-iteration-published")
def publish_a_newer_one(exercise: Exercise) -> None:
    """Trained a second time and published the new iteration."""
    exercise.iteration = exercise.portal.train(exercise.project, force=True)
    exercise.publish()


@afterwards("published-iteration-takes-cat-for-dog", breaks=("2.3.3",))
def publish_mislabelled_cat(exercise: Exercise) -> None:
    """Published a bad iteration, and trained a good one that is not published."""
    settings = exercise.settings
    _publish_mislabelled(exercise, settings.dog_tag, settings.cat_test, exercise.dogs)


@afterwards("published-iteration-takes-dog-for-cat", breaks=("2.3.4",))
def publish_mislabelled_dog(exercise: Exercise) -> None:
    """Published a bad iteration, and trained a good one that is not published."""
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
