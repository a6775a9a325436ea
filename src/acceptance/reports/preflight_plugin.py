"""`--preflight`: the same run without a verdict, for which checks could be verified.

The scenarios run as they are, so that the answer cannot differ from what a grading would meet.
"""

import sys
from collections.abc import Iterable, Sequence

import pytest

from acceptance.reports.preflight import LETTERS, SHOWN, Outlook, Preflight, status
from acceptance.reports.terminal import encodable
from acceptance.verdicts.plugin import ROWS, Grading
from acceptance.verdicts.verdict import Row


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
    """Take the place of the grading."""
    if config.option.preflight:
        config.pluginmanager.unregister(name="verdicts-grading")
        config.pluginmanager.register(Rehearsal(config), "verdicts-grading")


class Rehearsal(Grading):
    """A run whose verdicts nobody sees: for each check, whether there would be one."""

    def __init__(self, config: pytest.Config) -> None:
        """No advice yet."""
        super().__init__(config)
        self.advice: list[str] = []

    def _word(self, report: pytest.TestReport) -> None:
        row = self.rows[report.nodeid]
        vars(report).pop("wasxfail", None)
        if Outlook.of(row.verdict) is Outlook.VERIFIABLE:
            report.outcome, report.longrepr = "passed", None
        else:
            text = f"{Outlook.of(row.verdict)}: {row.reason or row.blocked_by}"
            report.outcome, report.longrepr = "skipped", (row.check.file, row.check.line, text)

    def pytest_report_teststatus(
        self, report: pytest.TestReport
    ) -> tuple[str, str, tuple[str, dict[str, bool]]] | None:
        """Call it by its outlook."""
        row = self.rows.get(report.nodeid)
        if row is None or (report.passed and report.when != "call"):
            return None
        outlook = Outlook.of(row.verdict)
        return str(outlook), LETTERS[outlook], (str(outlook), {SHOWN[outlook]: True})

    @pytest.hookimpl(tryfirst=True)
    def pytest_sessionfinish(self, session: pytest.Session, exitstatus: int) -> None:
        """Ask for advice, and set the exit status of a pre-flight."""
        if self.rows and exitstatus in (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED):
            self.advice = self._asked_for_advice()
        super().pytest_sessionfinish(session, exitstatus)
        if self._grades(exitstatus):
            rows = self.config.stash[ROWS]
            session.exitstatus = status(rows, exitstatus)

    def _asked_for_advice(self) -> list[str]:
        try:
            said = self.config.hook.pytest_preflight_advice(config=self.config)
        except Exception as error:  # noqa: BLE001 - advice must not cost the table
            return [f"What this identity may do cannot be said: {type(error).__name__}."]
        return [line for lines in said for line in lines]

    def pytest_terminal_summary(
        self, terminalreporter: pytest.TerminalReporter, exitstatus: int
    ) -> None:
        """Write the report."""
        if not self._grades(exitstatus):
            return
        encoding = getattr(sys.stdout, "encoding", None) or "utf-8"
        rows = self.config.stash[ROWS]
        terminalreporter.section("pre-flight")
        for line in Preflight(rows, self.advice, self.asked).lines():
            for text, colour in line:
                markup = {colour: True} if colour else {}
                terminalreporter.write(encodable(text, encoding), **markup)
            terminalreporter.write("\n")

    def _count(self, checks: Sequence[Row], information: Sequence[Row]) -> None:
        """Let pytest's last line count outlooks."""
        reporter = self.config.pluginmanager.get_plugin("terminalreporter")
        if reporter:
            for outlook in Outlook:
                reporter.stats[str(outlook)] = list(_of(checks, outlook))


def _of(rows: Iterable[Row], outlook: Outlook) -> Iterable[Row]:
    return (row for row in rows if Outlook.of(row.verdict) is outlook)
