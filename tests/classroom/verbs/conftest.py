"""A class that is graded, and the command line."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pytest

from classroom.cli import main
from classroom.folder import ClassFolder
from classroom.journal import open_journal
from classroom.keeping import keep
from classroom.results import Entry
from tests.harness import documents
from tests.harness.classes import result, student, unverified


@dataclass
class Ran:
    """What came of a command."""

    status: int
    out: str
    err: str


@pytest.fixture
def classroom(capsys: pytest.CaptureFixture[str]) -> Callable[..., Ran]:
    """Runs `python -m classroom` with these arguments."""

    def run(*arguments: object) -> Ran:
        capsys.readouterr()
        status = main([str(each) for each in arguments])
        out, err = capsys.readouterr()
        return Ran(status, out, err)

    return run


@pytest.fixture
def kept(folder: ClassFolder) -> dict[str, list[Entry]]:
    """A class: ada got better, ben is not verified in part, cleo is missing; their gradings."""
    with open_journal(folder) as journal:
        journal.enroll([student("ada", "Ada"), student("ben", "Ben"), student("cleo", "Cleo")])
        run = journal.begin_run("graded")
        return {
            "ada": [
                keep(result("ada", documents.one_wrong()), folder, journal, run),
                keep(result("ada", documents.all_met(), hours=30), folder, journal, run),
            ],
            "ben": [keep(result("ben", unverified("2.2.1")), folder, journal, run)],
        }
