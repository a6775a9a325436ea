"""`gradebook`: written again."""

from __future__ import annotations

import csv
from collections.abc import Callable

import pytest

from classroom.folder import ClassFolder
from classroom.journal import open_journal
from classroom.locking import locked
from tests.classroom.verbs.conftest import Ran


@pytest.mark.usefixtures("kept")
def test_it_is_written_and_said_where(folder: ClassFolder, classroom: Callable[..., Ran]) -> None:
    """Both files; not verified is exit status 6, as ever."""
    ran = classroom("gradebook", folder.path)
    assert ran.status == 6
    assert ran.out.splitlines()[:2] == [
        str(folder.gradebook),
        str(folder.gradebook.with_suffix(".xlsx")),
    ]
    with folder.gradebook.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [(row["id"], row["score"]) for row in rows] == [("ada", "17"), ("ben", ""), ("cleo", "")]


@pytest.mark.usefixtures("kept")
def test_a_gradebook_with_students_is_not_replaced_by_an_empty_one(
    folder: ClassFolder, classroom: Callable[..., Ran]
) -> None:
    """A journal without anybody is hardly that class's."""
    classroom("gradebook", folder.path)
    before = folder.gradebook.read_bytes()
    folder.journal.unlink()
    with open_journal(folder):
        pass
    ran = classroom("gradebook", folder.path)
    assert ran.status == 3
    assert "is not written: it names students" in ran.err
    assert folder.gradebook.read_bytes() == before


@pytest.mark.usefixtures("kept")
def test_it_waits_for_nobody(folder: ClassFolder, classroom: Callable[..., Ran]) -> None:
    """While `grade` writes there, it says so; where a folder is in the way, it names it."""
    with locked(folder):
        ran = classroom("gradebook", folder.path)
    assert ran.status == 2
    assert "another process is writing" in ran.err
    folder.gradebook.mkdir()
    ran = classroom("gradebook", folder.path)
    assert ran.status == 3
    assert "Is a directory" in ran.err
