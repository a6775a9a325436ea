"""The options of a grading run, and which of them make no sense together."""

import re
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from acceptance.cassettes.handed_in import is_missing
from acceptance.session.variables import refuse_tenant

AZ_TIMEOUT = 30
"""Seconds that `az` may take for a token; azure-identity's own 10 are few on a busy machine."""


@dataclass(frozen=True)
class Options:
    """What this run grades.

    Attributes:
        live: whether Azure is asked; otherwise a cassette answers.
        subscription: the id or name of the subscription that is named, if one is.
        tenant: the directory to sign in to, if one is named.
        az_timeout: how many seconds `az` may take for a token.
    """

    live: bool
    subscription: str | None = field(repr=False)
    tenant: str | None = field(default=None, repr=False)
    az_timeout: float = AZ_TIMEOUT


IN_WORKSPACE = Path("workspace")
"""The value of `--notebook` that is no file: the notebook is looked for where it lies."""

OPTIONS = pytest.StashKey[Options]()

REQUIRED = (
    ("record", "live", "only a live run can be recorded"),
    ("subscription", "live", "a cassette has no subscription"),
    ("tenant", "live", "a cassette is graded without signing in"),
    ("az_timeout", "live", "a cassette is graded without signing in"),
    ("preflight", "live", "it is about what the signed-in identity may do"),
    ("cassette_sha256", "cassette", "it is what that file is to have"),
    ("cassette_whole", "cassette", "it is about the notebook of that file"),
)
"""An option, the other one without which it makes no sense, and why."""

EXCLUDED = (
    *(
        ("preflight", name, "a pre-flight grades nothing")
        for name in ("record", "cassette", "report", "waivers", "student", "deadline")
    ),
    ("cassette", "live", "grade a cassette, or a subscription"),
    ("no_notebook", "notebook", "it says why there is none"),
)
"""An option, the other one beside which it makes no sense, and why."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """Declare the options that a grading of any exercise has."""
    group = parser.getgroup("submission", "the submission to grade")
    group.addoption(
        "--live",
        action="store_true",
        help="grade the subscription that you are signed in to (default: grade a cassette)",
    )
    group.addoption(
        "--subscription",
        metavar="ID",
        help="the subscription's id or name (default: AZURE_SUBSCRIPTION_ID, else the only one "
        "that is active)",
    )
    group.addoption(
        "--tenant",
        metavar="ID",
        help="the directory to sign in to, by id or domain (default: that of the credentials)",
    )
    group.addoption(
        "--az-timeout",
        metavar="SECONDS",
        help=f"how long az may take to sign in (default: {AZ_TIMEOUT})",
    )
    _add_evidence(group)


def _add_evidence(group: pytest.OptionGroup) -> None:
    group.addoption(
        "--notebook",
        metavar="FILE",
        type=file_path,
        help="the notebook handed in, .ipynb; with --live, `workspace` is the newest one of the "
        "exercise in the workspace's file share (default: none, its checks are not verified)",
    )
    _add_cassette(group)
    group.addoption(
        "--record",
        metavar="FILE",
        type=file_path,
        help="with --live: record the submission to this file, without secrets (default: no)",
    )


def _add_cassette(group: pytest.OptionGroup) -> None:
    """What is graded of a recorded submission."""
    group.addoption(
        "--no-notebook",
        metavar="REASON",
        help="why there is no notebook to grade, as reports say it (default: none was handed in)",
    )
    group.addoption(
        "--cassette",
        metavar="FILE",
        type=file_path,
        help="the cassette to grade (default: the one that pytest.ini names)",
    )
    group.addoption(
        "--cassette-sha256",
        metavar="HEX",
        help="grade the cassette only if its file has this SHA-256, as noted down when it was "
        "recorded (default: grade it anyway)",
    )
    group.addoption(
        "--cassette-whole",
        action="store_true",
        help="grade the cassette only if the notebook that was recorded with it is beside it, "
        "unaltered (default: else, the checks of the notebook are not verified)",
    )


def file_path(text: str) -> Path:
    """The path; `~` is the home folder, which no shell says after an equals sign."""
    return Path(text).expanduser()


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    """Refuse options that make no sense together, or no sense at all.

    Raises:
        pytest.UsageError: naming the option, what was given, and what is possible.
    """
    given = {name for name, value in vars(config.option).items() if value}
    for name, other, why in EXCLUDED:
        if {name, other} <= given:
            shown = name.replace("_", "-")
            raise pytest.UsageError(f"--{shown} and --{other} exclude each other: {why}")
    for name, other, why in REQUIRED:
        if name in given and other not in given:
            raise pytest.UsageError(f"--{name.replace('_', '-')} needs --{other}: {why}")
    refuse_no_sha256(config.getoption("cassette_sha256"))
    for name in ("subscription", "tenant", "az_timeout", "no_notebook"):
        refuse_empty(config, name)
    if tenant := config.getoption("tenant"):
        refuse_tenant("--tenant", tenant)
    az_timeout(config)
    refuse_missing(config.option.notebook, config.option.live)


def az_timeout(config: pytest.Config) -> float:
    """How many seconds `az` may take for a token.

    Raises:
        pytest.UsageError: that is no number of seconds.
    """
    value = config.getoption("az_timeout")
    if value is None:
        return AZ_TIMEOUT
    if not value.isdecimal() or not 1 <= int(value) <= 600:
        raise pytest.UsageError(f"--az-timeout: {value!r} is no number of seconds from 1 to 600")
    return int(value)


def refuse_empty(config: pytest.Config, name: str) -> None:
    """Refuse an option that is given without a value.

    Raises:
        pytest.UsageError: it is empty or blank.
    """
    value = config.getoption(name)
    if value is not None and not value.strip():
        raise pytest.UsageError(f"--{name.replace('_', '-')}: the value is empty")


def refuse_no_sha256(value: str | None) -> None:
    """Refuse what cannot be a SHA-256.

    Raises:
        pytest.UsageError: it has not 64 hexadecimal digits.
    """
    if value is not None and not re.fullmatch("[0-9a-fA-F]{64}", value):
        raise pytest.UsageError("--cassette-sha256: a SHA-256 has 64 hexadecimal digits")


def refuse_missing(notebook: Path | None, live: bool = False) -> None:
    """Refuse the name of a notebook that is not there; what is there is the student's.

    Raises:
        pytest.UsageError: naming the file; or no workspace is asked, and one is to be looked into.
    """
    if notebook == IN_WORKSPACE:
        if not live:
            raise pytest.UsageError("--notebook=workspace needs --live: a cassette has its own")
    elif notebook and is_missing(notebook):
        raise pytest.UsageError(f"--notebook: {notebook} cannot be read: no such file")


@pytest.fixture(scope="session")
def options(pytestconfig: pytest.Config) -> Options:
    """What this run grades."""
    return pytestconfig.stash[OPTIONS]
