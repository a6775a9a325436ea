"""graph.microsoft.com: who has which id, as clients ask before they assign a role.

Source of the paths and shapes: what the Azure CLI asks and reads.
"""

from __future__ import annotations

import re
from typing import Any

from azure_emulator.entra.state import GRAPH, Principal
from azure_emulator.entra.tokens import BadToken
from azure_emulator.errors import ArmError
from azure_emulator.wire import Call, Response, Route

KIND = "#microsoft.graph.servicePrincipal"


def list_principals(call: Call) -> Response:
    """`GET /v1.0/servicePrincipals`, `$filter` by one of a principal's names, its client id."""
    _check(call)
    asked = re.search(r"eq '([^']*)'", call.request.parameter("$filter") or "")
    principals = call.cloud.entra.principals
    found = [principals.get(asked[1].casefold())] if asked else list(principals.values())
    return Response(200, {"value": [_shown(one) for one in found if one]})


def get_by_ids(call: Call) -> Response:
    """`POST /v1.0/directoryObjects/getByIds` with `{"ids": [...]}`."""
    _check(call)
    wanted = {str(one).casefold() for one in (call.request.json() or {}).get("ids", ())}
    principals = call.cloud.entra.principals.values()
    found = [_shown(one) for one in principals if one.object_id in wanted]
    return Response(200, {"value": [{"@odata.type": KIND, **one} for one in found]})


def _shown(principal: Principal) -> dict[str, Any]:
    return {
        "id": principal.object_id,
        "appId": principal.client_id,
        "displayName": principal.name,
        "servicePrincipalNames": [principal.client_id],
        "servicePrincipalType": "Application",
    }


def _check(call: Call) -> None:
    sent = call.request.headers.get("authorization", "").removeprefix("Bearer ")
    try:
        claims = call.cloud.entra.claims(sent)
    except BadToken as error:
        raise _refused() from error
    if claims["aud"].rstrip("/") != GRAPH or claims["exp"] <= call.cloud.now().timestamp():
        raise _refused()


def _refused() -> ArmError:
    return ArmError(401, "InvalidAuthenticationToken", "Access token validation failure.")


ROUTES = [
    Route("GET", "/v1.0/servicePrincipals", list_principals),
    Route("POST", "/v1.0/directoryObjects/getByIds", get_by_ids),
]
