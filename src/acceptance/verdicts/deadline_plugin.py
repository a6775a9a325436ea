"""The deadline in a session: what a check rests on, and came after it. No verdict changes by it."""

from datetime import UTC, datetime
from typing import Final

import pytest

from acceptance.plain_text import plain
from acceptance.verdicts.plugin import DEADLINE, NOTES
from acceptance.verdicts.verdict import Late, Row, Verdict, with_late

MOMENTS: Final = pytest.StashKey[dict[str, dict[Late, None]]]()
"""The moments on which a check rests, by its id, in the order in which they were noted."""


class Hooks:
    """What this plugin asks of others."""

    def pytest_moment(self, item: pytest.Item, what: str, at: datetime) -> None:
        """Note a moment on which the running check rests.

        Called by facts and steps, before the check is decided; the same moment counts once.

        Args:
            item: the running scenario.
            what: the thing and what was done, as `the project "Pets" was created`.
            at: when, with its zone; by the word of whoever keeps the thing.
        """


def pytest_addhooks(pluginmanager: pytest.PytestPluginManager) -> None:
    """Let others note moments."""
    pluginmanager.add_hookspecs(Hooks)


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
    config.stash[MOMENTS] = {}
    config.stash[DEADLINE] = None if text is None else parsed(text)


def parsed(text: str) -> datetime:
    """The deadline, UTC.

    Raises:
        pytest.UsageError: it is no time, or has no zone.
    """
    try:
        deadline = datetime.fromisoformat(text.strip())
        moment = deadline.astimezone(UTC)
    except (ValueError, OverflowError):
        raise pytest.UsageError(
            f"--deadline: {plain(text)} is no time; write it as 2026-12-01T18:00:00Z"
        ) from None
    if deadline.tzinfo is None:
        raise pytest.UsageError(
            f"--deadline: {plain(text)} has no zone; append Z for UTC, or +01:00 and the like: "
            f"{deadline.isoformat()}Z"
        )
    return moment


def pytest_moment(item: pytest.Item, what: str, at: datetime) -> None:
    """Remember it for the item's check, if it asks one."""
    marker = item.get_closest_marker("check")
    if marker:
        noted = item.config.stash[MOMENTS].setdefault(str(marker.kwargs["id"]), {})
        noted[Late(plain(what), at.astimezone(UTC))] = None


def pytest_verdicts(config: pytest.Config, rows: list[Row]) -> None:
    """Mark what is late, and say of which checks nobody can tell."""
    deadline = config.stash[DEADLINE]
    if deadline is None:
        return
    moments = config.stash[MOMENTS]
    rows[:] = [with_late(row, moments.get(row.check, ()), deadline) for row in rows]
    late = sum(bool(row.late) for row in rows)
    notes = config.stash[NOTES]
    notes.append(
        f"Deadline: {deadline:%Y-%m-%d %H:%M:%S} UTC; {late} of {len(rows)} checks are late."
    )
    silent = [
        row.check for row in rows if row.verdict is Verdict.MET and not moments.get(row.check)
    ]
    if silent:
        notes.append(f"Whether these are late is not known: {', '.join(silent)}.")
