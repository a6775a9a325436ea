"""`--report FORMAT:FILE` in whole runs: what is written, when, and every way to be refused."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import jsonschema  # type: ignore[import-untyped]
import pytest

from acceptance.reports import plugin as reports
from acceptance.reports.plugin import FORMATS
from tests.harness.small_suite_runs import run_small_suite

ROOT = Path(__file__).resolve().parents[3]
SOURCE = """
def pytest_source_of_facts(config):
    return {"kind": "live", "against": "azure", "key": "hidden"}
"""
STOPS = {
    "by -x": (["-x"], "", 1),
    "by Ctrl-C": ([], "raise KeyboardInterrupt", 2),
    "by an exit": ([], "pytest.exit('enough', returncode=7)", 7),
    "by a broken plugin": ([], "raise RuntimeError('broken plugin')", 3),
}
STOP = """
import pytest
def pytest_runtest_logstart(nodeid):
    if "group" in nodeid:
        {stop}
"""


def reported(folder: Path, *options: str, more: str = "") -> subprocess.CompletedProcess[str]:
    """Runs the small suite with these options, and `more` in its conftest.py."""
    return run_small_suite(folder, *options, more=more)


def graded(folder: Path, name: str) -> Any:
    """The JSON that was written."""
    return json.loads((folder / name).read_text(encoding="utf-8"))


def every_format(folder: Path) -> list[str]:
    """The options for all reports at once."""
    return [f"--report={name}:{folder / f'verdicts.{name}'}" for name in FORMATS]


# What is written.


def test_all_formats_in_one_run(tmp_path: Path) -> None:
    """Each to its file, told after the table; the exit status is that of the verdicts."""
    done = reported(tmp_path, *every_format(tmp_path), more=SOURCE)
    assert done.returncode == 1
    _, _, after = done.stdout.partition("\nScore: 12 of 15 points\n")
    for name in FORMATS:
        assert f"Wrote the {name} report: {tmp_path / f'verdicts.{name}'}\n" in after
    document = graded(tmp_path, "verdicts.json")
    assert document["exit_status"] == 1
    assert document["source"]["against"] == "azure"
    assert "hidden" not in json.dumps(document)
    results = graded(tmp_path, "verdicts.gradescope")
    assert (results["score"], len(results["tests"])) == (12, 4)
    junit = ET.parse(tmp_path / "verdicts.junit").getroot()  # noqa: S314 - our own
    assert (junit.get("tests"), junit.get("failures")) == ("4", "1")
    assert "**12 of 15 points**" in (tmp_path / "verdicts.markdown").read_text(encoding="utf-8")
    html = (tmp_path / "verdicts.html").read_text(encoding="utf-8")
    assert html.startswith("<!DOCTYPE html>")
    assert html.rstrip().endswith("</html>")
    assert {path.name for path in tmp_path.iterdir() if path.name.startswith(".")} == set()


def test_the_same_run_gives_the_same_bytes(tmp_path: Path) -> None:
    """Whenever and in whatever order the reports are written."""
    for name in ("first", "second"):
        (tmp_path / name).mkdir()
    reported(tmp_path, *every_format(tmp_path / "first"))
    reported(tmp_path, *reversed(every_format(tmp_path / "second")))
    for format_ in FORMATS:
        name = f"verdicts.{format_}"
        first, second = (tmp_path / run / name for run in ("first", "second"))
        assert first.read_bytes() == second.read_bytes()


@pytest.mark.parametrize("stop", STOPS)
def test_a_run_that_stops_is_reported(tmp_path: Path, stop: str) -> None:
    """After -x, Ctrl-C, an exit or a broken plugin, all rows are in the report."""
    options, code, status = STOPS[stop]
    more = STOP.format(stop=code) if code else ""
    done = reported(tmp_path, "--report=json:out.json", *options, more=more)
    assert done.returncode == status
    document = graded(tmp_path, "out.json")
    assert document["exit_status"] == status
    assert sum(document["counts"].values()) == 4
    assert document["counts"]["not verified"] >= 2
    assert "Score: " in done.stdout.partition("Wrote the json report: out.json")[0]


def test_a_part_is_called_a_part(tmp_path: Path) -> None:
    """After -k, the report says that it is not the score of the exercise."""
    done = reported(tmp_path, "--report", "json:out.json", "-k", "1.2.3")
    assert done.returncode == 0
    document = graded(tmp_path, "out.json")
    assert document["partial"] is True
    assert document["score"] == {"sure": 4, "possible": 4, "maximum": 4}


def test_waivers_and_what_is_late_are_in_the_report(tmp_path: Path) -> None:
    """With the deadline, and the notes that the terminal shows."""
    waivers = "- {check: 1.2.1, student: all, reason: the portal was down, until: 2999-12-31}\n"
    done = run_small_suite(
        tmp_path,
        "--report=json:out.json",
        "--deadline=2026-11-23T10:00:00Z",
        waivers=waivers,
    )
    document = graded(tmp_path, "out.json")
    checks = {check["id"]: check for task in document["tasks"] for check in task["checks"]}
    assert checks["1.2.1"]["waiver"] == "the portal was down"
    assert checks["1.2.4"]["late"][0] == {
        "what": "the model was trained",
        "at": "2026-11-23T11:00:00+00:00",
    }
    assert checks["1.2.4"]["late"][1]["what"] == r"the \x1bpictures came"
    assert document["deadline"] == "2026-11-23T10:00:00+00:00"
    assert "1.2.1 is waived; what it blocks is not: 1.2.2." in document["notes"]
    assert all(note in " ".join(done.stdout.split()) for note in document["notes"])


def test_nothing_is_written_where_nothing_is_graded(tmp_path: Path) -> None:
    """Neither after `--collect-only`, nor after a mistake in the features."""
    reported(tmp_path, "--report=json:out.json", "--collect-only")
    assert not (tmp_path / "out.json").exists()
    mistake = (
        "import pytest\n"
        "def pytest_collection_modifyitems():\n"
        "    raise pytest.UsageError('a mistake')\n"
    )
    done = reported(tmp_path, "--report=json:out.json", more=mistake)
    assert done.returncode == 4
    assert not (tmp_path / "out.json").exists()


def test_an_old_report_is_replaced_whole(tmp_path: Path) -> None:
    """Through a link too, which stays one; with the permissions that the user's mask leaves."""
    (tmp_path / "old.json").write_text('{"schema": 1, "suite": "0.0.1"}' + " " * 100_000)
    (tmp_path / "link.json").symlink_to("old.json")
    reported(tmp_path, "--report=json:link.json")
    assert (tmp_path / "link.json").is_symlink()
    assert graded(tmp_path, "old.json")["schema"] == 1
    mask = os.umask(0)
    os.umask(mask)
    assert (tmp_path / "old.json").stat().st_mode & 0o777 == 0o666 & ~mask


