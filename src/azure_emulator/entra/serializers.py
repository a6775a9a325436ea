"""What Microsoft Entra and Graph answer, as JSON."""

from typing import Any

from azure_emulator.entra.state import ANY_TENANT, HOST, Token

ALIASES = [
    ["login.microsoftonline.com", "login.windows.net", "login.microsoft.com", "sts.windows.net"],
    ["login.partner.microsoftonline.cn", "login.chinacloudapi.cn"],
    ["login.microsoftonline.us", "login.usgovcloudapi.net"],
    ["login-us.microsoftonline.com"],
]
"""The clouds' sign-in hosts, as Entra lists them; the first of each is the preferred one."""


def instances(tenant: str) -> dict[str, Any]:
    """Which hosts belong to which cloud."""
    return {
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
    }


def openid_configuration(tenant: str, version: str) -> dict[str, Any]:
    """OpenID discovery; `version` is `/v2.0`, or empty for the older endpoints."""
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


def token(issued: Token) -> dict[str, Any]:
    """A token of the current endpoint."""
    return _lifetime(issued) | {"access_token": issued.text}


def token_v1(issued: Token) -> dict[str, Any]:
    """A token of the older endpoint: more times, and numbers as text."""
    fields = _lifetime(issued) | {
        "expires_on": int(issued.until.timestamp()),
        "not_before": int(issued.since.timestamp()),
        "resource": issued.resource,
    }
    return {name: str(value) for name, value in fields.items()} | {"access_token": issued.text}


def _lifetime(issued: Token) -> dict[str, Any]:
    seconds = int((issued.until - issued.since).total_seconds())
    return {"token_type": "Bearer", "expires_in": seconds, "ext_expires_in": seconds}
