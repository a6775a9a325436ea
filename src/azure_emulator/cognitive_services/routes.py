"""The routes of Microsoft.CognitiveServices: parse, call the state, serialise."""

from typing import Any

from azure_emulator.cognitive_services import errors, serializers
from azure_emulator.cognitive_services.account import TYPE, Account
from azure_emulator.cognitive_services.account_lists import ACCOUNT_LIST_ROUTES
from azure_emulator.cognitive_services.deleted import Deleted
from azure_emulator.cognitive_services.state import NAMESPACE, CognitiveServices
from azure_emulator.cognitive_services.validators import is_valid_subdomain
from azure_emulator.resource_manager.errors import operation_not_found
from azure_emulator.resource_manager.guard import ArmCall
from azure_emulator.resource_manager.operations import Operations
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
from azure_emulator.resource_manager.state import ResourceManager
from azure_emulator.resource_manager.validators import body_of
from azure_emulator.routing import Call, Route
from azure_emulator.wire import Response

PROVIDER = f"{SUBSCRIPTION}/providers/{NAMESPACE}"
LOCATION = f"{PROVIDER}/locations/{{location}}"
DELETED = f"{LOCATION}/resourceGroups/{{group}}/deletedAccounts/{{name}}"
DELETED_TYPE = f"{NAMESPACE}/locations/resourceGroups/deletedAccounts"


def put_account(call: ArmCall, *, resource: ResourceId) -> Response:
    """`PUT .../accounts/{name}`: 201 with an operation to poll, or 200 for an existing one."""
    account, operation = _service(call).put(resource, body_of(call), call.caller)
    if operation is None:
        return _account(call, account)
    where = LOCATION.format(subscription=resource.subscription, location=account.location)
    url = f"https://{call.request.host}{where}/operationResults/{operation.id}"
    # In this version, whatever the call's own; and the region in the creator's letter case.
    headers = {"Azure-AsyncOperation": f"{url}?api-version={serializers.FIRST}"}
    headers["ETag"] = account.etag
    return Response(201, _serialized(call, account), headers)


def patch_account(call: ArmCall, *, resource: ResourceId) -> Response:
    """`PATCH .../accounts/{name}`."""
    service = _service(call)
    account = service.get(resource)
    return _account(call, service.patch(account, body_of(call), call.caller))


def get_account(call: Call, *, resource: ResourceId) -> Response:
    """`GET .../accounts/{name}`."""
    return _account(call, _service(call).get(resource))


def head_account(call: Call, *, resource: ResourceId) -> Response:
    """`HEAD .../accounts/{name}`: 204 or 404, both without a body."""
    accounts = _service(call).accounts(resource.subscription, resource.group)
    return existence(resource.key in [account.path.key for account in accounts])


def delete_account(call: Call, *, resource: ResourceId) -> Response:
    """`DELETE .../accounts/{name}`: 200, or 204 if there was none."""
    return Response(200 if _service(call).delete(resource) else 204)


def list_accounts(call: Call, *, subscription: str, group: str | None = None) -> Response:
    """`GET .../accounts` of a subscription, or of one of its groups."""
    accounts = _service(call).accounts(subscription, group)
    return list_of([_serialized(call, account) for account in accounts])


def list_keys(call: Call, *, resource: ResourceId) -> Response:
    """`POST .../listKeys`."""
    service = _service(call)
    return Response(200, service.keys(service.get(resource)))


def regenerate_key(call: Call, *, resource: ResourceId) -> Response:
    """`POST .../regenerateKey` with `{"keyName": "Key1"}`."""
    service = _service(call)
    account = service.get(resource)
    return Response(200, service.regenerate(account, body_of(call).get("keyName")))


def list_usages(call: Call, *, resource: ResourceId) -> Response:
    """`GET .../usages`."""
    service = _service(call)
    account = service.get(resource)
    kind, version = service.catalogue[str(account.kind)], call.request.parameter("api-version")
    return list_of(serializers.usages(account, kind, version))


def list_account_skus(call: Call, *, resource: ResourceId) -> Response:
    """`GET .../accounts/{name}/skus`."""
    service = _service(call)
    account = service.get(resource)
    return list_of(serializers.account_skus(service.catalogue[str(account.kind)]))


def list_skus(call: Call, *, subscription: str) -> Response:
    """`GET /subscriptions/{subscription}/.../skus`."""
    call.cloud.state(ResourceManager).subscription(subscription)
    return list_of(serializers.skus(_service(call).catalogue))


def check_skus(call: Call, *, subscription: str, location: str) -> Response:
    """`POST .../locations/{location}/checkSkuAvailability` with `{"skus", "kind", "type"}`."""
    call.cloud.state(ResourceManager).subscription(subscription)
    body, catalogue = body_of(call), _service(call).catalogue
    skus, kind = body.get("skus"), str(body.get("kind") or "")
    if not isinstance(skus, list) or len(skus) > len(catalogue):
        raise errors.invalid_kind(kind)
    return list_of(serializers.sku_availability(catalogue, kind, skus, short(location)))


