"""`--preflight`: the same run without a verdict, for which checks could be verified.

The scenarios run as they are, so that the answer cannot differ from what a grading would meet.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

import pytest

from acceptance.reports.document import Document
from acceptance.reports.preflight import COLOURS, LETTERS, Verifiability, lines, status
from acceptance.reports.terminal import Line
from acceptance.reports.terminal_plugin import TABLE, Table
from acceptance.verdicts.plugin import GRADING, ROWS, Grading, grades
from acceptance.verdicts.verdict import Row

ADVICE: Final = pytest.StashKey[list[str]]()
"""What the identity may do and lacks, a line each."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """Declare the option."""
    parser.getgroup("submission").addoption(
        "--preflight",
        action="store_true",
        help="with --live: grade nothing, say which checks can be verified and what is missing "
        "(default: grade)",
    )


@pytest.hookimpl(trylast=True)
def pytest_configure(config: pytest.Config) -> None:
    """Take the places of the grading and its table."""
    if config.option.preflight:
        config.stash[ADVICE] = []
        for name, plugin in ((GRADING, Preflight(config)), (TABLE, _Table(config))):
            config.pluginmanager.unregister(name=name)
            config.pluginmanager.register(plugin, name)


class Preflight(Grading):
    """A run whose verdicts nobody sees: for each check, whether there would be one."""

    def _word(self, report: pytest.TestReport) -> None:
        row = self.rows[report.nodeid]
        vars(report).pop("wasxfail", None)
        verifiability = Verifiability.of(row.verdict)
        if verifiability is Verifiability.VERIFIABLE:
            report.outcome, report.longrepr = "passed", None
        else:
            text = f"{verifiability}: {row.reason or row.blocked_by}"
            report.outcome, report.longrepr = "skipped", (row.check.file, row.check.line, text)

    @pytest.hookimpl(tryfirst=True)
    def pytest_sessionfinish(self, session: pytest.Session, exitstatus: int) -> None:
        """Ask for advice, and set the exit status of a pre-flight."""
        if self.rows and exitstatus in (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED):
            self.config.stash[ADVICE] = self._advice()
        super().pytest_sessionfinish(session, exitstatus)
        if grades(self.config, exitstatus):
            verdicts = [row.verdict for row in self.config.stash[ROWS]]
            session.exitstatus = status(verdicts, exitstatus)

    def _advice(self) -> list[str]:
        try:
            answers = self.config.hook.pytest_preflight_advice(config=self.config)
        except Exception as error:  # noqa: BLE001 - advice must not cost the table
            return [f"What this identity may do cannot be said: {type(error).__name__}."]
        return [line for lines in answers for line in lines]


class _Table(Table):
    """Shows whether checks can be verified, and no word of how they stand."""

    heading = "pre-flight"

    def word(self, row: Row) -> tuple[str, str, str]:
        verifiability = Verifiability.of(row.verdict)
        return str(verifiability), LETTERS[verifiability], COLOURS[verifiability]

    def tally(self, document: Document | None) -> Mapping[str, Sequence[object]]:
        checks = document.checks if document else []
        return {
            str(each): [check for check in checks if Verifiability.of(check.verdict) is each]
            for each in Verifiability
        }

    def lines(self, document: Document, width: int) -> Iterator[Line]:
        """The table; lines are not wrapped, whatever the width."""
        del width
        advice = self.config.stash[ADVICE]
        return lines(document, advice)
