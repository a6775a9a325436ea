"""`classroom grade`, given again: which marks stay, which are made anew, and why."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from classroom.folder import ClassFolder
from classroom.journal import open_journal
from classroom.roster import read_roster
from classroom.submission_digest import SubmissionDigest
from classroom.usage import BAD_USE, TROUBLE, UNVERIFIED
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


def test_the_hand_ins_are_remembered(class_: GradedClass, tmp_path: Path) -> None:
    """The same command without them uses them again, and says so; gone ones are named."""
    folder, notebooks = tmp_path / "marks", tmp_path / "hand-ins"
    rows = [{**row, "notebook": ""} for row in class_.rows[:2]]
    notebooks.mkdir()
    for row, of in zip(rows, class_.rows, strict=False):
        shutil.copy(class_.folder / of["notebook"], notebooks / f"{row['id']}.ipynb")
    few = class_.write_roster("remembered.csv", rows)
    _, output = few.grade(
        *("--out", folder, "--notebooks", notebooks, "--at-once", "1", "--time-limit", "600")
    )
    before = marks(folder)
    _, output = few.grade("--out", folder, "--all")
    assert f"The hand-ins are those of the last time: {notebooks}" in output
    assert {each: value[:2] for each, value in marks(folder).items()} == {
        each: value[:2] for each, value in before.items()
    }
    notebooks.rename(tmp_path / "elsewhere")
    status, output = few.grade("--out", folder, "--all")
    assert status == BAD_USE
    assert f"{notebooks}: the hand-ins that this class was graded with are gone" in output


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--only", "nobody"], "no student with the id nobody"),
        (["--", "--bogus"], "unrecognized arguments: --bogus"),
        (["--", "-k", "1.1.1"], "a class is graded whole"),
    ],
)
def test_what_is_refused_has_written_nothing(
    class_: GradedClass, tmp_path: Path, words: list[str], said: str
) -> None:
    """Not even the folder."""
    status, output = class_.grade("--out", tmp_path / "marks", *words)
    assert status == BAD_USE
    assert said in output
    assert not (tmp_path / "marks").exists()


def test_a_file_is_no_folder_of_a_class(class_: GradedClass) -> None:
    """The same command would never work: no command goes on."""
    status, output = class_.grade("--out", class_.roster)
    assert status == TROUBLE
    assert "name another folder as --out" in output
    assert "To go on" not in output


def test_a_corrected_roster_corrects_marks(class_: GradedClass, tmp_path: Path) -> None:
    """Whoever was graded in another's subscription is graded again, and it is said."""
    folder, rows = tmp_path / "marks", class_.rows[:3]
    right = class_.write_roster("right.csv", rows)
    swapped = [dict(row) for row in rows]
    swapped[0]["subscription"], swapped[1]["subscription"] = (
        rows[1]["subscription"],
        rows[0]["subscription"],
    )
    class_.write_roster("swapped.csv", swapped).grade("--out", folder)
    _, output = right.grade("--out", folder)
    assert "2 students are graded again: the roster names another subscription" in output
    with open_journal(ClassFolder(folder), make=False) as journal:
        graded = [each.entry for each in journal.standings()]
    assert [each.resources for each in graded if each] == [
        SubmissionDigest.of(each).resources for each in read_roster(right.roster).students
    ]
    _, output = right.grade("--out", folder)
    assert "graded again: the roster" not in output


def test_nobody_signed_in_is_told_to_sign_in(class_: GradedClass, tmp_path: Path) -> None:
    """Not to leave out what a class needs, nor to mend a roster that is right."""
    one = class_.write_roster("one.csv", class_.rows[:1])
    nobody = {name: one.environment[name] for name in one.environment if "AZURE" not in name}
    output = subprocess.run(
        one.command("--out", tmp_path / "marks", "--time-limit", "60"),
        env=nobody,
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    ).stdout
    assert "there are no credentials for Azure here" in output
    assert "az login" in output
    assert "Without --live" not in output
    assert "correct the roster" not in output


def test_a_time_limit_blames_no_checkout(class_: GradedClass, tmp_path: Path) -> None:
    """However short it is."""
    one = class_.write_roster("short.csv", class_.rows[:1])
    one.cloud.latency = timedelta(seconds=1)  # Else a quick machine is done in time.
    try:
        _, output = one.grade("--out", tmp_path / "marks", "--time-limit", "1")
    finally:
        one.cloud.latency = timedelta(0)
    assert "after its time limit" in output
    assert "cannot be collected" not in output


def test_options_of_pytest_go_after_two_hyphens(class_: GradedClass, tmp_path: Path) -> None:
    """And whoever puts them before is told so."""
    status, output = class_.grade("--out", tmp_path, "--deadline=2026-12-01")
    assert status == BAD_USE
    assert "unrecognized arguments: --deadline=2026-12-01; options of pytest go after --" in output
