"""Follows one grading from its order to its end, and says what came of it."""

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
from acceptance.reports.document import Document
from acceptance.runner.collected import Collected
from acceptance.runner.processes import Process
from acceptance.runner.request import CheckEvent, Grading, Trouble, TroubleKind

OnCheck = Callable[[CheckEvent], object]
Held = Callable[[], float]

OUTPUT_LIMIT: Final = 1 << 20
"""How many bytes of what a grading prints are kept, from its end."""

LINE_LIMIT: Final = 64 << 20
"""How many bytes one line of a grading's channel may have."""

GRACE: Final = 10.0
"""Seconds that the descriptors of an ended process have to close."""

GRADED: Final = (0, 1, 6)
"""The exit statuses of a run that graded: all met; something not met; something not verified."""

NOT_AZURE: Final = 7
"""The exit status of a run whose `--require-azure` refused what would have been graded."""

STATUSES: Final = {
    2: Trouble(TroubleKind.INTERRUPTED, "the suite was interrupted"),
    3: Trouble(TroubleKind.SUITE, "the suite itself failed"),
    5: Trouble(TroubleKind.NOTHING, "the options select no check"),
}
"""What other exit statuses of pytest mean; 4 is explained by what it printed."""


class Following:
    """One grading while it runs: one thread reads its channel, another what it prints.

    Args:
        process: its process, which waits for its order; None if the runner was closed before.
        on_check: called with each check that is decided.
        is_stopped: whether the runner has ended its gradings.
        began: when the grading was asked for, by the monotonic clock.
        held: seconds that the grading was held up so far, which do not count for its time limit.
    """

    def __init__(
        self,
        process: Process | None,
        on_check: OnCheck | None,
        is_stopped: Callable[[], bool],
        began: float,
        held: Held | None = None,
    ) -> None:
        self._process = process
        self._on_check = on_check
        self._is_stopped = is_stopped
        self._began = began
        self._held = held or (lambda: 0.0)
        self.collected: Collected | None = None
        self._lines: queue.SimpleQueue[bytes] = queue.SimpleQueue()
        self._output = bytearray()
        self._left_out = 0
        self._result: Mapping[str, Any] = {}
        self._end: Mapping[str, Any] = {}
        self._timed_out = False

    def grading(self, order: Mapping[str, Any], time_limit: float | None) -> Grading:
        """Give the order, take what comes until the process is gone, and sum up."""
        if self._process:
            self._follow(self._process, order, time_limit)
        output = self._output.decode("utf-8", "replace").replace("\r\n", "\n")
        cut = f"[{self._left_out} bytes are left out here]\n" if self._left_out else ""
        status, document = self._end.get("status", -9), self._result.get("document")
        return Grading(
            exit_status=status,
            document=Document.from_json(document) if document else None,
            output=cut + output,
            wall_seconds=time.monotonic() - self._began,
            cpu_seconds=self._end.get("cpu_seconds"),
            peak_memory=self._end.get("peak_memory"),
            requests=self._result.get("requests"),
            trouble=self._trouble(status, output, time_limit),
        )

    def _follow(self, process: Process, order: Mapping[str, Any], time_limit: float | None) -> None:
        reading = threading.Thread(target=self._read_output, args=(process,), daemon=True)
        hearing = threading.Thread(target=self._read_channel, args=(process,), daemon=True)
        reading.start()
        hearing.start()
        try:
            with suppress(OSError, ValueError):  # It may be gone, or closed by the runner.
                process.orders.write(json.dumps(order).encode() + b"\n")
                process.orders.flush()
            limit = float("inf") if time_limit is None else time_limit
            self._take_all(process, self._began + limit)
        finally:
            process.kill()
            hearing.join(GRACE)
            reading.join(GRACE)
            if process.spawned:
                process.spawned.kill()
                process.spawned.wait()

    def _take_all(self, process: Process, deadline: float) -> None:
        """Take all checks, the result and the end; kill the process at the deadline."""
        while not self._end:
            left = deadline + self._held() - time.monotonic()
            try:
                # In short waits: on Windows, Ctrl-C interrupts none.
                line = self._lines.get(timeout=min(max(left, 0), 0.5))
            except queue.Empty:
                if left <= 0:
                    self._timed_out = True
                    process.kill()
                    deadline = float("inf")
                continue
            if not line:
                return
            self._take(line)

    def _take(self, line: bytes) -> None:
        try:
            message = json.loads(line)
        except ValueError:  # Of an interpreter that could not start, or was killed at it.
            self._output += line
            return
        if "status" in message:
            self._end = message
        elif "collected" in message:
            self.collected = Collected.from_json(message["collected"])
        elif "document" in message:
            self._result = message
        elif self._on_check:
            self._on_check(CheckEvent(**message))

    def _read_channel(self, process: Process) -> None:
        with process.channel as channel:
            while line := channel.readline(LINE_LIMIT):
                self._lines.put(line)
        self._lines.put(b"")

    def _read_output(self, process: Process) -> None:
        with process.output as stream:
            while some := stream.read1(1 << 16):
                self._output += some
                self._left_out += max(0, len(self._output) - OUTPUT_LIMIT)
                del self._output[:-OUTPUT_LIMIT]

    def _trouble(self, status: int, output: str, time_limit: float | None) -> Trouble | None:
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
            return Trouble(TroubleKind.USAGE, _usage_error(output))
        if status == NOT_AZURE:
            return Trouble(TroubleKind.NOT_AZURE, _usage_error(output))
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
    if status == -9:
        message += ", as a system does that runs out of memory"
    return Trouble(TroubleKind.KILLED, message)


def _usage_error(output: str) -> str:
    """The last error that pytest printed, in one line: without its usage, and where its files are.

    It is never empty, whatever pytest printed.
    """
    errors = re.findall(r"^ERROR: (.*?)(?:\n\n|\Z)", output, re.MULTILINE | re.DOTALL)
    lines = errors[-1].splitlines() if errors else []
    said = [line for line in lines if not re.match(r"\s*(usage|inifile|rootdir): ", line)]
    text = re.sub(r"^pytest\S*: error: ", "", " ".join(" ".join(said).split()))
    return plain(text) or "the suite refused its options"
