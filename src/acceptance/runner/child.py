"""The process of one grading: it reads an order, runs pytest and reports on a channel.

Descriptor 0 brings the order, a line of JSON, and is closed when the grading is no longer wanted.
Descriptor 1 takes what is printed. Descriptor 2 is the channel: a line of JSON for each check that
is decided, and one for the end.
"""

import json
import os
import signal
import sys
import tempfile
import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, BinaryIO, NoReturn

import pytest

from acceptance.runner.collection import collect, settle_in

Send = Callable[[Mapping[str, Any]], object]


class Observer:
    """A pytest plugin that sends each check when it is decided, and keeps the run's document."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self._rows: Mapping[str, Any] = {}
        self.document: Mapping[str, Any] | None = None
        self.requests: int | None = None
        self.out_of_memory = False

    def pytest_sessionstart(self, session: pytest.Session) -> None:
        """Look where the verdicts are kept while the run goes on."""
        grading = session.config.pluginmanager.get_plugin("verdicts-grading")
        self._rows = grading.rows if grading else {}

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_makereport(self, call: pytest.CallInfo[None]) -> None:
        """Notice that memory ran out in a check."""
        self._note(call.excinfo)

    def pytest_internalerror(self, excinfo: pytest.ExceptionInfo[BaseException]) -> None:
        """Notice that memory ran out in pytest itself."""
        self._note(excinfo)

    def _note(self, raised: pytest.ExceptionInfo[BaseException] | None) -> None:
        error = raised.value if raised else None
        while error is not None and not isinstance(error, MemoryError):
            error = error.__cause__ or error.__context__
        self.out_of_memory |= error is not None

    def pytest_runtest_logfinish(self, nodeid: str) -> None:
        """Send the verdict, which nothing in the scenario can change any more."""
        row = self._rows.get(nodeid)
        if row is not None and row.check.id:
            check = {"id": row.check.id, "title": row.check.title}
            self._send({**check, "verdict": str(row.verdict)})

    def pytest_unconfigure(self, config: pytest.Config) -> None:
        """Take the document, which is made when the session finishes."""
        from acceptance.reports.terminal_plugin import DOCUMENT

        document = config.stash.get(DOCUMENT, None)
        if document and not getattr(config.option, "preflight", False):
            self.document = document.to_json()
        # A run that is refused early may not have come to the plugin that declares it.
        if sent := getattr(config.hook, "pytest_requests_sent", None):
            self.requests = sent(config=config)


def main() -> NoReturn:
    """Take the order and have it graded, watched where the system can fork."""
    channel = os.fdopen(os.dup(2), "w", encoding="utf-8")
    os.dup2(1, 2)
    orders = os.fdopen(os.dup(0), "rb")
    order = json.loads(orders.readline())
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)

    def send(message: Mapping[str, Any]) -> None:
        channel.write(json.dumps(message) + "\n")
        channel.flush()

    if hasattr(os, "fork"):
        ended, alive = os.pipe()
        if grading := os.fork():
            os.close(ended)
            _watch(grading, orders, send)
        os.setsid()
        os.close(alive)
        orders.close()
        orders = os.fdopen(ended, "rb")  # It ends with the process that watches.
    threading.Thread(target=_end_when_unwanted, args=(orders, os.getpid()), daemon=True).start()
    status = _grade(order, send)
    if not hasattr(os, "fork"):
        send({"status": status, "cpu_seconds": sum(os.times()[:4]), "peak_memory": None})
    os._exit(status)


def _watch(grading: int, orders: BinaryIO, send: Send) -> NoReturn:
    """Wait for the end of the grading, end what it started, and send how it ended."""
    threading.Thread(target=_end_when_unwanted, args=(orders, grading), daemon=True).start()
    _, status, usage = os.wait4(grading, 0)
    _kill(grading)
    unit = 1 if sys.platform == "darwin" else 1024
    with suppress(OSError):  # Nobody wants to know any more.
        send(
            {
                "status": os.waitstatus_to_exitcode(status),
                "cpu_seconds": sum(os.times()[:4]),
                "peak_memory": usage.ru_maxrss * unit,
            }
        )
    os._exit(0)


def _grade(order: Mapping[str, Any], send: Send) -> int:
    """Run pytest, send the result, and return the exit status."""
    observer, status = Observer(send), 3
    try:
        _settle_in(order)
        if order["collect"]:
            send({"collected": collect(Path(order["exercise"]), order["arguments"])})
            return 0
        status = int(pytest.main(order["arguments"], [observer]))
    except MemoryError:
        observer.out_of_memory = True
    sys.stdout.flush()
    sys.stderr.flush()
    document = None if observer.out_of_memory else observer.document
    counted = {"requests": observer.requests, "out_of_memory": observer.out_of_memory}
    send({"document": document, **counted})
    return status


def _settle_in(order: Mapping[str, Any]) -> None:
    """Take the folder, the environment and the limits of the order."""
    os.environ.clear()
    os.environ.update(order["environment"])
    tempfile.tempdir = None  # Another environment may name another folder.
    settle_in(order["exercise"], *order["arguments"])
    with suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # A dump would hold every secret.
        if limit := order["memory_limit"]:
            resource.setrlimit(resource.RLIMIT_AS, (limit, limit))


def _end_when_unwanted(orders: BinaryIO, grading: int) -> None:
    """End the grading and what it started, when who reads it is gone or wants it no more."""
    orders.read(1)
    _kill(grading)
    if grading == os.getpid():
        os._exit(130)


def _kill(grading: int) -> None:
    """Kill a grading, which may not lead its group yet, and what it started."""
    for kill in (os.killpg, os.kill) if hasattr(os, "killpg") else ():
        with suppress(ProcessLookupError, PermissionError):
            kill(grading, signal.SIGKILL)


if __name__ == "__main__":
    main()
