"""Role definitions and assignments by requests, and what they then allow, at which scope."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from azure_emulator.app import App
from azure_emulator.cloud import Cloud
from azure_emulator.entra.roles import NO_ROLE
from azure_emulator.entra.state import Entra, Principal
from azure_emulator.resource_manager.state import ResourceManager
from azure_emulator.wire import Request, Response
from tests.harness.custom_vision import TRAINING, add_account
from tests.harness.versions import version_of

ARM = "https://management.azure.com"
AUTHORIZATION = "/providers/Microsoft.Authorization"
READER = "acdd72a7-3385-48ef-bd42-f606fba81ae7"
READ_GROUPS = "Microsoft.Resources/subscriptions/resourceGroups/read"


def ask(
    cloud: Cloud, caller: Principal, method: str, path: str, asked: str = "", **body: Any
) -> Response:
    """One request to Resource Manager, without a network; `asked` is a `$filter`."""
    token = cloud.state(Entra).sign_in(caller.tenant, caller.client_id, caller.secret, ARM).text
    return App(cloud)(
        Request(
            method=method,
            host="management.azure.com",
            path=path,
            query={"api-version": version_of(path), **({"$filter": asked} if asked else {})},
            headers={"authorization": f"Bearer {token}", "content-type": "application/json"},
            body=json.dumps(body).encode() if body else b"",
        )
    )


@pytest.fixture
def home(cloud: Cloud) -> str:
    """The only subscription, as a scope; with two groups."""
    manager = cloud.state(ResourceManager)
    subscription = next(iter(manager.subscriptions))
    for name in ("pets", "cars"):
        manager.put_group(subscription, name, {"location": "westus2"})
    return f"/subscriptions/{subscription}"


@pytest.fixture
def somebody(cloud: Cloud) -> Principal:
    """A principal without a role."""
    return cloud.state(Entra).register("somebody", NO_ROLE)


@pytest.fixture(autouse=True)
def faultless(cloud: Cloud) -> Iterator[None]:
    """The emulator itself never fails here."""
    yield
    assert not cloud.faults, cloud.faults[0]


def define(cloud: Cloud, scope: str, name: str, **permissions: Any) -> Response:
    """Write a custom role as the Owner; also its name is new."""
    properties = {"roleName": name, "permissions": [permissions], "assignableScopes": [scope]}
    path = f"{scope}{AUTHORIZATION}/roleDefinitions/{cloud.new_id()}"
    return ask(cloud, cloud.state(Entra).principal, "PUT", path, properties=properties)


def assign(cloud: Cloud, scope: str, role: str, to: Principal) -> Response:
    """Assign a role as the Owner."""
    properties = {"roleDefinitionId": f"{scope}/x/{role}", "principalId": to.object_id}
    path = f"{scope}{AUTHORIZATION}/roleAssignments/{cloud.new_id()}"
    return ask(cloud, cloud.state(Entra).principal, "PUT", path, properties=properties)


def listed(response: Response) -> list[dict[str, Any]]:
    """The items of a list."""
    assert response.status == 200, response.body
    items: list[dict[str, Any]] = json.loads(response.content())["value"]
    return items


def names(response: Response) -> set[str]:
    """The names in a list."""
    return {item["name"] for item in listed(response)}


def test_a_role_holds_at_its_scope_and_below(cloud: Cloud, home: str, somebody: Principal) -> None:
    """Given for a group, it opens that group, and no other."""
    assert ask(cloud, somebody, "GET", f"{home}/resourceGroups/pets").status == 403
    assert assign(cloud, f"{home}/resourceGroups/PETS", READER, somebody).status == 201
    assert ask(cloud, somebody, "GET", f"{home}/resourceGroups/pets").status == 200
    assert ask(cloud, somebody, "GET", f"{home}/resourceGroups/cars").status == 403
    assign(cloud, home, READER, somebody)
    assert ask(cloud, somebody, "GET", f"{home}/resourceGroups/cars").status == 200


def test_a_list_shows_only_what_one_may_read(cloud: Cloud, home: str, somebody: Principal) -> None:
    """Subscriptions, groups, resources and accounts: nothing without a role, below it its own."""
    account = add_account(cloud, "cats", TRAINING)
    accounts = f"{home}/providers/Microsoft.CognitiveServices/accounts"
    assert listed(ask(cloud, somebody, "GET", "/subscriptions")) == []
    assert ask(cloud, somebody, "GET", f"{home}/resourcegroups").status == 403
    assign(cloud, f"{home}/resourceGroups/cars", READER, somebody)
    assert len(listed(ask(cloud, somebody, "GET", "/subscriptions"))) == 1
    assert names(ask(cloud, somebody, "GET", f"{home}/resourcegroups")) == {"cars"}
    assert names(ask(cloud, somebody, "GET", f"{home}/resources")) == set()
    assert names(ask(cloud, somebody, "GET", accounts)) == set()
    assign(cloud, account.id, READER, somebody)
    assert names(ask(cloud, somebody, "GET", accounts)) == {"cats"}


def test_a_custom_role_grants_its_actions(cloud: Cloud, home: str, somebody: Principal) -> None:
    """What it names, less what it takes away; a change of it counts for who has it."""
    made = define(cloud, home, "Groups", actions=[READ_GROUPS])
    assert (made.status, made.body["properties"]["type"]) == (201, "CustomRole")
    assign(cloud, home, made.body["name"], somebody)
    assert ask(cloud, somebody, "GET", f"{home}/resourceGroups/pets").status == 200
    assert ask(cloud, somebody, "PUT", f"{home}/resourceGroups/pets", location="x").status == 403
    changed = {
        "roleName": "Groups",
        "assignableScopes": [home],
        "permissions": [{"actions": ["*"], "notActions": [READ_GROUPS.upper()]}],
    }
    path = made.body["id"]
    assert ask(cloud, cloud.state(Entra).principal, "PUT", path, properties=changed).status == 201
    assert ask(cloud, somebody, "GET", f"{home}/resourceGroups/pets").status == 403


def test_a_caller_learns_what_it_may_do(cloud: Cloud, home: str, somebody: Principal) -> None:
    """A set of actions for each role at the scope or above it; who may not ask is refused."""
    path = f"{home}/resourceGroups/pets{AUTHORIZATION}/permissions"
    refused = ask(cloud, somebody, "GET", path)
    assert "'Microsoft.Authorization/permissions/read'" in refused.body["error"]["message"]
    assign(cloud, home, READER, somebody)
    granted = ask(cloud, somebody, "GET", path).body["value"]
    assert {"actions": ["*/read"], "notActions": [], "dataActions": [], "notDataActions": []} in (
        granted
    )
    nowhere = f"{home}/resourceGroups/no{AUTHORIZATION}/permissions"
    assert ask(cloud, somebody, "GET", nowhere).body["error"]["code"] == "ResourceGroupNotFound"


def test_roles_are_found_by_name(cloud: Cloud, home: str) -> None:
    """As the Azure CLI looks for them; Azure's own and the custom ones apart."""
    define(cloud, home, "Mine", actions=["*/read"])
    owner, path = cloud.state(Entra).principal, f"{home}{AUTHORIZATION}/roleDefinitions"
    assert names(ask(cloud, owner, "GET", path, "roleName eq 'Reader'")) == {READER}
    (mine,) = ask(cloud, owner, "GET", path, "type eq 'CustomRole'").body["value"]
    assert mine["properties"]["roleName"] == "Mine"
    assert ask(cloud, owner, "GET", f"{path}/{READER}").body["name"] == READER
    assert ask(cloud, owner, "GET", f"{path}/none").status == 404
    assert ask(cloud, owner, "GET", f"{AUTHORIZATION}/roleDefinitions/{READER}").status == 200


