"""What is different between two reports, in words."""

from __future__ import annotations

from typing import Any

import pytest

from acceptance.evidence.changes import changes, is_of_another_recording, score


def report(sha256: str | None = None, maximum: int = 100, **verdicts: tuple[str, int]) -> Any:
    """A report of these checks (`_2_2_5=("met", 4)`); what is not verified may yet be earned."""
    checks: list[dict[str, Any]] = [
        {"id": name.strip("_").replace("_", "."), "verdict": verdict, "points": points}
        for name, (verdict, points) in verdicts.items()
    ]
    sure = sum(one["points"] for one in checks if one["verdict"] == "met")
    open_ = sum(one["points"] for one in checks if one["verdict"] == "not verified")
    return {
        "source": {"sha256": sha256},
        "score": {"sure": sure, "possible": sure + open_, "maximum": maximum},
        "tasks": [{"checks": checks}],
    }


def test_the_same_report_has_no_changes() -> None:
    """A regrading that comes to the same result says so by saying nothing."""
    one = report(_2_2_5=("met", 4), _2_2_6=("not verified", 3))
    assert changes(one, one) == []
    assert score(one) == "4..7"


@pytest.mark.parametrize(
    ("before", "now", "words"),
    [
        (
            report(_2_2_5=("not met", 4)),
            report(_2_2_5=("met", 4)),
            ["0 -> 4", "2.2.5 not met -> met"],
        ),
        (
            report(_2_2_5=("met", 4)),
            report(_2_2_5=("not verified", 4)),
            ["4 -> 0..4", "2.2.5 met -> not verified"],
        ),
        (report(_2_2_5=("met", 4)), report(_2_2_5=("met", 5)), ["4 -> 5", "2.2.5 4 -> 5 points"]),
        (
            report(_2_2_5=("not met", 4)),
            report(_2_2_6=("not met", 4)),
            ["2.2.6 is new: not met", "2.2.5 is not asked any more"],
        ),
        (report(), report(maximum=104), ["of 100 -> of 104"]),
    ],
)
def test_each_difference_is_named(before: Any, now: Any, words: list[str]) -> None:
    """Score, maximum, verdicts, points, and checks that came or went."""
    assert changes(before, now) == words


def test_a_report_of_another_recording_is_known() -> None:
    """Only if both name the recording that was graded: a live run names none."""
    assert is_of_another_recording(report("a"), report("b"))
    assert not is_of_another_recording(report("a"), report("a"))
    assert not is_of_another_recording(report(None), report("b"))
