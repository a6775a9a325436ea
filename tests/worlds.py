"""Plays a world: makes a submission on an emulator of its own and grades it, in a fresh process.

The process is forked from one that has the SDKs loaded, which saves most of the time of a run; what
it runs is what a user runs: `python -m solution` and `pytest --live`, by their own entry points.
"""

from __future__ import annotations

import contextlib
import io
import multiprocessing
import os
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from emulator.cloud import Cloud

ROOT = Path(__file__).resolve().parent.parent
PRELOAD = [
    "azure.identity",
    "azure.mgmt.cognitiveservices",
    "azure.mgmt.resource.resources",
    "azure.mgmt.resource.subscriptions",
    "azure.cognitiveservices.vision.customvision.prediction",
    "azure.cognitiveservices.vision.customvision.training",
    "matplotlib.pyplot",
    "nbformat",
    "pytest",
    "skimage.feature",
    "sklearn.linear_model",
    "sklearn.model_selection",
    "vcr",
]


@dataclass(frozen=True)
class Played:
    """How a world was graded.

    Args:
        verdicts: check id -> verdict, every check of the features.
        found: check id -> what a student reads as found.
        status: pytest's exit status.
        output: all that the grading printed.
        made: the solution's exit status and output.
    """

    verdicts: dict[str, str]
    found: dict[str, str]
    status: int
    output: str
    made: tuple[int, str] = field(default=(0, ""))


class Rows:
    """A pytest plugin that keeps the rows of the run that it is registered in."""

    def __init__(self) -> None:
        """Nothing yet."""
        self.rows: list[Any] = []

    def pytest_unconfigure(self, config: Any) -> None:
        """After everything: the rows are final."""
        from verdicts.plugin import ROWS

        self.rows = list(config.stash.get(ROWS, []))


def grade(*options: str) -> Played:
    """`pytest OPTIONS` at the project's root, in this process.

    Returns:
        What came out; `made` is empty.
    """
    import pytest

    os.chdir(ROOT)
    keeper = Rows()
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(printed):
        status = pytest.main(["-p", "no:cacheprovider", "-p", "no:randomly", *options], [keeper])
    return Played(
        verdicts={row.check: str(row.verdict) for row in keeper.rows},
        found={row.check: row.found for row in keeper.rows if row.found},
        status=int(status),
        output=printed.getvalue(),
    )


def play(mistake: str | None) -> Played:
    """Makes the submission, with one mistake or by the book, and grades it live.

    Args:
        mistake: a name of `python -m solution --list-mistakes`, or nothing.
    """
    from emulator.cloud import Cloud, Pace
    from emulator.server import running
    from solution.cli import main

    none = timedelta(0)
    cloud = Cloud(
        pace=Pace(account=none, workspace=none, compute=none, deletion=none, training=none)
    )
    offer(cloud, mistake)
    with tempfile.TemporaryDirectory() as name, running(cloud) as emulator:
        os.environ.update(emulator.environment)
        notebook = Path(name) / "Image-Classification.ipynb"
        options = ["--poll", "0.01", "--yes", "--notebook", str(notebook)]
        options += ["--mistake", mistake] if mistake else []
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(printed):
            made = main(options)
        handed_in = [f"--notebook={notebook}"] if notebook.exists() else []
        graded = grade("--live", *handed_in)
    return Played(
        graded.verdicts, graded.found, graded.status, graded.output, (made, printed.getvalue())
    )


def offer(cloud: Cloud, mistake: str | None) -> None:
    """Adds the pricing tiers that the mistake wants and Azure does not have to Custom Vision."""
    from solution.mistakes import MISTAKES

    wanted = [one.changes.get("tiers", ()) for one in MISTAKES if one.name == mistake and one.needs]
    catalogue = cloud.cognitive_services.catalogue
    for name in ("CustomVision.Training", "CustomVision.Prediction"):
        kind = catalogue[name]
        catalogue[name] = replace(
            kind, skus=(*kind.skus, *(tier for tiers in wanted for tier in tiers))
        )


@contextlib.contextmanager
def playing(mistakes: Iterable[str | None]) -> Iterator[dict[str | None, Future[Played]]]:
    """All worlds, as many at a time as there are cores; a test waits for the one that it wants."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(PRELOAD)
    workers = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 2
    with ProcessPoolExecutor(workers, mp_context=context, max_tasks_per_child=1) as pool:
        futures: dict[str | None, Future[Played]] = {
            one: pool.submit(play, one) for one in mistakes
        }
        yield futures
        for future in futures.values():
            future.cancel()


def changed(played: Played, right: Played) -> dict[str, str]:
    """The checks whose verdict is another than in the right world, with their verdicts."""
    return {
        check: verdict
        for check, verdict in played.verdicts.items()
        if verdict != right.verdicts.get(check)
    }


def ids(names: Sequence[str | None]) -> list[str]:
    """A readable id for each world."""
    return [name or "by the book" for name in names]
