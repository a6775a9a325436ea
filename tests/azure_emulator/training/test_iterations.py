"""Training by the clock, what Azure refuses, and publication."""

from __future__ import annotations

from datetime import timedelta

import pytest

from azure_emulator.cloud import Cloud
from azure_emulator.cognitive_services.account import Account
from azure_emulator.errors import CustomVisionError
from azure_emulator.training.domains import DOMAINS
from azure_emulator.training.iterations import ADVANCED, Iteration, Plan
from azure_emulator.training.lifecycle import delete, publish, rename, train, unpublish
from azure_emulator.training.projects import Project
from azure_emulator.training.settings import Settings
from azure_emulator.training.state import Training
from azure_emulator.training.uploads import Entry
from tests.harness.custom_vision import (
    PREDICTION,
    TRAINING,
    Clock,
    add_account,
    cats,
    filled_project,
)

MINUTE = timedelta(minutes=1)


@pytest.fixture
def project(still: Cloud, account: Account) -> Project:
    """Five cats, five dogs."""
    return filled_project(still, account)


@pytest.fixture
def iteration(still: Cloud, project: Project, clock: Clock) -> Iteration:
    """A completed training of it."""
    begun = train(still, project, Plan(), force=False)
    clock.pass_by(MINUTE)
    return begun


def refusal(code: str) -> pytest.RaisesExc[CustomVisionError]:
    """Azure refuses with that code."""
    return pytest.RaisesExc(CustomVisionError, check=lambda error: error.code == code)


def test_training_takes_its_time(still: Cloud, project: Project, clock: Clock) -> None:
    """An iteration is completed when the duration of training has passed, not before."""
    begun = train(still, project, Plan(), force=False)
    assert not begun.completed(clock.time)
    assert project.newest_completed(clock.time) is None
    clock.pass_by(MINUTE)
    assert begun.completed(clock.time)
    assert project.newest_completed(clock.time) is begun
    assert begun.ready == begun.started + MINUTE


def test_a_training_can_be_made_to_fail(still: Cloud, project: Project, clock: Clock) -> None:
    """Then it ends with nothing to predict with, and the next one can begin."""
    begun = train(still, project, Plan(), force=False)
    begun.failed = True
    assert begun.status(clock.time) == "Training"
    clock.pass_by(MINUTE)
    assert begun.status(clock.time) == "Failed"
    assert project.newest_completed(clock.time) is None
    assert train(still, project, Plan(), force=True).status(clock.time) == "Training"


def test_iterations_are_numbered_through(
    still: Cloud, project: Project, iteration: Iteration
) -> None:
    """Names count up, and a deleted iteration's number is not used again."""
    assert iteration.name == "Iteration 1"
    assert iteration.created == project.created
    delete(project, iteration.id)
    assert train(still, project, Plan(), force=False).name == "Iteration 2"


def test_one_training_at_a_time(still: Cloud, project: Project) -> None:
    """A second training is refused while the first goes on."""
    train(still, project, Plan(), force=False)
    with refusal("BadRequestTrainInProgress"):
        train(still, project, Plan(), force=True)


@pytest.mark.usefixtures("iteration")
def test_nothing_changed_needs_no_training(still: Cloud, project: Project) -> None:
    """The same again is refused, unless it is forced or something changed."""
    with refusal("BadRequestTrainingNotNeeded"):
        train(still, project, Plan(), force=False)
    assert train(still, project, Plan(), force=True).started == still.now()


@pytest.mark.usefixtures("iteration")
def test_a_new_image_is_a_change(still: Cloud, account: Account, project: Project) -> None:
    """After an upload there is something to train."""
    still.state(Training).upload(
        account, project, [Entry("", cats(6)[0])], list(project.current.tags)
    )
    assert train(still, project, Plan(), force=False).name == "Iteration 2"


@pytest.mark.parametrize(
    ("kind", "code"),
    [
        ("Multiclass", "BadRequestMultiClassClassificationTrainingValidationFailed"),
        ("Multilabel", "BadRequestMultiLabelClassificationTrainingValidationFailed"),
    ],
)
def test_five_images_a_tag_are_needed(still: Cloud, account: Account, kind: str, code: str) -> None:
    """With four images of one tag, training is refused."""
    project = filled_project(still, account, kind)
    still.state(Training).delete_images(project, [next(iter(project.current.images))])
    with refusal(code):
        train(still, project, Plan(), force=False)


def test_two_tags_are_needed(still: Cloud, project: Project) -> None:
    """One tag is nothing to tell apart."""
    one = next(iter(project.current.tags))
    with refusal("BadRequestMultiClassClassificationTrainingValidationFailed"):
        train(still, project, Plan(selected=(one,)), force=False)


def test_selected_tags_alone_are_learnt(still: Cloud, account: Account, project: Project) -> None:
    """Tags that are not selected are left out, however few images they have."""
    chosen = tuple(project.current.tags)
    still.state(Training).create_tag(account, project, "horse", None, "Regular")
    begun = train(still, project, Plan(selected=chosen), force=False)
    assert [tag.name for tag in begun.tags] == ["cat", "dog"]


def test_advanced_training_needs_a_budget(still: Cloud, project: Project) -> None:
    """Advanced training records its budget, and is refused without one."""
    with refusal("BadRequestReservedBudgetInHoursNotEnoughForAdvancedTraining"):
        train(still, project, Plan(ADVANCED, 0), force=False)
    assert train(still, project, Plan(ADVANCED, 2), force=False).plan.hours == 2


