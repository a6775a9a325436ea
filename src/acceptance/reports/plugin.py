"""Makes the document of a run, and writes it to files: `--report FORMAT:FILE`."""

import difflib
import importlib
import os
import tempfile
import traceback
from collections.abc import Callable, Generator, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import pytest

from acceptance.files import replace_file, uninterrupted
from acceptance.plain_text import plain
from acceptance.reports.document import Document, document_of
from acceptance.reports.recognition import may_be_replaced
from acceptance.reports.terminal_plugin import DOCUMENT, TABLE, write
from acceptance.verdicts.plugin import (
    ASKED,
    DEADLINE,
    FAULTS,
    GRADED,
    GRADING,
    INFORMATION,
    NOTES,
    ROWS,
    Grading,
    grades,
)
from acceptance.verdicts.verdict import exit_status
from acceptance.version import suite_version

FORMATS: Final = ("json", "junit", "html", "gradescope", "markdown")
"""Each is written by the module of its name, but for `json`, which is the document itself."""

SUMMARISED: Final = (0, 1, 2, 4, 5)
"""The statuses after which pytest lets plugins report; after others we do it unasked."""

NEVER: Final = frozenset({".yaml", ".yml", ".ipynb", ".feature", ".py"})
"""What no report is called: a slip must not take the place of a cassette or a submission."""

HELP: Final = (
    "also write the verdicts to FILE, as often as wanted, written as --report=FORMAT:FILE; "
    f"FORMAT is {', '.join(FORMATS[:-1])} or {FORMATS[-1]} (default: none)"
)


@dataclass(frozen=True)
class Report:
    """One report that is asked for.

    Attributes:
        format: one of `FORMATS`.
        path: the file, absolute, links followed.
        named: the file as the user named it.
        render: makes its text of the document.
    """

    format: str
    path: Path
    named: str
    render: Callable[[Document], str]


REPORTS: Final = pytest.StashKey[list[Report]]()
"""What is to be written."""

