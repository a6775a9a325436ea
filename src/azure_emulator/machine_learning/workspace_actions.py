"""What is asked of a workspace or a compute besides its life: keys, nodes, checks."""

import secrets
from typing import Any

from azure_emulator.machine_learning import datastores
from azure_emulator.machine_learning.compute import TYPE as COMPUTE
from azure_emulator.machine_learning.compute import AmlCompute
from azure_emulator.machine_learning.computes import Computes
from azure_emulator.machine_learning.errors import MachineLearningError
from azure_emulator.machine_learning.following import accepted, to_follow
from azure_emulator.machine_learning.state import MachineLearning
from azure_emulator.machine_learning.workspace import TYPE, Workspace
from azure_emulator.resource_manager.operations import Operation, Operations
from azure_emulator.resource_manager.protocol import list_of, resource_route
from azure_emulator.resource_manager.resource import ResourceId
from azure_emulator.routing import Call, Handler, Route
from azure_emulator.storage.state import Storage
from azure_emulator.wire import Response

CHECKS = (
    "userDefinedRouteResults", "networkSecurityRuleResults", "resourceLockResults",
    "dnsResolutionResults", "storageAccountResults", "keyVaultResults",
    "containerRegistryResults", "applicationInsightsResults", "otherResults",
)  # fmt: skip

OUTBOUND = {
    "Azure Active Directory": ("login.microsoftonline.com",),
    "Azure portal": ("management.azure.com",),
    "Azure Machine Learning": (
        "{location}.api.azureml.ms",
        "{location}.batch.azure.com",
        "ml.azure.com",
    ),
    "Azure Storage": ("*.blob.core.windows.net", "*.file.core.windows.net"),
}
"""The hosts that a workspace needs, by category; a selection. Source: Microsoft's page on them."""

TOKEN_SECONDS = 28_800


def list_keys(call: Call, *, resource: ResourceId) -> Response:
    """`POST .../workspaces/{name}/listKeys`."""
    workspace = _workspace(call, resource)
    return Response(
        200,
        {
            **_storage_key(call, workspace),
            "userStorageResourceId": workspace.properties.get("storageAccount"),
            "appInsightsInstrumentationKey": workspace.insights_key,
            "notebookAccessKeys": _notebook_keys(workspace),
        },
    )


def list_storage_keys(call: Call, *, resource: ResourceId) -> Response:
    """`POST .../listStorageAccountKeys`."""
    return Response(200, _storage_key(call, _workspace(call, resource)))


def list_notebook_keys(call: Call, *, resource: ResourceId) -> Response:
    """`POST .../listNotebookKeys`."""
    return Response(200, _notebook_keys(_workspace(call, resource)))


def list_notebook_token(call: Call, *, resource: ResourceId) -> Response:
    """`POST .../listNotebookAccessToken`: a new token, for a service that is not served here."""
    workspace = _workspace(call, resource)
    return Response(
        200,
        {
            "notebookResourceId": workspace.notebooks,
            "hostName": workspace.notebook_host,
            "publicDns": workspace.notebook_host,
            "accessToken": secrets.token_urlsafe(64),
            "tokenType": "Bearer",
            "expiresIn": TOKEN_SECONDS,
            "refreshToken": secrets.token_urlsafe(64),
            "scope": "aznb_identity",
        },
    )


def prepare_notebook(call: Call, *, resource: ResourceId) -> Response:
    """`POST .../prepareNotebook`. Guess: it is done at once."""
    workspace = _workspace(call, resource)
    return Response(200, {"fqdn": workspace.notebook_host, "resourceId": workspace.notebooks})


def resync_keys(call: Call, *, resource: ResourceId) -> Response:
    """`POST .../resyncKeys`: 202 with where to ask; nothing is out of step here."""
    return accepted(call, _done(call, resource))


def diagnose(call: Call, *, resource: ResourceId) -> Response:
    """`POST .../diagnose`: 202 with the place of the answer. Guess: it is there at once.

    All checks are without a result.
    """
    checks: dict[str, Any] = {"value": {name: [] for name in CHECKS}}
    headers = to_follow(call, _done(call, resource, checks))
    return Response(202, None, {"Location": headers["Location"]})


