"""Requests and responses: all that a service knows of HTTP. No Azure in it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, unquote

DEEPEST = 100
"""Levels of the JSON of a request: Newtonsoft's and System.Text.Json's own limits are 64."""

MOST_VALUES = 200_000
"""Of the JSON of a request: what holds many megabytes are few, but long texts of base64."""

JSON_TYPE = "application/json; charset=utf-8"


@dataclass(frozen=True, kw_only=True)
class Request:
    """One HTTP request as a service sees it.

    `headers` has lower-case keys; `query` has its keys as sent and one value each (the last);
    `path` is decoded, starts with one `/` and holds no doubled slash: clients join an endpoint that
    ends in a slash with a path that begins with one. `named` gives the names in JSON their own
    letter case, where the service knows them. `made` holds what a service has made of it, for the
    time of its answer. `sent_path` is as it was sent: there are clients
    that sign it.
    """

    method: str
    host: str
    path: str
    query: Mapping[str, str] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    named: Callable[[Any], Any] | None = None
    sent_path: str = ""
    made: dict[str, Any] = field(default_factory=dict, repr=False, compare=False)
    _data: list[Any] = field(default_factory=list, repr=False, compare=False)

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
            sent_path=path,
        )

    def json(self) -> Any:
        """The body as JSON; an empty body is `None`.

        Raises:
            ValueError: the body is not JSON, nested deeper than any that Azure takes, or of more
                values.
        """
        self.read()
        (data,) = self._data
        if isinstance(data, ValueError):
            raise data
        return self.named(data) if self.named else data

    def read(self) -> None:
        """Read the body as JSON, once; who does it before the lock keeps nobody out."""
        if not self._data:
            self._data.append(_data_of(self.body))

    def parameter(self, name: str, default: str | None = None) -> str | None:
        """A query parameter, its name in any letter case; the last one counts."""
        values = [value for key, value in self.query.items() if key.casefold() == name.casefold()]
        return values[-1] if values else default

    @property
    def media_type(self) -> str:
        """The `Content-Type` without its parameters, in lower case; empty if there is none."""
        return self.headers.get("content-type", "").partition(";")[0].strip().casefold()

    @property
    def bearer_token(self) -> str:
        """The token of the `Authorization` header; empty if there is none."""
        scheme, _, token = self.headers.get("authorization", "").partition(" ")
        return token.strip() if scheme.casefold() == "bearer" else ""


def _data_of(body: bytes) -> Any:
    """The JSON data of a body, or the `ValueError` that says why it is none."""
    if not body:
        return None
    if body.count(b",") > MOST_VALUES:
        return ValueError("The body has too many values.")
    try:
        data = json.loads(body)
        _require_shallow(data)
    except RecursionError:
        return ValueError("The body is nested too deeply.")
    except ValueError as error:
        return error
    return data


def _require_shallow(data: Any) -> None:
    """Refuse JSON data of more levels than `DEEPEST`; what is made of it could not be written."""
    level = [data]
    for _ in range(DEEPEST):
        level = [inner for value in level for inner in _inside(value)]
        if not level:
            return
    raise ValueError("The body is nested too deeply.")


def _inside(value: Any) -> Iterable[Any]:
    if isinstance(value, dict):
        return value.values()
    return value if isinstance(value, list) else ()


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
        """The same response with the default headers that it does not have in any letter case."""
        own = {name.casefold() for name in self.headers}
        added = {name: value for name, value in defaults.items() if name.casefold() not in own}
        return Response(self.status, self.body, {**self.headers, **added})
