"""Resource groups and accounts, made or deleted otherwise than by the book."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from solution.destruction import Destruction
from solution.resources import ACCOUNTS, API_VERSIONS, PREDICTION, STORAGE, TRAINING
from solution.settings import Settings
from solution.submission import MODEL, PROJECT, WORKSPACE, afterwards, ids, instead

if TYPE_CHECKING:
    from solution.exercise import Exercise

ANOTHER_REGION = "westeurope"


def delete_everything(exercise: Exercise) -> None:
    """The resource group, with all that is in it."""
    Destruction(exercise.settings, exercise.progress).do()


@afterwards(
    "group-being-deleted",
    breaks=("1.1.1",),
    blocks=(*ids("1.2", 1, 4), "2.2.1", *PROJECT, *MODEL, "3.1.1", *WORKSPACE, "3.3.2"),
    requires="a deletion that takes longer",
)
def begin_to_delete_everything(exercise: Exercise) -> None:
    """Began to take everything down just now."""
    groups = exercise.clients.resources.resource_groups
    groups.begin_delete(exercise.settings.resource_group, polling=False)


def delete_training_account(exercise: Exercise) -> None:
    """The training account, its project with it."""
    _delete(exercise, exercise.settings.training_account)


@afterwards(
    "prediction-account-deleted",
    breaks=("1.2.2",),
    blocks=("1.2.3", "1.2.4", *ids("2.3", 2, 4), "3.3.2"),
)
def delete_prediction_account(exercise: Exercise) -> None:
    """Deleted the prediction resource, which could be restored for 48 hours."""
    _delete(exercise, exercise.settings.prediction_account)


def delete_both_accounts(exercise: Exercise) -> None:
    """Both accounts; for 48 hours they could be restored."""
    delete_training_account(exercise)
    delete_prediction_account(exercise)


def _delete(exercise: Exercise, name: str) -> None:
    exercise.resources.remove(exercise.settings.resource_id(ACCOUNTS, name), ACCOUNTS)


def create_group_twice(exercise: Exercise) -> None:
    """The exercise's group stays empty beside the one that is used."""
    exercise.resources.group(Settings.resource_group)
    exercise.resource_group()


def create_training_only(exercise: Exercise) -> None:
    """The portal's create option Training."""
    exercise.training = exercise.account(exercise.settings.training_account, TRAINING)


def create_prediction_only(exercise: Exercise) -> None:
    """The portal's create option Prediction."""
    exercise.prediction = exercise.account(exercise.settings.prediction_account, PREDICTION)


def create_training_twice(exercise: Exercise) -> None:
    """The second time where the option Prediction was wanted."""
    create_training_only(exercise)
    exercise.account(exercise.settings.prediction_account, TRAINING)


def create_multi_service(exercise: Exercise) -> None:
    """One account of all services, which trains and predicts, too."""
    both = exercise.account(exercise.settings.training_account, "CognitiveServices", tiers=("S0",))
    exercise.training = exercise.prediction = both


def create_computer_vision(exercise: Exercise) -> None:
    """The service whose name is the likest."""
    exercise.account(exercise.settings.training_account, "ComputerVision")


@instead(
    "prediction-account-in-another-group",
    task="custom_vision_service",
    breaks=("1.2.2",),
    blocks=("1.2.3", "1.2.4", *ids("2.3", 2, 4), "3.3.2"),
)
def create_prediction_elsewhere(exercise: Exercise) -> None:
    """Made the prediction resource in another resource group."""
    settings = exercise.settings
    create_training_only(exercise)
    exercise.resources.group(settings.other_group)
    exercise.prediction = exercise.account(
        settings.other_account, PREDICTION, group=settings.other_group
    )


def create_prediction_in_another_region(exercise: Exercise) -> None:
    """Nothing can then be published to it."""
    name = exercise.settings.prediction_account
    create_training_only(exercise)
    exercise.prediction = exercise.account(name, PREDICTION, location=ANOTHER_REGION)


def create_all_and_train_elsewhere(exercise: Exercise) -> None:
    """Both accounts in the exercise's group, and one of an earlier try that gets the project."""
    settings = exercise.settings
    exercise.custom_vision_service()
    exercise.resources.group(settings.other_group)
    exercise.training = exercise.account(
        settings.other_account, TRAINING, group=settings.other_group
    )


