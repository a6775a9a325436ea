"""Grades a submission once, and at each of its requests once more for each fault.

The run that grades is undisturbed. Before a request of its leaves, the process is forked for each
fault; the fork meets with the fault, grades to the end, and hands in what came out. What came
before is the same for all and is not repeated. The cloud is in a process of its own.
"""

from __future__ import annotations

import contextlib
import gc
import io
import multiprocessing
import os
import re
import socket
import tempfile
import time
import traceback
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, TypeVar
from weakref import WeakSet

import requests.adapters

from azure_emulator.wire import Request
from tests.harness.fault_server import Key, key, serve
from tests.harness.faults import Fault, is_public, named
from tests.harness.submissions import ROOT

Result = TypeVar("Result")

IMAGES_ON_A_PAGE = 20
"""So that the images of the exercise come in pages, too."""

PATIENCE = 0.05
"""Seconds that are waited for an answer that does not come."""

UNUSED = ("cacheprovider", "randomly", "faulthandler", "unraisableexception")
"""Plugins that have no business here; the last one would collect garbage for half of the time."""


@dataclass(frozen=True)
class Outcome:
    """How a run came out.

    Args:
        fault: the fault's name, "" for the undisturbed run.
        request: what met with it, without its ids.
        verdicts: check id -> verdict.
        reasons: check id -> reason and cure, where it is not verified; for a scenario that is no
            check its title.
        blamed_itself: the checks at which the suite says that it is at fault.
        status: pytest's exit status.
        output: all that was printed.
        leaks: what secrets were printed.
        waited: seconds of pauses that were made.
        hits: how often the fault happened.
        emulator: what the emulator itself got wrong.
        replayed: check id -> verdict, of the recording of this run; `None` if there is none.
    """

    fault: str
    request: str
    verdicts: dict[str, str]
    reasons: dict[str, tuple[str, str]]
    blamed_itself: tuple[str, ...]
    status: int
    output: str
    leaks: tuple[str, ...]
    waited: float
    hits: int = 0
    emulator: tuple[str, ...] = ()
    replayed: dict[str, str] | None = None


class RowKeeper:
    """A pytest plugin that keeps the rows of the run that it is registered in."""

    def __init__(self) -> None:
        self.rows: list[Any] = []
        self.information: list[Any] = []

    def pytest_unconfigure(self, config: Any) -> None:
        """After everything: the rows are final."""
        from acceptance.verdicts.plugin import INFORMATION, ROWS

        self.rows = list(config.stash.get(ROWS, []))
        self.information = list(config.stash.get(INFORMATION, []))


