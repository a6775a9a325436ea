"""The open connections of a server: as many as this process bears.

A client that says nothing has a thread and a file descriptor, and no more. If there are too many of
them, the one that has been silent for the longest is hung up on: nobody else has to wait for it.
"""

import socket
import sys
import threading
from contextlib import suppress

FEWEST, MOST = 64, 4096
"""How many connections are open at a time: what the process may have, but for other files."""

SILENCE = 240
"""Seconds that a connection may be silent: as long as Azure's load balancers bear by default.

https://learn.microsoft.com/azure/load-balancer/load-balancer-tcp-reset
"""


def bearable() -> int:
    """How many connections this process may have open."""
    if sys.platform == "win32":
        return MOST // 8
    import resource

    files, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    unlimited = files == resource.RLIM_INFINITY
    return MOST if unlimited else max(FEWEST, min(files * 3 // 4, MOST))


def bear_more() -> None:
    """Let this process have as many files open as its user allows, for a connection is one."""
    if sys.platform == "win32":
        return
    import resource

    files, allowed = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = 2 * MOST if allowed == resource.RLIM_INFINITY else min(allowed, 2 * MOST)
    if files != resource.RLIM_INFINITY and files < wanted:
        with suppress(OSError, ValueError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, allowed))


class OpenConnections:
    """Those that are open now, the longest silent first.

    Args:
        most: how many there may be.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._open: dict[socket.socket, None] = {}
        self._changing = threading.Condition()
        self.ending = False

    def opened(self, connection: socket.socket) -> None:
        """Remember a connection; if it is one too many, hang up on the longest silent one."""
        with self._changing:
            self._open[connection] = None
            if self.ending:
                hang_up(connection)
            elif len(self._open) > self._most:
                hang_up(next(iter(self._open)))

    def heard(self, connection: socket.socket) -> None:
        """Note that a whole request has come from there."""
        with self._changing:
            if connection in self._open:
                del self._open[connection]
                self._open[connection] = None

    def closed(self, connection: socket.socket) -> None:
        """Forget a connection."""
        with self._changing:
            self._open.pop(connection, None)
            self._changing.notify_all()

    def end(self, seconds: float) -> None:
        """Hang up on all, and wait until the threads that serve them have noticed."""
        with self._changing:
            self.ending = True
            for connection in self._open:
                hang_up(connection)
            self._changing.wait_for(lambda: not self._open, timeout=seconds)


def hang_up(connection: socket.socket) -> None:
    """End a connection that another thread reads from."""
    # Below TLS, whose own goodbye would disturb that thread.
    with suppress(OSError):
        socket.socket.shutdown(connection, socket.SHUT_RDWR)
