"""Subscriptions, tenants, locations and providers, through Azure's clients."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from azure.core.exceptions import HttpResponseError, ResourceNotFoundError

from azure_emulator.cloud import Cloud
from azure_emulator.entra.roles import READER
from azure_emulator.entra.state import Entra, Principal
from azure_emulator.resource_manager.state import ResourceManager


def test_the_default_subscription_is_listed(sdk: Any, cloud: Cloud) -> None:
    """A new cloud has one enabled subscription, in its own tenant."""
    (subscription,) = sdk.subscriptions.subscriptions.list()
    assert subscription.subscription_id == sdk.subscription
    assert subscription.state == "Enabled"
    assert subscription.tenant_id == cloud.state(Entra).tenant
    assert sdk.subscriptions.subscriptions.get(sdk.subscription).display_name


def test_more_subscriptions_can_be_added(sdk: Any, cloud: Cloud) -> None:
    """A subscription in another state is listed with it."""
    cloud.state(ResourceManager).add_subscription("spent", cloud.state(Entra).tenant, "Disabled")
    states = {each.display_name: each.state for each in sdk.subscriptions.subscriptions.list()}
    assert states == {"Azure subscription 1": "Enabled", "spent": "Disabled"}


def test_a_disabled_subscription_is_read_only(sdk: Any, cloud: Cloud) -> None:
    """What is there can be read; nothing is made or deleted."""
    groups = sdk.resources.resource_groups
    groups.create_or_update("g", {"location": "eastus"})
    cloud.state(ResourceManager).subscription(sdk.subscription).state = "Disabled"
    assert groups.get("g").name == "g"
    accounts = sdk.cognitive.accounts
    attempts: list[Callable[[], Any]] = [
        lambda: groups.create_or_update("h", {"location": "eastus"}),
        lambda: groups.update("g", {"tags": {}}),
        lambda: groups.begin_delete("g"),
        lambda: accounts.begin_delete("g", "cv"),
    ]
    for attempt in attempts:
        with pytest.raises(HttpResponseError, match="ReadOnlyDisabledSubscription"):
            attempt()


def test_tenants_and_locations_are_listed(sdk: Any, cloud: Cloud) -> None:
    """The tenant is the cloud's; a location has its short and its displayed name."""
    assert [tenant.tenant_id for tenant in sdk.subscriptions.tenants.list()] == [
        cloud.state(Entra).tenant
    ]
    locations = sdk.subscriptions.subscriptions.list_locations(sdk.subscription)
    assert {location.name: location.display_name for location in locations}["westus2"] == (
        "West US 2"
    )


def test_a_location_tells_its_group_and_category(arm: Any, sdk: Any) -> None:
    """As recorded in 2025: the United Kingdom is a group of its own."""
    path = f"/subscriptions/{sdk.subscription}/locations"
    places = {each["name"]: each for each in arm("GET", path, "2022-12-01").json()["value"]}
    assert places["uksouth"]["regionalDisplayName"] == "(UK) UK South"
    assert places["ukwest"]["metadata"]["geographyGroup"] == "UK"
    categories = [places[name]["metadata"]["regionCategory"] for name in ("eastus", "eastus2")]
    assert categories == ["Recommended", "Other"]


def test_a_call_needs_an_api_version(arm: Callable[..., Any]) -> None:
    """Without `api-version` Resource Manager answers MissingApiVersionParameter."""
    answer = arm("GET", "/subscriptions", version="")
    assert answer.status_code == 400
    assert answer.json()["error"]["code"] == "MissingApiVersionParameter"


def test_a_provider_is_registered_and_unregistered(sdk: Any) -> None:
    """All providers are registered at first; one can be taken back and registered again."""
    providers = sdk.resources.providers
    assert {each.registration_state for each in providers.list()} == {"Registered"}
    assert providers.unregister("Microsoft.Storage").registration_state == "NotRegistered"
    assert providers.register("microsoft.storage").registration_state == "Registering"
    assert providers.get("Microsoft.Storage").namespace == "Microsoft.Storage"


def test_an_unknown_provider_is_404(sdk: Any) -> None:
    """A namespace that no one has is InvalidResourceNamespace."""
    with pytest.raises(ResourceNotFoundError) as refused:
        sdk.resources.providers.get("Contoso.Pets")
    assert "(InvalidResourceNamespace)" in refused.value.message


def test_an_unregistered_provider_takes_no_call(sdk: Any, arm: Callable[..., Any]) -> None:
    """409 MissingSubscriptionRegistration names the namespace as its target."""
    sdk.resources.providers.unregister("Microsoft.CognitiveServices")
    accounts = "providers/Microsoft.CognitiveServices/accounts"
    answer = arm("GET", f"/subscriptions/{sdk.subscription}/{accounts}")
    assert answer.status_code == 409
    error = answer.json()["error"]
    assert error["code"] == "MissingSubscriptionRegistration"
    assert error["details"][0]["target"] == "Microsoft.CognitiveServices"


def test_a_reader_reads_and_changes_nothing(
    sdk: Any, cloud: Cloud, sdk_of: Callable[[Principal], Any]
) -> None:
    """Without the role action a call is AuthorizationFailed; it depends on the resource's type."""
    sdk.resources.resource_groups.create_or_update("g", {"location": "eastus"})
    reader = sdk_of(cloud.state(Entra).register("reader", READER))
    assert reader.resources.resource_groups.get("g").name == "g"
    storage = f"/subscriptions/{sdk.subscription}/resourceGroups/g/providers/Microsoft.Storage"
    attempts: list[Callable[[], Any]] = [
        lambda: reader.resources.resource_groups.create_or_update("h", {"location": "eastus"}),
        lambda: reader.resources.providers.register("Microsoft.Storage"),
        lambda: reader.resources.resources.begin_delete_by_id(
            f"{storage}/storageAccounts/s", api_version="2023-01-01"
        ),
    ]
    for attempt in attempts:
        with pytest.raises(HttpResponseError) as refused:
            attempt()
        assert "(AuthorizationFailed)" in refused.value.message
    assert "Microsoft.Storage/storageAccounts/delete" in refused.value.message
