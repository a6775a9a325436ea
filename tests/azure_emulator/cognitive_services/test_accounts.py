"""Accounts of Cognitive Services, through Azure's management client."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from azure.core.exceptions import HttpResponseError, ResourceNotFoundError

from azure_emulator.cloud import Cloud
from azure_emulator.cognitive_services.catalogue import Kind
from azure_emulator.cognitive_services.state import CognitiveServices

TRAINING = "CustomVision.Training"
PREDICTION = "CustomVision.Prediction"
Make = Callable[..., Any]


@pytest.fixture
def make(sdk: Any) -> Make:
    """`make("cv", kind=..., sku="F0", ...)`: an account in the group `g`."""
    sdk.resources.resource_groups.create_or_update("g", {"location": "westus2"})

    def make(
        name: str, kind: str = TRAINING, sku: str = "F0", location: str = "westus2", **more: Any
    ) -> Any:
        account = {"kind": kind, "sku": {"name": sku}, "location": location, **more}
        return sdk.cognitive.accounts.begin_create("g", name, account).result()

    return make


def test_an_account_is_made(make: Make) -> None:
    """An account is Creating, then Succeeded; without a subdomain its endpoint is regional."""
    made = make("cv", location="West US 2", tags={"a": "b"})
    assert made.properties.provisioning_state == "Succeeded"
    assert made.properties.endpoint == "https://westus2.api.cognitive.microsoft.com/"
    assert (made.kind, made.sku.name, made.location) == (TRAINING, "F0", "West US 2")
    assert made.tags == {"a": "b"}
    assert made.system_data.created_by_type == "Application"
    assert len(made.properties.internal_id) == 32


def test_a_creation_can_be_polled(arm: Callable[..., Any], sdk: Any) -> None:
    """PUT is answered 201 with an Azure-AsyncOperation, which ends in Succeeded."""
    sdk.resources.resource_groups.create_or_update("g", {"location": "westus2"})
    home = f"/subscriptions/{sdk.subscription}/resourceGroups/g"
    path = f"{home}/providers/Microsoft.CognitiveServices/accounts/cv"
    body = {"kind": TRAINING, "sku": {"name": "S0"}, "location": "westus2"}
    answer = arm("PUT", path, json=body)
    assert (answer.status_code, answer.json()["properties"]["provisioningState"]) == (
        201,
        "Creating",
    )
    polled = arm("GET", answer.headers["Azure-AsyncOperation"].partition("azure.com")[2])
    assert set(polled.json()) >= {"id", "name", "status", "startTime"}
    assert arm("PUT", path, json=body).status_code == 200


def test_a_subdomain_is_the_endpoint_and_unique(make: Make) -> None:
    """A custom subdomain makes the endpoint; nobody else can have it, in any letter case."""
    made = make("cv", properties={"customSubDomainName": "Pets-CV"})
    assert made.properties.endpoint == "https://pets-cv.cognitiveservices.azure.com/"
    assert made.properties.custom_sub_domain_name == "Pets-CV"
    with pytest.raises(HttpResponseError, match="CustomDomainInUse") as refused:
        make("cv2", kind=PREDICTION, properties={"customSubDomainName": "pets-cv"})
    assert refused.value.status_code == 409


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"kind": "CustomVision"}, "InvalidApiSetId"),
        ({"location": "westcentralus"}, "InvalidApiSetId"),
        ({"sku": "S1"}, "InvalidSkuId"),
        ({"location": "BLA"}, "LocationNotAvailableForResourceType"),
        ({"location": ""}, "LocationRequired"),
        ({"properties": {"customSubDomainName": "not_a_host"}}, "CustomDomainInvalid"),
        ({"properties": {"restore": True}}, "CanNotRestoreANonExistingResource"),
    ],
)
def test_a_bad_account_is_refused(make: Make, more: dict[str, Any], code: str) -> None:
    """Kind, region, tier and subdomain are looked at before an account is made."""
    with pytest.raises(HttpResponseError, match=code) as refused:
        make("cv", **more)
    assert refused.value.status_code == 400


@pytest.mark.usefixtures("make")
def test_a_bad_name_is_refused(arm: Callable[..., Any], sdk: Any) -> None:
    """A name has 2 to 64 characters and begins with a letter or digit."""
    home = f"/subscriptions/{sdk.subscription}/resourceGroups/g"
    path = f"{home}/providers/Microsoft.CognitiveServices/accounts/-"
    body = {"kind": TRAINING, "sku": {"name": "F0"}, "location": "westus2"}
    assert arm("PUT", path, json=body).json()["error"]["code"] == "InvalidAccountName"


def test_refusals_have_the_recorded_texts(make: Make) -> None:
    """The texts of a wrong tier and of a wrong location are Azure's own."""
    with pytest.raises(HttpResponseError) as refused:
        make("cv", sku="N0")
    assert f"The SKU name 'N0' in account type '{TRAINING}' is invalid." in refused.value.message
    with pytest.raises(HttpResponseError) as refused:
        make("cv", location="BLA")
    assert (
        "The provided location 'BLA' is not available for resource type "
        "'Microsoft.CognitiveServices/accounts'. List of available regions for the resource type "
        "is 'global,"
    ) in refused.value.message


