"""Resources of any type: made by id, found in lists, filtered, paged."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from azure.core.exceptions import HttpResponseError, ResourceNotFoundError

from azure_emulator.cloud import Cloud
from azure_emulator.errors import ArmError
from azure_emulator.resource_manager.listing import Filter, read_skip_token, read_top
from azure_emulator.resource_manager.resource import ResourceId
from azure_emulator.resource_manager.state import ResourceManager
from tests.harness.versions import version_of

VERSION = "2023-01-01"


@pytest.fixture
def make(sdk: Any) -> Callable[..., Any]:
    """`make("Microsoft.Search/searchServices/s", location=...)` in the group `g`."""
    sdk.resources.resource_groups.create_or_update("g", {"location": "eastus"})

    def make(path: str, **body: Any) -> Any:
        resource_id = f"/subscriptions/{sdk.subscription}/resourceGroups/g/providers/{path}"
        given = {"location": "eastus", **body}
        parameters = {name: value for name, value in given.items() if value is not None}
        return sdk.resources.resources.begin_create_or_update_by_id(
            resource_id, api_version=version_of(resource_id), parameters=parameters
        ).result()

    return make


def test_a_resource_of_any_type_is_kept_as_given(sdk: Any, make: Callable[..., Any]) -> None:
    """What a client puts comes back, ready, with who made it."""
    made = make(
        "microsoft.search/searchServices/pets",
        location="East US",
        kind="StorageV2",
        sku={"name": "Standard_LRS"},
        tags={"a": "b"},
        properties={"accessTier": "Hot"},
    )
    found = sdk.resources.resources.get_by_id(made.id.upper(), api_version=VERSION)
    assert found.type == "Microsoft.Search/searchServices"
    assert (found.name, found.location, found.kind) == ("pets", "eastus", "StorageV2")
    assert (found.sku.name, found.tags) == ("Standard_LRS", {"a": "b"})
    assert found.properties == {"accessTier": "Hot", "provisioningState": "Succeeded"}
    assert found["systemData"]["createdByType"] == "Application"
    assert sdk.resources.resources.check_existence_by_id(made.id, api_version=VERSION) is True


def test_a_patch_changes_and_a_put_replaces(sdk: Any, make: Callable[..., Any]) -> None:
    """PATCH keeps what it does not name; PUT does not; the id stays as first written."""
    made = make("Microsoft.Web/sites/Keys", tags={"a": "b"}, properties={"one": 1})
    changed = sdk.resources.resources.begin_update_by_id(
        made.id, api_version=VERSION, parameters={"properties": {"two": 2}}
    ).result()
    assert changed.tags == {"a": "b"}
    assert changed.properties == {"one": 1, "two": 2, "provisioningState": "Succeeded"}
    replaced = make("Microsoft.Web/sites/KEYS")
    assert (replaced.id, replaced.name) == (made.id, "Keys")
    assert replaced.properties == {"provisioningState": "Succeeded"}


def test_a_patch_can_replace_tags_and_identity(sdk: Any, make: Callable[..., Any]) -> None:
    """A system-assigned identity has a principal of its own, and keeps it."""
    made = make("Microsoft.Web/sites/keys", identity={"type": "SystemAssigned"})
    changed = sdk.resources.resources.begin_update_by_id(
        made.id,
        api_version=VERSION,
        parameters={"tags": {"c": "d"}, "identity": {"type": "SystemAssigned"}},
    ).result()
    assert changed.tags == {"c": "d"}
    assert changed.identity.principal_id == made.identity.principal_id is not None


def test_a_deleted_resource_is_gone(sdk: Any, make: Callable[..., Any]) -> None:
    """After DELETE, GET is ResourceNotFound with the recorded text, and HEAD says no."""
    made = make("Microsoft.Search/searchServices/pets")
    sdk.resources.resources.begin_delete_by_id(made.id, api_version=VERSION).result()
    assert sdk.resources.resources.check_existence_by_id(made.id, api_version=VERSION) is False
    with pytest.raises(ResourceNotFoundError) as refused:
        sdk.resources.resources.get_by_id(made.id, api_version=VERSION)
    assert (
        "The Resource 'Microsoft.Search/searchServices/pets' under resource group 'g' was not "
        "found. For more details please go to https://aka.ms/ARMResourceNotFoundFix"
    ) in refused.value.message


@pytest.mark.parametrize(
    ("path", "body", "status", "code"),
    [
        ("Microsoft.Search/searchServices/s", {"location": ""}, 400, "LocationRequired"),
        (
            "Microsoft.Search/searchServices/s",
            {"location": "BLA"},
            400,
            "LocationNotAvailableForResourceType",
        ),
        ("Microsoft.Search/searchServices/s", {"sku": 1}, 400, "InvalidRequestContent"),
        ("Contoso.Pets/cats/c", {}, 404, "InvalidResourceNamespace"),
        ("Microsoft.Sql/servers/s/databases/d", {}, 404, "ParentResourceNotFound"),
    ],
)
def test_a_bad_resource_is_refused(
    make: Callable[..., Any], path: str, body: dict[str, Any], status: int, code: str
) -> None:
    """A resource needs a location, a known namespace and its parent."""
    with pytest.raises(HttpResponseError) as refused:
        make(path, **body)
    assert refused.value.status_code == status
    assert f"({code})" in refused.value.message


@pytest.mark.parametrize("sent", [b"{", b"[]", b""], ids=["broken", "list", "nothing"])
def test_a_body_is_a_json_object(arm: Callable[..., Any], sdk: Any, sent: bytes) -> None:
    """Anything else is InvalidRequestContent."""
    headers = {"Content-Type": "application/json"}
    path = f"/subscriptions/{sdk.subscription}/resourcegroups/g"
    answer = arm("PUT", path, data=sent, headers=headers)
    assert answer.status_code == 400
    assert answer.json()["error"]["code"] == "InvalidRequestContent"


def test_a_resource_stays_where_it_is(make: Callable[..., Any]) -> None:
    """A resource cannot be put again with another location."""
    make("Microsoft.Search/searchServices/pets")
    with pytest.raises(HttpResponseError) as refused:
        make("Microsoft.Search/searchServices/pets", location="westus2")
    assert "(InvalidResourceLocation)" in refused.value.message


def test_a_child_goes_with_its_parent(sdk: Any, make: Callable[..., Any]) -> None:
    """A child has its parent's name before its own in lists, and does not outlive it."""
    parent = make("Microsoft.Sql/servers/s")
    make("Microsoft.Sql/servers/s/databases/d", location=None)
    assert [each.name for each in sdk.resources.resources.list()] == ["s", "s/d"]
    sdk.resources.resources.begin_delete_by_id(parent.id, api_version=VERSION).result()
    assert list(sdk.resources.resources.list()) == []


