"""The hooks that the plugins of the suite ask of others: of facts, of steps, of a `conftest.py`.

`acceptance.verdicts.plugin` registers them, so each can be implemented wherever that is loaded.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import pytest

from acceptance.verdicts.verdict import Row


def pytest_describe_submission(config: pytest.Config) -> str | None:
    """Say in one sentence what was graded.

    Called once, when the session finishes and a check has been selected.

    Returns:
        The sentence, shown above the table, without any secret or id; None adds nothing.
    """


def pytest_notes_on_submission(config: pytest.Config) -> Sequence[str] | None:
    """Say what a reader of the verdicts should know besides: what else could have been graded.

    Called once, when the session finishes and a check has been selected.

    Returns:
        Sentences, shown under *Notes*, without any secret or id; None adds nothing.
    """


def pytest_amend_verdicts(config: pytest.Config, rows: list[Row]) -> None:
    """Change the rows in place: waive, mark as late.

    Called once, when the session finishes, before the exit status is settled and anything is
    reported.

    Args:
        config: of the session.
        rows: all selected checks, in order, as the implementations before left them. None may be
            added or taken away.
    """


def pytest_record_timestamp(item: pytest.Item, what: str, at: datetime) -> None:
    """Record a timestamp on which the running check rests.

    Called by facts and steps, before the check is decided; the same timestamp counts once.

    Args:
        item: the running scenario.
        what: the thing and what was done, as `the project "Pets" was created`.
        at: when, with its zone; by the word of whoever keeps the thing.
    """


@pytest.hookspec(firstresult=True)
def pytest_submission_read_at(config: pytest.Config) -> datetime | None:
    """Say when the submission was read from Azure.

    A waiver has ended if it ended before that, so that a cassette gives the same verdicts
    whenever it is graded.

    Returns:
        The time, with its zone; None, or no answer, means now.
    """


def pytest_options_to_record(config: pytest.Config) -> Mapping[str, str | None] | None:
    """Name the exercise's own options that a replay must know.

    Called when a recorded session finishes.

    Returns:
        The value that held in this run, by the option's name, as `resource_group`; they are
        scrubbed, kept in the cassette, and given back by `acceptance.session.recording.chosen`.
        None adds nothing.
    """


def pytest_source_of_facts(config: pytest.Config) -> Mapping[str, Any] | None:
    """Say where the facts came from.

    Called once, when the session finishes; the first answer that is not None holds.

    Returns:
        Fields of `acceptance.reports.document.Source`, by name, without any secret or id; what is
        missing or None is not known.
    """


def pytest_costs_of_submission(config: pytest.Config) -> Sequence[Mapping[str, Any]] | None:
    """Say what runs in the submission and costs money.

    Called once, when the session finishes.

    Returns:
        Fields of `acceptance.reports.document.Cost`, by name, each thing once, without any secret
        or id; None adds nothing.
    """


def pytest_announcements(config: pytest.Config) -> Sequence[Mapping[str, Any]] | None:
    """Say what has been announced of the services that the exercise needs.

    Called once, when the session finishes.

    Returns:
        Fields of `acceptance.reports.document.Announcement`, by name; None adds nothing.
    """


def pytest_preflight_advice(config: pytest.Config) -> Sequence[str] | None:
    """Say what the signed-in identity may do and lacks.

    Called once, when a pre-flight finishes that was not interrupted, before anything is closed.

    Returns:
        Lines without any secret or id, a command on a line of its own; None adds nothing.
    """


@pytest.hookspec(firstresult=True)
def pytest_requests_sent(config: pytest.Config) -> int | None:
    """Say how many requests the run has sent to Azure.

    Called once, by whoever has started the run, when it is over.

    Returns:
        The number, repetitions not counted; None, or no answer, means that Azure was not asked.
    """
