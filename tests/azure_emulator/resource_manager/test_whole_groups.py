"""What is asked of a whole group or type: lists, moves, templates; and whether a name is free."""

from __future__ import annotations

from typing import Any

import pytest

from azure_emulator.authorization.state import Authorization
from azure_emulator.cloud import Cloud
from azure_emulator.entra.roles import NO_ROLE
from azure_emulator.entra.state import Entra
from azure_emulator.key_vault.state import KeyVault
from azure_emulator.resource_manager.resource import ResourceId
from azure_emulator.resource_manager.state import ResourceManager
from azure_emulator.storage.state import Storage
from tests.azure_emulator.conftest import Arm, SignedIn

VERSION = "2021-04-01"
SEARCH, SQL = "Microsoft.Search/searchServices", "Microsoft.Sql/servers"


@pytest.fixture
def group(arm: Arm, sdk: Any) -> str:
    """The id of a group with two search services and a database."""
    group = f"/subscriptions/{sdk.subscription}/resourceGroups/g"
    arm("PUT", group, VERSION, json={"location": "eastus"})
    for path in (f"{SEARCH}/one", f"{SEARCH}/two", f"{SQL}/s", f"{SQL}/s/databases/d"):
        put = arm("PUT", f"{group}/providers/{path}", json={"location": "eastus"})
        assert put.status_code == 201
    return group


def names(answer: Any) -> list[str]:
    """The names in a list."""
    return [each["name"] for each in answer.json()["value"]]


def test_a_kept_type_has_lists(arm: Arm, group: str, sdk: Any, cloud: Cloud) -> None:
    """In a subscription, a group and a parent, in pages, each with its properties."""
    here = f"/subscriptions/{sdk.subscription}"
    for home in (here, group):
        assert names(arm("GET", f"{home}/providers/{SEARCH}")) == ["one", "two"]
        assert names(arm("GET", f"{home}/providers/Microsoft.Web/sites")) == []
    listed = arm("GET", f"{group}/providers/{SQL}/s/databases").json()["value"]
    assert listed == [arm("GET", f"{group}/providers/{SQL}/s/databases/d").json()]
    lost = arm("GET", f"{group}/providers/{SQL}/none/databases")
    assert lost.json()["error"]["code"] == "ResourceNotFound"
    cloud.state(ResourceManager).page_size = 1
    page = arm("GET", f"{group}/providers/{SEARCH}").json()
    assert [each["name"] for each in page["value"]] == ["one"]
    assert "skiptoken" in page["nextLink"]


def test_a_list_of_a_subscription_holds_what_may_be_read(
    arm: Arm, group: str, sdk: Any, cloud: Cloud, client: Any
) -> None:
    """Who may read one resource gets that one."""
    entra = cloud.state(Entra)
    somebody = entra.register("somebody", NO_ROLE)
    one = f"{group}/providers/{SEARCH}/one"
    reader = {
        "roleDefinitionId": "/x/acdd72a7-3385-48ef-bd42-f606fba81ae7",
        "principalId": somebody.object_id,
    }
    cloud.state(Authorization).assign(one, cloud.new_id(), reader, entra.principal)
    token = SignedIn(cloud, somebody).get_token("https://management.azure.com").token
    listed = client.get(
        f"https://management.azure.com/subscriptions/{sdk.subscription}/providers/{SEARCH}",
        params={"api-version": "2023-05-01"},
        headers={"Authorization": f"Bearer {token}"},
    )
    assert names(listed) == ["one"]


def test_resources_are_moved_with_all_that_is_in_them(
    arm: Arm, group: str, sdk: Any, cloud: Cloud
) -> None:
    """To another group, where they have new ids; their hosts and contents they keep."""
    arm("PUT", f"{group[:-1]}h", VERSION, json={"location": "westus"})
    storage = f"{group}/providers/Microsoft.Storage/storageAccounts/pets"
    arm("PUT", storage, json={"location": "eastus", "sku": {"name": "Standard_LRS"}})
    vault = f"{group}/providers/Microsoft.KeyVault/vaults/pets"
    arm("PUT", vault, json={"location": "eastus"})
    (account,) = cloud.state(Storage).accounts(sdk.subscription)
    cloud.state(Storage).ensure_share(account, "notes")
    held = cloud.state(KeyVault)
    held.set(cloud.state(ResourceManager).get(ResourceId.parse(vault)), "pet", {"value": "cat"})
    resources = [storage, vault, f"{group}/providers/{SQL}/s"]
    body = {"resources": resources, "targetResourceGroup": f"{group[:-1]}h"}
    checked = arm("POST", f"{group}/validateMoveResources", VERSION, json=body)
    assert checked.status_code == 202
    assert arm("GET", storage).status_code == 200
    accepted = arm("POST", f"{group}/moveResources", VERSION, json=body)
    assert "/operationresults/" in accepted.headers["Location"]
    assert arm("GET", storage).status_code == 404
    there = storage.replace("/resourceGroups/g/", "/resourceGroups/h/")
    assert arm("GET", there).json()["id"] == there
    assert names(arm("GET", f"{group}/resources", VERSION)) == ["one", "two"]
    assert arm("GET", f"{group[:-1]}h/providers/{SQL}/s/databases/d").status_code == 200
    moved = cloud.state(Storage).at_host("pets.file.core.windows.net")
    assert moved is account
    assert list(cloud.state(Storage).shares_of(account)) == ["notes"]
    found = held.at_host("pets.vault.azure.net")
    assert found is not None
    assert held.get(found, "pet").value == "cat"


