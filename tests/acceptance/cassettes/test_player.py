"""A replay answers what was recorded, by what was asked, and opens no socket."""

from __future__ import annotations

import os
import socket
import threading
from collections.abc import Iterator
from contextlib import ExitStack
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
import requests

from acceptance.cassettes.file import Cassette, Recorded, written
from acceptance.cassettes.player import MissingExchange, Player, identity, replay
from acceptance.cassettes.pseudonyms import Pseudonyms
from acceptance.cassettes.recorder import Recorder, described, scrubbed

KEY = "Prediction-Key"


class Echo(BaseHTTPRequestHandler):
    """Answers with what was asked and how often something was; the path `/fails` fails first."""

    asked = 0

    def answer(self) -> None:
        """The answer to GET and POST."""
        type(self).asked += 1
        length = int(self.headers.get("Content-Length") or 0)
        body = self.rfile.read(length).decode()
        text = f"{self.command} {self.path} {self.headers.get(KEY)} {body} #{type(self).asked}"
        self.send_response(503 if self.path == "/fails" and type(self).asked == 1 else 200)
        self.send_header("Content-Length", str(len(text)))
        self.send_header("x-ms-request-id", "1")
        self.end_headers()
        self.wfile.write(text.encode())

    do_GET = do_POST = answer  # noqa: N815 - the names that http.server calls.

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def address() -> Iterator[str]:
    """A web server of this machine, as `http://host:port`."""
    handler = type("Handler", (Echo,), {"asked": 0})
    with HTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


@pytest.fixture
def session() -> Iterator[requests.Session]:
    """What the SDKs send with."""
    with requests.Session() as session:
        yield session


@pytest.fixture
def undo() -> Iterator[ExitStack]:
    """What ends the replay."""
    with ExitStack() as undo:
        yield undo


def save(path: Path, recorder: Recorder) -> None:
    """Write what was recorded as a cassette."""
    pseudonyms = Pseudonyms()
    exchanges = [scrubbed(each, pseudonyms) for each in recorder.exchanges]
    path.write_text(written(Cassette(described(exchanges, options={}, complete=True), exchanges)))


def recording(session: requests.Session) -> Recorder:
    """What keeps all that a session sends, as the transport's requests are kept."""
    recorder = Recorder()

    def keep(response: requests.Response, **_: object) -> None:
        recorder.record(response.request, response)

    session.hooks["response"].append(keep)
    return recorder


def ask(session: requests.Session, address: str) -> list[str]:
    """Some requests that differ in one thing each."""
    body = {"url": "a", "b": 1}
    return [
        session.get(f"{address}/a?x=1&y=2").text,
        session.get(f"{address}/a?x=2").text,
        session.post(f"{address}/a?x=1", json=body, headers={KEY: "one"}).text,
        session.post(f"{address}/a?x=1", json=body, headers={KEY: "two"}).text,
        session.post(f"{address}/a?x=1", json={"url": "b"}, headers={KEY: "two"}).text,
    ]


def test_what_is_recorded_is_answered_again(
    address: str, session: requests.Session, undo: ExitStack, tmp_path: Path
) -> None:
    """Requests that differ in query, body or key have their own answers, in any order, again."""
    recorder = recording(session)
    answers = ask(session, address)
    save(tmp_path / "a.yaml", recorder)
    assert len(set(answers)) == len(recorder.exchanges) == 5
    replay(tmp_path / "a.yaml", undo)
    names = {"one": "scrubbed-key-1", "two": "scrubbed-key-2"}
    post = {"b": 1, "url": "a"}
    for name, answer in (("two", answers[3]), ("one", answers[2]), ("two", answers[3])):
        headers = {KEY: names[name]}
        assert session.post(f"{address}//a?x=1", json=post, headers=headers).text == answer
    assert session.get(f"{address}/a?y=2&x=1").text == answers[0]


def test_the_last_of_the_same_answers_stands(
    address: str, session: requests.Session, undo: ExitStack, tmp_path: Path
) -> None:
    """A failure that was repeated with success is replayed as the success."""
    recorder = recording(session)
    assert [session.get(f"{address}/fails").status_code for _ in "ab"] == [503, 200]
    session.hooks["response"].clear()
    save(tmp_path / "a.yaml", recorder)
    replay(tmp_path / "a.yaml", undo)
    assert [session.get(f"{address}/fails").status_code for _ in "ab"] == [200, 200]


