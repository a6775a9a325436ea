"""The one engine that grades kept cassettes again, for a folder and for a class."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from acceptance.evidence import Evidence, earlier_report, regrading
from acceptance.reports.document import Document, render
from acceptance.runner import Runner
from tests.harness.commands import ROOT

COMPLETE = ROOT / "fixtures" / "cassettes" / "complete.yaml"
DIGEST = hashlib.sha256(COMPLETE.read_bytes()).hexdigest()


@pytest.fixture(scope="module")
def runner() -> Iterator[Runner]:
    """A runner for all of these tests."""
    with Runner(2) as runner:
        yield runner


@pytest.fixture(scope="module")
def graded(runner: Runner) -> Document:
    """The document of the complete submission."""
    (regraded,) = regrading(runner, ROOT, [Evidence(COMPLETE)])
    assert regraded.now
    return regraded.now


def kept(folder: Path, name: str) -> Path:
    """The cassette of a complete submission under another name, with its notebook."""
    shutil.copy(COMPLETE.with_suffix(".ipynb"), folder)
    return Path(shutil.copy(COMPLETE, folder / f"{name}.yaml"))


def test_the_earlier_document_is_compared_with(runner: Runner, graded: Document) -> None:
    """Who calls passes it, and gets both and what is different, in the order of the evidence."""
    lower = replace(graded, score=replace(graded.score, sure=90, possible=90))
    evidence = [Evidence(COMPLETE, DIGEST, before) for before in (None, graded, lower)]
    results = list(regrading(runner, ROOT, evidence))
    assert [each.evidence for each in results] == evidence
    assert [each.now for each in results] == [graded, graded, graded]
    assert [each.changes for each in results] == [(), (), ("90 -> 100",)]
    assert [each.before for each in results] == [None, graded, lower]


def test_bytes_of_another_hash_are_refused(runner: Runner, tmp_path: Path) -> None:
    """A cassette that is not the one noted down is named and not graded; the others are.

    One that was altered so that its own digest fits is still another file.
    """
    other = kept(tmp_path, "jane")
    with other.open("a") as file:
        file.write("# one more line\n")
    for digest in (DIGEST, DIGEST.upper()):
        refused, fine = regrading(
            runner, ROOT, [Evidence(other, digest), Evidence(COMPLETE, digest)]
        )
        assert refused.now is None
        assert refused.trouble == (
            f"The file {other} is not the cassette that was kept: its SHA-256 is "
            f"{hashlib.sha256(other.read_bytes()).hexdigest()[:12]}..., and {DIGEST[:12]}... was "
            "noted down. Nothing of it was graded."
        )
        assert fine.now
        assert fine.now.source.sha256 == DIGEST


def test_what_is_done_first_can_come_first(runner: Runner, tmp_path: Path) -> None:
    """In the order of completion, each piece comes once, and no more are taken than are needed."""
    taken = []

    def evidence() -> Iterator[Evidence]:
        for number in range(9):
            taken.append(number)
            yield Evidence(tmp_path / "none.yaml" if number % 2 else COMPLETE)

    results = regrading(runner, ROOT, evidence(), as_completed=True)
    first = next(results)
    assert len(taken) == 4
    rest = list(results)
    assert sum(each.now is None for each in [first, *rest]) == 4
    assert len(rest) == 8


def test_the_earlier_report_is_beside_the_file(graded: Document, tmp_path: Path) -> None:
    """Beside the cassette before any other folder; what is no report is passed over."""
    cassette, folder = kept(tmp_path, "jane"), tmp_path / "reports"
    folder.mkdir()
    assert earlier_report(cassette, folder) is None
    (folder / "jane.json").write_text(render(replace(graded, title="there")))
    cassette.with_suffix(".json").write_text(json.dumps({"schema": 1}))
    assert getattr(earlier_report(cassette, folder), "title", None) == "there"
    cassette.with_suffix(".json").write_text(render(graded))
    assert getattr(earlier_report(cassette, folder), "title", None) == graded.title
