"""The routes of Microsoft.Storage: parse, call the state, serialise."""

from typing import Any

from azure_emulator.resource_manager.errors import operation_not_found
from azure_emulator.resource_manager.guard import ArmCall
from azure_emulator.resource_manager.operations import Operation, Operations
from azure_emulator.resource_manager.protocol import (
    GROUP,
    SUBSCRIPTION,
    existence,
    list_of,
    narrowed,
    resource_provider,
    resource_route,
)
from azure_emulator.resource_manager.regions import short
from azure_emulator.resource_manager.resource import ResourceId
from azure_emulator.resource_manager.validators import body_of
from azure_emulator.routing import Call, Handler, Route
from azure_emulator.storage import serializers
from azure_emulator.storage.account import NAMESPACE, TYPE, StorageAccount
from azure_emulator.storage.container_routes import CONTAINER_ROUTES
from azure_emulator.storage.content_types import provider_written
from azure_emulator.storage.share_routes import SHARE_ROUTES
from azure_emulator.storage.state import Storage
from azure_emulator.wire import Response

PROVIDER = f"{SUBSCRIPTION}/providers/{NAMESPACE}"
OPERATION = f"{PROVIDER}/locations/{{location}}/asyncoperations/{{operation}}"


def put_account(call: ArmCall, *, resource: ResourceId) -> Response:
    """`PUT .../storageAccounts/{name}`: 202 with where to ask, or 200 for a change."""
    account, operation = _storage(call).put(resource, body_of(call), call.caller)
    if operation is None:
        return _account(call, account)
    return Response(202, None, _to_follow(call, account, operation))


def patch_account(call: ArmCall, *, resource: ResourceId) -> Response:
    """`PATCH .../storageAccounts/{name}`."""
    storage = _storage(call)
    return _account(call, storage.patch(storage.account(resource), body_of(call), call.caller))


def get_account(call: Call, *, resource: ResourceId) -> Response:
    """`GET .../storageAccounts/{name}`."""
    return _account(call, _storage(call).account(resource))


def head_account(call: Call, *, resource: ResourceId) -> Response:
    """`HEAD .../storageAccounts/{name}`: 204 or 404, both without a body."""
    return existence(_storage(call).find(resource) is not None)


def delete_account(call: Call, *, resource: ResourceId) -> Response:
    """`DELETE .../storageAccounts/{name}`: 200, or 204 if there was none."""
    return Response(200 if _storage(call).delete(resource) else 204)


def list_accounts(call: Call, *, subscription: str, group: str | None = None) -> Response:
    """`GET .../storageAccounts` of a subscription, or of one of its groups."""
    now = call.cloud.now()
    accounts = _storage(call).accounts(subscription, group)
    version = call.request.parameter("api-version") or ""
    return list_of([serializers.account(account, now, version) for account in accounts])


def list_keys(call: Call, *, resource: ResourceId) -> Response:
    """`POST .../listKeys`."""
    return Response(200, serializers.keys(_storage(call).account(resource)))


def regenerate_key(call: Call, *, resource: ResourceId) -> Response:
    """`POST .../regenerateKey` with `{"keyName": "key1"}`."""
    storage = _storage(call)
    account = storage.regenerate(storage.account(resource), body_of(call).get("keyName"))
    return Response(200, serializers.keys(account))


def check_name(call: Call, **_subscription: str) -> Response:
    """`POST .../checkNameAvailability` with `{"name", "type"}`."""
    name = str(body_of(call).get("name") or "")
    return Response(200, serializers.availability(_storage(call).reason_against(name)))


def get_operation(call: Call, *, subscription: str, operation: str, **_place: Any) -> Response:
    """`GET .../asyncoperations/{operation}`: 202 until the account is there, then the account."""
    begun = call.cloud.state(Operations).find(subscription, operation)
    if begun is None or not isinstance(begun.resource, StorageAccount):
        raise operation_not_found(operation)
    if begun.status(call.cloud.now()) == "InProgress":
        return Response(202, None, _to_follow(call, begun.resource, begun))
    return _account(call, begun.resource)


def _storage(call: Call) -> Storage:
    return call.cloud.state(Storage)


def _account(call: Call, account: StorageAccount) -> Response:
    version = call.request.parameter("api-version") or ""
    return Response(200, serializers.account(account, call.cloud.now(), version))


def _to_follow(call: Call, account: StorageAccount, operation: Operation) -> dict[str, str]:
    """The header of a creation under way."""
    place = OPERATION.format(
        subscription=account.path.subscription,
        location=short(account.location),
        operation=operation.id,
    )
    version = call.request.parameter("api-version") or ""
    return {"Location": f"https://{call.request.host}{place}?monitor=true&api-version={version}"}


def _route(method: str, handler: Handler, action: str, below: str = "") -> Route:
    return resource_route(method, TYPE, handler, f"{TYPE}/{action}", below)


OWN_ROUTES: list[Route] = [
    _route("GET", get_account, "read"),
    _route("HEAD", head_account, "read"),
    _route("PUT", put_account, "write"),
    _route("PATCH", patch_account, "write"),
    _route("DELETE", delete_account, "delete"),
    _route("POST", list_keys, "listKeys/action", "/listKeys"),
    _route("POST", regenerate_key, "regenerateKey/action", "/regenerateKey"),
    Route(
        "POST",
        f"{PROVIDER}/checkNameAvailability",
        check_name,
        f"{NAMESPACE}/checkNameAvailability/read",
    ),
    Route("GET", OPERATION, get_operation, f"{NAMESPACE}/operations/read"),
    *SHARE_ROUTES,
    *CONTAINER_ROUTES,
]

ROUTES: list[Route] = [
    narrowed(Route("GET", f"{PROVIDER}/storageAccounts", list_accounts, f"{TYPE}/read")),
    Route("GET", f"{GROUP}/providers/{TYPE}", list_accounts, f"{TYPE}/read"),
    *provider_written(OWN_ROUTES),
]

SERVICE = resource_provider("storage", ROUTES, Storage)
