"""Compares what gradings cost, in processor seconds of whole processes, their children included.

Each comparison runs both sides in turn, so that a busy machine hurts both alike; the figures are
medians over the pairs.

    python benchmarks/grading.py [--pairs N]
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

import psutil

from acceptance.evidence import Evidence, regrading
from acceptance.runner import GradingRequest, Runner
from azure_emulator.cloud import Cloud
from azure_emulator.server import running

ROOT = Path(__file__).resolve().parent.parent
CASSETTE = ROOT / "fixtures" / "cassettes" / "complete.yaml"
ENVIRONMENT = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}

Cost = Callable[[], float]
"""Does the work once; how many processor seconds it took."""

PROBE = """
import json, sys
import pytest
pytest.main(["-q", "-p", "no:cacheprovider"])
json.dump(list(sys.modules), open(sys.argv[1], "w"))
"""

CONFTEST = """
import contextlib, importlib, warnings
from pytest_bdd import given

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    for name in {modules!r}:
        with contextlib.suppress(Exception):
            importlib.import_module(name)


@given("nothing")
def nothing():
    pass
"""


def process(
    folder: Path, *words: str, status: int = 0, more: Mapping[str, str] | None = None
) -> float:
    """Processor seconds of one `python WORDS` in a folder, with more variables.

    Raises:
        SystemExit: it ended with another exit status; its output is shown.
    """
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    run = subprocess.run(  # noqa: S603 - our own commands, without a shell
        [sys.executable, *words],
        cwd=folder,
        env={**ENVIRONMENT, **(more or {})},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if run.returncode != status:
        raise SystemExit(f"{words} ended with {run.returncode} in {folder}:\n{run.stdout}")
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def replay(cassette: Path, status: int = 0) -> float:
    """The cost of grading a cassette by a process of its own."""
    return process(ROOT, "-m", "pytest", f"--cassette={cassette}", status=status)


def warm(runner: Runner) -> float:
    """The cost of grading the recorded submission by a runner, its warm process left out."""
    grading = runner.grade(GradingRequest(ROOT, cassette=CASSETTE))
    if grading.trouble or grading.cpu_seconds is None:
        raise SystemExit(f"the runner did not grade: {grading.trouble}")
    return grading.cpu_seconds


def regrade(runner: Runner, cassette: Path, times: int = 5) -> float:
    """The cost of a submission that is graded again among others, all that takes part included."""
    before = own_seconds()
    graded = list(regrading(runner, ROOT, [Evidence(cassette)] * times))
    costs = [each.grading.cpu_seconds for each in graded if each.now]
    if len(costs) < times:
        raise SystemExit(f"not regraded: {[each.trouble for each in graded]}")
    return (own_seconds() - before + sum(filter(None, costs))) / times


def own_seconds() -> float:
    """Processor seconds of this process, and of the warm ones that it has started."""
    processes = [psutil.Process(), *psutil.Process().children()]
    return sum(sum(process.cpu_times()[:2]) for process in processes)


def live(runner: Runner, environment: Mapping[str, str]) -> float:
    """The cost of grading a subscription in which nothing was done, by a runner."""
    grading = runner.grade(GradingRequest(ROOT, live=True, environment=environment))
    if grading.trouble or grading.cpu_seconds is None:
        raise SystemExit(f"the runner did not grade: {grading.trouble}")
    return grading.cpu_seconds


def memory_of(gradings: int) -> str:
    """What so many gradings at once hold in memory, as they stand when most of them run."""
    most: list[tuple[int, int]] = []
    with Runner(gradings) as runner:
        runner.grade(GradingRequest(ROOT, options=("--student=first",)))
        (server,) = psutil.Process().children()
        futures = [runner.submit(GradingRequest(ROOT, cassette=CASSETTE)) for _ in range(gradings)]
        while not all(future.done() for future in futures):
            held = list(filter(None, map(_held, server.children(recursive=True))))
            most = max(most, held, key=len)
        shared = _held(server) or (0, 0)
    resident, own = (sum(each) / 2**20 for each in zip(*most, strict=True))
    return (
        f"{gradings} gradings at once, {len(most)} processes: {resident:.0f} MB resident, their "
        f"share of it (PSS) {own:.0f} MB; the warm process: {shared[0] / 2**20:.0f} MB"
    )


def _held(process: psutil.Process) -> tuple[int, int] | None:
    """The bytes that are resident, and its share of them; None if it is gone."""
    try:
        memory = process.memory_full_info()
    except psutil.Error:
        return None
    return memory.rss, memory.pss


def write_floor(folder: Path) -> None:
    """Write the least that pytest must do for a grading, as a suite.

    It imports the third-party modules of a replay, in their order, and runs as many scenarios,
    each of one empty step.
    """
    process(ROOT, "-c", PROBE, str(folder / "modules.json"))
    ours = {path.stem for path in ROOT.iterdir()} | {path.stem for path in (ROOT / "src").iterdir()}
    left_out = ours | sys.stdlib_module_names | {"__main__", "__mp_main__", "_pytest", "pytest"}
    names = json.loads((folder / "modules.json").read_text())
    modules = [name for name in names if name.partition(".")[0] not in left_out]
    features = [path.read_text() for path in (ROOT / "features").glob("*.feature")]
    count = sum(text.count("\n  Scenario:") for text in features)
    scenarios = [f"  Scenario: Empty {number}\n    Given nothing\n" for number in range(count)]
    (folder / "empty.feature").write_text("Feature: Empty\n" + "\n".join(scenarios))
    (folder / "conftest.py").write_text(CONFTEST.format(modules=modules))
    (folder / "test_empty.py").write_text(
        "from pytest_bdd import scenarios\nscenarios('empty.feature')\n"
    )
    (folder / "pytest.ini").write_text("[pytest]\nbdd_features_base_dir = .\n")


def record_nothing(cassette: Path) -> None:
    """Record the submission of somebody who has done nothing, on the emulator."""
    grading = [sys.executable, "-m", "pytest", "--live", f"--record={cassette}"]
    process(ROOT, "-m", "azure_emulator", "--pace", "0", "--exec", *grading, status=1)


def compare(name: str, bar: float | None, pairs: int, first: Cost, second: Cost) -> str:
    """A line of the table: both medians and the median ratio."""
    first(), second()  # A warm-up: byte code, the file cache.
    costs = [(first(), second()) for _ in range(pairs)]
    over, under = (statistics.median(each) for each in zip(*costs, strict=True))
    ratio = statistics.median(a / b for a, b in costs)
    allowed = f"{bar:8.2f}" if bar else ""
    return f"{name:58} {over:7.3f} {under:7.3f} {ratio:7.2f}{allowed}"


def main() -> None:
    """Measure and print; the figures judge nobody."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--pairs", type=int, default=7, help="of each comparison (default: 7)")
    pairs = parser.parse_args().pairs
    with (
        tempfile.TemporaryDirectory() as name,
        Runner(1) as runner,
        running(Cloud()) as emulator,
    ):
        floor, nothing = Path(name, "floor"), Path(name, "nothing.yaml")
        floor.mkdir()
        write_floor(floor)
        record_nothing(nothing)
        rows = (
            (
                "replay of the recorded submission / floor",
                1.25,
                lambda: replay(CASSETTE),
                lambda: process(floor, "-m", "pytest", "-q", "-p", "no:cacheprovider"),
            ),
            (
                "replay with everything missing / with everything right",
                1.1,
                lambda: replay(nothing, status=1),
                lambda: replay(CASSETTE),
            ),
            (
                "replay by a warm runner / by a process of its own",
                0.25,
                lambda: warm(runner),
                lambda: replay(CASSETTE),
            ),
            (
                "regrading, a submission / a process of its own",
                0.25,
                lambda: regrade(runner, CASSETTE),
                lambda: replay(CASSETTE),
            ),
            (
                "regrading with everything missing / with everything right",
                1.1,
                lambda: regrade(runner, nothing),
                lambda: regrade(runner, CASSETTE),
            ),
            (
                "live by a warm runner / by a process of its own",
                None,
                lambda: live(runner, emulator.environment),
                lambda: process(
                    ROOT, "-m", "pytest", "--live", status=1, more=emulator.environment
                ),
            ),
        )
        print(f"processor seconds, medians of {pairs} pairs")  # noqa: T201
        print(f"{'':58} {'first':>7} {'second':>7} {'ratio':>7} {'at most':>7}")  # noqa: T201
        for row in rows:
            print(compare(row[0], row[1], pairs, row[2], row[3]), flush=True)  # noqa: T201
    print(memory_of(20))  # noqa: T201


if __name__ == "__main__":
    main()
