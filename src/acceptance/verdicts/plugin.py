"""Grades: runs the scenarios and decides their verdicts.

The hooks of pytest and pytest-bdd are here; `tags` reads what is asked and `verdict` decides, both
without pytest.
"""

import inspect
import sys
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from copy import copy
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Final, cast

import pytest
from pytest_bdd.parser import ScenarioTemplate, Step
from pytest_bdd.scenario import scenario_wrapper_template_registry
from pytest_bdd.utils import registry_get_safe

from acceptance.reports.terminal import COLOURS, Fault, Report, encodable
from acceptance.verdicts import hookspecs, tags
from acceptance.verdicts.verdict import (
    Check,
    Phase,
    Row,
    Stop,
    Verdict,
    decide,
    exit_status,
    settle,
)

if TYPE_CHECKING:
    from _pytest._code import Traceback

ROWS: Final = pytest.StashKey[list[Row]]()
"""Every check of the run, in order; filled when the session finishes, before the reports."""

INFORMATION: Final = pytest.StashKey[list[Row]]()
"""Every scenario of information, likewise; each without id and points."""

GRADED: Final = pytest.StashKey[list[str]]()
"""What was graded, a sentence a line: the answers to the hook `pytest_describe_submission`."""

ASKED: Final = pytest.StashKey[list[str]]()
"""The id of every check that the features ask, selected or not; filled by the collection."""

NOTES: Final = pytest.StashKey[list[str]]()
"""What else there is to say about the run, a sentence a line; any plugin may add to it."""

DEADLINE: Final = pytest.StashKey[datetime | None]()
"""When the submission was due, with its zone; None if there is no deadline."""

LETTERS: Final = {
    Verdict.MET: ".",
    Verdict.NOT_MET: "F",
    Verdict.BLOCKED: "B",
    Verdict.NOT_VERIFIED: "?",
}
SUMMARISED: Final = (0, 1, 2, 4, 5)
"""The statuses after which pytest lets plugins report; after others we do it unasked."""

MARKERS: Final = (
    "step(number): the step of the exercise",
    "task(number): the task of that step",
    "check(id): the check's id, for ever: gradebooks depend on it",
    "points(number): what the check is worth",
    "owns(thing): the thing whose absence is this check's, and blocks others",
    "information: shown, never scored",
)


def pytest_addhooks(pluginmanager: pytest.PytestPluginManager) -> None:
    """Declare what the suite's plugins ask of others."""
    pluginmanager.add_hookspecs(hookspecs)


def pytest_configure(config: pytest.Config) -> None:
    """Declare the markers, and grade unless only the collection is asked for."""
    for marker in MARKERS:
        config.addinivalue_line("markers", marker)
    config.stash[ROWS] = []
    config.stash[INFORMATION] = []
    config.stash[GRADED] = []
    config.stash[ASKED] = []
    config.stash[NOTES] = []
    config.stash.setdefault(DEADLINE, None)
    config.pluginmanager.register(Grading(config), "verdicts-grading")


@pytest.hookimpl(tryfirst=True)
def pytest_bdd_apply_tag(tag: str, function: Callable[..., object]) -> bool | None:
    """Make `@task(2)` the marker `task(number=2)`, which `pytest -m "task(number=2)"` selects."""
    name, value = tags.split(tag)
    if name not in tags.ARGUMENTS:
        return None
    argument = int(value) if name != "check" and value.isdecimal() else value
    getattr(pytest.mark, name)(**{tags.ARGUMENTS[name]: argument})(function)
    return True


