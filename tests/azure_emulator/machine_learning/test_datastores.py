"""The datastores of a workspace, and the shares behind them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from azure_emulator.storage.state import Storage

VERSION = "2024-04-01"
NOTEBOOKS = "code-391ff5ac-6576-460f-ba4d-7e03433c68b6"


def test_a_workspace_has_four_datastores(workspace: str, arm: Callable[..., Any]) -> None:
    """Two in blobs and two in file shares, of which one holds the notebooks."""
    listed = arm("GET", f"{workspace}/datastores", VERSION).json()["value"]
    assert [(store["name"], store["properties"]["datastoreType"]) for store in listed] == [
        ("workspaceartifactstore", "AzureBlob"),
        ("workspaceworkingdirectory", "AzureFile"),
        ("workspaceblobstore", "AzureBlob"),
        ("workspacefilestore", "AzureFile"),
    ]
    notebooks = listed[1]["properties"]
    assert (notebooks["accountName"], notebooks["fileShareName"]) == ("pets", NOTEBOOKS)
    assert arm("GET", f"{workspace}/datastores/{listed[1]['name']}", VERSION).json() == listed[1]
    (default,) = arm("GET", f"{workspace}/datastores?isDefault=true", VERSION).json()["value"]
    assert default["name"] == "workspaceblobstore"
    (named,) = arm("GET", f"{workspace}/datastores?names=workspacefilestore", VERSION).json()[
        "value"
    ]
    assert named["properties"]["fileShareName"].startswith("azureml-filestore-")


def test_the_shares_are_there_with_the_workspace(workspace: str, sdk: Any, cloud: Any) -> None:
    """In the storage account that it was made with."""
    assert workspace
    storage = cloud.state(Storage)
    (account,) = storage.accounts(sdk.subscription)
    assert NOTEBOOKS in storage.shares_of(account)
    assert len(storage.shares_of(account)) == 2


def test_a_key_is_told_by_its_own_action(
    workspace: str, arm: Callable[..., Any], sdk: Any, cloud: Any
) -> None:
    """`listSecrets` tells the account's first key, as long as the account is there."""
    secrets = f"{workspace}/datastores/workspaceworkingdirectory/listSecrets"
    (account,) = cloud.state(Storage).accounts(sdk.subscription)
    told = arm("POST", secrets, VERSION).json()
    assert told == {"secretsType": "AccountKey", "key": account.key1}
    arm("DELETE", account.id)
    assert arm("POST", secrets, VERSION).status_code == 404
    assert arm("GET", f"{workspace}/datastores/none", VERSION).status_code == 404
