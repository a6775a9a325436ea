"""The verdicts on pytest's terminal: while the run goes on, in its last line, and as a table."""

import sys
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

import pytest

from acceptance.reports.document import Document
from acceptance.reports.terminal import COLOURS, Line, encodable, lines
from acceptance.verdicts.plugin import JUDGED
from acceptance.verdicts.verdict import Row, Verdict

DOCUMENT: Final = pytest.StashKey[Document]()
"""What the run has shown; made when the session finishes, if anything was graded."""

TABLE: Final = "verdicts-table"
"""The name of the plugin that writes the table."""

LETTERS: Final = {
    Verdict.MET: ".",
    Verdict.NOT_MET: "F",
    Verdict.BLOCKED: "B",
    Verdict.NOT_VERIFIED: "?",
}


def pytest_configure(config: pytest.Config) -> None:
    """Take the place of pytest's own words for outcomes."""
    config.pluginmanager.register(Table(config), TABLE)


class Table:
    """Shows verdicts where pytest would show outcomes of tests."""

    heading = "verdicts"

    def __init__(self, config: pytest.Config) -> None:
        self.config = config

    def word(self, row: Row) -> tuple[str, str, str]:
        """The word for one verdict, its letter and its colour."""
        colour = COLOURS[row.verdict]
        if not row.check.id:
            return "information", "i", colour
        return str(row.verdict), LETTERS[row.verdict], colour

    def tally(self, document: Document | None) -> Mapping[str, Sequence[object]]:
        """What pytest's last line counts, by its word, in order."""
        by_verdict = {str(each): document.having(each) if document else () for each in Verdict}
        return {**by_verdict, "information": document.information if document else ()}

    def lines(self, document: Document, width: int) -> Iterator[Line]:
        """The table."""
        return lines(document, width)

    def count(self, document: Document | None) -> None:
        """Let pytest's last line count what the document holds, which has the last word."""
        reporter = self.config.pluginmanager.get_plugin("terminalreporter")
        if reporter:
            reporter.stats.update({word: list(each) for word, each in self.tally(document).items()})

    def pytest_collection_finish(self) -> None:
        """Fix the order in which the last line counts."""
        self.count(None)

    def pytest_report_teststatus(
        self, report: pytest.TestReport
    ) -> tuple[str, str, tuple[str, dict[str, bool]]] | None:
        """Show the verdict instead of pytest's outcome."""
        row = self.config.stash[JUDGED].get(report.nodeid)
        if row is None or (report.passed and report.when != "call"):
            return None
        word, letter, colour = self.word(row)
        return word, letter, (word, {colour: True})

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """Write the table."""
        document = self.config.stash.get(DOCUMENT, None)
        if document:
            terminalreporter.section(self.heading)
            for line in self.lines(document, self.config.get_terminal_writer().fullwidth):
                write(terminalreporter, line)


def write(reporter: pytest.TerminalReporter, line: Line) -> None:
    """Write one line in its colours, whatever the terminal can show."""
    encoding = getattr(sys.stdout, "encoding", None) or "utf-8"
    for text, colour in line:
        markup = {colour: True} if colour else {}
        reporter.write(encodable(text, encoding), **markup)
    reporter.write("\n")
