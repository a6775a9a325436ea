"""Holds every answer of a test run against Microsoft's documents: a plugin of the project's tests.

What is wrong fails the test in which it was seen. What shows itself later, and an exception that
nothing uses any more, fails the run. The processes of pytest-xdist add up at the end.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from azure_emulator.wire import Request, Response
from tests.harness.contract import operations
from tests.harness.contract.documents import Documents
from tests.harness.contract.known import KNOWN
from tests.harness.contract.left_out import REFUSED
from tests.harness.contract.other_processes import forward, listening
from tests.harness.contract.recorder import Recorder, watching
from tests.harness.contract.tally import Tally
from tests.harness.shared_data import azure

OUTPUT = "contract"
"""The key under which a process of pytest-xdist hands over what it has seen."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--operations` is what `make operations` gives."""
    parser.addoption("--operations", metavar="FILE", help="make the table of operations")


def pytest_configure(config: pytest.Config) -> None:
    """Watch this process, if the documents are there."""
    root = azure("specs")
    if root is None:
        config.pluginmanager.register(Absent(), "contract")
    else:
        config.pluginmanager.register(Contract(Documents(root / "specification")), "contract")


class Absent:
    """Says that nothing was validated, and why."""

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """One line."""
        terminalreporter.write_line(
            "contract: no answer was validated, for the documents are not here; "
            "name their folder in SHARED_DATA"
        )


class Contract:
    """Validates what the emulators of this process answer, and sums up over all processes."""

    def __init__(self, documents: Documents) -> None:
        self._process = os.getpid()
        self._documents = documents
        self._recorder = Recorder(documents)
        self._total = Tally()
        self._watching = ExitStack()
        self._reported = 0
        self._amiss: list[str] = []

    def pytest_sessionstart(self) -> None:
        """From now on, every answer counts."""
        self._watching.enter_context(listening(self._recorder.see))
        self._watching.enter_context(watching(self._see))

    def _see(self, request: Request, response: Response) -> None:
        # A fork of this process has a tally of its own, which nobody reads.
        is_fork = os.getpid() != self._process
        (forward if is_fork else self._recorder.see)(request, response)

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_teardown(self) -> Iterator[None]:
        """Fail the test in which a wrong answer was seen.

        Raises:
            pytest.fail.Exception: naming the operation, the exchange and what is wrong.
        """
        yield
        found = self._recorder.tally.complaints[self._reported :]
        self._reported += len(found)
        if found:
            lines = "\n".join(map(str, found))
            pytest.fail(f"answered otherwise than documented:\n{lines}", pytrace=False)

    @pytest.hookimpl(optionalhook=True)
    def pytest_testnodedown(self, node: Any) -> None:
        """Add what a process has seen."""
        output = getattr(node, "workeroutput", {})
        if OUTPUT in output:
            self._total.add(Tally.unpacked(output[OUTPUT]))

    @pytest.hookimpl(tryfirst=True)
    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        """Hand over what this process has seen, or judge what all have."""
        self._watching.close()
        own = self._recorder.tally
        own.complaints = own.complaints[self._reported :]
        output = getattr(session.config, "workeroutput", None)
        if output is not None:
            output[OUTPUT] = own.packed()
            return
        self._total.add(own)
        if file := session.config.option.operations:
            operations.write(Path(file), self._documents, self._total.succeeded)
        if session.exitstatus == pytest.ExitCode.OK and is_complete(session.config):
            # What is sampled may have left out whatever would use an exception.
            whole = session.config.getoption("--whole")
            self._amiss = [*(self._unused() if whole else ()), *self._unseen()]
        if self._total.complaints or self._amiss:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def _unused(self) -> Iterator[str]:
        for index, each in enumerate(KNOWN):
            if not self._total.used[index]:
                yield f"nothing uses the exception {each.operations}: {each.what[0]} ..."

    def _unseen(self) -> Iterator[str]:
        for row in operations.rows(self._documents, {}, self._total.succeeded):
            if row.is_served and not row.is_valid and row.name not in REFUSED:
                yield f"no test gets an answer of success of {row.name}, which has a route"

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """How much was validated, and what was wrong besides the tests that failed."""
        for complaint in self._total.complaints:
            terminalreporter.write_line(f"contract: {complaint}", red=True)
        for line in self._amiss:
            terminalreporter.write_line(f"contract: {line}", red=True)
        terminalreporter.write_line(self._total.summary())


def is_complete(config: pytest.Config) -> bool:
    """Whether all tests are run, so that what nothing asked for is amiss."""
    option = config.option
    chosen = (option.keyword, option.markexpr, option.deselect, option.collectonly, option.maxfail)
    whole = all(Path(config.invocation_params.dir, each) == config.rootpath for each in config.args)
    return whole and not any(chosen) and not getattr(option, "lf", False)
