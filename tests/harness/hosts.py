"""Two hosts of our own: network namespaces behind a bridge, with nothing but a way to this one."""

from __future__ import annotations

import contextlib
import os
import shutil
import socket
import subprocess
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field

NETWORK = "10.213.7"
GATEWAY = f"{NETWORK}.1"


def ip(*words: str) -> None:
    """Run `ip WORDS`."""
    subprocess.run(["ip", *words], check=True, capture_output=True)


def missing() -> str:
    """What is missing for hosts of our own, in words; empty if nothing is."""
    if shutil.which("ip") is None:
        return "iproute2 is not installed"
    name = f"probe-{os.getpid()}"
    try:
        ip("netns", "add", name)
    except subprocess.CalledProcessError:
        return "network namespaces are not permitted here"
    ip("netns", "del", name)
    return ""


@contextlib.contextmanager
def hosts(count: int) -> Iterator[list[str]]:
    """The names of that many namespaces, whose addresses are `NETWORK.2` and so on."""
    names = [f"host{number}-{os.getpid()}" for number in range(count)]
    bridge = f"br{os.getpid()}"[:15]
    ip("link", "add", bridge, "type", "bridge")
    try:
        ip("addr", "add", f"{GATEWAY}/24", "dev", bridge)
        ip("link", "set", bridge, "up")
        for number, name in enumerate(names):
            ip("netns", "add", name)
            outside, inside = f"o{number}-{os.getpid()}"[:15], f"i{number}-{os.getpid()}"[:15]
            ip("link", "add", outside, "type", "veth", "peer", "name", inside)
            ip("link", "set", inside, "netns", name)
            ip("link", "set", outside, "master", bridge)
            ip("link", "set", outside, "up")
            ip("-n", name, "addr", "add", f"{NETWORK}.{number + 2}/24", "dev", inside)
            ip("-n", name, "link", "set", inside, "up")
            ip("-n", name, "link", "set", "lo", "up")
        yield names
    finally:
        for name in names:
            with contextlib.suppress(subprocess.CalledProcessError):
                ip("netns", "del", name)
        ip("link", "del", bridge)


@dataclass
class Forwarder:
    """Takes connections at the gateway, and hands them on to a port of this host.

    Attributes:
        port: at the gateway.
        callers: the addresses of those who came.
    """

    to: int
    callers: set[str] = field(default_factory=set)
    port: int = 0

    @contextlib.contextmanager
    def running(self) -> Iterator[Forwarder]:
        """Forward for the time of the block."""
        with socket.create_server((GATEWAY, 0)) as server:
            self.port = server.getsockname()[1]
            threading.Thread(target=self._accept, args=(server,), daemon=True).start()
            yield self
            server.shutdown(socket.SHUT_RDWR)

    def _accept(self, server: socket.socket) -> None:
        while True:
            try:
                caller, address = server.accept()
            except OSError:
                return
            self.callers.add(address[0])
            called = socket.create_connection(("127.0.0.1", self.to))
            for one, other in ((caller, called), (called, caller)):
                threading.Thread(target=pump, args=(one, other), daemon=True).start()


def pump(source: socket.socket, target: socket.socket) -> None:
    """Carry bytes until either side ends, and close both."""
    with contextlib.suppress(OSError):
        while some := source.recv(1 << 16):
            target.sendall(some)
    for each in (source, target):
        with contextlib.suppress(OSError):
            each.shutdown(socket.SHUT_RDWR)
        each.close()