@dataclass(eq=False)
class ForkingGrader:
    """A live run that forks at each of its requests."""

    faults: list[Fault]
    pipe: Any
    secrets: dict[str, str]
    choose: Callable[[int, int], bool]
    outcomes: list[Outcome] = field(default_factory=list)
    seen: dict[Key, str] = field(default_factory=dict)
    adapters: WeakSet[Any] = field(default_factory=WeakSet)
    slept: list[float] = field(default_factory=list)
    fault: Fault | None = None
    hurried: bool = False
    target: Key | None = None
    report: Any = None

    def pytest_configure(self, config: Any) -> None:
        """Once the suite is loaded: no pause takes time, and images come in pages.

        Requests are sent from the main thread: only that one lives on in a fork.
        """
        import acceptance.azure.bounds
        import acceptance.azure.transport
        import fixtures.training

        acceptance.azure.bounds.within = at_once
        time.sleep = self.slept.append  # type: ignore[assignment]
        defaults = acceptance.azure.transport.Transport.__init__.__kwdefaults__
        assert defaults is not None
        defaults["sleep"] = self.slept.append
        fixtures.training.PAGE = IMAGES_ON_A_PAGE

    def send(self, adapter: Any, prepared: Any, **options: Any) -> Any:
        """Fork at each new request; in the fork, inject the fault.

        It takes the place of `HTTPAdapter.send`."""
        self.adapters.add(adapter)
        request = as_the_cloud_sees_it(prepared)
        if self.fault is None and key(request) not in self.seen:
            self.seen[key(request)] = f"{len(self.seen) + 1}. {label(request)}"
            self._fork(request)
        if self.fault is None or key(request) != self.target:
            return SEND(adapter, prepared, **options)
        if self.fault.hurry:
            # Once the request has to reach the cloud, on a busy machine too.
            patience = PATIENCE if self.hurried else 10 * PATIENCE
            self.hurried = True
            options["timeout"] = (patience, patience)
        with offline(self.fault.offline) as alone:
            return SEND(adapter, prepared, **{**options, **alone})

    def _fork(self, request: Request) -> None:
        if is_public(request):
            return
        gc.freeze()  # What is there already is no fork's garbage.
        for number, fault in enumerate(self.faults):
            if (
                is_public(request)
                or not fault.meets(request)
                or not self.choose(len(self.seen) - 1, number)
            ):
                continue
            mine, its = multiprocessing.Pipe(duplex=False)
            child = os.fork()
            if child == 0:
                gc.disable()
                self.fault, self.target, self.report = fault, key(request), its
                self._drop_connections()
                self.pipe.send((fault.name, self.target))
                self.pipe.recv()
                return
            its.close()
            self._receive_outcome(mine)
            os.waitpid(child, 0)

    def _receive_outcome(self, mine: Any) -> None:
        with mine:
            try:
                outcome = mine.recv()
            except EOFError:
                outcome = Outcome("", "", {}, {}, (), -1, "the run died", (), 0)
        self.pipe.send(None)
        hits, wrong = self.pipe.recv()
        self.outcomes.append(replace(outcome, hits=hits, emulator=tuple(wrong)))

    def _drop_connections(self) -> None:
        """Leave the connections to the process that opened them."""
        for adapter in self.adapters:
            for pool in (adapter.poolmanager, *adapter.proxy_manager.values()):
                pool.clear()

    def grade(self, notebook: Path, cassette: Path | None) -> list[Outcome]:
        """Grade, and be in each fork what it is for: there, this does not return."""
        record = [f"--record={cassette}"] if cassette else []
        try:
            outcome = self._outcome("--live", f"--notebook={notebook}", *record)
            if self.fault and cassette and cassette.exists():
                replayed = self._outcome(f"--cassette={cassette}").verdicts
                outcome = replace(outcome, replayed=replayed)
        except BaseException:
            if self.report is None:
                raise
            outcome = Outcome("", "", {}, {}, (), -1, traceback.format_exc(), (), 0)
        if self.report is not None:
            self.report.send(outcome)
            os._exit(0)
        return [outcome, *self.outcomes]

    def _outcome(self, *options: str) -> Outcome:
        import pytest

        keeper = RowKeeper()
        printed = io.StringIO()
        plugins = [f"no:{name}" for name in UNUSED]
        words = [word for plugin in plugins for word in ("-p", plugin)]
        with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(printed):
            # Of the file descriptors' own capture the forks would have one file together.
            status = pytest.main([*words, "--capture=sys", "--tb=line", *options], [keeper, self])
        known = [*keeper.rows, *keeper.information]
        reasons = {
            row.check.id or row.check.title: (row.reason, row.cure) for row in known if row.reason
        }
        output = printed.getvalue()
        return Outcome(
            fault=self.fault.name if self.fault else "",
            request=self.seen[self.target] if self.target else "",
            verdicts={row.check.id: str(row.verdict) for row in keeper.rows},
            reasons=reasons,
            blamed_itself=tuple(row.check.id or row.check.title for row in known if row.fault),
            status=int(status),
            output=output,
            leaks=leaks(
                self.secrets, output, *(text for both in reasons.values() for text in both)
            ),
            waited=sum(self.slept),
        )


def at_once(seconds: float, work: Callable[[], Result]) -> Result:
    """What the work gives, in this thread, however long it takes."""
    return work()


