"""Beside other plugins, and without pytest's own: the same verdicts, or one clear refusal."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import venv
from pathlib import Path

import pytest

from tests.harness.commands import ROOT
from tests.harness.sampling import each

PLUGINS = (
    *("pytest-asyncio", "pytest-xdist", "pytest-html", "pytest-cov", "pytest-rerunfailures"),
    *("pytest-timeout", "pytest-randomly", "allure-pytest", "pytest-reporter", "pytest-forked"),
    *("pytest-sugar", "pytest-instafail", "pytest-json-report", "pytest-repeat", "pytest-order"),
)
BASE = ("--cassette=fixtures/cassettes/complete.yaml",)


def grading(python: str | Path, folder: Path, *options: str) -> tuple[int, str, str]:
    """The exit status, the report and what was printed, in an interpreter."""
    report = folder / "report.json"
    report.unlink(missing_ok=True)
    words = [*BASE, f"--report=json:{report}", *options]
    run = subprocess.run(
        [python, "-m", "pytest", *words],
        cwd=ROOT,
        env={**os.environ, "COVERAGE_FILE": str(folder / ".coverage")},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        timeout=300,
        check=False,
    )
    text = report.read_text(encoding="utf-8") if report.exists() else ""
    return run.returncode, text, run.stdout + run.stderr


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The report of a run without any other plugin."""
    status, report, output = grading(sys.executable, tmp_path_factory.mktemp("alone"))
    assert status == 0, output
    return report


@pytest.fixture(scope="module")
def python(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An environment of its own with all these plugins; `make test-all` builds it."""
    if not request.config.getoption("--whole"):
        pytest.skip("an environment is built by `make test-all` only")
    folder = tmp_path_factory.mktemp("environment")
    venv.create(folder, with_pip=True)
    python = folder / ("Scripts" if os.name == "nt" else "bin") / "python"
    pip = [str(python), "-m", "pip", "install", "-q", "--disable-pip-version-check"]
    for words in (
        ["--require-hashes", "-r", str(ROOT / "requirements" / "grade.txt")],
        ["--no-deps", "--no-build-isolation", "-e", str(ROOT)],
        [*PLUGINS],
    ):
        run = subprocess.run([*pip, *words], capture_output=True, text=True, check=False)
        if run.returncode:
            pytest.skip(f"no package index: {run.stderr.strip().splitlines()[-1:]}")
    return python


@pytest.mark.parametrize(
    "options",
    [
        "",
        "-n0",
        "--html={}/x.html --self-contained-html",
        "--cov=src --cov-report=",
        "--reruns 2",
        "--timeout 60",
        "-p randomly",
        "--alluredir={}/allure",
        "--asyncio-mode=auto",
        "--instafail",
        "--json-report --json-report-file={}/x.json",
        "--junitxml={}/x.xml",
        "--force-sugar",
        "--order-scope=module",
    ],
)
def test_the_verdicts_are_the_same(options: str, python: Path, alone: str, tmp_path: Path) -> None:
    """Whatever else a plugin writes or prints."""
    words = options.format(*[tmp_path] * 2).split()
    status, report, output = grading(python, tmp_path, "-p", "no:reporter", *words)
    assert status == 0, output
    assert sorted(re.findall(r'"id": "[\d.]+",|"verdict": ".*"', report)) == sorted(
        re.findall(r'"id": "[\d.]+",|"verdict": ".*"', alone)
    )
    assert json.loads(report)["score"] == json.loads(alone)["score"]


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ("", "another plugin has an option --report"),
        ("-p no:reporter -n 2", "-n: a submission is graded by one process"),
        ("-p no:reporter -n auto --dist loadfile", "-n: a submission is graded by one process"),
        ("-p no:reporter --forked", "--forked: a submission is graded by one process"),
        ("-p no:reporter --looponfail", "--looponfail: a submission is graded once"),
        ("-p no:reporter --count 2", "is asked once for each example"),
    ],
)
def test_what_would_lose_verdicts_is_refused(
    options: str, sentence: str, python: Path, tmp_path: Path
) -> None:
    """In one sentence, before anything is graded."""
    status, report, output = grading(python, tmp_path, *options.split())
    assert (status, report) == (4, ""), output
    assert sentence in output
    assert "Traceback" not in output


@pytest.mark.parametrize(
    "name",
    [
        *("pytest-bdd", "socket", "python", "skipping", "acceptance.session.recording"),
        *("acceptance.verdicts.plugin", "acceptance.session.log_silencing", "steps.project"),
    ],
)
def test_what_is_needed_is_asked_for(name: str, tmp_path: Path) -> None:
    """Without a plugin that it needs, nothing is graded."""
    status, report, output = grading(sys.executable, tmp_path, "-p", f"no:{name}")
    assert (status, report) == (4, ""), output
    assert f"-p no:{name}: nothing can be graded without it" in output


@pytest.mark.parametrize(
    "name",
    each(
        3,
        [
            *("cacheprovider", "tmpdir", "junitxml", "logging", "capture", "warnings", "assertion"),
            *("unraisableexception", "faulthandler", "doctest", "monkeypatch", "debugging"),
            "unittest",
        ],
    ),
)
def test_what_is_not_needed_is_not_missed(name: str, alone: str, tmp_path: Path) -> None:
    """Without any other plugin of pytest's, the verdicts are the same."""
    status, report, output = grading(sys.executable, tmp_path, "-p", f"no:{name}")
    assert (status, report) == (0, alone), output


def test_the_terminal_is_needed(tmp_path: Path) -> None:
    """pytest itself refuses its options without it."""
    status, report, _ = grading(sys.executable, tmp_path, "-p", "no:terminal")
    assert (status, report) == (4, "")
