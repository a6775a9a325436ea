"""Resource groups, through Azure's management client."""

from __future__ import annotations

from typing import Any

import pytest
from azure.core.exceptions import HttpResponseError, ResourceNotFoundError

from azure_emulator.cloud import Cloud
from azure_emulator.resource_manager.resource import ResourceId
from azure_emulator.resource_manager.state import ResourceManager
from tests.azure_emulator.conftest import Arm

SEARCH = "Microsoft.Search/searchServices"


def test_a_new_group_is_answered_as_azure_does(sdk: Any) -> None:
    """A group has an id in Azure's letter case, its short location, its tags and its state."""
    group = sdk.resources.resource_groups.create_or_update(
        "udacity-exercises", {"location": "West US 2", "tags": {"course": "ai"}}
    )
    assert group.as_dict() == {
        "id": f"/subscriptions/{sdk.subscription}/resourceGroups/udacity-exercises",
        "name": "udacity-exercises",
        "type": "Microsoft.Resources/resourceGroups",
        "location": "westus2",
        "tags": {"course": "ai"},
        "properties": {"provisioningState": "Succeeded"},
    }


def test_creating_says_201_and_replacing_200(sdk: Any) -> None:
    """The first PUT of a group is answered 201, the next 200."""
    statuses = []
    for _ in range(2):
        sdk.resources.resource_groups.create_or_update(
            "g",
            {"location": "eastus"},
            raw_response_hook=lambda answer: statuses.append(answer.http_response.status_code),
        )
    assert statuses == [201, 200]


def test_a_group_is_found_in_any_letter_case(sdk: Any) -> None:
    """Names of groups are case-insensitive, and keep the case of their creation."""
    sdk.resources.resource_groups.create_or_update("Pets", {"location": "eastus"})
    assert sdk.resources.resource_groups.get("PETS").name == "Pets"
    assert sdk.resources.resource_groups.check_existence("pets") is True


def test_a_missing_group_is_404_with_the_recorded_text(sdk: Any) -> None:
    """GET of a missing group is ResourceGroupNotFound; HEAD is 404 without a body."""
    with pytest.raises(ResourceNotFoundError) as refused:
        sdk.resources.resource_groups.get("nowhere")
    assert "(ResourceGroupNotFound)" in refused.value.message
    assert "Resource group 'nowhere' could not be found." in refused.value.message
    answer: Any = refused.value.response
    assert answer.headers["x-ms-failure-cause"] == "gateway"
    assert sdk.resources.resource_groups.check_existence("nowhere") is False


def test_an_unknown_subscription_is_404(sdk: Any) -> None:
    """A subscription that is not there is SubscriptionNotFound."""
    with pytest.raises(ResourceNotFoundError) as refused:
        sdk.subscriptions.subscriptions.get("4525f627-0000-0000-0000-000000000000")
    assert "(SubscriptionNotFound)" in refused.value.message


@pytest.mark.parametrize(
    ("name", "body", "code"),
    [
        ("bad name", {"location": "eastus"}, "InvalidResourceGroup"),
        ("dot.", {"location": "eastus"}, "InvalidResourceGroup"),
        ("g" * 91, {"location": "eastus"}, "InvalidResourceGroup"),
        ("g", {}, "LocationRequired"),
        ("g", {"location": "atlantis"}, "LocationNotAvailableForResourceGroup"),
        ("g", {"location": "eastus", "tags": "no"}, "InvalidRequestContent"),
    ],
)
def test_a_bad_group_is_refused(sdk: Any, name: str, body: dict[str, Any], code: str) -> None:
    """A group needs a good name, a location of Azure's, and a body that fits."""
    client = sdk.resources
    client.resource_groups._serialize.client_side_validation = False
    with pytest.raises(HttpResponseError) as refused:
        client.resource_groups.create_or_update(name, body)
    assert refused.value.status_code == 400
    assert f"({code})" in refused.value.message


