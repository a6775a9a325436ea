"""`regrade`: a class marked again from its evidence, by today's features."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from acceptance.reports.document import Document
from acceptance.runner import GradingRequest, grade
from acceptance.verdicts.verdict import Verdict
from classroom.class_file import remember_class
from classroom.folder import ClassFolder
from classroom.journal import open_journal
from classroom.keeping import evidence_of, keep
from classroom.regrade_report import Change
from classroom.results import Entry, Result
from tests.classroom.verbs.conftest import Ran
from tests.harness import documents
from tests.harness.classes import BEGAN, student
from tests.harness.commands import ROOT

CASSETTES = ROOT / "fixtures" / "cassettes"
CHANGED = "2.2.6"


@pytest.fixture(scope="module")
def document() -> Document:
    """The exercise's own cassette, graded."""
    graded = grade(GradingRequest(ROOT, options=("--student=ada",))).document
    assert graded
    return graded


@pytest.fixture
def graded(folder: ClassFolder, document: Document) -> dict[str, Entry]:
    """Two students with a right submission."""
    files = {
        "evidence.yaml": (CASSETTES / "complete.yaml").read_bytes(),
        "complete.ipynb": (CASSETTES / "complete.ipynb").read_bytes(),
    }
    with open_journal(folder) as journal:
        journal.enroll([student(name, name.title()) for name in ("ada", "ben", "cleo")])
        run = journal.begin_run("graded")
        return {
            name: keep(Result(name, BEGAN, 1, 20, document, files=files), folder, journal, run)
            for name in ("ada", "ben")
        }


