"""The routes of Microsoft.CognitiveServices: parse, call the state, serialise."""

from __future__ import annotations

from typing import Any

from azure_emulator.cognitive_services import errors, serializers, validators
from azure_emulator.cognitive_services.account import Account, Deleted
from azure_emulator.errors import ArmError
from azure_emulator.resource_manager.groups import BY_ARM
from azure_emulator.resource_manager.regions import short
from azure_emulator.resource_manager.validators import body_of, narrowed, versioned
from azure_emulator.wire import Call, Response, Route


def put_account(call: Call, *, subscription: str, group: str, name: str) -> Response:
    """`PUT .../accounts/{name}`: 201 with an operation to poll, or 200 for an existing one."""
    service = call.cloud.cognitive_services
    account, operation = service.put(subscription, group, name, body_of(call), call.caller)
    if operation is None:
        return Response(200, _shown(call, account), {"ETag": account.etag})
    version = call.request.parameter("api-version")
    where = LOCATION.format(subscription=subscription, location=short(account.location))
    url = f"https://{call.request.host}{where}/operationResults/{operation.id}"
    headers = {"Azure-AsyncOperation": f"{url}?api-version={version}", "ETag": account.etag}
    return Response(201, _shown(call, account), headers)


def patch_account(call: Call, *, subscription: str, group: str, name: str) -> Response:
    """`PATCH .../accounts/{name}`."""
    service = call.cloud.cognitive_services
    account = service.get(subscription, group, name)
    changed = service.patch(account, body_of(call), call.caller)
    return Response(200, _shown(call, changed), {"ETag": changed.etag})


def get_account(call: Call, *, subscription: str, group: str, name: str) -> Response:
    """`GET .../accounts/{name}`."""
    account = call.cloud.cognitive_services.get(subscription, group, name)
    return Response(200, _shown(call, account), {"ETag": account.etag})


def head_account(call: Call, *, subscription: str, group: str, name: str) -> Response:
    """`HEAD .../accounts/{name}`: 204 or 404, both without a body."""
    accounts = call.cloud.cognitive_services.accounts(subscription, group)
    exists = name.casefold() in (account.name.casefold() for account in accounts)
    return Response(204) if exists else Response(404, None, BY_ARM)


def delete_account(call: Call, *, subscription: str, group: str, name: str) -> Response:
    """`DELETE .../accounts/{name}`: 200, or 204 if there was none."""
    was_there = call.cloud.cognitive_services.delete(subscription, group, name)
    return Response(200 if was_there else 204)


def list_group_accounts(call: Call, *, subscription: str, group: str) -> Response:
    """`GET .../resourceGroups/{group}/.../accounts`."""
    accounts = call.cloud.cognitive_services.accounts(subscription, group)
    return _list([_shown(call, account) for account in accounts])


def list_accounts(call: Call, *, subscription: str) -> Response:
    """`GET /subscriptions/{subscription}/.../accounts`."""
    accounts = call.cloud.cognitive_services.accounts(subscription)
    return _list([_shown(call, account) for account in accounts])


def list_keys(call: Call, *, subscription: str, group: str, name: str) -> Response:
    """`POST .../listKeys`."""
    service = call.cloud.cognitive_services
    return Response(200, service.keys(service.get(subscription, group, name)))


def regenerate_key(call: Call, *, subscription: str, group: str, name: str) -> Response:
    """`POST .../regenerateKey` with `{"keyName": "Key1"}`."""
    service = call.cloud.cognitive_services
    account = service.get(subscription, group, name)
    return Response(200, service.regenerate(account, body_of(call).get("keyName")))


def list_usages(call: Call, *, subscription: str, group: str, name: str) -> Response:
    """`GET .../usages`."""
    service = call.cloud.cognitive_services
    account = service.get(subscription, group, name)
    return _list(serializers.usages(account, service.catalogue[str(account.kind)]))


def list_account_skus(call: Call, *, subscription: str, group: str, name: str) -> Response:
    """`GET .../accounts/{name}/skus`."""
    service = call.cloud.cognitive_services
    account = service.get(subscription, group, name)
    return _list(serializers.account_skus(service.catalogue[str(account.kind)]))


def list_skus(call: Call, *, subscription: str) -> Response:
    """`GET /subscriptions/{subscription}/.../skus`."""
    call.cloud.resource_manager.subscription(subscription)
    return _list(serializers.skus(call.cloud.cognitive_services.catalogue))


def check_domain(call: Call, *, subscription: str) -> Response:
    """`POST .../checkDomainAvailability` with `{"subdomainName", "type", "kind"?}`."""
    call.cloud.resource_manager.subscription(subscription)
    body = body_of(call)
    name = str(body.get("subdomainName"))
    reason = None
    if not validators.valid_subdomain(name):
        reason = errors.domain_invalid(name).message
    elif call.cloud.cognitive_services.domain_taken(name):
        reason = errors.domain_in_use_text(name)
    shown = {"isSubdomainAvailable": reason is None, "subdomainName": name}
    optional = {"reason": reason, "type": body.get("type"), "kind": body.get("kind")}
    return Response(200, {**shown, **{key: value for key, value in optional.items() if value}})


