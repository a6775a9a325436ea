"""One long scenario, played with the emulator by plain requests: every exchange that is compared.

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
from tests.harness.transcript import ARM, Exchange, Transcript

SIGN_IN = "https://login.microsoftonline.com"
SCHEDULES = [
    {
        "action": "Stop",
        "status": "Enabled",
        "triggerType": "Cron",
        "cron": {
            "expression": "0 18 * * *",
            "startTime": "2021-03-10T21:21:07",
            "timeZone": "UTC",
        },
    }
]
COMPUTE: dict[str, Any] = {
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


def play() -> dict[str, Exchange]:
    """The named exchanges of the whole scenario, on an emulator of its own."""
    transcript = Transcript()
    moment = timedelta(milliseconds=100)
    durations = Durations(
        account=moment,
        workspace=moment,
        compute=moment,
        deletion=moment,
        training=moment,
        model_export=moment,
        project_import=moment,
    )
    cloud = Cloud(now=transcript.now, durations=durations)
    with running(cloud) as emulator, transcript.session:
        _through(transcript, emulator)
        sign_in(transcript, cloud)
        subscription = next(iter(cloud.state(ResourceManager).subscriptions))
        home = f"/subscriptions/{subscription}/resourceGroups/pets"
        resource_groups(transcript, subscription)
        transcript.arm(
            "arm.authorization.role_definitions",
            "GET",
            f"{home}/providers/Microsoft.Authorization/roleDefinitions",
            "2018-01-01-preview",
        )
        accounts(transcript, home)
        resources(transcript, cloud, subscription)
        machine_learning(transcript, home)
        custom_vision(transcript, home)
        refusals(transcript, cloud, home)
        endings(transcript, subscription)
        assert not cloud.faults, cloud.faults[0]
    return transcript.exchanges


def _through(transcript: Transcript, emulator: Emulator) -> None:
    transcript.session.trust_env = False
    transcript.session.proxies = {"https": emulator.proxy_url}
    transcript.session.verify = str(emulator.ca_file)


def sign_in(transcript: Transcript, cloud: Cloud) -> None:
    """Discovery and a token."""
    tenant = f"{SIGN_IN}/{cloud.state(Entra).tenant}"
    transcript.request(
        "aad.instance_discovery",
        "GET",
        f"{SIGN_IN}/common/discovery/instance?api-version=1.1"
        f"&authorization_endpoint={tenant}/oauth2/v2.0/authorize",
    )
    transcript.request(
        "aad.openid_configuration", "GET", f"{tenant}/v2.0/.well-known/openid-configuration"
    )
    transcript.token = _token(
        transcript, "aad.token.client_credentials", cloud.state(Entra).principal
    )


def _token(transcript: Transcript, name: str, principal: Principal) -> str:
    answer = transcript.request(
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


def resource_groups(transcript: Transcript, subscription: str) -> None:
    """Subscriptions, tenants, providers, groups."""
    here = f"/subscriptions/{subscription}"
    group = f"{here}/resourcegroups/pets"
    transcript.arm("~subscriptions", "GET", "/subscriptions", "2022-12-01")
    transcript.arm("~subscription", "GET", here, "2022-12-01")
    transcript.arm("~tenants", "GET", "/tenants", "2022-12-01")
    transcript.arm("~locations", "GET", f"{here}/locations", "2022-12-01")
    transcript.arm("~providers", "GET", f"{here}/providers", "2024-03-01")
    transcript.arm("~provider", "GET", f"{here}/providers/Microsoft.Storage", "2024-03-01")
    transcript.arm(
        "~register", "POST", f"{here}/providers/Microsoft.Storage/register", "2024-03-01"
    )
    body = {"location": "westus2", "tags": {"tag1": "value1"}}
    transcript.arm("arm.resource_group.head.not_found", "HEAD", group)
    transcript.arm("arm.resource_group.not_found", "GET", group)
    transcript.arm("arm.resource_group.create", "PUT", group, json=body)
    transcript.arm("~group replaced", "PUT", group, json=body)
    transcript.arm("~group patched", "PATCH", group, json={"tags": body["tags"]})
    transcript.arm("arm.resource_group.get", "GET", group)
    transcript.arm("arm.resource_group.head.exists", "HEAD", group)
    transcript.arm("arm.resource_group.list", "GET", f"{here}/resourcegroups")
    transcript.arm("arm.resources.list_by_resource_group.empty", "GET", f"{group}/resources")


def accounts(transcript: Transcript, home: str) -> None:
    """Accounts of Cognitive Services, asked for and refused."""
    provider = "providers/Microsoft.CognitiveServices/accounts"
    one = f"{home}/{provider}/cog"
    nowhere = home.replace("/pets", "/nowhere")
    kind = "arm.cognitiveservices"

    def body(kind: str, sku: str = "S0", location: str = "westus2") -> dict[str, Any]:
        return {"kind": kind, "sku": {"name": sku}, "location": location, "properties": {}}

    def first(name: str, method: str, path: str, **more: Any) -> None:
        # Most were recorded in the oldest version.
        transcript.arm(f"{kind}.{name}", method, path, "2017-04-18", **more)

    first("get_account.not_found", "GET", one)
    first("get_account.resource_group_not_found", "GET", f"{nowhere}/{provider}/cog")
    first("list_keys.not_found", "POST", f"{one}/listKeys")
    first("create_account.InvalidSkuId", "PUT", one, json=body("Face", "N0"))
    elsewhere = body("ComputerVision", "F0", "BLA")
    first("create_account.LocationNotAvailableForResourceType", "PUT", one, json=elsewhere)
    first("create_account", "PUT", one, json=body("Face"))
    for name in ("training", "prediction"):
        path = f"{home}/{provider}/{name}"
        its = body(f"CustomVision.{name.capitalize()}", "F0")
        first(f"create_account.customvision_{name}.2018", "PUT", path, json=its)
        transcript.until(path)
    transcript.until(one)
    first("get_account", "GET", one)
    transcript.arm(f"{kind}.get_account.2023", "GET", one)
    for name in ("cog", "training", "prediction"):
        named = "~account patched" if name == "cog" else ""
        path = f"{home}/{provider}/{name}"
        transcript.arm(named, "PATCH", path, json={"tags": {"tagname": "tagvalue"}})
    first("list_accounts", "GET", f"{home}/{provider}")
    first("list_keys", "POST", f"{one}/listKeys")
    account_lists(transcript, home)


def account_lists(transcript: Transcript, home: str) -> None:
    """What is asked about accounts besides."""
    provider = "providers/Microsoft.CognitiveServices/accounts"
    one = f"{home}/{provider}/cog"
    transcript.arm("~key", "POST", f"{one}/regenerateKey", json={"keyName": "Key2"})
    transcript.arm("~usages", "GET", f"{home}/{provider}/prediction/usages")
    transcript.arm("~account skus", "GET", f"{one}/skus")
    here = home.rpartition("/resourceGroups")[0]
    transcript.arm("~skus", "GET", f"{here}/providers/Microsoft.CognitiveServices/skus")
    transcript.arm("~accounts", "GET", f"{here}/{provider}")
    transcript.arm(
        "~domain",
        "POST",
        f"{here}/providers/Microsoft.CognitiveServices/checkDomainAvailability",
        json={"subdomainName": "pets", "type": "Microsoft.CognitiveServices/accounts"},
    )


def resources(transcript: Transcript, cloud: Cloud, subscription: str) -> None:
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
        ("Microsoft.ContainerRegistry/registries/pets", {"sku": {"name": "Standard"}}),
    ):
        name = "~resource" if "Storage" in path else ""
        body = {"location": "eastus", **more}
        transcript.arm(name, "PUT", f"{providers}/{path}", "2021-04-01", json=body)
    storage = f"{providers}/Microsoft.Storage/storageAccounts/pets"
    transcript.arm("~resource read", "GET", storage, "2021-04-01")
    transcript.arm("~resource patched", "PATCH", storage, "2021-04-01", json={"tags": {"a": "b"}})
    transcript.arm("~resource head", "HEAD", storage, "2021-04-01")
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
        transcript.arm(name, "GET", path, "2024-11-01")
    cloud.state(ResourceManager).page_size = 1
    transcript.arm("arm.resources.list.empty_page_with_nextlink", "GET", page, "2024-11-01")
    cloud.state(ResourceManager).page_size = 1000


def machine_learning(transcript: Transcript, home: str) -> None:
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
    registry = f"{providers}/Microsoft.ContainerRegistry/registries/pets"
    registered = {"properties": {**needs, "containerRegistry": registry}}
    transcript.arm("aml.workspace.not_found", "GET", workspace, version)
    transcript.arm("~workspace", "PUT", workspace, version, json=body)
    transcript.until(workspace, version)
    transcript.arm("aml.workspace.get", "GET", workspace, "2022-10-01")
    transcript.arm("", "PUT", f"{workspace}-2024", version, json={**body, **registered})
    transcript.until(f"{workspace}-2024", version)
    transcript.arm("aml.workspace.get.2024", "GET", f"{workspace}-2024", version)
    transcript.arm("", "DELETE", f"{workspace}-2024", version)
    transcript.arm("~workspaces", "GET", workspace.rpartition("/")[0], version)
    computes(transcript, workspace, version)
    here = home.rpartition("/resourceGroups")[0]
    provider = "providers/Microsoft.MachineLearningServices/workspaces"
    transcript.arm("~all workspaces", "GET", f"{here}/{provider}", version)
    transcript.arm("~workspace patched", "PATCH", workspace, version, json={"tags": {"a": "b"}})
    transcript.arm("~workspace deleted", "DELETE", workspace, version)


def computes(transcript: Transcript, workspace: str, version: str) -> None:
    """A compute instance: made, refused, stopped, started, deleted."""

    def remove(compute: str, name: str = "") -> None:
        delete = f"{compute}?underlyingResourceAction=Delete"
        transcript.arm(name, "DELETE", delete, version)
        transcript.until_gone(compute, version)

    made = f"{workspace}/computes/first"
    transcript.arm("aml.compute.create_instance", "PUT", made, version, json=COMPUTE)
    transcript.arm("aml.compute.get.creating", "GET", made, version)
    transcript.until(made, version)
    remove(made)
    outer: dict[str, Any] = COMPUTE["properties"]
    schedules = {"schedules": {"computeStartStop": SCHEDULES}}
    compute = f"{workspace}/computes/udacity-ml-vm"
    for more in ({**schedules, "idleTimeBeforeShutdown": "PT15M"}, schedules):
        properties = {**outer, "properties": {**outer["properties"], **more}}
        body = {"location": "eastus", "tags": {}, "properties": properties}
        transcript.arm("", "PUT", compute, version, json=body)
        transcript.until(compute, version)
        if "idleTimeBeforeShutdown" in more:
            transcript.arm("aml.compute.get.running", "GET", compute, version)
            remove(compute)
    transcript.arm("aml.compute.list", "GET", f"{workspace}/computes", "2022-05-01")
    wrong = f"{workspace}/computes/x-"
    transcript.arm("aml.compute.error.user_error", "PUT", wrong, version, json=COMPUTE)
    transcript.arm("~compute stop", "POST", f"{compute}/stop", version)
    _settle(transcript, compute, version)
    transcript.arm("aml.compute.list.stopped", "GET", f"{workspace}/computes", version)
    for verb in ("start", "restart"):
        _settle(transcript, compute, version)
        transcript.arm(f"~compute {verb}", "POST", f"{compute}/{verb}", version)
    _settle(transcript, compute, version)
    remove(compute, "~compute deleted")


def _settle(transcript: Transcript, compute: str, version: str) -> None:
    for _ in range(500):
        shown = transcript.arm("", "GET", compute, version)["properties"]["properties"]["state"]
        if shown in ("Running", "Stopped"):
            return
        time.sleep(0.01)
    raise AssertionError(f"{compute} is still {shown}")


def refusals(transcript: Transcript, cloud: Cloud, home: str) -> None:
    """Who is not let in: no token, an expired one, a role too small, an unknown subscription."""
    here = home.rpartition("/resourceGroups")[0]
    url = f"{ARM}{here}?api-version=2018-01-01"
    transcript.request("arm.error.authentication_failed.no_header", "GET", url)
    storage = "resourcegroups/pets/providers/Microsoft.Storage/storageAccounts/x"
    unknown = f"/subscriptions/4525f627-0000-0000-0000-000000000000/{storage}"
    transcript.arm("arm.error.subscription_not_found", "PUT", unknown, json={"location": "eastus"})
    owner = transcript.token
    transcript.token = _token(transcript, "", cloud.state(Entra).register("reader", READER))
    transcript.arm("arm.error.authorization_failed", "PUT", f"{here}/{storage}", json={})
    transcript.token, transcript.ahead = owner, timedelta(hours=2)
    transcript.arm("arm.error.expired_token", "GET", here)
    transcript.token = _token(transcript, "", cloud.state(Entra).principal)


def endings(transcript: Transcript, subscription: str) -> None:
    """AllRowsKeeper is deleted again."""
    here = f"/subscriptions/{subscription}"
    home = f"{here}/resourceGroups/pets/providers"
    provider = "Microsoft.CognitiveServices"
    deleted = f"{here}/providers/{provider}/locations/westus2/resourceGroups/pets/deletedAccounts"
    transcript.arm("~account deleted", "DELETE", f"{home}/{provider}/accounts/cog")
    transcript.arm("~deleted", "GET", f"{here}/providers/{provider}/deletedAccounts")
    transcript.arm("~deleted one", "GET", f"{deleted}/cog")
    transcript.arm("~purged", "DELETE", f"{deleted}/cog")
    transcript.arm("~resource deleted", "DELETE", f"{home}/Microsoft.Storage/storageAccounts/pets")
    unregister = f"{here}/providers/Microsoft.Cache/unregister"
    transcript.arm("~unregister", "POST", unregister, "2024-03-01")
    transcript.arm("~group deleted", "DELETE", f"{here}/resourcegroups/pets", "2024-03-01")
