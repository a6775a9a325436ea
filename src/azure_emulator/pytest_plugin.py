"""The emulator for the tests of any project: `pytest_plugins = ["azure_emulator.pytest_plugin"]`.

No pytest loads this by itself. Fixtures: `azure_emulator`, a new cloud for each test, and
`azure_emulator_session`, one for a whole run (for each worker of xdist's). Options: the ini file's
`azure_emulator_...`, and for one test's cloud the marker `azure_emulator(...)`, which comes first.
"""

from __future__ import annotations

import warnings
from collections.abc import Generator, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from azure_emulator.server import Emulator

MARKER = OWN_FIXTURE = "azure_emulator"
PREFIX = "azure_emulator_"
SESSION_FIXTURE = "azure_emulator_session"
FAIL, WARN, IGNORE = "fail", "warn", "ignore"
"""What becomes of a test that asked for what the emulator does not serve."""

MOST_SHOWN = 20
INI = {
    "pace": ("string", "how long operations take, in usual times; 0 is immediate (default: 0)"),
    "latency": ("string", "how long each answer takes on its way, as 150ms or 0.15 (default: 0)"),
    "limits": ("bool", "hold the rate limits of Custom Vision and Resource Manager (default: no)"),
    "images": ("string", "the folder with the images that are fetched by URL (default: drawn)"),
    "faults": ("linelist", "what goes wrong, a rule a line, such as 429 on POST */classify/*"),
    "state": ("string", "the file of a kept cloud to begin with; it is read, never written"),
    "unserved": ("string", "what a request that is not served does to a test: fail, warn, ignore"),
}
"""The options, by the marker's names: the ini file's type and help."""

_SHARED = pytest.StashKey["Emulator"]()


class UnservedWarning(UserWarning):
    """A test asked for what the emulator does not serve."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """The ini file's options: `azure_emulator_pace` and so on."""
    for name, (kind, text) in INI.items():
        parser.addini(f"{PREFIX}{name}", f"the emulator: {text}", kind, default=None)  # type: ignore[arg-type]


def pytest_configure(config: pytest.Config) -> None:
    """The marker, also for `--strict-markers`."""
    names = ", ".join(INI)
    text = f"{MARKER}(**options): how the test's own cloud is set up; options: {names}"
    config.addinivalue_line("markers", text)


@pytest.fixture
def azure_emulator(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Emulator]:
    """A new, empty Azure for this test, to which the environment leads its clients and processes.

    Its `environment` has the variables, its `cloud` what a test may look at or change, such as
    `on_request`. When the test ends, the environment is as it was, and what the emulator does not
    serve fails the test unless an option says otherwise.
    """
    options = _Options.of(request.config, request.node.get_closest_marker(MARKER))
    with _emulator(options) as emulator:
        _lead_to(emulator, monkeypatch)
        yield emulator
        _require_served(emulator, options.unserved)


@pytest.fixture(scope="session")
def azure_emulator_session(request: pytest.FixtureRequest) -> Iterator[Emulator]:
    """One Azure for the whole run, or for each worker of xdist's; the environment leads there.

    What a test asks of it that is not served fails that test, if it names the fixture.
    """
    options = _Options.of(request.config, None)
    with _emulator(options) as emulator, pytest.MonkeyPatch.context() as monkeypatch:
        _lead_to(emulator, monkeypatch)
        request.config.stash[_SHARED] = emulator
        yield emulator
        del request.config.stash[_SHARED]


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Refuse a test's own marker where there is no cloud that it could set up."""
    names = getattr(item, "fixturenames", ())
    is_marked = any(mark.name == MARKER for mark in item.own_markers)
    if is_marked and SESSION_FIXTURE in names and OWN_FIXTURE not in names:
        raise _wrong(
            f"the marker {MARKER} sets up the cloud of the fixture {OWN_FIXTURE}, which this test "
            f"does not use: {SESSION_FIXTURE} has the ini file's options alone"
        )


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item) -> Generator[None]:
    """Tell the test that asked the session's cloud in vain, not the one that came last."""
    shared = item.config.stash.get(_SHARED, None)
    yield
    if shared is not None and SESSION_FIXTURE in getattr(item, "fixturenames", ()):
        try:
            _require_served(shared, _Options.of(item.config, None).unserved)
        finally:
            shared.cloud.unserved.clear()
            shared.cloud.faults.clear()


