"""The warm processes of a runner: one for each exercise, and one that has collected none."""

import threading
import time
from collections.abc import Mapping
from typing import Any, Final

from acceptance.runner.collected import Collected
from acceptance.runner.processes import Process, WarmServer

MOST: Final = 4
"""How many are kept; the one that was started first makes room."""


class Stopped(Exception):
    """The runner is closed."""


class WarmServers:
    """Forks each order from the process that has done most of its work; for any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._servers: dict[str | None, WarmServer] = {}
        self._stopped = False

    def fork(self, order: Mapping[str, Any], deadline: float) -> Process:
        """A process that waits for the order.

        It is forked from the one that has collected the order's exercise, unless the order has
        options that this does not serve.

        Args:
            deadline: until when to wait for a collection, by the monotonic clock.

        Raises:
            Stopped: the runner is closed.
        """
        while True:
            with self._lock:
                server = self._server(order["exercise"])
                if server.is_ready and not server.serves(order):
                    server = self._server(None)
                if server.is_ready:
                    return server.fork()
            server.wait_until_ready(deadline - time.monotonic())

    def collected(self, exercise: str, deadline: float) -> Collected | None:
        """What is known of an exercise; None if it cannot be collected.

        Raises:
            Stopped: the runner is closed.
        """
        with self._lock:
            server = self._server(exercise)
        server.wait_until_ready(deadline - time.monotonic())
        return server.collected

    def stop(self) -> None:
        """End all; what they have forked does not end by that."""
        with self._lock:
            self._stopped = True
            for server in self._servers.values():
                server.stop()
            self._servers.clear()

    def _server(self, exercise: str | None) -> WarmServer:
        if self._stopped:
            raise Stopped
        server = self._servers.get(exercise)
        if server and server.is_worn:
            self._servers.pop(exercise).stop()
        if exercise not in self._servers:
            if len(self._servers) == MOST:
                self._servers.pop(next(iter(self._servers))).stop()
            self._servers[exercise] = WarmServer(exercise)
        return self._servers[exercise]