@pytest.fixture
def empty(tmp_path: Path) -> Path:
    """A cassette without an exchange."""
    path = tmp_path / "empty.yaml"
    recorded = Recorded(
        at="",
        against="azure",
        suite="",
        api_versions=[],
        complete=True,
        options={},
    )
    path.write_text(written(Cassette(recorded, [])))
    return path


def test_a_request_that_was_not_recorded_is_missing(
    empty: Path, session: requests.Session, undo: ExitStack
) -> None:
    """The exception names the cassette and the request, but not its query."""
    replay(empty, undo)
    with pytest.raises(MissingExchange) as missing:
        session.get("https://host.example/path?secret=1")
    wanted = "the cassette empty.yaml has no answer to GET https://host.example/path"
    assert str(missing.value) == wanted


def test_signing_in_is_not_let_through(
    empty: Path, session: requests.Session, undo: ExitStack
) -> None:
    """Not even Entra ID is asked in a replay."""
    replay(empty, undo)
    with pytest.raises(MissingExchange):
        session.post("https://login.microsoftonline.com/tenant/oauth2/v2.0/token")


def test_no_socket_opens_until_the_replay_ends(empty: Path, undo: ExitStack) -> None:
    """Sockets are blocked in the whole process, and free afterwards."""
    replay(empty, undo)
    with pytest.raises((RuntimeError, UserWarning), match="socket"):
        socket.socket()
    undo.close()
    socket.socket().close()


def test_no_proxy_and_no_certificate_is_read(
    empty: Path, session: requests.Session, undo: ExitStack, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A broken set-up of this machine's network does not disturb a replay, and is not changed."""
    monkeypatch.setenv("HTTPS_PROXY", "http://nowhere.invalid:1")
    monkeypatch.setenv("https_proxy", "http://nowhere.invalid:1")
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", "no/such/file.pem")
    before = dict(os.environ)
    replay(empty, undo)
    with pytest.raises(MissingExchange):
        session.get("https://host.example/path")
    undo.close()
    assert dict(os.environ) == before


def test_an_identity_forgives_what_does_not_matter() -> None:
    """The order of query and fields, a doubled slash and the host's letter case do not matter."""
    one = identity("POST", "https://Host//a/b?x=1&y=2", '{"a": 1, "b": 2}', ())
    assert one == identity("POST", "https://host/a//b?y=2&x=1", '{"b":2,"a":1}', ())
    for other in (
        identity("GET", "https://host/a/b?x=1&y=2", '{"a": 1, "b": 2}', ()),
        identity("POST", "http://host/a/b?x=1&y=2", '{"a": 1, "b": 2}', ()),
        identity("POST", "https://host/a/B?x=1&y=2", '{"a": 1, "b": 2}', ()),
        identity("POST", "https://host/a/b?x=1&y=", '{"a": 1, "b": 2}', ()),
        identity("POST", "https://host/a/b?x=1&y=2", '{"a": 1, "b": 3}', ()),
        identity("POST", "https://host/a/b?x=1&y=2", "no json", ()),
        identity("POST", "https://host/a/b?x=1&y=2", '{"a": 1, "b": 2}', (("training-key", "k"),)),
    ):
        assert one != other


def test_a_replay_writes_nothing(empty: Path, undo: ExitStack) -> None:
    """The cassette is read once and never written."""
    before = (empty.read_bytes(), empty.stat().st_mtime_ns)
    replay(empty, undo)
    undo.close()
    assert (empty.read_bytes(), empty.stat().st_mtime_ns) == before


def test_an_exchange_reaches_vcrpy_as_it_is(tmp_path: Path) -> None:
    """Status, reason, headers and body of a recorded answer are those that the SDK gets."""
    response = {
        "status": {"code": 404, "message": "Not Found"},
        "headers": {"content-type": ["a/b"]},
        "body": {"string": "ä"},
    }
    exchange = {
        "request": {"method": "GET", "uri": "https://host/", "headers": {}, "body": None},
        "response": response,
    }
    recorded = Recorded(
        at="",
        against="azure",
        suite="",
        api_versions=[],
        complete=True,
        options={},
    )
    player = Player(Cassette(recorded, [exchange]), tmp_path)
    _requests, responses = player.load_cassette("")
    assert responses == [{**response, "body": {"string": "ä".encode()}}]
