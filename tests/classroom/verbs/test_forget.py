"""`forget`: a student's evidence, pages and rows are removed, and that is said."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from classroom.folder import ClassFolder
from classroom.journal import open_journal
from classroom.keeping import keep
from classroom.results import Entry
from tests.classroom.verbs.conftest import Ran
from tests.harness.classes import result, student

ROOT = Path(__file__).resolve().parents[3]


def everything(folder: ClassFolder) -> bytes:
    """All that is in the files of a class, and their names."""
    files = [each for each in sorted(folder.path.rglob("*")) if each.is_file()]
    return b"".join(each.read_bytes() + str(each).encode() for each in files)


def test_nothing_of_a_student_is_left(
    folder: ClassFolder, kept: dict[str, list[Entry]], classroom: Callable[..., Ran]
) -> None:
    """In no file of the class, the journal's free pages included; the others are as they were."""
    with open_journal(folder) as journal:
        journal.enroll([student("ada"), student("Unforgettable-7", "Unforgettable")])
        run = journal.begin_run("graded")
        keep(result("Unforgettable-7", evidence=b"Unforgettable"), folder, journal, run)
    classroom("gradebook", folder.path)
    # What `grade` and `regrade --write` leave if they are killed.
    for name in ("hand-ins", ".regrading-x1"):
        (folder.path / name).mkdir()
        (folder.path / name / "1.ipynb").write_text("Unforgettable")
    assert b"nforgettable" in everything(folder)
    ran = classroom("forget", folder.path, "Unforgettable-7", "--yes")
    assert ran.status == 0
    assert "forgotten: Unforgettable-7 (Unforgettable): 1 grading, 5 files, all rows" in ran.out
    assert "made anew: gradebook.csv, gradebook.xlsx" in ran.out
    assert "graded with it again, they are back" in ran.out
    assert b"nforgettable" not in everything(folder)
    assert classroom("explain", folder.path, "ada").status == 0
    assert classroom("forget", folder.path, "Unforgettable-7", "--yes").status == 2


def test_a_student_is_forgotten_on_each_database(
    folder: ClassFolder, url: str | None, classroom: Callable[..., Ran]
) -> None:
    """Rows and files alike."""
    with open_journal(folder, url) as journal:
        journal.enroll([student("ada"), student("ben")])
        run = journal.begin_run("graded")
        for name in ("ada", "ben"):
            keep(result(name), folder, journal, run)
    assert classroom("forget", folder.path, "ada", "--yes").status == 0
    with open_journal(folder) as journal:
        assert [each.id for each in journal.students()] == ["ben"]
        assert [each.student for each in journal.entries()] == ["ben"]
    assert not folder.student("ada").exists()


def test_what_is_older_than_a_day_is_forgotten(
    folder: ClassFolder, kept: dict[str, list[Entry]], classroom: Callable[..., Ran]
) -> None:
    """Of ada the first grading, ben altogether; cleo, who has none, stays."""
    ran = classroom("forget", folder.path, "--before", "2026-11-21", "--yes")
    assert ran.status == 0
    assert "forgotten: ben (Ben): 1 grading, 5 files, all rows of the journal" in ran.out
    assert "forgotten: ada: the grading of 2026-11-20 09:00 UTC, 5 files, its rows" in ran.out
    with open_journal(folder) as journal:
        assert [each.id for each in journal.students()] == ["ada", "cleo"]
        assert journal.ids() == {kept["ada"][1].id}
    assert not folder.student("ben").exists()
    assert [each.name for each in folder.student("ada").iterdir()] == [kept["ada"][1].id]
    assert "nothing to forget" in classroom("forget", folder.path, "--before", "2026-11-21").out


@pytest.mark.usefixtures("kept")
@pytest.mark.parametrize("asked", ["yesterday", "2026-11-20T09:00:00", "2026-13-01", ""])
def test_a_date_that_is_none_is_refused(
    folder: ClassFolder, classroom: Callable[..., Ran], asked: str
) -> None:
    """A time needs its zone."""
    ran = classroom("forget", folder.path, "--before", asked, "--yes")
    assert ran.status == 2
    assert "is no day as 2026-12-01" in ran.err


@pytest.mark.usefixtures("kept")
def test_nothing_is_removed_without_being_asked(
    folder: ClassFolder, classroom: Callable[..., Ran]
) -> None:
    """Without a terminal it says --yes, after what it would remove."""
    assert classroom("gradebook", folder.path).status == 6
    before = everything(folder)
    ran = classroom("forget", folder.path, "ada")
    assert ran.status == 2
    assert "ada (Ada): 2 gradings, 10 files" in ran.out
    assert "--yes" in ran.err
    assert everything(folder) == before


@pytest.mark.usefixtures("kept")
@pytest.mark.parametrize(("answer", "left"), [("y\n", False), ("\n", True), ("\x04", True)])
def test_a_person_is_asked(folder: ClassFolder, answer: str, left: bool) -> None:
    """On a terminal; no answer is no."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "classroom", "forget", str(folder.path), "ada"],
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        cwd=ROOT,
        close_fds=True,
    )
    os.close(theirs)
    shown = b""
    while b"[y/N]" not in shown:
        shown += os.read(ours, 4096)
    os.write(ours, answer.encode())
    try:
        while some := os.read(ours, 4096):
            shown += some
    except OSError:  # Linux says so that the other side is closed.
        pass
    os.close(ours)
    assert process.wait(30) == 0, shown
    assert folder.student("ada").exists() is left


def test_files_that_cannot_be_removed_keep_their_rows(
    folder: ClassFolder,
    kept: dict[str, list[Entry]],
    classroom: Callable[..., Ran],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """What is said to be forgotten is; else it says which file, and can be said again."""

    def refuse(path: Path) -> None:
        raise PermissionError(13, "Permission denied", str(path))

    with monkeypatch.context() as patch:
        patch.setattr("classroom.forgetting.shutil.rmtree", refuse)
        ran = classroom("forget", folder.path, "ada", "--yes")
    assert ran.status == 3
    assert "Permission denied" in ran.err
    assert "forgotten" not in ran.out
    with open_journal(folder) as journal:
        assert {each.id for each in journal.entries("ada")} == {each.id for each in kept["ada"]}
    assert json.loads(folder.memory.read_text())["class"]
