"""A zip file that somebody else filled reaches no file but those that are made for it."""

import io
import os
import stat
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from classroom.hand_ins import HandIns, archive, collect, collected, collecting, entries
from classroom.students import Student
from classroom.usage import UsageError

STUDENTS = (Student("s1", "Ada", "", "1"), Student("s2", "Ben", "", "2"))
GOOD = b'{"cells": []}'


def made(folder: Path, fill: Callable[[zipfile.ZipFile], None], good: bool = True) -> Path:
    """A zip file that is filled so, and holds a good notebook of the second student besides."""
    path = folder / "in.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        fill(target)
        if good:
            target.writestr("s2.ipynb", GOOD)
    return path


def filled(*names: str) -> Callable[[zipfile.ZipFile], None]:
    """What puts empty files of these names into a zip file."""

    def fill(target: zipfile.ZipFile) -> None:
        for name in names:
            target.writestr(name, b"")

    return fill


def written(name: str, content: bytes = b"{}", mode: int = stat.S_IFREG | 0o644) -> zipfile.ZipInfo:
    """An entry of this name and kind."""
    info = zipfile.ZipInfo(name)
    info.external_attr = mode << 16
    info.file_size = len(content)
    return info


def taken(source: Path, folder: Path) -> HandIns:
    """What is collected; the other student's notebook is there, whatever the file holds else."""
    before = {path for path in folder.rglob("*") if "out" not in path.parts}
    hand_ins = collect(source, folder / "out")
    assert hand_ins.match(STUDENTS).notebooks["s2"].read_bytes() == GOOD
    assert {path for path in folder.rglob("*") if path.parent.name != "out"} == {
        *before,
        folder / "out",
    }
    return hand_ins


@pytest.mark.parametrize(
    "name",
    [
        "../s1.ipynb",
        "a/../../s1.ipynb",
        "/s1.ipynb",
        "C:/s1.ipynb",
        "..\\s1.ipynb",
        "\\s1.ipynb",
    ],
)
def test_a_path_that_leads_elsewhere_is_skipped(tmp_path: Path, name: str) -> None:
    """It is named, and nothing is written outside the folder."""
    hand_ins = taken(made(tmp_path, lambda file: file.writestr(name, GOOD)), tmp_path)
    assert "its path leads out of the folder" in hand_ins.warnings[0]
    assert "s1" not in hand_ins.match(STUDENTS).notebooks


@pytest.mark.parametrize(
    ("mode", "why"),
    [(stat.S_IFLNK, "it is a link"), (stat.S_IFIFO, "a pipe"), (stat.S_IFCHR, "a device")],
)
def test_what_is_no_file_is_skipped(tmp_path: Path, mode: int, why: str) -> None:
    """A link would be followed to any file of the grader's."""
    source = made(
        tmp_path, lambda file: file.writestr(written("s1.ipynb", mode=mode | 0o777), b"/etc/passwd")
    )
    hand_ins = taken(source, tmp_path)
    assert why in hand_ins.warnings[0]
    assert "s1" not in hand_ins.match(STUDENTS).notebooks


def test_files_are_written_for_their_owner_alone(tmp_path: Path) -> None:
    """The folder and the files, whatever the archive says of modes."""
    taken(
        made(tmp_path, lambda file: file.writestr(written("s1.ipynb", mode=0o777), b"1")), tmp_path
    )
    out = tmp_path / "out"
    assert stat.S_IMODE(out.stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in out.iterdir()} == {0o600}
    assert len(list(out.iterdir())) == 2


