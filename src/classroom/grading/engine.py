"""Has students graded by a cluster, and tells what happens, until nobody is left.

A worker that dies costs its students a further try; one at whom `DEATHS` workers died is not
verified. Not many more students are handed out than there is room for: so a run that is stopped has
little to take back, and a class of thousands costs no more memory than one of a hundred.
"""

import queue
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import CancelledError
from contextlib import suppress
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

from acceptance.plain_text import masked
from acceptance.reports.document import Document
from classroom.grading import plugin
from classroom.grading.cluster import DEATHS, Cluster
from classroom.grading.events import Began, Event, Graded, Notice, Paused, Slow, Tick, Workers
from classroom.grading.task import GradingTask, RunSettings
from classroom.results import Result

if TYPE_CHECKING:
    from distributed import Future

BEAT: Final = 0.5
"""Seconds after which an engine says that nothing has happened."""

LOOK: Final = 3.0
"""Seconds between two looks at the workers."""

NOBODY: Final = 300.0
"""Seconds without any worker after which a run stops."""

REFUSALS: Final = 10
"""How many workers may refuse a student, in a row, before it is said of the student."""

Unverified = Callable[[str, str, str], Document]
"""The document of a student of whom nobody can tell anything: student, reason, cure."""


class ClusterLost(Exception):
    """There is nobody left to grade; the message says what happened and what to do."""


