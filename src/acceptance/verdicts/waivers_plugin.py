"""`--waivers`: reads the file before anything is graded, and applies it to the verdicts."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import pytest

from acceptance.files import read_file
from acceptance.verdicts.plugin import ASKED, NOTES
from acceptance.verdicts.verdict import Row
from acceptance.verdicts.waivers import (
    ALL,
    Waiver,
    WaiversError,
    read,
    require_known,
    same_name,
    unnamed,
    waive,
)

LARGEST: Final = 250_000
"""Bytes of a file of waivers: some 2,000 of them."""

WAIVERS: Final = pytest.StashKey[list[Waiver]]()
"""All waivers of the file, in order."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """Declare the options."""
    group = parser.getgroup("verdicts", "what else the verdicts take into account")
    group.addoption(
        "--waivers",
        metavar="FILE",
        help="checks that count although they are not met, as YAML (default: none)",
    )
    group.addoption(
        "--student",
        metavar="NAME",
        help="who is graded: waivers may name a student (default: only waivers for all count)",
    )


def pytest_configure(config: pytest.Config) -> None:
    """Read the file."""
    student, file = config.getoption("--student"), config.getoption("--waivers")
    if student is not None and same_name(student) in ("", ALL):
        raise pytest.UsageError("--student: the value is no name of a student")
    config.stash[WAIVERS] = [] if file is None else _read(Path(file).expanduser())


def _read(path: Path) -> list[Waiver]:
    try:
        return read(read_file(path, LARGEST).decode("utf-8-sig"))
    except OSError as error:
        reason = error.strerror or "it cannot be read"
        raise pytest.UsageError(f"--waivers: {path} cannot be read: {reason}") from None
    except UnicodeDecodeError:
        raise pytest.UsageError(f"--waivers: {path} is no text file (UTF-8)") from None
    except WaiversError as error:
        raise pytest.UsageError(f"--waivers: {path}: {error}") from None


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config) -> None:
    """Refuse waivers of checks that are not asked."""
    waivers, asked = config.stash[WAIVERS], config.stash[ASKED]
    if not asked:  # the features could not be read, which pytest is about to say
        return
    try:
        require_known(waivers, asked)
    except WaiversError as error:
        path = Path(config.getoption("--waivers")).expanduser()
        raise pytest.UsageError(f"--waivers: {path}: {error}") from None


def pytest_amend_verdicts(config: pytest.Config, rows: list[Row]) -> None:
    """Waive, and note which waivers changed nothing; a pre-flight has no verdicts."""
    if config.getoption("--preflight", False):
        return
    at: datetime | None = config.hook.pytest_submission_read_at(config=config)
    student = config.getoption("--student") or ""
    waivers = config.stash[WAIVERS]
    waived = waive(rows, waivers, student, at or datetime.now(UTC))
    rows[:] = waived.rows
    config.stash[NOTES] += waived.notes


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    """Say to whoever wrote the waivers that none names this student."""
    student = config.getoption("--student")
    waivers = config.stash[WAIVERS]
    if student and (remark := unnamed(waivers, student)):
        terminalreporter.write_line(f"--student: {remark}")


def pytest_describe_submission(config: pytest.Config) -> str | None:
    """Whom the run graded."""
    student: str | None = config.getoption("--student")
    return f'Graded for "{student.strip()}".' if student else None
