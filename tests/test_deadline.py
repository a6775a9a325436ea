"""Deadlines and waivers of the real exercise: recorded, and live on the emulator."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from azure_emulator.server import Emulator
from tests.harness.commands import CHECKS, ROOT, grade, make_submission

CASSETTE = ROOT / "fixtures" / "cassettes" / "complete.yaml"
UNDATED = {"1.1.1", "3.3.1", "3.3.3", "3.3.4"}
"""The resource group, and what only the notebook shows."""


def checks(printed: str) -> dict[str, bool]:
    """Check id -> whether the table shows it as late."""
    rows = re.findall(r"^  (\d\.\d\.\d+) +\d+  \w.*?( \(late\))?$", printed, re.MULTILINE)
    return {check: bool(late) for check, late in rows}


def late(printed: str) -> set[str]:
    """The checks that the table shows as late."""
    return {check for check, is_late in checks(printed).items() if is_late}


def recorded(name: str) -> datetime:
    """The last time of that name in the recording."""
    times = re.findall(rf'"{name}": "([^"]+)"', CASSETTE.read_text(encoding="utf-8"))
    return max(datetime.fromisoformat(time).astimezone(UTC) for time in times)


@pytest.mark.parametrize("zone", ["Z", "+05:30"])
def test_all_that_azure_dates_is_late_after_an_early_deadline(zone: str) -> None:
    """Points and verdicts stay; what nobody can date is named."""
    printed = grade(f"--deadline=2001-01-01T00:00:00{zone}").output
    assert late(printed) == checks(printed).keys() - UNDATED
    assert len(checks(printed)) == CHECKS
    assert "Whether these are late is not known: 1.1.1, 3.3.1, 3.3.3, 3.3.4." in printed
    assert "Score: 100 of 100 points" in printed


def test_nothing_is_late_before_a_later_deadline() -> None:
    """However late it is graded: the grader's clock is not asked."""
    printed = grade(f"--deadline={recorded('createdOn').isoformat()}").output
    assert late(printed) == set()
    assert f"0 of {CHECKS} checks are late." in printed


def test_what_came_after_the_training_is_late_after_it() -> None:
    """The publication, by the last change of its iteration, the workspace and its machine."""
    printed = grade(f"--deadline={recorded('trainedAt').isoformat()}").output
    assert late(printed) == {
        *(f"2.3.{number}" for number in range(1, 5)),
        *(f"3.1.{number}" for number in range(1, 5)),
        *(f"3.2.{number}" for number in range(1, 4)),
    }


def test_a_live_run_on_the_emulator_knows_what_is_late(emulator: Emulator) -> None:
    """Before a later deadline nothing, after an early one all that has a time."""
    make_submission(emulator.environment)
    tomorrow = (datetime.now(UTC) + timedelta(days=1)).isoformat()
    in_time = grade("--live", f"--deadline={tomorrow}", environment=emulator.environment).output
    assert late(in_time) == set()
    printed = grade(
        "--live", "--deadline=2001-01-01T00:00:00Z", environment=emulator.environment
    ).output
    assert late(printed) == checks(printed).keys() - UNDATED
    assert len(checks(printed)) == CHECKS


def test_a_recording_is_waived_by_its_own_date(tmp_path: Path) -> None:
    """A waiver that had ended when the recording was made never counts, one that had not always."""
    made = datetime.fromisoformat(re.findall(r"  at: '(.+)'", CASSETTE.read_text())[0])
    waivers = tmp_path / "waivers.yaml"
    for days, note in ((-1, "ended"), (1, "changed nothing: what it names is met.")):
        until = (made + timedelta(days=days)).date()
        waivers.write_text(f"- {{check: 2.2.6, student: all, reason: flu, until: {until}}}")
        assert f"The waiver of 2.2.6 (line 1) {note}" in grade(f"--waivers={waivers}").output
