"""When things were made, by Azure's own word: never by this machine's clock.

A fact carries the moments that Azure keeps of it; a step says on which fact its check rests. Of
some things Azure keeps none: a resource group, a tag, a publication, a change of a description.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Protocol, TypeVar

import pytest

from acceptance.causes import NoAnswer, NotThere


@dataclass(frozen=True)
class Moment:
    """What was done, as `the project "Pets" was created`, and when, UTC."""

    what: str
    at: datetime


class Dated(Protocol):
    """A fact that knows when it came to be."""

    @property
    def moments(self) -> tuple[Moment, ...]:
        """What Azure tells of that; empty if it does not."""


Thing = TypeVar("Thing", bound=Dated)


def utc(value: object) -> datetime | None:
    """One of Azure's times, as text or as an SDK reads it; `None` if it is none.

    Azure writes up to 7 digits of a second; Custom Vision's images have no zone, and are in UTC.
    """
    try:
        moment = value if isinstance(value, datetime) else datetime.fromisoformat(str(value))
        return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        return None


def known(what: str, at: datetime | None) -> tuple[Moment, ...]:
    """The moment, if Azure tells it."""
    return (Moment(what, at),) if at else ()


class Moments:
    """Takes note of the moments on which the running check rests.

    Args:
        note: is told each of them.
        wanted: whether anybody wants to know; if not, nothing is asked for it.
    """

    def __init__(self, note: Callable[[Moment], object], wanted: bool) -> None:
        """Nothing is noted yet."""
        self._note = note
        self._wanted = wanted

    def note(self, moments: Iterable[Moment]) -> None:
        """The check rests on these."""
        for moment in moments:
            self._note(moment)

    def of(self, thing: Thing) -> Thing:
        """The thing itself, on which the check rests."""
        self.note(thing.moments)
        return thing

    def ask(self, ask: Callable[[], Iterable[Moment]]) -> None:
        """Note what is asked for this alone: no silence about it may stop the check."""
        if self._wanted:
            try:
                self.note(ask())
            except (NoAnswer, NotThere):
                return


@pytest.fixture
def moments(request: pytest.FixtureRequest) -> Moments:
    """Takes note of the moments on which the running check rests."""

    def note(moment: Moment) -> None:
        request.config.hook.pytest_record_timestamp(
            item=request.node, what=moment.what, at=moment.at
        )

    return Moments(note, wanted=request.config.getoption("--deadline", None) is not None)


@pytest.hookimpl(optionalhook=True)
def pytest_submission_read_at(config: pytest.Config) -> datetime | None:
    """When the cassette was recorded, if one is graded: it gives the same verdicts at any time."""
    from acceptance.session.recording import played_cassette

    cassette = played_cassette(config)
    return utc(cassette.recorded.at) if cassette else None
