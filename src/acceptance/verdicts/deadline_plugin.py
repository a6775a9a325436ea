"""`--deadline`: marks what a check rests on that was done after it. It changes no verdict."""

from datetime import UTC, datetime
from typing import Final

import pytest

from acceptance.plain_text import plain
from acceptance.verdicts.plugin import DEADLINE, NOTES
from acceptance.verdicts.verdict import Late, Row, Verdict, with_late

TIMESTAMPS: Final = pytest.StashKey[dict[str, dict[Late, None]]]()
"""The timestamps on which a check rests, by its id, in the order in which they were recorded."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """Declare the option."""
    parser.getgroup("verdicts", "what else the verdicts take into account").addoption(
        "--deadline",
        metavar="TIME",
        help="show what was created, trained or published after it, as in 2026-12-01T18:00:00Z "
        "(default: none); no points are lost",
    )


def pytest_configure(config: pytest.Config) -> None:
    """Read the deadline."""
    text: str | None = config.getoption("--deadline")
    config.stash[TIMESTAMPS] = {}
    config.stash[DEADLINE] = None if text is None else parsed(text)


def parsed(text: str) -> datetime:
    """The deadline, UTC.

    Raises:
        pytest.UsageError: it is no time, or has no zone.
    """
    try:
        deadline = datetime.fromisoformat(text.strip())
        in_utc = deadline.astimezone(UTC)
    except (ValueError, OverflowError):
        raise pytest.UsageError(
            f"--deadline: {plain(text)} is no time; write it as 2026-12-01T18:00:00Z"
        ) from None
    if deadline.tzinfo is None:
        raise pytest.UsageError(
            f"--deadline: {plain(text)} has no zone; append Z for UTC, or +01:00 and the like: "
            f"{deadline.isoformat()}Z"
        )
    return in_utc


def pytest_record_timestamp(item: pytest.Item, what: str, at: datetime) -> None:
    """Keep it for the item's check; information has none."""
    marker = item.get_closest_marker("check")
    if marker:
        recorded = item.config.stash[TIMESTAMPS].setdefault(str(marker.kwargs["id"]), {})
        recorded[Late(plain(what), at.astimezone(UTC))] = None


def pytest_amend_verdicts(config: pytest.Config, rows: list[Row]) -> None:
    """Mark what is late, and list the checks of which nobody can tell."""
    deadline = config.stash[DEADLINE]
    if deadline is None:
        return
    timestamps = config.stash[TIMESTAMPS]
    rows[:] = [with_late(row, timestamps.get(row.check.id, ()), deadline) for row in rows]
    late = sum(bool(row.late) for row in rows)
    notes = config.stash[NOTES]
    notes.append(
        f"Deadline: {deadline:%Y-%m-%d %H:%M:%S} UTC; {late} of {len(rows)} checks are late."
    )
    met = [row.check.id for row in rows if row.verdict is Verdict.MET]
    if unknown := [id_ for id_ in met if not timestamps.get(id_)]:
        notes.append(f"Whether these are late is not known: {', '.join(unknown)}.")
