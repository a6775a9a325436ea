"""graph.microsoft.com: who has which id, as clients ask before they assign a role.

Source of the paths and shapes: what the Azure CLI asks and reads.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from azure_emulator.entra import errors, graph_errors, graph_serializers, odata
from azure_emulator.entra.directory import Directory, User
from azure_emulator.entra.state import GRAPH, Entra, Principal
from azure_emulator.entra.tokens import InvalidTokenError
from azure_emulator.routing import Call, Handler, Route
from azure_emulator.wire import Request, Response

LONGEST_PAGE, PAGE = 999, 100


@dataclass(frozen=True)
class Collection:
    """A kind of object.

    Args:
        name: as the path has it.
        kind: the type, without its namespace.
        items: all of a tenant, as JSON.
    """

    name: str
    kind: str
    items: Callable[[Call, str], Sequence[dict[str, Any]]]


def _principals(call: Call, tenant: str) -> list[dict[str, Any]]:
    return [graph_serializers.service_principal(each) for each in _of(call, tenant)]


def _applications(call: Call, tenant: str) -> list[dict[str, Any]]:
    domain = call.cloud.state(Entra).domain(tenant)
    return [graph_serializers.application(each, domain) for each in _of(call, tenant)]


def _users(call: Call, tenant: str) -> list[dict[str, Any]]:
    return [graph_serializers.user(each) for each in call.cloud.state(Directory).of_tenant(tenant)]


def _organizations(call: Call, tenant: str) -> list[dict[str, Any]]:
    entra = call.cloud.state(Entra)
    name, domain = entra.tenants[tenant], entra.domain(tenant)
    return [graph_serializers.organization(tenant, name, domain)]


PRINCIPALS = Collection("servicePrincipals", "servicePrincipal", _principals)
APPLICATIONS = Collection("applications", "application", _applications)
USERS = Collection("users", "user", _users)
ORGANIZATIONS = Collection("organization", "organization", _organizations)
GROUPS = Collection("groups", "group", lambda _call, _tenant: [])


def list_of(call: Call, collection: Collection) -> Response:
    """`GET` a list, by `$filter`, `$select`, `$top` and `$count`; the next page by its link."""
    tenant, request = _tenant(call), call.request
    items = collection.items(call, tenant)
    text = request.parameter("$filter")
    if text:
        properties = graph_serializers.PROPERTIES[collection.kind]
        try:
            test = odata.read(text, properties)
        except odata.PropertyError as error:
            raise graph_errors.no_property(call.cloud, str(error), collection.kind) from error
        except odata.FilterError as error:
            raise graph_errors.bad_filter(call.cloud, str(error)) from error
        items = [item for item in items if test(item)]
    start, top = _number(call, "$skiptoken", 0), _number(call, "$top", PAGE)
    if not 0 < top <= LONGEST_PAGE:
        raise graph_errors.bad_request(call.cloud, "Invalid page size specified.")
    context = f"{GRAPH}/v1.0/$metadata#{collection.name}"
    body: dict[str, Any] = {"@odata.context": context}
    if (request.parameter("$count") or "").casefold() == "true":
        body["@odata.count"] = len(items)
    if start + top < len(items):
        query = {name: value for name, value in request.query.items() if name != "$skiptoken"}
        after = urlencode({**query, "$skiptoken": str(start + top)})
        body["@odata.nextLink"] = f"{GRAPH}{request.path}?{after}"
    body["value"] = [_selected(call, collection, item) for item in items[start : start + top]]
    return Response(200, body)


def get_one(call: Call, collection: Collection, name: str, key: str = "id") -> Response:
    """`GET` an object by its id, or by another property."""
    for item in collection.items(call, _tenant(call)):
        names = (item[key], item.get("userPrincipalName") or item[key])
        if name.casefold() in [each.casefold() for each in names]:
            context = f"{GRAPH}/v1.0/$metadata#{collection.name}/$entity"
            return Response(200, {"@odata.context": context, **_selected(call, collection, item)})
    raise graph_errors.not_found(call.cloud, name)


def get_me(call: Call) -> Response:
    """`GET /v1.0/me`: refused, for only applications sign in here."""
    _tenant(call)
    raise graph_errors.not_delegated(call.cloud)


def post_user(call: Call) -> Response:
    """`POST /v1.0/users`."""
    user = call.cloud.state(Directory).add(_tenant(call), _body(call.request))
    context = f"{GRAPH}/v1.0/$metadata#users/$entity"
    return Response(201, {"@odata.context": context, **graph_serializers.user(user)})


def patch_user(call: Call, *, name: str) -> Response:
    """`PATCH /v1.0/users/{name}`."""
    directory = call.cloud.state(Directory)
    directory.change(_user(call, name), _body(call.request))
    return Response(204)


def delete_user(call: Call, *, name: str) -> Response:
    """`DELETE /v1.0/users/{name}`."""
    call.cloud.state(Directory).remove(_user(call, name))
    return Response(204)


def get_by_ids(call: Call) -> Response:
    """`POST /v1.0/directoryObjects/getByIds` with `{"ids": [...], "types"?}`."""
    tenant, body = _tenant(call), _body(call.request)
    ids = {str(value).casefold() for value in _listed(body, "ids")}
    types = {str(value).casefold() for value in _listed(body, "types")}
    value = [
        {"@odata.type": f"#microsoft.graph.{collection.kind}", **item}
        for collection in (PRINCIPALS, USERS)
        if not types & {"user", "group", "serviceprincipal"} or collection.kind.casefold() in types
        for item in collection.items(call, tenant)
        if item["id"] in ids
    ]
    return Response(
        200, {"@odata.context": f"{GRAPH}/v1.0/$metadata#directoryObjects", "value": value}
    )


def member_of(call: Call, *, name: str) -> Response:
    """The groups that an object is in: none, for there are none here."""
    known = [item["id"] for each in (PRINCIPALS, USERS) for item in each.items(call, _tenant(call))]
    if name.casefold() not in known:
        raise graph_errors.not_found(call.cloud, name)
    return Response(200, {"value": []})


def _selected(call: Call, collection: Collection, item: dict[str, Any]) -> dict[str, Any]:
    wanted = call.request.parameter("$select")
    if not wanted:
        return item
    properties = {name.casefold(): name for name in graph_serializers.PROPERTIES[collection.kind]}
    chosen = {}
    for each in wanted.split(","):
        name = properties.get(each.strip().casefold())
        if name is None:
            raise graph_errors.no_property(call.cloud, each.strip(), collection.kind)
        chosen[name] = item.get(name)
    return chosen


def _number(call: Call, name: str, otherwise: int) -> int:
    text = call.request.parameter(name)
    if text is None:
        return otherwise
    if not text.isascii() or not text.isdigit() or len(text) > 9:
        raise graph_errors.bad_request(call.cloud, f"Invalid value for {name}: '{text[:20]}'.")
    return int(text)


def _body(request: Request) -> dict[str, Any]:
    """The JSON object of the body; empty if there is none."""
    try:
        body = request.json()
    except ValueError as error:
        raise errors.graph_body_unreadable() from error
    return body if isinstance(body, dict) else {}


def _listed(body: dict[str, Any], name: str) -> list[Any]:
    value = body.get(name)
    return value if isinstance(value, list) else []


def _of(call: Call, tenant: str) -> list[Principal]:
    return call.cloud.state(Entra).of_tenant(tenant)


def _user(call: Call, name: str) -> User:
    return call.cloud.state(Directory).find(_tenant(call), name)


def _tenant(call: Call) -> str:
    """The tenant of whoever asks: Graph tells nothing of another."""
    try:
        claims = call.cloud.state(Entra).claims(call.request.bearer_token)
    except InvalidTokenError as error:
        raise errors.graph_token_invalid() from error
    if claims["aud"].rstrip("/") != GRAPH or claims["exp"] <= call.cloud.now().timestamp():
        raise errors.graph_token_invalid()
    return str(claims["tid"])


def _listing(collection: Collection) -> Handler:
    return lambda call: list_of(call, collection)


def _getting(collection: Collection, key: str = "id") -> Handler:
    return lambda call, *, name: get_one(call, collection, name.strip("'"), key)


ROUTES = [
    *(
        Route("GET", f"/v1.0/{each.name}", _listing(each))
        for each in (PRINCIPALS, APPLICATIONS, USERS, ORGANIZATIONS, GROUPS)
    ),
    *(
        Route("GET", f"/v1.0/{each.name}(appId={{name}})", _getting(each, "appId"))
        for each in (PRINCIPALS, APPLICATIONS)
    ),
    *(
        Route("GET", f"/v1.0/{each.name}/{{name}}", _getting(each))
        for each in (PRINCIPALS, APPLICATIONS, USERS, GROUPS)
    ),
    Route("GET", "/v1.0/me", get_me),
    Route("POST", "/v1.0/users", post_user),
    Route("PATCH", "/v1.0/users/{name}", patch_user),
    Route("DELETE", "/v1.0/users/{name}", delete_user),
    Route("POST", "/v1.0/directoryObjects/getByIds", get_by_ids),
    *(
        Route(method, f"/v1.0/{kind}/{{name}}/{verb}", member_of)
        for kind in ("servicePrincipals", "users", "directoryObjects")
        for method, verb in (
            ("GET", "memberOf"),
            ("GET", "transitiveMemberOf"),
            ("POST", "getMemberGroups"),
            ("POST", "getMemberObjects"),
        )
    ),
]
