"""When things were made, by Azure's own word: never by this machine's clock.

A fact carries the timestamps that Azure keeps of it, and a check rests on the facts of its steps.
Of some things Azure keeps none: a resource group, a tag, a publication, a change of a description.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pytest
from pytest_bdd.steps import step_function_context_registry

from acceptance.causes import NoAnswer, NotThere
from acceptance.session.recording import played_cassette


@dataclass(frozen=True)
class Timestamp:
    """What was done, as `the project "Pets" was created`, and when, UTC."""

    what: str
    at: datetime


def utc(value: object) -> datetime | None:
    """One of Azure's times, as text or as an SDK reads it; `None` if it is none.

    Azure writes up to 7 digits of a second; Custom Vision's images have no zone, and are in UTC.
    """
    try:
        time = value if isinstance(value, datetime) else datetime.fromisoformat(str(value))
        return time.astimezone(UTC) if time.tzinfo else time.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        return None


def known(what: str, at: datetime | None) -> tuple[Timestamp, ...]:
    """The timestamp, if Azure keeps it."""
    return (Timestamp(what, at),) if at else ()


class Timestamps:
    """Records the timestamps on which the running check rests.

    Args:
        record: is called with each of them.
        needed: whether there is a deadline; if not, nothing is asked for it.
    """

    def __init__(self, record: Callable[[Timestamp], object], needed: bool) -> None:
        self._record = record
        self._needed = needed

    def record(self, timestamps: Iterable[Timestamp]) -> None:
        """Let the check rest on these."""
        for timestamp in timestamps:
            self._record(timestamp)

    def record_if_needed(self, ask: Callable[[], Iterable[Timestamp]]) -> None:
        """Record what is asked for the deadline alone; a refusal must not stop the check."""
        if self._needed:
            try:
                self.record(ask())
            except (NoAnswer, NotThere):
                return


@pytest.fixture
def timestamps(request: pytest.FixtureRequest) -> Timestamps:
    """Records the timestamps on which the running check rests.

    A step needs it only for what is neither one of its arguments nor what it returns.
    """
    return _timestamps(request)


def _timestamps(request: pytest.FixtureRequest) -> Timestamps:
    def record(timestamp: Timestamp) -> None:
        hook = request.config.hook
        hook.pytest_record_timestamp(item=request.node, what=timestamp.what, at=timestamp.at)

    return Timestamps(record, needed=request.config.getoption("--deadline", None) is not None)


def pytest_bdd_before_step_call(
    request: pytest.FixtureRequest, step_func_args: Mapping[str, Any]
) -> None:
    """Record the timestamps of the facts that a step rests on, whatever it makes of them."""
    for fact in step_func_args.values():
        _timestamps(request).record(getattr(fact, "timestamps", ()))


def pytest_bdd_after_step(request: pytest.FixtureRequest, step_func: Callable[..., object]) -> None:
    """Record the timestamps of the fact that a step has returned."""
    for context in step_function_context_registry.values():
        if context.step_func is step_func and context.target_fixture:
            fact = request.getfixturevalue(context.target_fixture)
            _timestamps(request).record(getattr(fact, "timestamps", ()))


@pytest.hookimpl(optionalhook=True)
def pytest_submission_read_at(config: pytest.Config) -> datetime | None:
    """When the cassette was recorded, if one is graded: it gives the same verdicts whenever."""
    cassette = played_cassette(config)
    return utc(cassette.recorded.at) if cassette else None
