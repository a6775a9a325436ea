"""Policies deny what breaks their rule, with the violation that clients show."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import requests

from azure_emulator.cloud import Cloud
from azure_emulator.policies.builtin import BUILT_IN
from azure_emulator.policies.rules import Evaluation, Subject
from azure_emulator.resource_manager.state import ResourceManager
from tests.azure_emulator.conftest import Arm

VERSION = "2021-06-01"
PROVIDER = "/providers/Microsoft.Authorization"
LOCATIONS = "e56962a6-4747-49cd-b67b-bf8b01975c4c"
TYPES = "6c112d4e-5bc7-47ae-a041-ea2d9dccd749"
TAG = "871b6d14-10aa-478d-b590-94f262ecfa99"
SEARCH = "Microsoft.Search/searchServices"
Assign = Callable[..., requests.Response]


@pytest.fixture
def group(arm: Arm, sdk: Any) -> str:
    """The id of a group."""
    group = f"/subscriptions/{sdk.subscription}/resourceGroups/g"
    arm("PUT", group, "2021-04-01", json={"location": "eastus"})
    return group


@pytest.fixture
def assign(arm: Arm, group: str) -> Assign:
    """Assigns a definition, one of Azure's own by its name, at the group unless told."""

    def assign(policy: str, at: str = group, name: str = "rule", **more: Any) -> requests.Response:
        definition = policy if "/" in policy else f"{PROVIDER}/policyDefinitions/{policy}"
        parameters = {key: {"value": value} for key, value in more.pop("parameters", {}).items()}
        body = {"policyDefinitionId": definition, "parameters": parameters, **more}
        path = f"{at}{PROVIDER}/policyAssignments/{name}"
        return arm("PUT", path, VERSION, json={"properties": body})

    return assign


def put(arm: Arm, group: str, location: str = "eastus", **more: Any) -> requests.Response:
    """Put a search service."""
    path = f"{group}/providers/{SEARCH}/pets"
    return arm("PUT", path, json={"location": location, **more})


def test_a_location_that_is_not_allowed_is_denied(arm: Arm, group: str, assign: Assign) -> None:
    """403 with the policy's identifiers in its text, and a violation beside it."""
    made = assign(
        LOCATIONS, displayName="Near us", parameters={"listOfAllowedLocations": ["West US 2"]}
    )
    assert made.status_code == 201
    assert made.json()["properties"]["enforcementMode"] == "Default"
    assert put(arm, group, "westus2").status_code == 201
    refused = put(arm, group)
    error = refused.json()["error"]
    assert (refused.status_code, error["code"]) == (403, "RequestDisallowedByPolicy")
    assert error["target"] == "pets"
    assert error["message"].startswith("Resource 'pets' was disallowed by policy. Policy identif")
    assert made.json()["id"] in error["message"]
    (violation,) = error["additionalInfo"]
    assert violation["type"] == "PolicyViolation"
    info = violation["info"]
    assert info["policyAssignmentDisplayName"] == "Near us"
    assert info["policyDefinitionName"] == LOCATIONS
    assert info["policyAssignmentParameters"] == {
        "listOfAllowedLocations": {"value": ["West US 2"]}
    }
    assert info["evaluationDetails"]["evaluatedExpressions"][0] == {
        "result": "True",
        "expressionKind": "Field",
        "expression": "location",
        "path": "location",
        "expressionValue": "eastus",
        "targetValue": ["westus2"],
        "operator": "NotIn",
    }


@pytest.mark.parametrize(
    ("policy", "parameters", "good", "bad"),
    [
        (TYPES, {"listOfResourceTypesNotAllowed": ["microsoft.search/SEARCHSERVICES"]}, None, {}),
        (TAG, {"tagName": "course"}, {"tags": {"Course": "ai"}}, {"tags": {"other": "x"}}),
        (
            "1e30110a-5ceb-460c-a204-c1c3969c6d62",
            {"tagName": "course", "tagValue": "ai"},
            {"tags": {"course": "AI"}},
            {"tags": {"course": "b"}},
        ),
        (
            "a08ec900-254a-4555-9bf5-e42af04b5c5c",
            {"listOfResourceTypesAllowed": ["Microsoft.Web/sites"]},
            None,
            {},
        ),
    ],
)
def test_azures_own_policies_deny(
    arm: Arm,
    group: str,
    assign: Assign,
    policy: str,
    parameters: dict[str, Any],
    good: dict[str, Any] | None,
    bad: dict[str, Any],
) -> None:
    """Types and tags, in any letter case."""
    assert assign(policy, parameters=parameters).status_code == 201
    assert put(arm, group, **bad).json()["error"]["code"] == "RequestDisallowedByPolicy"
    if good is not None:
        assert put(arm, group, **good).status_code == 201