@pytest.fixture(scope="module")
def stricter(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The exercise, one of whose checks asks for another number of images."""
    exercise = tmp_path_factory.mktemp("exercise")
    for name in ("conftest.py", "pytest.ini"):
        shutil.copy(ROOT / name, exercise)
    for name in ("features", "steps", "fixtures"):
        shutil.copytree(ROOT / name, exercise / name, ignore=shutil.ignore_patterns("__pycache__"))
    feature = next((exercise / "features").glob("2.2_*"))
    text = feature.read_text(encoding="utf-8")
    at = text.index(f"@check({CHANGED})")
    changed = re.sub(r"Then \d+ images", "Then 99 images", text[at:], count=1)
    assert changed != text[at:]
    feature.write_text(text[:at] + changed, encoding="utf-8")
    return exercise


def test_today_as_ever_nothing_changes(
    folder: ClassFolder, graded: dict[str, Entry], classroom: Callable[..., Ran]
) -> None:
    """All keep their marks; nothing is written."""
    ran = classroom("regrade", folder.path, "--exercise", ROOT, "--write")
    assert ran.status == 0, ran
    assert "0 rise, 0 fall, 0 change otherwise, 2 keep their mark, 0 cannot be" in ran.out
    assert "Nothing is new" in ran.out
    with open_journal(folder) as journal:
        assert journal.ids() == {entry.id for entry in graded.values()}


def test_who_falls_and_why_is_shown_before_anything_is_written(
    folder: ClassFolder,
    graded: dict[str, Entry],
    classroom: Callable[..., Ran],
    stricter: Path,
) -> None:
    """By student and by check; written, it is another grading of the same evidence."""
    ran = classroom("regrade", folder.path, "--exercise", stricter)
    points = next(check.points for check in graded["ada"].document.checks if check.id == CHANGED)
    assert ran.status == 0, ran
    assert "2 fall:" in ran.out
    assert f"  ada (Ada): 100 of 100 -> {100 - points} of 100: {CHANGED} met -> not met" in ran.out
    assert f"  {CHANGED} met -> not met: 2 students: ada (Ada), ben (Ben)" in ran.out
    with open_journal(folder) as journal:
        assert journal.ids() == {entry.id for entry in graded.values()}
    assert not list(folder.path.glob("gradebook.*"))
    assert not list(folder.path.glob(".regrading*"))

    ran = classroom("regrade", folder.path, "--exercise", stricter, "--write", "--counts", "best")
    assert ran.status == 0, ran
    assert "Written: 2 gradings of the kind regraded." in ran.out
    with open_journal(folder) as journal:
        old, new = journal.entries("ada")
    assert (old.kind, new.kind) == ("graded", "regraded")
    assert old.evidence == new.evidence
    assert new.document.score.sure == 100 - points
    kept = evidence_of(folder, new)
    assert kept
    assert hashlib.sha256(kept.read_bytes()).hexdigest() == new.evidence
    assert (kept.parent / "report.html").is_file()
    # The best of what is in force: what was marked wrongly does not count for ever.
    line = folder.gradebook.read_text(encoding="utf-8-sig").splitlines()[1].split(",")
    assert line[4] == str(100 - points)
    assert f"{CHANGED} met -> not met" in classroom("explain", folder.path, "ada").out
    ran = classroom("regrade", folder.path, "--exercise", ROOT)
    assert "2 rise:" in ran.out


def test_evidence_that_was_changed_is_refused_and_named(
    folder: ClassFolder, graded: dict[str, Entry], classroom: Callable[..., Ran]
) -> None:
    """So is what is gone; the others are marked, and the exit status says so."""
    changed, gone = evidence_of(folder, graded["ada"]), evidence_of(folder, graded["ben"])
    assert changed
    assert gone
    changed.write_bytes(changed.read_bytes() + b"\n# a better mark\n")
    gone.unlink()
    ran = classroom("regrade", folder.path, "--exercise", ROOT, "--write")
    assert ran.status == 3, ran
    assert "2 gradings cannot be regraded:" in ran.out
    assert "  ada (Ada): " in ran.out
    assert "  ben (Ben): " in ran.out
    assert "SHA-256" in ran.out
    with open_journal(folder) as journal:
        assert journal.ids() == {entry.id for entry in graded.values()}


@pytest.mark.parametrize("keeps", [True, False])
def test_a_notebook_that_was_changed_or_lost_is_refused_and_named(
    folder: ClassFolder, graded: dict[str, Entry], classroom: Callable[..., Ran], keeps: bool
) -> None:
    """It is evidence, too: its loss must lower no mark. `explain` tells it of both files."""
    evidence = evidence_of(folder, graded["ada"])
    assert evidence
    notebook = evidence.with_name("complete.ipynb")
    assert f"notebook: {notebook}" in classroom("explain", folder.path, "ada").out
    if keeps:
        notebook.write_bytes(notebook.read_bytes().replace(b"cat", b"dog"))
    else:
        notebook.unlink()
    ran = classroom("regrade", folder.path, "--exercise", ROOT, "--write")
    assert ran.status == 3, ran
    assert "1 grading cannot be regraded:\n  ada (Ada): " in ran.out
    assert "complete.ipynb" in ran.out
    assert "2 students: 0 rise, 0 fall, 0 change otherwise, 1 keep their mark, 1 cannot" in ran.out
    assert "Nothing is new" in ran.out
    with open_journal(folder) as journal:
        assert journal.ids() == {entry.id for entry in graded.values()}
    told = classroom("explain", folder.path, "ada").out
    assert f"SHA-256: {graded['ada'].evidence} (the file has it)" in told
    assert ("ALTERED SINCE" if keeps else "IS NOT BESIDE IT") in told


def test_why_nobody_can_tell_now_is_said(document: Document) -> None:
    """A fall by what is not verified says the reason, and not the verdict alone."""
    silent = {"verdict": Verdict.NOT_VERIFIED, "reason": "the notebook is\ndamaged"}
    change = Change("ada", "1", document, documents.with_check(document, CHANGED, **silent))
    assert change.differences == [rf"{CHANGED} met -> not verified (the notebook is\ndamaged)"]


def test_the_options_of_the_class_hold_again(
    folder: ClassFolder,
    graded: dict[str, Entry],
    classroom: Callable[..., Ran],
    stricter: Path,
    tmp_path: Path,
) -> None:
    """A waiver that the class was graded with is no fall when it is graded again."""
    waivers = tmp_path / "waivers.yaml"
    waivers.write_text(
        f"- check: {CHANGED}\n  student: ada\n  reason: the upload broke\n  until: 2999-01-01\n"
    )
    remember_class(folder, options=[f"--waivers={waivers}"])
    ran = classroom("regrade", folder.path, "--exercise", stricter)
    assert "1 fall:" in ran.out, ran
    assert f"{CHANGED} met -> waived: 1 student: ada (Ada)" in ran.out


def test_where_there_is_nothing_to_regrade_it_says_so(
    folder: ClassFolder, classroom: Callable[..., Ran]
) -> None:
    """No evidence, no exercise, an option without a place."""
    with open_journal(folder) as journal:
        journal.enroll([student("ada")])
    ran = classroom("regrade", folder.path, "--exercise", ROOT)
    assert (ran.status, "there is no evidence in" in ran.err) == (2, True)
    ran = classroom("regrade", folder.path, "--exercise", folder.path)
    assert (ran.status, "holds no exercise" in ran.err) == (2, True)
    ran = classroom("regrade", folder.path, "--exercise", ROOT, "--", "--live")
    assert (ran.status, "has no place after --" in ran.err) == (2, True)


@pytest.mark.usefixtures("graded")
def test_ctrl_c_writes_nothing_and_leaves_nothing(folder: ClassFolder) -> None:
    """It says so, by the exit status, too."""
    before = sorted(folder.path.rglob("*"))
    process = subprocess.Popen(
        [sys.executable, "-m", "classroom", "regrade", str(folder.path), "--write"],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=os.environ,
    )
    with pytest.raises(subprocess.TimeoutExpired):
        process.wait(1.5)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=60)
    assert process.returncode == 130, (out, err)
    assert "Traceback" not in err
    assert [each for each in sorted(folder.path.rglob("*")) if each.name != ".lock"] == before
