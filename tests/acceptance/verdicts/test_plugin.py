"""Whole runs of a small suite, each a process of its own, as a user starts it."""

import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[3]
PYTEST = [
    "-m",
    "pytest",
    "-p",
    "pytest_bdd.plugin",
    "-p",
    "acceptance.verdicts.plugin",
    "-p",
    "acceptance.reports.terminal_plugin",
    "-p",
    "acceptance.reports.plugin",
    "-p",
    "pytester",
]
PYTEST_INI = """
[pytest]
addopts = --strict-markers --strict-config -p no:cacheprovider
bdd_features_base_dir = .
xfail_strict = true
filterwarnings = error
"""
CONFTEST = """
import dataclasses, json
import pytest
from acceptance.verdicts.plugin import GRADED, INFORMATION, ROWS

def pytest_describe_submission(config):
    return "The small suite.\\x1b[2J"

def pytest_unconfigure(config):
    rows = [dataclasses.asdict(row) for row in config.stash[ROWS]]
    information = [dataclasses.asdict(row) for row in config.stash[INFORMATION]]
    kept = {"rows": rows, "information": information, "graded": config.stash[GRADED]}
    (config.rootpath / "kept.json").write_text(json.dumps(kept))
"""
STEPS = ROOT / "tests" / "harness" / "small_suite.py"
SECRET = "0123456789abcdef" * 2


@dataclass(frozen=True)
class Run:
    """What came of a run: its status, what it printed, and what it kept."""

    status: int
    output: str
    rows: list[dict[str, Any]]
    information: list[dict[str, Any]]
    graded: list[str]

    @property
    def verdicts(self) -> dict[str, str]:
        """Check id -> verdict."""
        return {row["check"]["id"]: row["verdict"] for row in self.rows}


def scenario(tags: str, steps: str, title: str = "") -> str:
    """A scenario, `tags` and `steps` separated by `;` where there are several."""
    lines = "\n".join(f"    {step.strip()}" for step in steps.split(";"))
    return f"  {tags}\n  Scenario: {title or tags}\n    Do it\n    well.\n{lines}\n"


def checks(*steps: str) -> str:
    """A feature of checks of a point each, numbered from 1; the first owns the project."""
    scenarios = [
        scenario(f"@check({number}) @points(1)" + " @owns(project)" * (number == 1), step)
        for number, step in enumerate(steps, 1)
    ]
    return "@step(1) @task(2)\nFeature: Small\n" + "\n".join(scenarios)


def run(folder: Path, feature: str, *options: str, more: str = "", **environment: str) -> Run:
    """Writes the suite, runs pytest on it, and reads what it kept."""
    (folder / "pytest.ini").write_text(PYTEST_INI)
    (folder / "conftest.py").write_text(CONFTEST + more)
    (folder / "small.feature").write_text(feature, encoding="utf-8")
    (folder / "test_small.py").write_text(STEPS.read_text(encoding="utf-8"), encoding="utf-8")
    environment = {
        **os.environ,
        "PYTHONPATH": str(ROOT),
        "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",
        "PYTHONIOENCODING": "utf-8",
        "COLUMNS": "100",
        **environment,
    }
    environment.pop("PYTEST_ADDOPTS", None)
    ran = subprocess.run(
        [sys.executable, *PYTEST, *options],
        cwd=folder,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
    )
    encoding = environment["PYTHONIOENCODING"].partition(":")[0]
    kept = json.loads((folder / "kept.json").read_text())
    return Run(ran.returncode, ran.stdout.decode(encoding), **kept)


