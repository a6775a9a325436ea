"""The pytest plugin, as the tests of another project meet it: two runs, looked at test by test."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

import pytest

from azure_emulator import state_file
from azure_emulator.app import App
from azure_emulator.cloud import Cloud
from azure_emulator.resource_manager.state import ResourceManager

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "clients.md").read_text("utf-8")
CONFTEST = 'pytest_plugins = ["azure_emulator.pytest_plugin"]\n'

PLAIN = """
import os
import pytest
import requests

DISCOVERY = "https://login.microsoftonline.com/common/v2.0/.well-known/openid-configuration"
UNSERVED = "https://login.microsoftonline.com/common/no/such/page"
CONTROL = "https://control.azure-emulator.test"
before, seen = dict(os.environ), []


def test_imports():
    import sys
    heavy = {"trustme", "numpy", "azure_emulator.server", "azure_emulator.app"}
    assert not heavy & set(sys.modules)


@pytest.mark.parametrize("time", [1, 2])
def test_own(azure_emulator, time):
    assert requests.get(DISCOVERY).headers["x-emulated-by"] == "azure-emulator"
    assert requests.get(CONTROL).json()["latency"] == 0
    requests.patch(CONTROL, json={"latency": 0.001}).raise_for_status()
    assert os.environ["AZURE_CLIENT_ID"] not in seen
    seen.append(os.environ["AZURE_CLIENT_ID"])


def test_after():
    assert {**os.environ, "PYTEST_CURRENT_TEST": ""} == {**before, "PYTEST_CURRENT_TEST": ""}


def test_session_first(azure_emulator_session):
    requests.patch(CONTROL, json={"latency": 0.001}).raise_for_status()


def test_session_and_own(azure_emulator_session, azure_emulator):
    assert requests.get(CONTROL).json()["latency"] == 0


def test_session_misses(azure_emulator_session):
    assert requests.get(UNSERVED).status_code == 501


def test_session_last(azure_emulator_session):
    assert requests.get(CONTROL).json()["latency"] == 0.001
    assert requests.get(CONTROL).json()["unserved"] == []


def test_misses(azure_emulator):
    for _ in range(3):
        assert requests.get(UNSERVED).status_code == 501


@pytest.mark.azure_emulator(unserved="ignore")
def test_ignores(azure_emulator):
    assert requests.get(UNSERVED).status_code == 501


@pytest.mark.azure_emulator(unserved="warn")
def test_warns(azure_emulator):
    assert requests.get(UNSERVED).status_code == 501


@pytest.mark.azure_emulator(faults=["429 on * first 1", "503 on * first 2"])
def test_faults(azure_emulator):
    assert [requests.get(DISCOVERY).status_code for _ in range(3)] == [429, 503, 200]


def test_failing(azure_emulator):
    azure_emulator.cloud.on_request = lambda request: 1 / 0
    assert requests.get(DISCOVERY).status_code == 500


@pytest.mark.azure_emulator(state="lab.state")
def test_kept(azure_emulator):
    assert os.environ["AZURE_SUBSCRIPTION_ID"] == "KEPT"
    requests.post(CONTROL + "/subscriptions", json={"name": "x"}).raise_for_status()
"""

WRONG = {
    "pase=1": "the marker azure_emulator has no option pase; it has: pace,",
    "1": "the marker azure_emulator has no option 1; it has: pace,",
    "pace='fast'": "azure_emulator_pace: 'fast' is not a number from 0 to 1000",
    "latency='1h'": "azure_emulator_latency: '1h' is not a time from 0 to 60 s",
    "images='no/such'": "azure_emulator_images: there is no 'no/such'",
    "state='no/such'": "azure_emulator_state: there is no 'no/such'",
    "state='test_other.py'": "test_other.py: it is no cloud of this emulator",
    "faults=['x on *']": "azure_emulator_faults: 'x on *' is no fault: 'x' is no fault. Write",
    "limits='maybe'": "azure_emulator_limits: 'maybe' is not true or false",
    "unserved='maybe'": "azure_emulator_unserved: 'maybe' is none of fail, warn, ignore",
}
"""Arguments of the marker that make no sense -> what is said."""

WITH_OPTIONS = """
import pytest
import requests

UNSERVED = "https://login.microsoftonline.com/common/no/such/page"
CONTROL = "https://control.azure-emulator.test"


def test_ini(azure_emulator):
    told = requests.get(CONTROL).json()
    assert (told["latency"], told["limits"]) == (0.002, True)
    assert requests.get(UNSERVED).status_code == 501