class Grading:
    """One run: what is asked, where each scenario stopped, and what that means."""

    def __init__(self, config: pytest.Config) -> None:
        """Nothing is known yet."""
        self.config = config
        self.checks: dict[str, Check] = {}
        self.selected: list[str] = []
        self.owners: dict[str, str] = {}
        self.rows: dict[str, Row] = {}
        self.faults: dict[str, tuple[str, list[str]]] = {}
        self.at = Stop()
        self.step_module = ""

    @property
    def asked(self) -> int:
        """How many checks the features ask, selected or not."""
        return len(self.config.stash[ASKED])

    # What is asked.

    @pytest.hookimpl(tryfirst=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Read the tags before anything is deselected, of unselected scenarios too."""
        try:
            self._read(items)
        except tags.Misconfigured as error:
            raise pytest.UsageError(str(error)) from None

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        """Remember what is left, in order."""
        self.selected = [item.nodeid for item in session.items if item.nodeid in self.checks]
        self._count([], [])

    def _read(self, items: list[pytest.Item]) -> None:
        root = self.config.rootpath
        templates = {item: _template(item) for item in items}
        modules = dict.fromkeys(item.module for item in items if isinstance(item, pytest.Function))
        asked = [_scenario(template, root) for template in _bound(modules)]
        self.owners = tags.owners(asked)
        ids = [id_ for scenario in asked for id_ in scenario.values("check")]
        self.config.stash[ASKED] = ids
        for item, template in templates.items():
            if template is not None:
                self.checks[item.nodeid] = check = tags.read(_scenario(template, root))
                item.extra_keyword_matches.add(check.id)
        tags.once(self.checks.values())

    # Where a scenario stops.

    @pytest.hookimpl(tryfirst=True)
    def pytest_bdd_before_step(self, step: Step) -> None:
        """Whatever is raised from here on is raised in this step, by its facts first."""
        self.at = Stop(cast(Phase, step.type), step.name)
        self.step_module = ""

    @pytest.hookimpl(trylast=True)
    def pytest_bdd_before_step_call(self, step_func: Callable[..., object]) -> None:
        """From here on, the step's own code runs; what fails to hold in it is the check."""
        self.step_module = inspect.getfile(inspect.unwrap(step_func))

    @pytest.hookimpl(tryfirst=True)
    def pytest_bdd_step_func_lookup_error(self, step: Step) -> None:
        """A sentence that nobody defined stops there."""
        self.at = Stop(cast(Phase, step.type), step.name)

    @pytest.hookimpl(trylast=True)
    def pytest_bdd_after_step(self) -> None:
        """Between the steps, no step is to blame."""
        self.at = Stop()

    @pytest.hookimpl(specname="pytest_runtest_makereport")
    def pytest_make_report_without_traceback(
        self, item: pytest.Item, call: pytest.CallInfo[None]
    ) -> pytest.TestReport | None:
        """Spare pytest the long traceback of each check that is not met: the verdict says it all.

        For a check that stops early that would cost more than the check itself.
        """
        if item.nodeid not in self.checks or call.excinfo is None:
            return None
        bare = copy(call)
        bare.excinfo = None
        return pytest.TestReport.from_item_and_call(item, bare)

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_runtest_makereport(
        self, item: pytest.Item, call: pytest.CallInfo[None]
    ) -> Generator[None, pytest.TestReport, pytest.TestReport]:
        """Decide, and let the report say the verdict instead of a traceback."""
        report = yield
        check = self.checks.get(item.nodeid)
        if check is not None and (call.when == "call" or call.excinfo):
            self._judge(check, item.nodeid, call)
            self._word(report)
        self.at = Stop()
        return report

    def _judge(self, check: Check, nodeid: str, call: pytest.CallInfo[None]) -> None:
        stop = self._stop(call)
        row = decide(check, stop, self.owners)
        # What a scenario has shown stands, whatever happens while it is cleared away; but nothing
        # is met on the word of a suite that failed.
        decided = self.rows.get(nodeid)
        if decided is None or decided.verdict is Verdict.MET:
            self.rows[nodeid] = row
        if row.fault and call.excinfo:
            self._remember(call.excinfo, check)

    def _stop(self, call: pytest.CallInfo[None]) -> Stop:
        if call.excinfo is None:
            return Stop()
        raised_in = call.excinfo.traceback[-1].frame.code.raw.co_filename
        return replace(
            self.at, exception=call.excinfo.value, asserted=raised_in == self.step_module
        )

    def _remember(self, raised: pytest.ExceptionInfo[BaseException], check: Check) -> None:
        last = _own(raised)[-1]
        place = f"{raised.typename} at {_relative(str(last.path), self.config.rootpath)}"
        # The short style shows no values of arguments or variables: a key may be among them.
        text = str(raised.getrepr(style="short", tbfilter=_own))
        _, checks = self.faults.setdefault(f"{place}:{last.lineno + 1}", (text, []))
        checks.append(check.id or check.title)

    def _word(self, report: pytest.TestReport) -> None:
        row = self.rows[report.nodeid]
        vars(report).pop("wasxfail", None)
        text = "\n".join([str(row.verdict), *(f"{k}: {v}" for k, v in row.details.items())])
        if row.verdict is Verdict.MET:
            report.outcome, report.longrepr = "passed", None
        elif row.check.id:
            report.outcome, report.longrepr = "failed", text
        else:
            report.outcome, report.longrepr = "skipped", (row.check.file, row.check.line, text)

    def pytest_report_teststatus(
        self, report: pytest.TestReport
    ) -> tuple[str, str, tuple[str, dict[str, bool]]] | None:
        """Call it by its verdict."""
        row = self.rows.get(report.nodeid)
        if row is None or (report.passed and report.when != "call"):
            return None
        word = str(row.verdict) if row.check.id else "information"
        letter = LETTERS[row.verdict] if row.check.id else "i"
        return word, letter, (word, {COLOURS[row.verdict]: True})

    # What it means.

    @pytest.hookimpl(tryfirst=True)
    def pytest_sessionfinish(self, session: pytest.Session, exitstatus: int) -> None:
        """Fill the stash, set the exit status, and report where pytest would not."""
        if not self._grades(exitstatus):
            return
        rows = [
            self.rows.get(nodeid) or decide(self.checks[nodeid], None, self.owners)
            for nodeid in self.selected
        ]
        checks = settle(row for row in rows if row.check.id)
        information = [row for row in rows if not row.check.id]
        self.config.hook.pytest_amend_verdicts(config=self.config, rows=checks)
        self.config.stash[ROWS] = checks
        self.config.stash[INFORMATION] = information
        session.exitstatus = exit_status(checks, exitstatus)
        if rows:
            self.config.stash[GRADED] += self._graded()
        self._count(checks, information)
        reporter = self.config.pluginmanager.get_plugin("terminalreporter")
        if reporter and exitstatus not in SUMMARISED:
            self.pytest_terminal_summary(reporter, exitstatus)

    def pytest_terminal_summary(
        self, terminalreporter: pytest.TerminalReporter, exitstatus: int
    ) -> None:
        """Write the report."""
        if not self._grades(exitstatus):
            return
        checks, information = self.config.stash[ROWS], self.config.stash[INFORMATION]
        graded, notes = self.config.stash[GRADED], self.config.stash[NOTES]
        faults = [Fault(at, text, tuple(ids)) for at, (text, ids) in self.faults.items()]
        report = Report(checks, information, graded, faults, self.asked, notes)
        encoding = getattr(sys.stdout, "encoding", None) or "utf-8"
        terminalreporter.section("verdicts")
        for line in report.lines(self.config.get_terminal_writer().fullwidth):
            for text, colour in line:
                markup = {colour: True} if colour else {}
                terminalreporter.write(encodable(text, encoding), **markup)
            terminalreporter.write("\n")

    def _count(self, checks: Sequence[Row], information: Sequence[Row]) -> None:
        """Let pytest's last line count the rows, which have the last word, in this order."""
        reporter = self.config.pluginmanager.get_plugin("terminalreporter")
        if reporter:
            for verdict in Verdict:
                reporter.stats[str(verdict)] = [row for row in checks if row.verdict is verdict]
            reporter.stats["information"] = list(information)

    def _grades(self, exitstatus: int) -> bool:
        usage_error = exitstatus == pytest.ExitCode.USAGE_ERROR
        return not (self.config.option.collectonly or usage_error)

    def _graded(self) -> list[str]:
        try:
            answers = self.config.hook.pytest_describe_submission(config=self.config)
        except Exception as error:  # noqa: BLE001 - a headline must not cost the table
            answers = [f"what was graded cannot be said: {type(error).__name__}"]
        return [line for line in answers if line]


def _own(raised: pytest.ExceptionInfo[BaseException]) -> "Traceback":
    """The traceback without pytest's machinery, which is never at fault here."""
    machinery = ("_pytest", "pluggy", "pytest_bdd")
    own = raised.traceback.filter(
        lambda entry: not set(Path(str(entry.path)).parts) & set(machinery)
    )
    return own or raised.traceback[-1:]


def _template(item: pytest.Item) -> ScenarioTemplate | None:
    function = getattr(item, "function", None)
    return registry_get_safe(scenario_wrapper_template_registry, function)


def _bound(modules: Iterable[ModuleType]) -> Iterator[ScenarioTemplate]:
    """Every scenario of the modules, whether an item was made of it or not."""
    for module in modules:
        for value in vars(module).values():
            if template := registry_get_safe(scenario_wrapper_template_registry, value):
                yield template


def _scenario(template: ScenarioTemplate, root: Path) -> tags.Scenario:
    rule = template.rule.tags if template.rule else set()
    return tags.Scenario(
        title=template.name,
        task_title=template.feature.name,
        tags=frozenset(template.tags | template.feature.tags | rule),
        description=template.description,
        file=_relative(template.feature.filename, root),
        line=template.line_number,
    )


def _relative(file: str, root: Path) -> str:
    path = Path(file)
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else path.name