class Engine:
    """Grades tasks on a cluster.

    Args:
        cluster: it.
        settings: the run's.
        unverified: makes the document of a student whom no worker could grade.
        at_once: how many gradings run at a time; None for as many as the workers have room for.
    """

    def __init__(
        self,
        cluster: Cluster,
        settings: RunSettings,
        unverified: Unverified,
        at_once: int | None = None,
    ) -> None:
        self._client = cluster.client
        self._settings = settings
        self._unverified = unverified
        self._at_once = at_once
        self._inbox: queue.SimpleQueue[Any] = queue.SimpleQueue()
        self._flying: dict[str, tuple[GradingTask, Future[Any]]] = {}
        self._again: deque[GradingTask] = deque()
        self._refusals: dict[str, int] = {}
        self._refusing: dict[str, str] = {}
        self._threads: Mapping[str, int] = {}
        self._looked = self._seen = time.monotonic()
        self._number = 0
        self._all_out = False

    def events(self, tasks: Iterable[GradingTask]) -> Iterator[Event]:
        """Grade these, and tell what happens; each student is `Graded` exactly once.

        Raises:
            ClusterLost: the scheduler is gone, or there has been no worker for long, or all refuse.
        """
        waiting = iter(tasks)
        self._client.subscribe_topic(plugin.topic(self._settings.run), self._hear)
        try:
            self._client.register_plugin(plugin.GraderPlugin(self._settings))
        except Exception as error:
            raise ClusterLost(
                f"the workers cannot be made ready ({masked(str(error))}): install this suite on "
                "each of them, with what the grading of a class needs, in the same version"
            ) from error
        yield from self._look()
        while True:
            self._hand_out(waiting)
            if self._all_out and not self._flying:
                break
            try:
                item = self._inbox.get(timeout=BEAT)
            except queue.Empty:
                yield Tick()
            else:
                yield from self._take(item)
            if time.monotonic() - self._looked > LOOK:
                yield from self._look()

    def stop(self) -> None:
        """End what runs, here and on the workers."""
        with suppress(Exception):
            self._client.cancel([future for _, future in self._flying.values()], force=True)
        with suppress(Exception):
            self._client.run(plugin.stop, self._settings.run, on_error="ignore")
        self._flying.clear()

    def close(self) -> None:
        """Take from the workers what the run has put there."""
        name = plugin.topic(self._settings.run)
        with suppress(Exception):
            self._client.unsubscribe_topic(name)
        with suppress(Exception):
            self._client.unregister_worker_plugin(name)

    def _hear(self, event: tuple[float, Mapping[str, Any]]) -> None:
        """Take what a worker tells, in Dask's own thread."""
        self._inbox.put(event[1])

    def _hand_out(self, waiting: Iterator[GradingTask]) -> None:
        """Hand out as many as there is room for; without any worker, that is none."""
        room = self._at_once or sum(self._threads.values())
        most = max(1, room if self._at_once else room + room // 4)
        while self._threads and len(self._flying) < most:
            task = self._again.popleft() if self._again else next(waiting, None)
            if task is None:
                self._all_out = True
                break
            self._submit(task)

    def _submit(self, task: GradingTask) -> None:
        self._number += 1
        key = f"{plugin.topic(self._settings.run)}-{self._number}"
        good = [address for address in self._threads if address not in self._refusing]
        where = {"workers": good, "allow_other_workers": True} if self._refusing else {}
        future = self._client.submit(
            plugin.grade_student, self._settings.run, task, key=key, pure=False, **where
        )
        self._flying[key] = task, future
        future.add_done_callback(self._inbox.put)

    def _take(self, item: Any) -> Iterator[Event]:
        if not isinstance(item, Mapping):
            yield from self._ended(item)
        elif "began" in item:
            yield Began(item["began"])
        elif "slow" in item:
            yield Slow(item["slow"], item["seconds"], item["check"])
        elif "paused" in item:
            values = item["paused"], item["host"], item["seconds"]
            with suppress(Exception):  # Whether the cluster is still there, `_look` sees.
                self._client.run(plugin.pause, self._settings.run, *values, on_error="ignore")
            yield Paused(*values)

    def _ended(self, future: "Future[Any]") -> Iterator[Event]:
        """Take what became of one student's grading."""
        from distributed import KilledWorker

        flown = self._flying.pop(str(future.key), None)
        if flown is None:
            return
        task = flown[0]
        try:
            outcome = future.result()
        except CancelledError as error:
            raise ClusterLost("the cluster of workers has ended") from error
        except KilledWorker:
            outcome = self._lost(task, f"{DEATHS} workers ended while they graded this student")
        except Exception as error:  # noqa: BLE001 - nobody is lost, whatever came from a worker
            outcome = self._lost(task, f"no worker could grade: {masked(str(error))}")
        future.release()
        if isinstance(outcome, plugin.Refused):
            yield from self._refuse(task, outcome)
        else:
            yield Graded(outcome)

    def _refuse(self, task: GradingTask, refused: plugin.Refused) -> Iterator[Event]:
        """Have another worker grade the student."""
        if refused.worker not in self._refusing:
            self._refusing[refused.worker] = refused.reason
            yield Notice(f"The worker {refused.worker} is not used: {refused.reason}.")
        self._refusals[task.student] = self._refusals.get(task.student, 0) + 1
        if self._refusals[task.student] < REFUSALS:
            self._again.append(task)
        else:
            yield Graded(self._lost(task, f"no worker may grade: {refused.reason}"))

    def _lost(self, task: GradingTask, reason: str) -> Result:
        document = self._unverified(task.student, reason, "grade this student again")
        return Result(task.student, datetime.now(UTC), 0.0, 0, document, trouble=reason)

    def _look(self) -> Iterator[Event]:
        """Look who is there to grade."""
        now, before = time.monotonic(), self._threads
        self._looked = now
        try:
            self._threads = self._client.nthreads()
            new = [address for address in self._threads if address not in before]
            reasons = self._reasons(new) if new else {}
        except (OSError, ValueError, RuntimeError) as error:
            raise ClusterLost(f"the scheduler does not answer: {masked(str(error))}") from error
        for address, reason in reasons.items():
            if reason and address not in self._refusing:
                self._refusing[address] = reason
                yield Notice(f"The worker {address} is not used: {reason}.")
        if self._threads and set(self._threads) <= set(self._refusing):
            raise ClusterLost("no worker may grade: " + next(iter(self._refusing.values())))
        if self._threads:
            self._seen = now
        elif now - self._seen > NOBODY:
            raise ClusterLost(f"there has been no worker for {NOBODY:.0f} seconds")
        if self._threads != before:
            yield Workers(len(self._threads), self._at_once or sum(self._threads.values()))

    def _reasons(self, addresses: list[str]) -> Mapping[str, str]:
        """Why these workers must not grade, by address; empty for those that may."""
        run = self._settings.run
        answers = self._client.run(plugin.refusal, run, workers=addresses, on_error="ignore")
        return answers or {}
