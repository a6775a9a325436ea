"""The gradebook: everybody, every check, blank where nobody can tell, safe in a spreadsheet."""

from __future__ import annotations

import csv
import io
import re
import stat
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from acceptance.reports.document import Document
from classroom.folder import ClassFolder
from classroom.gradebook import write_gradebook
from classroom.gradebook.cells import LONGEST, neutralised
from classroom.gradebook.csv_text import render
from classroom.gradebook.spreadsheet import render as spreadsheet
from classroom.gradebook.table import Table, table_of
from classroom.journal import Enrolled, Standing
from tests.harness import documents
from tests.harness.classes import entry, graded, unverified


def standing(id_: str, document: Document | None = None, **fields: Any) -> Standing:
    """Of a student who has that grading, or none."""
    who = Enrolled(id_, f"Name of {id_}", f"{id_}@school.example", "A")
    kept = entry("a1", id_, document) if document else None
    return Standing(replace(who, **fields), entry=kept)


def rows(table: Table) -> list[dict[str, str]]:
    """The rows of the CSV, as another program reads them."""
    text = render(table).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def sheet_of(table: Table) -> Any:
    """The sheet, as another program reads it."""
    return load_workbook(io.BytesIO(spreadsheet(table))).active


def cells(table: Table) -> list[list[object]]:
    """The cells of the spreadsheet."""
    return [[cell.value for cell in row] for row in sheet_of(table).iter_rows()]


def test_everybody_and_every_check_is_there() -> None:
    """In the order of the roster; a student without a grading is blank, and it says why."""
    table = table_of([standing("zoe", documents.all_met()), standing("ada")])
    [zoe, ada] = rows(table)
    assert [zoe["id"], ada["id"]] == ["zoe", "ada"]
    ids = [check.id for check in documents.all_met().checks]
    columns = [name.split()[0] for name in table.header if name[0].isdigit()]
    assert columns == [each for id_ in ids for each in (id_, id_)]
    assert zoe["score"] == zoe["sure"] == zoe["possible"] == zoe["maximum"] == "17"
    assert ada["not verified because"] == "not graded yet"
    blank = {name: value for name, value in ada.items() if value}
    assert set(blank.values()) == {
        "ada",
        "Name of ada",
        "ada@school.example",
        "A",
        "not graded yet",
    }


def test_what_is_not_verified_is_blank_with_its_reason_beside() -> None:
    """Never 0: neither the check nor the score; what is sure and what is possible are numbers."""
    [row] = rows(table_of([standing("ada", unverified("2.2.1", "3.1.2"))]))
    place = list(row).index("2.2.1 The tags are as asked (1 point)")
    assert list(row.values())[place] == ""
    assert list(row.items())[place + 1] == (
        "2.2.1 reason",
        "not verified: Azure answered 429 to GET .../projects",
    )
    assert (row["score"], row["sure"], row["possible"], row["maximum"]) == ("", "14", "17", "17")
    assert row["not verified because"] == "2.2.1, 3.1.2: Azure answered 429 to GET .../projects"


def test_a_verdict_is_points_and_why() -> None:
    """Met and waived are the points; not met and blocked are 0, and say why."""
    document = graded(
        _2_2_1=documents.not_met(), _2_2_2=documents.blocked("2.2.1"), _2_2_3=documents.waived()
    )
    [row] = rows(table_of([standing("ada", document)]))
    told = [row[name] for name in row if name.startswith("2.2.")]
    assert told == [
        *("0", 'expected: the tags are "cat" and "dog"; found: there is "cats"'),
        *("0", "blocked by 2.2.1"),
        *("3", "waived: the region had no other tier"),
        *("4", ""),
    ]


def test_checks_of_several_features_stand_side_by_side() -> None:
    """A grading that did not ask a check is blank there; 10 comes after 9."""
    old = documents.all_met()
    task = old.tasks[0]
    extra = tuple(replace(task.checks[0], id=f"1.1.{number}") for number in (1, 10, 9))
    new = replace(old, tasks=(replace(task, checks=extra), *old.tasks[1:]))
    table = table_of([standing("ada", old), standing("ben", new)])
    columns = [name.split()[0] for name in table.header if name.startswith("1.1.")]
    assert columns == ["1.1.1"] * 2 + ["1.1.9"] * 2 + ["1.1.10"] * 2
    [ada, _] = rows(table)
    assert ada["1.1.9 reason"] == "that grading did not ask it"


def test_when_it_was_graded_is_a_date() -> None:
    """A spreadsheet can sort by it; the CSV says the zone."""
    table = table_of([standing("ada", documents.all_met())])
    column = table.header.index("graded at") + 1
    assert sheet_of(table).cell(2, column).is_date
    assert rows(table)[0]["graded at"] == "2026-11-20 09:00:00+00:00"


def test_who_left_the_roster_is_marked() -> None:
    """Nobody is lost, and nobody is taken for a student of today."""
    table = table_of([standing("ada"), standing("ben", in_roster=False)])
    assert [row["roster"] for row in rows(table)] == ["", "not in the roster now"]


