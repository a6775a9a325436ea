"""Whole pre-flights of a small suite, each a process of its own."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.acceptance.verdicts.test_plugin import Run, checks, run, scenario

LOADED = ("-p", "acceptance.reports.preflight_plugin", "--preflight")
ADVICE = """
def pytest_preflight_advice(config):
    return ["It lacks nothing."]
"""
MARKS = r"\b(met|blocked|points?|score|expected|found)\b"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the pre-flight runs."""
    return tmp_path_factory.mktemp("preflight")


@pytest.fixture(scope="module")
def preflight(folder: Path) -> Run:
    """A check that is met, one that is not, one that waits, one that nobody can judge."""
    feature = checks(
        "Then the project is there",
        "Then there are 15 images",
        "Given the project",
        "Then it is so",
    )
    feature += scenario("@check(5) @points(1)", "Then Azure answers")
    feature += scenario("@information", "Then there are 15 images", "It is asked")
    return run(folder, feature, *LOADED, "-v", "-rA", "--junit-xml=out.xml", more=ADVICE)


def test_it_says_what_can_be_verified(preflight: Run) -> None:
    """Met and not met alike; with the advice of others, and status 6 as something is open."""
    said = dict(
        re.findall(
            r"^  (\d) +(can be verified|cannot be verified|not tried)", preflight.output, re.M
        )
    )
    assert said == {
        "1": "can be verified",
        "2": "can be verified",
        "3": "not tried",
        "4": "can be verified",
        "5": "cannot be verified",
    }
    assert "It lacks nothing." in preflight.output
    assert "3 of 5 checks can be verified." in preflight.output
    assert "3 can be verified, 1 cannot be verified, 1 not tried in" in preflight.output
    assert preflight.status == 6


def test_it_shows_no_marks(preflight: Run, folder: Path) -> None:
    """Neither in the table nor while it runs, nor in what pytest reports by itself."""
    assert preflight.verdicts["2"] == "not met"
    for said in (preflight.output, (folder / "out.xml").read_text(encoding="utf-8")):
        assert not re.search(MARKS, said.replace("@points(1)", ""), re.IGNORECASE)


def test_it_can_end_well(tmp_path: Path) -> None:
    """Status 0 although a check is not met; without advice there is no word of it."""
    feature = checks("Then it is so", "Then there are 15 images")
    ended = run(tmp_path, feature, *LOADED)
    assert ended.status == 0
    assert "Permissions" not in ended.output


def test_failed_advice_costs_nothing(tmp_path: Path) -> None:
    """Who cannot give advice is named by its error; what was tried is shown all the same."""
    failing = "def pytest_preflight_advice(config):\n    raise OSError('no word of this')"
    ended = run(tmp_path, checks("Then it is so"), *LOADED, more=failing)
    assert "What this identity may do cannot be said: OSError." in ended.output
    assert "no word of this" not in ended.output
    assert ended.status == 0


def test_an_interruption_asks_for_no_advice(tmp_path: Path) -> None:
    """After Ctrl-C what was tried is shown, the rest cannot be told, and pytest's status stays."""
    feature = checks("Then it is so", "Then it is interrupted")
    ended = run(tmp_path, feature, *LOADED, more=ADVICE)
    assert ended.status == 2
    assert "It lacks nothing." not in ended.output
    assert "1 of 2 checks can be verified." in ended.output


def test_without_the_option_it_grades(tmp_path: Path) -> None:
    """The plugin alone changes nothing."""
    ended = run(tmp_path, checks("Then it is so"), "-p", "acceptance.reports.preflight_plugin")
    assert "Score: 1 of 1 point" in ended.output