REMARKS: Final = pytest.StashKey[list[tuple[str, str]]]()
"""What became of each report: a sentence and its colour."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """Declare the option."""
    parser.addini("exercise", "the title of the exercise, as reports show it", default="")
    group = parser.getgroup("reports", "reports of the verdicts")
    try:
        group.addoption("--report", action="append", default=[], metavar="FORMAT:FILE", help=HELP)
    except ValueError:
        raise pytest.UsageError(
            "another plugin has an option --report, too; leave it out: -p no:reporter "
            "(that is pytest-reporter's name)"
        ) from None


def pytest_configure(config: pytest.Config) -> None:
    """Refuse what could not be written, before anything is graded."""
    reports = [parsed(text) for text in config.getoption("--report")]
    if reports and getattr(config.option, "preflight", False):
        raise pytest.UsageError("--report: a pre-flight grades nothing, so there is no report")
    config.stash[REPORTS], config.stash[REMARKS] = reports, []
    taken = dict(_other_files(config))
    for report in reports:
        require_writable(report)
        place = _place(report.path)
        if place in taken:
            raise pytest.UsageError(f"--report: {plain(report.named)} is also {taken[place]}")
        taken[place] = f"the {report.format} report's; each needs a file of its own"


def parsed(text: str) -> Report:
    """The report that `FORMAT:FILE` asks for.

    Raises:
        pytest.UsageError: it has another form, or nobody knows the format.
    """
    format_, colon, file = text.partition(":")
    formats = f"the formats are {', '.join(FORMATS)}"
    if not colon:
        raise pytest.UsageError(
            f"--report: {plain(text)} is not FORMAT:FILE, as in json:verdicts.json; {formats}"
        )
    if format_ not in FORMATS:
        near = difflib.get_close_matches(format_.strip().lower(), FORMATS, n=1, cutoff=0)
        raise pytest.UsageError(
            f'--report: there is no format "{plain(format_)}"; {formats}; the nearest is {near[0]}'
        )
    if not file.strip():
        raise pytest.UsageError(f"--report: {plain(text)} names no file; write {format_}:FILE")
    if file == "-":
        raise pytest.UsageError(
            f"--report: {text} would mix with the table on standard output; name a file"
        )
    module = "document" if format_ == "json" else format_
    render = importlib.import_module(f"acceptance.reports.{module}").render
    return Report(format_, Path(file).expanduser().resolve(), file, render)


def require_writable(report: Report) -> None:
    """Refuse a place where nothing can be written, or where something else belongs.

    Raises:
        pytest.UsageError: saying what is in the way.
    """
    path, folder, named = report.path, report.path.parent, plain(report.named)
    if path.suffix.lower() in NEVER:
        raise pytest.UsageError(
            f"--report: {named} is no name for a report: {path.suffix} belongs to cassettes, "
            "notebooks, features and code"
        )
    if path.is_dir():
        raise pytest.UsageError(f"--report: {named} is a folder; name a file in it")
    if not folder.is_dir():
        raise pytest.UsageError(
            f"--report: {named} cannot be written: there is no folder {plain(str(folder))}; "
            "make it first"
        )
    if path.exists() and not (path.is_file() and os.access(path, os.R_OK | os.W_OK)):
        raise pytest.UsageError(f"--report: {named} is there and cannot be overwritten")
    if not (is_summary(report) or may_be_replaced(path)):
        raise pytest.UsageError(
            f"--report: {named} is there and is no report of this suite; name another file"
        )
    try:
        tempfile.TemporaryFile(dir=folder).close()
    except OSError as error:
        raise pytest.UsageError(
            f"--report: {named} cannot be written: {error.strerror} in {plain(str(folder))}"
        ) from None


@pytest.hookimpl(wrapper=True, trylast=True)
def pytest_sessionfinish(
    session: pytest.Session, exitstatus: int
) -> Generator[None, object, object]:
    """Make the document once the rows are settled; report where pytest would not."""
    try:
        return (yield)
    finally:
        config = session.config
        if grades(config, exitstatus):
            config.stash[DOCUMENT] = document = _document(session)
            table: Any = config.pluginmanager.get_plugin(TABLE)
            table.count(document)
            with uninterrupted():
                _write_all(session, document)
            reporter = config.pluginmanager.get_plugin("terminalreporter")
            if reporter and exitstatus not in SUMMARISED:
                table.pytest_terminal_summary(reporter)
                pytest_terminal_summary(reporter, config)


@pytest.hookimpl(trylast=True)
def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    """Say after the verdicts what became of the reports."""
    for line in config.stash.get(REMARKS, []):
        write(terminalreporter, (line,))


def _write_all(session: pytest.Session, document: Document) -> None:
    """Write each report; one that fails neither hides the verdicts nor costs the others."""
    remarks = session.config.stash[REMARKS]
    for report in session.config.stash[REPORTS]:
        where = f"{report.format} report"
        try:
            _put(report, report.render(document))
        except OSError as error:
            trouble = error.strerror or type(error).__name__
        except Exception as error:  # noqa: BLE001 - a fault in one report must not cost the others
            trouble = f"a fault of the suite: {_place_of(error)}"
        else:
            remarks.append((f"Wrote the {where}: {plain(report.named)}", ""))
            continue
        remarks.append((f"The {where} was not written: {plain(report.named)}: {trouble}", "red"))
        session.exitstatus = pytest.ExitCode.INTERNAL_ERROR


def is_summary(report: Report) -> bool:
    """Whether a report goes to the summary of a job on GitHub, to which every step appends."""
    summary = os.environ.get("GITHUB_STEP_SUMMARY", "")
    return bool(summary) and report.format == "markdown" and report.path == Path(summary).resolve()


def _put(report: Report, text: str) -> None:
    if is_summary(report):
        with report.path.open("a", encoding="utf-8", errors="backslashreplace") as file:
            file.write(f"\n{text}" if report.path.stat().st_size else text)
    else:
        replace_file(report.path, text)


def _place_of(error: Exception) -> str:
    """`KeyError at junit.py:12`: no message, for it might hold a value."""
    last = traceback.extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__} at {Path(last.filename).name}:{last.lineno}"


def _document(session: pytest.Session) -> Document:
    config = session.config
    rows, information, faults = config.stash[ROWS], config.stash[INFORMATION], config.stash[FAULTS]
    graded, notes = config.stash[GRADED], config.stash[NOTES]
    return document_of(
        rows,
        information,
        source=_source(config),
        graded=graded,
        notes=notes,
        costs=_said(config.hook.pytest_costs_of_submission, config),
        announcements=_said(config.hook.pytest_announcements, config),
        asked=len(config.stash[ASKED]),
        exit_status=int(session.exitstatus),
        deadline=config.stash[DEADLINE],
        suite=suite_version(),
        title=_title(config),
        faults=faults,
    )


def features(config: pytest.Config) -> set[Path]:
    """The files in which the collected checks stand."""
    grading = config.pluginmanager.get_plugin(GRADING)
    checks = grading.checks.values() if isinstance(grading, Grading) else ()
    return {config.rootpath / check.file for check in checks}


def undecided(config: pytest.Config) -> Document | None:
    """The document of a run that has collected its checks and decided none."""
    grading = config.pluginmanager.get_plugin(GRADING)
    if not isinstance(grading, Grading):
        return None
    rows = grading.undecided()
    return document_of(
        rows,
        asked=len(config.stash[ASKED]),
        exit_status=exit_status(rows, pytest.ExitCode.OK),
        suite=suite_version(),
        title=_title(config),
    )


def _title(config: pytest.Config) -> str:
    """The exercise's title, and whose submission it is: printed pages lie in heaps."""
    student = (config.getoption("--student", None) or "").strip()
    return ": ".join(filter(None, (config.getini("exercise"), student)))


def _source(config: pytest.Config) -> Mapping[str, Any] | None:
    try:
        answers = config.hook.pytest_source_of_facts(config=config)
    except Exception:  # noqa: BLE001 - where it came from must not cost the report
        return None
    return next((source for source in answers if source), None)


def _said(hook: Any, config: pytest.Config) -> list[Mapping[str, Any]]:
    """What all who know say, in their order."""
    try:
        return [each for answer in hook(config=config) if answer for each in answer]
    except Exception:  # noqa: BLE001 - what it costs must not cost the report
        return []


def _other_files(config: pytest.Config) -> Iterator[tuple[str, str]]:
    """The files that other options name: a report must not take the place of a cassette."""
    for value in vars(config.option).values():
        if isinstance(value, str | Path) and str(value).strip():
            yield _place(Path(value).expanduser()), "the file of another option"


def _place(path: Path) -> str:
    try:
        return os.path.normcase(path.resolve())
    except (OSError, ValueError, RuntimeError):
        return str(path)
