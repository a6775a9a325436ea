"""On a worker: one student after another is graded, each in a process of its own.

`WorkerPlugin` of Dask makes a `Grader` in each process that works for a run; its threads wait for
gradings, which have their processes from the grader's warm `Runner`.
"""

import os
import socket
import tempfile
from collections import Counter
from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from acceptance.causes import NoAnswer
from acceptance.files import read_file
from acceptance.plain_text import masked, plain
from acceptance.runner import Grading, GradingRequest, Runner, TroubleKind
from classroom.grading.identity import Identities
from classroom.grading.task import GradingTask, RunSettings, Suite, exercise_digest
from classroom.grading.watch import Running, Tell, Watch
from classroom.results import Result

LARGEST: Final = 50_000_000
"""Bytes of one file that a grading wrote."""

NO_NOTEBOOK: Final = "no notebook was handed in"
NO_CREDENTIALS: Final = "there are no credentials for Azure here"
SIGN_IN: Final = (
    "sign in with `az login` where students are graded, or set AZURE_TENANT_ID, AZURE_CLIENT_ID "
    "and AZURE_CLIENT_SECRET there, and grade again"
)

AGAIN: Final = "grade this student again"
CURES: Final[Mapping[TroubleKind, str]] = {
    TroubleKind.USAGE: "correct the roster or the options, and grade again",
    TroubleKind.SUITE: "report it to the suite's maintainers, and grade again",
    TroubleKind.NOTHING: "correct the options, and grade again",
    TroubleKind.NOT_AZURE: "grade again where Azure answers, or without --require-azure",
    TroubleKind.TIMED_OUT: "grade again, with a longer --time-limit",
    TroubleKind.OUT_OF_MEMORY: "grade again, with fewer students --at-once",
    TroubleKind.KILLED: "grade again, with fewer students --at-once if memory is short",
}
"""What to do about a grading that gave nothing."""


NOT_SEEN: Final = (
    "the identity that grades does not see this student's subscription",
    "check the student's line in the roster (subscription, tenant, client id), or give that "
    "identity the role Reader there; then grade again",
)
"""Why there is nothing, and the cure, where the suite refuses what the roster names."""


class Grader:
    """Grades the students of one run, in one process of a worker; to be closed.

    Args:
        settings: the run's.
        tell: is told what happens, see `Watch`.

    Attributes:
        refused: why this worker must not grade, in words; empty if it may.
        watch: what watches its gradings.
    """

    def __init__(self, settings: RunSettings, tell: Tell) -> None:
        self._settings = settings
        self._identities = Identities(os.environ, settings.withheld)
        self._runner = Runner()
        self.watch = Watch(tell)
        self._exercise, self.refused = _exercise(settings)

    def close(self) -> None:
        """End all gradings that run."""
        self._runner.__exit__()
        self.watch.close()

    def grade(self, task: GradingTask) -> Result:
        """Grade one student; whatever happens, there is a result."""
        began = datetime.now(UTC)
        try:
            with self.watch.grading(task) as running:
                return self._grade(task, running, began)
        except NoAnswer as error:
            return self._without(task, began, error.reason, error.cure)
        except OSError as error:
            reason = f"the grading could not be run: {plain(error.strerror or str(error))}"
            return self._without(task, began, reason, f"mend that, and {AGAIN}")
        except Exception as error:  # noqa: BLE001 - nobody is lost, whatever is wrong with us
            reason = f"a fault of the suite: {type(error).__name__}: {masked(str(error))}"
            return self._without(task, began, reason, CURES[TroubleKind.SUITE])

    def _grade(self, task: GradingTask, running: Running, began: datetime) -> Result:
        if task.notebook and not os.path.lexists(task.notebook):
            return self._without(task, began, *_unseen(Path(task.notebook)))
        # What all have in common is made ready apart from anybody's time limit.
        self._runner.unverified(self._exercise, "", "")
        shared_pauses = self.watch.folder(task.identity)
        environment = self._identities.variables(task, shared_pauses)
        with tempfile.TemporaryDirectory(prefix="grading-", ignore_cleanup_errors=True) as name:
            request = self._request(task, Path(name), environment)
            grading = self._runner.grade(
                request,
                lambda event: running.decided(event.id),
                lambda: self.watch.paused_since(task.identity, running.began),
            )
            files = _files(request)
        if grading.document is None:
            reason, cure = _why(grading)
            return self._without(task, began, reason, cure, grading)
        return Result(
            student=task.student,
            began=began,
            seconds=grading.wall_seconds,
            requests=grading.requests or 0,
            document=grading.document,
            trouble=grading.trouble.message if grading.trouble else _unreached(grading),
            cpu_seconds=grading.cpu_seconds,
            peak_memory=grading.peak_memory,
            files=files,
        )

    def _request(
        self, task: GradingTask, folder: Path, environment: Mapping[str, str]
    ) -> GradingRequest:
        whose = [f"--subscription={task.subscription}", f"--student={task.student}"]
        if task.resource_group:
            whose.append(f"--resource-group={task.resource_group}")
        if not task.notebook:
            whose.append(f"--no-notebook={task.no_notebook or NO_NOTEBOOK}")
        return GradingRequest(
            exercise=self._exercise,
            live=True,
            notebook=Path(task.notebook) if task.notebook else None,
            record=folder / "evidence.yaml",
            reports=(("html", folder / "report.html"),),
            options=(*whose, *self._settings.options),
            environment=environment,
            time_limit=self._settings.time_limit,
            memory_limit=self._settings.memory_limit,
        )

    def _without(
        self,
        task: GradingTask,
        began: datetime,
        reason: str,
        cure: str,
        grading: Grading | None = None,
    ) -> Result:
        """The result of a student of whom nobody can tell anything, and why."""
        document = self._runner.unverified(self._exercise, reason, cure, task.student)
        return Result(
            student=task.student,
            began=began,
            seconds=(datetime.now(UTC) - began).total_seconds(),
            requests=(grading and grading.requests) or 0,
            document=document,
            trouble=reason,
            cpu_seconds=grading.cpu_seconds if grading else None,
            peak_memory=grading.peak_memory if grading else None,
        )


