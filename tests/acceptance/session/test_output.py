"""The exit status is the verdicts', whatever becomes of what is printed."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.harness.commands import ROOT
from tests.harness.sampling import each

if os.name != "posix":
    pytest.skip("the shell is a POSIX one", allow_module_level=True)

EVIDENCE = "acceptance.evidence regrade fixtures/cassettes"


@pytest.mark.parametrize(
    ("command", "redirection", "status"),
    each(
        2,
        [
            ("pytest", "| head -1", 0),
            ("pytest -v -s", "| true", 0),
            ("pytest", "> /dev/full", 0),
            ("pytest -v", ">&- 2>&-", 0),
            ("pytest", "2>&-", 0),
            ("pytest --collect-only", "| true", 0),
            ("pytest --resource-group=none", "| true", 6),
            ("pytest --cassette=none", "> /dev/full 2>&1", 4),
            ("pytest --cassette=none", "2>&-", 4),
            (EVIDENCE, "| true", 0),
            (EVIDENCE, "> /dev/full", 0),
            (EVIDENCE, ">&-", 0),
        ],
    ),
)
def test_lost_output_costs_no_status(command: str, redirection: str, status: int) -> None:
    """A closed pipe, a full disk or no standard output at all is never taken for not met."""
    script = f"{sys.executable} -m {command} {redirection}; exit ${{PIPESTATUS[0]}}"
    run = subprocess.run(
        ["bash", "-c", script],
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert run.returncode == status, run.stderr
    assert "Traceback" not in run.stderr


def test_a_full_disk_is_said_once(tmp_path: Path) -> None:
    """On standard error; a reader who closed a pipe knows."""
    script = f"{sys.executable} -m pytest --report=json:{tmp_path}/r.json > /dev/full"
    run = subprocess.run(
        ["bash", "-c", script], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert run.stderr == "What is printed is lost: No space left on device.\n"
    assert (tmp_path / "r.json").stat().st_size > 10_000
