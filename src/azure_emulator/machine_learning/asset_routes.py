"""What is in a workspace besides computes: its datastores, and lists that begin empty."""

from azure_emulator.machine_learning import datastores, errors
from azure_emulator.machine_learning.datastores import Datastore
from azure_emulator.machine_learning.state import MachineLearning
from azure_emulator.machine_learning.workspace import TYPE, Workspace
from azure_emulator.resource_manager.protocol import list_of, resource_route
from azure_emulator.resource_manager.resource import ResourceId
from azure_emulator.routing import Call, Route
from azure_emulator.wire import Response

STORES = f"{TYPE}/datastores"
EMPTY = (
    "batchEndpoints", "codes", "components", "connections", "data", "environments", "featuresets",
    "featurestoreEntities", "jobs", "marketplaceSubscriptions", "models", "onlineEndpoints",
    "outboundRules", "privateEndpointConnections", "schedules", "serverlessEndpoints",
)  # fmt: skip
"""What a workspace can hold and begins without."""


def list_datastores(call: Call, *, resource: ResourceId) -> Response:
    """`GET .../datastores`, by `isDefault` and `names`."""
    workspace = _workspace(call, resource)
    wanted = (call.request.parameter("isDefault") or "").casefold()
    names = [name for name in (call.request.parameter("names") or "").split(",") if name]
    stores = [
        store
        for store in datastores.of(call.cloud, workspace)
        if wanted in ("", str(store.is_default).casefold()) and (not names or store.name in names)
    ]
    return list_of([datastores.serialized(store) for store in stores])


def get_datastore(call: Call, *, resource: ResourceId) -> Response:
    """`GET .../datastores/{name}`."""
    return Response(200, datastores.serialized(_datastore(call, resource)))


def list_secrets(call: Call, *, resource: ResourceId) -> Response:
    """`POST .../datastores/{name}/listSecrets`: the key of its storage account."""
    store = _datastore(call, resource)
    if store.account is None:
        raise errors.not_in_workspace(call.cloud, store.workspace, "storage account", "")
    return Response(200, {"secretsType": "AccountKey", "key": store.account.key1})


def list_none(call: Call, *, resource: ResourceId) -> Response:
    """`GET .../jobs` and its kin: what a workspace has none of, for nothing here makes any."""
    _workspace(call, resource)
    return list_of([])


def get_none(call: Call, *, resource: ResourceId) -> Response:
    """`GET .../jobs/{name}` and its kin: 404."""
    workspace = _workspace(call, resource.parent or resource)
    kind = resource.type.rpartition("/")[2]
    raise errors.not_in_workspace(call.cloud, workspace, f"{kind}:", resource.names[-1])


def list_link_resources(call: Call, *, resource: ResourceId) -> Response:
    """`GET .../privateLinkResources`: what a private endpoint can lead to."""
    workspace = _workspace(call, resource)
    return list_of(
        [
            {
                "id": f"{workspace.id}/privateLinkResources/amlworkspace",
                "name": "amlworkspace",
                "type": f"{TYPE}/privateLinkResources",
                "properties": {"groupId": "amlworkspace", "requiredMembers": ["default"]},
            }
        ]
    )


def _datastore(call: Call, path: ResourceId) -> Datastore:
    workspace = _workspace(call, path.parent or path)
    for store in datastores.of(call.cloud, workspace):
        if store.name.casefold() == path.names[-1].casefold():
            return store
    raise errors.not_in_workspace(call.cloud, workspace, "datastore", path.names[-1])


def _workspace(call: Call, path: ResourceId) -> Workspace:
    return call.cloud.state(MachineLearning).workspace(path)


ASSET_ROUTES: list[Route] = [
    resource_route("GET", TYPE, list_datastores, f"{STORES}/read", "/datastores"),
    *(resource_route("GET", TYPE, list_none, f"{TYPE}/{kind}/read", f"/{kind}") for kind in EMPTY),
    *(resource_route("GET", f"{TYPE}/{kind}", get_none, f"{TYPE}/{kind}/read") for kind in EMPTY),
    resource_route(
        "GET",
        TYPE,
        list_link_resources,
        f"{TYPE}/privateLinkResources/read",
        "/privateLinkResources",
    ),
    resource_route("GET", STORES, get_datastore, f"{STORES}/read"),
    resource_route("POST", STORES, list_secrets, f"{STORES}/listsecrets/action", "/listSecrets"),
]
