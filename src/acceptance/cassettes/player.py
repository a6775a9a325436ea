"""A run that is answered from a cassette: no socket opens, no proxy is asked."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import ExitStack
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlsplit

import pytest

from acceptance.azure.errors import Unanswered
from acceptance.cassettes import file, scrubbing
from acceptance.cassettes.file import Cassette

if TYPE_CHECKING:
    from vcr.request import Request  # type: ignore[import-untyped]  # published without types

PROXIES = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY")
CERTIFICATES = ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "SSL_CERT_FILE")
"""Environment variables that a replay does not read."""


class MissingExchange(Exception):
    """The cassette has no answer to a request of this run."""


def replay(path: Path, undo: ExitStack) -> Cassette:
    """Answer every request from the cassette in the file `path`, until `undo` is closed.

    Raises:
        pytest.UsageError: the cassette cannot be read.
    """
    import pytest_socket
    import vcr  # type: ignore[import-untyped]  # published without types

    cassette = file.read(path)
    environment = pytest.MonkeyPatch()
    undo.callback(environment.undo)
    for name in (*PROXIES, *CERTIFICATES):
        environment.delenv(name, raising=False)
        environment.delenv(name.lower(), raising=False)
    environment.setenv("NO_PROXY", "*")
    environment.setenv("no_proxy", "*")
    pytest_socket.disable_socket(allow_unix_socket=True)
    undo.callback(pytest_socket.enable_socket)
    shelf = Shelf(cassette, path)
    player = vcr.VCR()
    player.register_matcher("same_exchange", same_exchange)
    undo.enter_context(
        player.use_cassette(
            str(path),
            persister=shelf,
            record_mode=vcr.mode.NONE,
            match_on=["same_exchange"],
            allow_playback_repeats=True,
            before_record_request=shelf.require,
        )
    )
    return cassette


class Shelf:
    """Hands a cassette's exchanges to vcrpy, which calls this a persister.

    The same request twice in a recording was a repetition after a failure: the last answer stands.
    """

    def __init__(self, cassette: Cassette, path: Path) -> None:
        """Sort the exchanges by what was asked."""
        self.exchanges = {_identity(each.request): each for each in cassette.exchanges}
        self.path = path

    def require(self, request: Request) -> Request:
        """Let vcrpy look for a request that is there.

        Raises:
            MissingExchange: it is not.
            Unanswered: it is, and got no answer.
        """
        exchange = self.exchanges.get(request_identity(request))
        if exchange is None:
            where = f"{request.method} {request.scheme}://{request.host}{request.path}"
            raise MissingExchange(f"the cassette {self.path.name} has no answer to {where}")
        if exchange.response is None:
            raise Unanswered(exchange.failed)
        return request

    def load_cassette(self, _path: str, serializer: Any) -> tuple[list[Request], list[Any]]:
        """The requests and responses, as vcrpy has them."""
        from vcr.request import Request

        pairs = [(each.request, each.response) for each in self.exchanges.values() if each.response]
        requests = [
            Request(each.method, each.url, each.body, dict(each.headers)) for each, _ in pairs
        ]
        return requests, [_as_vcr_has_it(response) for _, response in pairs]

    def save_cassette(self, _path: str, _exchanges: Any, serializer: Any) -> None:
        """A replay changes no cassette."""


def _as_vcr_has_it(response: file.Response) -> dict[str, Any]:
    return {
        "status": {"code": response.status, "message": response.reason},
        "headers": {name: [value] for name, value in response.headers.items()},
        "body": {"string": response.body.encode()},
    }


Identity = tuple[object, ...]


@lru_cache(maxsize=1024)
def identity(method: str, url: str, body: str, keys: tuple[tuple[str, str], ...]) -> Identity:
    """What makes two requests the same: method, address, query, body and the key that was sent.

    The order of the query and of the body's fields does not matter, nor does a doubled slash, which
    clients of Custom Vision send or not.
    """
    address = urlsplit(url)
    path = re.sub("/{2,}", "/", address.path)
    query = tuple(sorted(parse_qsl(address.query, keep_blank_values=True)))
    return method, address.scheme, address.netloc.lower(), path, query, _plain_json(body), keys


def _plain_json(body: str) -> str:
    try:
        return json.dumps(json.loads(body), sort_keys=True) if body else body
    except ValueError:
        return body


def _identity(request: file.Request) -> Identity:
    keys = tuple(sorted(request.headers.items()))
    return identity(request.method, request.url, request.body, keys)


def request_identity(request: Request) -> Identity:
    """The identity of one of vcrpy's requests."""
    keys = {
        name.lower(): scrubbing.header_text(value)
        for name, value in request.headers.items()
        if name.lower() in scrubbing.KEY_HEADERS
    }
    body = body_text(request.body)
    return identity(request.method, request.uri, body, tuple(sorted(keys.items())))


def same_exchange(one: Request, other: Request) -> bool:
    """Whether two requests are the same; vcrpy's only matcher here."""
    return request_identity(one) == request_identity(other)


def body_text(body: Any) -> str:
    """The body of one of vcrpy's requests (bytes, a file, an iterator, nothing) as text."""
    if hasattr(body, "read"):
        body = body.read()
    elif isinstance(body, Iterator):
        body = b"".join(body)
    return scrubbing.readable(body or b"")