def test_a_heading_names_no_points_that_are_not_everybodys() -> None:
    """A check that had other points in some marks has none in its heading."""
    dearer = documents.with_check(documents.all_met(), "2.2.1", points=3)
    some, same = documents.all_met(), table_of([standing("ada", dearer), standing("ben", dearer)])
    mixed = table_of([standing("ada", some), standing("ben", dearer), standing("cleo", some)])

    def headings(table: Table, id_: str) -> list[str]:
        return [each for each in table.header if each.startswith(id_) and "reason" not in each]

    assert headings(same, "2.2.1")[0].endswith("(3 points)")
    assert not headings(mixed, "2.2.1")[0].endswith(")")
    assert headings(mixed, "2.2.2")[0].endswith("points)")


def test_the_same_class_gives_the_same_bytes() -> None:
    """But for the last columns, the time and the evidence, which are two runs' only differences."""
    one = table_of([standing("ada", documents.one_wrong())])
    assert spreadsheet(one) == spreadsheet(one)
    assert one.header[-2:] == ("graded at", "evidence SHA-256")
    later = replace(standing("ada"), entry=entry("b2", "ada", documents.one_wrong(), hours=5))
    other = table_of([later])
    assert one != other
    assert [row[:-2] for row in one.rows] == [row[:-2] for row in other.rows]


FORMULAS = (
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\n=1",
    "  =1+1",
    "\u00a0\u3000=1",
    "\u200b=1",
    "\ufeff=1",
    "\uff1d1+1",
    "\uff0b1",
    "'=1+1",
    '=HYPERLINK("http://evil.example/","x")',
    "=cmd|' /C calc'!A0",
    "\u2212" + "1",
)


@pytest.mark.parametrize("name", FORMULAS)
def test_no_name_is_a_formula(name: str) -> None:
    """In CSV it begins with an apostrophe; in the spreadsheet it is text, also once edited."""
    table = table_of([standing("1", documents.all_met(), name=name)])
    [row] = rows(table)
    assert row["name"].startswith("'")
    cell = sheet_of(table)["B2"]
    assert cell.data_type == "s"
    assert cell.hyperlink is None
    assert cell.quotePrefix
    assert str(cell.value).replace("\n", "").replace("\r", "").strip()


@pytest.mark.parametrize("separator", [";", "\t", "\n", "\r\n"])
def test_no_separator_begins_a_formula(separator: str) -> None:
    """Where a program separates by semicolons, quotes do not hold a cell together."""
    [row] = rows(table_of([standing("1", name=f"Ada{separator} =1+1")]))
    assert row["name"] == f"Ada{separator}' =1+1"


PLAIN = (
    "Ada, B.",
    'Ada "the cat"',
    "Ada\nBen",
    "<b>Ada</b>",
    "Zo\u00eb \U0001f408",
    "A" * 10_000,
    "00123",
    "1e5",
    "2026-11-20",
    "_x0041_",
    "O'Hara",
    "http://evil.example/",
    "TRUE",
    "#REF!",
)


@pytest.mark.parametrize("name", PLAIN)
def test_other_names_are_as_they_are(name: str) -> None:
    """Commas, quotes, line breaks, HTML, emoji, length, what looks like a number or a date."""
    table = table_of([standing("1", documents.all_met(), name=name)])
    assert rows(table)[0]["name"] == name
    read = cells(table)[1][1]
    assert isinstance(read, str)
    assert read.replace("_x005F_", "_") == name


@pytest.mark.parametrize("name", [*documents.HOSTILE, "\x1b[2J", "\ud800", "\uffff", "\x0b"])
def test_any_text_can_be_written(name: str) -> None:
    """What no file can hold is shown as an escape; what is too long is cut, and said to be."""
    hostile = standing(name, documents.hostile(), name=name, email=name, section=name)
    table = table_of([hostile, standing("last", documents.all_met())])
    read = rows(table)
    assert len(read) == 2
    assert read[1]["id"] == "last"
    assert all(len(value) <= LONGEST for value in read[0].values())
    assert cells(table)[2][0] == "last"


def test_what_is_cut_stays_neutralised() -> None:
    """The limit holds with the apostrophe."""
    assert len(neutralised("=" + "1" * 50_000)) == LONGEST


def test_the_spreadsheet_is_laid_out() -> None:
    """Its header stays in sight with ids and names, can be filtered, and numbers are numbers."""
    table = table_of([standing("ada", documents.all_met())])
    sheet = sheet_of(table)
    assert sheet.freeze_panes == "C2"
    assert sheet.auto_filter.ref.startswith("A1:")
    assert sheet["E2"].value == 17
    assert sheet["A1"].font.bold
    with zipfile.ZipFile(io.BytesIO(spreadsheet(table))) as parts:
        assert not re.search(
            rb"<f[ >]|<hyperlink|<definedName[^>]*>=", b"".join(map(parts.read, parts.namelist()))
        )


def test_the_files_are_their_owners_alone(folder: ClassFolder) -> None:
    """Written at once, 0600; a class without anybody has its header."""
    folder.path.mkdir()
    written = write_gradebook(folder, [])
    assert written == [folder.gradebook, Path(f"{folder.path}/gradebook.xlsx")]
    assert {stat.S_IMODE(each.stat().st_mode) for each in folder.path.iterdir()} == {0o600}
    assert folder.gradebook.read_text(encoding="utf-8-sig").startswith("id,name,email,section,")
