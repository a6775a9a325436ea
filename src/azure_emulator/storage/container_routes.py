"""The services of an account, and its blob containers, as Resource Manager has them."""

import re
from functools import partial
from typing import Any

from azure_emulator.resource_manager.errors import resource_not_found
from azure_emulator.resource_manager.protocol import SUBSCRIPTION, list_of, resource_route
from azure_emulator.resource_manager.resource import ResourceId
from azure_emulator.resource_manager.state import ResourceManager
from azure_emulator.resource_manager.validators import body_of
from azure_emulator.routing import Call, Handler, Route
from azure_emulator.storage import errors, serializers
from azure_emulator.storage.account import NAMESPACE, TYPE, StorageAccount
from azure_emulator.storage.state import Storage
from azure_emulator.wire import Response

NAME = re.compile(r"(?!.*--)[a-z0-9][a-z0-9-]{1,61}[a-z0-9]|\$(root|web|logs)")
"""Source: Microsoft's page on naming containers."""

ACCOUNTS = 250
"""Accounts of a subscription in a region. Source: Microsoft's page on limits."""


def list_services(call: Call, *, resource: ResourceId, kind: str) -> Response:
    """`GET .../blobServices` or `fileServices`: there is one, `default`."""
    account = call.cloud.state(Storage).account(resource)
    return list_of([serializers.service_properties(account, kind)])


def get_service(call: Call, *, resource: ResourceId, kind: str) -> Response:
    """`GET .../blobServices/default` or `fileServices/default`."""
    account = call.cloud.state(Storage).account(resource)
    return Response(200, serializers.service_properties(account, kind))


def put_service(call: Call, *, resource: ResourceId, kind: str) -> Response:
    """`PUT` the same: its properties are kept, and not held."""
    account = call.cloud.state(Storage).account(resource)
    call.cloud.state(ResourceManager).require_writable(account.path.subscription)
    account.services[kind] = dict(body_of(call).get("properties") or {})
    return Response(200, serializers.service_properties(account, kind))


def list_containers(call: Call, *, resource: ResourceId) -> Response:
    """`GET .../blobServices/default/containers`."""
    account = call.cloud.state(Storage).account(resource)
    return list_of(
        [
            serializers.container(account, name, at)
            for name, at in sorted(account.containers.items())
        ]
    )


def get_container(call: Call, *, resource: ResourceId) -> Response:
    """`GET .../containers/{name}`."""
    account, name = _account(call, resource), resource.names[-1]
    if name not in account.containers:
        raise errors.container_not_found()
    return Response(200, serializers.container(account, name, account.containers[name]))


def put_container(call: Call, *, resource: ResourceId) -> Response:
    """`PUT .../containers/{name}`: 201, or 200 for one that is there."""
    account, name = _account(call, resource), resource.names[-1]
    call.cloud.state(ResourceManager).require_writable(account.path.subscription)
    if not NAME.fullmatch(name):
        raise errors.invalid_share_name()
    is_new = name not in account.containers
    created = account.containers.setdefault(name, call.cloud.now())
    return Response(201 if is_new else 200, serializers.container(account, name, created))


def delete_container(call: Call, *, resource: ResourceId) -> Response:
    """`DELETE .../containers/{name}`: 200, or 204 if there was none."""
    account = _account(call, resource)
    return Response(200 if account.containers.pop(resource.names[-1], None) else 204)


def list_usages(call: Call, *, subscription: str, location: str) -> Response:
    """`GET .../locations/{location}/usages`: how many accounts there are, and may be."""
    accounts = call.cloud.state(Storage).accounts(subscription)
    there = sum(account.location == location.casefold() for account in accounts)
    name = {"value": "StorageAccounts", "localizedValue": "Storage Accounts"}
    return list_of([{"unit": "Count", "currentValue": there, "limit": ACCOUNTS, "name": name}])


def _account(call: Call, path: ResourceId) -> StorageAccount:
    home = path.parent.parent if path.parent and path.parent.parent else path
    account = call.cloud.state(Storage).account(home)
    if path.names[1].casefold() != "default":
        raise resource_not_found(path)
    return account


def _service_routes(kind: str) -> list[Route]:
    own, default = f"{TYPE}/{kind}", f"/{kind}/default"
    whole: dict[str, Any] = {"kind": kind}
    return [
        resource_route("GET", TYPE, partial(list_services, **whole), f"{own}/read", f"/{kind}"),
        resource_route("GET", TYPE, partial(get_service, **whole), f"{own}/read", default),
        resource_route("PUT", TYPE, partial(put_service, **whole), f"{own}/write", default),
    ]


CONTAINER = f"{TYPE}/blobServices/containers"


def _route(method: str, handler: Handler, verb: str) -> Route:
    return resource_route(method, CONTAINER, handler, f"{CONTAINER}/{verb}")


CONTAINER_ROUTES: list[Route] = [
    *_service_routes("blobServices"),
    *_service_routes("fileServices"),
    resource_route(
        "GET", TYPE, list_containers, f"{CONTAINER}/read", "/blobServices/default/containers"
    ),
    _route("GET", get_container, "read"),
    _route("PUT", put_container, "write"),
    _route("PATCH", put_container, "write"),
    _route("DELETE", delete_container, "delete"),
    Route(
        "GET",
        f"{SUBSCRIPTION}/providers/{NAMESPACE}/locations/{{location}}/usages",
        list_usages,
        f"{NAMESPACE}/locations/usages/read",
    ),
]
