"""`classroom grade` on a class of the emulator's, as an instructor types it."""

from __future__ import annotations

import csv
import io
import os
import random
import signal
import stat
import threading
import time
from collections.abc import Iterator, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

import psutil
import pytest

from acceptance.runner import GradingRequest, Runner
from azure_emulator.wire import Request, Response
from classroom.folder import ClassFolder
from classroom.journal import open_journal
from classroom.usage import GOOD, INTERRUPTED, TROUBLE, UNVERIFIED
from tests.harness import postgresql
from tests.harness.commands import ROOT
from tests.harness.graded_class import GradedClass, graded_class, kill_group

MARKS = slice(0, -2)
"""The columns of a gradebook that two gradings of one class have in common."""


@pytest.fixture(scope="module")
def students(request: pytest.FixtureRequest) -> int:
    """How many there are in the class."""
    return 60 if request.config.getoption("--whole") else 40


@pytest.fixture(scope="module")
def class_(tmp_path_factory: pytest.TempPathFactory, students: int) -> Iterator[GradedClass]:
    """A class in many states, answered as slowly as by Azure."""
    with graded_class(tmp_path_factory.mktemp("class"), students, 8) as made:
        made.cloud.latency = timedelta(milliseconds=50)
        yield made


@pytest.fixture(scope="module")
def undisturbed(
    class_: GradedClass, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, int, str]:
    """The class, graded without any trouble: its folder, the exit status, what was printed."""
    folder = tmp_path_factory.mktemp("undisturbed") / "marks"
    return folder, *class_.grade("--out", folder)


def gradebook(folder: Path) -> list[list[str]]:
    """The rows of a gradebook, without times and hashes."""
    text = (folder / "gradebook.csv").read_text(encoding="utf-8-sig")
    return [row[MARKS] for row in csv.reader(io.StringIO(text))]


def verdicts(folder: Path, url: str | None = None) -> dict[str, dict[str, str]]:
    """Those of each student's last grading."""
    with open_journal(ClassFolder(folder), url, make=False) as journal:
        return {
            each.student.id: {check.id: str(check.verdict) for check in each.entry.document.checks}
            for each in journal.standings()
            if each.entry
        }


def expected(class_: GradedClass, graded: Mapping[str, Mapping[str, str]]) -> dict[str, Any]:
    """The verdicts that the submissions state, of the same checks."""
    told = class_.expected
    return {
        student: {
            check: told["students"][student]["verdicts"].get(check, told["otherwise"])
            for check in graded[student]
        }
        for student in graded
    }


def test_nobody_is_missing(
    class_: GradedClass, undisturbed: tuple[Path, int, str], students: int
) -> None:
    """Everybody has a mark, each verdict is as the submission states, and so is the status."""
    folder, status, output = undisturbed
    graded = verdicts(folder)
    assert len(graded) == students, output
    assert graded == expected(class_, graded)
    doubts = any("not verified" in each.values() for each in graded.values())
    assert status == (UNVERIFIED if doubts else GOOD), output
    assert len(gradebook(folder)) == students + 1
    assert f"{students} students to grade, 0 keep what they have." in output


def test_what_is_written_is_the_owners_alone(undisturbed: tuple[Path, int, str]) -> None:
    """0600 and 0700, whatever the umask says; and the evidence of each is there."""
    folder, _, _ = undisturbed
    for path in [folder, *folder.rglob("*")]:
        mode = stat.S_IMODE(path.stat().st_mode)
        assert mode & 0o077 == 0, f"{path} {mode:o}"
    evidence = [path.parent for path in folder.rglob("evidence.yaml")]
    assert len(evidence) == len(list(folder.glob("students/*/*")))
    assert all((each / "report.html").is_file() for each in evidence)


def test_no_grading_names_another_student(
    class_: GradedClass, undisturbed: tuple[Path, int, str]
) -> None:
    """Who grades sees the subscriptions of all: what is kept of one student tells of no other."""
    folder, _, _ = undisturbed
    ids = {row["id"]: row["subscription"] for row in class_.rows}
    for student, subscription in ids.items():
        texts = [
            path.read_text(encoding="utf-8", errors="replace")
            for path in ClassFolder(folder).student(student).rglob("*")
            if path.is_file()
        ]
        assert texts
        others = [each for each in ids.values() if each != subscription]
        assert not [each for each in others if any(each in text for text in texts)]


def test_started_again_only_who_is_not_verified_is_graded(
    class_: GradedClass, undisturbed: tuple[Path, int, str], tmp_path: Path
) -> None:
    """And one who is named; the others keep what they have."""
    rows = class_.rows[:4]
    few = class_.write_roster("few.csv", rows)
    status, output = few.grade("--out", tmp_path / "marks", "--only", rows[1]["id"])
    assert "1 student to grade" in output
    assert status == UNVERIFIED
    assert list(verdicts(tmp_path / "marks")) == [rows[1]["id"]]
    _, output = few.grade("--out", tmp_path / "marks", "--again", rows[1]["id"], rows[0]["id"])
    assert "2 students to grade" in output
    assert len(list(ClassFolder(tmp_path / "marks").student(rows[1]["id"]).iterdir())) == 2