def test_a_group_stays_where_it_is(sdk: Any) -> None:
    """A group cannot be put again with another location."""
    sdk.resources.resource_groups.create_or_update("g", {"location": "eastus"})
    with pytest.raises(HttpResponseError) as refused:
        sdk.resources.resource_groups.create_or_update("g", {"location": "westus2"})
    assert refused.value.status_code == 409
    assert "(InvalidResourceGroupLocation)" in refused.value.message


def test_a_patch_changes_the_tags(sdk: Any) -> None:
    """PATCH replaces the tags and nothing else."""
    sdk.resources.resource_groups.create_or_update("g", {"location": "eastus"})
    changed = sdk.resources.resource_groups.update("g", {"tags": {"a": "b"}})
    assert (changed.tags, changed.location) == ({"a": "b"}, "eastus")


def test_groups_are_listed_by_tag(sdk: Any) -> None:
    """`$filter` by tag name and value lets through the groups that have it."""
    for name, tags in (("one", {"course": "ai"}), ("two", {"Course": "db"}), ("three", {})):
        sdk.resources.resource_groups.create_or_update(name, {"location": "eastus", "tags": tags})

    def listed(wanted: str | None) -> list[str]:
        return [group.name for group in sdk.resources.resource_groups.list(filter=wanted)]

    assert listed(None) == ["one", "two", "three"]
    assert listed("tagName eq 'course'") == ["one", "two"]
    assert listed("tagName eq 'course' and tagValue eq 'ai'") == ["one"]


def test_a_deleted_group_goes_with_its_resources_at_the_end(sdk: Any, cloud: Cloud) -> None:
    """DELETE is answered 202 with a Location; once that says 200, group and resources are gone."""
    sdk.resources.resource_groups.create_or_update("g", {"location": "eastus"})
    search = f"/subscriptions/{sdk.subscription}/resourceGroups/g/providers/{SEARCH}/s"
    sdk.resources.resources.begin_create_or_update_by_id(
        search, api_version="2023-01-01", parameters={"location": "eastus"}
    ).result()
    removed: list[str] = []
    cloud.state(ResourceManager).on_removal.append(lambda resource: removed.append(resource.id))
    first: list[Any] = []
    poller = sdk.resources.resource_groups.begin_delete("g", raw_response_hook=first.append)
    assert first[0].http_response.status_code == 202
    assert "/operationresults/" in first[0].http_response.headers["Location"]
    poller.result()
    assert sdk.resources.resource_groups.check_existence("g") is False
    assert removed == [search]
    assert cloud.state(ResourceManager).find(ResourceId.parse(search)) is None


def test_nothing_is_made_in_a_group_that_is_going(sdk: Any, cloud: Cloud) -> None:
    """While a group is deleted, it says so and takes neither itself nor a resource anew."""
    sdk.resources.resource_groups.create_or_update("g", {"location": "eastus"})
    cloud.state(ResourceManager).group(sdk.subscription, "g").gone = cloud.now().replace(year=9999)
    assert sdk.resources.resource_groups.get("g").properties.provisioning_state == "Deleting"
    with pytest.raises(HttpResponseError) as refused:
        sdk.resources.resource_groups.create_or_update("g", {"location": "eastus"})
    assert "(ResourceGroupBeingDeleted)" in refused.value.message


@pytest.mark.parametrize(("method", "below"), [("PUT", ""), ("GET", ""), ("GET", "/resources")])
def test_a_slash_in_a_groups_name_is_not_two_names(
    arm: Arm, sdk: Any, cloud: Cloud, method: str, below: str
) -> None:
    """Encoded, it belongs to the name, which no group can have."""
    path = f"/subscriptions/{sdk.subscription}/resourceGroups/rep%2Fro{below}"
    refused = arm(method, path, json={"location": "eastus"} if method == "PUT" else None)
    assert refused.status_code == 400
    assert refused.json()["error"]["code"] == "InvalidResourceGroup"
    assert "'rep/ro' has these invalid characters: '/'" in refused.json()["error"]["message"]
    assert cloud.unserved == []
