"""The operations on secrets that clients need to keep one and to read it."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from azure_emulator.cloud import Cloud
from azure_emulator.key_vault import errors, serializers
from azure_emulator.key_vault.guard import ACTIONS, VaultCall, signed_in
from azure_emulator.key_vault.outages import outage
from azure_emulator.key_vault.state import KeyVault, Secret
from azure_emulator.resource_manager.listing import read_skip_token
from azure_emulator.resource_manager.protocol import next_link
from azure_emulator.routing import Route, Service
from azure_emulator.wire import Request, Response


def get_secret(call: VaultCall, *, name: str, version: str = "") -> Response:
    """`GET /secrets/{name}/{version}`; without a version, the newest."""
    return Response(
        200, serializers.secret(_state(call).get(call.vault, name, version), _version(call))
    )


def list_secrets(call: VaultCall) -> Response:
    """`GET /secrets`: the newest version of each without its value, in pages of `maxresults`."""
    return _paged(call, _state(call).newest(call.vault), serializers.secret_in_list)


def list_versions(call: VaultCall, *, name: str) -> Response:
    """`GET /secrets/{name}/versions`: all without their values, in such pages, oldest first.

    Guess: an empty list of a secret that is not there.
    """
    without_value = partial(serializers.secret, with_value=False)
    return _paged(call, _state(call).versions(call.vault, name), without_value)


def _paged(
    call: VaultCall, secrets: Sequence[Secret], serialize: Callable[[Secret, str], dict[str, Any]]
) -> Response:
    asked = call.request.parameter("maxresults") or str(LONGEST_PAGE)
    if not (asked.isascii() and asked.isdigit() and 0 < int(asked[:9]) <= LONGEST_PAGE):
        raise errors.bad_parameter(f"maxresults should be between 1 and {LONGEST_PAGE}.")
    start = max(0, read_skip_token(call.request.parameter("$skiptoken")))
    end = start + int(asked)
    following = next_link(call.request, "$skiptoken", end) if end < len(secrets) else None
    value = [serialize(secret, _version(call)) for secret in secrets[start:end]]
    return Response(200, {"value": value, "nextLink": following})


def put_secret(call: VaultCall, *, name: str) -> Response:
    """`PUT /secrets/{name}`: a new version."""
    return Response(
        200, serializers.secret(_state(call).set(call.vault, name, _body(call)), _version(call))
    )


def patch_secret(call: VaultCall, *, name: str, version: str = "") -> Response:
    """`PATCH /secrets/{name}/{version}`: its attributes, tags and content type."""
    changed = _state(call).change(call.vault, name, version, _body(call))
    return Response(200, serializers.secret(changed, _version(call), with_value=False))


def _version(call: VaultCall) -> str:
    return call.request.parameter("api-version") or ""


def _state(call: VaultCall) -> KeyVault:
    return call.cloud.state(KeyVault)


def _body(call: VaultCall) -> dict[str, Any]:
    try:
        body = call.request.json()
    except ValueError as error:
        raise errors.bad_parameter("The request body is not JSON.") from error
    if not isinstance(body, dict):
        raise errors.bad_parameter("The request body is not a JSON object.")
    return body


def _resolves(cloud: Cloud, host: str) -> bool:
    return cloud.state(KeyVault).at_host(host) is not None


def _headers(request_id: str, _request: Request) -> dict[str, str]:
    return {
        "x-ms-request-id": request_id,
        "Cache-Control": "no-cache",
        "Pragma": "no-cache",
        "Expires": "-1",
    }


LONGEST_PAGE = 25
GET, SET = f"{ACTIONS}getSecret/action", f"{ACTIONS}setSecret/action"
LIST = f"{ACTIONS}readMetadata/action"

SERVICE = Service(
    name="key_vault",
    hosts=r"[a-z0-9-]+\.vault\.azure\.net",
    routes=[
        Route("GET", "/secrets", list_secrets, LIST),
        Route("GET", "/secrets/{name}", get_secret, GET),
        Route("GET", "/secrets/{name}/versions", list_versions, LIST),
        Route("GET", "/secrets/{name}/{version}", get_secret, GET),
        Route("PUT", "/secrets/{name}", put_secret, SET),
        Route("PATCH", "/secrets/{name}", patch_secret, SET),
        Route("PATCH", "/secrets/{name}/{version}", patch_secret, SET),
    ],
    state=KeyVault,
    guard=signed_in,
    headers=_headers,
    resolves=_resolves,
    outage=outage,
)
