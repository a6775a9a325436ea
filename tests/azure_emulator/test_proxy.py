"""The proxy, with real sockets and clients that know nothing of it."""

from __future__ import annotations

import errno
import gzip
import http.client
import json
import socket
import ssl
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import requests

from azure_emulator.proxy import Proxy, _certified, _Connection
from azure_emulator.wire import Request, Response

HOST = "service.example"


class Echo:
    """Answers what it was asked, and remembers it."""

    def __init__(self) -> None:
        self.seen: list[Request] = []
        self.instead: Response | Exception | None = None

    def __call__(self, request: Request) -> Response:
        """The status is the path's last part, the body tells the request."""
        self.seen.append(request)
        if isinstance(self.instead, Exception):
            raise self.instead
        if self.instead is not None:
            return self.instead
        status = int(request.path.rpartition("/")[2])
        return Response(status, {"method": request.method, "size": len(request.body)}, {"X-A": "b"})


BOMB = gzip.compress(bytes(200_000_000), 9)


@pytest.fixture
def echo() -> Echo:
    """What stands behind the proxy."""
    return Echo()


@pytest.fixture
def proxy(echo: Echo) -> Iterator[Proxy]:
    """A proxy that knows two hosts."""
    with Proxy(echo, lambda host: host in (HOST, "other.example")) as proxy:
        yield proxy


@pytest.fixture
def authority(proxy: Proxy, tmp_path: Path) -> Path:
    """The certificate to trust."""
    path = tmp_path / "ca.pem"
    proxy.write_authority(path)
    return path


@pytest.fixture
def client(proxy: Proxy, authority: Path) -> Iterator[requests.Session]:
    """An ordinary client, sent to the proxy."""
    with requests.Session() as session:
        session.trust_env = False
        session.proxies = {"https": proxy.url, "http": proxy.url}
        session.verify = str(authority)
        yield session


@pytest.fixture
def tunnel(proxy: Proxy, authority: Path) -> Iterator[http.client.HTTPSConnection]:
    """One connection through the proxy, for requests that no ordinary client sends."""
    context = ssl.create_default_context(cafile=str(authority))
    netloc = urlsplit(proxy.url).netloc
    connection = http.client.HTTPSConnection(netloc, context=context, timeout=10)
    connection.set_tunnel(HOST, 443)
    yield connection
    connection.close()


def test_a_request_arrives_with_its_host_and_path(client: requests.Session, echo: Echo) -> None:
    """The service sees the host that the client asked for, and the body it sent."""
    answer = client.post(f"https://{HOST}/things/200?a=b", data=b"four")
    assert answer.json() == {"method": "POST", "size": 4}
    assert answer.headers["X-A"] == "b"
    seen = echo.seen[0]
    assert (seen.host, seen.path, seen.query) == (HOST, "/things/200", {"a": "b"})