def test_a_file_larger_than_it_may_be_is_skipped(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever its header says; what was unpacked is no more than that."""
    monkeypatch.setattr(collecting, "LARGEST", 1000)
    source = made(tmp_path, lambda file: file.writestr("s1.ipynb", bytes(5000)))
    content = source.read_bytes().replace(struct.pack("<I", 5000), struct.pack("<I", 50))
    source.write_bytes(content)
    hand_ins = taken(source, tmp_path)
    assert 'the file "s1.ipynb" is skipped: it is ' in hand_ins.warnings[0]


def test_a_file_that_is_packed_too_well_is_skipped(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is not even begun to be unpacked."""
    monkeypatch.setattr(archive, "RATIO_FROM", 1000)
    source = made(tmp_path, lambda file: file.writestr("s1.ipynb", bytes(1_000_000)))
    assert "packed to less than a 200th" in taken(source, tmp_path).warnings[0]


def test_notebooks_that_are_too_large_in_all_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One clear message."""
    monkeypatch.setattr(collecting, "LARGEST_IN_ALL", 100)
    source = made(tmp_path, lambda file: file.writestr("s1.ipynb", bytes(90)))
    with pytest.raises(UsageError, match="its notebooks are larger than"):
        collect(source, tmp_path / "out")


def test_too_many_files_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One clear message, of a folder and of a zip file."""
    monkeypatch.setattr(archive, "MOST_FILES", 2)
    monkeypatch.setattr(entries, "MOST_FILES", 2)
    (tmp_path / "in").mkdir()
    for number in range(3):
        (tmp_path / f"in/{number}.ipynb").touch()
    source = made(tmp_path, filled(*(f"{number}.ipynb" for number in range(3))))
    for each in (tmp_path / "in", source):
        with pytest.raises(UsageError, match="it holds more than 2 files"):
            collect(each, tmp_path / "out")


def test_a_list_that_is_too_large_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Python would read all of it at once."""
    monkeypatch.setattr(archive, "LARGEST_DIRECTORY", 65_600)
    source = made(
        tmp_path,
        filled(*("x" * 60_000 + str(number) for number in range(3))),
    )
    with pytest.raises(UsageError, match="no zip file, or a damaged one"):
        collect(source, tmp_path / "out")


def test_an_encrypted_file_is_skipped(tmp_path: Path) -> None:
    """The flag alone tells."""
    source = made(tmp_path, lambda file: file.writestr("s1.ipynb", GOOD))
    content = bytearray(source.read_bytes())
    content[6] |= 1
    directory = content.index(b"PK\x01\x02")
    content[directory + 8] |= 1
    source.write_bytes(content)
    assert "it is encrypted" in taken(source, tmp_path).warnings[0]


@pytest.mark.parametrize("damage", ["content", "method", "name"])
def test_a_damaged_file_is_skipped(tmp_path: Path, damage: str) -> None:
    """The others are taken."""
    source = made(tmp_path, lambda file: file.writestr("s1.ipynb", os.urandom(500)))
    content = bytearray(source.read_bytes())
    directory = content.index(b"PK\x01\x02")
    if damage == "content":
        content[200] ^= 0xFF
    elif damage == "method":
        content[8] = content[directory + 10] = 99
    else:
        content[30] ^= 1
    source.write_bytes(content)
    assert "it is damaged, or packed in an unusual way" in taken(source, tmp_path).warnings[0]


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"no zip", b"PK\x05\x06" + bytes(18)])
def test_what_is_no_zip_file_is_refused(tmp_path: Path, content: bytes) -> None:
    """One clear message, also of an empty one."""
    source = tmp_path / "in.zip"
    source.write_bytes(content)
    with pytest.raises(UsageError, match=r"it is no zip file|it holds no files"):
        collect(source, tmp_path / "out")


@pytest.mark.parametrize("cut", [10, 60, 150])
def test_a_zip_file_that_was_cut_off_is_refused(tmp_path: Path, cut: int) -> None:
    """A download that broke off."""
    source = made(tmp_path, lambda file: file.writestr("s1.ipynb", GOOD))
    source.write_bytes(source.read_bytes()[:-cut])
    with pytest.raises(UsageError, match="it is no zip file, or a damaged one"):
        collect(source, tmp_path / "out")


def test_two_files_of_one_name_are_told_apart_by_nothing(tmp_path: Path) -> None:
    """Neither is used: whichever is extracted last would win elsewhere."""
    path = tmp_path / "in.zip"
    with zipfile.ZipFile(path, "w") as target:
        target.writestr(written("s1.ipynb"), b"1")
        with pytest.warns(UserWarning, match="Duplicate name"):
            target.writestr(written("s1.ipynb"), b"2")
    found = collect(path, tmp_path / "out").match(STUDENTS[:1])
    assert not found.notebooks
    assert "handed in 2 different notebooks" in found.warnings[0]


def test_names_in_utf_8_are_read_although_they_are_not_marked(tmp_path: Path) -> None:
    """As many packers write them."""
    source = tmp_path / "in.zip"
    memory = io.BytesIO()
    with zipfile.ZipFile(memory, "w") as target:
        target.writestr("Zo__.ipynb", GOOD)
    source.write_bytes(memory.getvalue().replace(b"Zo__", "Zoë".encode()))
    found = collect(source, tmp_path / "out").match((Student("1", "Zoë", "", "1"),))
    assert list(found.notebooks) == ["1"]


def test_a_link_in_a_folder_is_not_followed(tmp_path: Path) -> None:
    """Nor one to a folder."""
    (tmp_path / "in").mkdir()
    (tmp_path / "in/s2.ipynb").write_bytes(GOOD)
    (tmp_path / "secret").mkdir()
    (tmp_path / "secret/s1.ipynb").write_text("secret")
    (tmp_path / "in/s1.ipynb").symlink_to(tmp_path / "secret/s1.ipynb")
    (tmp_path / "in/more").symlink_to(tmp_path / "secret")
    found = collect(tmp_path / "in", tmp_path / "out")
    assert 'the file "s1.ipynb" is skipped: it is a link' in found.warnings
    assert list(found.match(STUDENTS).notebooks) == ["s2"]


def test_what_is_no_notebook_is_the_students_hand_in(tmp_path: Path) -> None:
    """Grading says what is wrong with it; it is not for the roster to refuse."""
    source = made(tmp_path, lambda file: file.writestr("s1.ipynb", b"\x89PNG\0"))
    found = taken(source, tmp_path).match(STUDENTS)
    assert found.notebooks["s1"].read_bytes() == b"\x89PNG\0"


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    """The message says where the notebooks were to go."""
    source = made(tmp_path, lambda file: None)
    (tmp_path / "out").touch()
    with pytest.raises(UsageError, match="the notebooks cannot be copied there"):
        collect(source, tmp_path / "out")


def test_a_source_that_is_not_there_is_named(tmp_path: Path) -> None:
    """And nothing is made."""
    with pytest.raises(UsageError, match="No such file"):
        collect(tmp_path / "none.zip", tmp_path / "out")


def test_no_copy_is_left_when_the_block_ends(tmp_path: Path) -> None:
    """Nor what a killed process left; the folders that are made on the way are private."""
    source = made(tmp_path, filled())
    out = tmp_path / "class" / "hand-ins"
    with collected(source, out) as hand_ins:
        assert "s2" in hand_ins.match(STUDENTS).notebooks
        assert stat.S_IMODE(out.parent.stat().st_mode) == 0o700
    assert not out.exists()
    out.mkdir()
    (out / ".hand-in.left").touch()
    with collected(source, out):
        assert len(list(out.iterdir())) == 1
