"""How far the grading of a class is. Pure, but for the clock that it is given."""

import time
from collections import deque
from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Final

from classroom.grading.events import Began, Event, Graded, Paused, Slow, Workers
from classroom.results import Result

RECENT: Final = 60
"""How many of the last gradings tell the rate."""

FEW: Final = 5
"""From how many gradings on a rate is told."""


class State(StrEnum):
    """What became of a student, for a glance."""

    ALL_MET = "all met"
    NOT_ALL_MET = "not all met"
    NOT_VERIFIED = "not verified"


def state_of(result: Result) -> State:
    """What became of a student: what nobody can tell comes before what is not met."""
    if result.trouble or result.document.counts["not verified"]:  # type: ignore[index]  # equal to it
        return State.NOT_VERIFIED
    return State.ALL_MET if result.document.exit_status == 0 else State.NOT_ALL_MET


class Progress:
    """How far it is.

    Args:
        total: how many students are to be graded.
        clock: seconds, from any beginning.

    Attributes:
        counts: how many students came to which state.
        running: the students that are graded now, and since when by the clock.
        slow: those of them that take long, and the check that was decided last.
        paused: until when by the clock a host, asked as an identity, is not asked any more.
        workers: how many there are, and how many gradings they run at once.
    """

    def __init__(self, total: int, clock: Callable[[], float] = time.monotonic) -> None:
        self.total = total
        self.counts = dict.fromkeys(State, 0)
        self.running: dict[str, float] = {}
        self.slow: dict[str, str] = {}
        self.paused: dict[tuple[str, str], float] = {}
        self.workers = Workers(0, 0)
        self._clock = clock
        self._began = clock()
        self._ends: deque[float] = deque([self._began], RECENT)

    @property
    def done(self) -> int:
        """How many students are graded."""
        return sum(self.counts.values())

    @property
    def per_minute(self) -> float | None:
        """Students a minute, by the last gradings; None if there are too few to tell."""
        if self.done < FEW:
            return None
        return 60 * (len(self._ends) - 1) / max(self._clock() - self._ends[0], 0.001)

    @property
    def seconds_left(self) -> float | None:
        """Until all are graded; None if nobody can tell."""
        rate = self.per_minute
        return 60 * (self.total - self.done) / rate if rate else None

    def longest(self, number: int) -> list[tuple[str, float, str]]:
        """The students that have run the longest: seconds, and the check decided last."""
        now = self._clock()
        oldest = sorted(self.running.items(), key=lambda each: each[1])[:number]
        return [(student, now - began, self.slow.get(student, "")) for student, began in oldest]

    def throttled(self) -> dict[str, float]:
        """The hosts that throttle, and for how many seconds yet."""
        now, hosts = self._clock(), dict[str, float]()
        for (_, host), until in self.paused.items():
            if until > now:
                hosts[host] = max(hosts.get(host, 0.0), until - now)
        return hosts

    def take(self, event: Event) -> None:
        """Take what happened."""
        now = self._clock()
        if isinstance(event, Began):
            self.running[event.student] = now
        elif isinstance(event, Slow):
            self.running[event.student] = now - event.seconds
            self.slow[event.student] = event.check
        elif isinstance(event, Paused):
            self.paused[event.identity, event.host] = now + event.seconds
        elif isinstance(event, Workers):
            self.workers = event
        elif isinstance(event, Graded):
            self._graded(event.result, now)

    def _graded(self, result: Result, now: float) -> None:
        self.running.pop(result.student, None)
        self.slow.pop(result.student, None)
        self.counts[state_of(result)] += 1
        self._ends.append(now)


def summary(progress: Progress) -> str:
    """One line of all: `12 of 40 graded: 5 all met, 6 not all met, 1 not verified; ...`."""
    parts = [
        f"{progress.done} of {progress.total} graded: "
        + ", ".join(f"{count} {state}" for state, count in progress.counts.items())
    ]
    if (rate := progress.per_minute) is not None:
        parts.append(f"{rate:.0f} a minute")
    if (left := progress.seconds_left) and progress.done < progress.total:
        parts.append(f"{duration(left)} left")
    parts += [
        f"{host} throttles, all wait {duration(seconds)}"
        for host, seconds in progress.throttled().items()
    ]
    if not progress.workers.count:
        parts.append("no worker is there yet")
    return "; ".join(parts)


def duration(seconds: float) -> str:
    """`8 s`, `3 min 20 s`, `1 h 5 min`."""
    whole = max(0, round(seconds))
    if whole < 60:
        return f"{whole} s"
    if whole < 3600:
        return f"{whole // 60} min {whole % 60} s"
    return f"{whole // 3600} h {whole % 3600 // 60} min"


Names = Mapping[str, str]
"""The students' names, by id."""