def test_lists_expand_what_is_asked(sdk: Any, make: Callable[..., Any]) -> None:
    """Times and the state come with `$expand`, and not with a filter by tag; never properties."""
    make("Microsoft.Search/searchServices/pets", tags={"a": "b"}, properties={"x": 1})
    listed = sdk.resources.resources.list
    (plain,) = listed()
    (expanded,) = listed(expand="createdTime,changedTime,provisioningState")
    (tagged,) = listed(expand="createdTime", filter="tagName eq 'a' and tagValue eq 'b'")
    assert (plain.created_time, tagged.created_time) == (None, None)
    assert expanded.created_time == expanded.changed_time is not None
    assert expanded.provisioning_state == "Succeeded"
    assert expanded.properties is None


@pytest.mark.parametrize(
    ("wanted", "names"),
    [
        ("resourceType eq 'microsoft.search/SEARCHSERVICES'", ["one", "two"]),
        ("resourceType ne 'Microsoft.Search/searchServices'", ["keys"]),
        ("name eq 'two'", ["two"]),
        (
            "location eq 'West US 2' and resourceType eq 'Microsoft.Search/searchServices'",
            ["two"],
        ),
        ("resourceGroup eq 'G' and name eq 'keys'", ["keys"]),
        ("resourceGroup eq 'other'", []),
        ("name eq 'one' or name eq 'keys'", ["one", "keys"]),
        ("tagName eq 'PET'", ["one"]),
        ("tagName eq 'pet' and tagValue eq 'dog'", []),
    ],
)
def test_lists_are_filtered(
    sdk: Any, make: Callable[..., Any], wanted: str, names: list[str]
) -> None:
    """`$filter` compares types, names, groups, locations and tags without letter case."""
    make("Microsoft.Search/searchServices/one", tags={"pet": "cat"})
    make("Microsoft.Search/searchServices/two", location="westus2")
    make("Microsoft.Web/sites/keys")
    resources = sdk.resources.resources
    assert [each.name for each in resources.list(filter=wanted)] == names
    assert [each.name for each in resources.list_by_resource_group("g", filter=wanted)] == names


@pytest.mark.parametrize(
    "text",
    [
        "name",
        "name eq two",
        "name eq 'a' xor name eq 'b'",
        "colour eq 'red'",
        "tagName eq 'a' and name eq 'b'",
        "name eq 'a' and",
    ],
)
def test_a_filter_that_azure_does_not_know_is_refused(text: str) -> None:
    """A filter is refused as a whole, with the text that was sent."""
    with pytest.raises(ArmError) as refused:
        Filter.parse(text)
    assert refused.value.code == "InvalidFilterInQueryString"
    assert text in refused.value.message


def test_a_quote_in_a_filter_is_doubled() -> None:
    """Inside quotes, two quotes stand for one."""
    assert Filter.parse("name eq 'it''s'").conjunctions[0][0].value == "it's"


def test_a_list_comes_in_pages(sdk: Any, make: Callable[..., Any], arm: Callable[..., Any]) -> None:
    """`$top` bounds a page, whose `nextLink` leads to the next; clients see one list."""
    for name in ("a", "b", "c"):
        make(f"Microsoft.Search/searchServices/{name}")
    path = f"/subscriptions/{sdk.subscription}/resources"
    first = arm("GET", f"{path}?$top=2").json()
    assert [each["name"] for each in first["value"]] == ["a", "b"]
    assert first["nextLink"].startswith(f"https://management.azure.com{path}?")
    assert [each.name for each in sdk.resources.resources.list(top=1)] == ["a", "b", "c"]


