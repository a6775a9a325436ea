"""Makes a submission on an emulator of its own, in another process, and has it graded.

The processes are forked from one that has the SDKs loaded, which saves most of the time of a run;
what they run is what a user runs: `python -m solution` by its entry point, and the runner.
"""

from __future__ import annotations

import contextlib
import functools
import gc
import io
import multiprocessing
import os
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from acceptance import runner
from acceptance.runner import GradingRequest
from azure_emulator.resource_manager.state import ResourceManager
from solution.catalogue import BY_THE_BOOK, SUBMISSIONS
from solution.submission import Submission
from tests.harness.contract import other_processes
from tests.harness.metamorphic.cells import Cells, Judged, judge
from tests.harness.metamorphic.combinations import NotMade
from tests.harness.preconditions import PRECONDITIONS, Preconditions

if TYPE_CHECKING:
    from azure_emulator.cloud import Cloud

ROOT = Path(__file__).resolve().parents[2]
PRELOAD = [
    "PIL.ImageDraw",
    "azure.identity",
    "azure.mgmt.cognitiveservices",
    "azure.mgmt.resource.resources",
    "azure.mgmt.resource.subscriptions",
    "azure.cognitiveservices.vision.customvision.prediction",
    "azure.cognitiveservices.vision.customvision.training",
    "azure_emulator.app",
    "azure_emulator.server",
    "azure_emulator.vision.drawings",
    "gherkin.parser",
    "mako.template",
    "matplotlib.backends.backend_agg",
    "matplotlib.pyplot",
    "multipart",
    "nbformat",
    "pytest",
    "sklearn.linear_model",
    "sklearn.model_selection",
    "solution.cli",
    "trustme",
    "vcr",
]
"""What emulators, submissions and gradings load, but for what pytest rewrites: its plugins."""


@dataclass(frozen=True)
class Graded:
    """How a submission was graded.

    Args:
        verdicts: check id -> verdict, every check of the features.
        found: check id -> what a student reads as found.
        status: pytest's exit status.
        output: all that the grading printed.
        fixes: check id -> what a student who is not met reads as fix.
        made: the solution's exit status and output.
        leaks: how many keys of the submission's resources the output holds.
        seconds: how much processor time the grading took.
        transformed: how its transformations were graded.
    """

    verdicts: dict[str, str]
    found: dict[str, str]
    status: int
    output: str
    fixes: dict[str, str] = field(default_factory=dict)
    made: tuple[int, str] = field(default=(0, ""))
    leaks: int = 0
    seconds: float = 0
    transformed: Judged = field(default_factory=Judged)


def grade(*options: str, environment: Mapping[str, str]) -> Graded:
    """`pytest OPTIONS` at the project's root, with these variables.

    Returns:
        What came out; `made` is empty.
    """
    grading = runner.grade(GradingRequest(ROOT, options=options, environment=environment))
    checks = grading.document.checks if grading.document else []
    return Graded(
        verdicts={check.id: str(check.verdict) for check in checks},
        found={check.id: check.found for check in checks if check.found},
        fixes={check.id: check.fix for check in checks if check.verdict == "not met"},
        status=grading.exit_status,
        output=grading.output,
        seconds=grading.cpu_seconds or 0,
    )


def make_and_grade(name: str | None) -> Graded:
    """Makes a submission and grades it live.

    Args:
        name: a name of `python -m solution --list-mistakes`, or nothing for the one by the book.
    """
    name = name or BY_THE_BOOK.name
    return make_once_and_grade([name])[name]


def make_once_and_grade(names: Sequence[str], cells: Cells | None = None) -> dict[str, Graded]:
    """Makes one submission, and grades it for each of the submissions that are made alike.

    Args:
        names: of these submissions, the first of which is made; each gets its own notebook.
        cells: which of their transformations are graded afterwards.
    """
    gradings, notebooks = {}, {}
    with submitted(names[0]) as submission:
        for name in names:
            notebook = submission.notebook
            if name != names[0]:  # The first one's has been edited when it was made.
                notebook = edited(notebook, SUBMISSIONS[name])
            notebooks[name] = notebook
            graded = submission.grade(notebook, *SUBMISSIONS[name].options)
            keys = account_keys(submission.cloud)
            leaks = [key for key in keys if key in graded.output]
            gradings[name] = replace(graded, made=submission.made, leaks=len(leaks))
        for name, graded in gradings.items():
            again = functools.partial(submission.verdicts, notebooks[name], name)
            own = (cells or {}).get(name, ())
            judged = judge(submission.cloud, name, own, again, graded.verdicts)
            gradings[name] = replace(graded, transformed=judged)
    return gradings


