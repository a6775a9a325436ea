"""login.microsoftonline.com: discovery, keys, and tokens by client credentials; then Graph."""

from azure_emulator.entra import errors, graph, serializers, tokens
from azure_emulator.entra.outages import outage
from azure_emulator.entra.state import ANY_TENANT, Entra
from azure_emulator.entra.validators import credentials, form_of, required, resource_of
from azure_emulator.routing import Call, Route, Service
from azure_emulator.wire import Response

# Recorded: no cache may keep a token.
NOT_KEPT = {"Cache-Control": "no-store, no-cache", "Pragma": "no-cache", "Expires": "-1"}


def configuration(call: Call, *, tenant: str) -> Response:
    """OpenID discovery, version 2.0."""
    return _configuration(call, tenant, "/v2.0")


def configuration_v1(call: Call, *, tenant: str) -> Response:
    """OpenID discovery of the older endpoints."""
    return _configuration(call, tenant, "")


def _configuration(call: Call, tenant: str, version: str) -> Response:
    """Discovery of a tenant by its id or domain: what is told names its id."""
    if tenant.casefold() in ANY_TENANT:
        return Response(200, serializers.openid_configuration(tenant, version))
    home = call.cloud.state(Entra).tenant_at(tenant)
    if home is None:
        raise errors.unknown_tenant_at_discovery(call.cloud, tenant)
    return Response(200, serializers.openid_configuration(home, version))


def instances(call: Call) -> Response:
    """Which hosts belong to which cloud, asked before a host is trusted with a secret."""
    pieces = (call.request.parameter("authorization_endpoint") or "").split("/")
    tenant = pieces[3] if len(pieces) > 3 and pieces[3] else "common"
    return Response(200, serializers.instances(tenant))


def keys(_call: Call, **_: str) -> Response:
    """The keys that verify tokens; those of all tenants are the same."""
    return Response(200, {"keys": [tokens.public_key()]})


def sign_in(call: Call, *, tenant: str) -> Response:
    """A token for the scope of one resource (`https://management.azure.com/.default`)."""
    form = form_of(call)
    client_id, secret = credentials(call, form)
    issued = call.cloud.state(Entra).sign_in(tenant, client_id, secret, resource_of(call, form))
    return Response(200, serializers.token(issued), NOT_KEPT)


def sign_in_v1(call: Call, *, tenant: str) -> Response:
    """The older endpoint: a `resource` instead of a scope."""
    form = form_of(call)
    client_id, secret = credentials(call, form)
    resource = required(call, form, "resource")
    issued = call.cloud.state(Entra).sign_in(tenant, client_id, secret, resource)
    return Response(200, serializers.token_v1(issued), NOT_KEPT)


SERVICE = Service(
    name="entra",
    outage=outage,
    hosts=r"login\.(microsoftonline\.com|windows\.net|microsoft\.com)|graph\.microsoft\.com",
    routes=[
        Route("GET", "/common/discovery/instance", instances),
        Route("GET", "/{tenant}/v2.0/.well-known/openid-configuration", configuration),
        Route("GET", "/{tenant}/.well-known/openid-configuration", configuration_v1),
        Route("GET", "/{tenant}/discovery/v2.0/keys", keys),
        Route("GET", "/{tenant}/discovery/keys", keys),
        Route("POST", "/{tenant}/oauth2/v2.0/token", sign_in),
        Route("POST", "/{tenant}/oauth2/token", sign_in_v1),
        *graph.ROUTES,
    ],
    state=Entra,
)