def test_groups_have_policies_of_their_own(arm: Arm, group: str, assign: Assign, sdk: Any) -> None:
    """A rule for resources does not hold for groups; one for groups does."""
    subscription = f"/subscriptions/{sdk.subscription}"
    assign(TAG, subscription, "resources", parameters={"tagName": "course"})
    other = f"{group[:-1]}h"
    assert arm("PUT", other, "2021-04-01", json={"location": "eastus"}).status_code == 201
    require = "96670d01-0a4d-4649-9c89-2d3abc0a5025"
    assign(require, subscription, "groups", parameters={"tagName": "course"})
    refused = arm("PUT", f"{group[:-1]}i", "2021-04-01", json={"location": "eastus"})
    assert refused.json()["error"]["target"] == "i"
    body = {"location": "eastus", "tags": {"course": "ai"}}
    assert arm("PUT", f"{group[:-1]}i", "2021-04-01", json=body).status_code == 201


RULE = {
    "if": {
        "allOf": [
            {"field": "type", "equals": SEARCH},
            {"anyOf": [
                {"field": f"{SEARCH}/replicaCount", "equals": "[parameters('most')]"},
                {"field": f"{SEARCH}/sku.name", "like": "prem*"},
            ]},
            {"not": {"field": "name", "in": ["good", "better"]}},
        ]
    },
    "then": {"effect": "[parameters('effect')]"},
}  # fmt: skip


def test_a_rule_of_ones_own_denies(arm: Arm, group: str, assign: Assign, sdk: Any) -> None:
    """Its fields are the resource's, in a creation and in a change; its effect is a parameter."""
    subscription = f"/subscriptions/{sdk.subscription}"
    path = f"{subscription}{PROVIDER}/policyDefinitions/few"
    parameters = {
        "most": {"type": "Integer", "defaultValue": 3},
        "effect": {"type": "String", "defaultValue": "Audit"},
    }
    body = {"properties": {"displayName": "Few", "policyRule": RULE, "parameters": parameters}}
    assert arm("PUT", path, VERSION, json=body).status_code == 201
    assert assign(path).status_code == 201
    much: dict[str, Any] = {"properties": {"replicaCount": 3}}
    assert put(arm, group, **much).status_code == 201
    reason = [{"message": "Ask the course's staff."}]
    assign(path, parameters={"effect": "Deny"}, nonComplianceMessages=reason)
    refused = put(arm, group, **much).json()["error"]
    assert refused["message"] == (
        "Resource 'pets' was disallowed by policy. Reasons: 'Ask the course's staff.'. See error "
        "details for policy resource IDs."
    )
    assert put(arm, group, sku={"name": "Premium"}).status_code == 403
    assert put(arm, group, properties={"replicaCount": 1}).status_code == 200
    service = f"{group}/providers/{SEARCH}/pets"
    assert arm("PATCH", service, json=much).status_code == 403
    assert arm("PATCH", service, json={"tags": {"a": "b"}}).status_code == 200
    assign(path, parameters={"effect": "Deny"}, enforcementMode="DoNotEnforce")
    assert put(arm, group, **much).status_code == 200
    in_use = arm("DELETE", path, VERSION).json()["error"]["code"]
    assert in_use == "InvalidDeletePolicyDefinitionRequest"
    assert arm("DELETE", f"{group}{PROVIDER}/policyAssignments/rule", VERSION).status_code == 200
    assert [arm("DELETE", path, VERSION).status_code for _ in range(2)] == [200, 204]


def test_a_scope_can_be_left_out(arm: Arm, group: str, assign: Assign, sdk: Any) -> None:
    """Neither there nor in another subscription does the policy hold."""
    parameters = {"listOfAllowedLocations": ["westus2"]}
    assign(LOCATIONS, f"/subscriptions/{sdk.subscription}", parameters=parameters)
    assert put(arm, group).status_code == 403
    assign(
        LOCATIONS,
        f"/subscriptions/{sdk.subscription}",
        parameters=parameters,
        notScopes=[group.upper()],
    )
    assert put(arm, group).status_code == 201


