"""A live run on a cloud whose answers are changed on their way, and everything that it left behind.

Each runs in a process of its own, forked from one that has the SDKs loaded, as in `worlds.py`.
"""

from __future__ import annotations

import contextlib
import json
import multiprocessing
import os
import re
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from solution.worlds import BY_THE_BOOK
from tests.worlds import PRELOAD, grade, keys, make

if TYPE_CHECKING:
    from emulator.cloud import Cloud
    from emulator.wire import Request, Response

IMPATIENT = """
from fixtures import transport

def pytest_configure():
    transport.PAUSES = ()
"""
"""A plug-in without which a silent cloud costs seconds."""

FORMATS = ("json", "junit", "html", "gradescope", "markdown")


def as_it_is(request: Request, answer: Any) -> Any:
    """The answer of the cloud."""
    return answer


def untroubled(request: Request) -> Response | None:
    """Nothing happens on the way."""
    return None


def unchanged(notebook: Any) -> None:
    """The notebook as it was made."""


@dataclass(frozen=True)
class Plan:
    """What is run.

    Args:
        world: the submission, a name of `python -m solution --list-mistakes`.
        trouble: what happens instead of an answer to a request of the grader's.
        rewrite: what becomes of each JSON answer to one of its requests.
        edit: what becomes of the notebook, nbformat 4 as JSON data, before it is handed in.
        plugin: the source of a further pytest plug-in.
        options: further options of pytest.
        environment: further environment variables.
    """

    world: str = BY_THE_BOOK.name
    trouble: Callable[[Request], Response | None] = untroubled
    rewrite: Callable[[Request, Any], Any] = as_it_is
    edit: Callable[[Any], None] = unchanged
    plugin: str = ""
    options: tuple[str, ...] = ()
    environment: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Left:
    """What a run left behind.

    Attributes:
        secrets: what may stand nowhere -> what it is.
        files: all files that the run made, by name: reports, recording, scrubbed notebook, logs.
        seconds: how long the grading took.
    """

    verdicts: dict[str, str]
    status: int
    output: str
    files: dict[str, str]
    secrets: dict[str, str]
    seconds: float


class Wire:
    """Stands between the cloud and the grader; the cloud calls it a disturbance."""

    def __init__(self, cloud: Cloud, plan: Plan) -> None:
        """Nothing has passed yet."""
        from emulator.app import App

        self._app = App(cloud)
        self._plan = plan
        self._asking = False
        self.secrets: dict[str, str] = {}

    def __call__(self, request: Request) -> Response | None:
        """The answer that the grader gets, and what of it is secret."""
        if self._asking:
            return None
        if token := request.headers.get("authorization", "").removeprefix("Bearer "):
            self.secrets[token] = "an access token"
        if instead := self._plan.trouble(request):
            return instead
        self._asking = True
        try:
            return self._rewritten(request, self._app(request))
        finally:
            self._asking = False

    def _rewritten(self, request: Request, answer: Response) -> Response:
        from emulator.wire import Response

        if isinstance(answer.body, bytes | None):
            return answer
        text = json.dumps(answer.body)
        self.secrets |= dict.fromkeys(re.findall(r"sig=([^&\"]+)", text), "a SAS")
        body = self._plan.rewrite(request, json.loads(text))
        return Response(answer.status, body, answer.headers)


def run(plan: Plan) -> Left:
    """Make the submission, grade it live with every report and a recording, gather what is left."""
    from emulator.cloud import Cloud, Pace
    from emulator.server import running

    none = timedelta(0)
    minted: list[str] = []
    cloud = Cloud(
        new_id=lambda: minted.append(_new_id()) or minted[-1],  # type: ignore[func-returns-value]
        pace=Pace(account=none, workspace=none, compute=none, deletion=none, training=none),
    )
    with tempfile.TemporaryDirectory() as name, running(cloud) as emulator:
        folder = Path(name, "left")
        folder.mkdir()
        os.environ.update(emulator.environment)
        notebook = Path(name, "Image-Classification.ipynb")
        status, printed = make(plan.world, notebook)
        assert status == 0, printed
        edit(notebook, plan)
        os.environ.update(plan.environment)
        cloud.disturb = wire = Wire(cloud, plan)
        began = time.monotonic()
        played = grade(*options(plan, Path(name), folder, notebook))
        seconds = time.monotonic() - began
        assert not cloud.faults, cloud.faults[0]
        files = {path.name: path.read_text(errors="replace") for path in folder.iterdir()}
    secrets = {
        **dict.fromkeys(minted, "an id of the cloud's"),
        **dict.fromkeys(keys(cloud), "a resource's key"),
        cloud.entra.principal.secret: "the client secret",
        os.environ["AZURE_CLIENT_SECRET"]: "the client secret that was tried",
        **wire.secrets,
    }
    return Left(played.verdicts, played.status, played.output, files, secrets, seconds)


def edit(notebook: Path, plan: Plan) -> None:
    """Change the notebook as the plan has it."""
    data = json.loads(notebook.read_text())
    plan.edit(data)
    notebook.write_text(json.dumps(data))


def options(plan: Plan, place: Path, folder: Path, notebook: Path) -> Iterator[str]:
    """The options of a run that leaves all it can in `folder`."""
    yield from ("--live", f"--notebook={notebook}", f"--record={folder / 'run.yaml'}")
    yield from (f"--report={each}:{folder / f'report.{each}'}" for each in FORMATS)
    for name, source in (("impatient", IMPATIENT), ("extra", plan.plugin)):
        (place / f"{name}.py").write_text(source)
        yield from ("-p", name)
    yield from ("-o", f"pythonpath={place}", "--override-ini=faulthandler_timeout=0")
    yield from (option.replace("{folder}", str(folder)) for option in plan.options)


@contextlib.contextmanager
def watching(plans: Sequence[Plan]) -> Iterator[list[Future[Left]]]:
    """All these runs, as many at a time as there are cores."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(PRELOAD)
    workers = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 2
    with ProcessPoolExecutor(workers, mp_context=context, max_tasks_per_child=1) as pool:
        futures = [pool.submit(run, plan) for plan in plans]
        yield futures
        for future in futures:
            future.cancel()


def _new_id() -> str:
    import uuid

    return str(uuid.uuid4())
