"""One long story told to the emulator by plain requests: every exchange that something compares.

The names of the exchanges are those of Microsoft's recorded ones where there is a like one; where
there is none they begin with `~`.
"""

from __future__ import annotations

import time
from datetime import timedelta
from typing import Any

from azure_emulator.cloud import Cloud, Durations
from azure_emulator.entra.roles import READER
from azure_emulator.entra.state import Entra, Principal
from azure_emulator.resource_manager.state import ResourceManager
from azure_emulator.server import Emulator, running
from tests.harness.scenario_custom_vision import custom_vision
from tests.harness.transcript import ARM, Exchange, Story

SIGN_IN = "https://login.microsoftonline.com"
COMPUTE = {
    "location": "eastus",
    "tags": {"test1": "true"},
    "identity": {"type": "SystemAssigned"},
    "properties": {
        "computeType": "ComputeInstance",
        "properties": {
            "vmSize": "STANDARD_DS3_V2",
            "applicationSharingPolicy": "Shared",
            "computeInstanceAuthorizationType": "personal",
            "enableNodePublicIp": True,
        },
    },
}


def tell() -> dict[str, Exchange]:
    """The whole story, on an emulator of its own."""
    story = Story()
    moment = timedelta(milliseconds=100)
    durations = Durations(
        account=moment, workspace=moment, compute=moment, deletion=moment, training=moment
    )
    cloud = Cloud(now=story.now, durations=durations)
    with running(cloud) as emulator, story.session:
        _through(story, emulator)
        sign_in(story, cloud)
        subscription = next(iter(cloud.state(ResourceManager).subscriptions))
        home = f"/subscriptions/{subscription}/resourceGroups/pets"
        resource_groups(story, subscription)
        story.arm(
            "arm.authorization.role_definitions",
            "GET",
            f"{home}/providers/Microsoft.Authorization/roleDefinitions",
            "2018-01-01-preview",
        )
        accounts(story, home)
        resources(story, cloud, subscription)
        machine_learning(story, home)
        custom_vision(story, home)
        refusals(story, cloud, home)
        endings(story, subscription)
        assert not cloud.faults, cloud.faults[0]
    return story.told


def _through(story: Story, emulator: Emulator) -> None:
    story.session.trust_env = False
    story.session.proxies = {"https": emulator.proxy_url}
    story.session.verify = str(emulator.ca_file)


def sign_in(story: Story, cloud: Cloud) -> None:
    """Discovery and a token."""
    tenant = f"{SIGN_IN}/{cloud.state(Entra).tenant}"
    story.tell(
        "aad.instance_discovery",
        "GET",
        f"{SIGN_IN}/common/discovery/instance?api-version=1.1"
        f"&authorization_endpoint={tenant}/oauth2/v2.0/authorize",
    )
    story.tell("aad.openid_configuration", "GET", f"{tenant}/v2.0/.well-known/openid-configuration")
    story.token = _token(story, "aad.token.client_credentials", cloud.state(Entra).principal)


def _token(story: Story, name: str, principal: Principal) -> str:
    answer = story.tell(
        name,
        "POST",
        f"{SIGN_IN}/{principal.tenant}/oauth2/v2.0/token",
        data={
            "grant_type": "client_credentials",
            "client_id": principal.client_id,
            "client_secret": principal.secret,
            "scope": f"{ARM}/.default",
        },
    )
    return str(answer["access_token"])


def resource_groups(story: Story, subscription: str) -> None:
    """Subscriptions, tenants, providers, groups."""
    here = f"/subscriptions/{subscription}"
    group = f"{here}/resourcegroups/pets"
    story.arm("~subscriptions", "GET", "/subscriptions", "2022-12-01")
    story.arm("~subscription", "GET", here, "2022-12-01")
    story.arm("~tenants", "GET", "/tenants", "2022-12-01")
    story.arm("~locations", "GET", f"{here}/locations", "2022-12-01")
    story.arm("~providers", "GET", f"{here}/providers", "2024-03-01")
    story.arm("~provider", "GET", f"{here}/providers/Microsoft.Storage", "2024-03-01")
    story.arm("~register", "POST", f"{here}/providers/Microsoft.Storage/register", "2024-03-01")
    body = {"location": "westus2", "tags": {"tag1": "value1"}}
    story.arm("arm.resource_group.head.not_found", "HEAD", group)
    story.arm("arm.resource_group.not_found", "GET", group)
    story.arm("arm.resource_group.create", "PUT", group, json=body)
    story.arm("~group replaced", "PUT", group, json=body)
    story.arm("~group patched", "PATCH", group, json={"tags": body["tags"]})
    story.arm("arm.resource_group.get", "GET", group)
    story.arm("arm.resource_group.head.exists", "HEAD", group)
    story.arm("arm.resource_group.list", "GET", f"{here}/resourcegroups")
    story.arm("arm.resources.list_by_resource_group.empty", "GET", f"{group}/resources")


