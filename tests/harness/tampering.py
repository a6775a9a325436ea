"""A live run on a cloud whose answers are changed on their way, and everything that it left behind.

The clouds are in processes forked from one that has the SDKs loaded, as in `submissions.py`.
"""

from __future__ import annotations

import contextlib
import json
import multiprocessing
import os
import re
import tempfile
import uuid
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from azure_emulator.entra.state import Entra
from solution.catalogue import BY_THE_BOOK
from tests.harness.contract import other_processes
from tests.harness.submissions import PRELOAD, account_keys, grade, make

if TYPE_CHECKING:
    from azure_emulator.cloud import Cloud
    from azure_emulator.server import Emulator
    from azure_emulator.wire import Request, Response

IMPATIENT = """
from acceptance.azure import transport

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
        submission: the submission, a name of `python -m solution --list-mistakes`.
        trouble: what happens instead of an answer to a request of the grader's.
        rewrite: what becomes of each JSON answer to one of its requests.
        edit: what becomes of the notebook, nbformat 4 as JSON data, before it is handed in.
        plugin: the source of a further pytest plug-in.
        options: further options of pytest.
        environment: further environment variables.
        replayed: whether the recording is replayed, too.
    """

    submission: str = BY_THE_BOOK.name
    trouble: Callable[[Request], Response | None] = untroubled
    rewrite: Callable[[Request, Any], Any] = as_it_is
    edit: Callable[[Any], None] = unchanged
    plugin: str = ""
    options: tuple[str, ...] = ()
    environment: tuple[tuple[str, str], ...] = ()
    replayed: bool = False


@dataclass(frozen=True)
class Leftovers:
    """What a run left behind.

    Attributes:
        replayed: the verdicts of a replay of its recording, if that was asked for.
        secrets: what may stand nowhere -> what it is.
        files: all files that the run made, by name: reports, recording, scrubbed notebook, logs.
        seconds: how much processor time the grading took.
    """

    verdicts: dict[str, str]
    replayed: dict[str, str]
    status: int
    output: str
    files: dict[str, str]
    secrets: dict[str, str]
    seconds: float


class Wire:
    """Stands between the cloud and the grader, as the cloud's `on_request`."""

    def __init__(self, cloud: Cloud, plan: Plan) -> None:
        """Nothing has passed yet."""
        from azure_emulator.app import App

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
        from azure_emulator.wire import Response

        if isinstance(answer.body, bytes | None):
            return answer
        text = json.dumps(answer.body)
        self.secrets |= dict.fromkeys(re.findall(r"sig=([^&\"]+)", text), "a SAS")
        body = self._plan.rewrite(request, json.loads(text))
        return Response(answer.status, body, answer.headers)


def run(plans: Sequence[Plan]) -> list[Leftovers]:
    """Make the submission of the first plan, and grade it for each, one after the other."""
    from azure_emulator.cloud import Cloud, Durations
    from azure_emulator.server import running

    none = timedelta(0)
    minted: list[str] = []

    def mint() -> str:
        minted.append(str(uuid.uuid4()))
        return minted[-1]

    cloud = Cloud(
        new_id=mint,
        durations=Durations(
            account=none, workspace=none, compute=none, deletion=none, training=none
        ),
    )
    with tempfile.TemporaryDirectory() as place, running(cloud) as emulator:
        os.environ.update(emulator.environment)
        notebook = Path(place, "Image-Classification.ipynb")
        status, printed = make(plans[0].submission, notebook)
        assert status == 0, printed
        left = [
            graded(emulator, plan, Path(place, str(number))) for number, plan in enumerate(plans)
        ]
    assert not cloud.faults, cloud.faults[0]
    ids = dict.fromkeys(minted, "an id of the cloud's")
    return [replace(one, secrets={**ids, **one.secrets}) for one in left]


def graded(emulator: Emulator, plan: Plan, place: Path) -> Leftovers:
    """Grade live with every report and a recording, replay that, and gather what is left."""
    folder = place / "left"
    folder.mkdir(parents=True)
    data = json.loads((place.parent / "Image-Classification.ipynb").read_text())
    plan.edit(data)
    (place / "handed-in.ipynb").write_text(json.dumps(data))
    cloud = emulator.cloud
    cloud.on_request = wire = Wire(cloud, plan)
    environment = {**emulator.environment, **dict(plan.environment)}
    graded = grade(*options(plan, place, folder), environment=environment)
    secrets = {
        **dict.fromkeys(account_keys(cloud), "a resource's key"),
        cloud.state(Entra).principal.secret: "the client secret",
        environment["AZURE_CLIENT_SECRET"]: "the client secret that was tried",
        **wire.secrets,
    }
    cloud.on_request = None
    files = {path.name: path.read_bytes().decode() for path in folder.iterdir()}
    cassette = f"--cassette={folder / 'run.yaml'}"
    replayed = grade(cassette, environment={}) if plan.replayed else graded
    return Leftovers(
        verdicts=graded.verdicts,
        replayed=replayed.verdicts,
        status=graded.status,
        output=graded.output,
        files=files,
        secrets=secrets,
        seconds=graded.seconds,
    )


def options(plan: Plan, place: Path, folder: Path) -> Iterator[str]:
    """The options of a run that leaves all it can in `folder`."""
    yield from ("--live", f"--notebook={place / 'handed-in.ipynb'}")
    yield f"--record={folder / 'run.yaml'}"
    yield from (f"--report={each}:{folder / f'report.{each}'}" for each in FORMATS)
    for kind, source in (("impatient", IMPATIENT), ("extra", plan.plugin)):
        name = f"{kind}_{place.name}"
        (place / f"{name}.py").write_text(source)
        yield from ("-p", name)
    yield from ("-o", f"pythonpath={place}")
    yield from (option.replace("{folder}", str(folder)) for option in plan.options)


@contextlib.contextmanager
def tampered_runs(groups: Sequence[Sequence[Plan]]) -> Iterator[list[Future[list[Leftovers]]]]:
    """All these runs, as many groups at a time as there are cores."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(PRELOAD)
    workers = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 2
    begin = other_processes.start
    with ProcessPoolExecutor(workers, mp_context=context, initializer=begin) as pool:
        futures = [pool.submit(run, plans) for plans in groups]
        yield futures
        for future in futures:
            future.cancel()