@dataclass(frozen=True, kw_only=True)
class _Options:
    """How a cloud is set up, read from the ini file and a marker."""

    pace: float = 0.0
    latency: timedelta = timedelta(0)
    limits: bool = False
    images: Path | None = None
    faults: tuple[str, ...] = ()
    state: Path | None = None
    unserved: str = FAIL

    @classmethod
    def of(cls, config: pytest.Config, marker: pytest.Mark | None) -> _Options:
        """Read them; the marker's come before the ini file's.

        Raises:
            pytest.fail.Exception: one of them makes no sense.
        """
        given = dict(marker.kwargs) if marker else {}
        if marker and (marker.args or not given.keys() <= INI.keys()):
            wrong = [*map(repr, marker.args), *sorted(given.keys() - INI.keys())]
            raise _wrong(
                f"the marker {MARKER} has no option {', '.join(wrong)}; it has: {', '.join(INI)}, "
                "each with a name"
            )
        ini = {name: _ini(config, name) for name in INI}
        values = {name: value for name, value in ini.items() if value not in (None, "", [])} | given
        return cls(**{name: _read(config, name, value) for name, value in values.items()})


def _wrong(message: str) -> BaseException:
    """What to raise for a use that makes no sense: one line, not where in this plugin it is."""
    return pytest.fail.Exception(message, pytrace=False)


def _ini(config: pytest.Config, name: str) -> Any:
    try:
        return config.getini(f"{PREFIX}{name}")
    except (ValueError, TypeError, pytest.UsageError) as error:
        raise _wrong(f"{PREFIX}{name}: {error}") from None


def _read(config: pytest.Config, name: str, value: Any) -> Any:
    """A value of the ini file, always a text, or of a marker."""
    try:
        return _readers(config)[name](value)
    except (ValueError, TypeError) as error:
        raise _wrong(f"{PREFIX}{name}: {error}") from None


def _readers(config: pytest.Config) -> Mapping[str, Any]:
    from azure_emulator import settings
    from azure_emulator.fault_rules import FaultRules

    def beside(value: Any) -> Path:
        """A path, relative to the folder of the ini file."""
        path = config.rootpath / Path(value)
        if not path.exists():
            raise ValueError(f"there is no {str(value)!r}")
        return path

    def flag(value: Any) -> bool:
        if not isinstance(value, bool):
            raise ValueError(f"{value!r} is not true or false")
        return value

    def rules(value: Any) -> tuple[str, ...]:
        texts = [value] if isinstance(value, str) else value
        return tuple(FaultRules(texts).texts)

    def one_of(value: Any) -> str:
        if value not in (FAIL, WARN, IGNORE):
            raise ValueError(f"{value!r} is none of {FAIL}, {WARN}, {IGNORE}")
        return str(value)

    return {
        "pace": lambda value: settings.factor(str(value)),
        "latency": lambda value: settings.latency(str(value)),
        "limits": flag,
        "images": lambda value: settings.folder(str(beside(value))),
        "state": beside,
        "faults": rules,
        "unserved": one_of,
    }


@contextmanager
def _emulator(options: _Options) -> Iterator[Emulator]:
    try:
        from azure_emulator import settings, state_file
        from azure_emulator.keeping import UnreadableError
        from azure_emulator.server import running
    except ModuleNotFoundError as error:
        message = f"the emulator needs {error.name}: install this package with its extra `emulator`"
        raise _wrong(message) from None
    cloud = settings.new_cloud(
        pace=options.pace,
        latency=options.latency,
        limits=options.limits,
        images=options.images,
        faults=options.faults,
    )
    if options.state:
        try:
            state_file.load(cloud, options.state)
        except (UnreadableError, OSError) as error:
            raise _wrong(f"{PREFIX}state: {options.state}: {error}") from None
    with running(cloud) as emulator:
        yield emulator


def _lead_to(emulator: Emulator, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in emulator.environment.items():
        monkeypatch.setenv(name, value)


def _require_served(emulator: Emulator, unserved: str) -> None:
    """Tell a test what it asked in vain; a fault of the emulator's own fails it in any case."""
    cloud = emulator.cloud
    if cloud.faults:
        pytest.fail(f"the emulator failed at {_listed(cloud.faults)}", pytrace=False)
    if not cloud.unserved or unserved == IGNORE:
        return
    message = f"not implemented by the emulator: {_listed(cloud.unserved)}"
    tell = partial(pytest.fail, pytrace=False) if unserved == FAIL else _warn
    tell(message)


def _warn(message: str) -> None:
    warnings.warn(message, UnservedWarning, stacklevel=1)


def _listed(lines: list[str]) -> str:
    counted = {line: lines.count(line) for line in dict.fromkeys(lines)}
    shown = [f"\n  {line}" + (f" ({n} times)" if n > 1 else "") for line, n in counted.items()]
    more = [f"\n  and {len(shown) - MOST_SHOWN} more"] if len(shown) > MOST_SHOWN else []
    return "".join(shown[:MOST_SHOWN] + more)
