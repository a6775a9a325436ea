"""Times a whole grading of the recorded submission against the least that pytest must do for it.

The least: a pytest run that imports the same third-party packages and runs as many scenarios, each
of one empty step. Both are whole processes, run in turn; the ratio is taken pair by pair.

    python benchmarks/grading.py [--runs N]
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BAR = 1.6

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


def modules_of_a_grading() -> list[str]:
    """The third-party modules that a replayed grading imports, in the order of their import."""
    with tempfile.TemporaryDirectory() as folder:
        listed = Path(folder) / "modules.json"
        subprocess.run(  # noqa: S603 - our own interpreter and script
            [sys.executable, "-c", PROBE, str(listed)], cwd=ROOT, check=True, capture_output=True
        )
        names: list[str] = json.loads(listed.read_text())
    ours = {path.stem for path in ROOT.iterdir()} | {"__main__", "__mp_main__"}
    return [
        name
        for name in names
        if name.partition(".")[0] not in ours | sys.stdlib_module_names | {"_pytest", "pytest"}
    ]


def scenarios() -> int:
    """How many scenarios the features hold."""
    features = (ROOT / "features").glob("*.feature")
    return sum(text.count("\n  Scenario:") for text in (path.read_text() for path in features))


def write_baseline(folder: Path, modules: list[str], count: int) -> None:
    """A suite of `count` empty scenarios whose conftest imports `modules`."""
    lines = [f"  Scenario: Empty {number}\n    Given nothing\n" for number in range(count)]
    (folder / "empty.feature").write_text("Feature: Empty\n" + "\n".join(lines))
    (folder / "conftest.py").write_text(CONFTEST.format(modules=modules))
    (folder / "test_empty.py").write_text(
        "from pytest_bdd import scenarios\nscenarios('empty.feature')\n"
    )
    (folder / "pytest.ini").write_text("[pytest]\nbdd_features_base_dir = .\n")


def seconds(folder: Path) -> float:
    """Wall seconds of one whole pytest process in `folder`.

    Raises:
        SystemExit: pytest did not pass; its output is shown.
    """
    start = time.perf_counter()
    run = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": ""},
    )
    taken = time.perf_counter() - start
    if run.returncode:
        raise SystemExit(f"pytest exited with {run.returncode} in {folder}:\n{run.stdout}")
    return taken


def row(name: str, values: list[float]) -> str:
    """A line of the table: minimum, median, maximum."""
    middle = statistics.median(values)
    return f"{name:34} {min(values):7.2f} {middle:7.2f} {max(values):7.2f}"


def main() -> None:
    """Measure and print; the figures judge nobody."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--runs", type=int, default=7, help="pairs of runs (default: 7)")
    runs = parser.parse_args().runs
    with tempfile.TemporaryDirectory() as name:
        baseline = Path(name)
        write_baseline(baseline, modules_of_a_grading(), scenarios())
        seconds(ROOT), seconds(baseline)  # a warm-up: byte code, the file cache
        pairs = [(seconds(ROOT), seconds(baseline)) for _ in range(runs)]
    print(f"{runs} pairs, {scenarios()} scenarios {'min':>15} {'median':>7} {'max':>7}")  # noqa: T201
    print(row("grading the recording, seconds", [a for a, _ in pairs]))  # noqa: T201
    print(row("the same imports, empty, seconds", [b for _, b in pairs]))  # noqa: T201
    print(row(f"ratio (the bar: at most {BAR})", [a / b for a, b in pairs]))  # noqa: T201


if __name__ == "__main__":
    main()