@pytest.mark.parametrize(
    "number", [0, 1, *(pytest.param(each, marks=pytest.mark.whole) for each in range(2, 5))]
)
def test_a_killed_run_goes_on_to_the_same_gradebook(
    class_: GradedClass,
    undisturbed: tuple[Path, int, str],
    number: int,
    request: pytest.FixtureRequest,
    tmp_path: Path,
) -> None:
    """SIGKILL for the whole group at any moment, before that a killed worker; on each database."""
    dice = random.Random(number)  # noqa: S311 - no secret is drawn
    whole = request.config.getoption("--whole")
    some = class_ if whole else class_.write_roster("some.csv", class_.rows[:12])
    environment = {}
    if number % 2 and postgresql.programs() is not None:
        server: postgresql.Server = request.getfixturevalue("postgresql_server")
        environment["CLASSROOM_JOURNAL"] = server.new_database()
    folder = tmp_path / "marks"
    process = some.start("--out", folder, **environment)
    wait_until(lambda: len(list(folder.glob("students/*/*"))) >= 1 + number * 2, process)
    if number % 2 == 0:
        for child in workers(process)[:1]:
            child.kill()
    time.sleep(dice.uniform(0, 2))
    started = psutil.Process(process.pid).children(recursive=True)
    kill_group(process)
    assert not psutil.wait_procs(started, timeout=20)[1], "a process has outlived the command"
    status, output = some.grade("--out", folder, **environment)
    assert status in (GOOD, UNVERIFIED), output
    assert gradebook(folder) == gradebook(undisturbed[0])[: len(some.rows) + 1], output


def test_ctrl_c_stops_cleanly_and_says_how_to_go_on(class_: GradedClass, tmp_path: Path) -> None:
    """What was graded is kept, nothing runs on, and there is a gradebook of what is done."""
    process = class_.start("--out", tmp_path / "marks")
    wait_until(lambda: any((tmp_path / "marks").glob("students/*/*")), process)
    started = psutil.Process(process.pid).children(recursive=True)
    process.send_signal(signal.SIGTERM)
    output, _ = process.communicate(timeout=60)
    assert process.returncode == INTERRUPTED, output
    assert "Traceback" not in output
    assert f"--out {tmp_path / 'marks'}" in output.partition("To go on:")[2]
    assert not psutil.wait_procs(started, timeout=20)[1]
    assert len(gradebook(tmp_path / "marks")) == len(class_.rows) + 1


def test_two_do_not_write_one_class(class_: GradedClass, tmp_path: Path) -> None:
    """The second one is told so, and changes nothing."""
    process = class_.start("--out", tmp_path / "marks")
    wait_until(lambda: (tmp_path / "marks" / "journal.sqlite").exists(), process)
    status, output = class_.grade("--out", tmp_path / "marks")
    kill_group(process)
    assert status == 2
    assert "another process is writing to" in output


def test_trouble_of_one_is_nobody_elses(class_: GradedClass, tmp_path: Path) -> None:
    """A hand-in that is no notebook is the student's; a subscription that nobody sees is not."""
    rows = [dict(row) for row in class_.rows[:4]]
    (tmp_path / "no.ipynb").write_bytes(b"\x89PNG\r\n")
    rows[0]["notebook"] = str(tmp_path / "no.ipynb")
    rows[1]["subscription"] = "00000000-0000-4000-8000-00000000dead"
    few = class_.write_roster("troubled.csv", rows)
    status, output = few.grade("--out", tmp_path / "marks")
    assert status == UNVERIFIED
    graded = verdicts(tmp_path / "marks")
    assert len(graded) == 4, output
    assert "not met" in graded[rows[0]["id"]].values(), output
    assert set(graded[rows[1]["id"]].values()) == {"not verified"}
    as_stated = expected(class_, graded)
    assert all(graded[row["id"]] == as_stated[row["id"]] for row in rows[2:]), output
    # No message names what else the instructor sees.
    assert class_.rows[3]["subscription"] not in output


def test_who_hangs_is_ended(class_: GradedClass, tmp_path: Path) -> None:
    """After the time limit, and that is the reason at each check."""

    def hang(request: Request) -> Response | None:
        if request.path.count("/") > 2:
            time.sleep(15)
        return None

    class_.cloud.on_request = hang
    try:
        one = class_.write_roster("hanging.csv", class_.rows[:1])
        status, output = one.grade("--out", tmp_path / "marks", "--time-limit", "8")
    finally:
        class_.cloud.on_request = None
    assert status == UNVERIFIED
    (graded,) = verdicts(tmp_path / "marks").values()
    assert set(graded.values()) == {"not verified"}
    assert "ended after its time limit, 8 seconds" in output
    assert "with a longer --time-limit" in output


