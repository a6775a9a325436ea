"""A folder of cassettes is graded again: nothing is asked of Azure, and every change is named."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from acceptance.evidence.folder import SUFFIXES, Outcome
from tests.harness.commands import ROOT, run

COMPLETE = ROOT / "fixtures" / "cassettes" / "complete.yaml"


def regrade(*arguments: str | Path, checkout: Path = ROOT) -> subprocess.CompletedProcess[str]:
    """`python -m acceptance.evidence regrade ...`, where the network is a dead end."""
    nowhere = {"HTTPS_PROXY": "http://nowhere.invalid:1", "PYTEST_ADDOPTS": "--live"}
    return run("acceptance.evidence", "regrade", *arguments, environment=nowhere, folder=checkout)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with one cassette, `jane.yaml`."""
    keep(tmp_path, "jane")
    return tmp_path


def keep(folder: Path, name: str) -> Path:
    """The cassette of a complete submission under another name; its notebook keeps its own."""
    shutil.copy(COMPLETE.with_suffix(".ipynb"), folder)
    return Path(shutil.copy(COMPLETE, folder / f"{name}.yaml"))


def test_every_cassette_is_graded_or_said_not_to_be(folder: Path) -> None:
    """A torn, an altered and a foreign file take one line each, and nothing from the others."""
    text = COMPLETE.read_text()
    (folder / "altered.yaml").write_text(text.replace("imageCount", "imageC0unt"))
    (folder / "torn.yaml").write_text(text[: len(text) // 2])
    (folder / "other.yaml").write_text("waivers: []\n")
    run = regrade(folder)
    lines = run.stdout.splitlines()
    assert run.returncode == 3, run.stdout + run.stderr
    assert lines[0].startswith("[1/4] altered.yaml  cannot be graded: The cassette ")
    assert "was altered after it was recorded" in lines[0]
    assert lines[1] == (
        "[2/4] jane.yaml  100 of 100  exit status 0  no earlier report  "
        "(of the emulator, not of Azure)"
    )
    assert lines[2].startswith("[3/4] other.yaml  cannot be graded: The file ")
    assert lines[3].startswith("[4/4] torn.yaml  cannot be graded: The cassette ")
    assert lines[4] == "4 cassettes: 1 graded, 0 changed, 3 cannot be graded."
    assert len(lines) == 5
    assert sorted(path.suffix for path in folder.iterdir()) == [".ipynb", *4 * [".yaml"]]


def test_what_changed_is_named_and_the_reports_are_written(folder: Path) -> None:
    """The earlier report stays as it was; the new ones, with the cassette's hash, stand apart."""
    reports = folder / "new"
    reports.mkdir()
    formats = [f"--format={name}" for name in SUFFIXES]
    first = regrade(folder, "--report-folder", reports, *formats, "--", "-k", "2.2.5 or 2.2.6")
    assert first.returncode == 0, first.stdout + first.stderr
    assert sorted(path.name for path in reports.iterdir()) == sorted(
        f"jane{suffix}" for suffix in SUFFIXES.values()
    )
    earlier = json.loads((reports / "jane.json").read_text())
    assert earlier["source"] == {
        "kind": "recording",
        "against": "emulator",
        "recording": "jane.yaml",
        "sha256": hashlib.sha256(COMPLETE.read_bytes()).hexdigest(),
        "recorded_at": yaml.safe_load(COMPLETE.read_text())["metadata"]["recorded"]["at"],
        "recorded_by": yaml.safe_load(COMPLETE.read_text())["metadata"]["recorded"]["suite"],
        "complete": True,
    }
    earlier["tasks"][0]["checks"][0]["verdict"] = "not met"
    (folder / "jane.json").write_text(json.dumps(earlier))
    again = regrade(folder, "--report-folder", reports, "--", "-k", "2.2.5 or 2.2.6")
    assert again.returncode == 1
    assert "2.2.5 not met -> met" in again.stdout
    assert again.stdout.endswith("1 cassette: 1 graded, 1 changed.\n")
    assert json.loads((folder / "jane.json").read_text()) == earlier


def test_a_changed_rubric_regrades_a_folder(folder: Path, tmp_path: Path) -> None:
    """A checkout with another threshold and other points gives other marks on the same evidence."""
    checkout = tmp_path / "checkout"
    for room in ("features", "fixtures", "steps"):
        shutil.copytree(ROOT / room, checkout / room, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("conftest.py", "pytest.ini", "pyproject.toml"):
        shutil.copy(ROOT / name, checkout)
    feature = next(
        path for path in (checkout / "features").iterdir() if "@check(2.2.6)" in path.read_text()
    )
    text = feature.read_text()
    points = re.search(r"@check\(2\.2\.6\) @points\((\d+)\)", text)
    assert points
    assert "15 images" in text
    feature.write_text(text.replace("15 images", "16 images"))
    before = regrade(folder, "--report-folder", folder)
    assert before.returncode == 0, before.stdout + before.stderr
    after = regrade(folder, checkout=checkout)
    assert after.returncode == 1, after.stdout + after.stderr
    left = 100 - 2 * int(points[1])
    assert f"jane.yaml  {left} of 100  exit status 1  100 -> {left}, " in after.stdout
    assert "2.2.6 met -> not met, 2.2.7 met -> not met" in after.stdout


@pytest.mark.skipif(sys.platform == "win32", reason="signals are sent as POSIX has them")
def test_an_interruption_leaves_nothing_behind(folder: Path) -> None:
    """Ctrl-C ends the gradings that run, says how far it came, and leaves no half report."""
    for number in range(8):
        keep(folder, f"student-{number}")
    reports = folder / "reports"
    reports.mkdir()
    run = subprocess.Popen(
        [
            sys.executable,
            "-m",
            "acceptance.evidence",
            "regrade",
            folder,
            "--report-folder",
            reports,
        ],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert run.stdout
    first = run.stdout.readline()
    run.send_signal(signal.SIGINT)
    rest, errors = run.communicate()
    assert first.startswith("[1/9] jane.yaml  100 of 100")
    assert (run.returncode, errors) == (130, "")
    assert re.search(r"Interrupted\. 9 cassettes: \d graded, 0 changed, \d not reached\.\n$", rest)
    assert all(re.fullmatch(r"(jane|student-\d)\.json", path.name) for path in reports.iterdir())


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["nowhere"], "there is no folder nowhere"),
        (["steps", "--exercise=docs"], "docs holds no exercise: there is no conftest.py in it"),
        (["steps"], "the folder steps holds no cassette (*.yaml, *.yml)"),
        (["steps", "--format=json"], "--format needs --report-folder"),
        (["steps", "--report-folder=nowhere"], "nowhere is no folder that can be written to"),
        (["steps", "--format=pdf"], "invalid choice: 'pdf'"),
        (["steps", "--", "--live"], "--live has no place here"),
        (["steps", "--", "--report=json:x"], "--report=json:x has no place here"),
    ],
)
def test_bad_input_is_refused_before_anything_is_graded(arguments: list[str], message: str) -> None:
    """One message, exit status 2."""
    run = regrade(*arguments)
    assert run.returncode == 2
    assert message in run.stderr


def test_the_exercise_can_be_elsewhere(folder: Path) -> None:
    """From any other folder, `--exercise` names the exercise."""
    run = regrade(".", f"--exercise={ROOT}", checkout=folder)
    assert run.stdout.startswith("[1/1] jane.yaml  100 of 100  exit status 0"), run.stderr


def test_a_line_names_some_changes_and_counts_the_rest() -> None:
    """A whole submission that is blocked now fits a line, too."""
    changed = tuple(f"2.2.{number} met -> blocked" for number in range(1, 15))
    line = str(Outcome("jane.yaml", 1, "0 of 100", before=True, changed=changed))
    assert line.endswith("2.2.6 met -> blocked and 8 more")


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--studnet=jane"], "unrecognized arguments: --studnet=jane"),
        (["--waiver=w.yaml"], "unrecognized arguments: --waiver=w.yaml"),
        (["-k"], "argument -k: expected one argument"),
        (["-k", "a b"], "Wrong expression passed to '-k': a b"),
        (["--maxfail=many"], "argument --maxfail: invalid int value: 'many'"),
        (["--waivers=/nope"], "--waivers: /nope cannot be read"),
        (["-p", "nosuch"], 'Error importing plugin "nosuch"'),
        (["-k", "nothing"], "the options select no check"),
    ],
)
def test_options_that_grade_nothing_are_no_success(
    options: list[str], words: str, folder: Path
) -> None:
    """Each cassette's line says what pytest said, and no cassette counts as graded."""
    run = regrade(folder, "--", *options)
    assert run.returncode == 3
    assert f"[1/1] jane.yaml  cannot be graded: {words}" in run.stdout
    assert run.stdout.endswith("1 cassette: 0 graded, 0 changed, 1 cannot be graded.\n")


def test_a_cassette_is_known_by_its_name_in_any_letter_case(folder: Path) -> None:
    """What macOS leaves beside a copied file is skipped and said; so is a name that is taken."""
    keep(folder, "bob").rename(folder / "bob.yml")
    keep(folder, "eve").rename(folder / "EVE.YAML")
    (folder / "._jane.yaml").write_bytes(b"\x00\x05\x16\x07Mac OS X")
    keep(folder, "other").rename(folder / "Jane.yml")
    (folder / "sub.yaml").mkdir()
    run = regrade(folder, "--", "-k", "1.1.1")
    assert run.returncode == 0, run.stdout
    lines = run.stdout.splitlines()
    skipped = [line for line in lines if "  skipped: " in line]
    assert [line.partition("  ")[0] for line in skipped] == ["._jane.yaml", "jane.yaml", "sub.yaml"]
    assert "rename one" in skipped[1]
    assert {line.split()[1] for line in lines if line.startswith("[")} == {
        *("EVE.YAML", "Jane.yml", "bob.yml"),
    }
