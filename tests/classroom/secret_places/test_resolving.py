"""A secret is read from its place, or the reason names the place and not the secret."""

from pathlib import Path

import pytest

from acceptance.causes import NoAnswer
from classroom.secret_places import resolve
from classroom.students import Place, PlaceKind

SECRET = "correct-horse"


def of_file(path: Path) -> Place:
    """The place that is a file."""
    return Place(PlaceKind.FILE, str(path))


def write(path: Path, content: bytes, mode: int = 0o600) -> Place:
    """A file with this content, as a place."""
    path.write_bytes(content)
    path.chmod(mode)
    return of_file(path)


def refused(place: Place) -> NoAnswer:
    """Why the place gives no secret; nothing of what stands there is told, by no cause either."""
    with pytest.raises(NoAnswer) as caught:
        resolve(place)
    assert str(place) in caught.value.reason
    assert caught.value.cure
    assert caught.value.__cause__ is None
    assert SECRET not in f"{caught.value.reason}{caught.value.cure}"
    return caught.value


def test_an_environment_variable_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """White space at its end is none of the secret."""
    monkeypatch.setenv("ADA_SECRET", f"{SECRET}\n")
    assert resolve(Place(PlaceKind.ENVIRONMENT, "ADA_SECRET")) == SECRET


def test_a_variable_that_is_not_set_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """Not set and empty are told apart."""
    place = Place(PlaceKind.ENVIRONMENT, "ADA_SECRET")
    monkeypatch.delenv("ADA_SECRET", raising=False)
    assert "is not set where the student is graded" in refused(place).reason
    monkeypatch.setenv("ADA_SECRET", " ")
    assert "it is empty" in refused(place).reason


def test_a_file_is_read(tmp_path: Path) -> None:
    """With a mark of UTF-8 and a line's end, as editors write them."""
    warnings: list[str] = []
    place = write(tmp_path / "s", b"\xef\xbb\xbf" + SECRET.encode() + b"\r\n")
    assert resolve(place, warnings.append) == SECRET
    assert not warnings


def test_a_file_that_others_can_read_is_warned_of(tmp_path: Path) -> None:
    """It is read all the same."""
    warnings: list[str] = []
    place = write(tmp_path / "s", SECRET.encode(), 0o640)
    assert resolve(place, warnings.append) == SECRET
    assert len(warnings) == 1
    assert "chmod 600" in warnings[0]
    assert SECRET not in warnings[0]


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "it is empty"),
        (b" \n", "it is empty"),
        (f"{SECRET}\n{SECRET}".encode(), "it has several lines"),
        (f"{SECRET}\0".encode(), "characters that no secret has"),
        (SECRET.encode() + b"\xff", "no text in UTF-8"),
        (SECRET.encode() * 1000, "more than 10,000 bytes"),
    ],
)
def test_a_file_that_holds_no_secret_is_refused(tmp_path: Path, content: bytes, why: str) -> None:
    """The reason says why."""
    assert why in refused(write(tmp_path / "s", content)).reason


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    """A missing file, a folder."""
    assert "No such file" in refused(of_file(tmp_path / "none")).reason
    assert "Is a directory" in refused(of_file(tmp_path)).reason