def list_outbound(call: Call, *, resource: ResourceId) -> Response:
    """`GET .../outboundNetworkDependenciesEndpoints`."""
    location = _workspace(call, resource).location
    return list_of(
        [
            {
                "properties": {
                    "category": category,
                    "endpoints": [
                        {
                            "domainName": domain.format(location=location),
                            "endpointDetails": [{"port": 443}],
                        }
                        for domain in domains
                    ],
                }
            }
            for category, domains in OUTBOUND.items()
        ]
    )


def list_nodes(call: Call, *, resource: ResourceId) -> Response:
    """`POST .../computes/{name}/listNodes`: the least number of a cluster's nodes, idle.

    Guess: it is refused for an instance, and the names of nodes.
    """
    workspace = _workspace(call, resource.parent or resource)
    compute = call.cloud.state(Computes).get(workspace, resource.names[-1])
    if not isinstance(compute, AmlCompute):
        text = f"Listing nodes is not supported for compute of type {compute.compute_type}."
        raise MachineLearningError(call.cloud, text, location=workspace.location)
    digest = workspace.guid.replace("-", "")
    nodes = [
        {
            "nodeId": f"tvmps_{digest}{number:04x}_d",
            "publicIpAddress": f"20.0.{number // 250}.{number % 250 + 4}",
            "privateIpAddress": f"10.0.{number // 250}.{number % 250 + 4}",
            "port": 50_000 + number,
            "nodeState": "idle",
        }
        for number in range(min(compute.least_nodes, 10_000))
    ]
    return Response(200, {"computeType": compute.compute_type, "nodes": nodes})


def list_compute_keys(call: Call, *, resource: ResourceId) -> Response:
    """`POST .../computes/{name}/listKeys`. Guess: instances and clusters have none to tell."""
    workspace = _workspace(call, resource.parent or resource)
    compute = call.cloud.state(Computes).get(workspace, resource.names[-1])
    text = f"Listing keys is not supported for compute of type {compute.compute_type}."
    raise MachineLearningError(call.cloud, text, location=workspace.location)


def _done(call: Call, resource: ResourceId, result: dict[str, Any] | None = None) -> Operation:
    """An operation on a workspace that takes no time."""
    workspace, now = _workspace(call, resource), call.cloud.now()
    operations = call.cloud.state(Operations)
    return operations.begin(resource.subscription, now, workspace, result=result)


def _workspace(call: Call, path: ResourceId) -> Workspace:
    return call.cloud.state(MachineLearning).workspace(path)


def _storage_key(call: Call, workspace: Workspace) -> dict[str, str]:
    path = datastores.storage_account(workspace)
    account = call.cloud.state(Storage).find(path) if path else None
    return {"userStorageKey": account.key1} if account else {}


def _notebook_keys(workspace: Workspace) -> dict[str, Any]:
    primary, secondary = workspace.notebook_keys
    return {"primaryAccessKey": primary, "secondaryAccessKey": secondary}


def _route(verb: str, handler: Handler, type_: str = TYPE) -> Route:
    return resource_route("POST", type_, handler, f"{type_}/{verb}/action", f"/{verb}")


_OUTBOUND = "outboundNetworkDependenciesEndpoints"

ACTION_ROUTES: list[Route] = [
    _route("listKeys", list_keys),
    _route("listStorageAccountKeys", list_storage_keys),
    _route("listNotebookKeys", list_notebook_keys),
    _route("listNotebookAccessToken", list_notebook_token),
    _route("prepareNotebook", prepare_notebook),
    _route("resyncKeys", resync_keys),
    _route("diagnose", diagnose),
    resource_route("GET", TYPE, list_outbound, f"{TYPE}/{_OUTBOUND}/read", f"/{_OUTBOUND}"),
    _route("listNodes", list_nodes, COMPUTE),
    _route("listKeys", list_compute_keys, COMPUTE),
]
