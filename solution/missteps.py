"""What a student does after the exercise, so that one thing is wrong at the end."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from solution.destruction import Destruction
from solution.refusals import Refused
from solution.resources import ACCOUNTS, INSIGHTS, WORKSPACES
from solution.settings import Settings

if TYPE_CHECKING:
    from solution.exercise import Exercise


def delete_everything(exercise: Exercise) -> None:
    """The resource group, with all that is in it."""
    Destruction(exercise.settings, exercise.progress).do()


def delete_training_account(exercise: Exercise) -> None:
    """The training account, its project with it."""
    _delete_account(exercise, exercise.settings.training_account)


def delete_prediction_account(exercise: Exercise) -> None:
    """The prediction account; the project does not notice."""
    _delete_account(exercise, exercise.settings.prediction_account)


def _delete_account(exercise: Exercise, name: str) -> None:
    exercise.resources.remove(exercise.settings.resource_id(ACCOUNTS, name), ACCOUNTS)


def add_untagged_image(exercise: Exercise) -> None:
    """One image more, without a tag."""
    exercise.portal.add(exercise.project, exercise.settings.cat_test, [])


def delete_iterations(exercise: Exercise) -> None:
    """All iterations, so that the project is as if it had never been trained."""
    trainer, project = exercise.portal.trainer, exercise.project
    for iteration in exercise.portal.iterations(project):
        if iteration.publish_name:
            trainer.unpublish_iteration(project.id, iteration.id)
        trainer.delete_iteration(project.id, iteration.id)


def replace_cat_image(exercise: Exercise) -> None:
    """One cat image deleted and another one uploaded, both after the training."""
    settings = exercise.settings
    _replace_image(exercise, settings.cat_tag, settings.cat_test, settings.cat_tag)


def rename_cat_tag(exercise: Exercise) -> None:
    """The model keeps the tag's old name; the project has the right one."""
    portal, project = exercise.portal, exercise.project
    tag = portal.tag(project, exercise.settings.cat_tag)
    tag.name, tag.description = Settings.cat_tag, tag.description or ""
    portal.trainer.update_tag(project.id, tag.id, tag)


def mislabel_cat_and_train(exercise: Exercise) -> None:
    """A newer iteration, trained with the very cat of the test among the dogs."""
    settings = exercise.settings
    _replace_image(exercise, settings.dog_tag, settings.cat_test, settings.dog_tag)
    exercise.portal.train(exercise.project)


def mislabel_dog_and_train(exercise: Exercise) -> None:
    """A newer iteration, trained with the very dog of the test among the cats."""
    settings = exercise.settings
    _replace_image(exercise, settings.cat_tag, settings.dog_test, settings.cat_tag)
    exercise.portal.train(exercise.project)


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
    wrong = _replace_image(exercise, name, urls, name)
    bad = portal.train(project)
    portal.publish(project, bad, exercise.settings.publish_name, str(exercise.prediction.id))
    portal.trainer.delete_images(project.id, image_ids=[wrong])
    portal.upload(project, portal.tag(project, name), images)
    portal.train(project)


def _replace_image(exercise: Exercise, old: str, urls: Sequence[str], new: str) -> str:
    """An image tagged `old` deleted, the one at the URL uploaded and tagged `new`; its id."""
    portal, project = exercise.portal, exercise.project
    victim = portal.trainer.get_images(
        project.id, tag_ids=[portal.tag(project, old).id], order_by="Oldest", take=1
    )[0]
    portal.trainer.delete_images(project.id, image_ids=[victim.id])
    return portal.add(project, urls, [portal.tag(project, new).id])


def publish_under_another_name(exercise: Exercise) -> None:
    """The name of the exercise is not taken by any iteration."""
    target = str(exercise.prediction.id)
    exercise.portal.publish(exercise.project, exercise.iteration, "pet-classifier-v1", target)


def publish_elsewhere(exercise: Exercise) -> None:
    """A prediction account of another group gets the model."""
    settings, resources = exercise.settings, exercise.resources
    resources.group(settings.other_group)
    target = resources.account(
        settings.other_group, settings.other_account, "CustomVision.Prediction", exercise.location
    )
    name = settings.publish_name
    exercise.portal.publish(exercise.project, exercise.iteration, name, str(target.id))


def delete_insights(exercise: Exercise) -> None:
    """Of what the workspace needs, Application Insights."""
    settings = exercise.settings
    exercise.resources.remove(settings.resource_id(INSIGHTS, settings.supply), INSIGHTS)


def exceed_quota(exercise: Exercise) -> None:
    """Two other instances take the 24 cores of the size's family, so that the creation fails.

    Raises:
        Refused: the subscription's quota is larger.
    """
    from azure.core.exceptions import HttpResponseError

    for name, size in (("neighbour", "Standard_DS15_v2"), ("lodger", "Standard_DS3_v2")):
        exercise.resources.make(exercise.compute_id(name), WORKSPACES, exercise.compute_body(size))
    try:
        exercise.compute_instance()
    except HttpResponseError as error:
        exercise.progress.say(f"the creation failed: {error.message}")
    else:
        raise Refused("the quota is large enough for a third compute instance")
