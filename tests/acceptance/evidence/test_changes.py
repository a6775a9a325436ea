"""What is different between two reports, in words."""

from __future__ import annotations

import json

import pytest

from acceptance.evidence.changes import changes, is_of_another_cassette, score
from acceptance.reports.document import Document, document_of, render
from acceptance.verdicts.verdict import Check, Row, Verdict

MET, NOT_MET, NOT_VERIFIED = Verdict.MET, Verdict.NOT_MET, Verdict.NOT_VERIFIED


def report(sha256: str | None = None, **verdicts: tuple[Verdict, int]) -> Document:
    """A report of these checks (`_2_2_5=(MET, 4)`), read back."""
    rows = [
        Row(Check(2, 2, name.strip("_").replace("_", "."), "", points), verdict)
        for name, (verdict, points) in verdicts.items()
    ]
    document = document_of(rows, source={"kind": "recording", "sha256": sha256})
    return Document.from_json(json.loads(render(document)))


def test_the_same_report_has_no_changes() -> None:
    """A regrading that comes to the same result says so by saying nothing."""
    one = report(_2_2_5=(MET, 4), _2_2_6=(NOT_VERIFIED, 3))
    assert changes(one, one) == []
    assert score(one) == "4..7"


@pytest.mark.parametrize(
    ("before", "now", "words"),
    [
        (
            report(_2_2_5=(NOT_MET, 4)),
            report(_2_2_5=(MET, 4)),
            ["0 -> 4", "2.2.5 not met -> met"],
        ),
        (
            report(_2_2_5=(MET, 4)),
            report(_2_2_5=(NOT_VERIFIED, 4)),
            ["4 -> 0..4", "2.2.5 met -> not verified"],
        ),
        (
            report(_2_2_5=(MET, 4)),
            report(_2_2_5=(MET, 5)),
            ["4 -> 5", "of 4 -> of 5", "2.2.5 4 -> 5 points"],
        ),
        (
            report(_2_2_5=(NOT_MET, 4)),
            report(_2_2_6=(NOT_MET, 4)),
            ["2.2.6 is new: not met", "2.2.5 is not asked any more"],
        ),
        (report(_1=(NOT_MET, 0)), report(_1=(NOT_MET, 4)), ["of 0 -> of 4", "1 0 -> 4 points"]),
    ],
)
def test_each_difference_is_named(before: Document, now: Document, words: list[str]) -> None:
    """Score, maximum, verdicts, points, and checks that came or went."""
    assert changes(before, now) == words


def test_a_report_of_another_cassette_is_known() -> None:
    """Only if both name the cassette that was graded: a live run names none."""
    assert is_of_another_cassette(report("a"), report("b"))
    assert not is_of_another_cassette(report("a"), report("a"))
    assert not is_of_another_cassette(report(None), report("b"))