def test_home_is_known(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No shell says what `~` means after a colon."""
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    reported(tmp_path, "--report=json:~/out.json")
    assert (tmp_path / "out.json").exists()


@pytest.mark.parametrize("name", ["README.md", "settings.json", "page.html", "notes.txt"])
def test_nothing_else_is_replaced(name: str, tmp_path: Path) -> None:
    """A file that is no report of this suite stays, and that is said before anything is graded."""
    texts = {
        "README.md": "# Project\n\n**100 of 100**\n",
        "settings.json": '{"schema": 1, "a": 1}',
        "page.html": "<!DOCTYPE html><title>Home</title>",
        "notes.txt": "x",
    }
    (tmp_path / name).write_text(texts[name])
    done = reported(tmp_path, f"--report=markdown:{name}")
    assert done.returncode == 4
    assert f"{name} is there and is no report of this suite" in done.stderr
    assert (tmp_path / name).read_text() == texts[name]


def test_every_report_may_be_replaced(tmp_path: Path) -> None:
    """A report of any format makes way for the next one, and an empty file for any."""
    (tmp_path / "verdicts.json").touch()
    assert reported(tmp_path, *every_format(tmp_path)).returncode == 1
    assert reported(tmp_path, *every_format(tmp_path)).returncode == 1


def test_a_jobs_summary_is_appended_to(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Other steps of a job on GitHub write into the same file."""
    summary = tmp_path / "summary.md"
    summary.write_text("# Of another step\n")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(summary))
    for _ in range(2):
        assert reported(tmp_path, f"--report=markdown:{summary}").returncode == 1
    text = summary.read_text(encoding="utf-8")
    assert text.startswith("# Of another step\n\n# ")
    assert text.count("12 of 15 points**") == 2