def test_a_group_must_be_there(sdk: Any) -> None:
    """Without its group an account is ResourceGroupNotFound."""
    with pytest.raises(ResourceNotFoundError, match="ResourceGroupNotFound"):
        sdk.cognitive.accounts.get("nowhere", "cv")


@pytest.mark.usefixtures("make")
def test_a_missing_account_is_404(sdk: Any) -> None:
    """GET and listKeys of a missing account are ResourceNotFound with its type and group."""
    for ask in (sdk.cognitive.accounts.get, sdk.cognitive.accounts.list_keys):
        with pytest.raises(ResourceNotFoundError) as refused:
            ask("g", "none")
        assert (
            "The Resource 'Microsoft.CognitiveServices/accounts/none' under resource group 'g' "
            "was not found."
        ) in refused.value.message


def test_one_free_account_of_a_kind(make: Make) -> None:
    """A second F0 of a kind is refused, another kind's is not, and a paid one is not."""
    make("cv")
    make("cv-prediction", kind=PREDICTION)
    make("paid", sku="S0")
    with pytest.raises(HttpResponseError, match="CanNotCreateMultipleFreeAccounts") as refused:
        make("cv2")
    assert f"'{TRAINING}'" in refused.value.message


def test_a_deleted_free_account_still_counts(sdk: Any, make: Make) -> None:
    """A soft-deleted F0 holds its kind's free slot until it is purged."""
    make("cv")
    sdk.cognitive.accounts.begin_delete("g", "cv").result()
    with pytest.raises(HttpResponseError, match="CanNotCreateMultipleFreeAccounts"):
        make("cv2")
    sdk.cognitive.deleted_accounts.begin_purge("westus2", "g", "cv").result()
    assert make("cv2").sku.name == "F0"


def test_the_catalogue_can_be_extended(cloud: Cloud, sdk: Any, make: Make) -> None:
    """A tier that Azure may add is one entry of data; it is offered, listed and taken."""
    cloud.state(CognitiveServices).catalogue[TRAINING] = Kind(("F0", "S0", "S9"), ("westus2",))
    assert make("cv", sku="S9").sku.name == "S9"
    rows = [(sku.kind, sku.name, sku.tier) for sku in sdk.cognitive.resource_skus.list()]
    assert (TRAINING, "S9", "Standard") in rows
    assert (PREDICTION, "F0", "Free") in rows
    offered = sdk.cognitive.accounts.list_skus("g", "cv").value
    assert [each.sku.name for each in offered] == ["F0", "S0", "S9"]


def test_accounts_are_listed_by_group_and_subscription(sdk: Any, make: Make) -> None:
    """An account is listed in its group and in its subscription, with its properties."""
    sdk.resources.resource_groups.create_or_update("other", {"location": "westus2"})
    make("cv")
    accounts = sdk.cognitive.accounts
    assert [each.name for each in accounts.list_by_resource_group("g")] == ["cv"]
    assert list(accounts.list_by_resource_group("other")) == []
    assert [each.properties.provisioning_state for each in accounts.list()] == ["Succeeded"]
    found = sdk.resources.resources.list(
        filter="resourceType eq 'Microsoft.CognitiveServices/accounts'"
    )
    assert [(each.name, each.kind, each.location) for each in found] == [
        ("cv", TRAINING, "westus2")
    ]


def test_an_account_exists_or_not(sdk: Any, make: Make) -> None:
    """HEAD by id is 204 or 404."""
    made = make("cv")
    exists = sdk.resources.resources.check_existence_by_id
    assert exists(made.id, api_version="2023-05-01") is True
    assert exists(made.id + "x", api_version="2023-05-01") is False


def test_both_keys_open_the_account(cloud: Cloud, sdk: Any, make: Make) -> None:
    """Keys have 84 characters and Azure's mark; each opens at its own and its region's host."""
    make("cv", properties={"customSubDomainName": "pets"})
    keys = sdk.cognitive.accounts.list_keys("g", "cv")
    service = cloud.state(CognitiveServices)
    assert {len(keys.key1), len(keys.key2)} == {84}
    assert "JQQJ99" in keys.key1
    for key in (keys.key1, keys.key2):
        for host in ("pets.cognitiveservices.azure.com", "westus2.api.cognitive.microsoft.com"):
            opened = service.by_key(host, key)
            assert opened is not None
            assert opened.name == "cv"
    assert service.by_key("eastus.api.cognitive.microsoft.com", keys.key1) is None
    assert service.by_key("pets.cognitiveservices.azure.com", "x") is None
    assert service.by_host("PETS.cognitiveservices.azure.com") is not None
    assert service.by_host("westus2.api.cognitive.microsoft.com") is None


