"""The four datastores that a workspace is made with, in its storage account.

Source: recorded lists of several public test suites, and Microsoft's pages: the notebooks of all
users lie below `Users/` in the file share of `workspaceworkingdirectory`, the same name everywhere.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from azure_emulator.cloud import Cloud
from azure_emulator.machine_learning.workspace import Workspace
from azure_emulator.resource_manager.resource import ResourceId
from azure_emulator.storage.account import StorageAccount
from azure_emulator.storage.state import Storage

NOTEBOOKS = "code-391ff5ac-6576-460f-ba4d-7e03433c68b6"
"""The file share of notebooks, in each workspace's storage account."""

SERVICE = "779301c0-18b2-4cdc-801b-a0a3368fee0a"
"""The application that makes the datastores, as `systemData` names it."""


@dataclass(frozen=True)
class Datastore:
    """A datastore of a workspace.

    Args:
        account: the storage account that it is in; `None` once that is gone.
        kind: `AzureBlob` or `AzureFile`.
        container: the name of the blob container or of the file share.
    """

    name: str
    workspace: Workspace
    account_name: str
    account: StorageAccount | None
    kind: str
    container: str
    is_default: bool = False


def of(cloud: Cloud, workspace: Workspace) -> Sequence[Datastore]:
    """The datastores of a workspace, in the order of recorded lists."""
    path = storage_account(workspace)
    account = cloud.state(Storage).find(path) if path else None
    name = path.name if path else ""
    kinds = (
        ("workspaceartifactstore", "AzureBlob", "azureml"),
        ("workspaceworkingdirectory", "AzureFile", NOTEBOOKS),
        ("workspaceblobstore", "AzureBlob", f"azureml-blobstore-{workspace.guid}"),
        ("workspacefilestore", "AzureFile", f"azureml-filestore-{workspace.guid}"),
    )
    return [
        Datastore(store, workspace, name, account, kind, at, store == "workspaceblobstore")
        for store, kind, at in kinds
    ]


def storage_account(workspace: Workspace) -> ResourceId | None:
    """The id of the workspace's storage account."""
    try:
        return ResourceId.parse(str(workspace.properties.get("storageAccount")))
    except ValueError:
        return None


def make_shares(cloud: Cloud, workspace: Workspace) -> None:
    """Make shares and containers of a new workspace. Guess: that they are there from then on."""
    for store in of(cloud, workspace):
        if store.account is not None and store.kind == "AzureFile":
            cloud.state(Storage).ensure_share(store.account, store.container)
        elif store.account is not None:
            store.account.containers.setdefault(store.container, cloud.now())


def serialized(store: Datastore) -> dict[str, Any]:
    """A datastore, api-version 2022-05-01 and later; its keys are told by `listSecrets` alone."""
    where = "fileShareName" if store.kind == "AzureFile" else "containerName"
    made = f"{store.workspace.created:%Y-%m-%dT%H:%M:%S.%f}0+00:00"
    return {
        "id": f"{store.workspace.id}/datastores/{store.name}",
        "name": store.name,
        "type": f"{store.workspace.type}/datastores",
        "properties": {
            "description": None,
            "tags": None,
            "properties": None,
            "isDefault": store.is_default,
            "credentials": {"credentialsType": "AccountKey"},
            "subscriptionId": store.workspace.path.subscription,
            "resourceGroup": store.workspace.path.group,
            "datastoreType": store.kind,
            "accountName": store.account_name,
            where: store.container,
            "endpoint": "core.windows.net",
            "protocol": "https",
            "serviceDataAccessAuthIdentity": "None",
        },
        "systemData": {
            "createdAt": made,
            "createdBy": SERVICE,
            "createdByType": "Application",
            "lastModifiedAt": made,
            "lastModifiedBy": SERVICE,
            "lastModifiedByType": "Application",
        },
    }
