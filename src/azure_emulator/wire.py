"""Requests, responses and routes: all that a service knows of HTTP. No Azure in it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, unquote

if TYPE_CHECKING:
    from azure_emulator.cloud import Cloud
    from azure_emulator.cognitive_services.account import Account
    from azure_emulator.entra.state import Principal

JSON_TYPE = "application/json; charset=utf-8"


@dataclass(frozen=True, kw_only=True)
class Request:
    """One HTTP request as a service sees it.

    `headers` has lower-case keys; `query` has its keys as sent and one value each (the last);
    `path` is decoded, starts with one `/` and holds no doubled slash (clients of Custom Vision send
    `//customvision/...`, and Azure takes it).
    """

    method: str
    host: str
    path: str
    query: Mapping[str, str] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""

    @classmethod
    def parse(
        cls, method: str, host: str, target: str, headers: Mapping[str, str], body: bytes
    ) -> Request:
        """A request from its first line (`target` is `/path?query`) and its headers."""
        path, _, query = target.partition("?")
        return cls(
            method=method,
            host=host.casefold(),
            path=unquote(re.sub("/{2,}", "/", f"/{path}")),
            query=dict(parse_qsl(query, keep_blank_values=True)),
            headers={name.casefold(): value for name, value in headers.items()},
            body=body,
        )

    def json(self) -> Any:
        """The body as JSON; an empty body is `None`.

        Raises:
            ValueError: the body is not JSON.
        """
        return json.loads(self.body) if self.body else None

    def parameter(self, name: str, default: str | None = None) -> str | None:
        """A query parameter, its name in any letter case, as Azure takes it."""
        wanted = name.casefold()
        found = [value for key, value in self.query.items() if key.casefold() == wanted]
        return found[-1] if found else default


@dataclass(frozen=True)
class Response:
    """One HTTP response: `body` is JSON data, or bytes as they are, or `None` for an empty body.

    JSON `null` is not needed by any service here; a bare `10` or `True` is a legal JSON body.
    """

    status: int = 200
    body: Any = None
    headers: Mapping[str, str] = field(default_factory=dict)

    def content(self) -> bytes:
        """The body's bytes."""
        if self.body is None:
            return b""
        return self.body if isinstance(self.body, bytes) else json.dumps(self.body).encode()

    def with_headers(self, defaults: Mapping[str, str]) -> Response:
        """The same response with these headers where it has none of that name in any case."""
        own = {name.casefold() for name in self.headers}
        added = {name: value for name, value in defaults.items() if name.casefold() not in own}
        return Response(self.status, self.body, {**self.headers, **added})


@dataclass(frozen=True, kw_only=True)
class Call:
    """What a handler gets besides its path arguments.

    Args:
        caller: whose token it is; `None` where none is asked for, or where a key opened the door.
        account: the Cognitive Services account that the key or the host belongs to.
    """

    cloud: Cloud
    request: Request
    caller: Principal | None = None
    account: Account | None = None


Handler = Callable[..., Response]
"""`handler(call: Call, **path_arguments: str) -> Response`: parse, call the state, serialise."""


@dataclass(frozen=True)
class Route:
    """One operation of a service.

    Args:
        method: the HTTP method.
        pattern: the whole path, its arguments as `{name}` (one segment each); letter case ignored.
        handler: called with the path arguments by name.
        action: the Azure role action or data action that the caller needs, for the guards
            (`Microsoft.CognitiveServices/accounts/read`); `None` where Azure asks for none.
        narrowed: whether it is a list that a caller gets who has the action somewhere below, with
            nothing but what it may read.
    """

    method: str
    pattern: str
    handler: Handler
    action: str | None = None
    narrowed: bool = False

    def match(self, method: str, path: str) -> dict[str, str] | None:
        """The path arguments if this route answers the call, else `None`."""
        if method != self.method:
            return None
        found = _compiled(self.pattern).fullmatch(path.rstrip("/") or "/")
        return found.groupdict() if found else None


_PATTERNS: dict[str, re.Pattern[str]] = {}


def _compiled(pattern: str) -> re.Pattern[str]:
    if pattern not in _PATTERNS:
        pieces = re.split(r"\{(\w+)\}", pattern)
        regex = "".join(
            f"(?P<{piece}>[^/]+)" if index % 2 else re.escape(piece)
            for index, piece in enumerate(pieces)
        )
        _PATTERNS[pattern] = re.compile(regex, re.IGNORECASE)
    return _PATTERNS[pattern]
