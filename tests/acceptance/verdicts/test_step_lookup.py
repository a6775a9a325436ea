"""A step's definition is found at once, and is the one that pytest-bdd would have found."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

from tests.harness.commands import ROOT

COMPARE = """
# Before the plugin takes its place.
from pytest_bdd.scenario import find_fixturedefs_for_step as look_up
from pytest_bdd.steps import StepNamePrefix

def pytest_collection_finish(session):
    from acceptance.verdicts.plugin import template_of
    from acceptance.verdicts.step_lookup import find

    manager, compared = session._fixturemanager, 0
    for item in session.items:
        scenario = template_of(item).render({})
        for step in scenario.steps:
            theirs = list(look_up(step, manager, item))
            ours = list(find(step, manager, item))
            assert len(theirs) == 1, step
            assert [id(each) for each in ours] == [id(each) for each in theirs], step
            compared += 1
    print("COMPARED", compared)
"""


def test_each_step_of_the_features_has_the_same_definition(tmp_path: Path) -> None:
    """For every step of every scenario, the fixtures are those that pytest-bdd finds."""
    (tmp_path / "compare.py").write_text(COMPARE)
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "--collect-only", "-s", "-p", "compare"],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(tmp_path)},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    compared = re.search(r"^COMPARED (\d+)$", done.stdout, re.MULTILINE)
    assert compared, done.stdout + done.stderr
    steps = r"^ +(Given|When|Then|And|But) "
    written = sum(
        len(re.findall(steps, path.read_text(), re.MULTILINE))
        for path in ROOT.glob("features/*.feature")
    )
    assert int(compared[1]) >= written > 60


FEATURE = """
Feature: Steps
  Scenario: Both fit
    Given the project "Pets"
    When it is published
    Then 3 images are there
    And 3 images are there
  Scenario: None fits
    Given the project "Pets"
    Then 3 pictures are there
  Scenario: The kind does not fit
    Then it is published
  Scenario: Any kind fits
    Given whatever
    When whatever
    Then whatever
"""
CONFTEST = """
from pytest_bdd import given, parsers, step, then, when

def say(what):
    print("STEP", what)

@given(parsers.parse('the project "{name}"'))
def _(name): say(f"conftest {name}")

@when("it is published")
def _(): say("conftest published")

@then(parsers.re(r"(?P<count>[0-9]+) images are there"))
def _(count): say(f"by expression {count}")

@then(parsers.parse("{count:d} images are there"))
def _(count): say(f"by format {count}")

@then(parsers.parse("{count:d} images are there"), converters={"count": str})
def _(count): say(f"by format again {count}")

@step("whatever")
def _(): say("of any kind")
"""
STEPS = """
from conftest import say
from pytest_bdd import parsers, scenarios, when, given
scenarios(".")

@when("it is published")
def _(): say("module published")

@given(parsers.cfparse('the project "{name}"'))
def _(name): say(f"module {name}")

@given("whatever")
def _(): say("given in the module")
"""


def test_what_is_ambiguous_or_missing_ends_as_it_would(tmp_path: Path) -> None:
    """Which of several definitions wins, and what is said where there is none, stay as they are."""
    for name, text in {
        "steps.feature": FEATURE,
        "conftest.py": CONFTEST,
        "test_steps.py": STEPS,
        "pytest.ini": "[pytest]\naddopts = -s -q -p no:randomly -p no:cacheprovider\n",
    }.items():
        (tmp_path / name).write_text(text)
    runs = [
        subprocess.run(
            [sys.executable, "-m", "pytest", "-p", "pytest_bdd.plugin", *options],
            cwd=tmp_path,
            env={**os.environ, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"},
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        for options in ((), ("-p", "acceptance.verdicts.step_lookup"))
    ]
    outputs = [re.sub(r"in \d+\.\d+s|0x[0-9a-f]+", "", run.stdout) for run in runs]
    assert outputs[0] == outputs[1]
    assert [run.returncode for run in runs] == [1, 1]
    assert "STEP module published" in outputs[1]
    assert "STEP given in the module" in outputs[1]
    # Where the variable CI is set, pytest says it again in its summary.
    missing = re.findall(r"(?m)^E .*StepDefinitionNotFoundError: Step def", outputs[1])
    assert len(missing) == 2
    assert len(set(re.findall(r"STEP (by .*)", outputs[1]))) == 1
