"""The routes of Microsoft.KeyVault: parse, call the state, serialise."""

from functools import partial
from typing import Any

from azure_emulator.key_vault.state import KeyVault
from azure_emulator.resource_manager.errors import operation_not_found
from azure_emulator.resource_manager.guard import ArmCall
from azure_emulator.resource_manager.operations import Operations
from azure_emulator.resource_manager.patience import again_after
from azure_emulator.resource_manager.protocol import (
    GROUP,
    SUBSCRIPTION,
    existence,
    list_of,
    narrowed,
    resource_provider,
    resource_route,
)
from azure_emulator.resource_manager.resource import Resource, ResourceId
from azure_emulator.resource_manager.state import ResourceManager
from azure_emulator.resource_manager.validators import body_of
from azure_emulator.routing import Call, Handler, Route
from azure_emulator.vaults import errors, serializers
from azure_emulator.vaults.state import NAMESPACE, TYPE, Vaults
from azure_emulator.wire import Response

PROVIDER = f"{SUBSCRIPTION}/providers/{NAMESPACE}"
DELETED = f"{PROVIDER}/locations/{{location}}/deletedVaults/{{name}}"
RESULT = f"{PROVIDER}/locations/{{location}}/operationResults/{{operation}}"
SECRETS = f"{TYPE}/secrets"


def list_vaults(call: Call, *, subscription: str, group: str | None = None) -> Response:
    """`GET .../vaults` of a subscription, or of one of its groups."""
    now = call.cloud.now()
    found = _state(call).vaults(subscription, group)
    return list_of([serializers.vault(vault, now, _version(call)) for vault in found])


def get_vault(call: Call, *, resource: ResourceId) -> Response:
    """`GET .../vaults/{name}`."""
    return _vault(call, _state(call).vault(resource))


def head_vault(call: Call, *, resource: ResourceId) -> Response:
    """`HEAD .../vaults/{name}`: 204 or 404, both without a body."""
    return existence(call.cloud.state(ResourceManager).find(resource) is not None)


def put_vault(call: ArmCall, *, resource: ResourceId) -> Response:
    """`PUT .../vaults/{name}`: 200, also for a new one, which is not there yet; asked, it is."""
    made, is_new = _state(call).put(resource, body_of(call), call.caller)
    if not is_new:
        return _vault(call, made)
    now = call.cloud.now()
    body = serializers.new_vault(made, now, _version(call))
    return Response(200, body, again_after(made.ready - now))


def patch_vault(call: ArmCall, *, resource: ResourceId) -> Response:
    """`PATCH .../vaults/{name}`."""
    return _vault(call, _state(call).patch(resource, body_of(call), call.caller))


def delete_vault(call: Call, *, resource: ResourceId) -> Response:
    """`DELETE .../vaults/{name}`: 200, or 204 if there was none."""
    return Response(200 if _state(call).delete(resource) else 204)


def put_policies(call: Call, *, resource: ResourceId, kind: str) -> Response:
    """`PUT .../vaults/{name}/accessPolicies/add`, `replace` or `remove`."""
    vault, properties = _state(call).vault(resource), body_of(call).get("properties") or {}
    held = _state(call).change_policies(vault, kind, properties.get("accessPolicies"))
    return Response(200, serializers.policies(vault, held))


def check_name(call: Call, **_subscription: str) -> Response:
    """`POST .../checkNameAvailability` with `{"name", "type"}`."""
    name = str(body_of(call).get("name") or "")
    return Response(200, serializers.availability(_state(call).reason_against(name)))


def list_deleted(call: Call, *, subscription: str) -> Response:
    """`GET .../deletedVaults`."""
    return list_of([serializers.deleted(each) for each in _state(call).deleted_in(subscription)])


def get_deleted(call: Call, *, subscription: str, location: str, name: str) -> Response:
    """`GET .../locations/{location}/deletedVaults/{name}`."""
    held = _state(call).deleted_vault(subscription, location, name)
    return Response(200, serializers.deleted(held))


def purge(call: Call, *, subscription: str, location: str, name: str) -> Response:
    """`POST .../deletedVaults/{name}/purge`: 202 with where to ask."""
    state = _state(call)
    state.purge(state.deleted_vault(subscription, location, name))
    operation = call.cloud.state(Operations).begin(subscription, call.cloud.now())
    path = RESULT.format(subscription=subscription, location=location, operation=operation.id)
    version = call.request.parameter("api-version") or ""
    url = f"https://{call.request.host}{path}?api-version={version}"
    return Response(202, None, {"Location": url})


