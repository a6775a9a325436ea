"""The document of the roster says what the roster takes."""

import re
from pathlib import Path

from classroom.roster import read_roster
from classroom.roster.columns import COLUMNS

DOCUMENT = Path(__file__).resolve().parents[3] / "docs" / "class.md"


def test_every_column_is_documented() -> None:
    """Each has a line in the table, and no other has."""
    text = DOCUMENT.read_text(encoding="utf-8")
    (table,) = re.findall(r"\| column \| \| what stands in it \|\n\|[-|]+\n((?:\|.*\n)+)", text)
    assert sorted(re.findall(r"^\| ([^|]+) \|", table, re.MULTILINE)) == sorted(COLUMNS)


def test_the_roster_that_the_document_shows_is_read(tmp_path: Path) -> None:
    """An example is what one copies."""
    (example,) = re.findall(r"```csv\n(.*?)```", DOCUMENT.read_text(encoding="utf-8"), re.DOTALL)
    path = tmp_path / "roster.csv"
    path.write_text(example, encoding="utf-8")
    roster = read_roster(path)
    assert [each.id for each in roster.students] == ["s0001", "s0002"]
    assert str(roster.students[1].secret) == "keyvault:class-2026/ben"
    assert not roster.warnings
