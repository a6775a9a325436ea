"""The originals: each submission done once in a subscription of its own, in processes beside."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

from solution.errors import Refused, explained
from solution.submission import Submission

PRELOAD = [
    "azure.identity",
    "azure.mgmt.cognitiveservices",
    "azure.mgmt.resource.resources",
    "azure.mgmt.resource.subscriptions",
    "azure.cognitiveservices.vision.customvision.prediction",
    "azure.cognitiveservices.vision.customvision.training",
    "matplotlib.backends.backend_agg",
    "matplotlib.pyplot",
    "nbformat",
    "solution.catalogue",
]
"""What each process needs, loaded once for all of them."""

POLL = 0.05


@dataclass(frozen=True)
class Original:
    """A submission that was made.

    Args:
        submission: its name.
        subscription: the id of the subscription that it is in; several may share one.
        notebook: what is handed in; `None` if nothing is.
    """

    submission: str
    subscription: str
    notebook: bytes | None


def originals(
    submissions: Sequence[Submission],
    subscribe: Callable[[str], str],
    processes: int | None = None,
) -> Iterator[list[Original]]:
    """Do each submission; what differs in the notebook alone is done once.

    Args:
        submissions: which.
        subscribe: gives a new subscription's id for its display name.
        processes: how many at a time; as many as there are cores unless told.

    Yields:
        those that are done, as they are.
    """
    alike: dict[object, list[str]] = {}
    for submission in submissions:
        alike.setdefault(submission.recipe, []).append(submission.name)
    context = get_context("forkserver")
    context.set_forkserver_preload(PRELOAD)
    # A fork server that runs already has the environment in which it began.
    with ProcessPoolExecutor(
        processes or _cores(), context, initializer=_take_over, initargs=(dict(os.environ),)
    ) as pool:
        futures = [
            pool.submit(_make, subscribe(f"Original: {names[0]}"), names)
            for names in alike.values()
        ]
        try:
            for future in as_completed(futures):
                yield future.result()
        finally:
            pool.shutdown(wait=True, cancel_futures=True)


def _take_over(environment: dict[str, str]) -> None:
    os.environ.clear()
    os.environ.update(environment)


def _make(subscription: str, names: Sequence[str]) -> list[Original]:
    """In a process beside: do the exercise once, and edit a notebook for each of the names."""
    from solution.catalogue import SUBMISSIONS
    from solution.settings import Settings

    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "Image-Classification.ipynb")
        settings = Settings(subscription=subscription, poll=POLL, notebook=file)
        exercise = SUBMISSIONS[names[0]].exercise(settings)
        exercise.edit = None
        try:
            exercise.do()
        except Exception as error:  # noqa: BLE001 - the SDKs' do not survive the way to another process.
            line = explained(error) or f"{type(error).__name__}: {error}"
            raise Refused(f"{names[0]} could not be made: {line}") from None
        return [Original(name, subscription, _handed_in(SUBMISSIONS[name], file)) for name in names]


def _handed_in(submission: Submission, file: Path) -> bytes | None:
    if submission.edit is None or not file.exists():
        return file.read_bytes() if file.exists() else None
    import nbformat

    from solution.notebook import write

    node = nbformat.read(file, as_version=4)  # type: ignore[no-untyped-call]
    submission.edit(node)
    edited = file.with_name(f"{submission.name}.ipynb")
    write(node, edited)
    return edited.read_bytes()


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
