"""However an answer comes, it is taken whole and soon, or not at all; and a run ends."""

from __future__ import annotations

import gzip
import socket
import threading
import time
from collections.abc import Iterator

import pytest
import requests
from azure.mgmt.resource.subscriptions import SubscriptionClient

from acceptance.azure import bounds, transport
from acceptance.azure.bounds import ANSWER_BYTES, BoundedAdapter, TooLarge, TooSlow, within
from acceptance.azure.errors import meaning, silence_kind
from acceptance.azure.response_schemas import Unreadable
from acceptance.azure.transport import Endless, Transport
from acceptance.causes import NoAnswer
from acceptance.session.credentials import AzureSession
from azure_emulator.wire import Request, Response
from tests.harness.request_log import AnswersInTurn, RequestLog

URL = "https://management.azure.com/subscriptions"
BOMB = gzip.compress(gzip.compress(bytes(300_000_000), 9), 9)
"""Some hundred bytes that are 300 MB, once they are unpacked twice."""


@pytest.mark.parametrize(
    ("body", "coding"),
    [
        (gzip.compress(bytes(100_000_000)), "gzip"),
        (BOMB, "gzip, gzip"),
        (b"[" + b"[]," * 400_000 + b"[]]", "identity"),
        (b" " * (ANSWER_BYTES + 1), "identity"),
    ],
    ids=["packed", "packed twice", "many values", "long"],
)
def test_an_answer_beyond_all_size_is_none(
    body: bytes, coding: str, transport: Transport, request_log: RequestLog
) -> None:
    """It is not unpacked, not repeated, and nobody is blamed for it."""
    request_log.answers = AnswersInTurn(Response(200, body, {"Content-Encoding": coding}))
    with transport.session() as session, pytest.raises(TooLarge) as raised:
        session.get(URL)
    assert len(request_log.sent) == 1
    silence = meaning(raised.value, "the subscriptions")
    assert isinstance(silence, NoAnswer)
    assert "larger than any of Azure's" in silence.reason
    assert silence_kind(raised.value) == "large"


def bounded() -> requests.Session:
    """A session that is no transport: it sends anything, unencrypted, and repeats nothing."""
    session = requests.Session()
    session.trust_env = False
    session.mount("http://", BoundedAdapter())
    return session


@pytest.fixture
def dripping() -> Iterator[str]:
    """The address of a server that never comes to the end of an answer."""
    stopped = threading.Event()

    def drip(server: socket.socket) -> None:
        client, _ = server.accept()
        with client:
            client.recv(1 << 16)
            client.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n")
            while not stopped.wait(0.01):
                client.sendall(b" ")

    with socket.create_server(("127.0.0.1", 0)) as server:
        thread = threading.Thread(target=drip, args=(server,))
        thread.start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}/"
        stopped.set()
        thread.join()


def test_an_answer_that_drips_is_none(dripping: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each byte comes in time, and yet the time is over."""
    monkeypatch.setattr(bounds, "ANSWER_SECONDS", 0.3)
    began = time.monotonic()
    with bounded() as session, pytest.raises(TooSlow) as raised:
        session.get(dripping)
    assert time.monotonic() - began < 5
    silence = meaning(raised.value, "the subscriptions")
    assert isinstance(silence, NoAnswer)
    assert "too slowly" in silence.reason


def test_what_fails_in_time_fails_as_ever() -> None:
    """The work's own exception is raised, its own time-out among them."""
    with pytest.raises(TimeoutError, match="its own"):
        within(5, lambda: (_ for _ in ()).throw(TimeoutError("its own")))
    assert within(5, lambda: 7) == 7


def test_pages_without_end_come_to_an_end(
    azure_session: AzureSession, request_log: RequestLog, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each page leads to another one that nobody has seen yet."""
    monkeypatch.setattr(transport, "MOST_REQUESTS", 20)
    log = request_log

    def page(_: Request) -> Response:
        return Response(200, {"value": [], "nextLink": f"{URL}?page={len(log.sent)}"})

    log.answers = page
    carrier = Transport(patience=0)
    client = SubscriptionClient(
        azure_session.credential, **carrier.to_resource_manager(azure_session.credential)
    )
    with pytest.raises(Endless) as raised:
        list(client.subscriptions.list())
    assert len(log.sent) == 20
    silence = meaning(raised.value, "the subscriptions")
    assert isinstance(silence, NoAnswer)
    assert "more requests" in silence.reason


def test_an_answer_that_says_to_wait_no_time_ends_too(
    transport: Transport, request_log: RequestLog, waits: list[float]
) -> None:
    """`Retry-After: 0` costs patience like any other pause."""
    request_log.answers = AnswersInTurn(Response(429, headers={"Retry-After": "0"}))
    with transport.session() as session:
        assert session.get(URL).status_code == 429
    assert waits == [1.0] * 20


def test_a_run_does_not_wait_for_ever(
    transport: Transport, request_log: RequestLog, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Once all its time is spent on slow answers, it asks no more."""
    monkeypatch.setattr(transport, "_seconds", 0.0)
    with transport.session() as session, pytest.raises(Endless):
        session.get(URL)
    assert request_log.sent == []


@pytest.mark.parametrize("claims", ["!!!", "4pyT", "/////w==", ""])
def test_a_demand_that_nobody_can_read_is_a_refusal(
    claims: str, azure_session: AzureSession, request_log: RequestLog
) -> None:
    """Claims that are no base64, or no text, are Azure's or a gateway's fault, not the suite's."""
    challenge = f'Bearer error="insufficient_claims", claims="{claims}"'
    request_log.answers = AnswersInTurn(Response(401, {}, {"WWW-Authenticate": challenge}))
    client = SubscriptionClient(
        azure_session.credential,
        **azure_session.transport.to_resource_manager(azure_session.credential),
    )
    with pytest.raises(Exception) as raised:  # noqa: PT011 - which one is `meaning`'s business
        list(client.subscriptions.list())
    silence = meaning(raised.value, "the subscriptions")
    assert isinstance(silence, NoAnswer)


@pytest.mark.parametrize(
    "answer",
    [
        b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{}",
        b"HTTP/1.1 200 OK\r\n" + b"a: b\r\n" * 200 + b"\r\n",
        b"HTTP/1.1 200 OK\r\na: " + b"b" * 70_000 + b"\r\n\r\n",
        b"HTTP/1.1 abc OK\r\n\r\n",
        b"hello\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Encoding: gzip\r\n\r\n{}",
    ],
    ids=["lengths", "headers", "header", "status", "no HTTP", "chunk", "coding"],
)
def test_what_is_no_http_is_the_networks_fault(answer: bytes) -> None:
    """Whatever the HTTP library raises, nobody takes it for a fault of the suite."""

    def once(server: socket.socket) -> None:
        client, _ = server.accept()
        with client:
            client.recv(1 << 16)
            client.sendall(answer)

    with socket.create_server(("127.0.0.1", 0)) as server:
        thread = threading.Thread(target=once, args=(server,))
        thread.start()
        with bounded() as session, pytest.raises(requests.RequestException) as raised:
            session.get(f"http://127.0.0.1:{server.getsockname()[1]}/")
        thread.join()
    assert isinstance(meaning(raised.value, "the subscriptions"), NoAnswer)


def test_a_redirect_is_not_followed_nor_read(transport: Transport, request_log: RequestLog) -> None:
    """Not even where it leads is looked at, which nobody could read."""
    request_log.answers = AnswersInTurn(Response(302, {}, {"Location": "http://["}))
    with transport.session() as session, pytest.raises(Unreadable):
        session.get(URL)
    assert len(request_log.sent) == 1
