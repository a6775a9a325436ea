"""`explain`: what one opens in an appeal."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from classroom.folder import ClassFolder
from classroom.keeping import evidence_of
from classroom.results import Entry
from tests.classroom.verbs.conftest import Ran


def test_everything_known_of_a_mark_is_said(
    folder: ClassFolder, kept: dict[str, list[Entry]], classroom: Callable[..., Ran]
) -> None:
    """What counts and why, each grading, each check with its grounds, and what changed."""
    ran = classroom("explain", folder.path, "ada")
    assert ran.status == 0
    assert "Ada: id ada, e-mail ada@school.example" in ran.out
    assert "mark: 17 of 17 points, by the last grading (--counts last)" in ran.out
    assert "first pass: 8 of 17 points, 2026-11-20 09:00:00 UTC" in ran.out
    assert "grading 2 of 2, which counts: 2026-11-21 15:00:00 UTC" in ran.out
    assert "graded against azure by version 0.1.0 of the suite, 1.5 s, 20 requests" in ran.out
    assert '    found: there is "cats"' in ran.out
    assert "    blocked by: 2.2.1" in ran.out
    assert "2.2.1 not met -> met" in ran.out
    for entry in kept["ada"]:
        assert str(evidence_of(folder, entry)) in ran.out
        assert f"SHA-256: {entry.evidence} (the file has it)" in ran.out


def test_what_is_not_verified_says_so(
    folder: ClassFolder, kept: dict[str, list[Entry]], classroom: Callable[..., Ran]
) -> None:
    """With reason and cure, and by the exit status; without a grading there is no mark."""
    ran = classroom("explain", folder.path, "ben")
    assert ran.status == 6
    assert "mark: 16 .. 17 of 17 points" in ran.out
    assert "    reason: Azure answered 429" in ran.out
    assert "    cure: run it again" in ran.out
    ran = classroom("explain", folder.path, "cleo")
    assert ran.status == 6
    assert "not graded yet" in ran.out


def test_evidence_that_was_changed_is_told(
    folder: ClassFolder, kept: dict[str, list[Entry]], classroom: Callable[..., Ran]
) -> None:
    """The file's hash is compared with the journal's, whenever it is asked."""
    first, second = (evidence_of(folder, entry) for entry in kept["ada"])
    assert first
    assert second
    first.write_text("changed")
    second.unlink()
    out = classroom("explain", folder.path, "ada").out
    assert f"SHA-256: {kept['ada'][0].evidence} (THE FILE HAS ANOTHER ONE" in out
    assert "(the file cannot be read: No such file or directory)" in out


def test_what_counts_is_remembered(
    folder: ClassFolder, kept: dict[str, list[Entry]], classroom: Callable[..., Ran]
) -> None:
    """Said once, it holds for the next verb."""
    assert classroom("gradebook", folder.path, "--counts", "first-pass").status == 6
    assert folder.gradebook.read_text(encoding="utf-8-sig").splitlines()[1].split(",")[4] == "8"
    out = classroom("explain", folder.path, "ada").out
    assert "mark: 8 of 17 points, by the first grading that verified every check" in out


@pytest.mark.usefixtures("kept")
@pytest.mark.parametrize("asked", ["ADA", "Ada", "Ada@School.example"])
def test_whoever_only_can_be_meant_is_explained(
    folder: ClassFolder, classroom: Callable[..., Ran], asked: str
) -> None:
    """By the id in any letter case, the name or the address; to forget, it has to be the id."""
    assert "Ada: id ada" in classroom("explain", folder.path, asked).out
    if "@" in asked:
        assert classroom("forget", folder.path, asked, "--yes").status == 2


@pytest.mark.usefixtures("kept")
@pytest.mark.parametrize("asked", ["ad", "Adda", "adda@school.example"])
def test_nobody_of_that_id_names_the_nearest(
    folder: ClassFolder, classroom: Callable[..., Ran], asked: str
) -> None:
    """By id, name or address."""
    ran = classroom("explain", folder.path, asked)
    assert ran.status == 2
    assert "no student of this class has the id" in ran.err
    assert "ada (Ada)" in ran.err