def accounts(story: Story, home: str) -> None:
    """Accounts of Cognitive Services, asked for and refused."""
    provider = "providers/Microsoft.CognitiveServices/accounts"
    one = f"{home}/{provider}/cog"
    nowhere = home.replace("/pets", "/nowhere")
    kind = "arm.cognitiveservices"

    def body(kind: str, sku: str = "S0", location: str = "westus2") -> dict[str, Any]:
        return {"kind": kind, "sku": {"name": sku}, "location": location, "properties": {}}

    story.arm(f"{kind}.get_account.not_found", "GET", one)
    story.arm(f"{kind}.get_account.resource_group_not_found", "GET", f"{nowhere}/{provider}/cog")
    story.arm(f"{kind}.list_keys.not_found", "POST", f"{one}/listKeys")
    story.arm(f"{kind}.create_account.InvalidSkuId", "PUT", one, json=body("Face", "N0"))
    story.arm(
        f"{kind}.create_account.LocationNotAvailableForResourceType",
        "PUT",
        one,
        json=body("ComputerVision", "F0", "BLA"),
    )
    story.arm(f"{kind}.create_account", "PUT", one, json=body("Face"))
    for name in ("training", "prediction"):
        story.arm(
            f"{kind}.create_account.customvision_{name}.2018",
            "PUT",
            f"{home}/{provider}/{name}",
            json=body(f"CustomVision.{name.capitalize()}", "F0"),
        )
        story.until(f"{home}/{provider}/{name}")
    story.until(one)
    story.arm(f"{kind}.get_account", "GET", one)
    story.arm(f"{kind}.get_account.2023", "GET", one)
    for name in ("cog", "training", "prediction"):
        named = "~account patched" if name == "cog" else ""
        path = f"{home}/{provider}/{name}"
        story.arm(named, "PATCH", path, json={"tags": {"tagname": "tagvalue"}})
    story.arm(f"{kind}.list_accounts", "GET", f"{home}/{provider}")
    story.arm(f"{kind}.list_keys", "POST", f"{one}/listKeys")
    story.arm("~key", "POST", f"{one}/regenerateKey", json={"keyName": "Key2"})
    story.arm("~usages", "GET", f"{home}/{provider}/prediction/usages")
    story.arm("~account skus", "GET", f"{one}/skus")
    here = home.rpartition("/resourceGroups")[0]
    story.arm("~skus", "GET", f"{here}/providers/Microsoft.CognitiveServices/skus")
    story.arm("~accounts", "GET", f"{here}/{provider}")
    story.arm(
        "~domain",
        "POST",
        f"{here}/providers/Microsoft.CognitiveServices/checkDomainAvailability",
        json={"subdomainName": "pets", "type": "Microsoft.CognitiveServices/accounts"},
    )


def resources(story: Story, cloud: Cloud, subscription: str) -> None:
    """Generic resources and lists in pages."""
    here = f"/subscriptions/{subscription}"
    providers = f"{here}/resourceGroups/pets/providers"
    own = {"identity": {"type": "SystemAssigned"}}
    for path, more in (
        ("Microsoft.Storage/storageAccounts/pets", {"sku": {"name": "Standard_LRS"}}),
        ("Microsoft.KeyVault/vaults/pets", own),
        ("Microsoft.Insights/components/pets", {"kind": "web"}),
        ("Microsoft.ManagedIdentity/userAssignedIdentities/pets", {}),
        ("Microsoft.Cache/Redis/pets", {}),
    ):
        name = "~resource" if "Storage" in path else ""
        body = {"location": "eastus", **more}
        story.arm(name, "PUT", f"{providers}/{path}", "2021-04-01", json=body)
    storage = f"{providers}/Microsoft.Storage/storageAccounts/pets"
    story.arm("~resource read", "GET", storage, "2021-04-01")
    story.arm("~resource patched", "PATCH", storage, "2021-04-01", json={"tags": {"a": "b"}})
    story.arm("~resource head", "HEAD", storage, "2021-04-01")
    expand = "$expand=createdTime,changedTime,provisioningState"
    listed = f"{here}/resources?{expand}"
    identities = "resourceType eq 'Microsoft.ManagedIdentity/userAssignedIdentities'"
    vaults = "resourceType eq 'Microsoft.KeyVault/vaults'"
    page = f"{listed}&$filter={identities}"
    for name, path in (
        ("~resources", f"{here}/resourceGroups/pets/resources?{expand}"),
        ("arm.resources.list.page_with_nextlink", f"{page}&$top=1"),
        ("arm.resources.list.expanded", f"{listed}&$filter={vaults}&$top=1"),
    ):
        story.arm(name, "GET", path, "2024-11-01")
    cloud.state(ResourceManager).page_size = 1
    story.arm("arm.resources.list.empty_page_with_nextlink", "GET", page, "2024-11-01")
    cloud.state(ResourceManager).page_size = 1000


