"""What a warm process grades is what a process of its own grades, whatever went before."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import psutil
import pytest

from acceptance.cassettes import file
from acceptance.runner import Grading, GradingRequest, Runner, TroubleKind
from azure_emulator.cloud import Cloud
from azure_emulator.server import running
from tests.harness.commands import ROOT
from tests.harness.small_suite_runs import FILES

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="only what forks is warm")

COMPLETE = ROOT / "fixtures" / "cassettes" / "complete.yaml"
NOTEBOOK = COMPLETE.with_suffix(".ipynb")
WAIVERS = """
waivers:
- {check: 2.2.6, student: Ada, reason: agreed, by: me, until: 2100-01-01}
"""


@pytest.fixture(scope="module")
def warm() -> Iterator[Runner]:
    """A runner whose process is warm."""
    with Runner(1, "forkserver") as runner:
        yield runner


@pytest.fixture(scope="module")
def cold() -> Iterator[Runner]:
    """A runner each of whose processes starts from nothing."""
    with Runner(2, "spawn") as runner:
        yield runner


def changed(path: Path, change: Callable[[list[file.Exchange]], object]) -> Path:
    """The cassette of the complete submission, changed, with its notebook beside it."""
    cassette = file.read(COMPLETE)
    change(cassette.exchanges)
    path.write_text(file.written(cassette))
    shutil.copy(NOTEBOOK, path.parent)
    return path


def misspell(exchanges: list[file.Exchange]) -> None:
    """The tag has another name."""
    for exchange in exchanges:
        body = exchange["response"]["body"]
        body["string"] = body["string"].replace('"cat"', '"kitten"')


def silence(exchanges: list[file.Exchange]) -> None:
    """Every second answer is lost."""
    for exchange in exchanges[4::2]:
        exchange.pop("response")
        exchange["failed"] = "timeout"


@pytest.fixture(scope="module")
def requests(tmp_path_factory: pytest.TempPathFactory) -> dict[str, GradingRequest]:
    """Submissions and options of all kinds."""
    folder = tmp_path_factory.mktemp("submissions")
    (folder / "waivers.yaml").write_text(WAIVERS)
    (folder / "broken.ipynb").write_text("{")
    (folder / "torn.yaml").write_text(COMPLETE.read_text()[:9000])
    complete = GradingRequest(ROOT)
    wrong = replace(complete, cassette=changed(folder / "wrong.yaml", misspell))
    options = {
        "student": ("--student=Ada", f"--waivers={folder}/waivers.yaml"),
        "another student": ("--student=Ben", f"--waivers={folder}/waivers.yaml"),
        "deadline": ("--deadline=2020-01-01T00:00:00Z",),
        "no deadline": ("--deadline=soon",),
        "no number": ("--az-timeout=x",),
        "no record": ("--record=x.yaml",),
        "no pre-flight": ("--preflight",),
        "no option": ("--nonsense",),
        "abbreviated": ("--dead=2020-01-01T00:00:00Z",),
        "selected": ("-k", "2.2.5 or 3.1"),
        "by id": ("2.2",),
        "verbose": ("-v", "--deadline=2020-01-01T00:00:00Z"),
        "collected": ("--collect-only",),
    }
    reports = tuple(
        (name, folder / f"report.{name}")
        for name in ("json", "junit", "html", "gradescope", "markdown")
    )
    return {
        **{name: replace(complete, options=words) for name, words in options.items()},
        "complete": complete,
        "wrong": wrong,
        "silent": replace(complete, cassette=changed(folder / "silent.yaml", silence)),
        "torn": replace(complete, cassette=folder / "torn.yaml"),
        "another": replace(wrong, sha256="0" * 64),
        "notebook": replace(wrong, notebook=NOTEBOOK),
        "no notebook": replace(complete, notebook=folder / "broken.ipynb"),
        "reported": replace(wrong, reports=reports),
        "pytest's variable": replace(complete, environment={"PYTEST_ADDOPTS": "-k 2.2.5"}),
    }


def shown(grading: Grading, request: GradingRequest) -> tuple[Any, ...]:
    """All that a grading gives, but for time and memory."""
    written = tuple(path.read_bytes() for _, path in request.reports)
    for _, path in request.reports:
        path.unlink()
    output = re.sub(r"in \d+\.\d+s|0x[0-9a-f]+", "", grading.output)
    document = grading.document.to_json() if grading.document else None
    return grading.exit_status, grading.trouble, grading.requests, output, document, written


def test_warm_is_cold(warm: Runner, cold: Runner, requests: dict[str, GradingRequest]) -> None:
    """Status, document, printed bytes and reports are equal, for each, in both orders."""
    names = list(requests)
    first = {name: shown(warm.grade(requests[name]), requests[name]) for name in names}
    futures = {name: cold.submit(requests[name]) for name in names}
    for name in names:
        assert first[name] == shown(futures[name].result(), requests[name]), name
    for name in reversed(names):
        assert first[name] == shown(warm.grade(requests[name]), requests[name]), name


def test_a_live_grading_is_the_same(warm: Runner, cold: Runner, tmp_path: Path) -> None:
    """It signs in, asks as often, and records the same exchanges; a refused one says the same."""
    with running(Cloud()) as emulator:
        live = GradingRequest(ROOT, live=True, environment=emulator.environment)
        gradings = [
            runner.grade(replace(live, record=tmp_path / f"{number}.yaml"))
            for number, runner in enumerate((warm, cold, warm))
        ]
    documents = [grading.document for grading in gradings]
    assert documents[0]
    assert documents[0] == documents[1] == documents[2]
    assert [grading.requests for grading in gradings] == [gradings[0].requests] * 3
    assert (gradings[0].requests or 0) > 1
    assert len({len(file.read(tmp_path / f"{number}.yaml").exchanges) for number in range(3)}) == 1
    unknown = [runner.grade(replace(live, environment={})) for runner in (warm, cold)]
    assert shown(unknown[0], live) == shown(unknown[1], live)


def exercise(folder: Path, more: str = "") -> GradingRequest:
    """A small exercise of its own, whose conftest.py ends with `more`."""
    for name, text in FILES.items():
        text = text.replace("no:cacheprovider", "no:cacheprovider -p no:randomly")
        (folder / name).write_text(text + more * (name == "conftest.py"))
    return GradingRequest(folder)


WITNESS = """
import os, random, sys, tempfile, threading
SEEN = []

