"""Processes that compute for this one, so that its threads go on meanwhile.

Each is started when there is something to compute, and ended when there was nothing for a while. It
reads what to do from its standard input, and ends where that ends: with this process, however this
one is ended. It knows nothing but what it is sent; its own standard output is the answer.
"""

from __future__ import annotations

import atexit
import os
import pickle
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")

MOST = max(1, min(4, (os.cpu_count() or 2) - 1))
"""Workers at once: one processor is left to those who ask."""
IDLE = 20.0
"""Seconds after which a worker that has nothing to do is ended."""
ATTEMPTS = 2
SOURCE = Path(__file__).resolve().parents[2]
START = """
import sys
sys.path.append(sys.argv[1])
from azure_emulator.vision.worker import main
main()
"""


class WorkerLostError(Exception):
    """A worker has ended in the middle of its work, and so has another one."""


class _Worker:
    """A process, and the pipes to and from it."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(  # noqa: S603 - this Python, and a program of our own.
            # Neither the working folder nor the program of this process is imported from.
            [sys.executable, "-P", "-c", START, str(SOURCE)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={
                **os.environ,
                # Each has one processor, and sums in the same order everywhere.
                **dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"), "1"),
            },
            start_new_session=True,  # Ctrl-C is for this process to understand.
        )

    def ask(self, task: object) -> tuple[bool, Any]:
        """Whether a task was done, and what came of it; or the error.

        Raises:
            OSError, EOFError, pickle.UnpicklingError: the process has ended.
        """
        sent, answer = self._process.stdin, self._process.stdout
        if sent is None or answer is None:
            raise EOFError
        pickle.dump(task, sent, pickle.HIGHEST_PROTOCOL)
        sent.flush()
        done, value = pickle.load(answer)  # noqa: S301 - what our own process says.
        return done, value

    def end(self) -> None:
        """End the process, and close the pipes."""
        self._process.kill()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                with suppress(OSError):
                    pipe.close()
        self._process.wait()


class Workers:
    """At most `MOST` workers, lent to one thread each."""

    def __init__(self) -> None:
        self._places = threading.BoundedSemaphore(MOST)
        self._lock = threading.Lock()
        self._free: list[_Worker] = []
        self._timer: threading.Timer | None = None
        self._awaited = False

    def expected(self) -> bool:
        """Whether the caller is to have the first worker started, which nobody has asked for."""
        with self._lock:
            first, self._awaited = not self._awaited, True
        return first

    def run(
        self,
        function: Callable[Arguments, Result],
        *arguments: Arguments.args,
        **options: Arguments.kwargs,
    ) -> Result:
        """The result of a function of this package, computed by a worker.

        Where no worker can be started, it is computed here, and standard error says so.

        Raises:
            WorkerLostError: the worker was ended from outside, twice.
            Exception: what the function raises.
        """
        task = (function, arguments, options)
        for _ in range(ATTEMPTS):
            try:
                with self._lent() as worker:
                    done, value = worker.ask(task)
            except _NoWorkerError as error:
                sys.stderr.write(f"No process to compute in can be started: {error}\n")
                return function(*arguments, **options)
            except (OSError, EOFError, pickle.UnpicklingError):
                continue
            if done:
                result: Result = value
                return result
            raise value
        raise WorkerLostError(f"{function.__name__} was ended {ATTEMPTS} times from outside")

    @contextmanager
    def _lent(self) -> Iterator[_Worker]:
        with self._places:
            with self._lock:
                worker = self._free.pop() if self._free else None
                self._awaited = True
            if worker is None:
                try:
                    worker = _Worker()
                except (OSError, TypeError, ValueError) as error:
                    raise _NoWorkerError(str(error)) from error
            try:
                yield worker
            except BaseException:
                worker.end()
                raise
            self._give_back(worker)

    def _give_back(self, worker: _Worker) -> None:
        with self._lock:
            self._free.append(worker)
            if self._timer is not None:
                self._timer.cancel()
            self._timer = threading.Timer(IDLE, self.end)
            self._timer.daemon = True
            self._timer.start()

    def end(self) -> None:
        """End all workers that have nothing to do."""
        with self._lock:
            if self._timer is not None:
                self._timer.cancel()
            free, self._free, self._timer = self._free, [], None
            self._awaited = False
        for worker in free:
            worker.end()

    def forget(self) -> None:
        """Leave all workers alone: in a copy of this process, they are the original's."""
        self.__init__()  # type: ignore[misc]


class _NoWorkerError(Exception):
    """No process can be started."""


WORKERS = Workers()
atexit.register(WORKERS.end)
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=WORKERS.forget)
