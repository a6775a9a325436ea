"""Our commands as a user types them, and gradings by the one door."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from acceptance import runner
from acceptance.runner import Grading, GradingRequest
from tests.harness.contract import other_processes

ROOT = Path(__file__).resolve().parents[2]
CHECKS = sum(
    path.read_text(encoding="utf-8").count("@check(") for path in ROOT.glob("features/*.feature")
)
"""How many checks the exercise has."""

NONE: Mapping[str, str] = MappingProxyType({})


def run(
    *words: str | Path, environment: Mapping[str, str] = NONE, folder: Path = ROOT
) -> subprocess.CompletedProcess[str]:
    """`python -m WORDS` in a folder, with further environment variables."""
    return subprocess.run(
        [sys.executable, "-m", *map(str, words)],
        cwd=folder,
        env={**os.environ, **_to_be_recorded(words), **environment},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        timeout=300,
        check=False,
    )


def _to_be_recorded(words: tuple[str | Path, ...]) -> Mapping[str, str]:
    return other_processes.environment() if "azure_emulator" in words else NONE


def make_submission(environment: Mapping[str, str], *options: str | Path) -> None:
    """`python -m solution OPTIONS`, which has to succeed."""
    done = run("solution", "--yes", "--poll", "0.01", *options, environment=environment)
    assert done.returncode == 0, done.stdout + done.stderr


def grade(*options: str | Path, environment: Mapping[str, str] = NONE) -> Grading:
    """Grade the exercise of this checkout by the runner; live only if an option says so."""
    words = tuple(map(str, options))
    return runner.grade(GradingRequest(ROOT, options=words, environment=environment))
