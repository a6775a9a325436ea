"""Graph's lists by filter, choice and page; users; objects by id."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import requests

from azure_emulator.authorization.state import Authorization
from azure_emulator.cloud import Cloud
from azure_emulator.entra import odata
from azure_emulator.entra.graph_serializers import PROPERTIES
from azure_emulator.entra.roles import NO_ROLE
from azure_emulator.entra.state import GRAPH, Entra
from azure_emulator.resource_manager.state import ResourceManager

Ask = Callable[..., requests.Response]
JANE = {
    "accountEnabled": True,
    "displayName": "Jane",
    "mailNickname": "jane",
    "userPrincipalName": "jane@emulated.onmicrosoft.com",
    "passwordProfile": {"password": "made-up-for-a-test"},
}


@pytest.fixture
def ask(cloud: Cloud, client: requests.Session) -> Ask:
    """`ask(method, path, **query)` with a token of the cloud's own principal."""
    entra = cloud.state(Entra)
    own = entra.principal
    token = entra.sign_in(own.tenant, own.client_id, own.secret, GRAPH).text

    def ask(method: str, path: str, json: Any = None, **query: str) -> requests.Response:
        params = {f"${name}": value for name, value in query.items()}
        headers = {"Authorization": f"Bearer {token}"}
        url = path if path.startswith("https:") else f"{GRAPH}/v1.0/{path}"
        return client.request(method, url, params=params, headers=headers, json=json)

    return ask


def names(answer: requests.Response) -> list[str]:
    """The display names in a list."""
    return [each["displayName"] for each in answer.json()["value"]]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("displayName eq 'READER'", ["reader"]),
        ("displayName ne 'reader'", ["grader", "writer"]),
        ("startswith(displayName,'READ')", ["reader"]),
        ("startsWith(displayName, 'gr') or displayName eq 'writer'", ["grader", "writer"]),
        ("endswith(displayName,'er') and not (displayName eq 'grader')", ["reader", "writer"]),
        ("displayName in ('reader','none')", ["reader"]),
        ("accountEnabled eq true and servicePrincipalType eq 'Application'", None),
        ("servicePrincipalNames/any(c:c eq 'nobody')", []),
        ("displayName eq 'it''s'", []),
    ],
)
def test_a_list_is_filtered(ask: Ask, cloud: Cloud, text: str, found: list[str] | None) -> None:
    """By the comparisons that clients use, in any letter case."""
    for name in ("reader", "writer"):
        cloud.state(Entra).register(name, NO_ROLE)
    listed = names(ask("GET", "servicePrincipals", filter=text))
    assert listed == (["grader", "reader", "writer"] if found is None else found)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("colour eq 'red'", "Could not find a property named 'colour'"),
        ("displayName eq", "ends too early"),
        ("displayName like 'x'", "operator 'like'"),
        ("displayName eq 'x' displayName", "unexpected 'displayName'"),
        ("startswith(displayName,true)", "a text is wanted"),
        ("'" * 3, "unexpected character"),
        ("not " * 50 + "displayName eq 'x'", "too deeply"),
        ("(displayName eq 'x'", "')' is missing"),
    ],
)
def test_a_filter_that_cannot_be_read_is_refused(ask: Ask, text: str, message: str) -> None:
    """400, with what is wrong in it."""
    refused = ask("GET", "servicePrincipals", filter=text)
    assert refused.status_code == 400
    assert message in refused.json()["error"]["message"]


def test_a_filter_is_bounded() -> None:
    """What is too long is not read at all."""
    with pytest.raises(odata.FilterError, match="too long"):
        odata.read("x" * 20_000, PROPERTIES["user"])


def test_a_list_is_chosen_from_and_paged(ask: Ask, cloud: Cloud) -> None:
    """`$select` has just that, `$top` bounds a page, and its link leads to the next."""
    for number in range(3):
        cloud.state(Entra).register(f"p{number}", NO_ROLE)
    first = ask("GET", "servicePrincipals", top="3", select="displayName,appId", count="true")
    body = first.json()
    assert (body["@odata.count"], set(body["value"][0])) == (4, {"displayName", "appId"})
    assert names(ask("GET", body["@odata.nextLink"])) == ["p2"]
    for wrong in ({"top": "0"}, {"top": "x"}, {"select": "colour"}):
        assert ask("GET", "servicePrincipals", **wrong).status_code == 400


def test_an_object_is_asked_for_by_its_ids(ask: Ask, cloud: Cloud) -> None:
    """A principal by either id, its application by its own and by the client id."""
    own = cloud.state(Entra).principal
    for path in (
        f"servicePrincipals/{own.object_id}",
        f"servicePrincipals(appId='{own.client_id}')",
    ):
        found = ask("GET", path).json()
        assert (found["appId"], found["id"]) == (own.client_id, own.object_id)
    (application,) = ask("GET", "applications").json()["value"]
    for path in (f"applications/{application['id']}", f"applications(appId='{own.client_id}')"):
        assert ask("GET", path).json()["id"] == application["id"]
    for path in ("servicePrincipals/none", "users/none", "groups/none", "users/none/memberOf"):
        lost = ask("GET", path)
        assert lost.json()["error"]["code"] == "Request_ResourceNotFound"
    assert ask("GET", f"servicePrincipals/{own.object_id}/memberOf").json() == {"value": []}
    assert ask("GET", "me").status_code == 400
    (tenant,) = ask("GET", "organization").json()["value"]
    assert tenant["id"] == own.tenant
    assert names(ask("GET", "groups")) == []


def test_users_are_kept_and_get_roles(ask: Ask, cloud: Cloud, sdk: Any) -> None:
    """Made, found by id and name, changed, given a role, and taken out again; never a password."""
    made = ask("POST", "users", JANE).json()
    assert "password" not in str(made)
    assert ask("GET", f"users/{JANE['userPrincipalName']}").json()["id"] == made["id"]
    assert names(ask("GET", "users", filter="startswith(displayName,'J')")) == ["Jane"]
    ids = {"ids": [made["id"]], "types": ["user"]}
    (found,) = ask("POST", "directoryObjects/getByIds", ids).json()["value"]
    assert found["@odata.type"] == "#microsoft.graph.user"
    assert ask("PATCH", f"users/{made['id']}", {"jobTitle": "student"}).status_code == 204
    assert ask("GET", f"users/{made['id']}").json()["jobTitle"] == "student"
    properties = {
        "roleDefinitionId": "/x/acdd72a7-3385-48ef-bd42-f606fba81ae7",
        "principalId": made["id"],
    }
    home = cloud.state(ResourceManager).subscription(sdk.subscription)
    assignment = cloud.state(Authorization).assign(
        f"/subscriptions/{home.id}", cloud.new_id(), properties, cloud.state(Entra).principal
    )
    assert assignment.principal_type == "User"
    assert ask("POST", "users", JANE).status_code == 400
    assert ask("POST", "users", {"displayName": "Jane"}).status_code == 400
    assert ask("DELETE", f"users/{made['id']}").status_code == 204
    assert ask("GET", f"users/{made['id']}").status_code == 404
