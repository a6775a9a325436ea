"""The exercise taken down."""

from __future__ import annotations

from azure_emulator.cloud import Cloud
from azure_emulator.resource_manager.state import ResourceManager
from solution.catalogue import SUBMISSIONS
from solution.destruction import Destruction
from solution.exercise import TASKS, Exercise
from solution.settings import Settings


def left(cloud: Cloud, settings: Settings) -> list[str]:
    """What is left of resources, deleted accounts and groups."""
    manager = cloud.state(ResourceManager)
    resources = [resource.id for resource in manager.in_subscription(settings.subscription)]
    deleted = Exercise(settings).clients.cognitive_services.deleted_accounts.list()
    groups = manager.subscription(settings.subscription).groups
    return [*resources, *(str(account.id) for account in deleted), *groups]


def test_nothing_is_left(settings: Settings, cloud: Cloud) -> None:
    """After the destruction there is no resource, no deleted account and no group."""
    Exercise(settings).do()
    Destruction(settings).do()
    assert left(cloud, settings) == []


def test_the_free_slot_is_free_again(settings: Settings) -> None:
    """The exercise can be done anew, under the same names and at the free tier."""
    for _ in range(2):
        exercise = Exercise(settings, skip=frozenset(list(TASKS)[2:])).do()
        Destruction(settings).do()
    assert exercise.training.sku.name == "F0"


def test_destroying_nothing_is_no_error(settings: Settings, cloud: Cloud) -> None:
    """Where nothing is, nothing happens."""
    Destruction(settings).do()
    assert left(cloud, settings) == []


def test_what_a_mistake_made_is_taken_down_too(settings: Settings, cloud: Cloud) -> None:
    """The second group and the container registry of the mistakes go as well."""
    wrong = (
        *("published-to-another-group", "container-registry", "compute-instance-failed"),
        *("published-to-multi-service", "second-prediction-account"),
    )
    for name in wrong:
        SUBMISSIONS[name].exercise(settings).do()
        Destruction(settings).do()
        assert left(cloud, settings) == [], name


def test_an_account_that_was_only_deleted_is_purged(settings: Settings, cloud: Cloud) -> None:
    """A destruction that was interrupted before the purge is finished by the next one."""
    exercise = Exercise(settings, skip=frozenset(list(TASKS)[2:])).do()
    delete = exercise.clients.cognitive_services.accounts.begin_delete
    delete(settings.resource_group, settings.prediction_account).result()
    Destruction(settings).do()
    assert left(cloud, settings) == []