def check_domain(call: Call, *, subscription: str) -> Response:
    """`POST .../checkDomainAvailability` with `{"subdomainName", "type", "kind"?}`."""
    call.cloud.state(ResourceManager).subscription(subscription)
    body = body_of(call)
    name = str(body.get("subdomainName") or "")
    reason = None
    if not is_valid_subdomain(name):
        reason = errors.domain_invalid(name).message
    elif _service(call).validator().is_domain_taken(name):
        reason = errors.domain_in_use(name).message
    answer = {"isSubdomainAvailable": reason is None, "reason": reason, "subdomainName": name}
    if call.request.parameter("api-version") == serializers.FIRST:
        return Response(200, {**answer, "type": None})
    optional = {"type": body.get("type"), "kind": body.get("kind")}
    return Response(200, {**answer, **{key: value for key, value in optional.items() if value}})


def list_deleted(call: Call, *, subscription: str) -> Response:
    """`GET .../deletedAccounts`."""
    deleted = _service(call).deleted(subscription)
    return list_of([_serialized_deleted(call, each) for each in deleted])


def get_deleted(call: Call, *, location: str, **names: str) -> Response:
    """`GET .../locations/{location}/resourceGroups/{group}/deletedAccounts/{name}`."""
    deleted = _service(call).deleted_account(_deleted_id(**names), location)
    return Response(200, _serialized_deleted(call, deleted))


def purge_deleted(call: Call, *, location: str, **names: str) -> Response:
    """`DELETE .../locations/{location}/resourceGroups/{group}/deletedAccounts/{name}`."""
    service = _service(call)
    service.purge(service.deleted_account(_deleted_id(**names), location))
    return Response(200)


def poll(call: Call, *, subscription: str, operation: str, **_location: str) -> Response:
    """`GET .../locations/{location}/operationResults/{operation}`."""
    begun = call.cloud.state(Operations).find(subscription, operation)
    if begun is None:
        raise operation_not_found(operation)
    return Response(200, serializers.operation(begun, call.request.path, call.cloud.now()))


def _service(call: Call) -> CognitiveServices:
    return call.cloud.state(CognitiveServices)


def _deleted_id(subscription: str, group: str, name: str) -> ResourceId:
    return ResourceId(subscription, group, TYPE, (name,))


def _account(call: Call, account: Account) -> Response:
    return Response(200, _serialized(call, account), {"ETag": account.etag})


def _serialized(call: Call, account: Account) -> dict[str, Any]:
    kind = _service(call).catalogue[str(account.kind)]
    body = serializers.account(account, kind, call.cloud.now())
    return serializers.of_version(call.request.parameter("api-version"), body)


def _serialized_deleted(call: Call, deleted: Deleted) -> dict[str, Any]:
    kind = _service(call).catalogue[str(deleted.account.kind)]
    body = serializers.deleted(deleted, kind, call.cloud.now())
    return serializers.of_version(call.request.parameter("api-version"), body)


ROUTES: list[Route] = [
    resource_route("PUT", TYPE, put_account, f"{TYPE}/write"),
    resource_route("PATCH", TYPE, patch_account, f"{TYPE}/write"),
    resource_route("GET", TYPE, get_account, f"{TYPE}/read"),
    resource_route("HEAD", TYPE, head_account, f"{TYPE}/read"),
    resource_route("DELETE", TYPE, delete_account, f"{TYPE}/delete"),
    Route("GET", f"{GROUP}/providers/{TYPE}", list_accounts, f"{TYPE}/read"),
    narrowed(Route("GET", f"{PROVIDER}/accounts", list_accounts, f"{TYPE}/read")),
    resource_route("POST", TYPE, list_keys, f"{TYPE}/listKeys/action", "/listKeys"),
    resource_route("POST", TYPE, regenerate_key, f"{TYPE}/regenerateKey/action", "/regenerateKey"),
    resource_route("GET", TYPE, list_usages, f"{TYPE}/usages/read", "/usages"),
    resource_route("GET", TYPE, list_account_skus, f"{TYPE}/skus/read", "/skus"),
    Route("GET", f"{PROVIDER}/skus", list_skus, f"{NAMESPACE}/skus/read"),
    Route(
        "POST",
        f"{PROVIDER}/checkDomainAvailability",
        check_domain,
        f"{NAMESPACE}/checkDomainAvailability/action",
    ),
    Route(
        "POST",
        f"{LOCATION}/checkSkuAvailability",
        check_skus,
        f"{NAMESPACE}/locations/checkSkuAvailability/action",
    ),
    Route("GET", f"{PROVIDER}/deletedAccounts", list_deleted, f"{NAMESPACE}/deletedAccounts/read"),
    Route("GET", DELETED, get_deleted, f"{DELETED_TYPE}/read"),
    Route("DELETE", DELETED, purge_deleted, f"{DELETED_TYPE}/delete"),
    Route("GET", f"{LOCATION}/operationResults/{{operation}}", poll),
    *ACCOUNT_LIST_ROUTES,
]

SERVICE = resource_provider("cognitive_services", ROUTES, CognitiveServices)
