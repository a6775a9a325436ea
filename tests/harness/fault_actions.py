"""What happens to one request: refusals, outages, spoilt answers, broken connections."""

from __future__ import annotations

import importlib
import json
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from azure_emulator import fault_injection
from azure_emulator.errors import EntraError, GatewayError, ServiceError
from azure_emulator.fault_injection import page
from azure_emulator.wire import JSON_TYPE, Request, Response

Serve = Callable[[Request], Response]
"""What the cloud would have answered."""

Act = Callable[[Request, Serve], Response]
"""What happens instead: a response, or an exception as `Cloud.on_request` may raise it."""

ARM = "management.azure.com"
SIGN_IN = "login.microsoftonline.com"
PAGE = "$skiptoken"


def entra(status: int, code: str, number: int, sentence: str) -> ServiceError:
    """A refusal of Microsoft Entra."""
    ids = "0d0d0d0d-0000-4000-8000-00000000000d"
    when = datetime.now(UTC)
    return EntraError(status, code, number, sentence, when=when, trace=ids, correlation=ids)


def gateway(status: int, message: str, **headers: str) -> ServiceError:
    """A refusal of the gateway before the Cognitive Services."""
    sent = {name.replace("_", "-"): value for name, value in headers.items()}
    return GatewayError(status, str(status), message, sent)


def arm(status: int, code: str, message: str, **headers: str) -> ServiceError:
    """A refusal of Azure Resource Manager."""
    sent = {name.replace("_", "-"): value for name, value in headers.items()}
    return ServiceError(status, code, message, sent)


def unauthorized(request: Request, _: Serve) -> Response:
    """401 in the words of each service."""
    if request.host == SIGN_IN:
        raise entra(401, "invalid_client", 7000215, "Invalid client secret provided.")
    if request.host == ARM:
        raise arm(
            401,
            "ExpiredAuthenticationToken",
            "The access token expiry UTC time is earlier than current UTC time.",
            WWW_Authenticate='Bearer authorization_uri="https://login.windows.net/common", '
            'error="invalid_token", error_description="The access token has expired."',
        )
    raise gateway(
        401,
        "Access denied due to invalid subscription key or wrong API endpoint. Make sure to "
        "provide a valid key for an active subscription and use a correct regional API "
        "endpoint for your resource.",
    )


def forbidden(request: Request, _: Serve) -> Response:
    """403 in the words of each service; Azure Resource Manager names the action."""
    if request.host == SIGN_IN:
        raise entra(
            403,
            "access_denied",
            53003,
            "Access has been blocked by Conditional Access.",
        )
    if request.host == ARM:
        raise arm(
            403,
            "AuthorizationFailed",
            "The client 'someone@example.test' with object id "
            "'0e0e0e0e-0000-4000-8000-00000000000e' does not have authorization to perform action "
            f"'{action(request)}' over scope '{request.path}' or the scope is invalid. If access "
            "was recently granted, please refresh your credentials.",
        )
    raise gateway(403, "Access denied due to Virtual Network/Firewall rules.")


def action(request: Request) -> str:
    """The role action that a request to Azure Resource Manager needs."""
    for service in ("resource_manager", "cognitive_services", "machine_learning"):
        for route in importlib.import_module(f"azure_emulator.{service}.routes").ROUTES:
            if route.action and route.match(request.method, request.path) is not None:
                return str(route.action)
    return "Microsoft.Resources/subscriptions/read"


def quota(request: Request, _: Serve) -> Response:
    """403 of a free resource at the end of its month."""
    raise gateway(403, "Out of call volume quota. Quota will be replenished in 12 days.")


def unknown_path(request: Request, _: Serve) -> Response:
    """404 of a host that does not know the path."""
    if request.host == SIGN_IN:
        return page(404, "Page not found")
    if request.host == ARM:
        raise arm(404, "InvalidResourceType", "The resource type could not be found.")
    raise gateway(404, "Resource not found")


def removed(request: Request, _: Serve) -> Response:
    """404 for what was there a moment ago."""
    if request.host == ARM:
        raise arm(404, "ResourceGroupNotFound", "Resource group 'x' could not be found.")
    return Response(404, {"code": "NotFoundProject", "message": "Project not found"})


