"""What a run puts onto each of Dask's workers, and what it calls there."""

import signal
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from distributed import Worker, WorkerPlugin, get_worker

from acceptance.plain_text import plain
from classroom.grading.task import GradingTask, RunSettings
from classroom.grading.worker import Grader
from classroom.results import Result

GRADERS: Final[dict[str, Grader]] = {}
"""Those of this process, by run."""

GONE: Final = "the run that it was asked for has ended"


@dataclass(frozen=True)
class Refused:
    """A worker that must not grade; another one has to.

    Attributes:
        worker: its address.
        reason: in words.
    """

    worker: str
    reason: str


class GraderPlugin(WorkerPlugin):
    """Makes a worker ready for a run, whenever it comes, before its first task.

    Args:
        settings: the run's.
    """

    def __init__(self, settings: RunSettings) -> None:
        self.name = topic(settings.run)
        self._settings = settings

    def setup(self, worker: Worker) -> None:
        """Make the grader; what it has to tell goes to all who listen to the run's topic."""

        def tell(message: Mapping[str, Any]) -> None:
            worker.log_event(self.name, message)

        if threading.current_thread() is threading.main_thread():
            # A Ctrl-C of the terminal reaches this process, too; who grades stops in its own order.
            signal.signal(signal.SIGINT, signal.SIG_IGN)
        GRADERS[self._settings.run] = Grader(self._settings, tell)

    def teardown(self, worker: Worker) -> None:  # noqa: ARG002 - Dask hands it
        """End it, and what it grades."""
        if grader := GRADERS.pop(self._settings.run, None):
            grader.close()


def topic(run: str) -> str:
    """Where workers tell of a run how it goes."""
    return f"classroom-{run}"


def grade_student(run: str, task: GradingTask) -> Result | Refused:
    """Grade a student here; Dask's thread waits for it."""
    grader, address = GRADERS.get(run), str(get_worker().address)
    if grader is None:
        return Refused(address, GONE)
    return Refused(address, grader.refused) if grader.refused else grader.grade(task)


def refusal(run: str) -> str:
    """Why this worker must not grade; empty if it may."""
    grader = GRADERS.get(run)
    return plain(grader.refused) if grader else GONE


def pause(run: str, identity: str, host: str, seconds: float) -> None:
    """Let nobody here ask a host as that identity for so many seconds."""
    if grader := GRADERS.get(run):
        grader.watch.pause(identity, host, seconds)


def stop(run: str) -> None:
    """End what this worker grades of a run."""
    if grader := GRADERS.pop(run, None):
        threading.Thread(target=grader.close, daemon=True).start()