# What goes wrong while writing.


def test_a_report_that_cannot_be_written_hides_nothing(tmp_path: Path) -> None:
    """The verdicts are shown, the other reports written, the reason said last; status 3."""
    folder = tmp_path / "gone"
    folder.mkdir()
    more = (
        "import shutil\n"
        "def pytest_collection_finish(session):\n"
        f"    shutil.rmtree({str(folder)!r})\n"
    )
    options = [f"--report=html:{folder / 'out.html'}", "--report=json:out.json"]
    done = reported(tmp_path, *options, more=more)
    assert done.returncode == 3
    table, _, after = done.stdout.partition("Score: 12 of 15 points\n")
    assert "1.2.1   1  not met" in table
    assert "The html report was not written: " in after
    assert "No such file or directory\n" in after
    assert "Wrote the json report: out.json\n" in after
    assert graded(tmp_path, "out.json")["exit_status"] == 1


def test_a_full_disk_leaves_the_old_report(tmp_path: Path) -> None:
    """Half a report is none; nothing else is left behind either."""
    old = '{"schema": 1, "suite": "0.0.1"}'
    (tmp_path / "out.json").write_text(old)
    more = (
        "import errno, os\n"
        "def full(*names):\n"
        "    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))\n"
        "def pytest_collection_finish():\n"
        "    os.replace = full\n"
    )
    done = reported(tmp_path, "--report=json:out.json", more=more)
    assert done.returncode == 3
    assert "The json report was not written: out.json: No space left on device\n" in done.stdout
    assert (tmp_path / "out.json").read_text() == old
    assert not list(tmp_path.glob(".report*"))


def test_a_fault_in_one_report_does_not_cost_the_others(tmp_path: Path) -> None:
    """It is told by its place alone: a message might hold a value."""
    more = (
        "import acceptance.reports.junit\n"
        "def broken(document):\n"
        "    raise KeyError('a secret')\n"
        "acceptance.reports.junit.render = broken\n"
        "def pytest_source_of_facts(config):\n"
        "    raise ValueError('a secret')\n"
    )
    done = reported(tmp_path, "--report=junit:out.xml", "--report=json:out.json", more=more)
    assert done.returncode == 3
    told = "The junit report was not written: out.xml: a fault of the suite: KeyError at conftest"
    assert told in done.stdout
    assert "a secret" not in done.stdout + done.stderr
    assert graded(tmp_path, "out.json")["source"]["kind"] is None


# What is refused before anything is graded.

KNOWN = "the formats are json, junit, html, gradescope, markdown"
REFUSED = (
    (["xml:a.xml"], f'there is no format "xml"; {KNOWN}; the nearest is '),
    (["jsno:a"], f'there is no format "jsno"; {KNOWN}; the nearest is json'),
    (["JUnit:a"], f'there is no format "JUnit"; {KNOWN}; the nearest is junit'),
    ([":a"], 'there is no format ""'),
    (["json"], f"json is not FORMAT:FILE, as in json:verdicts.json; {KNOWN}"),
    (["\x1b[31m"], r"\x1b[31m is not FORMAT:FILE"),
    (["json:"], "json: names no file; write json:FILE"),
    (["json: "], "json:  names no file; write json:FILE"),
    (["json:-"], "json:- would mix with the table on standard output; name a file"),
    (["json:nowhere/a.json"], "nowhere/a.json cannot be written: there is no folder "),
    (["json:small.feature/a"], "small.feature/a cannot be written: there is no folder "),
    (["json:."], ". is a folder; name a file in it"),
    (["json:/dev/null"], "/dev/null is there and cannot be overwritten"),
    (["json:cassette.yaml"], "cassette.yaml is no name for a report: .yaml belongs to "),
    (["json:Image.IPYNB"], "Image.IPYNB is no name for a report: .IPYNB belongs to "),
    (["json:a", "html:./a"], "./a is also the json report's; each needs a file of its own"),
    (["json:a", "json:a"], "a is also the json report's; each needs a file of its own"),
)


