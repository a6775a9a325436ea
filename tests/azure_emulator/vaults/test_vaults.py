"""Key vaults as resources: names, policies, lists, soft deletion, secrets without their values."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from azure_emulator.cloud import Cloud
from azure_emulator.entra.state import Entra
from azure_emulator.key_vault.state import KeyVault
from azure_emulator.resource_manager.state import ResourceManager
from tests.azure_emulator.conftest import Arm

VERSION = "2023-07-01"
BODY = {"location": "eastus"}


@pytest.fixture
def here(sdk: Any) -> str:
    """The provider in the subscription."""
    return f"/subscriptions/{sdk.subscription}/providers/Microsoft.KeyVault"


@pytest.fixture
def vault(arm: Arm, sdk: Any) -> str:
    """The id of a vault, made."""
    group = f"/subscriptions/{sdk.subscription}/resourceGroups/g"
    arm("PUT", group, "2021-04-01", json={"location": "eastus"})
    path = f"{group}/providers/Microsoft.KeyVault/vaults/pets"
    assert arm("PUT", path, VERSION, json=BODY).status_code == 200
    return path


def test_a_vault_has_what_all_have(arm: Arm, vault: str, here: str, cloud: Cloud) -> None:
    """An address, a tenant, a SKU; it is in the lists of its group and subscription."""
    shown = arm("GET", vault, VERSION).json()
    properties = shown["properties"]
    assert properties["vaultUri"] == "https://pets.vault.azure.net/"
    assert properties["tenantId"] == cloud.state(Entra).tenant
    assert properties["sku"] == {"family": "A", "name": "standard"}
    for path in (f"{here}/vaults", vault.rpartition("/")[0]):
        assert arm("GET", path, VERSION).json()["value"] == [shown]
    changed = arm("PATCH", vault, VERSION, json={"tags": {"a": "b"}}).json()
    assert (changed["tags"], arm("HEAD", vault, VERSION).status_code) == ({"a": "b"}, 204)


@pytest.mark.parametrize("name", ["9pets", "ab", "pets-", "a--b", "x" * 25])
def test_a_name_has_a_rule(arm: Arm, vault: str, here: str, name: str) -> None:
    """3 to 24 letters, digits and single hyphens, a letter first."""
    refused = arm("PUT", f"{vault.rpartition('/')[0]}/{name}", VERSION, json=BODY)
    assert refused.json()["error"]["code"] == "VaultNameNotValid"
    check = arm("POST", f"{here}/checkNameAvailability", VERSION, json={"name": name})
    assert check.json()["reason"] == "AccountNameInvalid"


def test_a_name_is_taken_for_everybody(arm: Arm, vault: str, here: str, cloud: Cloud) -> None:
    """In another subscription, too, unless that is made apart."""
    check = f"{here}/checkNameAvailability"
    assert arm("POST", check, VERSION, json={"name": "PETS"}).json()["reason"] == "AlreadyExists"
    assert arm("POST", check, VERSION, json={"name": "cats"}).json() == {"nameAvailable": True}
    manager = cloud.state(ResourceManager)
    other = manager.add_subscription("other", cloud.state(Entra).tenant)
    manager.put_group(other.id, "g", {"location": "eastus"})
    path = f"/subscriptions/{other.id}/resourceGroups/g/providers/Microsoft.KeyVault/vaults/pets"
    assert arm("PUT", path, VERSION, json=BODY).json()["error"]["code"] == "VaultAlreadyExists"
    other.apart = True
    assert arm("PUT", path, VERSION, json=BODY).status_code == 200
    assert arm("DELETE", path, VERSION).status_code == 200
    assert arm("PUT", path, VERSION, json=BODY).status_code == 200
    assert vault


def test_access_policies_are_added_replaced_and_removed(arm: Arm, vault: str) -> None:
    """Added permissions join those that somebody has."""

    def change(kind: str, *secrets: str, who: str = "one") -> Any:
        policy = {"objectId": who, "permissions": {"secrets": list(secrets)}}
        body = {"properties": {"accessPolicies": [policy]}}
        answer = arm("PUT", f"{vault}/accessPolicies/{kind}", VERSION, json=body).json()
        assert (answer["id"], set(answer)) == (
            f"{vault}/accessPolicies/",
            {"id", "type", "properties"},
        )
        return {
            each["objectId"]: each["permissions"]["secrets"]
            for each in answer["properties"]["accessPolicies"]
        }

    assert change("add", "get") == {"one": ["get"]}
    assert change("add", "get", "list") == {"one": ["get", "list"]}
    assert change("add", "set", who="two") == {"one": ["get", "list"], "two": ["set"]}
    assert change("remove", who="one") == {"two": ["set"]}
    assert change("replace", "all") == {"one": ["all"]}
    refused = arm("PUT", f"{vault}/accessPolicies/add", VERSION, json={"properties": {}})
    assert refused.json()["error"]["code"] == "BadRequest"


def test_a_deleted_vault_keeps_its_name(arm: Arm, vault: str, here: str, cloud: Cloud) -> None:
    """Until it is recovered, with its secrets, or purged."""
    secret = {"properties": {"value": "made-up"}}
    made = arm("PUT", f"{vault}/secrets/pet", VERSION, json=secret)
    assert made.status_code == 201
    assert "made-up" not in made.text
    assert arm("GET", f"{vault}/secrets", VERSION).json()["value"] == [made.json()]
    assert arm("GET", f"{vault}/secrets/pet", VERSION).json() == made.json()
    deleted = f"{here}/locations/eastus/deletedVaults/pets"
    assert [arm("DELETE", vault, VERSION).status_code for _ in range(2)] == [200, 204]
    assert arm("PUT", vault, VERSION, json=BODY).json()["error"]["code"] == "ConflictError"
    shown = arm("GET", deleted, VERSION).json()["properties"]
    assert (shown["vaultId"], "purgeProtectionEnabled" in shown) == (vault, False)
    assert "." not in shown["deletionDate"]
    assert len(arm("GET", f"{here}/deletedVaults", VERSION).json()["value"]) == 1
    recover = BODY | {"properties": {"createMode": "recover"}}
    assert arm("PUT", vault, VERSION, json=recover).status_code == 200
    held = cloud.state(KeyVault)
    found = held.at_host("pets.vault.azure.net")
    assert found is not None
    assert held.get(found, "pet").value == "made-up"
    arm("DELETE", vault, VERSION)
    purged = arm("POST", f"{deleted}/purge", VERSION)
    assert purged.status_code == 202
    followed = purged.headers["Location"].removeprefix("https://management.azure.com")
    done = arm("GET", followed, None)
    assert (done.status_code, done.json()["status"]) == (200, "Succeeded")
    assert set(done.json()) == {"createdDateTime", "lastActionDateTime", "status"}
    assert arm("GET", deleted, VERSION).json()["error"]["code"] == "DeletedVaultNotFound"
    assert arm("PUT", vault, VERSION, json=BODY).status_code == 200
    assert arm("GET", f"{vault}/secrets", VERSION).json() == {"value": []}


def test_purge_protection_holds_to_the_end(arm: Arm, vault: str, here: str, cloud: Cloud) -> None:
    """Nobody purges such a vault; after its days it purges itself."""
    deleted = f"{here}/locations/eastus/deletedVaults/pets"
    arm("PUT", vault, VERSION, json=BODY | {"properties": {"enablePurgeProtection": True}})
    arm("DELETE", vault, VERSION)
    refused = arm("POST", f"{deleted}/purge", VERSION)
    assert refused.json()["error"]["code"] == "VaultPurgeNotAllowed"
    cloud.now = lambda then=cloud.now: then() + timedelta(days=91)  # type: ignore[misc]
    assert arm("GET", f"{here}/deletedVaults", VERSION).json() == {"value": []}


def test_a_secret_of_a_template_needs_a_value(arm: Arm, vault: str) -> None:
    """Else it is refused."""
    refused = arm("PUT", f"{vault}/secrets/pet", VERSION, json={"properties": {}})
    assert refused.json()["error"]["code"] == "BadRequest"


def test_a_new_vault_registers_its_name(arm: Arm, vault: str) -> None:
    """So its creation answers, with an address without its last slash; asked, it is done."""
    path = f"{vault}2"
    made = arm("PUT", path, VERSION, json=BODY)
    said = made.json()["properties"]
    assert (said["provisioningState"], said["vaultUri"]) == (
        "RegisteringDns",
        "https://pets2.vault.azure.net",
    )
    assert "x-ms-retry-after-ms" in made.headers
    for answer in (arm("GET", path, VERSION), arm("PUT", path, VERSION, json=BODY)):
        properties = answer.json()["properties"]
        assert properties["provisioningState"] == "Succeeded"
        assert properties["vaultUri"] == "https://pets2.vault.azure.net/"


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ({"bypass": "AzureServices", "defaultAction": "Allow"}, None),
        ({"defaultAction": "Allow", "ipRules": [], "virtualNetworkRules": []}, None),
        (
            {"bypass": "AzureServices", "defaultAction": "Deny"},
            {
                "bypass": "AzureServices",
                "defaultAction": "Deny",
                "ipRules": [],
                "virtualNetworkRules": [],
            },
        ),
        (
            {"bypass": "None", "defaultAction": "Allow", "ipRules": [{"value": "1.0.0.0/25"}]},
            {
                "bypass": "None",
                "defaultAction": "Allow",
                "ipRules": [{"value": "1.0.0.0/25"}],
                "virtualNetworkRules": [],
            },
        ),
    ],
)
def test_network_rules_are_told_if_they_keep_somebody_out(
    arm: Arm, vault: str, given: dict[str, Any], shown: dict[str, Any] | None
) -> None:
    """And then they are filled up; others are left out, as recorded from 2018 to 2025."""
    arm("PUT", vault, VERSION, json=BODY | {"properties": {"networkAcls": given}})
    assert arm("GET", vault, VERSION).json()["properties"].get("networkAcls") == shown
    wrong = arm("PATCH", vault, VERSION, json={"properties": {"networkAcls": 5}})
    assert wrong.status_code == 400


def test_a_version_tells_what_it_knew(arm: Arm, vault: str, sdk: Any) -> None:
    """As recorded from 2015-06-01 to 2025-05-01; lists of resources have a vault's empty tags."""
    later = {"provisioningState", "publicNetworkAccess"}
    for version, told in (("2016-10-01", set()), ("2019-09-01", {"provisioningState"})):
        shown = arm("GET", vault, version).json()
        assert (later & set(shown["properties"]), "systemData" in shown) == (told, False)
    new = arm("GET", vault, VERSION).json()
    assert (later < set(new["properties"]), "systemData" in new) == (True, True)
    listed = arm("GET", f"/subscriptions/{sdk.subscription}/resources", "2021-04-01").json()
    assert [each["tags"] for each in listed["value"]] == [{}]