@pytest.mark.parametrize("method", ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"])
def test_every_method_is_served(client: requests.Session, echo: Echo, method: str) -> None:
    """Methods reach the service as they are."""
    assert client.request(method, f"https://{HOST}/200").status_code == 200
    assert echo.seen[0].method == method


def test_several_hosts_have_certificates_of_their_own(client: requests.Session) -> None:
    """The client checks the name in the certificate of each host."""
    assert client.get(f"https://{HOST}/200").ok
    assert client.get("https://other.example/200").ok


def test_a_client_that_does_not_trust_is_not_talked_to(proxy: Proxy, echo: Echo) -> None:
    """Without the authority's certificate there is no connection, and the proxy lives on."""
    with requests.Session() as session:
        session.trust_env = False
        with pytest.raises(requests.exceptions.SSLError):
            session.get(f"https://{HOST}/200", proxies={"https": proxy.url})
    assert echo.seen == []


def test_a_connection_is_kept(tunnel: http.client.HTTPSConnection, echo: Echo) -> None:
    """Several requests share a tunnel, those with and without an answer's body."""
    ports = set()
    for method, path in [("GET", "/200"), ("HEAD", "/200"), ("DELETE", "/204"), ("POST", "/201")]:
        tunnel.request(method, path)
        tunnel.getresponse().read()
        ports.add(tunnel.sock.getsockname()[1])
    assert len(ports) == 1
    assert len(echo.seen) == 4


def test_head_has_the_length_and_no_body(client: requests.Session) -> None:
    """HEAD answers as GET would, without the body."""
    answer = client.head(f"https://{HOST}/200")
    assert answer.content == b""
    assert int(answer.headers["Content-Length"]) > 0


@pytest.mark.parametrize("status", [204, 304])
def test_statuses_without_a_body_have_none(client: requests.Session, status: int) -> None:
    """204 and 304 end with their headers, whatever the service said."""
    assert client.get(f"https://{HOST}/{status}").content == b""


def test_a_status_unknown_to_http_passes(client: requests.Session) -> None:
    """A status without a known phrase is sent all the same."""
    assert client.get(f"https://{HOST}/299").status_code == 299


def test_an_answer_without_a_body_says_so(tunnel: http.client.HTTPSConnection, echo: Echo) -> None:
    """Length 0, no type, and the connection goes on."""
    echo.instead = Response(202)
    for _ in range(2):
        tunnel.request("GET", "/202")
        answer = tunnel.getresponse()
        assert (answer.headers["Content-Length"], answer.headers["Content-Type"]) == ("0", None)
        answer.read()


def test_a_header_stays_one_line(client: requests.Session, echo: Echo) -> None:
    """A line break that a name brought along does not become a header of its own."""
    echo.instead = Response(200, None, {"Location": "https://a/b\r\nSet-Cookie: c"})
    answer = client.get(f"https://{HOST}/200")
    assert answer.headers["Location"] == "https://a/b Set-Cookie: c"
    assert "Set-Cookie" not in answer.headers


@pytest.mark.skipif(not hasattr(socket, "TCP_QUICKACK"), reason="needs a kernel that can hurry")
def test_a_body_is_not_waited_for_in_vain(client: requests.Session) -> None:
    """Behind a proxy, clients send the body once the head is confirmed: at once, not in 40 ms."""
    times = []
    for _ in range(8):
        begun = time.perf_counter()
        client.post(f"https://{HOST}/200", data=b"body")
        times.append(time.perf_counter() - begun)
    assert min(times) < 0.03


def test_a_service_may_hang_up(client: requests.Session, echo: Echo) -> None:
    """The client sees its connection end without an answer."""
    echo.instead = ConnectionResetError()
    with pytest.raises(requests.ConnectionError):
        client.get(f"https://{HOST}/200")


def test_a_fault_behind_the_proxy_is_shown(
    client: requests.Session, echo: Echo, proxy: Proxy, capsys: pytest.CaptureFixture[str]
) -> None:
    """The traceback stands on standard error, and the next request is served."""
    echo.instead = KeyError("inside")
    with pytest.raises(requests.ConnectionError):
        client.get(f"https://{HOST}/200")
    echo.instead = None
    assert client.get(f"https://{HOST}/200").ok
    proxy.close()
    assert "KeyError: 'inside'" in capsys.readouterr().err


def test_a_chunked_body_is_put_together(client: requests.Session, echo: Echo) -> None:
    """A body of unknown length comes in chunks."""
    parts: Iterator[bytes] = iter([b"ab", b"cde"])
    assert client.post(f"https://{HOST}/200", data=parts).json()["size"] == 5
    assert echo.seen[0].body == b"abcde"


def test_trailers_after_chunks_are_skipped(tunnel: http.client.HTTPSConnection) -> None:
    """What follows the last chunk does not become the next request."""
    tunnel.putrequest("POST", "/200")
    tunnel.putheader("Transfer-Encoding", "chunked")
    tunnel.endheaders()
    tunnel.send(b"2;note=x\r\nab\r\n0\r\nChecksum: 1\r\n\r\n")
    assert json.loads(tunnel.getresponse().read())["size"] == 2
    tunnel.request("GET", "/200")
    assert tunnel.getresponse().read()


def test_a_gzip_body_is_unpacked(client: requests.Session, echo: Echo) -> None:
    """Services see what was packed."""
    client.post(
        f"https://{HOST}/200", data=gzip.compress(b"packed"), headers={"Content-Encoding": "gzip"}
    )
    assert echo.seen[0].body == b"packed"


def test_a_body_that_is_announced_is_asked_for(tunnel: http.client.HTTPSConnection) -> None:
    """`Expect: 100-continue`, which curl sends before large bodies, is answered."""
    tunnel.putrequest("POST", "/200")
    tunnel.putheader("Expect", "100-continue")
    tunnel.putheader("Content-Length", "2")
    tunnel.endheaders()
    tunnel.send(b"ab")
    assert json.loads(tunnel.getresponse().read())["size"] == 2


@pytest.mark.parametrize(
    ("headers", "sent", "sentence"),
    [
        ({"Content-Length": "x"}, b"", "'x' is not a length that is taken here."),
        ({"Content-Length": "-1"}, b"", "'-1' is not a length that is taken here."),
        ({"Transfer-Encoding": "chunked"}, b"zz\r\n", "'zz' is not a length that is taken here."),
        (
            {"Transfer-Encoding": "chunked"},
            b"1\r\nab\r\n",
            "The chunked body is broken.",
        ),
        (
            {"Content-Encoding": "gzip", "Content-Length": "2"},
            b"ab",
            "The body is not gzip, as its Content-Encoding says.",
        ),
    ],
)
def test_a_broken_body_is_refused(
    tunnel: http.client.HTTPSConnection,
    echo: Echo,
    headers: dict[str, str],
    sent: bytes,
    sentence: str,
) -> None:
    """400 with a sentence; the connection ends, for the next request's start is unknown."""
    tunnel.putrequest("POST", "/200")
    for name, value in headers.items():
        tunnel.putheader(name, value)
    tunnel.endheaders()
    tunnel.send(sent)
    answer = tunnel.getresponse()
    assert answer.status == 400
    assert json.loads(answer.read())["error"]["message"] == sentence
    assert answer.headers["Connection"] == "close"
    assert echo.seen == []


@pytest.mark.parametrize(
    ("headers", "sent"),
    [
        ({"Content-Length": str(2**29 + 1)}, b""),
        ({"Transfer-Encoding": "chunked"}, b"20000001\r\n"),
        ({"Content-Encoding": "gzip", "Content-Length": str(len(BOMB))}, BOMB),
    ],
    ids=["length", "chunk", "packed"],
)
def test_a_body_beyond_all_size_is_refused(
    tunnel: http.client.HTTPSConnection, echo: Echo, headers: dict[str, str], sent: bytes
) -> None:
    """413 at once: neither read nor unpacked to its end."""
    tunnel.putrequest("POST", "/200")
    for name, value in headers.items():
        tunnel.putheader(name, value)
    tunnel.endheaders()
    tunnel.send(sent)
    assert tunnel.getresponse().status == 413
    assert echo.seen == []


def test_trailers_come_to_an_end(tunnel: http.client.HTTPSConnection, echo: Echo) -> None:
    """Nobody reads them for ever."""
    tunnel.putrequest("POST", "/200")
    tunnel.putheader("Transfer-Encoding", "chunked")
    tunnel.endheaders()
    tunnel.send(b"0\r\n" + b"a: b\r\n" * 100)
    assert tunnel.getresponse().status == 400
    assert echo.seen == []


def test_a_body_that_ends_early_reaches_no_service(
    tunnel: http.client.HTTPSConnection, proxy: Proxy, echo: Echo
) -> None:
    """A client that hangs up half-way has asked for nothing."""
    tunnel.putrequest("POST", "/200")
    tunnel.putheader("Content-Length", "10")
    tunnel.endheaders()
    tunnel.send(b"ab")
    tunnel.close()
    proxy.close()
    assert echo.seen == []


def test_an_unknown_host_does_not_resolve(client: requests.Session) -> None:
    """The client's own message names the host."""
    with pytest.raises(
        requests.exceptions.ProxyError, match=r"There is no host 'nowhere\.example'"
    ):
        client.get("https://nowhere.example/")


def test_plain_http_is_declined(client: requests.Session) -> None:
    """Only HTTPS is served; the answer says how."""
    answer = client.get("http://service.example/200")
    assert answer.status_code == 501
    assert "HTTPS_PROXY" in answer.json()["error"]["message"]


def test_closing_hangs_up_and_frees_the_port(echo: Echo) -> None:
    """No open connection and no bound port is left behind."""
    with Proxy(echo, lambda _host: True) as proxy:
        port = urlsplit(proxy.url).port
        assert port is not None
        idle = socket.create_connection(("127.0.0.1", port), timeout=10)
        idle.sendall(b"CONNECT service.example:443 HTTP/1.1\r\n\r\n")
        assert idle.recv(100).startswith(b"HTTP/1.1 200")
    assert idle.recv(1) == b""
    idle.close()
    with Proxy(echo, lambda _host: True, port) as again:
        assert again.url == proxy.url


def test_a_taken_port_is_an_error(proxy: Proxy, echo: Echo) -> None:
    """Two proxies do not share a port."""
    with pytest.raises(OSError, match="in use"):
        Proxy(echo, lambda _host: True, urlsplit(proxy.url).port or 0)


def test_many_clients_at_once(proxy: Proxy, authority: Path, echo: Echo) -> None:
    """Connections are served side by side."""

    def ask() -> None:
        with requests.Session() as session:
            session.trust_env = False
            session.verify = str(authority)
            for _ in range(5):
                session.get(f"https://{HOST}/200", proxies={"https": proxy.url}, timeout=10)

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(echo.seen) == 40


def test_silent_clients_keep_nobody_out(echo: Echo, tmp_path: Path) -> None:
    """The longest silent connection ends for a new one; who asks is not silent."""
    with Proxy(echo, lambda _host: True, connections=8) as proxy, requests.Session() as session:
        proxy.write_authority(tmp_path / "ca.pem")
        session.trust_env, session.verify = False, str(tmp_path / "ca.pem")
        address = ("127.0.0.1", urlsplit(proxy.url).port or 0)
        silent = []
        for _ in range(20):
            silent.append(socket.create_connection(address, timeout=10))
            answer = session.get(f"https://{HOST}/200", proxies={"https": proxy.url}, timeout=10)
            assert answer.status_code == 200
        assert silent[0].recv(1) == b"", "the first one is hung up on"
        for each in silent:
            each.close()


def test_a_client_that_never_begins_tls_is_hung_up_on(
    proxy: Proxy, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After as much silence as Azure bears."""
    monkeypatch.setattr(_Connection, "timeout", 0.2)
    address = ("127.0.0.1", urlsplit(proxy.url).port or 0)
    with socket.create_connection(address, timeout=10) as client:
        client.sendall(f"CONNECT {HOST}:443 HTTP/1.1\r\n\r\n".encode())
        assert client.recv(100).startswith(b"HTTP/1.1 200")
        assert client.recv(100) == b""


def test_who_hangs_up_is_no_news(echo: Echo, capfd: pytest.CaptureFixture[str]) -> None:
    """At whatever moment, such as before the handshake: nothing is printed of it."""

    def gone(_host: str) -> None:
        raise OSError(errno.ENOTCONN, "Transport endpoint is not connected")

    with Proxy(echo, lambda _host: True, on_connect=gone) as proxy:
        address = ("127.0.0.1", urlsplit(proxy.url).port or 0)
        with socket.create_connection(address, timeout=10) as client:
            client.sendall(f"CONNECT {HOST}:443 HTTP/1.1\r\n\r\n".encode())
            assert client.recv(100) == b""
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("method", ["TRACE", "PROPFIND", "BREW", "get"])
def test_a_method_that_nobody_knows_is_for_the_service(
    tunnel: http.client.HTTPSConnection, echo: Echo, method: str
) -> None:
    """What it means is not the proxy's to say."""
    tunnel.request(method, "/200")
    assert tunnel.getresponse().status == 200
    assert echo.seen[0].method == method


def test_a_tunnel_leads_no_further(tunnel: http.client.HTTPSConnection, echo: Echo) -> None:
    """Inside of one, there is no other."""
    tunnel.request("CONNECT", "management.azure.com:443")
    assert tunnel.getresponse().status == 405
    assert echo.seen == []


@pytest.mark.parametrize(
    ("target", "path", "query"),
    [
        (f"https://{HOST}/a/200?b=c", "/a/200", {"b": "c"}),
        ("HTTPS://Service.Example:443/200?url=https://x/y", "/200", {"url": "https://x/y"}),
    ],
)
def test_a_target_in_absolute_form_is_that_of_its_host(
    tunnel: http.client.HTTPSConnection, echo: Echo, target: str, path: str, query: dict[str, str]
) -> None:
    """As RFC 9112 asks of each server; nobody signs more than the path."""
    tunnel.request("GET", target)
    assert tunnel.getresponse().status == 200
    (seen,) = echo.seen
    assert (seen.host, seen.path, seen.sent_path, seen.query) == (HOST, path, path, query)


def test_a_target_of_another_host_is_misdirected(
    tunnel: http.client.HTTPSConnection, echo: Echo
) -> None:
    """Whatever else the connection leads to."""
    tunnel.request("GET", "https://other.example/200")
    assert tunnel.getresponse().status == 421
    assert echo.seen == []


@pytest.mark.parametrize("authority_form", ["service.example", ":443", "service.example:", "x:y"])
def test_a_tunnel_needs_a_host_and_a_port(proxy: Proxy, authority_form: str) -> None:
    """What is missing is said."""
    address = urlsplit(proxy.url)
    with socket.create_connection((address.hostname, address.port), timeout=10) as plain:
        plain.sendall(f"CONNECT {authority_form} HTTP/1.1\r\n\r\n".encode())
        assert plain.recv(200).startswith(b"HTTP/1.1 400 CONNECT names a host and its port")


@pytest.mark.parametrize(
    ("host", "name"),
    [
        ("ada.accounts.example.test", "*.accounts.example.test"),
        ("a.b.accounts.example.test", "*.b.accounts.example.test"),
        ("login.example.test", "login.example.test"),
        ("example.test", "example.test"),
        ("127.0.0.1", "127.0.0.1"),
    ],
)
def test_hosts_of_one_domain_share_a_certificate(host: str, name: str) -> None:
    """A thousand accounts cost one; what stands alone has its own."""
    assert _certified(host) == name
