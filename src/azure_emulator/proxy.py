"""A CONNECT proxy that also plays the host behind it, by its own certificates. No Azure in it."""

from __future__ import annotations

import gzip
import io
import re
import socket
import ssl
import threading
import zlib
from collections.abc import Callable
from contextlib import AbstractContextManager
from enum import Enum, auto
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import trustme

from azure_emulator.connections import SILENCE, OpenConnections, bearable
from azure_emulator.wire import JSON_TYPE, Request, Response

LARGEST_BODY = 2**29
"""In bytes: what one client can make this machine hold. No emulated service takes as much."""


LARGEST_UNPACKED = 2**26
"""In bytes, of a packed body: clients pack JSON alone."""

MOST_TRAILERS = 100


class BadBodyError(Exception):
    """The body of a request is not what its headers say."""

    status = 400


class LargeBodyError(BadBodyError):
    """The body of a request is larger than any service takes."""

    status = 413


class ConnectionFault(Enum):
    """What can happen to a new connection before any request on it is read."""

    REFUSAL = auto()
    """The proxy answers 503, as proxies do for a host that refuses the connection."""
    RESET = auto()
    """The connection breaks off."""
    SILENCE = auto()
    """The proxy sends nothing until the client hangs up."""
    OTHER_HOST = auto()
    """The certificate is another host's."""
    OTHER_AUTHORITY = auto()
    """The certificate is from an authority that nobody trusts, as behind many a company's proxy."""


def no_fault(host: str) -> None:
    """No connection meets a fault."""


class Proxy(AbstractContextManager["Proxy"]):
    """Serves on a port of this machine until closed; a context manager.

    Args:
        answer: turns a request into its response; called from many threads. In place of an answer
            it may raise `ConnectionError` to break off, or `TimeoutError` to stay silent until the
            client hangs up.
        serves: whether a host is reachable through this proxy.
        port: 0 for any free port.
        on_connect: asked at each new connection to a host.
        connections: how many may be open at a time; the longest silent one ends for a new one.

    Attributes:
        url: for `HTTPS_PROXY`.
    """

    def __init__(
        self,
        answer: Callable[[Request], Response],
        serves: Callable[[str], bool],
        port: int = 0,
        on_connect: Callable[[str], ConnectionFault | None] = no_fault,
        connections: int | None = None,
    ) -> None:
        self._server = _Server(
            answer, serves, port, on_connect, OpenConnections(connections or bearable())
        )
        self._thread = threading.Thread(
            target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True
        )
        self._thread.start()
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"

    def write_authority(self, path: Path) -> None:
        """Write the certificate of the authority that clients have to trust, as PEM."""
        self._server.authority.cert_pem.write_to_path(str(path))

    def close(self) -> None:
        """Close the port and every open connection."""
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def __exit__(self, *_: object) -> None:
        """Close."""
        self.close()


class _Server(ThreadingHTTPServer):
    """Listens; knows the certificates and the open connections."""

    daemon_threads = True
    request_queue_size = 128

    def __init__(
        self,
        answer: Callable[[Request], Response],
        serves: Callable[[str], bool],
        port: int,
        on_connect: Callable[[str], ConnectionFault | None],
        connections: OpenConnections,
    ) -> None:
        self.answer = answer
        self.serves = serves
        self.on_connect = on_connect
        self.authority = trustme.CA(organization_name="An emulator on this machine")
        self.connections = connections
        self._contexts: dict[str, ssl.SSLContext] = {}
        self._changing = threading.Lock()
        super().__init__(("127.0.0.1", port), _Connection)

    def context(self, host: str, fault: ConnectionFault | None = None) -> ssl.SSLContext:
        """The TLS context of a host; its certificate is issued at the first use.

        Hosts that are many in one domain share a certificate of that domain, as a cloud's do.
        """
        if fault is ConnectionFault.OTHER_AUTHORITY:
            return _context(trustme.CA(), host)
        if fault is ConnectionFault.OTHER_HOST:
            return _context(self.authority, "another-host.example.test")
        name = _certified(host)
        with self._changing:
            if name not in self._contexts:
                self._contexts[name] = _context(self.authority, name)
            return self._contexts[name]

    def server_close(self) -> None:
        """Stop listening, hang up on all clients, and wait until their threads have noticed."""
        super().server_close()
        self.connections.end(5)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Print the error of a connection, unless closing the server caused it."""
        if not self.connections.ending:
            super().handle_error(request, client_address)


def _certified(host: str) -> str:
    """The name in a host's certificate: `*.c.d.e` for `b.c.d.e`, else its own."""
    _, _, domain = host.partition(".")
    return f"*.{domain}" if domain.count(".") >= 2 and not _is_address(host) else host


