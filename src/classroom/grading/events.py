"""What happens while a class is graded, as the engine tells it. Pure."""

from dataclasses import dataclass

from classroom.results import Result


@dataclass(frozen=True)
class Began:
    """A worker has begun with a student."""

    student: str


@dataclass(frozen=True)
class Slow:
    """A student takes long.

    Attributes:
        student: the student's id.
        seconds: since the grading began.
        check: the check that was decided last; empty before the first.
    """

    student: str
    seconds: float
    check: str


@dataclass(frozen=True)
class Paused:
    """An identity is throttled: all who are graded by it wait.

    Attributes:
        identity: its digest, as `GradingTask.identity` has it.
        host: whose answer said so.
        seconds: from now.
    """

    identity: str
    host: str
    seconds: float


@dataclass(frozen=True)
class Graded:
    """A student is graded, as well as it goes."""

    result: Result


@dataclass(frozen=True)
class Workers:
    """How many workers there are, and how many gradings they run at once; told at each change."""

    count: int
    slots: int


@dataclass(frozen=True)
class Notice:
    """Something that the instructor has to know, in a sentence."""

    text: str


@dataclass(frozen=True)
class Tick:
    """Nothing has happened for a moment."""


Event = Began | Slow | Paused | Graded | Workers | Notice | Tick
