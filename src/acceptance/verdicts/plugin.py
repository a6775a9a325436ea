"""Grades: runs the scenarios and decides their verdicts.

The hooks of pytest and pytest-bdd are here; `tags` reads what is asked and `verdict` decides, both
without pytest.
"""

import inspect
from collections.abc import Callable, Generator, Iterable, Iterator
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

from acceptance.plain_text import masked
from acceptance.verdicts import hookspecs, tags
from acceptance.verdicts.verdict import (
    Check,
    Fault,
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

JUDGED: Final = pytest.StashKey[dict[str, Row]]()
"""The verdict on each scenario, by its node id, as soon as it is decided."""

FAULTS: Final = pytest.StashKey[list[Fault]]()
"""The faults of the suite; filled with the rows."""

ASKED: Final = pytest.StashKey[list[str]]()
"""The id of every check that the features ask, selected or not; filled by the collection."""

NOTES: Final = pytest.StashKey[list[str]]()
"""What else there is to say about the run, a sentence a line; any plugin may add to it."""

DEADLINE: Final = pytest.StashKey[datetime | None]()
"""When the submission was due, with its zone; None if there is no deadline."""

GRADING: Final = "verdicts-grading"
"""The name of the plugin that grades."""

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
    config.stash[FAULTS] = []
    config.stash[ASKED] = []
    config.stash[NOTES] = []
    config.stash.setdefault(DEADLINE, None)
    config.pluginmanager.register(Grading(config), GRADING)


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
        self.config = config
        self.checks: dict[str, Check] = {}
        self.selected: list[str] = []
        self.owners: dict[str, str] = {}
        self.rows: dict[str, Row] = {}
        config.stash[JUDGED] = self.rows
        self.faults: dict[str, tuple[tuple[str, ...], list[str]]] = {}
        self.at = Stop()
        self.step_module = ""

    # What is asked.

    @pytest.hookimpl(tryfirst=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Read the tags before anything is deselected, of unselected scenarios too."""
        try:
            self._read(items)
        except tags.FeatureError as error:
            raise pytest.UsageError(str(error)) from None

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        """Keep what is selected, in order."""
        self.selected = [item.nodeid for item in session.items if item.nodeid in self.checks]

    def _read(self, items: list[pytest.Item]) -> None:
        root = self.config.rootpath
        templates = {item: template_of(item) for item in items}
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
        """Begin a step: what is raised from here on is raised in it or in its facts."""
        self.at = Stop(cast(Phase, step.type), step.name)
        self.step_module = ""

    @pytest.hookimpl(trylast=True)
    def pytest_bdd_before_step_call(self, step_func: Callable[..., object]) -> None:
        """Begin the step's own code: an assertion that fails in it is the check's."""
        self.step_module = inspect.getfile(inspect.unwrap(step_func))

    @pytest.hookimpl(tryfirst=True)
    def pytest_bdd_step_func_lookup_error(self, step: Step) -> None:
        """Let an undefined step stop the scenario there."""
        self.at = Stop(cast(Phase, step.type), step.name)

    @pytest.hookimpl(trylast=True)
    def pytest_bdd_after_step(self) -> None:
        """End a step: what is raised between steps belongs to none."""
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
        if row.unknown_variant:
            place = f'{check.file}:{check.line} has no text for "If {row.variant}:"'
            self.faults.setdefault(place, ((), []))[1].append(check.id or check.title)

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
        lines = tuple(map(masked, text.splitlines()))
        _, checks = self.faults.setdefault(f"{place}:{last.lineno + 1}", (lines, []))
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

    # What it means.

    @pytest.hookimpl(tryfirst=True)
    def pytest_sessionfinish(self, session: pytest.Session, exitstatus: int) -> None:
        """Fill the stash, and set the exit status."""
        if not grades(self.config, exitstatus):
            return
        rows = [self.rows.get(nodeid) or self._undecided(nodeid) for nodeid in self.selected]
        checks = settle(row for row in rows if row.check.id)
        information = [row for row in rows if not row.check.id]
        self.config.hook.pytest_amend_verdicts(config=self.config, rows=checks)
        self.config.stash[ROWS] = checks
        self.config.stash[INFORMATION] = information
        session.exitstatus = exit_status(checks, exitstatus)
        self.config.stash[FAULTS] = [
            Fault(place, lines, tuple(ids)) for place, (lines, ids) in self.faults.items()
        ]
        if rows:
            self.config.stash[GRADED] += self._graded()
            for notes in self.config.hook.pytest_notes_on_submission(config=self.config):
                self.config.stash[NOTES] += notes

    def undecided(self) -> list[Row]:
        """The rows of all selected checks, as they are before anything is decided."""
        rows = map(self._undecided, self.selected)
        return [row for row in rows if row.check.id]

    def _undecided(self, nodeid: str) -> Row:
        return decide(self.checks[nodeid], None, self.owners)

    def _graded(self) -> list[str]:
        try:
            answers = self.config.hook.pytest_describe_submission(config=self.config)
        except Exception as error:  # noqa: BLE001 - a headline must not cost the table
            answers = [f"what was graded cannot be said: {type(error).__name__}"]
        return [line for line in answers if line]


def grades(config: pytest.Config, exitstatus: int) -> bool:
    """Whether the session that ends with this status of pytest's has graded anything."""
    return not config.option.collectonly and exitstatus != pytest.ExitCode.USAGE_ERROR


def _own(raised: pytest.ExceptionInfo[BaseException]) -> "Traceback":
    """The traceback without pytest's machinery, which is never at fault here."""
    machinery = ("_pytest", "pluggy", "pytest_bdd")
    own = raised.traceback.filter(
        lambda entry: not set(Path(str(entry.path)).parts) & set(machinery)
    )
    return own or raised.traceback[-1:]


def template_of(item: pytest.Item) -> ScenarioTemplate | None:
    """The scenario of a test, as it stands in its feature; `None` if it is another test."""
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
