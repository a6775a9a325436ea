"""The door: `grade` and `Runner`."""

import atexit
import os
import threading
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Final, Self

from acceptance.files import remove_leftovers
from acceptance.plain_text import plain
from acceptance.reports.document import Document
from acceptance.reports.unverified import unverified
from acceptance.runner.following import Following, Held, OnCheck
from acceptance.runner.processes import Process, WarmServer, spawn
from acceptance.runner.request import ExerciseError, Grading, GradingRequest, inherited

LISTING: Final = ("--collect-only",)
LISTING_LIMIT: Final = 120.0
"""The options and the seconds of a run that lists the exercise's checks."""


class Runner:
    """Grades submissions, each in a fresh process; to be used in a `with` block, by any thread.

    Leaving the block ends the gradings that run, each with the trouble `INTERRUPTED`, and cancels
    the submitted ones that do not run yet.

    Args:
        workers: how many of the submitted requests run at a time; None for one on each core.
        start_method: `forkserver` forks each process from one that is warm, `spawn` starts it
            from nothing; None for the first where the system has it. The gradings are the same.
    """

    def __init__(self, workers: int | None = None, start_method: str | None = None) -> None:
        self._warm = (start_method or ("forkserver" if hasattr(os, "fork") else "spawn")) != "spawn"
        self.workers = workers or cores()
        self._pool = ThreadPoolExecutor(self.workers, thread_name_prefix="grading")
        self._lock = threading.Lock()
        self._server: WarmServer | None = None
        self._running: set[Process] = set()
        self._closed = False
        self._undecided: dict[Path, Document] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        with self._lock:
            self._closed = True
            for process in self._running:
                process.kill()
        self._pool.shutdown(cancel_futures=True)
        if self._server:
            self._server.stop()

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
        try:
            return self._follow(request, on_check, held)
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
            ExerciseError: the folder holds no exercise, or its checks cannot be listed.
        """
        folder = exercise.resolve()
        if folder not in self._undecided:
            request = GradingRequest(folder, options=LISTING, time_limit=LISTING_LIMIT)
            listed = self._follow(request, listing=True)
            if listed.document is None or listed.exit_status:
                shown = plain(str(folder))
                raise ExerciseError(
                    f"the checks of {shown} cannot be listed: say there python -m pytest "
                    "--collect-only to see why"
                )
            self._undecided[folder] = listed.document
        return unverified(self._undecided[folder], reason, cure, student)

    def _follow(
        self,
        request: GradingRequest,
        on_check: OnCheck | None = None,
        held: Held | None = None,
        *,
        listing: bool = False,
    ) -> Grading:
        order = {
            "exercise": str(request.exercise.resolve()),
            "arguments": request.arguments(),
            "environment": {**inherited(os.environ), **request.environment},
            "memory_limit": request.memory_limit,
            "listing": listing,
        }
        process = self._start()
        try:
            following = Following(process, on_check, lambda: self._closed, held)
            return following.grading(order, request.time_limit)
        finally:
            with self._lock:
                self._running.discard(process)

    def _start(self) -> Process:
        with self._lock:
            if self._closed:
                raise RuntimeError("the runner is closed")
            if self._server and not self._server.is_alive:
                self._server.stop()
                self._server = None
            if self._warm and not self._server:
                self._server = WarmServer()
            process = self._server.fork() if self._server else spawn()
            self._running.add(process)
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
