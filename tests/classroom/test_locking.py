"""The folder of a class is a class's alone."""

from pathlib import Path

import pytest

from classroom.folder import ClassFolder
from classroom.locking import locked
from classroom.usage import UsageError


@pytest.mark.parametrize("name", ["conftest.py", "roster.csv", "class"])
def test_a_folder_of_other_files_is_refused(tmp_path: Path, name: str) -> None:
    """Nothing is written there, and the message names what it holds."""
    (tmp_path / name).write_text("")
    with pytest.raises(UsageError, match=name), locked(ClassFolder(tmp_path)):
        pass
    assert [each.name for each in tmp_path.iterdir()] == [name]


@pytest.mark.parametrize("name", ["", "class.json", "journal.sqlite", ".DS_Store", "students"])
def test_a_folder_that_is_empty_or_a_class_is_taken(tmp_path: Path, name: str) -> None:
    """Also with a file of the instructor's beside a class."""
    if name:
        (tmp_path / name).write_text("")
        if name[0] != ".":
            (tmp_path / "notes.txt").write_text("")
    with locked(ClassFolder(tmp_path)):
        pass
    with locked(ClassFolder(tmp_path)):
        pass
