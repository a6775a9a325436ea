"""login.microsoftonline.com: discovery, keys, and tokens by client credentials; then Graph."""

from __future__ import annotations

import base64
import binascii
from typing import Any
from urllib.parse import parse_qsl, unquote

from azure_emulator.entra import graph, tokens
from azure_emulator.entra.state import ANY_TENANT, HOST, Token
from azure_emulator.wire import Call, Response, Route

# Recorded: no cache may keep a token.
NOT_KEPT = {"Cache-Control": "no-store, no-cache", "Pragma": "no-cache", "Expires": "-1"}

ALIASES = [
    ["login.microsoftonline.com", "login.windows.net", "login.microsoft.com", "sts.windows.net"],
    ["login.partner.microsoftonline.cn", "login.chinacloudapi.cn"],
    ["login.microsoftonline.us", "login.usgovcloudapi.net"],
    ["login-us.microsoftonline.com"],
]
"""The clouds' sign-in hosts, as Entra lists them; the first of each is the preferred one."""


def configuration(call: Call, *, tenant: str) -> Response:
    """OpenID discovery, version 2.0."""
    return Response(200, _discovery(call, tenant, version="/v2.0"))


def configuration_v1(call: Call, *, tenant: str) -> Response:
    """OpenID discovery of the older endpoints."""
    return Response(200, _discovery(call, tenant, version=""))


def instances(call: Call) -> Response:
    """Which hosts belong to which cloud, asked before a host is trusted with a secret."""
    tenant = _tenant_of(call.request.parameter("authorization_endpoint", ""))
    return Response(
        200,
        {
            "tenant_discovery_endpoint": f"{HOST}/{tenant}/v2.0/.well-known/openid-configuration",
            "api-version": "1.1",
            "metadata": [
                {
                    "preferred_network": hosts[0],
                    "preferred_cache": hosts[1] if hosts is ALIASES[0] else hosts[0],
                    "aliases": hosts,
                }
                for hosts in ALIASES
            ],
        },
    )


def keys(call: Call, *, tenant: str) -> Response:
    """The keys that verify tokens."""
    return Response(200, {"keys": [tokens.public_key()]})


def sign_in(call: Call, *, tenant: str) -> Response:
    """A token for the scope of one resource (`https://management.azure.com/.default`)."""
    form = _form(call)
    client_id, secret = _credentials(call, form)
    found = call.cloud.entra.sign_in(tenant, client_id, secret, _resource(call, form))
    return Response(200, _seconds(found) | _bearer(found), NOT_KEPT)


def sign_in_v1(call: Call, *, tenant: str) -> Response:
    """The older endpoint: a `resource` instead of a scope, and numbers as text."""
    form = _form(call)
    client_id, secret = _credentials(call, form)
    found = call.cloud.entra.sign_in(tenant, client_id, secret, _required(call, form, "resource"))
    answer = _seconds(found) | {
        "expires_on": int(found.until.timestamp()),
        "not_before": int(found.since.timestamp()),
        "resource": found.resource,
    }
    texts = {name: str(value) for name, value in answer.items()}
    return Response(200, texts | _bearer(found), NOT_KEPT)


ROUTES = [
    Route("GET", "/common/discovery/instance", instances),
    Route("GET", "/{tenant}/v2.0/.well-known/openid-configuration", configuration),
    Route("GET", "/{tenant}/.well-known/openid-configuration", configuration_v1),
    Route("GET", "/{tenant}/discovery/v2.0/keys", keys),
    Route("GET", "/{tenant}/discovery/keys", keys),
    Route("POST", "/{tenant}/oauth2/v2.0/token", sign_in),
    Route("POST", "/{tenant}/oauth2/token", sign_in_v1),
    *graph.ROUTES,
]