def test_a_page_may_be_empty_and_have_a_successor(
    sdk: Any, cloud: Cloud, make: Callable[..., Any], arm: Callable[..., Any]
) -> None:
    """Azure filters after it took a page, so that an empty one can be followed by another."""
    for name in ("a", "b"):
        make(f"Microsoft.Search/searchServices/{name}")
    cloud.state(ResourceManager).page_size = 1
    path = f"/subscriptions/{sdk.subscription}/resources"
    page = arm("GET", f"{path}?$filter=name eq 'b'").json()
    assert page["value"] == []
    assert page["nextLink"]
    assert [each.name for each in sdk.resources.resources.list(filter="name eq 'b'")] == ["b"]


@pytest.mark.parametrize(
    ("read", "text"),
    [
        (read_skip_token, "no token"),
        (read_top, "many"),
        (read_top, "0"),
        (read_top, "²"),
        (read_top, "9" * 5000),
        (read_skip_token, "LTU="),
    ],
)
def test_bad_paging_is_refused(read: Callable[[str], Any], text: str) -> None:
    """A skip token that was not handed out, or a `$top` that is no number, is 400."""
    with pytest.raises(ArmError) as refused:
        read(text)
    assert refused.value.status == 400


@pytest.mark.parametrize("path", ["/", "/subscriptions/s", "/a/s/b/g/c/n/t/x"])
def test_not_everything_is_a_resource_id(path: str) -> None:
    """Only the id of a resource in a group can be taken apart."""
    with pytest.raises(ValueError, match="not the id"):
        ResourceId.parse(path)


@pytest.mark.parametrize(
    "path",
    ["Microsoft.CognitiveServices/commitmentPlans/p", "Microsoft.Resources/deploymentScripts/s"],
)
def test_what_does_something_is_not_just_kept(
    cloud: Cloud, make: Callable[..., Any], path: str
) -> None:
    """An unserved type of a namespace whose resources do something is answered 501, loudly."""
    with pytest.raises(HttpResponseError) as refused:
        make(path)
    assert refused.value.status_code == 501
    assert cloud.unserved
    cloud.unserved.clear()


def test_a_managed_identity_is_made_as_recorded(sdk: Any, arm: Callable[..., Any]) -> None:
    """201 with its place and nothing of a state: so 26 recordings of 2023 and 2024 have it."""
    group = f"/subscriptions/{sdk.subscription}/resourceGroups/g"
    arm("PUT", group, "2021-04-01", json={"location": "eastus"})
    path = f"{group}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/pets"
    made = arm("PUT", path, "2023-01-31", json={"location": "eastus"})
    assert (made.status_code, made.headers["Location"], made.json()["tags"]) == (201, path, {})
    assert "Retry-After" not in made.headers
    assert "x-ms-retry-after-ms" not in made.headers
    assert set(made.json()) == {"id", "name", "type", "location", "tags", "properties"}
    assert set(made.json()["properties"]) == {"tenantId", "principalId", "clientId"}
    assert arm("GET", path, "2023-01-31").json() == made.json()


def test_a_component_is_made_as_recorded(sdk: Any, arm: Callable[..., Any]) -> None:
    """200 with an etag and the defaults that Application Insights fills in."""
    group = f"/subscriptions/{sdk.subscription}/resourceGroups/g"
    arm("PUT", group, "2021-04-01", json={"location": "eastus"})
    path = f"{group}/providers/Microsoft.Insights/components/pets"
    body = {"location": "westus", "kind": "web", "properties": {"RetentionInDays": 30}}
    made = arm("PUT", path, "2020-02-02", json=body)
    assert (made.status_code, made.json()["tags"]) == (200, {})
    assert made.json()["etag"].startswith('"')
    properties = made.json()["properties"]
    assert properties["TenantId"] == sdk.subscription
    assert (properties["RetentionInDays"], properties["SamplingPercentage"]) == (30, None)
    assert properties["publicNetworkAccessForQuery"] == "Enabled"
    assert arm("GET", path, "2020-02-02").json() == made.json()


def test_what_is_missing_tells_of_json(sdk: Any, arm: Callable[..., Any]) -> None:
    """To HEAD, too, whose answer has no body; as recorded in 2019 and 2020."""
    missing = arm("HEAD", f"/subscriptions/{sdk.subscription}/resourceGroups/none", "2021-04-01")
    assert (missing.status_code, missing.content) == (404, b"")
    assert missing.headers["Content-Type"] == "application/json; charset=utf-8"


def test_empty_tags_are_listed_if_they_were_given(make: Callable[..., Any], sdk: Any) -> None:
    """An object without tags is one, as in 1150 of 1280 recorded items; no object is none."""
    make("Microsoft.Search/searchServices/empty", tags={})
    make("Microsoft.Search/searchServices/none")
    listed = {each.name: each.tags for each in sdk.resources.resources.list()}
    assert listed == {"empty": {}, "none": None}
