"""A cloud that is quick and repeatable, and the emulator running it."""

from __future__ import annotations

import functools
import importlib
import itertools
import pkgutil
import signal
import uuid
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
import requests

import acceptance
import azure_emulator
import classroom
from azure_emulator.cloud import Cloud, Durations
from azure_emulator.server import Emulator, running

pytest_plugins = ["tests.harness.contract.plugin"]

# A script's background jobs ignore Ctrl-C, and so would every command that a test starts.
signal.signal(signal.SIGINT, signal.default_int_handler)

# The folders here are named after our packages. A package that is not imported by now would be
# taken for the folder: pytest's importlib mode makes a module of each folder on the way to a test.
for name in ("fixtures", "solution", "steps"):
    importlib.import_module(name)
for package in (acceptance, azure_emulator, classroom):
    for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
        if found.ispkg:
            importlib.import_module(found.name)


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--whole` is what `make test-all` gives."""
    parser.addoption("--whole", action="store_true", help="try whole what is sampled otherwise")


LONGEST = (
    "test_faults.py",
    "test_submissions.py",
    "test_grade.py",
    "test_runner.py",
    "test_grade_again.py",
    "test_bounds.py",
    "test_warm.py",
    "test_packaging.py",
    "test_hosts.py",
)
"""The files that take the longest, whose tests begin first: none is left over for one core."""


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Begin with the longest files; a plugin that shuffles has done so before.

    What is marked `whole` is left to `make test-all`.
    """
    if not config.getoption("--whole"):
        left = [item for item in items if item.get_closest_marker("whole")]
        config.hook.pytest_deselected(items=left)
        items[:] = [item for item in items if item not in set(left)]
    places = {name: place for place, name in enumerate(LONGEST)}
    items.sort(key=lambda item: places.get(item.path.name, len(LONGEST)))


@pytest.fixture
def say_at_the_end(record_property: Callable[[str, object], None]) -> Callable[[str], None]:
    """Adds a line below the tests' results, from whatever core a test runs on."""
    return functools.partial(record_property, "said at the end")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """What tests have to say, such as how large a matrix was."""
    for report in terminalreporter.stats.get("passed", []):
        for name, line in report.user_properties:
            if name == "said at the end":
                terminalreporter.write_line(str(line))


@pytest.fixture
def cloud() -> Cloud:
    """A new cloud: ids count up from 1, operations take some milliseconds."""
    numbers = itertools.count(1)
    moment = timedelta(milliseconds=20)
    return Cloud(
        new_id=lambda: str(uuid.UUID(int=next(numbers), version=4)),
        durations=Durations(
            account=moment,
            workspace=moment,
            compute=moment,
            deletion=moment,
            training=moment,
            model_export=moment,
            project_import=moment,
        ),
    )


@pytest.fixture
def emulator(cloud: Cloud) -> Iterator[Emulator]:
    """The emulator, running; fails the test that needed what it does not implement."""
    with running(cloud) as emulator:
        yield emulator
    assert not cloud.unserved, f"not implemented by the emulator: {cloud.unserved}"
    assert not cloud.faults, cloud.faults[0]


@pytest.fixture
def client(emulator: Emulator) -> Iterator[requests.Session]:
    """An HTTP client that goes through the emulator, whatever the machine's own proxy is."""
    with requests.Session() as session:
        session.trust_env = False
        session.proxies = {"https": emulator.proxy_url}
        session.verify = str(emulator.ca_file)
        yield session
