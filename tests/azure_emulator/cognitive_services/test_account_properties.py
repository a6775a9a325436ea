"""What is sent for an account is of the types that the documents have, or becomes so."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import requests

from azure_emulator.cognitive_services.account_lists import EMPTY

VERSION = "2023-05-01"
Put = Callable[..., requests.Response]


@pytest.fixture
def put(sdk: Any, arm: Callable[..., requests.Response]) -> Put:
    """`put(kind="Face", properties={...})`: ask for an account."""
    sdk.resources.resource_groups.create_or_update("g", {"location": "westus2"})
    home = f"/subscriptions/{sdk.subscription}/resourceGroups/g"

    def put(method: str = "PUT", **parts: Any) -> requests.Response:
        body = {"kind": "Face", "sku": {"name": "S0"}, "location": "westus2", **parts}
        path = f"{home}/providers/Microsoft.CognitiveServices/accounts/faces"
        return arm(method, path, json=body)

    return put


@pytest.mark.parametrize(
    ("parts", "path"),
    [
        ({"properties": {"disableLocalAuth": "yes"}}, "properties.disableLocalAuth"),
        ({"properties": {"publicNetworkAccess": "foo"}}, "properties.publicNetworkAccess"),
        ({"properties": {"networkAcls": "x"}}, "properties.networkAcls"),
        ({"properties": {"networkAcls": {"ipRules": [{"value": []}]}}}, "ipRules[0].value"),
        ({"properties": {"allowedFqdnList": "a.b"}}, "properties.allowedFqdnList"),
        ({"properties": {"customSubDomainName": {}}}, "properties.customSubDomainName"),
        ({"identity": {"type": "foo"}}, "identity.type"),
        ({"identity": {"type": 3}}, "identity.type"),
        ({"identity": {"type": "UserAssigned", "userAssignedIdentities": []}}, "userAssigned"),
    ],
)
@pytest.mark.parametrize("method", ["PUT", "PATCH"])
def test_a_value_of_another_type_is_refused(
    put: Put, method: str, parts: dict[str, Any], path: str
) -> None:
    """By its path, at the creation and at a change."""
    if method == "PATCH":
        assert put().status_code == 201
    refused = put(method, **parts)
    assert (refused.status_code, refused.json()["error"]["code"]) == (400, "InvalidRequestContent")
    assert path in refused.json()["error"]["message"]


@pytest.mark.parametrize("nothing", [None, [None], {"a": None}])
def test_refusals_speak_of_json(put: Put, nothing: Any) -> None:
    """Whatever stands where a word should: no text is Python's."""
    bodies: list[dict[str, Any]] = [
        {"kind": nothing},
        {"sku": {"name": nothing}},
        {"properties": {"customSubDomainName": [nothing]}},
        {"properties": {"networkAcls": {"ipRules": [{"value": [nothing]}]}}},
    ]
    for parts in bodies:
        refused = put(**parts)
        assert (refused.status_code, "None" in refused.text) == (400, False), refused.text


def test_values_are_converted(put: Put) -> None:
    """As Azure's reader of JSON does: booleans, and words in any letter case."""
    given = {
        "disableLocalAuth": "true",
        "publicNetworkAccess": "disabled",
        "networkAcls": {"defaultAction": "deny", "ipRules": [{"value": "203.0.113.4"}]},
        "migrationToken": None,
    }
    identity = {"type": "systemassigned"}
    made = put(properties=given, identity=identity).json()
    assert made["properties"]["disableLocalAuth"] is True
    assert made["properties"]["publicNetworkAccess"] == "Disabled"
    assert made["properties"]["networkAcls"]["defaultAction"] == "Deny"
    assert "migrationToken" not in made["properties"]
    assert made["identity"]["type"] == "SystemAssigned"


@pytest.mark.parametrize(
    ("kind", "sku", "location"),
    [
        ("Face", "E0", "westus2"),
        ("QnAMaker", "S0", "westus2"),
        ("TextAnalytics", "S1", "westus2"),
        ("TextTranslation", "S1", "global"),
        ("Bing.Search.v7", "S11", "global"),
        ("ComputerVision", "P6", "westus2"),
    ],
)
def test_kinds_and_tiers_of_azure_are_offered(put: Put, kind: str, sku: str, location: str) -> None:
    """Those that the list of all tiers had in June 2020, at a region or at none."""
    made = put(kind=kind, sku={"name": sku}, location=location)
    assert made.status_code == 201, made.text
    assert ("//api." in made.json()["properties"]["endpoint"]) == (location == "global")


def test_lists_of_what_cannot_be_made_are_empty(
    put: Put, sdk: Any, arm: Callable[..., requests.Response]
) -> None:
    """Deployments, plans, connections, models; and the region counts its accounts."""
    path = put().json()["id"]
    for kind in (*EMPTY, "models"):
        assert arm("GET", f"{path}/{kind}", VERSION).json() == {"value": []}
        assert arm("GET", f"{path}x/{kind}", VERSION).status_code == 404
    for kind in EMPTY:
        assert arm("GET", f"{path}/{kind}/none", VERSION).status_code == 404
    links = arm("GET", f"{path}/privateLinkResources", VERSION).json()["value"]
    assert links[0]["properties"]["groupId"] == "account"
    place = path.partition("/resourceGroups")[0] + "/providers/Microsoft.CognitiveServices"
    usages = arm("GET", f"{place}/locations/westus2/usages", VERSION).json()["value"]
    assert usages[0]["currentValue"] == 1
    types = arm("GET", f"{place}/resourceTypes", "2021-04-01").json()["value"]
    assert "accounts" in [each["resourceType"] for each in types]
