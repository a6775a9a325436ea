"""How a cloud is set up, in the words of whoever starts one: options, an ini file, a marker."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

from azure_emulator.cloud import Cloud, Durations
from azure_emulator.fault_rules import FaultRule, FaultRules

LONGEST_LATENCY = timedelta(seconds=60)
LARGEST_FACTOR = 1000


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


def new_cloud(
    *,
    pace: float = 1.0,
    latency: timedelta = timedelta(0),
    limits: bool = False,
    images: Path | None = None,
    faults: Sequence[str] = (),
) -> Cloud:
    """An empty cloud.

    Args:
        pace: how long operations take, in usual times; 0 is immediate.
        latency: how long each answer takes on its way.
        limits: whether Azure's rate limits are held.
        images: where pictures by URL come from; without it they are drawn.
        faults: rules of what goes wrong.

    Raises:
        FaultRuleError: a rule makes no sense, or there are too many.
    """
    durations = Durations().times(pace)
    return Cloud(
        images=images,
        durations=durations,
        latency=latency,
        limits=limits,
        fault_rules=FaultRules(faults),
    )
