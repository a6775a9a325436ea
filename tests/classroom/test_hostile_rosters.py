"""Hostile rosters, hand-ins and places: right results, or one clear message, and no traceback."""

from __future__ import annotations

import csv
import io
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from unicodedata import category

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from classroom.hand_ins import collect
from classroom.hand_ins.names import claim
from classroom.roster import read_roster
from classroom.roster.name_lists import Listed, read_names
from classroom.roster.secrets import holds_secret
from classroom.roster.writing import write_roster
from classroom.secret_places import parse
from classroom.students import Student
from classroom.subscriptions import Seen
from classroom.usage import UsageError

HEADER = ["id", "name", "email", "subscription"]
HOSTILE = [
    *("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "'=1", "'", '"', '""', ",", ";", "\\", "\\n"),
    *("<script>alert(1)</script>", "&amp;", "{{7*7}}", "%s%n", "$(id)", "`id`", "../../x", "C:\\x"),
    *("a\nb", "a\r\nb", "a\rb", "a\u2028b", "a\x0bb", "a\x85b", "a\x1b[31mb", "\u202eb", "\u200b"),
    *("😀", "👩‍👩‍👧", "e\u0301" * 50, "王小明", "مرحبا", "\ud7ff", "\ufffe", "A" * 10_000),
]
TEXT = st.one_of(
    st.sampled_from(HOSTILE),
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=40),
)
READABLE = TEXT.filter(lambda text: text.strip() != "" and not holds_secret(text))


def kept(text: str) -> str:
    """What a roster keeps of a cell: no white space around it, and no guard of a spreadsheet."""
    bare = text.strip()
    return bare[1:] if bare[:1] == "'" and bare[1:2] in set("=+-@\t\r") and bare[1:] else bare


@contextmanager
def folder() -> Iterator[Path]:
    """A folder for one example."""
    with tempfile.TemporaryDirectory() as name:
        yield Path(name)


def subscription(number: int) -> str:
    """A subscription's id."""
    return f"00000000-0000-4000-8000-{number:012d}"


def one_clear_message(error: UsageError) -> None:
    """Lines that can be shown on any terminal, not too many, none of them endless."""
    lines = str(error).splitlines()
    assert 1 <= len(lines) <= 52
    assert all(can_be_shown(line) and len(line) < 1500 for line in lines)


def can_be_shown(line: str) -> bool:
    """Whether it is on one line, and does nothing to a terminal; a space of any width is one."""
    return all(letter.isprintable() or category(letter) == "Zs" for letter in line)


