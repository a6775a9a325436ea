"""Waivers in whole runs: what they change, and every way to be refused."""

from pathlib import Path

import pytest

from tests.harness.small_suite_runs import run_small_suite

BOTH = """
- check: 1.2.*
  student: all
  reason: the portal was down
  until: 2999-12-31
"""
ANN = BOTH.replace("all", "Ann")
AT = """
from datetime import datetime, timezone

def pytest_submission_read_at(config):
    return datetime({at}, tzinfo=timezone.utc)
"""


def test_a_waived_run_counts(tmp_path: Path) -> None:
    """Not met and blocked become waived: the points count, the status is 0, the reason is shown."""
    done = run_small_suite(tmp_path, waivers=BOTH)
    assert done.returncode == 0, done.stdout
    assert "\n  1.2.1   1  waived        The project exists\n" in done.stdout
    assert "\n  1.2.3   4  met           The group exists\n" in done.stdout
    assert (
        "\nWaived\n"
        "  1.2.1 The project exists\n"
        "    waiver    the portal was down\n"
        "    expected  the project is there\n"
        "    found     there is none\n"
        "  1.2.2 The project is described\n"
        "    waiver    the portal was down\n"
        "    expected  the project\n"
        "    by        1.2.1\n"
    ) in done.stdout
    assert "Not met" not in done.stdout
    assert "\nScore: 15 of 15 points\n" in done.stdout
    assert " 2 met, 2 waived, 1 information in" in done.stdout.splitlines()[-1]


def test_what_is_not_waived_is_not(tmp_path: Path) -> None:
    """A waiver of the missing thing alone leaves what it blocks, and says so."""
    done = run_small_suite(tmp_path, waivers=BOTH.replace("1.2.*", "1.2.1"))
    assert done.returncode == 1
    assert "\nBlocked\n  by 1.2.1 The project exists: 1.2.2\n" in done.stdout
    assert "\nNotes\n  1.2.1 is waived; what it blocks is not: 1.2.2.\n" in done.stdout
    assert "\nScore: 13 of 15 points\n" in done.stdout


def test_a_waiver_ends(tmp_path: Path) -> None:
    """It has ended if it ended before the submission was read; before now, if nobody says when."""
    until = BOTH.replace("2999-12-31", "2026-11-23")
    note = "  The waiver of 1.2.* (line 2) ended 2026-11-23 23:59:59 UTC and counts no more.\n"
    in_time = run_small_suite(tmp_path, waivers=until, more=AT.format(at="2026, 11, 23"))
    assert (in_time.returncode, "ended" in in_time.stdout) == (0, False)
    late = run_small_suite(tmp_path, waivers=until, more=AT.format(at="2026, 11, 24"))
    assert (late.returncode, note in late.stdout) == (1, True)
    past = run_small_suite(tmp_path, waivers=until.replace("2026-11-23", "2001-01-01"))
    assert (past.returncode, "ended 2001-01-01" in past.stdout) == (1, True)


def test_a_students_waiver_needs_the_name(tmp_path: Path) -> None:
    """The name is shown; another student's waivers are not."""
    named = run_small_suite(tmp_path, "--student", "ann", waivers=ANN)
    assert named.returncode == 0
    assert '\nGraded for "ann".\n' in named.stdout
    other = run_small_suite(tmp_path, "--student=Bob", waivers=ANN)
    assert (other.returncode, "Ann" in other.stdout, "Notes" in other.stdout) == (1, False, False)
    unnamed = run_small_suite(tmp_path, waivers=ANN)
    assert unnamed.returncode == 1
    assert "  Waivers for single students (line 2) count with --student=NAME.\n" in unnamed.stdout


def test_a_part_of_the_checks_may_be_waived(tmp_path: Path) -> None:
    """A waiver of a check that was not selected names a check all the same."""
    done = run_small_suite(tmp_path, "-k", "1.2.3", waivers=BOTH.replace("1.2.*", "1.2.1"))
    assert done.returncode == 0
    assert (
        "  The waiver of 1.2.1 (line 2) changed nothing: what it names was not selected.\n"
        in done.stdout
    )


