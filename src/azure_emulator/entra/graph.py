"""graph.microsoft.com: who has which id, as clients ask before they assign a role.

Source of the paths and shapes: what the Azure CLI asks and reads.
"""

import re
from typing import Any

from azure_emulator.entra import errors, serializers
from azure_emulator.entra.state import GRAPH, Entra
from azure_emulator.entra.tokens import InvalidTokenError
from azure_emulator.routing import Call, Route
from azure_emulator.wire import Request, Response

KIND = "#microsoft.graph.servicePrincipal"


def list_principals(call: Call) -> Response:
    """`GET /v1.0/servicePrincipals`, `$filter` by one of a principal's names, its client id."""
    tenant = _tenant(call)
    name = re.search(r"eq '([^']*)'", call.request.parameter("$filter") or "")
    entra = call.cloud.state(Entra)
    named = [entra.principals.get(name[1].casefold())] if name else entra.of_tenant(tenant)
    value = [
        serializers.service_principal(principal)
        for principal in named
        if principal and principal.tenant == tenant
    ]
    return Response(200, {"value": value})


def get_by_ids(call: Call) -> Response:
    """`POST /v1.0/directoryObjects/getByIds` with `{"ids": [...]}`."""
    tenant = _tenant(call)
    ids = {str(value).casefold() for value in _listed(call.request, "ids")}
    value = [
        {"@odata.type": KIND, **serializers.service_principal(principal)}
        for principal in call.cloud.state(Entra).of_tenant(tenant)
        if principal.object_id in ids
    ]
    return Response(200, {"value": value})


def _listed(request: Request, name: str) -> list[Any]:
    """A list in the JSON object of the body; empty if it is not there."""
    try:
        body = request.json()
    except ValueError as error:
        raise errors.graph_body_unreadable() from error
    value = body.get(name) if isinstance(body, dict) else None
    return value if isinstance(value, list) else []


def _tenant(call: Call) -> str:
    """The tenant of whoever asks: Graph tells nothing of another."""
    try:
        claims = call.cloud.state(Entra).claims(call.request.bearer_token)
    except InvalidTokenError as error:
        raise errors.graph_token_invalid() from error
    if claims["aud"].rstrip("/") != GRAPH or claims["exp"] <= call.cloud.now().timestamp():
        raise errors.graph_token_invalid()
    return str(claims["tid"])


ROUTES = [
    Route("GET", "/v1.0/servicePrincipals", list_principals),
    Route("POST", "/v1.0/directoryObjects/getByIds", get_by_ids),
]