def _exercise(settings: RunSettings) -> tuple[Path, str]:
    """The folder of the run's exercise on this machine, and why it must not be graded, if so."""
    folders = (Path(settings.exercise), Path.cwd())
    for folder in folders:
        with suppress(OSError):
            if exercise_digest(folder) == settings.suite.exercise:
                break
    else:
        folder = folders[0]
    try:
        return folder, settings.suite.difference(Suite.here(folder))
    except OSError as error:
        return folder, f"its exercise cannot be read: {plain(str(error.strerror))}"


def _unseen(notebook: Path) -> tuple[str, str]:
    """Why a notebook is not there that was there when the run began, and what would cure that."""
    here = plain(socket.gethostname())
    cure = "keep hand-ins where every worker sees them by the same path, and grade again"
    if notebook.parent.is_dir():
        return f"the notebook that was handed in cannot be seen from the machine {here}", cure
    return (
        f"the folder of the notebook that was handed in is not there on the machine {here}: it was "
        "moved or removed while the class was graded, or was never there",
        f"put the folder of the class back; on a cluster, {cure}",
    )


def _why(grading: Grading) -> tuple[str, str]:
    """Why a grading gave nothing, and what would cure that."""
    if grading.trouble is None:
        return "the grading gave no result", AGAIN
    # Who grades a class sees the subscriptions of all; no report names those of others.
    if grading.trouble.message.startswith("--subscription: "):
        return NOT_SEEN
    message = masked(grading.trouble.message.partition(" It sees:")[0])
    if NO_CREDENTIALS in message:
        # What works for one student without any is nothing for a class.
        return NO_CREDENTIALS, SIGN_IN
    return message, CURES.get(grading.trouble.kind, AGAIN)


def _unreached(grading: Grading) -> str:
    """Why Azure never answered; empty if it did. Such a grading says nothing of the student."""
    if grading.document is None or grading.document.source.against:
        return ""
    reasons = Counter(check.reason for check in grading.document.checks if check.reason)
    reason = next((each for each, _ in reasons.most_common(1)), "")
    return masked(reason) or "Azure answered nothing"


def _files(request: GradingRequest) -> dict[str, bytes]:
    """What a grading wrote, by name; what it did not is left out."""
    files: dict[str, bytes] = {}
    for path in request.written():
        with suppress(OSError):
            files[path.name] = read_file(path, LARGEST)
    return files
