"""What all emulated services share: one lock, one clock, one source of ids, and their states."""

from __future__ import annotations

import threading
import uuid
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, fields
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

from azure_emulator.fault_rules import FaultRules
from azure_emulator.proxy import ConnectionFault
from azure_emulator.wire import Request, Response

State = TypeVar("State")


def _utc_now() -> datetime:
    return datetime.now(UTC)


def _new_id() -> str:
    return str(uuid.uuid4())


def _nobody(request: Request) -> Response:
    raise ConnectionError(f"no service answers {request.host}")


@dataclass(frozen=True, kw_only=True)
class Durations:
    """How long the long operations take; states such as `Training` follow from the clock."""

    account: timedelta = timedelta(seconds=1)
    workspace: timedelta = timedelta(seconds=3)
    compute: timedelta = timedelta(seconds=6)
    deletion: timedelta = timedelta(seconds=2)
    training: timedelta = timedelta(seconds=4)
    model_export: timedelta = timedelta(seconds=2)
    project_import: timedelta = timedelta(seconds=3)

    def times(self, factor: float) -> Durations:
        """These durations, each multiplied by a factor; 0 makes everything immediate."""
        return Durations(**{item.name: getattr(self, item.name) * factor for item in fields(self)})


@dataclass
class Cloud:
    """The whole cloud. The lock is taken once, at the edge (`app.py`), for each request.

    Args:
        now: the clock, timezone-aware UTC.
        new_id: a lower-case dashed GUID at each call.
        durations: how long operations take.
        images: the folder from which images by URL come, by file name; without it they are drawn.
        latency: how long each answer takes on its way, besides.
        limits: whether the rate limits of the tiers and of Resource Manager are held.
        on_request: called before any service, to cause throttling, outages and broken responses,
            which no request to Azure causes. If it returns a response or raises a `ServiceError`,
            that is sent; a `ConnectionError` breaks the connection off, and a `TimeoutError`
            leaves the client without a response.
        on_write: called before each request that is no reading one, as to move the clock.
        on_connect: called at each new connection to a host, to break the network: returns the
            fault that this connection meets, or None.
        fault_rules: the same by rules, for what neither hook has answered.

    Attributes:
        ask: the answer of whichever service a request is for, as any client would get it; the
            application sets it, and a service asks others by it alone.
        background: what goes on by itself; called before each request is answered.
        unserved: `METHOD url` of each request that nothing here implements.
        faults: the same of each request at which the emulator itself failed, and the traceback.
    """

    now: Callable[[], datetime] = _utc_now
    new_id: Callable[[], str] = _new_id
    durations: Durations = field(default_factory=Durations)
    images: Path | None = None
    latency: timedelta = timedelta(0)
    limits: bool = False
    on_request: Callable[[Request], Response | None] | None = None
    on_write: Callable[[], None] | None = None
    on_connect: Callable[[str], ConnectionFault | None] | None = None
    fault_rules: FaultRules = field(default_factory=FaultRules)
    ask: Callable[[Request], Response] = _nobody
    background: list[Callable[[], None]] = field(default_factory=list)
    lock: threading.RLock = field(default_factory=threading.RLock)
    unserved: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    _states: dict[Callable[[Cloud], Any], Any] = field(default_factory=dict, repr=False)

    @property
    def states(self) -> Mapping[Callable[[Cloud], Any], Any]:
        """All states that were made so far, by their classes, oldest first."""
        return self._states

    @contextmanager
    def at(self, moment: datetime) -> Iterator[None]:
        """Let the clock stand at a moment that has passed, while what was due then happens."""
        clock = self.now
        self.now = lambda: moment
        try:
            yield
        finally:
            self.now = clock

    def state(self, kind: Callable[[Cloud], State]) -> State:
        """The state of a service, made when it is first asked for.

        Args:
            kind: the class of the state, for example `ResourceManager`.
        """
        if kind not in self._states:
            self._states[kind] = kind(self)
        state: State = self._states[kind]
        return state
