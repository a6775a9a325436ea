"""What is said while a run waits."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from azure_emulator.cloud import Cloud
from azure_emulator.server import running
from azure_emulator.wire import Request, Response

ROOT = Path(__file__).resolve().parents[3]


def test_a_wait_is_announced_past_pytests_capturing() -> None:
    """Nobody has to wonder whether a grading hangs: it says that Azure is busy, and goes on."""
    throttled: list[str] = []

    def throttle_once(request: Request) -> Response | None:
        if "resourcegroups" not in request.path.lower() or throttled:
            return None
        throttled.append(request.path)
        return Response(429, headers={"Retry-After": "0"})

    with running(Cloud(on_request=throttle_once)) as emulator:
        run = subprocess.run(
            [sys.executable, "-m", "pytest", "--live", "-k", "1.1.1"],
            cwd=ROOT,
            env={**os.environ, **emulator.environment},
            capture_output=True,
            text=True,
            check=False,
        )
    assert throttled
    assert "Azure is busy or silent: trying again in 0 s.\n" in run.stdout
    assert "1 not met" in run.stdout
