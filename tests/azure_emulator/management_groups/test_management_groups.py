"""The tree of management groups, through plain requests to Resource Manager."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

import pytest
from azure.core.exceptions import HttpResponseError

from azure_emulator.cloud import Cloud
from azure_emulator.entra.roles import NO_ROLE
from azure_emulator.entra.state import Entra, Principal
from azure_emulator.management_groups.state import ManagementGroups
from azure_emulator.resource_manager.state import ResourceManager
from tests.azure_emulator.conftest import Arm

GROUPS = "/providers/Microsoft.Management/managementGroups"
READER = "/providers/Microsoft.Authorization/roleDefinitions/acdd72a7-3385-48ef-bd42-f606fba81ae7"


def put(arm: Arm, name: str, parent: str = "", title: str = "") -> Any:
    """Make a group."""
    details = {"parent": {"id": f"{GROUPS}/{parent}"}} if parent else {}
    body = {"properties": {"displayName": title or name, "details": details}}
    response = arm("PUT", f"{GROUPS}/{name}", json=body)
    assert response.ok, response.text
    return response.json()


@pytest.fixture
def school(arm: Arm, cloud: Cloud) -> list[str]:
    """A school with a course, and three subscriptions in it; their ids."""
    put(arm, "school")
    put(arm, "course", "school", "The course")
    tenant, manager = cloud.state(Entra).tenant, cloud.state(ResourceManager)
    made = [manager.add_subscription(f"s{number}", tenant).id for number in range(3)]
    for subscription in made:
        arm("PUT", f"{GROUPS}/course/subscriptions/{subscription}").raise_for_status()
    return made


def listed(arm: Arm, path: str) -> list[Any]:
    """All items of all pages."""
    items, response = [], arm("GET", path).json()
    items += response["value"]
    while "nextLink" in response:
        response = arm("GET", response["nextLink"].partition(".com")[2], version="").json()
        items += response["value"]
    return items


@pytest.mark.parametrize("size", [1, 2, 1000])
def test_descendants_are_groups_and_subscriptions(
    arm: Arm, cloud: Cloud, school: list[str], size: int
) -> None:
    """All below a group however deep, by pages, each with the group right above it."""
    cloud.state(ResourceManager).page_size = size
    found = listed(arm, f"{GROUPS}/SCHOOL/descendants")
    assert [each["type"] for each in found] == [
        "Microsoft.Management/managementGroups",
        *["/subscriptions"] * 3,
    ]
    assert [each["name"] for each in found] == ["course", *school]
    assert found[0]["properties"] == {
        "displayName": "The course",
        "parent": {"id": f"{GROUPS}/school"},
    }
    assert found[1]["properties"]["parent"] == {"id": f"{GROUPS}/course"}


def test_subscriptions_right_in_a_group(arm: Arm, school: list[str]) -> None:
    """Not those further below."""
    found = listed(arm, f"{GROUPS}/course/subscriptions")
    assert [each["name"] for each in found] == school
    assert listed(arm, f"{GROUPS}/school/subscriptions") == []


def test_what_is_in_no_group_is_in_the_root(arm: Arm, cloud: Cloud, school: list[str]) -> None:
    """Whose name is the tenant's id."""
    tenant = cloud.state(Entra).tenant
    root = arm("GET", f"{GROUPS}/{tenant}").json()
    assert root["properties"]["displayName"] == "Tenant Root Group"
    (first,) = listed(arm, f"{GROUPS}/{tenant}/subscriptions")
    assert first["name"] not in school
    assert len(listed(arm, f"{GROUPS}/{tenant}/descendants")) == 2 + 1 + len(school)


def test_all_groups_are_listed(arm: Arm, school: list[str]) -> None:
    """The root first."""
    assert len(school) == 3
    assert [each["name"] for each in listed(arm, GROUPS)][1:] == ["school", "course"]


def test_a_role_holds_below_its_group(
    arm: Arm, cloud: Cloud, sdk_of: Callable[[Principal], Any], school: list[str]
) -> None:
    """An instructor with Reader on the course sees its subscriptions, and no others."""
    instructor = cloud.state(Entra).register("instructor", NO_ROLE)
    body = {"properties": {"roleDefinitionId": READER, "principalId": instructor.object_id}}
    path = f"{GROUPS}/course/providers/Microsoft.Authorization/roleAssignments/{uuid.uuid4()}"
    arm("PUT", path, json=body).raise_for_status()
    client = sdk_of(instructor)
    assert [each.subscription_id for each in client.subscriptions.subscriptions.list()] == school
    with pytest.raises(HttpResponseError, match="AuthorizationFailed"):
        client.subscriptions.subscriptions.get(client.subscription)


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/none", 404),
        ("GET", "/none/descendants", 404),
        ("PUT", "/none/subscriptions/x", 404),
        ("PUT", "/a%20b", 400),
    ],
)
def test_what_is_not_there_is_refused(arm: Arm, method: str, path: str, status: int) -> None:
    """A group, or one below it."""
    assert arm(method, GROUPS + path, json={}).status_code == status


def test_no_group_is_below_itself(arm: Arm, school: list[str]) -> None:
    """Nor a parent below its child."""
    assert len(school) == 3
    details = {"details": {"parent": {"id": f"{GROUPS}/course"}}}
    for name in ("school", "course"):
        response = arm("PUT", f"{GROUPS}/{name}", json={"properties": details})
        assert response.status_code == 409


def test_a_group_is_deleted_once_nothing_is_in_it(
    arm: Arm, school: list[str], cloud: Cloud
) -> None:
    """A subscription that is taken out is in the root again; deleting what is gone is no error."""
    subscription = cloud.state(ManagementGroups).subscriptions
    root = cloud.state(ManagementGroups).root(cloud.state(Entra).tenant)
    before = [each.id for each in subscription(root)]
    assert arm("PUT", f"{GROUPS}/alone", json={}).status_code == 200
    assert arm("PUT", f"{GROUPS}/alone/subscriptions/{school[0]}").status_code == 200
    assert arm("DELETE", f"{GROUPS}/alone").status_code == 400
    assert arm("DELETE", f"{GROUPS}/alone/subscriptions/{school[0]}").status_code == 200
    assert school[0] in [each.id for each in subscription(root)]
    assert set(before) <= {each.id for each in subscription(root)}
    assert arm("DELETE", f"{GROUPS}/alone").status_code == 204
    assert arm("GET", f"{GROUPS}/alone").status_code == 404
    assert arm("DELETE", f"{GROUPS}/alone").status_code == 204
    assert arm("DELETE", f"{GROUPS}/{cloud.state(Entra).tenant}").status_code == 400