@pytest.mark.parametrize(
    ("rule", "status", "code"),
    [
        (None, 400, "InvalidRequestContent"),
        ([], 400, "InvalidPolicyRule"),
        (
            {"if": {"field": "type", "like": 5}, "then": {"effect": "deny"}},
            400,
            "InvalidPolicyRule",
        ),
        (
            {"if": {"field": "type", "in": "x"}, "then": {"effect": "deny"}},
            400,
            "InvalidPolicyRule",
        ),
        ({"if": {"field": "type", "foo": 1}, "then": {"effect": "deny"}}, 400, "InvalidPolicyRule"),
        (
            {"if": {"source": "x", "equals": "y"}, "then": {"effect": "deny"}},
            400,
            "InvalidPolicyRule",
        ),
        (
            {"if": {"field": "type", "equals": "x"}, "then": {"effect": "foo"}},
            400,
            "InvalidPolicyRule",
        ),
        (
            {"if": {"field": "type", "equals": "[parameters('foo')]"}, "then": {"effect": "deny"}},
            400,
            "InvalidPolicyParameters",
        ),
        ({"if": [], "then": {"effect": "deny"}}, 400, "InvalidPolicyRule"),
        ({"if": {"field": "type"}, "then": {"effect": "deny"}}, 400, "InvalidPolicyRule"),
        ({"if": {"field": "type", "equals": "x"}, "then": {}}, 400, "InvalidPolicyRule"),
        (
            {"if": {"field": "type", "equals": "x"}, "then": {"effect": "modify"}},
            501,
            "NotImplementedByEmulator",
        ),
        (
            {"if": {"field": "type", "match": "x"}, "then": {"effect": "deny"}},
            501,
            "NotImplementedByEmulator",
        ),
        (
            {"if": {"count": {"field": "x[*]"}, "equals": 1}, "then": {"effect": "deny"}},
            501,
            "NotImplementedByEmulator",
        ),
        (
            {"if": {"field": "type", "equals": "[utcNow()]"}, "then": {"effect": "deny"}},
            501,
            "NotImplementedByEmulator",
        ),
    ],
)
def test_a_rule_that_is_not_known_is_refused_at_once(
    arm: Arm, sdk: Any, cloud: Cloud, rule: Any, status: int, code: str
) -> None:
    """By name, before anybody relies on it."""
    path = f"/subscriptions/{sdk.subscription}{PROVIDER}/policyDefinitions/mine"
    refused = arm("PUT", path, VERSION, json={"properties": {"policyRule": rule}})
    assert (refused.status_code, refused.json()["error"]["code"]) == (status, code)
    cloud.unserved.clear()


@pytest.mark.parametrize(
    ("policy", "more", "code"),
    [
        ("none", {}, "PolicyDefinitionNotFound"),
        (LOCATIONS, {}, "MissingPolicyParameter"),
        (LOCATIONS, {"parameters": {"colour": "red"}}, "UndefinedPolicyParameter"),
        (TAG, {"parameters": {"tagName": "x"}, "notScopes": 1}, None),
    ],
)
def test_an_assignment_fits_its_definition(
    assign: Assign, policy: str, more: dict[str, Any], code: str | None
) -> None:
    """All parameters, and no others."""
    error = assign(policy, **more).json()["error"]["code"]
    assert error == (code or "InvalidCreatePolicyAssignmentRequest")


def test_definitions_and_assignments_are_listed(
    arm: Arm, group: str, assign: Assign, sdk: Any, cloud: Cloud
) -> None:
    """Azure's own in each list; assignments with those above, and below unless left out."""
    subscription = f"/subscriptions/{sdk.subscription}"
    listed = arm("GET", f"{subscription}{PROVIDER}/policyDefinitions", VERSION).json()["value"]
    assert {each["name"] for each in listed} == set(BUILT_IN)
    custom = arm(
        "GET", f"{subscription}{PROVIDER}/policyDefinitions?$filter=policyType eq 'Custom'", VERSION
    )
    assert custom.json() == {"value": []}
    one = arm("GET", f"{PROVIDER}/policyDefinitions/{TAG}", VERSION).json()
    assert one["properties"]["displayName"] == "Require a tag on resources"
    lost = arm("GET", f"{subscription}{PROVIDER}/policyDefinitions/{TAG}", VERSION)
    assert lost.json()["error"]["code"] == "PolicyDefinitionNotFound"
    assign(TAG, parameters={"tagName": "course"})
    path = f"{PROVIDER}/policyAssignments"
    assert len(arm("GET", f"{subscription}{path}", VERSION).json()["value"]) == 1
    above = arm("GET", f"{subscription}{path}?$filter=atScope()", VERSION).json()
    assert above == {"value": []}
    lost = arm("GET", f"{group}{path}/none", VERSION)
    assert lost.json()["error"]["code"] == "PolicyAssignmentNotFound"
    copy = cloud.state(ResourceManager).copy_subscription(sdk.subscription, "copy")
    copied = arm("GET", f"/subscriptions/{copy.target}{path}", VERSION).json()["value"]
    assert [each["name"] for each in copied] == ["rule"]