EVERY_STOP: Sequence[tuple[str, str, str]] = (
    ("Given the group;When it is asked;Then it is so", "met", ""),
    ("Given the project;Then it is so", "blocked", "1"),
    ("When the project is asked;Then it is so", "blocked", "1"),
    ("Then the project is there", "blocked", "1"),
    ("Given an answer;Then it is so", "not verified", "Azure answered 429 to GET .../projects"),
    ("When Azure is asked;Then it is so", "not verified", "Azure answered 429 to GET .../projects"),
    ("Then Azure answers", "not verified", "Azure answered 429 to GET .../projects"),
    ("Given 15 images;Then it is so", "not verified", 'AssertionError at "15 images"'),
    (
        "When 15 images are asked;Then it is so",
        "not met",
        r"there are 12 images of \x1b[31m\u202e\n  assert",
    ),
    ("Then there are 15 images", "not met", r"there are 12 images of \x1b[31m\u202e\n  assert"),
    ("Then there are 2 tags", "not met", r"there are 3 tags of \x1b[31m"),
    ("Given 2 tags;Then it is so", "not verified", 'Otherwise at "2 tags"'),
    ("Then the message is missing", "not met", "not as expected (no details)"),
    ("Given a fault;Then it is so", "not verified", 'LookupError at "a fault"'),
    ("Given a fault;Then there are 12 images", "not verified", 'LookupError at "a fault"'),
    ("Then a fact asserts", "not verified", 'AssertionError at "a fact asserts"'),
    ("Then it is skipped", "not verified", 'Skipped at "it is skipped"'),
    ("Then nobody knows", "not verified", 'StepDefinitionNotFoundError at "nobody knows"'),
    ("Then it is cleared away", "not verified", "OSError"),
    ("Then the moon is there", "not verified", 'no check owns the missing thing "moon"'),
)