@instead("second-training-account", task="custom_vision_service")
def train_in_second_account(exercise: Exercise) -> None:
    """Made the project in the second of two training resources of the group."""
    exercise.custom_vision_service()
    name = f"{exercise.settings.training_account}-Second"
    exercise.training = exercise.account(name, TRAINING)


@instead("free-and-standard-tier", task="custom_vision_service")
def have_free_prediction_elsewhere(exercise: Exercise) -> None:
    """Has F0 to train and S0 to predict, the free one being taken by an earlier try."""
    settings = exercise.settings
    exercise.resources.group(settings.other_group)
    exercise.account(settings.other_account, PREDICTION, group=settings.other_group)
    exercise.custom_vision_service()


def have_two_of_each_elsewhere(exercise: Exercise) -> None:
    """Another course's accounts in another group."""
    settings = exercise.settings
    have_free_prediction_elsewhere(exercise)
    exercise.account(f"{settings.other_account}-Too", TRAINING, group=settings.other_group)


@afterwards("unrelated-resources")
def add_unrelated_resources(exercise: Exercise) -> None:
    """Has resources of other exercises in the same group, and in other regions."""
    name = exercise.settings.plain_suffix
    storage = {"kind": "StorageV2", "sku": {"name": "Standard_LRS"}, "properties": {}}
    exercise.resources.made(STORAGE, f"photos{name}", exercise.location, storage)
    exercise.account(f"computervision{name}", "ComputerVision")
    exercise.account(f"a-training{name}", TRAINING, location=ANOTHER_REGION)
    exercise.account(f"a-prediction{name}", PREDICTION, location=ANOTHER_REGION)


@instead("unused-accounts-in-the-groups-region", task="custom_vision_service", breaks=("1.2.4",))
def use_accounts_of_another_region(exercise: Exercise) -> None:
    """Made two resources in the group's region, and used two others in another region."""
    settings = exercise.settings
    exercise.account(f"{settings.training_account}-Unused", TRAINING)
    exercise.account(f"{settings.prediction_account}-Unused", PREDICTION)
    exercise.training = exercise.account(
        settings.training_account, TRAINING, location=ANOTHER_REGION
    )
    exercise.prediction = exercise.account(
        settings.prediction_account, PREDICTION, location=ANOTHER_REGION
    )


@instead("accounts-made-anew", task="custom_vision_service")
def make_accounts_anew(exercise: Exercise) -> None:
    """Deleted the training resource and made another one."""
    exercise.account(f"{exercise.settings.training_account}-First", TRAINING)
    _delete(exercise, f"{exercise.settings.training_account}-First")
    exercise.custom_vision_service()


@instead("group-with-tags", task="resource_group")
def tag_group(exercise: Exercise) -> None:
    """Put tags on the resource group."""
    settings, groups = exercise.settings, exercise.clients.resources.resource_groups
    group: Any = {"location": settings.location, "tags": {"course": "AI", "made-by": "me"}}
    groups.create_or_update(settings.resource_group, group)
    exercise.resource_group()


@afterwards("keys-renewed")
def renew_keys(exercise: Exercise) -> None:
    """Renewed the keys after the notebook was run."""
    accounts = exercise.clients.cognitive_services.accounts
    for account in (exercise.training, exercise.prediction):
        name = exercise.settings.resource_group
        accounts.regenerate_key(name, account.name, "Key1")


@afterwards("training-keys-off", unverified=("2.2.1", *PROJECT, *MODEL, "3.3.2"))
def disable_training_keys(exercise: Exercise) -> None:
    """Has the keys of the training resource switched off, as a policy wanted it."""
    _disable_keys(exercise, exercise.training)


def disable_prediction_keys(exercise: Exercise) -> None:
    """Local authentication off at the prediction account."""
    _disable_keys(exercise, exercise.prediction)


@afterwards("all-keys-off", unverified=("2.2.1", *PROJECT, *MODEL, "3.3.2"))
def disable_all_keys(exercise: Exercise) -> None:
    """Has the keys of both resources switched off."""
    disable_training_keys(exercise)
    disable_prediction_keys(exercise)


def _disable_keys(exercise: Exercise, account: Any) -> None:
    exercise.clients.resources.resources.begin_update_by_id(
        str(account.id),
        api_version=API_VERSIONS[ACCOUNTS],
        parameters={"properties": {"disableLocalAuth": True}},
    ).result()
