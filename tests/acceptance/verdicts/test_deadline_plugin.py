"""A deadline in whole runs: what came after it is shown, and changes nothing."""

from pathlib import Path

import pytest

from tests.harness.small_suite_runs import run_small_suite


def test_what_came_after_the_deadline_is_shown(tmp_path: Path) -> None:
    """Per check, once, with its time in UTC; verdicts, points and status stay as they are."""
    done = run_small_suite(tmp_path, "--deadline=2026-11-23T11:00:00+01:00")
    plain = run_small_suite(tmp_path)
    assert done.returncode == plain.returncode == 1
    assert "\n  1.2.4   8  met           The model is trained (late)\n" in done.stdout
    assert "\n  1.2.3   4  met           The group exists\n" in done.stdout
    assert (
        "\nLate, after the deadline (the points are the same)\n"
        "  2026-11-23 11:00:00 UTC: the model was trained\n"
        "    1.2.4\n"
        "  2026-11-23 11:00:00 UTC: the \\x1bpictures came\n"
        "    1.2.4\n"
        "\n"
    ) in done.stdout
    assert (
        "\nNotes\n"
        "  Deadline: 2026-11-23 10:00:00 UTC; 1 of 4 checks are late.\n"
        "  Whether these are late is not known: 1.2.3.\n"
    ) in done.stdout
    assert "\nScore: 12 of 15 points\n" in done.stdout
    assert "\nScore: 12 of 15 points\n" in plain.stdout
    assert "Late" not in plain.stdout
    assert "Notes" not in plain.stdout


@pytest.mark.parametrize("deadline", ["2026-11-23T11:00:00Z", "2030-01-01T00:00:00-12:00"])
def test_what_came_in_time_is_not_late(tmp_path: Path, deadline: str) -> None:
    """The moment of the deadline itself is in time."""
    done = run_small_suite(tmp_path, f"--deadline={deadline}")
    assert "late)" not in done.stdout
    assert " UTC; 0 of 4 checks are late.\n" in done.stdout


@pytest.mark.parametrize(
    ("deadline", "message"),
    [
        ("tomorrow", "tomorrow is no time; write it as 2026-12-01T18:00:00Z"),
        ("", " is no time; write it as 2026-12-01T18:00:00Z"),
        ("0001-01-01T00:00:00+23:00", None),
        (
            "2026-13-01T00:00:00Z",
            "2026-13-01T00:00:00Z is no time; write it as 2026-12-01T18:00:00Z",
        ),
        (
            "2026-12-01T18:00",
            "2026-12-01T18:00 has no zone; append Z for UTC, or +01:00 and the like: "
            "2026-12-01T18:00:00Z",
        ),
        (
            "2026-12-01",
            "2026-12-01 has no zone; append Z for UTC, or +01:00 and the like: "
            "2026-12-01T00:00:00Z",
        ),
    ],
)
def test_a_deadline_has_a_zone(tmp_path: Path, deadline: str, message: str | None) -> None:
    """A time that means another moment elsewhere is refused before anything is graded."""
    done = run_small_suite(tmp_path, f"--deadline={deadline}")
    assert done.returncode == 4
    expected = message or f"{deadline} is no time; write it as 2026-12-01T18:00:00Z"
    assert f"ERROR: --deadline: {expected}\n" in done.stderr + done.stdout
    assert "Score" not in done.stdout
