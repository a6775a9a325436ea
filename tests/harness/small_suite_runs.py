"""A small suite of three checks, run as a user runs it, with waivers and a deadline."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FILES = {
    "pytest.ini": """
[pytest]
addopts = --strict-markers --strict-config -p no:cacheprovider
bdd_features_base_dir = .
filterwarnings = error
""",
    "conftest.py": """
pytest_plugins = [
    "acceptance.verdicts.plugin",
    "acceptance.verdicts.deadline_plugin",
    "acceptance.verdicts.waivers_plugin",
    "acceptance.reports.terminal_plugin",
    "acceptance.reports.plugin",
]
""",
    "small.feature": """
@step(1) @task(2)
Feature: Small

  @check(1.2.1) @points(1) @owns(project)
  Scenario: The project exists
    Make it.
    Then the project is there

  @check(1.2.2) @points(2)
  Scenario: The project is described
    Describe it.
    Given the project
    Then it is so

  @check(1.2.3) @points(4)
  Scenario: The group exists
    Make it.
    Then it is so

  @check(1.2.4) @points(8)
  Scenario: The model is trained
    Train it.
    Then the model was trained at 2026-11-23 12:00

  @information
  Scenario: The model is young
    Train it again.
    Then the model was trained at 2026-11-23 12:00
""",
    "test_small.py": """
from datetime import datetime, timedelta, timezone
from pytest_bdd import given, parsers, scenarios, then
from acceptance.causes import NotThere

scenarios(".")

@given("the project")
@then("the project is there")
def the_project():
    raise NotThere("project", "there is none")

@then("it is so")
def it_is_so():
    pass

@then(parsers.parse("the model was trained at {time}"))
def trained(time, request):
    zone = timezone(timedelta(hours=1))
    for what in ("the model was trained", "the model was trained", "the \\x1bpictures came"):
        at = datetime.fromisoformat(time).replace(tzinfo=zone)
        request.config.hook.pytest_record_timestamp(item=request.node, what=what, at=at)
""",
}


def run_small_suite(
    folder: Path, *options: str, waivers: str = "", more: str = ""
) -> subprocess.CompletedProcess[str]:
    """Writes the suite (conftest.py ends with `more`) and `waivers.yaml`, and runs pytest on it."""
    for name, text in FILES.items():
        (folder / name).write_text(text + more * (name == "conftest.py"), encoding="utf-8")
    if waivers:
        (folder / "waivers.yaml").write_text(waivers, encoding="utf-8")
        options = ("--waivers=waivers.yaml", *options)
    environment = {
        **os.environ,
        "PYTHONPATH": str(ROOT),
        "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",
        "PYTHONIOENCODING": "utf-8",
        "COLUMNS": "100",
    }
    environment.pop("PYTEST_ADDOPTS", None)
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "pytest_bdd.plugin", *options],
        cwd=folder,
        env=environment,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