def test_rules(azure_emulator):
    rule = UNSERVED.replace("no/such/page", "rule")
    assert [requests.get(rule).status_code for _ in range(2)] == [409, 404]


@pytest.mark.azure_emulator(latency="1ms", limits=False, pace=0.5)
def test_marker(azure_emulator):
    told = requests.get(CONTROL).json()
    assert (told["latency"], told["limits"]) == (0.001, False)
    assert azure_emulator.cloud.durations.training.total_seconds() == 2
"""

WORKERS = """
import pytest
import requests

CONTROL = "https://control.azure-emulator.test"


@pytest.mark.parametrize("time", range(4))
def test_each(azure_emulator_session, time):
    assert requests.get(CONTROL).json()["subscriptions"] == 1 + time
    requests.post(CONTROL + "/subscriptions", json={"name": "x"}).raise_for_status()
"""
"""Each of two workers runs them all."""

INI = """[pytest]
addopts = -p azure_emulator.pytest_plugin
azure_emulator_latency = 2ms
azure_emulator_limits = yes
azure_emulator_unserved = warn
azure_emulator_faults =
    404 on GET */common/rule every 2
    409 on GET */common/rule first 1
"""


@dataclass(frozen=True)
class Run:
    """A run of another project's tests.

    Args:
        outcomes: by test, its name with `[...]`: `passed`, or how it went wrong.
        printed: by pytest.
    """

    folder: Path
    outcomes: dict[str, str]
    printed: str

    @classmethod
    def of(cls, folder: Path, *options: str) -> Run:
        """Run pytest in a folder, and read what it reports to machines."""
        words = ("-p", "no:randomly", "-p", "no:cacheprovider", "--strict-markers", *options)
        done = subprocess.run(
            [sys.executable, "-m", "pytest", "-q", "--junitxml=report.xml", *words],
            cwd=folder,
            env={k: v for k, v in os.environ.items() if not k.startswith("PYTEST_")},
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        assert (folder / "report.xml").exists(), done.stdout + done.stderr
        outcomes: dict[str, str] = {}
        for case in ElementTree.parse(folder / "report.xml").iter("testcase"):  # noqa: S314 - our own run's.
            said = ["".join([*each.attrib.values(), each.text or ""]) for each in case]
            outcomes[case.attrib["name"]] = "\n".join(said) or "passed"
        return cls(folder, outcomes, done.stdout)


def kept_cloud(file: Path) -> str:
    """Keep a new cloud in a file; the id of its subscription."""
    cloud = Cloud()
    App(cloud)
    state_file.save(cloud, file)
    (subscription,) = cloud.state(ResourceManager).subscriptions
    return subscription


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """Tests with no option but their markers'."""
    folder = tmp_path_factory.mktemp("plain")
    kept = kept_cloud(folder / "lab.state")
    wrong = "".join(
        f"\n\n@pytest.mark.azure_emulator({marker})\ndef test_wrong_{number}(azure_emulator): pass"
        for number, marker in enumerate(WRONG)
    )
    wrong += "\n\n@pytest.mark.azure_emulator(pace=1)\ndef test_vain(azure_emulator_session): pass"
    (folder / "conftest.py").write_text(CONFTEST)
    (folder / "test_other.py").write_text(PLAIN.replace("KEPT", kept) + wrong)
    (folder / "test_page.py").write_text(re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)[0])
    (folder / "before.state").write_bytes((folder / "lab.state").read_bytes())
    return Run.of(folder)