@dataclass(frozen=True)
class Submitted:
    """A submission that was made, and stays for as long as it is wanted.

    Args:
        cloud: where it is.
        environment: the variables that lead there; this process has them, too.
        notebook: the file, which is not there if no notebook is handed in.
        made: the solution's exit status and output.
    """

    cloud: Cloud
    environment: Mapping[str, str]
    notebook: Path
    made: tuple[int, str]

    def grade(self, notebook: Path, *options: str) -> Graded:
        """How it is graded with this notebook and these options."""
        handed_in = [f"--notebook={notebook}"] if notebook.exists() else []
        return grade("--live", *handed_in, *options, environment=self.environment)

    def verdicts(
        self, notebook: Path, name: str, options: Sequence[str], environment: Mapping[str, str]
    ) -> dict[str, str]:
        """Its verdicts with further options, and further environment variables."""
        elsewhere = replace(self, environment={**self.environment, **environment})
        return elsewhere.grade(notebook, *SUBMISSIONS[name].options, *options).verdicts


@contextlib.contextmanager
def submitted(name: str) -> Iterator[Submitted]:
    """Makes a submission of the catalogue, on an emulator of its own."""
    from azure_emulator.cloud import Cloud, Durations
    from azure_emulator.server import running

    cloud = Cloud(durations=Durations().times(0))
    around = PRECONDITIONS.get(name, Preconditions())
    around.before(cloud)
    with tempfile.TemporaryDirectory() as folder, running(cloud) as emulator:
        os.environ.update(emulator.environment)
        notebook = Path(folder) / "Image-Classification.ipynb"
        made = make(name, notebook)
        around.after(cloud)
        yield Submitted(cloud, emulator.environment, notebook, made)


def do_and_grade(submission: Submission) -> Graded:
    """Does what a submission says that is in no catalogue, and grades it live.

    Raises:
        NotMade: an action lacks what it acts on, or Azure refuses it.
    """
    from azure_emulator.cloud import Cloud, Durations
    from azure_emulator.server import running
    from solution.clients import only_subscription
    from solution.settings import Settings

    cloud = Cloud(durations=Durations().times(0))
    with tempfile.TemporaryDirectory() as folder, running(cloud) as emulator:
        os.environ.update(emulator.environment)
        notebook = Path(folder) / "Image-Classification.ipynb"
        settings = Settings(subscription=only_subscription(), poll=0.01, notebook=notebook)
        try:
            submission.exercise(settings).do()
        except Exception as error:
            raise NotMade(submission.name) from error
        made = Submitted(cloud, emulator.environment, notebook, (0, ""))
        return made.grade(notebook, *submission.options)


def make(name: str, notebook: Path) -> tuple[int, str]:
    """`python -m solution --mistake NAME --notebook FILE`: its exit status and output."""
    from solution.cli import main

    printed = io.StringIO()
    options = ["--poll", "0.01", "--yes", "--mistake", name, "--notebook", str(notebook)]
    with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(printed):
        return main(options), printed.getvalue()


def edited(notebook: Path, submission: Submission) -> Path:
    """The notebook as it is handed in, in a file of its own if the submission changes it."""
    if submission.edit is None:
        return notebook
    import nbformat

    from solution.notebook import write

    node: Any = nbformat.read(notebook, as_version=4)  # type: ignore[no-untyped-call]
    submission.edit(node)
    file = notebook.with_name(f"{submission.name}.ipynb")
    write(node, file)
    return file


def account_keys(cloud: Cloud) -> list[str]:
    """Both keys of every account, which nobody may print."""
    from azure_emulator.cognitive_services.account import Account

    accounts = cloud.state(ResourceManager).resources(Account)
    return [key for account in accounts for key in (account.key1, account.key2)]


class Gradings:
    """Submissions that are being graded; asking for one waits for it."""

    def __init__(self, pool: Executor, names: Iterable[str], cells: Cells) -> None:
        """Begin with all of them."""
        alike: dict[object, list[str]] = {}
        for submission in (SUBMISSIONS[name] for name in names):
            alike.setdefault(submission.recipe, []).append(submission.name)
        # The many that are made by the book first: nobody shall wait for them alone at the end.
        groups = sorted(alike.values(), key=len, reverse=True)
        self._futures = {
            name: future
            for group in groups
            for future in [pool.submit(make_once_and_grade, sorted(group, key=_is_edited), cells)]
            for name in group
        }

    def __getitem__(self, name: str) -> Graded:
        """How the submission was graded."""
        return self._futures[name].result()[name]

    def cancel(self) -> None:
        """Begin with no more of them."""
        for future in self._futures.values():
            future.cancel()


def _is_edited(name: str) -> bool:
    return SUBMISSIONS[name].edit is not None


def processes() -> Executor:
    """As many at a time as there are cores.

    What is loaded is no garbage: pytest, which looks for some after each run, need not look there.
    """
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(PRELOAD)
    workers = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 2
    return ProcessPoolExecutor(workers, mp_context=context, initializer=_begin)


def _begin() -> None:
    other_processes.start()
    gc.freeze()


@contextlib.contextmanager
def gradings(names: Iterable[str], cells: Cells | None = None) -> Iterator[Gradings]:
    """All these submissions, each in a process of its own with those that are made alike.

    Args:
        cells: which of their transformations are graded, too.
    """
    with processes() as pool:
        submissions = Gradings(pool, names, cells or {})
        yield submissions
        submissions.cancel()
