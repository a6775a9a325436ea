"""The processes of gradings as their parent has them: forked from a warm one, or spawned."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from io import BufferedReader
from typing import IO, TYPE_CHECKING, Final, cast

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


@dataclass(frozen=True, eq=False)
class Process:
    """One grading's process: its descriptors, as `acceptance.runner.child` has them, and its end.

    Attributes:
        wait: waits for the end; called once.
        kill: kills it and what it started.
    """

    orders: IO[bytes]
    output: BufferedReader
    channel: IO[bytes]
    wait: Callable[[], End]
    kill: Callable[[], None]


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

    def wait() -> End:
        if sys.platform == "win32":
            return End(process.wait())
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        kill_group(process.pid)
        return End.of(status, usage)

    def kill() -> None:
        if sys.platform == "win32":
            process.kill()
        elif process.returncode is None:
            kill_group(process.pid)

    streams = cast(
        "tuple[IO[bytes], BufferedReader, IO[bytes]]",
        (process.stdin, process.stdout, process.stderr),
    )
    return Process(*streams, wait, kill)


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
        end, its = socket.socketpair()
        with its, contextlib.suppress(OSError):  # Of a dead server, they close without a word.
            socket.send_fds(self._control, [b"x"], [order, printed, told, its.fileno()])
        for descriptor in (order, printed, told):
            os.close(descriptor)

        def wait() -> End:
            with end, end.makefile("rb") as stream:
                text = stream.read()
            return End(*json.loads(text)) if text else End(-signal.SIGKILL)

        def kill() -> None:
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_WR)

        return Process(
            os.fdopen(orders, "wb"), os.fdopen(output, "rb"), os.fdopen(channel, "rb"), wait, kill
        )

    def stop(self) -> None:
        """End it, and with it every grading."""
        self._control.close()
        self._process.wait()
