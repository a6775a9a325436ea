"""Soft-deleted accounts: 48 hours of a name, a subdomain and a free tier."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from azure.core.exceptions import HttpResponseError, ResourceNotFoundError

from azure_emulator.cloud import Cloud
from azure_emulator.cognitive_services.account import TYPE, Account
from azure_emulator.cognitive_services.state import CognitiveServices
from azure_emulator.entra.state import Entra
from azure_emulator.errors import ArmError
from azure_emulator.resource_manager.resource import Resource, ResourceId
from azure_emulator.resource_manager.state import ResourceManager

WANTED = {
    "kind": "CustomVision.Training",
    "sku": {"name": "F0"},
    "location": "West US 2",
    "properties": {"customSubDomainName": "pets"},
}
RESTORE = {**WANTED, "properties": {"restore": True}}


@pytest.fixture
def deleted(sdk: Any) -> str:
    """The id of an account that was made and deleted again."""
    sdk.resources.resource_groups.create_or_update("g", {"location": "westus2"})
    made = sdk.cognitive.accounts.begin_create("g", "cv", WANTED).result()
    sdk.cognitive.accounts.begin_delete("g", "cv").result()
    return str(made.id)


@pytest.mark.usefixtures("deleted")
def test_a_deleted_account_is_listed_apart(sdk: Any) -> None:
    """It is among the deleted ones, its group only in its id, and nowhere else."""
    assert list(sdk.cognitive.accounts.list()) == []
    (found,) = sdk.cognitive.deleted_accounts.list()
    assert found.id == (
        f"/subscriptions/{sdk.subscription}/providers/Microsoft.CognitiveServices/locations/"
        "westus2/resourceGroups/g/deletedAccounts/cv"
    )
    assert found.properties.deletion_date < found.properties.scheduled_purge_date
    assert sdk.cognitive.deleted_accounts.get("westus2", "g", "cv").name == "cv"
    with pytest.raises(ResourceNotFoundError):
        sdk.cognitive.deleted_accounts.get("eastus", "g", "cv")


@pytest.mark.usefixtures("deleted")
def test_deleting_what_is_not_there_is_no_error(sdk: Any) -> None:
    """A second DELETE is answered 204."""
    sdk.cognitive.accounts.begin_delete("g", "cv").result()


def test_the_name_is_taken_until_restored_or_purged(sdk: Any, deleted: str) -> None:
    """Making it anew is FlagMustBeSetForRestore, with the id; purging frees name and subdomain."""
    accounts = sdk.cognitive.accounts
    with pytest.raises(HttpResponseError, match="FlagMustBeSetForRestore") as refused:
        accounts.begin_create("g", "cv", WANTED).result()
    assert refused.value.status_code == 409
    assert f"An existing resource with ID '{deleted}' has been soft-deleted." in (
        refused.value.message
    )
    with pytest.raises(HttpResponseError, match="CustomDomainInUse"):
        accounts.begin_create("g", "cv2", {**WANTED, "sku": {"name": "S0"}}).result()
    sdk.cognitive.deleted_accounts.begin_purge("westus2", "g", "cv").result()
    assert accounts.begin_create("g", "cv", WANTED).result().name == "cv"


def test_a_restored_account_is_the_same(cloud: Cloud, sdk: Any, deleted: str) -> None:
    """With `restore` it comes back with its kind, tier, subdomain and inner id."""
    (kept,) = cloud.state(CognitiveServices).deleted(sdk.subscription)
    assert kept.account.id == deleted
    key = kept.account.key1
    restored = sdk.cognitive.accounts.begin_create("g", "cv", RESTORE).result()
    assert restored.properties.internal_id == kept.account.internal_id
    assert restored.properties.custom_sub_domain_name == "pets"
    assert sdk.cognitive.accounts.list_keys("g", "cv").key1 == key
    assert list(sdk.cognitive.deleted_accounts.list()) == []


def test_a_groups_accounts_are_soft_deleted_with_it(sdk: Any) -> None:
    """Deleting the group soft-deletes its accounts; they can be restored in a new group."""
    for _ in range(2):
        sdk.resources.resource_groups.create_or_update("g", {"location": "westus2"})
        wanted = RESTORE if list(sdk.cognitive.deleted_accounts.list()) else WANTED
        made = sdk.cognitive.accounts.begin_create("g", "cv", wanted).result()
        assert made.properties.provisioning_state == "Succeeded"
        sdk.resources.resource_groups.begin_delete("g").result()
    assert [each.name for each in sdk.cognitive.deleted_accounts.list()] == ["cv"]


def made(cloud: Cloud) -> Account:
    """An account, made directly in the state."""
    (subscription,) = cloud.state(ResourceManager).subscriptions
    cloud.state(ResourceManager).put_group(subscription, "g", {"location": "westus2"})
    path = ResourceId(subscription, "g", TYPE, ("cv",))
    return cloud.state(CognitiveServices).put(path, WANTED, cloud.state(Entra).principal)[0]


def test_after_two_days_it_is_gone(slow_cloud: Cloud, clock: Any) -> None:
    """48 hours later the account is purged, and its name and subdomain are free."""
    account = made(slow_cloud)
    service = slow_cloud.state(CognitiveServices)
    slow_cloud.state(ResourceManager).remove(account.path)
    clock.go(timedelta(hours=47, minutes=59))
    assert [each.account for each in service.deleted(account.path.subscription)] == [account]
    clock.go(timedelta(minutes=1))
    assert service.deleted(account.path.subscription) == []
    again = made(slow_cloud)
    assert (again.id, again.host) == (account.id, account.host)
    assert again.internal_id != account.internal_id


def test_an_account_in_the_making_tells_no_keys(slow_cloud: Cloud, clock: Any) -> None:
    """Until an account is Succeeded its keys are neither told nor taken."""
    account = made(slow_cloud)
    service = slow_cloud.state(CognitiveServices)
    with pytest.raises(ArmError, match="AccountProvisioningStateInvalid"):
        service.keys(account)
    assert service.by_key(account.host, account.key1) is None
    clock.go(timedelta(minutes=1))
    assert service.by_key(account.host, service.keys(account)["key1"]) is account


def test_a_failed_account_says_so(cloud: Cloud, sdk: Any) -> None:
    """No request makes a creation fail; when one does, its operation and its state say why."""
    sdk.resources.resource_groups.create_or_update("g", {"location": "westus2"})
    poller = sdk.cognitive.accounts.begin_create("g", "cv", WANTED)
    (account,) = cloud.state(ResourceManager).resources(Account)
    account.failed = "The region has no capacity."
    with pytest.raises(HttpResponseError, match="no capacity"):
        poller.result()
    assert sdk.cognitive.accounts.get("g", "cv").properties.provisioning_state == "Failed"


def test_only_accounts_are_accounts(slow_cloud: Cloud) -> None:
    """Another resource that a test put under an account's id is not one."""
    account = made(slow_cloud)
    slow_cloud.state(ResourceManager).put(
        Resource(
            path=account.path,
            location="westus2",
            created=account.created,
            ready=account.ready,
        )
    )
    with pytest.raises(ArmError, match="ResourceNotFound"):
        slow_cloud.state(CognitiveServices).get(account.path)


def test_keys_are_not_shown_by_accident(slow_cloud: Cloud) -> None:
    """The representation of an account holds no key."""
    account = made(slow_cloud)
    assert account.key1 not in repr(account)
    assert account.key2 not in repr(account)