def test_a_regenerated_key_is_another(cloud: Cloud, sdk: Any, make: Make) -> None:
    """regenerateKey replaces the named key only; the old one opens nothing any more."""
    make("cv")
    old = sdk.cognitive.accounts.list_keys("g", "cv")
    new = sdk.cognitive.accounts.regenerate_key("g", "cv", "Key1")
    host = "westus2.api.cognitive.microsoft.com"
    assert new.key1 != old.key1
    assert new.key2 == old.key2
    assert cloud.state(CognitiveServices).by_key(host, old.key1) is None
    with pytest.raises(HttpResponseError, match="Key1 or Key2"):
        sdk.cognitive.accounts.regenerate_key("g", "cv", "Key3")


def test_keys_can_be_switched_off(cloud: Cloud, sdk: Any, make: Make) -> None:
    """With disableLocalAuth, keys are neither told nor taken; a PATCH turns them on again."""
    make("cv")
    key = sdk.cognitive.accounts.list_keys("g", "cv").key1
    accounts, host = sdk.cognitive.accounts, "westus2.api.cognitive.microsoft.com"
    accounts.begin_update("g", "cv", {"properties": {"disableLocalAuth": True}}).result()
    with pytest.raises(HttpResponseError) as refused:
        accounts.list_keys("g", "cv")
    assert "Failed to list key. disableLocalAuth is set to be true." in refused.value.message
    assert cloud.state(CognitiveServices).by_key(host, key) is None
    accounts.begin_update("g", "cv", {"properties": {"disableLocalAuth": False}}).result()
    assert accounts.list_keys("g", "cv").key1 == key


def test_a_patch_changes_tier_and_tags(sdk: Any, make: Make) -> None:
    """PATCH changes what it names; the rules of tiers hold there too; the etag is new."""
    made = make("cv", sku="S0", tags={"a": "b"}, identity={"type": "SystemAssigned"})
    changed = sdk.cognitive.accounts.begin_update("g", "cv", {"sku": {"name": "F0"}}).result()
    assert (changed.sku.name, changed.tags) == ("F0", {"a": "b"})
    assert changed.etag != made.etag
    assert changed.identity.principal_id == made.identity.principal_id
    make("cv2", sku="S0")
    with pytest.raises(HttpResponseError, match="CanNotCreateMultipleFreeAccounts"):
        sdk.cognitive.accounts.begin_update("g", "cv2", {"sku": {"name": "F0"}}).result()


@pytest.mark.parametrize(
    "other",
    [{"kind": PREDICTION}, {"properties": {"customSubDomainName": "other"}}],
    ids=["kind", "subdomain"],
)
def test_kind_and_subdomain_stay(make: Make, other: dict[str, Any]) -> None:
    """An existing account keeps its kind and its subdomain."""
    make("cv", properties={"customSubDomainName": "pets"})
    with pytest.raises(HttpResponseError, match="cannot be changed"):
        make("cv", **{"properties": {"customSubDomainName": "pets"}, **other})


def test_an_account_stays_where_it_is(make: Make) -> None:
    """An account cannot be put again with another location."""
    make("cv")
    with pytest.raises(HttpResponseError, match="InvalidResourceLocation"):
        make("cv", location="eastus")


def test_a_free_account_meters_its_calls(cloud: Cloud, sdk: Any, make: Make) -> None:
    """usages of a free prediction account: calls made, 10,000 in 30 days; paid: nothing."""
    make("cv-prediction", kind=PREDICTION)
    make("paid", kind=PREDICTION, sku="S0")
    (usage,) = sdk.cognitive.accounts.list_usages("g", "cv-prediction").value
    assert usage.name.value == "CustomVision.Prediction.Transactions"
    assert (usage.current_value, usage.limit) == (0.0, 10_000.0)
    assert usage.quota_period == "30.00:00:00"
    key = sdk.cognitive.accounts.list_keys("g", "cv-prediction").key1
    cloud.state(CognitiveServices).by_key("westus2.api.cognitive.microsoft.com", key)
    (usage,) = sdk.cognitive.accounts.list_usages("g", "cv-prediction").value
    assert usage.current_value == 1.0
    assert sdk.cognitive.accounts.list_usages("g", "paid").value == []


def test_a_subdomain_can_be_asked_for(sdk: Any, make: Make) -> None:
    """checkDomainAvailability says whether a name is free, and why not."""
    make("cv", properties={"customSubDomainName": "pets"})

    def check(name: str) -> Any:
        return sdk.cognitive.check_domain_availability(
            subdomain_name=name, type="Microsoft.CognitiveServices/accounts"
        )

    assert check("cats").is_subdomain_available is True
    assert "already used" in check("Pets").reason
    assert "not valid" in check("-").reason


@pytest.mark.parametrize("kind", [None, True, {"a": 1}])
def test_a_text_writes_a_value_as_azure_does(arm: Callable[..., Any], sdk: Any, kind: Any) -> None:
    """Nothing, a truth and an object stand in a refusal as in JSON, not as in our language."""
    group = f"/subscriptions/{sdk.subscription}/resourceGroups/pets"
    path = f"{group}/providers/Microsoft.CognitiveServices/accounts/odd"
    arm("PUT", group, json={"location": "westus2"})
    body = {"location": "westus2", "kind": kind, "sku": {"name": "S0"}}
    message = arm("PUT", path, json=body).json()["error"]["message"]
    assert not re.search(r"None|True|\{'a'", message)