def test_a_run_that_is_stopped_is_waived(tmp_path: Path) -> None:
    """After -x, what was decided is waived; the rest is not verified."""
    done = run_small_suite(tmp_path, "-x", waivers=BOTH)
    assert done.returncode == 6
    assert "\n  1.2.1   1  waived " in done.stdout
    assert "\n  1.2.2   2  not verified " in done.stdout


@pytest.mark.parametrize(
    ("options", "waivers", "message"),
    [
        (
            [],
            BOTH + "  why: 1",
            'waivers.yaml: line 6: a waiver has no "why"; it has check, student, reason, until',
        ),
        (
            [],
            BOTH.replace("1.2.*", "1.2.44"),
            'waivers.yaml: line 2: no check is "1.2.44"; the nearest is 1.2.4',
        ),
        (["--waivers=none.yaml"], "", "none.yaml cannot be read: No such file or directory"),
        (["--waivers=."], "", ". cannot be read: Is a directory"),
        ([], "\xff", "waivers.yaml is no text file (UTF-8)"),
    ],
)
def test_a_malformed_file_is_refused(
    tmp_path: Path, options: list[str], waivers: str, message: str
) -> None:
    """One clear message, status 4, and nothing is graded."""
    if waivers == "\xff":
        (tmp_path / "waivers.yaml").write_bytes(b"\xff")
        options, waivers = ["--waivers=waivers.yaml"], ""
    done = run_small_suite(tmp_path, *options, waivers=waivers)
    assert done.returncode == 4
    assert f"ERROR: --waivers: {message}\n" in done.stdout + done.stderr
    assert "verdicts ==" not in done.stdout
    assert "Score" not in done.stdout


@pytest.mark.parametrize("name", ["", " ", "ALL"])
def test_a_students_name_is_a_name(tmp_path: Path, name: str) -> None:
    """An empty one is a slip of a script; `all` would be anybody."""
    done = run_small_suite(tmp_path, f"--student={name}")
    assert done.returncode == 4
    assert "ERROR: --student: the value is no name of a student\n" in done.stderr + done.stdout


def test_features_that_cannot_be_read_are_told_first(tmp_path: Path) -> None:
    """Whatever is waived: no check is known then, and none is missing."""
    broken = "\nimport pathlib\npathlib.Path('small.feature').write_text('Scenario: x')\n"
    done = run_small_suite(tmp_path, waivers=BOTH, more=broken)
    assert done.returncode == 2
    assert "no check is" not in done.stdout + done.stderr


def test_a_pre_flight_waives_nothing(tmp_path: Path) -> None:
    """It tells what can be verified, and no verdicts."""
    flag = "parser.addoption('--preflight', action='store_true')"
    flag = f"\ndef pytest_addoption(parser):\n    {flag}\n"
    done = run_small_suite(tmp_path, "--preflight", waivers=BOTH, more=flag)
    assert "waived" not in done.stdout


def test_a_misspelt_student_is_told_whoever_runs_it(tmp_path: Path) -> None:
    """On the terminal alone: a report is read by one student, and names no other."""
    done = run_small_suite(
        tmp_path,
        "--student=Anne",
        "--report=markdown:out.md",
        "--report=html:out.html",
        waivers=ANN,
    )
    assert '\n--student: No waiver names "Anne"; the nearest name is "Ann".\n' in done.stdout
    for name in ("out.md", "out.html"):
        text = (tmp_path / name).read_text(encoding="utf-8")
        assert '"Ann"' not in text
        assert "&quot;Ann&quot;" not in text


def test_every_report_names_the_student(tmp_path: Path) -> None:
    """In its title: printed pages lie in heaps, and files get other names."""
    formats = ("json", "junit", "html", "gradescope", "markdown")
    options = [f"--report={name}:out.{name}" for name in formats]
    run_small_suite(tmp_path, "--student= Jane  Roe", *options)
    for name in formats:
        assert "Jane" in (tmp_path / f"out.{name}").read_text(encoding="utf-8"), name
    page = (tmp_path / "out.html").read_text(encoding="utf-8")
    assert "Jane" in page.partition("<title>")[2].partition("</title>")[0]
    assert "Jane" in page.partition("<h1>")[2].partition("</h1>")[0]
