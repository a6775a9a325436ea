"""`classroom grade`, given again: which marks stay, which are made anew, and why."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from classroom.folder import ClassFolder
from classroom.journal import open_journal
from classroom.usage import UNVERIFIED
from tests.harness.graded_class import GradedClass, graded_class


@pytest.fixture(scope="module")
def class_(tmp_path_factory: pytest.TempPathFactory) -> Iterator[GradedClass]:
    """A small class."""
    with graded_class(tmp_path_factory.mktemp("class"), 4, 8) as made:
        yield made


def marks(folder: Path) -> dict[str, tuple[int, int, int]]:
    """The points of each student, sure and possible, and how often they were graded."""
    with open_journal(ClassFolder(folder), make=False) as journal:
        return {
            each.student.id: (
                each.entry.document.score.sure,
                each.entry.document.score.possible,
                each.gradings,
            )
            for each in journal.standings()
            if each.entry
        }


def test_a_refused_sign_in_is_no_mark(class_: GradedClass, tmp_path: Path) -> None:
    """It says nothing of the student: who has a mark keeps it."""
    folder = tmp_path / "marks"
    class_.grade("--out", folder)
    before = marks(folder)
    status, output = class_.grade("--out", folder, "--all", AZURE_CLIENT_SECRET="wrong")
    assert status in (0, UNVERIFIED), output
    after = marks(folder)
    assert {each: value[:2] for each, value in after.items()} == {
        each: value[:2] for each, value in before.items()
    }, output
    assert all(value[2] == before[each][2] + 1 for each, value in after.items())