@pytest.mark.parametrize(("asked", "said"), REFUSED, ids=[" ".join(one) for one, _ in REFUSED])
def test_misuse_is_refused_before_anything_is_graded(
    tmp_path: Path,
    asked: list[str],
    said: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Each with one sentence that says what to do."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "small.feature").write_text("")
    with pytest.raises(pytest.UsageError) as refused:
        configure(*(f"--report={one}" for one in asked))
    assert str(refused.value).startswith(f"--report: {said}")
    assert "\n" not in str(refused.value)


def configure(*options: str) -> None:
    """Asks the plug-in alone what it thinks of the options."""
    parser = pytest.Parser(_ispytest=True)
    reports.pytest_addoption(parser)
    parser.addoption("--notebook", type=Path)
    parser.addoption("--junitxml", dest="xmlpath")
    parser.addoption("--preflight", action="store_true")
    config = Configured(vars(parser.parse_known_args(list(options))))
    reports.pytest_configure(config)  # type: ignore[arg-type]


class Configured:
    """As much of pytest's configuration as the plug-in asks while it is set up."""

    def __init__(self, options: dict[str, Any]) -> None:
        self.option = type("Options", (), {})()
        vars(self.option).update(options)
        self.stash = pytest.Stash()

    def getoption(self, name: str) -> Any:
        """The value of an option."""
        return getattr(self.option, name.removeprefix("--"))


def test_a_report_takes_no_other_files_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file that another option names is not to be overwritten."""
    monkeypatch.chdir(tmp_path)
    for other in (f"--notebook={tmp_path}/x.json", "--junitxml=./x.json"):
        with pytest.raises(pytest.UsageError, match=r"x\.json is also the file of another option"):
            configure("--report=json:x.json", other)


def test_a_preflight_has_no_report() -> None:
    """It grades nothing."""
    with pytest.raises(pytest.UsageError, match="a pre-flight grades nothing"):
        configure("--report=json:x.json", "--preflight")
    configure("--preflight")


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="needs a folder where root cannot write")
def test_a_folder_that_takes_no_file_is_found_out() -> None:
    """By trying, not by asking for permissions, which root has and a read-only disk ignores."""
    with pytest.raises(pytest.UsageError, match=r"x\.json cannot be written: .* in /proc"):
        configure("--report=json:/proc/x.json")


def test_a_refusal_ends_a_run_with_status_4(tmp_path: Path) -> None:
    """Nothing is collected, nothing is written."""
    done = reported(tmp_path, "--report=json:ok.json", "--report=pdf:a.pdf")
    assert done.returncode == 4
    assert done.stderr.startswith('ERROR: --report: there is no format "pdf"; ')
    assert "1.2.1" not in done.stdout
    assert not (tmp_path / "ok.json").exists()


def test_the_help_names_the_formats(tmp_path: Path) -> None:
    """In a group of its own."""
    help_ = reported(tmp_path, "--help").stdout
    _, _, group = help_.partition("\nreports of the verdicts:\n")
    text = " ".join(group.partition("\n\n")[0].split())
    assert text.startswith(
        "--report=FORMAT:FILE also write the verdicts to FILE, as often as wanted"
    )
    assert "FORMAT is json, junit, html, gradescope or markdown (default: none)" in text


# The committed cassette.


def test_the_committed_cassette_in_every_format(tmp_path: Path) -> None:
    """The suite itself writes all of them, twice the same, and the data is as its schema says."""
    written: list[dict[str, bytes]] = []
    for name in ("first", "second"):
        folder = tmp_path / name
        folder.mkdir()
        environment = {**os.environ, "COLUMNS": "100"}
        environment.pop("PYTEST_ADDOPTS", None)
        done = subprocess.run(
            [sys.executable, "-m", "pytest", *every_format(folder)],
            cwd=ROOT,
            env=environment,
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        written.append({path.name: path.read_bytes() for path in folder.iterdir()})
    assert written[0] == written[1]
    assert written[0].keys() == {f"verdicts.{name}" for name in FORMATS}
    document = json.loads(written[0]["verdicts.json"])
    schema = json.loads((ROOT / "docs" / "report.schema.json").read_text(encoding="utf-8"))
    assert [*jsonschema.Draft202012Validator(schema).iter_errors(document)] == []
    assert document["title"] == "Create an image classification solution"
    assert document["score"] == {"sure": 100, "possible": 100, "maximum": 100}
    assert (document["source"]["kind"], document["source"]["complete"]) == ("recording", True)
    assert len(document["source"]["sha256"]) == 64
    # It was recorded on the emulator, which is no student's work.
    assert "score" not in json.loads(written[0]["verdicts.gradescope"])