def test_a_training_type_is_one_of_two(still: Cloud, project: Project) -> None:
    """Another word than Regular and Advanced is refused, and so is an unknown tag."""
    with refusal("BadRequestInvalid"):
        train(still, project, Plan("Quick"), force=False)
    with refusal("BadRequestInvalidIds"):
        train(still, project, Plan(selected=("cat",)), force=False)


def test_twenty_iterations_are_the_limit(still: Cloud, project: Project, clock: Clock) -> None:
    """The 21st is refused."""
    for _ in range(20):
        train(still, project, Plan(), force=True)
        clock.pass_by(MINUTE)
    with refusal("BadRequestExceedIterationPerProjectLimit"):
        train(still, project, Plan(), force=True)


def test_object_detection_needs_images_with_regions(still: Cloud, account: Account) -> None:
    """Without a tag there is nothing to detect."""
    detection = next(one for one in DOMAINS if one.type == "ObjectDetection")
    settings = Settings.chosen(detection.id, None, [])
    project = still.state(Training).create_project(account, "Where", None, settings)
    with refusal("BadRequestDetectionTrainingValidationFailed"):
        train(still, project, Plan(), force=False)


def test_iterations_are_renamed(
    still: Cloud, project: Project, iteration: Iteration, clock: Clock
) -> None:
    """A name must be there, and be the only one of its kind."""
    clock.pass_by(MINUTE)
    assert rename(still, project, iteration.id, "Good").name == "Good"
    assert iteration.last_modified(clock.time) == clock.time
    with refusal("BadRequestIterationName"):
        rename(still, project, iteration.id, " ")


def test_a_name_is_used_once(still: Cloud, project: Project, iteration: Iteration) -> None:
    """Another iteration's name is refused."""
    second = train(still, project, Plan(), force=True)
    with refusal("BadRequestIterationNameNotUnique"):
        rename(still, project, second.id, iteration.name)


def test_publishing_and_taking_back(
    still: Cloud, project: Project, iteration: Iteration, target: Account
) -> None:
    """A published iteration is found by its name until it is taken back; it cannot be deleted."""
    publish(still, project, iteration.id, name="pets", target=target.id, overwrite=False)
    assert project.published_as("pets") is iteration
    assert iteration.publish_target == target.id
    with refusal("BadRequestIterationIsPublished"):
        delete(project, iteration.id)
    unpublish(still, project, iteration.id)
    assert project.published_as("pets") is None
    with refusal("BadRequestIterationNotPublished"):
        unpublish(still, project, iteration.id)


def test_a_published_iteration_is_not_published_again(
    still: Cloud, project: Project, iteration: Iteration, target: Account
) -> None:
    """It is refused, naming what it is published as; `overwrite` gives it another name."""
    publish(still, project, iteration.id, name="pets", target=target.id, overwrite=False)
    with pytest.raises(CustomVisionError, match="Iteration is already published as: pets"):
        publish(still, project, iteration.id, name="cats", target=target.id, overwrite=False)
    publish(still, project, iteration.id, name="cats", target=target.id, overwrite=True)
    assert iteration.publish_name == "cats"


def test_a_name_in_use_moves_only_by_overwriting(
    still: Cloud, project: Project, iteration: Iteration, target: Account, clock: Clock
) -> None:
    """A second iteration takes the first one's name with `overwrite` alone."""
    publish(still, project, iteration.id, name="pets", target=target.id, overwrite=False)
    second = train(still, project, Plan(), force=True)
    with refusal("BadRequestIterationIsNotTrained"):
        publish(still, project, second.id, name="pets", target=target.id, overwrite=True)
    clock.pass_by(MINUTE)
    with refusal("BadRequestInvalidPublishName"):
        publish(still, project, second.id, name="pets", target=target.id, overwrite=False)
    publish(still, project, second.id, name="pets", target=target.id, overwrite=True)
    assert project.published_as("pets") is second
    assert iteration.publish_name is None


@pytest.mark.parametrize("name", ["", "  ", "a/b", "x" * 129])
def test_some_names_cannot_be_published(
    still: Cloud, project: Project, iteration: Iteration, target: Account, name: str
) -> None:
    """A name is not blank, not too long, and fits into a path."""
    with refusal("BadRequestInvalidPublishName"):
        publish(still, project, iteration.id, name=name, target=target.id, overwrite=False)


@pytest.mark.parametrize(
    ("kind", "location", "fits"),
    [
        (PREDICTION, "westus2", True),
        ("CognitiveServices", "westus2", True),
        (PREDICTION, "westeurope", False),
        (TRAINING, "westus2", False),
    ],
)
def test_the_target_is_a_prediction_account_of_the_region(
    still: Cloud, project: Project, iteration: Iteration, kind: str, location: str, fits: bool
) -> None:
    """Another kind or another region is refused."""
    other = add_account(still, "other", kind, location=location)
    if fits:
        publish(still, project, iteration.id, name="x", target=other.id.upper(), overwrite=False)
        assert iteration.publish_name == "x"
    else:
        with refusal("BadRequestInvalidPublishTarget"):
            publish(still, project, iteration.id, name="x", target=other.id, overwrite=False)


@pytest.mark.parametrize("resource_id", ["", "petsprediction", "/subscriptions/none"])
def test_a_target_that_does_not_exist_is_refused(
    still: Cloud, project: Project, iteration: Iteration, resource_id: str
) -> None:
    """The full id of an existing account is needed."""
    with refusal("BadRequestInvalidPublishTarget"):
        publish(still, project, iteration.id, name="x", target=resource_id, overwrite=False)