SUBJECT = Subject(
    "/id",
    "A.B/c",
    {
        "name": "pets",
        "tags": {"a": "b"},
        "properties": {"x": {"Y": [1, "two"]}},
        "location": "East US",
    },
    {"location": "westus"},
)


@pytest.mark.parametrize(
    ("condition", "holds"),
    [
        ({"field": "A.B/c/x.y", "contains": "TWO"}, True),
        ({"field": "A.B/c/x.y", "notContains": "three"}, True),
        ({"field": "A.B/d/x.y", "exists": False}, True),
        ({"field": "tags", "containsKey": "A"}, True),
        ({"field": "tags.a", "equals": "B"}, True),
        ({"field": "tags['a']", "notEquals": "b"}, False),
        ({"field": "name", "like": "p*s"}, True),
        ({"field": "name", "notLike": "p*x"}, True),
        ({"field": "name", "like": "*"}, True),
        ({"field": "kind", "like": "*"}, False),
        ({"field": "location", "equals": "eastus"}, True),
        ({"field": "location", "notEquals": "[resourceGroup().location]"}, True),
        ({"value": "[concat(parameters('p'), '-', field('name'))]", "equals": "Q-pets"}, True),
        ({"field": "name", "equals": "[[x]"}, False),
    ],
)
def test_a_condition_is_held_against_a_resource(condition: dict[str, Any], holds: bool) -> None:
    """By field or value, with each of the operators."""
    assert Evaluation(SUBJECT, {"P": "q"}).holds(condition) is holds


def test_a_definition_has_a_mode_and_uses_its_parameters(arm: Arm, sdk: Any) -> None:
    """In Azure's words of 2019; a definition that says no mode is for resources."""
    path = f"/subscriptions/{sdk.subscription}{PROVIDER}/policyDefinitions/mine"
    rule = {"if": {"field": "type", "equals": "x"}, "then": {"effect": "deny"}}

    def define(**more: Any) -> Any:
        return arm("PUT", path, VERSION, json={"properties": {"policyRule": rule, **more}}).json()

    bad = define(mode="Foo")["error"]
    assert bad["code"] == "InvalidPolicyDefinitionMode"
    assert bad["message"].startswith("The policy mode 'Foo' is invalid for policy with id 'mine'.")
    unused = define(parameters={"foo": {"type": "String"}})["error"]
    assert unused["code"] == "UnusedPolicyParameters"
    assert "'mine' has defined parameters 'foo' which are not used" in unused["message"]
    assert define()["properties"]["mode"] == "Indexed"
    assert arm("DELETE", path, VERSION).json()["name"] == "mine"


def test_a_rule_may_look_at_the_action(arm: Arm, group: str, assign: Assign, sdk: Any) -> None:
    """The oldest conditions do: a resource is written; old versions tell an assignment's SKU."""
    path = f"/subscriptions/{sdk.subscription}{PROVIDER}/policyDefinitions/mine"
    rule = {"if": {"source": "action", "like": f"{SEARCH}/*"}, "then": {"effect": "deny"}}
    made = arm("PUT", path, VERSION, json={"properties": {"policyRule": rule}})
    assert made.status_code == 201
    assert "sku" not in assign(path).json()
    assert put(arm, group).json()["error"]["code"] == "RequestDisallowedByPolicy"
    old = arm("GET", f"{group}{PROVIDER}/policyAssignments/rule", "2019-09-01").json()
    assert old["sku"] == {"name": "A0", "tier": "Free"}