def too_many(seconds: str) -> Act:
    """429 that asks for a pause, or does not."""

    def act(request: Request, _: Serve) -> Response:
        headers = {"Retry-After": seconds} if seconds else {}
        if request.host == SIGN_IN:
            return Response(429, {"error": "temporarily_unavailable"}, headers)
        body = {"code": "429" if request.host != ARM else "TooManyRequests", "message": "Wait."}
        return Response(429, {"error": body}, headers)

    return act


def failure(status: int) -> Act:
    """A 5xx: in JSON from Azure Resource Manager, in HTML from all others."""

    def act(request: Request, _: Serve) -> Response:
        if request.host == ARM:
            raise arm(status, "InternalServerError", "Encountered internal server error.")
        return page(status, "Service unavailable")

    return act


def answers(response: Response) -> Act:
    """This response, whoever is asked."""
    return lambda request, serve: response


def breaks(error: OSError) -> Act:
    """This trouble with the connection."""

    def act(request: Request, _: Serve) -> Response:
        raise error

    return act


def half(request: Request, serve: Serve) -> Response:
    """The first half of the right answer."""
    return fault_injection.half(lambda: serve(request))


def spoilt(change: Callable[[Any], Any]) -> Act:
    """The right answer, its JSON changed."""

    def act(request: Request, serve: Serve) -> Response:
        changed = change(json.loads(serve(request).content()))
        return Response(200, json.dumps(changed).encode(), {"Content-Type": JSON_TYPE})

    return act


def with_items(change: Callable[[list[Any]], Any]) -> Act:
    """The right answer, the items of its list changed; all of it if it is none."""

    def changed(body: Any) -> Any:
        if isinstance(body, list):
            return change(body)
        for name in ("value", "predictions", "perTagPerformance"):
            if isinstance(body, dict) and name in body:
                return {**body, name: change(body[name])}
        alone = change([body])
        return alone[0] if isinstance(alone, list) else alone

    return spoilt(changed)


def leaves(value: Any, leaf: Any) -> Any:
    """The same shape with another value at each end."""
    if isinstance(value, dict):
        return {name: leaves(inner, leaf) for name, inner in value.items()}
    if isinstance(value, list):
        return [leaves(inner, leaf) for inner in value]
    return leaf


def swapped(body: Any) -> Any:
    """A list for an object, an object for a list."""
    return {"items": body} if isinstance(body, list) else [body]


def whole(request: Request) -> Request:
    """The question for the first page, whichever was asked for."""
    query = {name: value for name, value in request.query.items() if name != PAGE}
    return replace(request, query=query)


def paged(second: Act) -> Act:
    """An empty page, as Azure sends them at times, that leads to a second one."""

    def act(request: Request, serve: Serve) -> Response:
        if PAGE in request.query:
            return second(request, serve)
        query = "&".join(f"{name}={value}" for name, value in request.query.items())
        link = f"https://{request.host}{request.path}?{query}&{PAGE}=2"
        return Response(200, {"value": [], "nextLink": link})

    return act


def led_to(link: Any) -> Act:
    """An empty page that leads nowhere good."""
    return answers(Response(200, {"value": [], "nextLink": link}))


def in_circles(request: Request, serve: Serve) -> Response:
    """An empty page that leads to itself."""
    return paged(in_circles)(whole(request), serve)


def json_of(text: bytes) -> Act:
    """This text, called JSON."""
    return answers(Response(200, text, {"Content-Type": JSON_TYPE}))


def with_each_item(**fields: Any) -> Act:
    """The right answer, these fields of each item of its list set."""
    return with_items(lambda items: [{**item, **fields} for item in items])


def of_another_group(request: Request, serve: Serve) -> Response:
    """The right answer, but for resources of another resource group."""
    answer = serve(request)
    text = re.sub(
        r"(?i)(?<=/resourceGroups/)[^/\"]+(?=/)", "not-this-one", answer.content().decode()
    )
    return Response(answer.status, text.encode(), {"Content-Type": JSON_TYPE})


def without_the_last(items: list[Any]) -> list[Any]:
    """All items but the last one."""
    return items[:-1]


def a_name_twice(request: Request, serve: Serve) -> Response:
    """An object of whose two values of one name nobody can tell which one is meant."""
    body = json.loads(serve(request).content()) or [{"id": ""}]
    doubled = body if isinstance(body, dict) else body[0]
    name, text = next(iter(doubled)), json.dumps(body)
    text = text.replace("{", "{" + json.dumps(name) + ": null, ", 1)
    return Response(200, text.encode(), {"Content-Type": JSON_TYPE})