def _discovery(call: Call, tenant: str, version: str) -> dict[str, Any]:
    if tenant.casefold() not in ANY_TENANT:
        call.cloud.entra.require_tenant(tenant, "invalid_tenant")
    base = f"{HOST}/{tenant}"
    # Recorded: where the tenant is open, the issuer holds a placeholder.
    issued_for = "{tenantid}" if tenant.casefold() in ANY_TENANT else tenant
    old_issuer = f"https://sts.windows.net/{issued_for}/"
    return {
        "token_endpoint": f"{base}/oauth2{version}/token",
        "token_endpoint_auth_methods_supported": ["client_secret_post", "client_secret_basic"],
        "jwks_uri": f"{base}/discovery{version}/keys",
        "response_modes_supported": ["query", "fragment", "form_post"],
        "subject_types_supported": ["pairwise"],
        "id_token_signing_alg_values_supported": ["RS256"],
        "response_types_supported": ["code", "id_token", "code id_token", "id_token token"],
        "scopes_supported": ["openid", "profile", "email", "offline_access"],
        "issuer": f"{HOST}/{issued_for}/v2.0" if version else old_issuer,
        "request_uri_parameter_supported": False,
        "userinfo_endpoint": "https://graph.microsoft.com/oidc/userinfo",
        "authorization_endpoint": f"{base}/oauth2{version}/authorize",
        "device_authorization_endpoint": f"{base}/oauth2{version}/devicecode",
        "http_logout_supported": True,
        "frontchannel_logout_supported": True,
        "end_session_endpoint": f"{base}/oauth2{version}/logout",
        "claims_supported": ["sub", "iss", "aud", "exp", "iat", "tid", "ver"],
        "tenant_region_scope": "NA",
        "cloud_instance_name": "microsoftonline.com",
        "cloud_graph_host_name": "graph.windows.net",
        "msgraph_host": "graph.microsoft.com",
        "rbac_url": "https://pas.windows.net",
    }


def _tenant_of(endpoint: str | None) -> str:
    pieces = (endpoint or "").split("/")
    return pieces[3] if len(pieces) > 3 and pieces[3] else "common"


def _form(call: Call) -> dict[str, str]:
    form = dict(parse_qsl(call.request.body.decode("utf-8", "replace"), keep_blank_values=True))
    grant = _required(call, form, "grant_type")
    if grant != "client_credentials":
        raise call.cloud.entra.error(
            400,
            "unsupported_grant_type",
            70003,
            f"The app requested an unsupported grant type '{grant}'.",
        )
    return form


def _credentials(call: Call, form: dict[str, str]) -> tuple[str, str]:
    scheme, _, coded = call.request.headers.get("authorization", "").partition(" ")
    if scheme.casefold() == "basic":
        try:
            client_id, _, secret = base64.b64decode(coded, validate=True).decode().partition(":")
            return unquote(client_id), unquote(secret)
        except (binascii.Error, UnicodeDecodeError):
            pass  # As good as none; the answer says so.
    if "client_secret" not in form:
        # The status is a guess: only the text has been seen.
        raise call.cloud.entra.error(
            401,
            "invalid_client",
            7000216,
            "'client_assertion', 'client_secret' or 'request' is required for the "
            "'client_credentials' grant type.",
        )
    return _required(call, form, "client_id"), form["client_secret"]


def _resource(call: Call, form: dict[str, str]) -> str:
    scope = _required(call, form, "scope")
    resource = scope.removesuffix("/.default")
    if resource == scope or " " in scope:
        raise call.cloud.entra.error(
            400,
            "invalid_scope",
            1002012,
            f"The provided value for scope {scope} is not valid. Client credential flows must "
            "have a scope value with /.default suffixed to the resource identifier (application "
            "ID URI).",
        )
    return resource


def _required(call: Call, form: dict[str, str], name: str) -> str:
    if not form.get(name):
        raise call.cloud.entra.error(
            400,
            "invalid_request",
            900144,
            f"The request body must contain the following parameter: '{name}'.",
        )
    return form[name]


def _seconds(found: Token) -> dict[str, Any]:
    lasts = int((found.until - found.since).total_seconds())
    return {"token_type": "Bearer", "expires_in": lasts, "ext_expires_in": lasts}


def _bearer(found: Token) -> dict[str, str]:
    return {"access_token": found.text}