def list_deleted(call: Call, *, subscription: str) -> Response:
    """`GET .../deletedAccounts`."""
    found = call.cloud.cognitive_services.deleted(subscription)
    return _list([_shown_deleted(call, deleted) for deleted in found])


def get_deleted(call: Call, *, subscription: str, location: str, group: str, name: str) -> Response:
    """`GET .../locations/{location}/resourceGroups/{group}/deletedAccounts/{name}`."""
    return Response(200, _shown_deleted(call, _deleted(call, subscription, location, group, name)))


def purge_deleted(
    call: Call, *, subscription: str, location: str, group: str, name: str
) -> Response:
    """`DELETE .../locations/{location}/resourceGroups/{group}/deletedAccounts/{name}`."""
    deleted = _deleted(call, subscription, location, group, name)
    call.cloud.cognitive_services.purge(deleted)
    return Response(200)


def poll(call: Call, *, subscription: str, location: str, operation: str) -> Response:
    """`GET .../locations/{location}/operationResults/{operation}`."""
    found = call.cloud.resource_manager.operation(operation)
    return Response(200, serializers.operation(found, call.request.path, call.cloud.now()))


def _shown(call: Call, account: Account) -> dict[str, Any]:
    kind = call.cloud.cognitive_services.catalogue[str(account.kind)]
    return serializers.account(account, kind, call.cloud.now())


def _shown_deleted(call: Call, deleted: Deleted) -> dict[str, Any]:
    kind = call.cloud.cognitive_services.catalogue[str(deleted.account.kind)]
    return serializers.deleted(deleted, kind, call.cloud.now())


def _deleted(call: Call, subscription: str, location: str, group: str, name: str) -> Deleted:
    where = LOCATION.format(subscription=subscription, location=short(location))
    wanted = f"{where}/resourceGroups/{group}/deletedAccounts/{name}".casefold()
    for deleted in call.cloud.cognitive_services.deleted(subscription):
        if deleted.id.casefold() == wanted:
            return deleted
    message = f"The deleted account '{name}' could not be found."  # A guess, as its code is.
    raise ArmError(404, "DeletedAccountNotFound", message)


def _list(value: list[dict[str, Any]]) -> Response:
    return Response(200, {"value": value})


NAMESPACE = "Microsoft.CognitiveServices"
SUBSCRIPTION = f"/subscriptions/{{subscription}}/providers/{NAMESPACE}"
LOCATION = f"{SUBSCRIPTION}/locations/{{location}}"
ACCOUNTS = (
    f"/subscriptions/{{subscription}}/resourceGroups/{{group}}/providers/{NAMESPACE}/accounts"
)
ACCOUNT = f"{ACCOUNTS}/{{name}}"
DELETED = f"{LOCATION}/resourceGroups/{{group}}/deletedAccounts/{{name}}"
MAY = f"{NAMESPACE}/accounts"
MAY_DELETED = f"{NAMESPACE}/locations/resourceGroups/deletedAccounts"

ROUTES: list[Route] = [
    versioned(route)
    for route in (
        Route("PUT", ACCOUNT, put_account, f"{MAY}/write"),
        Route("PATCH", ACCOUNT, patch_account, f"{MAY}/write"),
        Route("GET", ACCOUNT, get_account, f"{MAY}/read"),
        Route("HEAD", ACCOUNT, head_account, f"{MAY}/read"),
        Route("DELETE", ACCOUNT, delete_account, f"{MAY}/delete"),
        Route("GET", ACCOUNTS, list_group_accounts, f"{MAY}/read"),
        narrowed(Route("GET", f"{SUBSCRIPTION}/accounts", list_accounts, f"{MAY}/read")),
        Route("POST", f"{ACCOUNT}/listKeys", list_keys, f"{MAY}/listKeys/action"),
        Route("POST", f"{ACCOUNT}/regenerateKey", regenerate_key, f"{MAY}/regenerateKey/action"),
        Route("GET", f"{ACCOUNT}/usages", list_usages, f"{MAY}/usages/read"),
        Route("GET", f"{ACCOUNT}/skus", list_account_skus, f"{MAY}/skus/read"),
        Route("GET", f"{SUBSCRIPTION}/skus", list_skus, f"{NAMESPACE}/skus/read"),
        Route(
            "POST",
            f"{SUBSCRIPTION}/checkDomainAvailability",
            check_domain,
            f"{NAMESPACE}/checkDomainAvailability/action",
        ),
        Route("GET", f"{SUBSCRIPTION}/deletedAccounts", list_deleted, f"{MAY_DELETED}/read"),
        Route("GET", DELETED, get_deleted, f"{MAY_DELETED}/read"),
        Route("DELETE", DELETED, purge_deleted, f"{MAY_DELETED}/delete"),
        Route("GET", f"{LOCATION}/operationResults/{{operation}}", poll),
    )
]