SEND = requests.adapters.HTTPAdapter.send


def as_the_cloud_sees_it(prepared: Any) -> Request:
    """A request of `requests` as the emulator will have it."""
    address = requests.compat.urlsplit(prepared.url)
    target = address.path + (f"?{address.query}" if address.query else "")
    body = prepared.body or b""
    sent = body.encode() if isinstance(body, str) else body
    return Request.parse(prepared.method, address.hostname, target, dict(prepared.headers), sent)


def label(request: Request) -> str:
    """What a request asks for, as a reader of a failed test wants it."""
    part = "?" + request.query["skip"] if request.query.get("skip", "0") != "0" else ""
    address = f"{request.host.partition('.')[0]}{request.path}{part}"
    return f"{request.method} " + re.sub(r"[0-9a-f]{8}(-[0-9a-f-]{27})?", "*", address)


def leaks(secrets: dict[str, str], *texts: str) -> tuple[str, ...]:
    """What secrets stand in texts, by what they are; a token is known by how it begins."""
    text = "\n".join(texts)
    found = [what for what, value in secrets.items() if value in text]
    return (*found, *(["a token"] if re.search(r"\bey[A-Z]\w{20}", text) else []))


@contextlib.contextmanager
def offline(how: str) -> Iterator[dict[str, Any]]:
    """A machine without a proxy, on which no name is known or nobody listens where it leads."""
    if not how:
        yield {}
        return
    lookup = socket.getaddrinfo
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))

        def nobody(host: Any, port: Any, *rest: Any, **options: Any) -> Any:
            if how == "no name":
                raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
            return lookup(*bound.getsockname(), *rest, **options)

        socket.getaddrinfo = nobody
        try:
            yield {"proxies": {}}
        finally:
            socket.getaddrinfo = lookup


def everything(request: int, fault: int) -> bool:
    """Every fault at every request."""
    return True


def every_sixteenth(request: int, fault: int) -> bool:
    """Each fault at every sixteenth request, and each request with every sixteenth fault."""
    return (request + fault) % 16 == 0


def recorded(request: int, fault: int) -> bool:
    """Every fault at every request that a cassette holds: signing in is not recorded."""
    return request > 2


def sample(request: int, fault: int) -> bool:
    """Each fault at one request or two, of those that a cassette holds."""
    return recorded(request, fault) and (request + fault) % 17 == 0


def grade_with_faults(
    mistake: str | None,
    faults: list[str],
    choose: Callable[[int, int], bool] = everything,
    *,
    record: bool = False,
) -> list[Outcome]:
    """Grade a submission with each of these faults at each request, in this process.

    Args:
        mistake: a name of `python -m solution --list-mistakes`, or nothing for a right submission.
        faults: their names.
        choose: whether to try, by the number of the request and of the fault.
        record: whether each run is recorded, and its recording graded.

    Returns:
        The undisturbed run first.
    """
    os.chdir(ROOT)
    with tempfile.TemporaryDirectory() as folder:
        notebook = Path(folder) / "Image-Classification.ipynb"
        context = multiprocessing.get_context("fork")
        mine, its = context.Pipe()
        process = context.Process(target=_serve_alone, args=(mine, its, mistake, notebook))
        process.start()
        its.close()
        try:
            made, environment, known = mine.recv()
            assert made == 0, "the submission could not be made"
            os.environ.update(environment)
            grader = ForkingGrader([named(name) for name in faults], mine, known, choose)
            requests.adapters.HTTPAdapter.send = (  # type: ignore[method-assign]
                lambda adapter, request, **options: grader.send(adapter, request, **options)
            )
            return grader.grade(notebook, Path(folder) / "run.yaml" if record else None)
        finally:
            mine.close()
            process.join()


def _serve_alone(other: Any, pipe: Any, mistake: str | None, notebook: Path) -> None:
    other.close()
    serve(pipe, mistake, notebook)
