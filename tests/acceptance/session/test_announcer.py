"""What is said while a run waits."""

from __future__ import annotations

from azure_emulator.cloud import Cloud
from azure_emulator.server import running
from azure_emulator.wire import Request, Response
from tests.harness.commands import grade


def test_a_wait_is_announced_past_pytests_capturing() -> None:
    """Nobody has to wonder whether a grading hangs: it says that Azure is busy, and goes on."""
    throttled: list[str] = []

    def throttle_once(request: Request) -> Response | None:
        if "resourcegroups" not in request.path.lower() or throttled:
            return None
        throttled.append(request.path)
        return Response(429, headers={"Retry-After": "0"})

    with running(Cloud(on_request=throttle_once)) as emulator:
        grading = grade("--live", "-k", "1.1.1", environment=emulator.environment)
    assert throttled
    assert "Azure is busy or silent: trying again in 1 s.\n" in grading.output
    assert "1 not met" in grading.output
