"""All that the emulated cloud knows: one object, one lock, one clock, one source of ids."""

from __future__ import annotations

import threading
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field, fields
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from azure_emulator.authorization.state import Authorization
    from azure_emulator.cognitive_services.state import CognitiveServices
    from azure_emulator.entra.state import Entra
    from azure_emulator.machine_learning.state import MachineLearning
    from azure_emulator.prediction.state import Prediction
    from azure_emulator.proxy import Obstacle
    from azure_emulator.resource_manager.state import ResourceManager
    from azure_emulator.training.state import Training
    from azure_emulator.wire import Request, Response


def _utc_now() -> datetime:
    return datetime.now(UTC)


def _new_id() -> str:
    return str(uuid.uuid4())


@dataclass(frozen=True, kw_only=True)
class Pace:
    """How long the long operations take; states such as `Training` follow from the clock."""

    account: timedelta = timedelta(seconds=1)
    workspace: timedelta = timedelta(seconds=3)
    compute: timedelta = timedelta(seconds=6)
    deletion: timedelta = timedelta(seconds=2)
    training: timedelta = timedelta(seconds=4)

    def times(self, factor: float) -> Pace:
        """The same with each duration multiplied; 0 makes everything immediate."""
        return Pace(**{each.name: getattr(self, each.name) * factor for each in fields(self)})


@dataclass
class Cloud:
    """The whole state. The lock is taken once, at the edge (`app.py`), for each request.

    Args:
        now: the clock, timezone-aware UTC.
        new_id: a lower-case dashed GUID at each call.
        pace: how long operations take.
        images: the folder from which images by URL come, by file name; without it they are drawn.
        disturb: asked before any service, for throttling, outages and broken answers, which no
            request to Azure brings about. A response of its is the answer, an `errors.ServiceError`
            too; a `ConnectionError` breaks the connection off, a `TimeoutError` leaves the client
            without any answer.
        obstruct: asked at each new connection to a host, for broken networks: what stands in its
            way, if anything does.

    Attributes:
        unserved: `METHOD url` of each request that nothing here implements.
        faults: the same of each request at which the emulator itself failed, and the traceback.
    """

    now: Callable[[], datetime] = _utc_now
    new_id: Callable[[], str] = _new_id
    pace: Pace = field(default_factory=Pace)
    images: Path | None = None
    disturb: Callable[[Request], Response | None] | None = None
    obstruct: Callable[[str], Obstacle | None] | None = None
    lock: threading.RLock = field(default_factory=threading.RLock)
    unserved: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    entra: Entra = field(init=False)
    authorization: Authorization = field(init=False)
    resource_manager: ResourceManager = field(init=False)
    cognitive_services: CognitiveServices = field(init=False)
    machine_learning: MachineLearning = field(init=False)
    training: Training = field(init=False)
    prediction: Prediction = field(init=False)

    def __post_init__(self) -> None:
        # Here, for the states know the cloud: each service asks those above it.
        from azure_emulator.authorization.state import Authorization
        from azure_emulator.cognitive_services.state import CognitiveServices
        from azure_emulator.entra.state import Entra
        from azure_emulator.machine_learning.state import MachineLearning
        from azure_emulator.prediction.state import Prediction
        from azure_emulator.resource_manager.state import ResourceManager
        from azure_emulator.training.state import Training

        self.entra = Entra(self)
        self.authorization = Authorization(self)
        self.resource_manager = ResourceManager(self)
        self.cognitive_services = CognitiveServices(self)
        self.machine_learning = MachineLearning(self)
        self.training = Training(self)
        self.prediction = Prediction(self)