def _origin_form(target: str) -> tuple[str | None, str]:
    """The host that a request names in absolute form, if it does; its path and query.

    Source: RFC 9112, section 3.2.2: each server takes that form, and the host in it counts.
    """
    match = re.fullmatch(r"https?://(\[[^\]/?]*\]|[^:/?]*)(?::\d*)?(.*)", target, re.IGNORECASE)
    if match is None:
        return None, target
    rest = match[2]
    return match[1].strip("[]").casefold(), rest if rest.startswith("/") else f"/{rest}"


def _is_address(host: str) -> bool:
    return ":" in host or host.replace(".", "").isdigit()


def _context(authority: trustme.CA, host: str) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(host).configure_cert(context)
    return context


class _Connection(BaseHTTPRequestHandler):
    """One client: plain HTTP up to its CONNECT, then HTTP/1.1 inside TLS, kept alive."""

    server: _Server
    connection: socket.socket
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    timeout = SILENCE
    host = ""

    def setup(self) -> None:
        super().setup()
        self.server.connections.opened(self.connection)

    def finish(self) -> None:
        try:
            super().finish()
        finally:
            self.connection.close()
            self.server.connections.closed(self.connection)

    def handle(self) -> None:
        try:
            super().handle()
        except OSError:
            return  # The client hung up, or does not trust the certificate: it says so itself.

    def __getattr__(self, name: str) -> Callable[[], None]:
        """The method by which the base class serves an HTTP method: the same for all of them."""
        if name.startswith("do_"):
            return self.serve
        raise AttributeError(name)

    def do_CONNECT(self) -> None:
        if self.host:
            self.close_connection = True
            return self.refuse(405, "This connection leads to a host already.")
        host, _, port = self.path.rpartition(":")
        if not (host and port.isascii() and port.isdigit()):
            self.close_connection = True
            return self.refuse(400, "CONNECT names a host and its port: management.azure.com:443.")
        self.host = host.strip("[]").casefold()
        if not self.server.serves(self.host):
            self.close_connection = True
            return self.refuse(502, f"There is no host {self.host!r} in the emulated cloud.")
        fault = self.server.on_connect(self.host)
        if fault is ConnectionFault.REFUSAL:
            self.close_connection = True
            return self.refuse(503, f"The host {self.host!r} refuses the connection.")
        if fault is ConnectionFault.RESET:
            raise ConnectionResetError
        self.wfile.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
        if fault is ConnectionFault.SILENCE:
            return self.stay_silent()
        plain = self.connection
        self.connection = secure = self.server.context(self.host, fault).wrap_socket(
            plain, server_side=True, do_handshake_on_connect=False
        )
        self.server.connections.opened(secure)
        self.server.connections.closed(plain)
        secure.do_handshake()
        self.rfile = secure.makefile("rb", self.rbufsize)  # type: ignore[assignment]
        self.wfile = secure.makefile("wb", 0)  # type: ignore[assignment]
        self.close_connection = False
        return None

    def serve(self) -> None:
        try:
            body = self.body()
        except BadBodyError as trouble:
            self.close_connection = True
            return self.refuse(trouble.status, str(trouble))
        if not self.host:
            return self.refuse(
                501, "This proxy serves https:// URLs only, by CONNECT: set it as HTTPS_PROXY."
            )
        self.server.connections.heard(self.connection)
        host, target = _origin_form(self.path)
        if host not in (None, self.host):
            return self.refuse(421, "This connection leads to another host.")
        request = Request.parse(self.command, self.host, target, dict(self.headers.items()), body)
        try:
            return self.send(self.server.answer(request))
        except TimeoutError:
            return self.stay_silent()

    def stay_silent(self) -> None:
        """Read what the client sends and answer nothing, until it hangs up."""
        self.close_connection = True
        self.connection.settimeout(None)
        while self.rfile.read1(65536):
            pass

    def body(self) -> bytes:
        """The request's body, decoded.

        Raises:
            BadBodyError: it is not what its headers say.
        """
        self.acknowledge()
        if "chunked" in self.headers.get("Transfer-Encoding", "").casefold():
            sent = self.chunks()
        else:
            sent = self.exactly(self.length(self.headers.get("Content-Length", "0"), 10))
        if self.headers.get("Content-Encoding", "").casefold() != "gzip":
            return sent
        try:
            with gzip.GzipFile(fileobj=io.BytesIO(sent)) as packed:
                body = packed.read(LARGEST_UNPACKED + 1)
        except (OSError, EOFError, zlib.error) as error:
            raise BadBodyError("The body is not gzip, as its Content-Encoding says.") from error
        if len(body) > LARGEST_UNPACKED:
            raise LargeBodyError("The body is too large, once it is unpacked.")
        return body

    def acknowledge(self) -> None:
        """Acknowledge the headers at once, where the kernel can: it may delay that by 40 ms.

        Clients send the body separately, and through a proxy only after that (Nagle's algorithm).
        """
        if option := getattr(socket, "TCP_QUICKACK", None):
            self.connection.setsockopt(socket.IPPROTO_TCP, option, 1)

    def chunks(self) -> bytes:
        received = bytearray()
        while size := self.length(
            self.rfile.readline(1024).partition(b";")[0].decode("latin-1"), 16
        ):
            if len(received) + size > LARGEST_BODY:
                raise LargeBodyError("The chunked body is too large.")
            received += self.exactly(size)
            if self.rfile.readline(3) != b"\r\n":
                raise BadBodyError("The chunked body is broken.")
        for _ in range(MOST_TRAILERS):
            if not self.rfile.readline(65537).strip():
                return bytes(received)  # Trailers say nothing that anybody here asks for.
        raise BadBodyError("The chunked body has too many trailers.")

    def exactly(self, size: int) -> bytes:
        received = self.rfile.read(size)
        if len(received) < size:
            raise BadBodyError(f"The body ended after {len(received)} of {size} bytes.")
        return received

    @staticmethod
    def length(text: str, base: int) -> int:
        try:
            size = int(text.strip(), base)
        except ValueError:
            size = -1
        if size < 0:
            raise BadBodyError(f"{text.strip()[:40]!r} is not a length that is taken here.")
        if size > LARGEST_BODY:
            raise LargeBodyError("The body is too large.")
        return size

    def refuse(self, status: int, sentence: str) -> None:
        """The proxy's own answer; most clients show their users the reason phrase alone."""
        self.send(Response(status, {"error": {"code": "Proxy", "message": sentence}}), sentence)

    def send(self, response: Response, phrase: str | None = None) -> None:
        """Write a response in one piece, so that no packet waits for another's acknowledgement."""
        content = response.content()
        headers = {"Date": self.date_time_string()}
        if content:
            headers["Content-Type"] = JSON_TYPE
        if response.status != 204:
            headers["Content-Length"] = str(len(content))
        if self.close_connection:
            headers["Connection"] = "close"
        phrase = phrase or self.responses.get(response.status, ("Unknown", ""))[0]
        head = [f"{self.protocol_version} {response.status} {phrase}"]
        for name, value in response.with_headers(headers).headers.items():
            # A name in a URL may hold a line break; a header may not.
            head.append(f"{name}: {' '.join(value.splitlines())}")
        silent = self.command == "HEAD" or response.status in (204, 304)
        lines = "\r\n".join([*head, "", ""]).encode("latin-1", "replace")
        self.wfile.write(lines if silent else lines + content)

    def log_message(self, *_: Any) -> None:
        """Print nothing: the cloud lists what it could not serve."""
