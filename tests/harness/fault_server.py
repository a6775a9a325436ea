"""A cloud in a process of its own, in which one request at a time meets with a fault."""

from __future__ import annotations

import contextlib
import io
import os
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from azure_emulator.proxy import ConnectionFault
from azure_emulator.wire import Request, Response
from tests.harness.faults import named
from tests.harness.mishaps import SIGN_IN, whole

Key = tuple[object, ...]


def key(request: Request) -> Key:
    """What makes two requests the same, repetitions included."""
    if request.host == SIGN_IN:
        return request.method, request.host, request.path
    sent = tuple(request.headers.get(name) for name in ("training-key", "prediction-key"))
    query = tuple(sorted(request.query.items()))
    return request.method, request.host, request.path, query, request.body, sent


def serve(pipe: Any, mistake: str | None, notebook: Path) -> None:
    """Make a submission, then break and mend the cloud as told, until nobody is there to tell.

    Args:
        pipe: takes `(fault's name, key)` to break and `None` to mend; mending gives how often the
            fault was met with and what the emulator itself got wrong.
        mistake: a name of `python -m solution --list-mistakes`, or nothing.
        notebook: where the notebook goes.
    """
    from azure_emulator.cloud import Cloud, Durations
    from azure_emulator.server import running
    from solution.cli import main

    none = timedelta(0)
    cloud = Cloud(
        durations=Durations(
            account=none, workspace=none, compute=none, deletion=none, training=none
        )
    )
    with running(cloud) as emulator:
        os.environ.update(emulator.environment)
        options = ["--poll", "0.01", "--yes", "--notebook", str(notebook)]
        with contextlib.redirect_stdout(io.StringIO()):
            made = main(options + (["--mistake", mistake] if mistake else []))
        pipe.send((made, emulator.environment, secrets(cloud)))
        broken = Broken(cloud)
        with contextlib.suppress(EOFError):
            while True:
                told = pipe.recv()
                if told is not None:
                    broken.by(*told)
                pipe.send(None if told else broken.mend())


def secrets(cloud: Any) -> dict[str, str]:
    """What may be printed nowhere, by what it is."""
    principal = cloud.entra.principal
    known = {
        "the tenant's id": principal.tenant,
        "the client's id": principal.client_id,
        "the object's id": principal.object_id,
        "the client's secret": principal.secret,
        "the id in a refusal": "0e0e0e0e-0000-4000-8000-00000000000e",
        "the person in a refusal": "someone@example.test",
    }
    for subscription in cloud.resource_manager.subscriptions:
        known["the subscription's id"] = subscription
        for resource in cloud.resource_manager.in_subscription(subscription):
            for name in ("key1", "key2"):
                if hasattr(resource, name):
                    known[f"{name} of {resource.name}"] = getattr(resource, name)
    return known


@dataclass
class Door:
    """A host to which a client comes through only after it has tried as often as it would."""

    host: str
    connection_fault: ConnectionFault
    tried: int = 0

    def __call__(self, host: str) -> ConnectionFault | None:
        """What stands in the way to a host."""
        if host != self.host or self.tried == (3 if host == SIGN_IN else 2):
            return None
        self.tried += 1
        return self.connection_fault


class Broken:
    """A cloud in which one request meets with one fault."""

    def __init__(self, cloud: Any) -> None:
        """All is well yet."""
        from azure_emulator.app import App

        self._cloud = cloud
        self._app = App(cloud)
        self._met = 0

    def by(self, name: str, wanted: Key) -> None:
        """Let the request of this key meet with this fault."""
        fault = named(name)
        self._met = 0

        def on_request(request: Request) -> Response | None:
            if key(whole(request)) != wanted or (
                fault.times is not None and self._met >= fault.times
            ):
                return None
            self._met += 1
            if fault.connection_fault:
                self._cloud.on_connect = Door(request.host, fault.connection_fault)
            return fault.act(request, self._undisturbed)

        self._cloud.on_request = on_request

    def _undisturbed(self, request: Request) -> Response:
        on_request, self._cloud.on_request = self._cloud.on_request, None
        try:
            return self._app(request)
        finally:
            self._cloud.on_request = on_request

    def mend(self) -> tuple[int, list[str]]:
        """Let all be well; how often the fault was met with, and the emulator's own faults."""
        self._cloud.on_request = self._cloud.on_connect = None
        return self._met, [*self._cloud.unserved, *self._cloud.faults]
