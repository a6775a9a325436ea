"""All that the emulated cloud knows: one object, one lock, one clock, one source of ids."""

from __future__ import annotations

import threading
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path


def _utc_now() -> datetime:
    return datetime.now(UTC)


def _new_id() -> str:
    return str(uuid.uuid4())


@dataclass(frozen=True, kw_only=True)
class Pace:
    """How long the long operations take; states such as `Training` are computed from time, not by threads."""

    account: timedelta = timedelta(seconds=1)
    workspace: timedelta = timedelta(seconds=3)
    compute: timedelta = timedelta(seconds=6)
    deletion: timedelta = timedelta(seconds=2)
    training: timedelta = timedelta(seconds=4)


@dataclass
class Cloud:
    """The whole state. The lock is taken once, at the edge (`app.py`), for each request.

    Args:
        now: the clock, timezone-aware UTC.
        new_id: a lower-case dashed GUID at each call.
        pace: how long operations take.
        images: the folder from which images by URL come, by file name; without it, images drawn here.
    """

    now: Callable[[], datetime] = _utc_now
    new_id: Callable[[], str] = _new_id
    pace: Pace = field(default_factory=Pace)
    images: Path | None = None
    lock: threading.RLock = field(default_factory=threading.RLock)
