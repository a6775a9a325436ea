"""Follows one grading from its order to its end, and says what came of it."""

from __future__ import annotations

import json
import queue
import re
import signal
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any, Final

from acceptance.plain_text import plain
from acceptance.runner.processes import End, Process
from acceptance.runner.request import CheckEvent, Grading, Trouble, TroubleKind

OnCheck = Callable[[CheckEvent], object]

OUTPUT_LIMIT: Final = 1 << 20
"""How many bytes of what a grading prints are kept: half of them from its end."""

LINE_LIMIT: Final = 64 << 20
"""How many bytes one line of a grading's channel may have."""

GRACE: Final = 10.0
"""Seconds that a killed process has to be gone, and the descriptors of an ended one to close."""

TICK: Final = 0.5
"""Seconds after which a wait is resumed: on Windows, Ctrl-C interrupts none."""

GRADED: Final = (0, 1, 6)
"""The exit statuses of a run that graded: all met; something not met; something not verified."""

STATUSES: Final = {
    2: Trouble(TroubleKind.INTERRUPTED, "the suite was interrupted"),
    3: Trouble(TroubleKind.SUITE, "the suite itself failed"),
    5: Trouble(TroubleKind.NOTHING, "the options select no check"),
}
"""What other exit statuses of pytest mean; 4 is explained by what it printed."""


class Output:
    """What was printed: its beginning and its end."""

    def __init__(self) -> None:
        self._head, self._tail, self._size = bytearray(), bytearray(), 0

    def add(self, some: bytes) -> None:
        """Add to the end."""
        self._size += len(some)
        room = OUTPUT_LIMIT // 2 - len(self._head)
        self._head += some[:room]
        self._tail += some[room:]
        del self._tail[: -OUTPUT_LIMIT // 2]

    def __str__(self) -> str:
        left_out = self._size - len(self._head) - len(self._tail)
        cut = f"\n[{left_out} bytes are left out here]\n".encode() if left_out else b""
        return (self._head + cut + self._tail).decode("utf-8", "replace").replace("\r\n", "\n")


class Following:
    """One grading while it runs: threads read its channel and its output, and wait for its end.

    Args:
        process: its process, which waits for its order.
        on_check: called with each check that is decided.
        is_stopped: whether the runner has ended its gradings.
    """

    def __init__(
        self, process: Process, on_check: OnCheck | None, is_stopped: Callable[[], bool]
    ) -> None:
        self._process = process
        self._on_check = on_check
        self._is_stopped = is_stopped
        self._received: queue.SimpleQueue[bytes | End] = queue.SimpleQueue()
        self._output = Output()
        self._result: Mapping[str, Any] = {}
        self._timed_out = False

    def grading(self, order: Mapping[str, Any], time_limit: float | None) -> Grading:
        """Give the order, take what comes until the process is gone, and sum up."""
        began = time.monotonic()
        text = json.dumps(order).encode() + b"\n"
        threads = [
            threading.Thread(target=self._talk, args=(text,), daemon=True),
            threading.Thread(target=self._read_output, daemon=True),
            threading.Thread(target=self._wait, daemon=True),
        ]
        for thread in threads:
            thread.start()
        try:
            end = self._end(began + time_limit if time_limit is not None else float("inf"))
        except BaseException:
            self._process.kill()
            raise
        finally:
            with suppress(OSError):
                self._process.orders.close()  # Which ends it, if nothing else has.
            for thread in threads:
                thread.join(GRACE)
        while not self._received.empty():
            self._take(self._received.get())
        seconds = end.seconds if end.seconds is not None else self._result.get("cpu_seconds")
        return Grading(
            exit_status=end.status,
            document=self._result.get("document"),
            output=str(self._output),
            wall_seconds=time.monotonic() - began,
            cpu_seconds=seconds,
            peak_memory=end.peak,
            trouble=self._trouble(end.status, time_limit),
        )

    def _end(self, deadline: float) -> End:
        """Take all checks and the result; kill the process at the deadline."""
        while True:
            left = deadline - time.monotonic()
            try:
                received = self._received.get(timeout=min(max(left, 0), TICK))
            except queue.Empty:
                if left <= 0 and self._timed_out:  # Not even killing it ends it.
                    return End(-signal.SIGKILL)
                if left <= 0:
                    self._timed_out = True
                    self._process.kill()
                    deadline = time.monotonic() + GRACE
                continue
            if isinstance(received, End):
                return received
            self._take(received)

    def _take(self, line: bytes | End) -> None:
        if isinstance(line, End):  # It is in time for nobody.
            return
        try:
            message = json.loads(line)
        except ValueError:  # Of an interpreter that could not even start.
            self._output.add(line)
            return
        if "document" in message:
            self._result = message
        elif self._on_check:
            self._on_check(CheckEvent(**message))

    def _talk(self, order: bytes) -> None:
        with suppress(OSError):  # It may be gone already.
            self._process.orders.write(order)
            self._process.orders.flush()
        with self._process.channel as channel:
            while line := channel.readline(LINE_LIMIT):
                self._received.put(line)

    def _read_output(self) -> None:
        with self._process.output as stream:
            while some := stream.read1(1 << 16):
                self._output.add(some)

    def _wait(self) -> None:
        self._received.put(self._process.wait())

    def _trouble(self, status: int, time_limit: float | None) -> Trouble | None:
        if not self._result and self._is_stopped():
            return Trouble(TroubleKind.INTERRUPTED, "the grading was interrupted")
        if not self._result and self._timed_out:
            message = f"the grading was ended after its time limit, {time_limit:g} seconds"
            return Trouble(TroubleKind.TIMED_OUT, message)
        if not self._result:
            return _early(status)
        if self._result["out_of_memory"]:
            return Trouble(TroubleKind.OUT_OF_MEMORY, "the grading ran out of memory")
        if status == 4:
            return Trouble(TroubleKind.USAGE, _usage_error(str(self._output)))
        if status in GRADED:
            nothing = Trouble(TroubleKind.NOTHING, "the options grade nothing")
            return None if self._result["document"] else nothing
        unknown = Trouble(TroubleKind.SUITE, f"the suite ended with exit status {status}")
        return STATUSES.get(status, unknown)


def _early(status: int) -> Trouble:
    """What became of a process that sent no result."""
    if status >= 0:
        message = f"the process ended with exit status {status} before the grading did"
        return Trouble(TroubleKind.ENDED, message)
    message = f"the process was killed by signal {-status} ({signal.Signals(-status).name})"
    if -status == signal.SIGKILL:
        message += ", as a system does that runs out of memory"
    return Trouble(TroubleKind.KILLED, message)


def _usage_error(output: str) -> str:
    """The last error that pytest printed, in one line."""
    errors = re.findall(
        r"^ERROR: (?:usage: .*\n)?(.*?)(?:\n\n|\Z)", output, re.MULTILINE | re.DOTALL
    )
    return plain(" ".join(errors[-1].split())) if errors else "the suite refused its options"