@pytest.fixture(scope="module")
def every_stop(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """One run in which scenarios stop in every way, with information and marked scenarios."""
    feature = checks("Then the project is there", *(steps for steps, _, _ in EVERY_STOP))
    feature += "\n".join(
        [
            scenario("@xfail @check(x1) @points(1)", "Then it is so"),
            scenario("@xfail @check(x2) @points(1)", "Then there are 15 images"),
            scenario("@skip @check(x3) @points(1)", "Then it is so"),
            scenario("@information", "Then it is so", "It is so"),
            scenario("@information", "Then there are 15 images", "It is not so"),
            scenario("@information", "Given the project", "It is blocked"),
            scenario("@information", "Then Azure answers", "It is silent"),
        ]
    )
    return run(tmp_path_factory.mktemp("every"), feature, "-v", "--showlocals")


@pytest.mark.parametrize(
    ("check", "verdict", "why"),
    [(str(number), verdict, why) for number, (_, verdict, why) in enumerate(EVERY_STOP, 2)],
    ids=[steps for steps, _, _ in EVERY_STOP],
)
def test_every_stop(every_stop: Run, check: str, verdict: str, why: str) -> None:
    """Where a scenario stopped and by what decides its verdict, through all of pytest-bdd."""
    [row] = [row for row in every_stop.rows if row["check"]["id"] == check]
    assert row["verdict"] == verdict
    assert (row["blocked_by"] or row["found"] or row["reason"]).endswith(why)


def test_the_owner_is_not_met(every_stop: Run) -> None:
    """The check that owns the missing thing says what was expected, found, and how to fix it."""
    row = every_stop.rows[0]
    assert (
        row["check"]["id"],
        row["verdict"],
        row["expected"],
        row["found"],
        row["check"]["fix"],
    ) == (
        "1",
        "not met",
        "the project is there",
        r'its projects are "Pets"\x1b[31m',
        "Do it well.",
    )
    assert (row["check"]["file"], row["check"]["line"]) == ("small.feature", 4)


def test_marks_change_no_verdict(every_stop: Run) -> None:
    """An expected failure is a failure, an unexpected success a success; skipped is never met."""
    verdicts = every_stop.verdicts
    assert [verdicts[check] for check in ("x1", "x2", "x3")] == ["met", "not met", "not verified"]


def test_every_check_has_a_row_in_order(every_stop: Run) -> None:
    """As many rows as checks, in the order of the features; information apart."""
    assert list(every_stop.verdicts) == [*map(str, range(1, 22)), "x1", "x2", "x3"]
    assert [row["verdict"] for row in every_stop.information] == [
        "met",
        "not met",
        "blocked",
        "not verified",
    ]


def test_the_verdicts_are_pytests_words(every_stop: Run) -> None:
    """`pytest -v` and the last line say met, not met, blocked, not verified; never passed."""
    assert "::test_check1_points1_ownsproject not met" in every_stop.output.replace("\n", "")
    last = every_stop.output.splitlines()[-1]
    assert " 2 met, 6 not met, 3 blocked, 13 not verified, 4 information in" in last
    assert every_stop.status == 1


def test_the_fix_follows_the_finding(tmp_path: Path) -> None:
    """The report shows the text whose label the step says, and no other."""
    texts = "well.\n\n    If there are too many: delete\n    one.\n    If none is there: add one."
    feature = checks("Then there are 2 tags").replace("well.", texts)
    done = run(tmp_path, feature)
    assert (done.rows[0]["verdict"], done.rows[0]["variant"]) == ("not met", "there are too many")
    assert "    fix       delete one.\n" in done.output
    assert "Do it well" not in done.output
    assert "Faults of the suite" not in done.output


def test_a_label_that_the_feature_lacks_is_a_fault(every_stop: Run) -> None:
    """The verdict stands, with the text for all cases; the maintainers read what is missing."""
    [place] = re.findall(r"small.feature:\d+ has no text for .*", every_stop.output)
    assert place.endswith('"If there are too many:"; stopped 12')


def test_only_faults_have_a_traceback(every_stop: Run) -> None:
    """The table says it all, but for a fault of the suite; equal faults are shown once."""
    output = every_stop.output
    assert "FAILURES" not in output
    assert "ERRORS" not in output
    assert len(re.findall(r"LookupError at test_small\.py:\d+; stopped 15, 16\n", output)) == 1
    assert output.count("OSError: cannot clear away") == 1
    assert "runner.py" not in output
    assert 'NotThere("project"' not in output


def test_no_secret_and_no_control_character_is_printed(every_stop: Run) -> None:
    """Neither a local variable, nor a message, nor a name gets through, even if asked for."""
    assert SECRET not in every_stop.output
    assert "the fact cannot read [masked]" in every_stop.output
    assert "\x1b" not in every_stop.output
    assert "\u202e" not in every_stop.output
    assert every_stop.graded == ["The small suite.\x1b[2J"]
    assert r"The small suite.\x1b[2J" in every_stop.output


def test_all_met(tmp_path: Path) -> None:
    """All met is status 0; information that does not hold changes nothing."""
    feature = checks("Then it is so") + scenario("@information", "Then there are 1 images")
    done = run(tmp_path, feature, "-x")
    assert (done.status, done.verdicts) == (0, {"1": "met"})
    assert "test_small.py .i" in done.output
    assert "\nScore: 1 of 1 point\n" in done.output
    assert "1 met, 1 information in" in done.output.splitlines()[-1]


def test_a_silent_set_up(tmp_path: Path) -> None:
    """What a fixture says before the first step counts as said in the step: 6, nothing unmet."""
    more = """
from acceptance.causes import NoAnswer
@pytest.fixture(autouse=True, scope="session")
def sign_in():
    raise NoAnswer("Entra answered 401", "sign in")
"""
    feature = checks("Then it is so", "Then it is so") + scenario("@information", "Then it is so")
    done = run(tmp_path, feature, more=more)
    assert done.status == 6
    assert set(done.verdicts.values()) == {"not verified"}
    assert done.information[0]["verdict"] == "not verified"
    assert "test_small.py ??i" in done.output
    assert "  1, 2\n    reason    Entra answered 401\n    cure      sign in\n" in done.output
    assert "Score: 0 .. 2 of 2 points (0 sure, 2 not verified)" in done.output


@pytest.mark.parametrize(
    ("step", "options", "status", "second"),
    [
        ("Then there are 1 images", ["-x"], 1, "not met"),
        ("Then there are 1 images", ["--maxfail=1"], 1, "not met"),
        ("Then it is interrupted", [], 2, "not verified"),
        ("Then pytest exits with 7", [], 7, "not verified"),
    ],
)
def test_a_run_that_stops_has_all_rows(
    tmp_path: Path, step: str, options: list[str], status: int, second: str
) -> None:
    """After -x, Ctrl-C or an exit, what was decided stands, and the rest is not verified."""
    done = run(tmp_path, checks("Then it is so", step, "Then it is so"), *options)
    assert done.status == status
    assert done.verdicts == {"1": "met", "2": second, "3": "not verified"}
    assert done.rows[2]["reason"] == "the run was stopped before this check was decided"
    assert "\nScore: 1 .. " in done.output


@pytest.mark.skipif(os.name == "nt", reason="a process is interrupted otherwise there")
def test_an_internal_error_has_all_rows(tmp_path: Path) -> None:
    """When pytest itself breaks, status 3 stands, and the report is written all the same."""
    more = """
def pytest_runtest_logstart(nodeid):
    if "check2" in nodeid:
        raise RuntimeError("broken plugin")
"""
    done = run(tmp_path, checks("Then it is so", "Then it is so"), more=more)
    assert done.status == 3
    assert done.verdicts == {"1": "met", "2": "not verified"}
    assert "\nScore: 1 .. 2 of 2 points" in done.output


def test_a_part_of_the_checks(tmp_path: Path) -> None:
    """A selection by id or task keeps the owners, and says that it is a part."""
    feature = checks("Then it is so", "Given the project;Then it is so", "Then it is so")
    done = run(tmp_path, feature, "-m", "check(id='2') and task(number=2)")
    assert (done.status, done.verdicts) == (1, {"2": "blocked"})
    assert done.rows[0]["blocked_by"] == "1"
    assert "Only 1 of 3 checks were selected: this is not the score of the exercise." in done.output


def test_a_single_node(tmp_path: Path) -> None:
    """A node id keeps the owners; -k takes a check's id; a Windows code page is served."""
    feature = checks("Then it is so", "Given the project;Then it is so", "Then it is so")
    feature += scenario("@check(9.9.9) @points(1)", "Then there are 15 images", "Größe 猫")
    done = run(tmp_path, feature, "-k", "9.9.9", "test_small.py", PYTHONIOENCODING="cp437:strict")
    assert (done.status, done.verdicts) == (1, {"9.9.9": "not met"})
    assert "Größe \\u732b" in done.output
    done = run(tmp_path, feature, "test_small.py::test_check2_points1")
    assert (done.status, done.rows[0]["blocked_by"]) == (1, "1")


def test_nothing_checked_is_an_error(tmp_path: Path) -> None:
    """A run without any check is status 5, whether nothing or only information is left."""
    feature = checks("Then it is so") + scenario("@information", "Then it is so")
    for selected in ("information", "not step"):
        done = run(tmp_path, feature, "-m", selected)
        assert (done.status, done.rows) == (5, [])
        assert "\nNo check was run: nothing was graded.\n" in done.output


def test_a_collection_grades_nothing(tmp_path: Path) -> None:
    """`--collect-only` shows no verdict and keeps its status."""
    done = run(tmp_path, checks("Then it is so"), "--collect-only")
    assert (done.status, done.rows) == (0, [])
    assert "verdicts ==" not in done.output


def test_a_misconfigured_feature_is_a_usage_error(tmp_path: Path) -> None:
    """Ids used twice, things owned twice, and scenarios that ask nothing are refused: status 4."""
    feature = checks("Then it is so") + scenario(
        "@check(1) @points(1) @owns(project)", "Then it is so", "The second"
    )
    done = run(tmp_path, feature)
    assert (done.status, done.rows) == (4, [])
    assert "ERROR: small.feature:9: @check(1) is also at small.feature:4\n" in done.output
    assert "small.feature:9: @owns(project) is also at small.feature:4\n" in done.output
    done = run(tmp_path, checks("Then it is so") + scenario("@step(1)", "Then it is so", "Nothing"))
    assert done.status == 4
    assert 'the scenario "Nothing" has neither @check(id) nor @information' in done.output


def test_an_outline_is_a_usage_error(tmp_path: Path) -> None:
    """An id cannot be asked once for each example."""
    outline = scenario("@check(1) @points(1)", "Then there are <n> images", "Outline")
    examples = "    Examples:\n      | n |\n      | 1 |\n      | 2 |\n"
    feature = "@step(1) @task(2)\nFeature: Small\n"
    done = run(tmp_path, feature + outline.replace("Scenario:", "Scenario Outline:") + examples)
    assert done.status == 4
    assert "small.feature:4: @check(1) is asked once for each example" in done.output


def test_junit_has_the_words(tmp_path: Path) -> None:
    """Reports of other plugins get the verdict's own words, and colours do not reach a file."""
    done = run(
        tmp_path,
        checks("Then there are 15 images"),
        "--junitxml=junit.xml",
        "--color=yes",
        more="\ndef pytest_describe_submission(config):\n    raise ValueError\n",
    )
    assert done.status == 1
    assert "expected: there are 15 images" in (tmp_path / "junit.xml").read_text()
    assert "\x1b[31mnot met" in done.output
    assert done.graded == ["what was graded cannot be said: ValueError"]


@pytest.mark.skipif(os.name == "nt", reason="a process is interrupted otherwise there")
def test_ctrl_c_from_outside(tmp_path: Path) -> None:
    """A real interrupt from the terminal while a fact is read ends in a full table and status 2."""
    more = """
import sys, time
@pytest.fixture
def waits():
    print("waiting", file=sys.__stderr__, flush=True)
    time.sleep(30)
@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item):
    if "check2" in item.nodeid:
        item.fixturenames.append("waits")
"""
    run(tmp_path, checks("Then it is so", "Then it is so"), "--collect-only", more=more)
    process = subprocess.Popen(
        [sys.executable, *PYTEST, "-s"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stderr is not None
    assert process.stderr.readline() == "waiting\n"
    process.send_signal(signal.SIGINT)
    output, _ = process.communicate(timeout=20)
    assert process.returncode == 2
    kept = json.loads((tmp_path / "kept.json").read_text())
    assert [row["verdict"] for row in kept["rows"]] == ["met", "not verified"]
    assert "\nScore: 1 .. 2 of 2 points" in output


def test_the_gherkin_view_ends_each_scenario_with_its_verdict(tmp_path: Path) -> None:
    """pytest-bdd's `--gherkin-terminal-reporter` shows the sentences, and one of the four words."""
    asked = (
        "Then the project is there",
        "Given the group;When it is asked;Then it is so",
        "Given the project;Then it is so",
        "Given an answer;Then it is so",
    )
    shown = run(tmp_path, checks(*asked), "--gherkin-terminal-reporter", "-vv").output
    scenarios = re.findall(r"Scenario: .*\n((?:        .+\n)+)    (\S.*)\n", shown)
    assert [(steps.split("\n")[0].strip(), verdict) for steps, verdict in scenarios] == [
        ("Then the project is there", "not met"),
        ("Given the group", "met"),
        ("Given the project", "blocked"),
        ("Given an answer", "not verified"),
    ]
    assert "PASSED" not in shown


def test_no_traceback_is_rendered_for_a_verdict(tmp_path: Path) -> None:
    """What a check costs does not hang on its verdict: pytest's long traceback is never made."""
    more = """
def pytest_collection_modifyitems(items):
    for item in items:
        item.repr_failure = item._repr_failure_py = lambda *_, **__: items.clear()
def pytest_sessionfinish(session):
    assert session.items, "a traceback was rendered"
"""
    stops = ("Then there are 15 images", "Given the project", "Then Azure answers", "Given a fault")
    done = run(tmp_path, checks("Then the project is there", *stops), more=more)
    assert done.status == 1
    assert list(done.verdicts.values()) == [
        "not met",
        "not met",
        "blocked",
        "not verified",
        "not verified",
    ]
    assert "a traceback was rendered" not in done.output
    assert "LookupError: the fact cannot read [masked]" in done.output