def pytest_addoption(parser):
    parser.addoption("--witness")

def pytest_terminal_summary(terminalreporter, config):
    SEEN.append((os.environ.get("CANARY"), config.option.witness))
    os.environ["LEFT"] = os.environ.get("LEFT", "") + "x"
    terminalreporter.write_line(f"SEEN {SEEN} {os.environ['LEFT']} {sys.argv[1:]}")
    terminalreporter.write_line(f"TEMPORARY {tempfile.gettempdir()}")
    terminalreporter.write_line(f"RANDOM {random.random()} {tempfile.mktemp()} {os.getppid()}")
"""


def said(grading: Grading, word: str) -> str:
    """The line that begins with that word."""
    (line,) = re.findall(rf"^{word} (.*)", grading.output, re.MULTILINE)
    return str(line)


def test_nothing_of_one_grading_reaches_another(tmp_path: Path) -> None:
    """Each has its own environment, arguments, memory, randomness and temporary folder."""
    request, temporary = exercise(tmp_path, WITNESS), tmp_path / "temporary"
    temporary.mkdir()
    with Runner(1, "forkserver") as runner:
        gradings = [
            runner.grade(replace(request, options=options, environment=environment))
            for options, environment in (
                (("--witness=1",), {"CANARY": "sesame", "TMPDIR": str(temporary)}),
                (("--witness=2",), {}),
                ((), {"CANARY": "other"}),
            )
        ]
    assert [said(grading, "SEEN") for grading in gradings] == [
        "[('sesame', '1')] x ['--witness=1']",
        "[(None, '2')] x ['--witness=2']",
        "[('other', None)] x []",
    ]
    folders = [said(grading, "TEMPORARY") for grading in gradings]
    assert folders[0] == str(temporary) != folders[1]
    assert len({word for each in gradings for word in said(each, "RANDOM").split()}) == 9


def test_a_changed_exercise_is_taken_in_anew(tmp_path: Path) -> None:
    """A feature, a step, an ini-file or a new conftest.py counts from the next grading on."""
    request = exercise(tmp_path)
    feature, steps, ini = (
        tmp_path / name for name in ("small.feature", "test_small.py", "pytest.ini")
    )
    with Runner(1, "forkserver") as runner:

        def points() -> dict[str, tuple[int, str]]:
            document = runner.grade(request).document
            assert document
            assert runner.unverified(tmp_path, "", "").score.maximum == document.score.maximum
            return {check.id: (check.points, str(check.verdict)) for check in document.checks}

        before = points()
        assert before["1.2.3"] == (4, "met")
        feature.write_text(feature.read_text().replace("@points(4)", "@points(5)"))
        assert points() == {**before, "1.2.3": (5, "met")}
        steps.write_text(steps.read_text().replace("    pass\n", "    assert False\n"))
        assert points() == {**before, "1.2.3": (5, "not met")}
        ini.write_text(ini.read_text() + "exercise = Small\n")
        document = runner.grade(request).document
        assert document
        assert document.title == "Small"


def test_what_cannot_be_collected_is_said_as_ever(tmp_path: Path, cold: Runner) -> None:
    """A conftest.py that fails, or ends the process, costs the warmth and nothing else."""
    request = exercise(tmp_path)
    conftest = tmp_path / "conftest.py"
    whole = conftest.read_text()
    with Runner(1, "forkserver") as runner:
        for fault in ("import nowhere", "import os; os._exit(9)"):
            conftest.write_text(f"{whole}\n{fault}\n")
            for _ in range(2):
                assert shown(runner.grade(request), request) == shown(cold.grade(request), request)


def test_a_time_limit_holds_while_it_warms_up(tmp_path: Path) -> None:
    """An exercise that never loads ends the grading in time, and does not hold up another."""
    request = exercise(tmp_path, "import time; time.sleep(100)")
    with Runner(1, "forkserver") as runner:
        grading = runner.grade(replace(request, time_limit=1))
        assert grading.trouble
        assert grading.trouble.kind is TroubleKind.TIMED_OUT
        assert grading.wall_seconds < 10


def test_a_warm_process_that_is_killed_costs_the_next_nothing(tmp_path: Path) -> None:
    """It is replaced when the next grading comes."""
    request = exercise(tmp_path)
    with Runner(1, "forkserver") as runner:
        known = set(psutil.Process().children())
        first = runner.grade(request)
        (server,) = set(psutil.Process().children()) - known
        server.kill()
        server.wait(10)
        second = runner.grade(request)
        assert set(psutil.Process().children()) - known != {server}
    assert shown(first, request) == shown(second, request)


def test_one_warm_process_serves_all(tmp_path: Path) -> None:
    """Gradings with the exercise's own options have one parent, which is warm."""
    with Runner(1, "forkserver") as runner:
        known = set(psutil.Process().children())
        for number in range(3):
            runner.grade(replace(exercise(tmp_path), options=(f"--student={number}",)))
        assert len(set(psutil.Process().children()) - known) == 1