def test_an_assignment_is_found_and_taken_away(
    cloud: Cloud, home: str, somebody: Principal
) -> None:
    """Listed at, above and below a scope, by principal; once it is gone, so is the access."""
    owner, group = cloud.state(Entra).principal, f"{home}/resourceGroups/pets"
    made = assign(cloud, group, READER, somebody).body
    path = f"{home}{AUTHORIZATION}/roleAssignments"
    whom = f"principalId eq '{somebody.object_id}'"
    assert names(ask(cloud, owner, "GET", path, whom)) == {made["name"]}
    assert names(ask(cloud, owner, "GET", path, f"atScope() and {whom}")) == set()
    assert names(ask(cloud, owner, "GET", path, "assignedTo('nobody')")) == set()
    # Who made it is not told in the answer to that, as recorded.
    assert made["properties"].pop("createdBy") is None
    kept = ask(cloud, owner, "GET", made["id"]).body
    assert kept["properties"].pop("createdBy") == owner.object_id
    assert kept == made
    assert ask(cloud, owner, "DELETE", made["id"]).body["name"] == made["name"]
    assert ask(cloud, owner, "DELETE", made["id"]).status == 204
    assert ask(cloud, owner, "GET", made["id"]).status == 404
    assert ask(cloud, somebody, "GET", group).status == 403


def test_what_cannot_be_is_refused(cloud: Cloud, home: str, somebody: Principal) -> None:
    """A role twice, to nobody, unknown, of a taken name, in use, or Azure's own."""
    owner = cloud.state(Entra).principal
    mine = define(cloud, home, "Mine", actions=["*/read"]).body
    assign(cloud, home, mine["name"], somebody)
    stranger = Principal(tenant="t", client_id="c", object_id="o")
    roles = f"{home}{AUTHORIZATION}/roleDefinitions"
    elsewhere = {"roleName": "x", "permissions": [{}], "assignableScopes": ["/subscriptions/no"]}
    answers = [
        assign(cloud, home, mine["name"], somebody),
        assign(cloud, home, READER, stranger),
        assign(cloud, home, "no-role", somebody),
        assign(cloud, f"{home}/resourceGroups/no", READER, somebody),
        define(cloud, home, "Mine", actions=[]),
        ask(cloud, owner, "PUT", f"{roles}/new", properties=elsewhere),
        ask(cloud, owner, "PUT", f"{roles}/new", properties=elsewhere | {"assignableScopes": []}),
        ask(cloud, owner, "PUT", f"{roles}/{READER}", properties=elsewhere),
        ask(cloud, owner, "DELETE", f"{roles}/{READER}"),
        ask(cloud, owner, "DELETE", mine["id"]),
    ]
    assert [answer.body["error"]["code"] for answer in answers] == [
        "RoleAssignmentExists",
        "PrincipalNotFound",
        "RoleDefinitionDoesNotExist",
        "ResourceGroupNotFound",
        "RoleDefinitionWithSameNameExists",
        "InvalidAssignableScopes",
        "MissingAssignableScopes",
        "RoleDefinitionExists",
        "BuiltInRoleDefinitionCannotBeModified",
        "RoleDefinitionHasAssignments",
    ]
    assert ask(cloud, owner, "DELETE", f"{roles}/none").status == 204


