"""The processes of gradings as their parent has them: forked from a warm one, or spawned."""

import contextlib
import os
import socket
import subprocess
import sys
from dataclasses import dataclass
from io import BufferedReader
from typing import IO, Final, cast

from acceptance.runner.request import inherited

COMMAND: Final = (sys.executable, "-P", "-m")


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
    """The process of `acceptance.runner.fork_server`."""

    def __init__(self) -> None:
        self._control, its = socket.socketpair()
        with its:
            self._process = subprocess.Popen(  # noqa: S603 - our own module, without a shell
                [*COMMAND, "acceptance.runner.fork_server", str(its.fileno())],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                env=inherited(os.environ),
                pass_fds=[its.fileno()],
                start_new_session=True,
            )

    @property
    def is_alive(self) -> bool:
        """Whether it can fork."""
        return self._process.poll() is None

    def fork(self) -> Process:
        """A process that finds everything loaded."""
        (order, orders), (output, printed), (channel, told) = os.pipe(), os.pipe(), os.pipe()
        with contextlib.suppress(OSError):  # Of a dead server, they close without a word.
            socket.send_fds(self._control, [b"x"], [order, printed, told])
        for descriptor in (order, printed, told):
            os.close(descriptor)
        return Process(os.fdopen(orders, "wb"), os.fdopen(output, "rb"), os.fdopen(channel, "rb"))

    def stop(self) -> None:
        """End it; what it has forked does not end by that."""
        self._control.close()
        self._process.wait()