def machine_learning(story: Story, home: str) -> None:
    """A workspace with a compute instance."""
    version = "2024-04-01"
    workspace = f"{home}/providers/Microsoft.MachineLearningServices/workspaces/work"
    providers = f"{home}/providers"
    needs = {
        "storageAccount": f"{providers}/Microsoft.Storage/storageAccounts/pets",
        "keyVault": f"{providers}/Microsoft.KeyVault/vaults/pets",
        "applicationInsights": f"{providers}/Microsoft.Insights/components/pets",
    }
    body = {"location": "eastus", "identity": {"type": "SystemAssigned"}, "properties": needs}
    story.arm("aml.workspace.not_found", "GET", workspace, version)
    story.arm("~workspace", "PUT", workspace, version, json=body)
    story.until(workspace, version)
    story.arm("aml.workspace.get", "GET", workspace, version)
    story.arm("aml.workspace.get.2024", "GET", workspace, version)
    story.arm("~workspaces", "GET", workspace.rpartition("/")[0], version)
    computes(story, workspace, version)
    here = home.rpartition("/resourceGroups")[0]
    provider = "providers/Microsoft.MachineLearningServices/workspaces"
    story.arm("~all workspaces", "GET", f"{here}/{provider}", version)
    story.arm("~workspace patched", "PATCH", workspace, version, json={"tags": {"a": "b"}})
    story.arm("~workspace deleted", "DELETE", workspace, version)


def computes(story: Story, workspace: str, version: str) -> None:
    """A compute instance: made, refused, stopped, started, deleted."""
    compute = f"{workspace}/computes/udacity-ml-vm"
    story.arm("aml.compute.create_instance", "PUT", compute, version, json=COMPUTE)
    story.arm("aml.compute.get.creating", "GET", compute, version)
    story.until(compute, version)
    story.arm("aml.compute.get.running", "GET", compute, version)
    story.arm("aml.compute.list", "GET", f"{workspace}/computes", version)
    wrong = f"{workspace}/computes/x-"
    story.arm("aml.compute.error.user_error", "PUT", wrong, version, json=COMPUTE)
    story.arm("~compute stop", "POST", f"{compute}/stop", version)
    _settle(story, compute, version)
    story.arm("aml.compute.list.stopped", "GET", f"{workspace}/computes", version)
    for verb in ("start", "restart"):
        _settle(story, compute, version)
        story.arm(f"~compute {verb}", "POST", f"{compute}/{verb}", version)
    _settle(story, compute, version)
    delete = f"{compute}?underlyingResourceAction=Delete"
    story.arm("~compute deleted", "DELETE", delete, version)


def _settle(story: Story, compute: str, version: str) -> None:
    for _ in range(500):
        shown = story.arm("", "GET", compute, version)["properties"]["properties"]["state"]
        if shown in ("Running", "Stopped"):
            return
        time.sleep(0.01)
    raise AssertionError(f"{compute} is still {shown}")


def refusals(story: Story, cloud: Cloud, home: str) -> None:
    """Who is not let in: no token, an expired one, a role too small, an unknown subscription."""
    here = home.rpartition("/resourceGroups")[0]
    url = f"{ARM}{here}?api-version=2018-01-01"
    story.tell("arm.error.authentication_failed.no_header", "GET", url)
    storage = "resourcegroups/pets/providers/Microsoft.Storage/storageAccounts/x"
    unknown = f"/subscriptions/4525f627-0000-0000-0000-000000000000/{storage}"
    story.arm("arm.error.subscription_not_found", "PUT", unknown, json={"location": "eastus"})
    owner = story.token
    story.token = _token(story, "", cloud.state(Entra).register("reader", READER))
    story.arm("arm.error.authorization_failed", "PUT", f"{here}/{storage}", json={})
    story.token, story.ahead = owner, timedelta(hours=2)
    story.arm("arm.error.expired_token", "GET", here)
    story.token = _token(story, "", cloud.state(Entra).principal)


def endings(story: Story, subscription: str) -> None:
    """AllRowsKeeper is deleted again."""
    here = f"/subscriptions/{subscription}"
    home = f"{here}/resourceGroups/pets/providers"
    provider = "Microsoft.CognitiveServices"
    deleted = f"{here}/providers/{provider}/locations/westus2/resourceGroups/pets/deletedAccounts"
    story.arm("~account deleted", "DELETE", f"{home}/{provider}/accounts/cog")
    story.arm("~deleted", "GET", f"{here}/providers/{provider}/deletedAccounts")
    story.arm("~deleted one", "GET", f"{deleted}/cog")
    story.arm("~purged", "DELETE", f"{deleted}/cog")
    story.arm("~resource deleted", "DELETE", f"{home}/Microsoft.Storage/storageAccounts/pets")
    unregister = f"{here}/providers/Microsoft.Cache/unregister"
    story.arm("~unregister", "POST", unregister, "2024-03-01")
    story.arm("~group deleted", "DELETE", f"{here}/resourcegroups/pets", "2024-03-01")
