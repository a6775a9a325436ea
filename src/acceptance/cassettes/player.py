"""A run that is answered from a cassette by vcrpy: no socket opens, no proxy is asked."""

from __future__ import annotations

import json
import re
from contextlib import ExitStack
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlsplit

import pytest

from acceptance.azure.errors import Unanswered
from acceptance.cassettes import file, scrubbing
from acceptance.cassettes.file import Cassette, Exchange

if TYPE_CHECKING:
    from vcr.request import Request  # type: ignore[import-untyped]  # published without types

PROXIES = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY")
CERTIFICATES = ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "SSL_CERT_FILE")
"""Environment variables that a replay does not read."""


Identity = tuple[object, ...]


class MissingExchange(Exception):
    """The cassette has no answer to a request of this run."""


def replay(path: Path, undo: ExitStack, sha256: str | None = None) -> Cassette:
    """Answer every request from the cassette in the file `path`, until `undo` is closed.

    Args:
        sha256: what the file's bytes are to have, if that is known.

    Raises:
        pytest.UsageError: the cassette cannot be read, or is another one.
    """
    import pytest_socket

    cassette = file.read(path, sha256)
    environment = pytest.MonkeyPatch()
    undo.callback(environment.undo)
    for name in (*PROXIES, *CERTIFICATES):
        environment.delenv(name, raising=False)
        environment.delenv(name.lower(), raising=False)
    environment.setenv("NO_PROXY", "*")
    environment.setenv("no_proxy", "*")
    pytest_socket.disable_socket(allow_unix_socket=True)
    undo.callback(pytest_socket.enable_socket)
    undo.enter_context(Player(cassette, path).playing())
    return cassette


class Player:
    """Hands a cassette's exchanges to vcrpy, as its persister, and says which requests are alike.

    The same request twice in a cassette was a repetition after a failure: the last answer counts.
    """

    def __init__(self, cassette: Cassette, path: Path) -> None:
        from vcr.request import Request

        self.path = path
        self.exchanges: dict[Identity, tuple[Request, Exchange]] = {}
        for exchange in cassette.exchanges:
            request = Request(**exchange["request"])
            self.exchanges[identity_of(request)] = (request, exchange)

    def playing(self) -> Any:
        """The context in which vcrpy answers from the cassette."""
        import vcr  # type: ignore[import-untyped]  # published without types

        player = vcr.VCR(
            record_mode=vcr.mode.NONE,
            match_on=["same_request"],
            before_record_request=self.require,
        )
        player.register_persister(self)
        player.register_matcher("same_request", same_request)
        return player.use_cassette(str(self.path), allow_playback_repeats=True)

    def require(self, request: Request) -> Request:
        """Let vcrpy look for a request that has a response; vcrpy's `before_record_request`.

        Raises:
            MissingExchange: it is not in the cassette.
            Unanswered: it is, and got no response.
        """
        _, exchange = self.exchanges.get(identity_of(request), (None, None))
        if exchange is None:
            where = f"{request.method} {request.scheme}://{request.host}{request.path}"
            raise MissingExchange(f"the cassette {self.path.name} has no answer to {where}")
        if "failed" in exchange:
            raise Unanswered(exchange["failed"])
        return request

    def load_cassette(self, _path: str, **_serializer: Any) -> tuple[list[Request], list[Any]]:
        """The requests and responses; vcrpy plays bodies of bytes."""
        requests, responses = [], []
        for request, exchange in self.exchanges.values():
            if response := exchange.get("response"):
                requests.append(request)
                body = {"string": response["body"]["string"].encode()}
                responses.append({**response, "body": body})
        return requests, responses

    def save_cassette(self, _path: str, _exchanges: Any, **_serializer: Any) -> None:
        """A replay changes no cassette."""


@lru_cache(maxsize=1024)
def identity(method: str, uri: str, body: str, keys: tuple[tuple[str, str], ...]) -> Identity:
    """What makes two requests the same: method, address, query, body and the key that was sent.

    The order of the query and of the body's fields does not matter, nor does a doubled slash, which
    clients of Custom Vision send or not.
    """
    address = urlsplit(uri)
    path = re.sub("/{2,}", "/", address.path)
    query = tuple(sorted(parse_qsl(address.query, keep_blank_values=True)))
    return method, address.scheme, address.netloc.lower(), path, query, _plain_json(body), keys


def _plain_json(body: str) -> str:
    try:
        return json.dumps(json.loads(body), sort_keys=True) if body else body
    except ValueError:
        return body


def identity_of(request: Request) -> Identity:
    """The identity of one of vcrpy's requests."""
    keys = {
        name.lower(): scrubbing.header_text(value)
        for name, value in request.headers.items()
        if name.lower() in scrubbing.KEY_HEADERS
    }
    body = scrubbing.readable(request.body_bytes or b"")
    return identity(request.method, request.uri, body, tuple(sorted(keys.items())))


def same_request(request: Request, recorded: Request) -> bool:
    """Whether two requests are the same; vcrpy's only matcher here."""
    return identity_of(request) == identity_of(recorded)
