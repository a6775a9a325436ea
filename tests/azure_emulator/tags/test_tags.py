"""Tags of a scope are the resource's own, and a subscription knows all of their names."""

from __future__ import annotations

from typing import Any

import pytest

from azure_emulator.cloud import Cloud
from azure_emulator.entra.roles import READER
from azure_emulator.entra.state import Entra
from azure_emulator.resource_manager.state import ResourceManager
from tests.azure_emulator.conftest import Arm, SignedIn

VERSION = "2021-04-01"
DEFAULT = "/providers/Microsoft.Resources/tags/default"


@pytest.fixture
def scopes(arm: Arm, sdk: Any) -> dict[str, str]:
    """A subscription, a group and a resource in it, by what they are."""
    subscription = f"/subscriptions/{sdk.subscription}"
    group = f"{subscription}/resourceGroups/g"
    arm("PUT", group, VERSION, json={"location": "eastus"})
    resource = f"{group}/providers/Microsoft.Search/searchServices/pets"
    arm("PUT", resource, json={"location": "eastus", "tags": {"Pet": "cat"}})
    return {"subscription": subscription, "group": group, "resource": resource}


@pytest.mark.parametrize("kind", ["subscription", "group", "resource"])
def test_tags_of_a_scope_are_its_own(arm: Arm, scopes: dict[str, str], kind: str) -> None:
    """What is put there is answered by whatever has it, and the other way round."""
    scope = scopes[kind]
    put = arm("PUT", f"{scope}{DEFAULT}", VERSION, json={"properties": {"tags": {"a": "b"}}})
    assert put.json() == {
        "id": f"{scope}{DEFAULT}",
        "name": "default",
        "type": "Microsoft.Resources/tags",
        "properties": {"tags": {"a": "b"}},
    }
    assert arm("GET", f"{scope}{DEFAULT}", VERSION).json() == put.json()
    assert arm("GET", scope, VERSION).json()["tags"] == {"a": "b"}
    assert arm("DELETE", f"{scope}{DEFAULT}", VERSION).status_code == 200
    assert arm("GET", f"{scope}{DEFAULT}", VERSION).json()["properties"] == {"tags": {}}


@pytest.mark.parametrize(
    ("operation", "given", "tags"),
    [
        ("Merge", {"pet": "dog", "a": "b"}, {"pet": "dog", "a": "b"}),
        ("Replace", {"a": "b"}, {"a": "b"}),
        ("Delete", {"PET": "cat"}, {}),
        ("Delete", {"Pet": "dog"}, {"Pet": "cat"}),
    ],
)
def test_tags_are_patched(
    arm: Arm, scopes: dict[str, str], operation: str, given: dict[str, str], tags: dict[str, str]
) -> None:
    """Merged, replaced, or deleted with the value that is given; names in any letter case."""
    body = {"operation": operation, "properties": {"tags": given}}
    answer = arm("PATCH", f"{scopes['resource']}{DEFAULT}", VERSION, json=body)
    assert answer.json()["properties"]["tags"] == tags


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"properties": {"tags": {"a/b": "c"}}}, "InvalidTagNameCharacters"),
        ({"properties": {"tags": {"a": "b" * 257}}}, "InvalidTag"),
        ({"properties": {"tags": {str(n): "" for n in range(51)}}}, "TooManyTags"),
        ({"properties": {}}, "InvalidRequestContent"),
    ],
)
def test_tags_have_limits(
    arm: Arm, scopes: dict[str, str], body: dict[str, Any], code: str
) -> None:
    """50 of them, with names and values that are short and without reserved characters."""
    refused = arm("PUT", f"{scopes['group']}{DEFAULT}", VERSION, json=body)
    assert (refused.status_code, refused.json()["error"]["code"]) == (400, code)


@pytest.mark.parametrize(
    ("scope", "status", "code"),
    [
        ("/resourceGroups/none", 404, "ResourceGroupNotFound"),
        ("/resourceGroups/g/providers/Microsoft.Search/searchServices/x", 404, "ResourceNotFound"),
        ("/elsewhere", 400, "InvalidScope"),
    ],
)
def test_a_scope_has_to_be_there(
    arm: Arm, scopes: dict[str, str], scope: str, status: int, code: str
) -> None:
    """Else nothing can stand at it."""
    refused = arm("GET", f"{scopes['subscription']}{scope}{DEFAULT}", VERSION)
    assert (refused.status_code, refused.json()["error"]["code"]) == (status, code)