def get_result(call: Call, *, subscription: str, operation: str, **_location: str) -> Response:
    """`GET .../locations/{location}/operationResults/{operation}`: a purge is done at once."""
    begun = call.cloud.state(Operations).find(subscription, operation)
    if begun is None:
        raise operation_not_found(operation)
    return Response(200, serializers.purged(begun))


def list_secrets(call: Call, *, resource: ResourceId) -> Response:
    """`GET .../vaults/{name}/secrets`: the newest version of each, without its value."""
    vault = _state(call).vault(resource)
    found = call.cloud.state(KeyVault).newest(vault)
    return list_of([serializers.secret(vault, each) for each in found])


def get_secret(call: Call, *, resource: ResourceId) -> Response:
    """`GET .../vaults/{name}/secrets/{secret}`: without its value."""
    vault = _state(call).vault(resource.parent or resource)
    found = call.cloud.state(KeyVault).get(vault, resource.names[-1])
    return Response(200, serializers.secret(vault, found))


def put_secret(call: Call, *, resource: ResourceId) -> Response:
    """`PUT .../vaults/{name}/secrets/{secret}`: a new version, as templates make it."""
    vault, properties = _state(call).vault(resource.parent or resource), _properties(call)
    call.cloud.state(ResourceManager).require_writable(resource.subscription)
    made = call.cloud.state(KeyVault).set(vault, resource.names[-1], properties)
    return Response(201, serializers.secret(vault, made))


def list_no_modules(call: Call, *, subscription: str) -> Response:
    """`GET .../managedHSMs`, and the deleted ones: clients that list vaults ask for them, too."""
    call.cloud.state(ResourceManager).subscription(subscription)
    return Response(200, {"value": []})


def _properties(call: Call) -> dict[str, Any]:
    body = body_of(call)
    properties = dict(body.get("properties") or {})
    if not isinstance(properties.get("value"), str):
        raise errors.bad_policies("value")
    return {**properties, "tags": body.get("tags")}


def _version(call: Call) -> str:
    return call.request.parameter("api-version") or ""


def _state(call: Call) -> Vaults:
    return call.cloud.state(Vaults)


def _vault(call: Call, vault: Resource) -> Response:
    return Response(200, serializers.vault(vault, call.cloud.now(), _version(call)))


def _route(method: str, handler: Handler, verb: str) -> Route:
    return resource_route(method, TYPE, handler, f"{TYPE}/{verb}")


ROUTES: list[Route] = [
    *(
        Route("GET", f"{PROVIDER}/{kind}", list_no_modules, f"{NAMESPACE}/{kind}/read")
        for kind in ("managedHSMs", "deletedManagedHSMs")
    ),
    narrowed(Route("GET", f"{PROVIDER}/vaults", list_vaults, f"{TYPE}/read")),
    Route("GET", f"{GROUP}/providers/{TYPE}", list_vaults, f"{TYPE}/read"),
    _route("GET", get_vault, "read"),
    _route("HEAD", head_vault, "read"),
    _route("PUT", put_vault, "write"),
    _route("PATCH", patch_vault, "write"),
    _route("DELETE", delete_vault, "delete"),
    *(
        resource_route(
            "PUT",
            TYPE,
            partial(put_policies, kind=kind),
            f"{TYPE}/accessPolicies/write",
            f"/accessPolicies/{kind}",
        )
        for kind in ("add", "replace", "remove")
    ),
    resource_route("GET", TYPE, list_secrets, f"{SECRETS}/read", "/secrets"),
    resource_route("GET", SECRETS, get_secret, f"{SECRETS}/read"),
    resource_route("PUT", SECRETS, put_secret, f"{SECRETS}/write"),
    Route(
        "POST",
        f"{PROVIDER}/checkNameAvailability",
        check_name,
        f"{NAMESPACE}/checkNameAvailability/read",
    ),
    Route("GET", f"{PROVIDER}/deletedVaults", list_deleted, f"{NAMESPACE}/deletedVaults/read"),
    Route("GET", DELETED, get_deleted, f"{NAMESPACE}/locations/deletedVaults/read"),
    Route("GET", RESULT, get_result, f"{NAMESPACE}/locations/operationResults/read"),
    Route("POST", f"{DELETED}/purge", purge, f"{NAMESPACE}/locations/deletedVaults/purge/action"),
]

SERVICE = resource_provider("vaults", ROUTES, Vaults)
