"""Azure's management SDKs of the package registry: sync, async, and azure-ai-ml."""

from __future__ import annotations

import pytest

from tests.azure_emulator.clients.conftest import Lab
from tests.harness import registries

SYNC = """
from os import environ
from azure.identity import DefaultAzureCredential
from azure.mgmt.cognitiveservices import CognitiveServicesManagementClient
from azure.mgmt.resource.resources import ResourceManagementClient

subscription = environ["AZURE_SUBSCRIPTION_ID"]
with DefaultAzureCredential() as credential:
    resources = ResourceManagementClient(credential, subscription)
    resources.resource_groups.create_or_update("sync", {"location": "eastus"})
    client = CognitiveServicesManagementClient(credential, subscription)
    account = {"location": "eastus", "kind": "CustomVision.Training", "sku": {"name": "S0"},
               "properties": {}}
    made = client.accounts.begin_create("sync", "sync-pets", account).result()
    assert made.properties.provisioning_state == "Succeeded"
    assert len({client.accounts.list_keys("sync", "sync-pets").key1}) == 1
    client.accounts.begin_delete("sync", "sync-pets").result()
    resources.resource_groups.begin_delete("sync").result()
    print([group.name for group in resources.resource_groups.list()])
"""

ASYNC = """
import asyncio
from os import environ
from azure.identity.aio import DefaultAzureCredential
from azure.mgmt.cognitiveservices.aio import CognitiveServicesManagementClient
from azure.mgmt.resource.resources.aio import ResourceManagementClient


async def main():
    subscription = environ["AZURE_SUBSCRIPTION_ID"]
    async with DefaultAzureCredential() as credential:
        async with (
            ResourceManagementClient(credential, subscription) as resources,
            CognitiveServicesManagementClient(credential, subscription) as client,
        ):
            await resources.resource_groups.create_or_update("aio", {"location": "eastus"})
            account = {"location": "eastus", "kind": "CustomVision.Training",
                       "sku": {"name": "S0"}, "properties": {}}
            making = await client.accounts.begin_create("aio", "aio-pets", account)
            assert (await making.result()).properties.provisioning_state == "Succeeded"
            assert (await client.accounts.list_keys("aio", "aio-pets")).key1
            await (await client.accounts.begin_delete("aio", "aio-pets")).result()
            await (await resources.resource_groups.begin_delete("aio")).result()
            print([group.name async for group in resources.resource_groups.list()])


asyncio.run(main())
"""

MACHINE_LEARNING = """
from os import environ
from azure.ai.ml import MLClient
from azure.ai.ml.entities import ComputeInstance, Workspace
from azure.identity import DefaultAzureCredential

client = MLClient(DefaultAzureCredential(), environ["AZURE_SUBSCRIPTION_ID"], "lab")
workspace = Workspace(name="studio", location="eastus", display_name="A studio")
made = client.workspaces.begin_create(workspace).result()
print(made.name, made.storage_account.rpartition("/")[2] != "")
client = MLClient(DefaultAzureCredential(), environ["AZURE_SUBSCRIPTION_ID"], "lab", "studio")
print([each.name for each in client.workspaces.list()])
print(client.workspaces.get("studio").location)
compute = ComputeInstance(name="pets-ci", size="Standard_DS3_v2")
client.compute.begin_create_or_update(compute).result()
print([(each.name, each.type) for each in client.compute.list()])
print(str(client.compute.get("pets-ci").state).rpartition(".")[2].title())
client.compute.begin_stop("pets-ci").result()
client.compute.begin_start("pets-ci").result()
print(len(list(client.compute.list_sizes())) > 0, len(list(client.compute.list_usage())) > 0)
print(sorted(each.name for each in client.datastores.list()))
print([list(each) for each in (client.jobs.list(), client.models.list(), client.data.list(),
       client.environments.list(), client.online_endpoints.list())])
client.compute.begin_delete("pets-ci").result()
client.workspaces.begin_delete("studio", delete_dependent_resources=True).result()
print([each.name for each in client.workspaces.list()])
"""


@pytest.mark.parametrize("script", [SYNC, ASYNC], ids=["sync", "async"])
def test_the_management_sdks(script: str, lab: Lab) -> None:
    """Groups and accounts, made and deleted; aiohttp carries the async ones."""
    python = registries.python_with(
        "azure-identity", "azure-mgmt-resource", "azure-mgmt-cognitiveservices", "aiohttp"
    )
    assert lab.run(python, "-c", script) == "['lab']\n"


def test_azure_ai_ml(lab: Lab) -> None:
    """The SDK's own template makes a workspace with what belongs to it; it is read and used."""
    python = registries.python_with("azure-ai-ml", "azure-identity")
    printed = lab.run(python, "-W", "ignore", "-c", MACHINE_LEARNING)
    assert printed.splitlines() == [
        "studio True",
        "['studio']",
        "eastus",
        "[('pets-ci', 'computeinstance')]",
        "Running",
        "True True",
        "['workspaceartifactstore', 'workspaceblobstore', 'workspacefilestore', "
        "'workspaceworkingdirectory']",
        "[[], [], [], [], []]",
        "[]",
    ]
