"""`docs/reports.md` says what the code says."""

from pathlib import Path

from acceptance.reports.markdown import ROOM
from acceptance.reports.plugin import FORMATS
from acceptance.verdicts.verdict import DETAILS, Verdict

PAGE = (Path(__file__).resolve().parents[3] / "docs" / "reports.md").read_text(encoding="utf-8")


def test_every_format_has_its_line() -> None:
    """And no other has one."""
    table = PAGE.partition("| format |")[2].partition("\n\n")[0]
    named = [line.split("`")[1] for line in table.splitlines() if line.startswith("| `")]
    assert sorted(named) == sorted(FORMATS)


def test_every_verdict_has_its_line() -> None:
    """Each format has a word for each of them."""
    for verdict in Verdict:
        assert f"\n| {verdict} |" in PAGE
    assert set(DETAILS) == set(Verdict)


def test_a_job_summary_is_as_small_as_it_says() -> None:
    """GitHub refuses more."""
    assert "at most 1 MiB" in PAGE
    assert ROOM <= 2**20
