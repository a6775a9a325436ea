"""Which orders begin with the collection that a warm process has made, and how long it holds."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from acceptance.reports.document import document_of
from acceptance.runner.collected import Collected, files_in, folders_of

OPTIONS = ("live", "cassette", "cassette_sha256", "student")


def collected(*folders: Path, collects: bool = True) -> Collected:
    """What a collection of these folders would give."""
    paths = list(map(str, folders))
    return Collected(paths, files_in(paths), OPTIONS, document_of([]) if collects else None)


@pytest.mark.parametrize(
    ("words", "serves"),
    [
        ([], True),
        (["--live", "--student=Ada\nand Ben", "--cassette-sha256=ab"], True),
        (["--student="], True),
        (["--student", "Ada"], False),
        (["--live", "2.2.5"], False),
        (["-k", "2.2.5"], False),
        (["--stud=Ada"], False),
        (["--import-mode=importlib"], False),
        (["-pmisbehaving"], False),
        (["--"], False),
        ([""], False),
    ],
)
def test_the_exercise_s_own_options_are_served(words: list[str], serves: bool) -> None:
    """Any other word, and a value in a word of its own, may change what is loaded."""
    assert collected().serves(words, {"PATH": "x"}) is serves
    assert not collected().serves(words, {"PYTEST_PLUGINS": "x"})
    assert not collected(collects=False).serves(words, {})


def test_it_holds_while_nothing_that_is_read_changes(tmp_path: Path) -> None:
    """A new, changed or removed file of what a collection reads ends it; another file does not."""
    (tmp_path / "a.feature").write_text("1")
    known = collected(tmp_path)
    (tmp_path / "report.json").write_text("{}")
    assert known.is_current()
    os.utime(tmp_path / "a.feature", ns=(1, 1))
    assert not known.is_current()
    known = collected(tmp_path)
    (tmp_path / "conftest.py").touch()
    assert not known.is_current()
    known = collected(tmp_path)
    (tmp_path / "conftest.py").unlink()
    assert not known.is_current()
    assert collected(tmp_path / "gone").is_current()


def test_the_folders_are_the_exercise_s(tmp_path: Path) -> None:
    """Not what is installed, in it or elsewhere; its own folder always."""
    exercise, installed = tmp_path / "exercise", tmp_path / "exercise" / ".venv"
    files = [exercise / "steps" / "a.py", installed / "lib" / "b.py", tmp_path / "c.py"]
    assert folders_of(files, exercise, installed) == [str(exercise), str(exercise / "steps")]
