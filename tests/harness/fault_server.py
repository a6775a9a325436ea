"""A cloud in a process of its own, in which a fault happens to one request at a time."""

from __future__ import annotations

import contextlib
import io
import os
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from azure_emulator.entra.state import Entra
from azure_emulator.proxy import ConnectionFault
from azure_emulator.resource_manager.state import ResourceManager
from azure_emulator.wire import Request, Response
from tests.harness.fault_actions import SIGN_IN, whole
from tests.harness.faults import named

Key = tuple[object, ...]


def key(request: Request) -> Key:
    """What makes two requests the same, repetitions included."""
    if request.host == SIGN_IN:
        return request.method, request.host, request.path
    sent = tuple(request.headers.get(name) for name in ("training-key", "prediction-key"))
    query = tuple(sorted(request.query.items()))
    return request.method, request.host, request.path, query, request.body, sent


def serve(pipe: Any, mistake: str | None, notebook: Path) -> None:
    """Make a submission, then inject and clear faults as told, until the pipe is closed.

    Args:
        pipe: takes `(fault's name, key)` to inject and `None` to clear; clearing gives how often
            the fault happened and what the emulator itself got wrong.
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
        injector = FaultInjector(cloud)
        with contextlib.suppress(EOFError):
            while True:
                told = pipe.recv()
                if told is not None:
                    injector.inject(*told)
                pipe.send(None if told else injector.clear())


def secrets(cloud: Any) -> dict[str, str]:
    """What may be printed nowhere, by what it is."""
    principal = cloud.state(Entra).principal
    known = {
        "the tenant's id": principal.tenant,
        "the client's id": principal.client_id,
        "the object's id": principal.object_id,
        "the client's secret": principal.secret,
        "the id in a refusal": "0e0e0e0e-0000-4000-8000-00000000000e",
        "the person in a refusal": "someone@example.test",
    }
    for subscription in cloud.state(ResourceManager).subscriptions:
        known["the subscription's id"] = subscription
        for resource in cloud.state(ResourceManager).in_subscription(subscription):
            for name in ("key1", "key2"):
                if hasattr(resource, name):
                    known[f"{name} of {resource.name}"] = getattr(resource, name)
    return known


@dataclass
class UnreachableHost:
    """A host that lets a client connect only after the client's last retry."""

    host: str
    connection_fault: ConnectionFault
    tried: int = 0

    def __call__(self, host: str) -> ConnectionFault | None:
        """The fault of this connection; `None` lets it through."""
        if host != self.host or self.tried == (3 if host == SIGN_IN else 2):
            return None
        self.tried += 1
        return self.connection_fault


class FaultInjector:
    """A cloud in which one fault happens to one request."""

    def __init__(self, cloud: Any) -> None:
        from azure_emulator.app import App

        self._cloud = cloud
        self._app = App(cloud)
        self._hits = 0

    def inject(self, name: str, wanted: Key) -> None:
        """Let this fault happen to the request with this key."""
        fault = named(name)
        self._hits = 0

        def on_request(request: Request) -> Response | None:
            if key(whole(request)) != wanted or (
                fault.times is not None and self._hits >= fault.times
            ):
                return None
            self._hits += 1
            if fault.connection_fault:
                self._cloud.on_connect = UnreachableHost(request.host, fault.connection_fault)
            return fault.act(request, self._without_fault)

        self._cloud.on_request = on_request

    def _without_fault(self, request: Request) -> Response:
        on_request, self._cloud.on_request = self._cloud.on_request, None
        try:
            return self._app(request)
        finally:
            self._cloud.on_request = on_request

    def clear(self) -> tuple[int, list[str]]:
        """Clear the fault; how often it happened, and the emulator's own faults."""
        self._cloud.on_request = self._cloud.on_connect = None
        return self._hits, [*self._cloud.unserved, *self._cloud.faults]