@pytest.fixture(scope="module")
def with_options(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """Tests with an ini file."""
    folder = tmp_path_factory.mktemp("with_options")
    (folder / "pytest.ini").write_text(INI)
    (folder / "test_other.py").write_text(WITH_OPTIONS)
    return Run.of(folder)


def test_each_test_has_a_cloud_of_its_own(plain: Run) -> None:
    """What one test changes, the next one does not see; the environment is as it was after it."""
    for name in ("test_own[1]", "test_own[2]", "test_after"):
        assert plain.outcomes[name] == "passed"


def test_the_whole_test_of_the_page_passes(plain: Run) -> None:
    """As it stands in docs/clients.md."""
    assert plain.outcomes["test_the_group_is_there"] == "passed"


def test_a_session_has_one_cloud(plain: Run) -> None:
    """Tests share it, and one with a cloud of its own comes back to it."""
    for name in ("test_session_first", "test_session_and_own", "test_session_last"):
        assert plain.outcomes[name] == "passed"


@pytest.mark.parametrize("name", ["test_misses", "test_session_misses"])
def test_what_is_not_served_fails_the_test_that_asked(plain: Run, name: str) -> None:
    """It is named, once, with how often it was asked for."""
    assert "not implemented by the emulator" in plain.outcomes[name]
    assert "GET https://login.microsoftonline.com/common/no/such/page" in plain.outcomes[name]
    assert ("(3 times)" in plain.outcomes[name]) == (name == "test_misses")
    assert "pytest_plugin.py" not in plain.outcomes[name]


def test_what_is_not_served_may_be_a_warning_or_nothing(plain: Run, with_options: Run) -> None:
    """By marker or ini file."""
    assert plain.outcomes["test_ignores"] == plain.outcomes["test_warns"] == "passed"
    assert plain.printed.count("UnservedWarning: not implemented by the emulator") == 1
    assert with_options.printed.count("UnservedWarning: not implemented by the emulator") == 1


def test_faults_are_given_by_marker_or_ini_file(plain: Run, with_options: Run) -> None:
    """Rules as the command line takes them."""
    assert plain.outcomes["test_faults"] == with_options.outcomes["test_rules"] == "passed"


def test_a_fault_of_the_emulator_fails_the_test(plain: Run) -> None:
    """With its traceback: it is to be reported, not worked around."""
    assert "the emulator failed at" in plain.outcomes["test_failing"]
    assert "ZeroDivisionError" in plain.outcomes["test_failing"]


@pytest.mark.parametrize("marker", WRONG)
def test_a_wrong_option_is_named(plain: Run, marker: str) -> None:
    """The test that has it does not run, and is told what there is."""
    number = list(WRONG).index(marker)
    said = plain.outcomes[f"test_wrong_{number}"]
    assert WRONG[marker] in said
    assert "pytest_plugin.py" not in said
    assert "Traceback" not in said


def test_a_marker_that_sets_up_nothing_is_refused(plain: Run) -> None:
    """The run's one cloud is the ini file's."""
    said = plain.outcomes["test_vain"]
    assert "azure_emulator_session has the ini file's options alone" in said
    assert "pytest_plugin.py" not in said


def test_a_wrong_option_of_the_ini_file_is_named(tmp_path: Path) -> None:
    """Also one that pytest itself reads."""
    (tmp_path / "pytest.ini").write_text(INI.replace("limits = yes", "limits = maybe"))
    (tmp_path / "test_other.py").write_text("def test_a(azure_emulator): pass")
    (said,) = Run.of(tmp_path).outcomes.values()
    assert "azure_emulator_limits: invalid truth value 'maybe'" in said
    assert len(said.splitlines()) < 5


def test_a_kept_cloud_is_begun_with_and_left_alone(plain: Run) -> None:
    """`state` is read for each test; what a test does then is in no file."""
    assert plain.outcomes["test_kept"] == "passed"
    kept = (plain.folder / "lab.state", plain.folder / "before.state")
    assert kept[0].read_bytes() == kept[1].read_bytes()


def test_a_marker_comes_before_the_ini_file(with_options: Run) -> None:
    """Pace, latency and limits: for one test as it says, for others as the ini file says."""
    assert with_options.outcomes["test_marker"] == with_options.outcomes["test_ini"] == "passed"


def test_the_workers_of_a_run_have_clouds_of_their_own(
    tmp_path: Path, pytestconfig: pytest.Config
) -> None:
    """Under xdist, nobody sees what another worker does."""
    if not pytestconfig.getoption("--whole"):
        pytest.skip("with --whole: starting workers takes long")
    (tmp_path / "pytest.ini").write_text(INI)
    (tmp_path / "test_other.py").write_text(WORKERS)
    run = Run.of(tmp_path, "-n2", "--dist=each")
    assert set(run.outcomes.values()) == {"passed"}
    assert "\n8 passed" in run.printed


def test_naming_the_plugin_loads_nothing_else(plain: Run) -> None:
    """Whoever names it, but no fixture of it, pays for no server and no model."""
    assert plain.outcomes["test_imports"] == "passed"


def test_the_options_are_documented() -> None:
    """`--help` tells of them; `--strict-markers` knew the marker in the runs above."""
    command = [sys.executable, "-m", "pytest", "-p", "azure_emulator.pytest_plugin", "--help"]
    shown = subprocess.run(command, cwd="/", capture_output=True, text=True, check=True).stdout
    assert "azure_emulator_unserved (string)" in shown
