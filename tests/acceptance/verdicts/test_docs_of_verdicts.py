"""`docs/verdicts.md` says what the code says."""

import ast
import re
from pathlib import Path

from acceptance.verdicts.verdict import NO_MESSAGE, NOT_DECIDED, Check, Row, Score, Verdict
from acceptance.verdicts.waivers import read

ROOT = Path(__file__).resolve().parents[3]
PAGE = (ROOT / "docs" / "verdicts.md").read_text(encoding="utf-8")


def test_the_page_is_short() -> None:
    """It is read by somebody who has just been graded."""
    assert len(PAGE.splitlines()) <= 160


def test_every_word_and_status_is_explained() -> None:
    """All verdicts and all exit statuses have a row in a table."""
    for verdict in Verdict:
        assert f"\n| {verdict} |" in PAGE
    for status in range(7):
        assert f"\n| {status} |" in PAGE


def test_every_message_has_its_cure() -> None:
    """What the verdicts say by themselves stands in the table of messages."""
    assert f"\n| {NOT_DECIDED} |" in PAGE
    assert f"\n| {NO_MESSAGE} |" in PAGE
    source = (ROOT / "src" / "acceptance" / "verdicts" / "tags.py").read_text(encoding="utf-8")
    problems = next(
        node
        for node in ast.parse(source).body
        if isinstance(node, ast.FunctionDef) and node.name == "_problems"
    )
    said = re.findall(
        r"@check needs[^'\"]*|goes without|has neither [^'\"]*", ast.unparse(problems)
    )
    assert len(said) == 3
    assert all(message in PAGE for message in said)


def test_the_score_of_the_page_is_the_codes() -> None:
    """The example of a score is what the report prints."""
    rows = [
        Row(Check(1, 1, "1", "", 61), verdict=Verdict.MET),
        Row(Check(1, 1, "2", "", 14), verdict=Verdict.NOT_VERIFIED),
        Row(Check(1, 1, "3", "", 25), verdict=Verdict.NOT_MET),
    ]
    assert f"\nScore: {Score.of(rows)} (61 sure, 14 not verified)\n" in PAGE
    assert "`Score: 75 of 100 points`" in PAGE


def test_the_waiver_of_the_page_is_one() -> None:
    """The example can be copied: comments and all."""
    [example] = re.findall(r"```yaml\n(.+?)```", PAGE, re.DOTALL)
    [waiver] = read(example)
    assert (waiver.check, waiver.for_all, waiver.line) == ("2.2.*", True, 1)
    assert waiver.reason == "the upload was broken on the first day"
    assert f"{waiver.until:%F %T}" == "2026-12-01 23:59:59"