@pytest.mark.parametrize(
    ("resources", "target", "code"),
    [
        ([], "h", "InvalidRequestContent"),
        (["nonsense"], "h", "InvalidRequestContent"),
        ([f"providers/{SEARCH}/none"], "h", "ResourceNotFound"),
        ([f"providers/{SQL}/s/databases/d"], "h", "ResourceNotInSourceGroup"),
        ([f"providers/{SEARCH}/two"], "h", "ResourceMoveProviderValidationFailed"),
        ([f"providers/{SEARCH}/one"], "none", "ResourceGroupNotFound"),
        ([f"providers/{SEARCH}/one"], "", "InvalidRequestContent"),
    ],
)
def test_a_move_that_cannot_be_is_refused(
    arm: Arm, group: str, resources: list[str], target: str, code: str
) -> None:
    """Nothing is moved if one of all cannot."""
    other = f"{group[:-1]}h"
    arm("PUT", other, VERSION, json={"location": "westus"})
    arm("PUT", f"{other}/providers/{SEARCH}/two", json={"location": "eastus"})
    ids = [f"{group}/{each}" if "/" in each else each for each in resources]
    body = {"resources": ids, "targetResourceGroup": f"{group[:-1]}{target}" if target else ""}
    refused = arm("POST", f"{group}/moveResources", VERSION, json=body)
    assert refused.json()["error"]["code"] == code


def test_a_group_is_exported_as_a_template(arm: Arm, group: str) -> None:
    """With a parameter for each name, unless the client does not want any."""
    body: dict[str, Any] = {"resources": ["*"], "options": "IncludeParameterDefaultValue"}
    template = arm("POST", f"{group}/exportTemplate", VERSION, json=body).json()["template"]
    assert template["contentVersion"] == "1.0.0.0"
    assert template["parameters"]["searchServices_one_name"] == {
        "defaultValue": "one",
        "type": "String",
    }
    database = template["resources"][-1]
    assert database["name"] == "[concat(parameters('servers_s_name'), '/d')]"
    assert database["dependsOn"] == [
        "[resourceId('Microsoft.Sql/servers', parameters('servers_s_name'))]"
    ]
    one = {"resources": [f"{group}/providers/{SEARCH}/one"], "options": "SkipAllParameterization"}
    plain = arm("POST", f"{group}/exportTemplate", VERSION, json=one).json()["template"]
    assert [each["name"] for each in plain["resources"]] == ["one"]
    assert plain["parameters"] == {}
    refused = arm("POST", f"{group}/exportTemplate", VERSION, json={})
    assert refused.json()["error"]["code"] == "InvalidRequestContent"


@pytest.mark.parametrize(
    ("name", "status"),
    [
        ("pets", "Allowed"),
        ("my-azure", "Allowed"),
        ("Azure", "Reserved"),
        ("myMicrosoft1", "Reserved"),
        ("login-page", "Reserved"),
    ],
)
def test_a_name_is_checked(arm: Arm, name: str, status: str) -> None:
    """Trademarks are reserved: whole, anywhere, or at the start, as documented."""
    body = {"name": name, "type": SEARCH}
    path = "/providers/Microsoft.Resources/checkResourceName"
    assert arm("POST", path, "2022-12-01", json=body).json() == {**body, "status": status}
    assert arm("POST", path, "2022-12-01", json={}).status_code == 400


def test_tiers_are_checked(arm: Arm, sdk: Any) -> None:
    """Which tiers of a kind of account a region has."""
    path = f"/subscriptions/{sdk.subscription}/providers/Microsoft.CognitiveServices/locations"
    body = {
        "skus": ["S0", "S9"],
        "kind": "CustomVision.Training",
        "type": "Microsoft.CognitiveServices/accounts",
    }
    for location, offered in (("westus2", [True, False]), ("westus", [False, False])):
        answer = arm("POST", f"{path}/{location}/checkSkuAvailability", json=body).json()
        assert [each["skuAvailable"] for each in answer["value"]] == offered


@pytest.mark.parametrize(
    ("path", "version", "names"),
    [
        (
            "Microsoft.Insights/components/pets",
            "2020-02-02",
            ("AppId", "InstrumentationKey", "ConnectionString"),
        ),
        ("Microsoft.OperationalInsights/workspaces/pets", "2022-10-01", ("customerId",)),
        (
            "Microsoft.ManagedIdentity/userAssignedIdentities/pets",
            "2023-01-31",
            ("principalId", "clientId", "tenantId"),
        ),
    ],
)
def test_some_providers_add_properties(
    arm: Arm, group: str, path: str, version: str, names: tuple[str, ...]
) -> None:
    """Ids and keys that stay the same after each change, whatever a client sends."""
    resource = f"{group}/providers/{path}"
    body = {"location": "eastus", "properties": {"kept": 1, names[0]: "mine"}}
    made = arm("PUT", resource, version, json=body).json()["properties"]
    assert made.get("kept") == (None if "ManagedIdentity" in path else 1)
    assert all(made[name] and made[name] != "mine" for name in names)
    again = arm("PUT", resource, version, json={"location": "eastus"}).json()["properties"]
    patched = arm("PATCH", resource, version, json={"properties": {names[0]: "mine"}}).json()
    for shown in (again, patched["properties"]):
        assert [shown[name] for name in names] == [made[name] for name in names]


def test_providers_are_told_to_everybody(arm: Arm) -> None:
    """Without a subscription, and so without a registration."""
    listed = arm("GET", "/providers", VERSION).json()["value"]
    one = arm("GET", "/providers/microsoft.storage", VERSION).json()
    assert one in listed
    assert "registrationState" not in one
    assert arm("GET", "/providers/Contoso.Pets", VERSION).status_code == 404