@settings(deadline=None)
@given(
    names=st.lists(
        st.tuples(READABLE, TEXT.filter(lambda text: not holds_secret(text))),
        min_size=1,
        max_size=8,
    ),
    separator=st.sampled_from(",;\t"),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
    end=st.sampled_from(["\n", "\r\n"]),
)
def test_what_is_written_is_read(
    names: list[tuple[str, str]], separator: str, encoding: str, end: str
) -> None:
    """Any name, in any form of a file, is that of its student."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=separator, lineterminator=end, quoting=csv.QUOTE_ALL)
    writer.writerow(HEADER)
    for number, (name, email) in enumerate(names):
        writer.writerow([f"s{number}", name, email, subscription(number)])
    with folder() as place:
        path = place / "roster.csv"
        path.write_bytes(text.getvalue().encode(encoding))
        students = read_roster(path).students
    assert [(each.name, each.email) for each in students] == [
        (kept(name), kept(email)) for name, email in names
    ]
    assert [each.subscription for each in students] == [*map(subscription, range(len(names)))]


@settings(deadline=None)
@given(names=st.lists(READABLE, min_size=1, max_size=5))
def test_what_we_write_is_read_as_it_was(names: list[str]) -> None:
    """A formula is guarded in the file, and is itself again when the file is read."""
    students = [
        Listed(f"s{number}", name.strip(), "", "", name) for number, name in enumerate(names)
    ]
    seen = [Seen(subscription(n), name, "Enabled", subscription(0)) for n, name in enumerate(names)]
    owners = {each.id: student for each, student in zip(seen, students, strict=True)}
    with folder() as place:
        write_roster(place / "roster.csv", seen, owners, [])
        cells = csv.reader((place / "roster.csv").read_text("utf-8-sig").splitlines(keepends=True))
        assert not [cell for row in cells for cell in row if cell.startswith(("=", "+", "-", "@"))]
        read = read_roster(place / "roster.csv").students
    assert [each.name for each in read] == [kept(name) for name in names]


@settings(deadline=None)  # Some of the examples are large files.
@given(
    content=st.one_of(
        st.binary(max_size=300),
        st.text(max_size=300).map(lambda t: t.encode("utf-8", "surrogatepass")),
    )
)
@example(content=b"\xff\xfe")
@example(content=b"\xff\xfe\x00\xd8")
@example(content=b"id,name,email,subscription\n\x81")
@example(content=b"sep=")
@example(content=b"sep=;")
@example(content=b'"')
@example(content=b"id,name,email,subscription\n" + b'"' * 99)
@example(content=b"id,name,email,subscription\n" + b"a" * 200_000)
@example(content=b"id,name,email,subscription\n" + b"," * 200_000 + b"x")
@example(content=b"id," * 50_000)
@example(content=b"sectoin," * 50_000)
def test_any_file_is_a_roster_or_one_message(content: bytes) -> None:
    """And so it is for a list of names, and for hand-ins."""
    with folder() as place:
        path = place / "file.csv"
        for start in (b"", b"id,name,email,subscription\n", b"Student;ID;Section\n"):
            path.write_bytes(start + content)
            for read in (read_roster, read_names, lambda path: collect(path, path.parent / "out")):
                try:
                    read(path)
                except UsageError as error:
                    one_clear_message(error)


def zipped() -> bytes:
    """A zip file of three hand-ins, packed in two ways."""
    memory = io.BytesIO()
    with zipfile.ZipFile(memory, "w") as archive:
        archive.writestr("s1.ipynb", b'{"cells": []}')
        archive.writestr("Ada_1_assignsubmission_file_/é.ipynb", b"{}" * 99, zipfile.ZIP_DEFLATED)
        archive.writestr("s2/x.pdf", b"%PDF")
    return memory.getvalue()


ZIPPED = zipped()


@settings(deadline=None)
@given(
    changes=st.lists(
        st.tuples(st.integers(0, len(ZIPPED) - 1), st.integers(0, 255)), min_size=1, max_size=6
    ),
    cut=st.integers(0, len(ZIPPED)),
)
def test_a_damaged_zip_file_does_no_harm(changes: list[tuple[int, int]], cut: int) -> None:
    """Whatever a byte of it says: what can be read is, and all is in the folder."""
    content = bytearray(ZIPPED)
    for at, value in changes:
        content[at] = value
    for each in (content, content[:cut]):
        with folder() as place:
            (place / "in.zip").write_bytes(each)
            try:
                hand_ins = collect(place / "in.zip", place / "out")
            except UsageError as error:
                one_clear_message(error)
            else:
                hand_ins.match([Student("s1", "Ada", "", "1")])
            assert {path.parent.name for path in place.rglob("*.ipynb")} <= {"out"}


@settings(deadline=None)
@given(parts=st.lists(TEXT, min_size=1, max_size=4))
def test_any_name_of_a_file_is_matched_or_not(parts: list[str]) -> None:
    """No name breaks the matching, and no line of what is told breaks a terminal."""
    memory = io.BytesIO()
    with zipfile.ZipFile(memory, "w") as archive:
        archive.writestr("/".join(parts)[:5000] + ".ipynb", b"{}")
    students = [Student(f"s{number}", part, part, "1") for number, part in enumerate(parts)]
    with folder() as place:
        (place / "in.zip").write_bytes(memory.getvalue())
        try:
            matched = collect(place / "in.zip", place / "out").match(students)
        except UsageError as error:
            one_clear_message(error)
        else:
            assert all(can_be_shown(line) and len(line) < 2000 for line in matched.warnings)


@given(
    text=st.one_of(
        TEXT, TEXT.map("keyvault:".__add__), TEXT.map("env:".__add__), TEXT.map("file:".__add__)
    )
)
def test_any_text_is_a_place_or_refused(text: str) -> None:
    """What is taken is written as it can be read again."""
    try:
        place = parse(text, Path("/class"))
    except ValueError as error:
        place, message = None, str(error)
    else:
        message = ""
        assert parse(str(place), Path("/class")) == place
    assert can_be_shown(message)


@pytest.mark.parametrize("unit", ["_", "1_", "a_1_", "LATE_", "anon_", "_1_assignsubmission_", "-"])
def test_no_name_of_a_file_takes_long(unit: str) -> None:
    """The forms are looked for in time that grows with the name alone."""
    claim(PurePosixPath(unit * (60_000 // len(unit))))
