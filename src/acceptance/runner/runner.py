"""The door: `grade` and `Runner`."""

import atexit
import os
import threading
import time
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any, Final, Self

from acceptance.files import remove_leftovers
from acceptance.plain_text import plain
from acceptance.reports.document import Document
from acceptance.reports.unverified import unverified
from acceptance.runner.collected import Collected
from acceptance.runner.following import Following, Held, OnCheck
from acceptance.runner.processes import Process, spawn
from acceptance.runner.request import (
    ExerciseError,
    Grading,
    GradingRequest,
    inherited,
    require_exercise,
)
from acceptance.runner.servers import Stopped, WarmServers

COLLECTING: Final = 60.0
"""Seconds that the collection of an exercise's checks may take."""


class Runner:
    """Grades submissions, each in a fresh process; to be used in a `with` block, by any thread.

    Leaving the block ends the gradings that run, each with the trouble `INTERRUPTED`, and cancels
    the submitted ones that do not run yet.

    Args:
        workers: how many of the submitted requests run at a time; None for one on each core.
        start_method: `forkserver` forks each process from one that is warm, `spawn` starts it
            from nothing; None for the first where the system has it. The gradings are the same.

    Attributes:
        workers: how many of the submitted requests run at a time.
    """

    def __init__(self, workers: int | None = None, start_method: str | None = None) -> None:
        self.workers = workers or cores()
        method = start_method or ("forkserver" if hasattr(os, "fork") else "spawn")
        self._servers = WarmServers() if method != "spawn" else None
        self._pool = ThreadPoolExecutor(self.workers, thread_name_prefix="grading")
        self._lock = threading.Lock()
        self._running: set[Process] = set()
        self._closed = False
        self._collected: dict[str, Collected] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._pool.shutdown(wait=False, cancel_futures=True)
        with self._lock:
            self._closed = True
            for process in self._running:
                process.kill()
        if self._servers:
            self._servers.stop()
        self._pool.shutdown()

    def submit(self, request: GradingRequest, on_check: OnCheck | None = None) -> Future[Grading]:
        """Grade when a worker is free, which then calls `on_check`; see `grade`."""
        return self._pool.submit(self.grade, request, on_check)

    def grade(
        self, request: GradingRequest, on_check: OnCheck | None = None, held: Held | None = None
    ) -> Grading:
        """Grade one submission, and wait for it.

        Args:
            on_check: called in this thread with each check as soon as it is decided. What it
                raises ends the grading.
            held: called again and again for the seconds that the grading was held up by others
                so far: by so much its time limit moves.

        Raises:
            ExerciseError: the request's folder holds none.
        """
        order = {
            "exercise": str(request.exercise.resolve()),
            "arguments": request.arguments(),
            "environment": {**inherited(os.environ), **request.environment},
            "memory_limit": request.memory_limit,
            "collect": False,
        }
        try:
            grading, _ = self._follow(order, request.time_limit, on_check, held)
            return grading
        finally:
            for path in request.written():
                remove_leftovers(path)

    def unverified(self, exercise: Path, reason: str, cure: str, student: str = "") -> Document:
        """The document of a submission whose grading gave none: nobody could tell anything.

        Every check that the exercise asks is in it, not verified, by a collection of the exercise;
        nothing is said of where facts came from, as there are none. Its exit status is 6.

        Args:
            exercise: the folder of the exercise.
            reason: why there was no grading.
            cure: what would cure that.
            student: whose submission it is, for the title.

        Raises:
            ExerciseError: the folder holds no exercise, or its checks cannot be collected.
        """
        require_exercise(exercise)
        folder = str(exercise.resolve())
        known = self._collected.get(folder)
        if not (known and known.is_current()):
            known = self._collect(folder)
        if known is None or known.document is None:
            raise ExerciseError(
                f"the checks of {plain(folder)} cannot be collected; python -m pytest "
                "--collect-only says why, in that folder"
            )
        self._collected[folder] = known
        return unverified(known.document, reason, cure, student)

    def selected(self, exercise: Path, options: Sequence[str]) -> Document | None:
        """What these options of pytest select of an exercise, decided by nobody.

        Returns:
            the document, which is partial if that is a part of the checks only; None if nothing
            can be collected so.

        Raises:
            ExerciseError: the folder holds no exercise.
        """
        require_exercise(exercise)
        collected = self._collected_by(str(exercise.resolve()), options)
        return collected.document if collected else None

    def _collect(self, exercise: str) -> Collected | None:
        if self._servers:
            return self._servers.collected(exercise, time.monotonic() + COLLECTING)
        return self._collected_by(exercise, ())

    def _collected_by(self, exercise: str, options: Sequence[str]) -> Collected | None:
        order: dict[str, Any] = {"exercise": exercise, "arguments": [*options], "collect": True}
        order |= {"environment": inherited(os.environ), "memory_limit": None}
        _, collected = self._follow(order, COLLECTING)
        return collected

    def _follow(
        self,
        order: dict[str, Any],
        time_limit: float | None,
        on_check: OnCheck | None = None,
        held: Held | None = None,
    ) -> tuple[Grading, Collected | None]:
        began = time.monotonic()
        process = self._start(order, began + min(time_limit or COLLECTING, COLLECTING))
        try:
            following = Following(process, on_check, lambda: self._closed, began, held)
            return following.grading(order, time_limit), following.collected
        finally:
            with self._lock:
                if process:
                    self._running.discard(process)

    def _start(self, order: dict[str, Any], deadline: float) -> Process | None:
        """The order's process; None if the runner is closed meanwhile."""
        if self._closed:
            raise RuntimeError("the runner is closed")
        try:
            process = self._servers.fork(order, deadline) if self._servers else spawn()
        except Stopped:
            return None
        with self._lock:
            self._running.add(process)
            if self._closed:
                process.kill()
        return process


def cores() -> int:
    """How many processes can really run at a time."""
    affinity = getattr(os, "sched_getaffinity", None)
    return len(affinity(0)) if affinity else os.cpu_count() or 1


_SHARED = Runner()  # It starts nothing until it is asked.
atexit.register(_SHARED.__exit__)


def grade(request: GradingRequest, on_check: OnCheck | None = None) -> Grading:
    """Grade one submission, by a runner that stays warm until the interpreter ends.

    Raises:
        ExerciseError: the request's folder holds none.
    """
    return _SHARED.grade(request, on_check)