def test_tags_need_a_role_of_their_own(cloud: Cloud, client: Any, scopes: dict[str, str]) -> None:
    """A reader reads them, and a disabled subscription takes none."""
    entra = cloud.state(Entra)

    def put(principal: Any, method: str = "PUT") -> Any:
        token = SignedIn(cloud, principal).get_token("https://management.azure.com").token
        url = f"https://management.azure.com{scopes['group']}{DEFAULT}?api-version={VERSION}"
        headers = {"Authorization": f"Bearer {token}"}
        return client.request(method, url, headers=headers, json={"properties": {"tags": {}}})

    reader = entra.register("reader", READER)
    assert put(reader).json()["error"]["code"] == "AuthorizationFailed"
    assert put(reader, "GET").status_code == 200
    (home,) = cloud.state(ResourceManager).subscriptions.values()
    home.state = "Disabled"
    assert put(entra.principal).json()["error"]["code"] == "ReadOnlyDisabledSubscription"


def test_a_subscription_knows_its_tags(arm: Arm, scopes: dict[str, str]) -> None:
    """All that are used, how often, and those that were made by themselves."""
    names = f"{scopes['subscription']}/tagNames"
    assert [arm("PUT", f"{names}/course", VERSION).status_code for _ in range(2)] == [201, 200]
    assert arm("PUT", f"{names}/course/tagValues/ai", VERSION).status_code == 201
    listed = {each["tagName"]: each for each in arm("GET", names, VERSION).json()["value"]}
    assert listed["Pet"]["count"] == {"type": "Total", "value": 1}
    assert [value["tagValue"] for value in listed["course"]["values"]] == ["ai"]
    arm("PUT", f"{names}/Pet", VERSION)
    assert arm("DELETE", f"{names}/Pet", VERSION).json()["error"]["code"] == "TagInUse"
    values = [arm("DELETE", f"{names}/course/tagValues/ai", VERSION) for _ in range(2)]
    assert [value.status_code for value in values] == [200, 204]
    assert [arm("DELETE", f"{names}/course", VERSION).status_code for _ in range(2)] == [200, 204]
    lost = arm("PUT", f"{names}/none/tagValues/x", VERSION)
    assert lost.json()["error"]["code"] == "PredefinedTagNameNotFound"


def test_predefined_tags_are_copied(
    arm: Arm, scopes: dict[str, str], cloud: Cloud, sdk: Any
) -> None:
    """With the subscription that has them."""
    arm("PUT", f"{scopes['subscription']}/tagNames/course", VERSION)
    copy = cloud.state(ResourceManager).copy_subscription(sdk.subscription, "copy")
    listed = arm("GET", f"/subscriptions/{copy.target}/tagNames", VERSION).json()["value"]
    assert [each["tagName"] for each in listed] == ["course", "Pet"]


def test_tags_are_texts(arm: Arm, scopes: dict[str, str]) -> None:
    """Whoever puts them: a number becomes one, and what holds more is refused."""
    body = {"location": "eastus", "tags": {"a": 1, "b": None, "c": True}}
    put = arm("PUT", scopes["resource"], json=body)
    assert put.json()["tags"] == {"a": "1", "b": "", "c": "true"}
    wrong: tuple[Any, ...] = ([], {"x": "y"})
    for value in wrong:
        refused = arm("PUT", scopes["resource"], json=body | {"tags": {"a": value}})
        assert refused.json()["error"]["code"] == "InvalidRequestContent"


def test_a_patch_says_what_it_does(arm: Arm, scopes: dict[str, str]) -> None:
    """Without an operation it is told what is required; tags that are gone leave an object."""
    path = f"{scopes['subscription']}/providers/Microsoft.Resources/tags/default"
    refused = arm("PATCH", path, VERSION, json={"properties": {"tags": {"a": "b"}}})
    assert refused.status_code == 400
    assert "'operation' is required" in refused.json()["error"]["message"]
    arm("PUT", path, VERSION, json={"properties": {"tags": {"a": "b"}}})
    arm("DELETE", path, VERSION)
    assert arm("GET", scopes["subscription"], "2022-12-01").json()["tags"] == {}
