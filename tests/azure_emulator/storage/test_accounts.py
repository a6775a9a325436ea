"""Storage accounts: names, keys, hosts, and their shares as Resource Manager has them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import requests

from azure_emulator.cloud import Cloud
from azure_emulator.entra.state import Entra
from azure_emulator.resource_manager.state import ResourceManager
from azure_emulator.storage.state import Storage
from tests.azure_emulator.conftest import Arm

BODY = {"location": "West US", "kind": "StorageV2", "sku": {"name": "Standard_LRS"}}


@pytest.fixture
def group(sdk: Any) -> str:
    """The id of a group."""
    return str(sdk.resources.resource_groups.create_or_update("g", {"location": "eastus"}).id)


@pytest.fixture
def put(arm: Arm, group: str) -> Callable[..., requests.Response]:
    """Puts an account of this name, with changes to its body."""

    def put(name: str, at: str = group, **changes: Any) -> requests.Response:
        path = f"{at}/providers/Microsoft.Storage/storageAccounts/{name}"
        return arm("PUT", path, json=BODY | changes)

    return put


def test_a_creation_is_followed_to_the_account(
    put: Callable[..., requests.Response], client: requests.Session, cloud: Cloud, arm: Arm
) -> None:
    """202 without a body and with a `Location`, which answers 202, then the account."""
    accepted = put("pets", tags={"a": "b"})
    assert (accepted.status_code, accepted.content) == (202, b"")
    assert "x-ms-retry-after-ms" in accepted.headers
    token = accepted.request.headers["Authorization"]
    followed = client.get(accepted.headers["Location"], headers={"Authorization": token})
    assert followed.status_code in (200, 202)
    cloud.now = lambda then=cloud.now: then() + timedelta(seconds=5)  # type: ignore[misc]
    body = client.get(accepted.headers["Location"], headers={"Authorization": token}).json()
    assert (body["name"], body["location"], body["kind"]) == ("pets", "westus", "StorageV2")
    assert body["sku"] == {"name": "Standard_LRS", "tier": "Standard"}
    assert body["properties"]["primaryEndpoints"]["file"] == "https://pets.file.core.windows.net/"
    assert body["properties"]["provisioningState"] == "Succeeded"
    assert put("pets", tags={}).status_code == 200


@pytest.mark.parametrize(
    ("name", "changes", "status", "code"),
    [
        ("Pets", {}, 400, "AccountNameInvalid"),
        ("p2", {}, 400, "AccountNameInvalid"),
        ("p" * 25, {}, 400, "AccountNameInvalid"),
        ("pet-s", {}, 400, "AccountNameInvalid"),
        ("pets", {"sku": None}, 400, "InvalidValuesForRequestParameters"),
        ("pets", {"sku": {"name": "Cheap"}}, 400, "InvalidValuesForRequestParameters"),
        ("pets", {"location": "moon"}, 400, "LocationNotAvailableForResourceType"),
    ],
)
def test_an_account_that_cannot_be_is_refused(
    put: Callable[..., requests.Response],
    name: str,
    changes: dict[str, Any],
    status: int,
    code: str,
) -> None:
    """A name has 3 to 24 small letters and digits; SKU and location are known ones."""
    refused = put(name, **changes)
    assert (refused.status_code, refused.json()["error"]["code"]) == (status, code)


def test_a_name_is_taken_for_everybody(
    put: Callable[..., requests.Response], sdk: Any, cloud: Cloud, arm: Arm
) -> None:
    """Neither another group nor another subscription has it, unless that is made apart."""
    put("pets")
    sdk.resources.resource_groups.create_or_update("h", {"location": "eastus"})
    there = put("pets", f"/subscriptions/{sdk.subscription}/resourceGroups/h")
    assert there.json()["error"]["code"] == "StorageAccountInAnotherResourceGroup"
    manager = cloud.state(ResourceManager)
    other = manager.add_subscription("other", cloud.state(Entra).tenant)
    manager.put_group(other.id, "g", {"location": "eastus"})
    group = f"/subscriptions/{other.id}/resourceGroups/g"
    assert put("pets", group).json()["error"]["code"] == "StorageAccountAlreadyTaken"
    check = f"/subscriptions/{other.id}/providers/Microsoft.Storage/checkNameAvailability"
    taken = arm("POST", check, json={"name": "pets", "type": "Microsoft.Storage/storageAccounts"})
    assert taken.json() == {
        "nameAvailable": False,
        "reason": "AlreadyExists",
        "message": "The storage account named pets is already taken.",
    }
    assert arm("POST", check, json={"name": "dogs"}).json() == {"nameAvailable": True}
    other.apart = True
    assert put("pets", group).status_code == 202
    hosts = {account.host("file") for account in cloud.state(Storage).accounts(other.id)}
    assert hosts == {f"pets.z{other.id[-8:]}.file.storage.azure.net"}


def test_a_copy_has_keys_and_hosts_of_its_own(
    put: Callable[..., requests.Response], sdk: Any, cloud: Cloud
) -> None:
    """And the shares of the original, which go their own way from then on."""
    put("pets")
    storage, manager = cloud.state(Storage), cloud.state(ResourceManager)
    (pets,) = storage.accounts(sdk.subscription)
    storage.ensure_share(pets, "notes")
    copy = manager.copy_subscription(sdk.subscription, "copy")
    (copied,) = storage.accounts(copy.target)
    assert copy.names[pets.key1] == copied.key1 != pets.key1
    assert copy.names["pets.file.core.windows.net"] == copied.host("file")
    assert storage.at_host(copied.host("file")) is copied
    storage.ensure_share(copied, "more")
    assert list(storage.shares_of(copied)) == ["notes", "more"]
    assert list(storage.shares_of(pets)) == ["notes"]
    assert storage.shares_of(copied)["notes"] is not storage.shares_of(pets)["notes"]


def test_keys_are_listed_and_made_anew(
    put: Callable[..., requests.Response], arm: Arm, group: str
) -> None:
    """Two keys of 64 bytes; another one takes the place of the one that is named."""
    put("pets")
    path = f"{group}/providers/Microsoft.Storage/storageAccounts/pets"
    first, second = arm("POST", f"{path}/listKeys").json()["keys"]
    assert [len(key["value"]) for key in (first, second)] == [88, 88]
    assert (first["keyName"], first["permissions"]) == ("key1", "FULL")
    anew = arm("POST", f"{path}/regenerateKey", json={"keyName": "key1"}).json()["keys"]
    assert (anew[0]["value"] != first["value"], anew[1]) == (True, second)
    refused = arm("POST", f"{path}/regenerateKey", json={"keyName": "key3"})
    assert refused.json()["error"]["code"] == "InvalidValuesForRequestParameters"


def test_accounts_are_listed_changed_and_deleted(
    put: Callable[..., requests.Response], arm: Arm, group: str, sdk: Any
) -> None:
    """In a subscription and a group; a deleted one is gone, and its name is free."""
    put("pets")
    provider = "providers/Microsoft.Storage/storageAccounts"
    for home in (group, f"/subscriptions/{sdk.subscription}"):
        listed = arm("GET", f"{home}/{provider}").json()["value"]
        assert [account["name"] for account in listed] == ["pets"]
    path = f"{group}/{provider}/pets"
    changed = arm("PATCH", path, json={"tags": {"a": "b"}, "properties": {"accessTier": "Cool"}})
    assert changed.json()["tags"] == {"a": "b"}
    assert changed.json()["properties"]["accessTier"] == "Cool"
    assert arm("HEAD", path).status_code == 204
    assert [arm("DELETE", path).status_code for _ in range(2)] == [200, 204]
    assert arm("GET", path).json()["error"]["code"] == "ResourceNotFound"
    assert arm("HEAD", path).status_code == 404


def test_shares_are_kept_by_the_account(
    put: Callable[..., requests.Response], arm: Arm, group: str
) -> None:
    """Made, read, listed and deleted, with a quota; their names have a rule."""
    put("pets")
    account = f"{group}/providers/Microsoft.Storage/storageAccounts/pets"
    services = arm("GET", f"{account}/fileServices").json()["value"]
    assert services == [arm("GET", f"{account}/fileServices/default").json()]
    shares = f"{account}/fileServices/default/shares"
    body = {"properties": {"shareQuota": 100}}
    assert [arm("PUT", f"{shares}/notes", json=body).status_code for _ in range(2)] == [201, 200]
    assert arm("GET", f"{shares}/notes").json()["properties"]["shareQuota"] == 100
    assert [share["name"] for share in arm("GET", shares).json()["value"]] == ["notes"]
    for name, wrong in (("-", {}), ("more", {"properties": {"shareQuota": 0}})):
        assert arm("PUT", f"{shares}/{name}", json=wrong).status_code == 400
    assert [arm("DELETE", f"{shares}/notes").status_code for _ in range(2)] == [200, 204]
    assert arm("GET", f"{shares}/notes").json()["error"]["code"] == "ShareNotFound"
    elsewhere = arm("GET", f"{account}/fileServices/other/shares/notes")
    assert elsewhere.json()["error"]["code"] == "ResourceNotFound"


def test_containers_are_kept_by_the_account(
    put: Callable[..., requests.Response], arm: Arm, group: str, sdk: Any
) -> None:
    """Made, read, listed and deleted, as a template makes them; services keep their properties."""
    put("pets")
    account = f"{group}/providers/Microsoft.Storage/storageAccounts/pets"
    default = f"{account}/blobServices/default"
    body = {"properties": {"deleteRetentionPolicy": {"enabled": True, "days": 7}}}
    assert arm("PUT", default, json=body).status_code == 200
    (service,) = arm("GET", f"{account}/blobServices").json()["value"]
    assert service == arm("GET", default).json()
    assert service["properties"]["deleteRetentionPolicy"] == {"enabled": True, "days": 7}
    containers = f"{default}/containers"
    made = [arm("PUT", f"{containers}/photos", json={}) for _ in range(2)]
    assert [each.status_code for each in made] == [201, 200]
    assert arm("GET", containers).json()["value"] == [made[0].json()]
    assert arm("GET", f"{containers}/photos").json() == made[0].json()
    assert arm("PUT", f"{containers}/NO", json={}).status_code == 400
    assert arm("GET", f"{account}/blobServices/x/containers/photos").status_code == 404
    gone = [arm("DELETE", f"{containers}/photos").status_code for _ in range(2)]
    assert gone == [200, 204]
    assert arm("GET", f"{containers}/photos").json()["error"]["code"] == "ContainerNotFound"
    place = f"/subscriptions/{sdk.subscription}/providers/Microsoft.Storage/locations/westus/usages"
    (usage,) = arm("GET", place).json()["value"]
    assert (usage["currentValue"], usage["limit"]) == (1, 250)


def test_answers_have_the_content_types_of_the_provider(
    put: Callable[..., requests.Response], arm: Arm, group: str, sdk: Any
) -> None:
    """JSON without a charset, but in lists of accounts; text for nothing: recorded since 2017."""
    pets = f"{group}/providers/Microsoft.Storage/storageAccounts/pets"
    provider = f"/subscriptions/{sdk.subscription}/providers/Microsoft.Storage"
    plain, nothing = "application/json", "text/plain; charset=utf-8"
    assert put("pets").headers["Content-Type"] == nothing
    for method, path, status, kind in (
        ("GET", pets, 200, plain),
        ("POST", f"{pets}/listKeys", 200, plain),
        ("GET", f"{pets}/blobServices/default", 200, plain),
        ("GET", f"{pets}/fileServices/default/shares/none", 404, plain),
        ("POST", f"{provider}/checkNameAvailability", 200, plain),
        ("GET", f"{provider}/storageAccounts", 200, f"{plain}; charset=utf-8"),
        ("GET", f"{pets}s", 404, f"{plain}; charset=utf-8"),
        ("DELETE", pets, 200, nothing),
    ):
        answer = arm(method, path, **({"json": {"name": "p"}} if method == "POST" else {}))
        assert (path, answer.status_code, answer.headers["Content-Type"]) == (path, status, kind)


ALL = ["dfs", "web", "blob", "queue", "table", "file"]


@pytest.mark.parametrize(
    ("kind", "sku", "endpoints", "second"),
    [
        ("StorageV2", "Standard_LRS", ALL, None),
        ("StorageV2", "Standard_GRS", ALL, []),
        ("StorageV2", "Standard_RAGZRS", ALL, ALL[:-1]),
        ("Storage", "Standard_RAGRS", ["blob", "queue", "table", "file"], ALL[2:-1]),
        ("Storage", "Premium_LRS", ["blob"], None),
        ("BlobStorage", "Standard_RAGRS", ["dfs", "blob", "table"], ["dfs", "blob", "table"]),
        ("BlockBlobStorage", "Premium_LRS", ["dfs", "web", "blob"], None),
        ("FileStorage", "Premium_LRS", ["file"], None),
    ],
)
def test_kind_and_sku_decide_what_an_account_has(
    put: Callable[..., requests.Response],
    arm: Arm,
    group: str,
    *,
    kind: str,
    sku: str,
    endpoints: list[str],
    second: list[str] | None,
) -> None:
    """Its endpoints, its place in the paired region, and whether that can be read."""
    put("pets", kind=kind, sku={"name": sku})
    path = f"{group}/providers/Microsoft.Storage/storageAccounts/pets"
    properties = arm("GET", path).json()["properties"]
    assert list(properties["primaryEndpoints"]) == endpoints
    assert ("accessTier" in properties) == (kind in ("StorageV2", "BlobStorage"))
    there = properties.get("secondaryEndpoints")
    assert (list(there) if there else None) == (second or None)
    if second is not None:
        assert (properties["secondaryLocation"], properties["statusOfSecondary"]) == (
            "eastus",
            "available",
        )
    if second:
        assert there["blob"] == "https://pets-secondary.blob.core.windows.net/"


def test_what_is_given_in_part_is_filled_up(
    put: Callable[..., requests.Response], arm: Arm, group: str
) -> None:
    """Encryption and network rules, as recorded; a change of a rule keeps the others."""
    key = {"keyType": "Service"}
    given = {
        "encryption": {"services": {"blob": {}, "table": key}, "keySource": "Microsoft.Storage"},
        "networkAcls": {"ipRules": [{"value": "23.45.67.90"}], "defaultAction": "Deny"},
    }
    put("pets", properties=given)
    path = f"{group}/providers/Microsoft.Storage/storageAccounts/pets"
    rules = {"virtualNetworkRules": [{"id": f"{group}/providers/x"}]}
    properties = arm(
        "PATCH", path, "2024-01-01", json={"properties": {"networkAcls": rules}}
    ).json()["properties"]
    services = properties["encryption"]["services"]
    assert {name: each["keyType"] for name, each in services.items()} == {
        "blob": "Account",
        "file": "Account",
        "table": "Service",
    }
    assert all(each["enabled"] and each["lastEnabledTime"] for each in services.values())
    assert properties["networkAcls"] == {
        "ipv6Rules": [],
        "bypass": "AzureServices",
        "virtualNetworkRules": [
            {"id": f"{group}/providers/x", "action": "Allow", "state": "Succeeded"}
        ],
        "ipRules": [{"value": "23.45.67.90", "action": "Allow"}],
        "defaultAction": "Deny",
    }
    for wrong in ({"networkAcls": 5}, {"networkAcls": {"ipRules": [5]}}, {"encryption": "x"}):
        refused = arm("PATCH", path, json={"properties": wrong})
        assert refused.json()["error"]["code"] == "InvalidValuesForRequestParameters"


def test_a_version_answers_what_it_knew(
    put: Callable[..., requests.Response], arm: Arm, group: str
) -> None:
    """Properties that nobody set are told from a version on."""
    put("pets")
    path = f"{group}/providers/Microsoft.Storage/storageAccounts/pets"
    later = {"keyCreationTime", "minimumTlsVersion", "allowBlobPublicAccess"}
    old, new = (arm("GET", path, version).json()["properties"] for version in VERSIONS)
    assert not later & set(old)
    assert ["ipv6Rules" in each["networkAcls"] for each in (old, new)] == [False, True]
    assert later < set(new)
    assert "allowCrossTenantReplication" not in new
    arm("PATCH", path, json={"properties": {"allowCrossTenantReplication": True}})
    assert arm("GET", path, VERSIONS[1]).json()["properties"]["allowCrossTenantReplication"]


VERSIONS = ("2019-06-01", "2024-01-01")
