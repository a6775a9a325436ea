"""A transformation, its promise, and what is wrong with verdicts that break it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import IntEnum, StrEnum
from typing import TYPE_CHECKING

from tests.harness.fault_actions import Act

if TYPE_CHECKING:
    from solution.exercise import Exercise
    from solution.submission import Submission


class Promise(StrEnum):
    """What becomes of the verdicts."""

    NEUTRAL = "neutral"
    """All stay."""

    VEILING = "veiling"
    """Each stays or becomes not verified; what was blocked may be anything but met or not met."""


class Layer(IntEnum):
    """On what a transformation acts; of what answers, the nearest to the cloud first."""

    DATA = 0
    """The JSON data of an answer."""

    PAGES = 1
    """The pages of a list: one transformation at once."""

    BYTES = 2
    """What stands on the wire."""

    INVOCATION = 3
    """Nothing of the answer: how the grading is started. One transformation at once."""

    CLOUD = 4
    """Nothing of the answer: what is in the cloud, for good."""


def always(submission: Submission) -> bool:
    """It can be applied to any submission."""
    return True


@dataclass(frozen=True, kw_only=True)
class Transformation:
    """One change, and where it acts.

    Attributes:
        name: what it does, in words.
        promise: what becomes of the verdicts.
        source: why the promise holds.
        act: what the grader is answered in place of the cloud's answer.
        layer: on what it acts.
        add: what else is done in the cloud after the submission was made.
        options: further options of the grading.
        environment: further environment variables of the grading.
        applies: to which submissions it can be applied.
    """

    name: str
    promise: Promise
    source: str
    act: Act | None = None
    layer: Layer = Layer.DATA
    add: Callable[[Exercise], None] | None = None
    options: tuple[str, ...] = ()
    environment: Mapping[str, str] = field(default_factory=dict)
    applies: Callable[[Submission], bool] = always


class NotApplicable(Exception):
    """The submission lacks what the transformation acts on."""


def broken(promise: Promise, before: Mapping[str, str], after: Mapping[str, str]) -> Iterator[str]:
    """The checks for which the promise does not hold, in words; nothing if it does."""
    for check in before.keys() | after.keys():
        was, now = before.get(check, "missing"), after.get(check, "missing")
        if was != now and (promise is Promise.NEUTRAL or now != "not verified"):
            yield f"{check} was {was} and is {now}"


def name_of(function: Callable[..., object]) -> str:
    """A function's name in words."""
    return function.__name__.strip("_").replace("_", " ")


def source_of(function: Callable[..., object]) -> str:
    """A function's docstring, in one line."""
    return " ".join((function.__doc__ or "").split())
