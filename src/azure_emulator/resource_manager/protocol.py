"""What all resource providers behind Azure Resource Manager have in common over HTTP."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any
from urllib.parse import urlencode

from azure_emulator.cloud import Cloud
from azure_emulator.errors import ArmError
from azure_emulator.resource_manager import errors
from azure_emulator.resource_manager.access import Access
from azure_emulator.resource_manager.front_door import (
    Asked,
    is_azures,
    require_group,
    require_json,
    require_place,
    require_subscription,
    require_type,
    require_version,
)
from azure_emulator.resource_manager.guard import ArmCall, token
from azure_emulator.resource_manager.listing import skip_token
from azure_emulator.resource_manager.names import named
from azure_emulator.resource_manager.outages import outage
from azure_emulator.resource_manager.patience import patient
from azure_emulator.resource_manager.regions import short
from azure_emulator.resource_manager.resource import ResourceId
from azure_emulator.resource_manager.state import ResourceManager
from azure_emulator.resource_manager.throttling import remaining
from azure_emulator.routing import Call, Handler, Route, Service
from azure_emulator.wire import JSON_TYPE, Request, Response

SUBSCRIPTION = "/subscriptions/{subscription}"
GROUP = SUBSCRIPTION + "/resourcegroups/{group}"


@dataclass(frozen=True)
class ResourceRoute(Route):
    """A route to resources of one type; its handler gets the id as `resource`.

    Args:
        type: in Azure's letter case.
    """

    type: str = ""

    def match(self, method: str, path: str) -> dict[str, Any] | None:
        """The id of the `resource`, its type in Azure's letter case."""
        arguments = super().match(method, path)
        if arguments is None:
            return None
        subscription, group, *names = arguments.values()
        return {"resource": ResourceId(subscription, group, self.type, tuple(names))}


def resource_route(
    method: str, type_: str, handler: Handler, action: str, below: str = ""
) -> Route:
    """A route to resources of a type, or to what is `below` them in the path (`/listKeys`)."""
    namespace, *kinds = type_.split("/")
    names = "".join(f"/{kind}/{{name{index}}}" for index, kind in enumerate(kinds))
    pattern = f"{GROUP}/providers/{namespace}{names}{below}"
    return ResourceRoute(method, pattern, handler, action, type=type_)


def resource_provider(
    name: str, routes: Sequence[Route], state: Callable[[Cloud], object]
) -> Service:
    """A service behind Resource Manager's front door; all its routes need an api-version."""
    return Service(
        name=name,
        hosts=r"management\.azure\.com",
        routes=[_admitted(route) for route in routes],
        state=state,
        guard=token,
        headers=_headers,
        outage=outage,
        unknown=_refuse_unknown,
    )


def _headers(request_id: str, request: Request) -> dict[str, str]:
    """The ids of a request: its own, and on demand the client's, as documented.

    Guess: a correlation id that the client sends is the one of the answer, as Terraform relies on.
    """
    correlation = request.headers.get("x-ms-correlation-request-id") or request_id
    mine = request.headers.get("x-ms-client-request-id")
    wanted = request.headers.get("x-ms-return-client-request-id", "").casefold() == "true"
    return {
        "Cache-Control": "no-cache",
        "Expires": "-1",
        "Pragma": "no-cache",
        "x-ms-request-id": request_id,
        "x-ms-correlation-request-id": correlation,
        "x-ms-routing-request-id": f"EMULATOR:{correlation}",
        **({"x-ms-client-request-id": mine} if mine and wanted else {}),
    }


def _admitted(route: Route) -> Route:
    """The same route behind the front door: a type, a version and a body as they must be."""

    def handler(call: ArmCall, **arguments: Any) -> Response:
        told = remaining(call, call.caller)
        try:
            return admit(call, **arguments).with_headers(told)
        except ArmError as error:
            if call.request.method not in ("GET", "HEAD"):  # Of refused reads nothing is told.
                error.headers = {**told, **error.headers}
            raise

    def admit(call: ArmCall, **arguments: Any) -> Response:
        request, asked = call.request, Asked.of(call.request.path)
        version = request.parameter("api-version")

        def location() -> str:
            return _location(call, arguments.get("resource"))

        require_place(request.path)
        require_group(request.sent_path)
        require_subscription(request.path)
        require_type(asked, version or "")
        require_version(asked, version, location)
        require_json(request)
        read = replace(call, request=replace(request, named=partial(named, asked.namespace)))
        return patient(call, route.handler(read, **arguments))

    return replace(route, handler=handler)


def _location(call: Call, resource: object) -> str:
    """Where the resource of a request is, or is to be; empty if neither is known."""
    existing = None
    if isinstance(resource, ResourceId):
        existing = call.cloud.state(ResourceManager).find(resource)
    if existing is not None:
        return short(existing.location)
    try:
        body = call.request.json()
    except ValueError:
        return ""
    location = body.get("location") if isinstance(body, dict) else None
    return short(location) if isinstance(location, str) else ""


def _refuse_unknown(call: Call, allowed: Sequence[str]) -> None:
    """Refuse what no route serves, if Azure has no such type, version or method either.

    Raises:
        ArmError: 401, what the front door says, or 405 for another method than the path has.
    """
    require_place(call.request.path)
    require_group(call.request.sent_path)
    asked, version = Asked.of(call.request.path), call.request.parameter("api-version")
    token(call, Route(call.request.method, call.request.path, _nothing))
    require_subscription(call.request.path)
    if asked.kind:
        require_type(asked, version or "")
        require_version(asked, version, lambda: "")
    if allowed and not is_azures(call.request.method, call.request.path):
        raise errors.MethodNotAllowedError(call.request.method, allowed)


def _nothing(_call: Call) -> Response:
    """The handler of a route that only says what is asked for."""
    return Response(501)


def narrowed(route: Route) -> Route:
    """The same list, of which a caller gets only what it may read.

    Guess: that who may read only below gets that instead of a refusal, also of the providers.
    """

    def handler(call: ArmCall, **arguments: Any) -> Response:
        response, access = route.handler(call, **arguments), call.cloud.state(Access)
        value = [
            item
            for item in response.body["value"]
            if access.allows(call.caller, route.action or "", item["id"])
        ]
        return replace(response, body={**response.body, "value": value})

    return replace(route, handler=handler, narrowed=True)


def list_of(value: list[dict[str, Any]]) -> Response:
    """A list that is on one page."""
    return Response(200, {"value": value})


def existence(exists: bool) -> Response:
    """The answer to `HEAD`: 204 or 404, both without a body; 404 tells of one, as recorded."""
    missing = {"Content-Type": JSON_TYPE, **errors.BY_ARM}
    return Response(204) if exists else Response(404, None, missing)


def next_link(request: Request, parameter: str, start: int) -> str:
    """The URL of the page that begins at `start`: the request's own, with another skip token."""
    kept = {k: v for k, v in request.query.items() if k.casefold() != parameter.casefold()}
    query = urlencode({**kept, parameter: skip_token(start)})
    return f"https://{request.host}{request.path}?{query}"
