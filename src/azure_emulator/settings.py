"""How a cloud is set up, in the words of whoever starts one: options, an ini file, a marker."""

from __future__ import annotations

import random
import uuid
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from azure_emulator.cloud import Cloud, Durations
from azure_emulator.fault_rules import FaultRule, FaultRules

LONGEST_LATENCY = timedelta(seconds=60)
LARGEST_FACTOR = 1000
YEARS = range(2000, 2200)
"""Those of a cloud's clock: what is made then must end in time, too, and no calendar goes on."""


def factor(text: str) -> float:
    """How many times as long as usual something takes.

    Raises:
        ValueError: it is no number from 0 to 1000.
    """
    try:
        number = float(text)
    except ValueError:
        number = -1
    if not 0 <= number <= LARGEST_FACTOR:
        raise ValueError(f"{text!r} is not a number from 0 to {LARGEST_FACTOR}")
    return number


def latency(text: str) -> timedelta:
    """A time from 0 to 60 s: `150ms`, `2s`, or a number of seconds.

    Raises:
        ValueError: it is none.
    """
    number, unit = (text[:-2], 1000) if text.endswith("ms") else (text.removesuffix("s"), 1)
    try:
        seconds = float(number) / unit
    except ValueError:
        seconds = -1
    if not 0 <= seconds <= LONGEST_LATENCY.total_seconds():
        raise ValueError(f"{text!r} is not a time from 0 to 60 s, such as 150ms or 0.15")
    return timedelta(seconds=seconds)


def folder(text: str) -> Path:
    """A folder that is there, as an absolute path.

    Raises:
        ValueError: it is not.
    """
    path = Path(text)
    if not path.is_dir():
        raise ValueError(f"{text!r} is not a folder")
    return path.resolve()


def fault(text: str) -> str:
    """A rule of what goes wrong, as it is written.

    Raises:
        ValueError: it makes no sense.
    """
    return FaultRule.parse(text).text


def instant(text: str) -> datetime:
    """A time, ISO 8601; UTC if it names no zone.

    Raises:
        ValueError: it is none, or of no year in `YEARS`.
    """
    try:
        time = datetime.fromisoformat(text)
    except ValueError:
        raise ValueError(f"{text!r} is not a time, such as 2026-11-27T12:00:00Z") from None
    if time.year not in YEARS:
        raise ValueError(f"{text!r} is not in the years {YEARS[0]} to {YEARS[-1]}")
    return time.astimezone(UTC) if time.tzinfo else time.replace(tzinfo=UTC)


class SteppingClock:
    """A clock that moves on by a second whenever it is told to."""

    def __init__(self, start: datetime) -> None:
        self._time = start

    def __call__(self) -> datetime:
        """The time."""
        return self._time

    def step(self) -> None:
        """A second passes."""
        self._time += timedelta(seconds=1)


def seeded_ids(seed: str) -> Callable[[], str]:
    """A source of ids that gives the same ones in the same order for the same seed."""
    chance = random.Random(seed)  # noqa: S311 - ids are no secrets.
    return lambda: str(uuid.UUID(int=chance.getrandbits(128), version=4))


def new_cloud(
    *,
    pace: float = 1.0,
    latency: timedelta = timedelta(0),
    limits: bool = False,
    images: Path | None = None,
    faults: Sequence[str] = (),
    seed: str | None = None,
    clock: datetime | None = None,
) -> Cloud:
    """An empty cloud.

    Args:
        pace: how long operations take, in usual times; 0 is immediate.
        latency: how long each answer takes on its way.
        limits: whether Azure's rate limits are held.
        images: where pictures by URL come from; without it they are drawn.
        faults: rules of what goes wrong.
        seed: by what ids are drawn; without it they are others each time. Keys always are.
        clock: when it is at first; only a request that writes moves the clock, by a second.
            Without it, time passes.

    Raises:
        FaultRuleError: a rule makes no sense, or there are too many.
    """
    durations = Durations().times(pace)
    cloud = Cloud(
        images=images,
        durations=durations,
        latency=latency,
        limits=limits,
        fault_rules=FaultRules(faults),
    )
    if seed is not None:
        cloud.new_id = seeded_ids(seed)
    if clock is not None:
        cloud.now = stepping = SteppingClock(clock)
        cloud.on_write = stepping.step
    return cloud
