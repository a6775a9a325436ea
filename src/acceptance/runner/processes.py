"""The processes of gradings as their parent has them: forked from a warm one, or spawned."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
from dataclasses import dataclass
from io import BufferedReader
from typing import IO, TYPE_CHECKING, Final, Protocol, cast

from acceptance.runner.request import inherited

if TYPE_CHECKING:
    import resource

COMMAND: Final = (sys.executable, "-P", "-m")


@dataclass(frozen=True)
class End:
    """How a process ended; `seconds` of processor time and `peak` bytes, None if not known."""

    status: int
    seconds: float | None = None
    peak: int | None = None

    @classmethod
    def of(cls, status: int, usage: resource.struct_rusage) -> End:
        """The end of a process as `os.wait4` has it."""
        unit = 1 if sys.platform == "darwin" else 1024
        seconds = usage.ru_utime + usage.ru_stime
        return cls(os.waitstatus_to_exitcode(status), seconds, usage.ru_maxrss * unit)


def kill_group(leader: int) -> None:
    """Kill a process and what it started, those that made a session of their own left out."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(leader, signal.SIGKILL)


class Process(Protocol):
    """One grading's process: its descriptors, see `acceptance.runner.child`, and its end."""

    orders: IO[bytes]
    output: BufferedReader
    channel: IO[bytes]

    def wait(self) -> End:
        """Wait for the end; called once."""

    def kill(self) -> None:
        """Kill it and what it started."""


class Spawned(Process):
    """A process of its own from the start, on every system."""

    def __init__(self) -> None:
        group = getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0)
        self._process = subprocess.Popen(  # noqa: S603 - our own module, without a shell
            [*COMMAND, "acceptance.runner.child"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=inherited(os.environ),
            # A Ctrl-C of the terminal is for the parent.
            start_new_session=True,
            creationflags=group,
        )
        self.orders = cast(IO[bytes], self._process.stdin)
        self.output = cast(BufferedReader, self._process.stdout)
        self.channel = cast(IO[bytes], self._process.stderr)

    def wait(self) -> End:
        """Wait for the end; called once."""
        if sys.platform == "win32":
            return End(self._process.wait())
        _, status, usage = os.wait4(self._process.pid, 0)
        end = End.of(status, usage)
        self._process.returncode = end.status
        kill_group(self._process.pid)
        return end

    def kill(self) -> None:
        """Kill it and what it started."""
        if sys.platform == "win32":
            self._process.kill()
        elif self._process.returncode is None:
            kill_group(self._process.pid)


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

    def fork(self, *descriptors: int) -> None:
        """Have it fork a grading with these."""
        with contextlib.suppress(OSError):  # It is gone: the descriptors close without a word.
            socket.send_fds(self._control, [b"x"], descriptors)

    def stop(self) -> None:
        """End it, and with it every grading."""
        self._control.close()
        self._process.wait()


class Forked(Process):
    """A process forked from a warm one."""

    def __init__(self, server: WarmServer) -> None:
        (order, orders), (output, printed), (channel, told) = os.pipe(), os.pipe(), os.pipe()
        self.orders, self.output = os.fdopen(orders, "wb"), os.fdopen(output, "rb")
        self.channel = os.fdopen(channel, "rb")
        self._end, its = socket.socketpair()
        try:
            server.fork(order, printed, told, its.fileno())
        finally:
            its.close()
            for descriptor in (order, printed, told):
                os.close(descriptor)

    def wait(self) -> End:
        """Wait for the end; called once."""
        with self._end, self._end.makefile("rb") as told:
            end = told.read()
        return End(*json.loads(end)) if end else End(-signal.SIGKILL)

    def kill(self) -> None:
        """Kill it and what it started."""
        with contextlib.suppress(OSError):
            self._end.shutdown(socket.SHUT_WR)
