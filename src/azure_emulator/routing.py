"""How a service says what it serves: its hosts, its routes, its guard, its state."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from http.client import responses
from typing import Any, Self

from azure_emulator.cloud import Cloud
from azure_emulator.errors import ServiceError
from azure_emulator.wire import Request, Response


@dataclass(frozen=True, kw_only=True)
class Call:
    """What a handler gets besides its path arguments; guards hand on subclasses that say more."""

    cloud: Cloud
    request: Request


Handler = Callable[..., Response]
"""`handler(call: Call, **path_arguments) -> Response`: parse, call the state, serialise."""


@dataclass(frozen=True)
class Route:
    """One operation of a service.

    Args:
        method: the HTTP method.
        pattern: the whole path, its arguments as `{name}` (one segment each); letter case ignored.
        handler: called with the path arguments by name.
        action: the Azure role action or data action that the caller needs, for the guards
            (`Microsoft.CognitiveServices/accounts/read`); it may name path arguments
            (`{namespace}/register/action`); `None` where Azure asks for none.
        narrowed: whether it is a list that a caller gets who has the action somewhere below, with
            nothing but what it may read.
    """

    method: str
    pattern: str
    handler: Handler
    action: str | None = None
    narrowed: bool = False

    def match(self, method: str, path: str) -> dict[str, Any] | None:
        """The path arguments if this route serves the request, else `None`."""
        if method != self.method:
            return None
        match = _compiled(self.pattern).fullmatch(path.rstrip("/") or "/")
        return match.groupdict() if match else None

    def with_arguments(self, arguments: Mapping[str, Any]) -> Self:
        """The same route with the path arguments put into its action."""
        return replace(self, action=self.action.format(**arguments)) if self.action else self


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    pieces = re.split(r"\{(\w+)\}", pattern)
    regex = "".join(
        f"(?P<{piece}>[^/]+)" if index % 2 else re.escape(piece)
        for index, piece in enumerate(pieces)
    )
    return re.compile(regex, re.IGNORECASE)


Guard = Callable[[Call, Route], Call]
"""Lets a call pass, with what is now known of its caller, or raises a `ServiceError`."""


def everyone(call: Call, _route: Route) -> Call:
    """The guard of services that ask for nothing."""
    return call


def always(_cloud: Cloud, _host: str) -> bool:
    """The name of each host that matches resolves."""
    return True


Outage = Callable[[Call, Route | None, int, int | None], ServiceError]
"""From a call, its route, if it has one, a status, and the seconds for `Retry-After`, if they are
told: the error with which a service refuses what is right, as faults make it do."""


def plain_outage(_call: Call, _route: Route | None, status: int, wait: int | None) -> ServiceError:
    """The status in its own words, as Resource Manager writes errors."""
    phrase = responses.get(status, "Error")
    code = phrase.title().replace(" ", "").replace("-", "")
    return ServiceError(status, code, f"{phrase}.", retry_after(status, wait))


def retry_after(status: int, wait: int | None) -> dict[str, str]:
    """The header that says when to come again; after a second, if too much was asked."""
    if wait is None and status != 429:
        return {}
    return {"Retry-After": str(1 if wait is None else wait)}


def request_id(value: str, _request: Request) -> dict[str, str]:
    """The header by which Azure's support finds a request again."""
    return {"x-ms-request-id": value}


@dataclass(frozen=True, kw_only=True)
class Service:
    """A service, as the application composes it.

    Args:
        name: the name of its package.
        hosts: a regular expression that the name of a host matches in full.
        routes: tried in order.
        state: the class of what the service keeps; made with the cloud when the emulator starts.
        guard: called once the route is known.
        resolves: whether the name of a host that matches resolves at the moment.
        headers: from the id of a request and itself, the headers that each response carries.
        documented: whether Azure has the operation that a request without a route asks for; the
            emulator then says that it does not implement it.
        unknown: called where it has none, with the methods that the path has; raises what Azure
            says, if that is known.
        outage: how the service refuses what a rule of faults meets.
    """

    name: str
    hosts: str
    routes: Sequence[Route]
    state: Callable[[Cloud], object]
    guard: Guard = everyone
    resolves: Callable[[Cloud, str], bool] = always
    headers: Callable[[str, Request], Mapping[str, str]] = request_id
    documented: Callable[[Request], bool] = lambda _request: False
    unknown: Callable[[Call, Sequence[str]], None] = lambda _call, _allowed: None
    outage: Outage = plain_outage