def test_who_may_not_give_roles_gives_none(cloud: Cloud, home: str, somebody: Principal) -> None:
    """A Reader cannot make itself more."""
    assign(cloud, home, READER, somebody)
    properties = {"roleDefinitionId": f"x/{READER}", "principalId": somebody.object_id}
    for kind in ("roleAssignments", "roleDefinitions"):
        path = f"{home}{AUTHORIZATION}/{kind}/{cloud.new_id()}"
        refused = ask(cloud, somebody, "PUT", path, properties=properties)
        assert refused.status == 403
        assert f"'Microsoft.Authorization/{kind}/write'" in refused.body["error"]["message"]


def test_a_role_can_be_deleted_that_nobody_has(cloud: Cloud, home: str) -> None:
    """Then it is no longer found."""
    made = define(cloud, home, "Mine", actions=["*/read"]).body
    assert (
        ask(cloud, cloud.state(Entra).principal, "DELETE", made["id"]).body["name"] == made["name"]
    )
    assert ask(cloud, cloud.state(Entra).principal, "GET", made["id"]).status == 404


def test_a_role_has_a_name_a_type_and_permissions(cloud: Cloud, home: str) -> None:
    """Refused as recorded, whatever else is sent; a scope may be without its first slash."""
    path = f"{home}{AUTHORIZATION}/roleDefinitions/{cloud.new_id()}"
    right = {"roleName": "Mine", "permissions": [{}], "assignableScopes": [home[1:]]}
    owner = cloud.state(Entra).principal
    for wrong, code in (
        ({"roleName": ""}, "RoleDefinitionNameNullOrEmpty"),
        ({"roleName": None}, "RoleDefinitionNameNullOrEmpty"),
        ({"type": "BuiltInRole"}, "InvalidRoleDefinitionType"),
        ({"permissions": [5]}, "BadRequestFormat"),
        ({"permissions": [{"actions": "*"}]}, "BadRequestFormat"),
        ({"assignableScopes": [""]}, "MissingAssignableScopes"),
        ({"assignableScopes": "/"}, "MissingAssignableScopes"),
    ):
        refused = ask(cloud, owner, "PUT", path, properties=right | wrong)
        assert (refused.status, refused.body["error"]["code"]) == (400, code)
    made = ask(cloud, owner, "PUT", path, properties=right)
    assert (made.status, made.body["properties"]["assignableScopes"]) == (201, [home[1:]])
    changed = ask(cloud, owner, "PUT", path, properties=right).body["properties"]
    assert (changed["createdBy"], changed["updatedBy"]) == (None, owner.object_id)
    listed = ask(cloud, owner, "GET", f"{home}{AUTHORIZATION}/roleDefinitions").body["value"]
    assert made.body["name"] in [each["name"] for each in listed]
    azures = next(each["properties"] for each in listed if each["name"] == READER)
    assert (azures["createdBy"], azures["updatedBy"]) == (None, None)


def test_a_version_tells_what_it_knew(cloud: Cloud, home: str, somebody: Principal) -> None:
    """Conditions since 2020, data actions since 2018; as recorded from 2015 to 2025."""
    assign(cloud, home, READER, somebody)
    condition, data = "condition", "dataActions"
    for version, has_condition, has_data in (
        ("2015-07-01", False, False),
        ("2018-09-01-preview", False, True),
        ("2022-04-01", True, True),
    ):
        given = {"api-version": version}
        (given_role,) = read(cloud, f"{home}{AUTHORIZATION}/roleAssignments", given)
        role = read(cloud, f"{home}{AUTHORIZATION}/roleDefinitions", given)[0]
        assert (condition in given_role["properties"]) == has_condition
        assert (data in role["properties"]["permissions"][0]) == has_data


def read(cloud: Cloud, path: str, query: dict[str, str]) -> list[Any]:
    """The items of a list in a version."""
    owner = cloud.state(Entra).principal
    token = cloud.state(Entra).sign_in(owner.tenant, owner.client_id, owner.secret, ARM).text
    headers = {"authorization": f"Bearer {token}"}
    request = Request(
        method="GET", host="management.azure.com", path=path, query=query, headers=headers
    )
    value: list[Any] = App(cloud)(request).body["value"]
    return value