def test_a_grading_that_is_killed_is_told(class_: GradedClass, tmp_path: Path) -> None:
    """Not verified, with the reason; nobody is blamed, and nobody is lost."""
    asked = threading.Event()

    def linger(request: Request) -> Response | None:
        if request.path.count("/") > 2:
            asked.set()
            time.sleep(2)
        return None

    class_.cloud.on_request = linger
    try:
        one = class_.write_roster("killed.csv", class_.rows[:1])
        process = one.start("--out", tmp_path / "marks")
        wait_until(asked.is_set, process)
        deepest = psutil.Process(process.pid).children(recursive=True)[-1]
        assert "fork_server" in " ".join(deepest.cmdline())
        deepest.kill()
        output, _ = process.communicate(timeout=120)
    finally:
        class_.cloud.on_request = None
    assert process.returncode == UNVERIFIED, output
    (graded,) = verdicts(tmp_path / "marks").values()
    assert set(graded.values()) == {"not verified"}
    assert "killed by signal 9" in output


def test_who_is_throttled_together_waits_together(class_: GradedClass, tmp_path: Path) -> None:
    """A 429 of one is a pause of all, on all workers; and all are graded after it."""
    throttled: list[float] = []
    until = 0.0

    def throttle(request: Request) -> Response | None:
        nonlocal until
        if request.host != "management.azure.com" or request.path.count("/") < 3:
            return None
        until = until or time.monotonic() + 4
        if time.monotonic() > until:
            return None
        throttled.append(time.monotonic())
        return Response(429, headers={"Retry-After": "4"})

    few = class_.write_roster("throttled.csv", class_.rows[:8])
    class_.cloud.on_request = throttle
    try:
        _, output = few.grade("--out", tmp_path / "marks")
    finally:
        class_.cloud.on_request = None
    graded = verdicts(tmp_path / "marks")
    assert graded == expected(class_, graded), output
    # Each was told at most once, and nobody asked again while all waited.
    assert 1 <= len(throttled) <= len(graded)


def test_a_folder_that_vanishes_is_told(class_: GradedClass, tmp_path: Path) -> None:
    """The journal goes with it: the run ends, says so, and claims nothing."""
    few = class_.write_roster("vanishing.csv", class_.rows[:6])
    folder = tmp_path / "marks"
    process = few.start("--out", folder, "--at-once", "1")
    wait_until(lambda: any(folder.glob("students/*/*")), process)
    folder.rename(tmp_path / "elsewhere")
    output, _ = process.communicate(timeout=120)
    assert process.returncode in (TROUBLE, UNVERIFIED), output
    assert "Traceback" not in output
    assert "students need a look" in output or "error:" in output


def wait_until(happened: Any, process: Any, seconds: float = 120) -> None:
    """Wait for something that a process does."""
    deadline = time.monotonic() + seconds
    while not happened() and process.poll() is None:
        assert time.monotonic() < deadline
        time.sleep(0.05)


def workers(process: Any) -> list[psutil.Process]:
    """The processes of Dask's workers."""
    children = psutil.Process(process.pid).children()
    return [each for each in children if "spawn_main" in " ".join(each.cmdline())]


def test_a_student_whose_hand_ins_are_not_used_is_told_why(
    class_: GradedClass, tmp_path: Path
) -> None:
    """In the report and the gradebook, with a cure that a student has; again from the evidence."""
    rows = [{**row, "notebook": ""} for row in class_.rows[:2]]
    for name in ("a", "b"):
        path = tmp_path / "in" / rows[0]["id"] / f"{name}.ipynb"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name)
        os.utime(path, (1_760_000_000, 1_760_000_000))
    marks = tmp_path / "marks"
    few = class_.write_roster("unused.csv", rows)
    status, output = few.grade("--out", marks, "--notebooks", tmp_path / "in")
    assert status == UNVERIFIED, output
    with open_journal(ClassFolder(marks), None, make=False) as journal:
        entries = {each.student.id: each.entry for each in journal.standings()}
    told = []
    for row in rows:
        entry = entries[row["id"]]
        assert entry
        reasons = {(check.reason, check.cure) for check in entry.document.checks if check.reason}
        told.append({each for each in reasons if "handed in" in (each[0] or "")})
    cure = "hand in one notebook, or ask the instructor to name one in the roster"
    assert told == [
        {
            (
                "2 different notebooks were handed in, and none is seen to be the latest: "
                '"a.ipynb", "b.ipynb"',
                cure,
            )
        },
        {("no notebook was handed in", cure)},
    ]
    evidence = next(ClassFolder(marks).student(rows[0]["id"]).rglob("evidence.yaml"))
    with Runner(1) as runner:
        again = runner.grade(GradingRequest(ROOT, cassette=evidence))
    assert again.document
    assert told[0] <= {(check.reason, check.cure) for check in again.document.checks}


def test_a_subscription_that_is_not_seen_is_told_in_a_rosters_words(
    class_: GradedClass, tmp_path: Path
) -> None:
    """No option of the suite is named that nobody gave."""
    row = {**class_.rows[0], "subscription": "00000000-0000-4000-8000-0000000000ff"}
    status, output = class_.write_roster("unseen.csv", [row]).grade("--out", tmp_path / "marks")
    assert status == UNVERIFIED, output
    assert "does not see this student's subscription" in output
    assert "check the student's line in the roster" in output
    assert "--subscription" not in output
