"""The processes of gradings as their parent has them: forked from a warm one, or spawned."""

import contextlib
import json
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from io import BufferedReader
from typing import IO, Any, Final, cast

from acceptance.runner.collected import Collected
from acceptance.runner.request import inherited

COMMAND: Final = (sys.executable, "-P", "-m")

MOST_COLLECTED: Final = 16 << 20
"""How many bytes a warm process may say of what it has collected."""

TRIED_AGAIN: Final = 60.0
"""Seconds from the start of a warm process that failed to collect, to the next one."""


@dataclass(frozen=True, eq=False)
class Process:
    """One grading's process: its descriptors, as `acceptance.runner.child` has them.

    Attributes:
        spawned: the process itself, if this one is its parent.
    """

    orders: IO[bytes]
    output: BufferedReader
    channel: IO[bytes]
    spawned: subprocess.Popen[bytes] | None = None

    def kill(self) -> None:
        """Kill it and what it started, which is then told on the channel."""
        with contextlib.suppress(OSError):
            self.orders.close()
        if self.spawned and sys.platform == "win32":
            self.spawned.kill()


def spawn() -> Process:
    """A process that loads everything itself; on every system."""
    process = subprocess.Popen(  # noqa: S603 - our own module, without a shell
        [*COMMAND, "acceptance.runner.child"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=inherited(os.environ),
        # A Ctrl-C of the terminal is for the parent.
        start_new_session=True,
        creationflags=getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0),
    )
    streams = cast(
        "tuple[IO[bytes], BufferedReader, IO[bytes]]",
        (process.stdin, process.stdout, process.stderr),
    )
    return Process(*streams, process)


class WarmServer:
    """The process of `acceptance.runner.fork_server`.

    Args:
        exercise: the folder of the exercise whose checks it collects; None if it collects none.
    """

    def __init__(self, exercise: str | None = None) -> None:
        self.collected: Collected | None = None
        self._collects = exercise is not None
        self._began = time.monotonic()
        self._ready = threading.Event()
        self._control, its = socket.socketpair()
        command = ["acceptance.runner.fork_server", str(its.fileno())]
        with its:
            self._process = subprocess.Popen(  # noqa: S603 - our own module, without a shell
                [*COMMAND, *command, *([exercise] if exercise else [])],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                env=inherited(os.environ),
                pass_fds=[its.fileno()],
                start_new_session=True,
            )
        if exercise:
            threading.Thread(target=self._hear, daemon=True).start()
        else:
            self._ready.set()

    def _hear(self) -> None:
        """Take what the process has collected, once it has; none if it dies before."""
        with contextlib.suppress(OSError, ValueError, KeyError, TypeError):
            with self._control.makefile("rb") as stream:
                line = stream.readline(MOST_COLLECTED)
            self.collected = Collected.from_json(json.loads(line))
        self._ready.set()

    @property
    def is_ready(self) -> bool:
        """Whether it has collected what it was told to, or failed to."""
        return self._ready.is_set()

    def wait_until_ready(self, seconds: float) -> None:
        """Wait until it is, and let it fail after so many seconds."""
        if not self._ready.wait(max(seconds, 0)):
            self._process.kill()
            self._ready.wait()

    def serves(self, order: Mapping[str, Any]) -> bool:
        """Whether the order's run begins with what this one has done."""
        collected = self.collected
        return bool(collected and collected.serves(order["arguments"], order["environment"]))

    @property
    def is_worn(self) -> bool:
        """Whether another one has to take its place: it is dead, or its exercise has changed.

        One that failed to collect is not tried again at once.
        """
        if not self.is_ready:
            return False
        if self.collected is None and self._collects:
            return time.monotonic() > self._began + TRIED_AGAIN
        changed = self.collected is not None and not self.collected.is_current()
        return changed or self._process.poll() is not None

    def fork(self) -> Process:
        """A process that finds everything loaded."""
        (order, orders), (output, printed), (channel, told) = os.pipe(), os.pipe(), os.pipe()
        with contextlib.suppress(OSError):  # Of a dead server, they close without a word.
            socket.send_fds(self._control, [b"x"], [order, printed, told])
        for descriptor in (order, printed, told):
            os.close(descriptor)
        return Process(os.fdopen(orders, "wb"), os.fdopen(output, "rb"), os.fdopen(channel, "rb"))

    def stop(self) -> None:
        """End it, once it has forked what it was asked for; that does not end with it."""
        if not self.is_ready:
            self._process.kill()
        self._control.close()
        self._process.wait()
