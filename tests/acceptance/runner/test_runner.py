"""The one door: each grading has a process of its own, and ends with an answer whatever it does."""

from __future__ import annotations

import json
import os
import pickle
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import Future
from dataclasses import replace
from pathlib import Path

import pytest

from acceptance.runner import (
    CheckEvent,
    ExerciseError,
    Grading,
    GradingRequest,
    Runner,
    Trouble,
    TroubleKind,
    grade,
)
from acceptance.runner.request import inherited
from tests.harness.commands import CHECKS, ROOT, run

RECORDED = GradingRequest(exercise=ROOT)
METHODS = ["forkserver", "spawn"] if hasattr(os, "fork") else ["spawn"]
posix = pytest.mark.skipif(sys.platform == "win32", reason="signals are sent as POSIX has them")


FIRST, *OTHERS = METHODS


@pytest.fixture(
    scope="module",
    params=[FIRST, *(pytest.param(other, marks=pytest.mark.whole) for other in OTHERS)],
)
def runner(request: pytest.FixtureRequest) -> Iterator[Runner]:
    """A runner of each kind."""
    with Runner(2, request.param) as runner:
        yield runner


def misbehaving(folder: Path, code: str, **wanted: object) -> GradingRequest:
    """A request for a grading that runs this code before the check 2.2.5."""
    (folder / "misbehaving.py").write_text(
        "import os, signal, sys, time\n\n"
        "def pytest_runtest_setup(item):\n"
        "    if '2.2.5' in item.extra_keyword_matches:\n"
        f"        {code}\n"
    )
    options = ("-p", "misbehaving", "-o", f"pythonpath={folder}")
    return replace(RECORDED, options=options, **wanted)  # type: ignore[arg-type]


def verdicts(grading: Grading) -> dict[str, str]:
    """Check id -> verdict."""
    assert grading.document, grading
    return {check.id: str(check.verdict) for check in grading.document.checks}


def is_running(pid: int) -> bool:
    """Whether the process is there, and not dead."""
    shown = subprocess.run(
        ["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True, check=False
    )
    return shown.stdout.strip()[:1] not in ("", "Z")


def written(file: Path) -> str:
    """What stands in a file, once something does."""
    until = time.monotonic() + 30
    while not (file.exists() and file.read_text()):
        assert time.monotonic() < until
        time.sleep(0.02)
    return file.read_text()


def parent_of(pid: int) -> int:
    """The process that started it."""
    shown = subprocess.run(
        ["ps", "-o", "ppid=", "-p", str(pid)], capture_output=True, text=True, check=True
    )
    return int(shown.stdout)


def still_running(*pids: int) -> set[int]:
    """Those that are there some seconds later: a killed process takes a moment to be gone."""
    until = time.monotonic() + 10
    while (left := set(filter(is_running, pids))) and time.monotonic() < until:
        time.sleep(0.05)
    return left


def test_a_grading_is_what_pytest_says(runner: Runner) -> None:
    """Exit status, document, output and each check are those of `pytest` at the exercise."""
    events: list[CheckEvent] = []
    grading = runner.grade(RECORDED, events.append)
    assert (grading.exit_status, grading.trouble) == (0, None)
    assert {event.id: event.verdict for event in events} == verdicts(grading)
    assert len(events) == CHECKS
    assert all(event.title for event in events)
    plain = run("pytest")
    without_time = [re.sub(r"in \d+\.\d+s", "", out) for out in (grading.output, plain.stdout)]
    assert without_time[0] == without_time[1]
    assert grading.cpu_seconds
    assert 0.1 < grading.cpu_seconds < 10
    assert grading.wall_seconds > 0.1
    assert sys.platform == "win32" or (grading.peak_memory or 0) > 20 << 20


def test_requests_and_gradings_travel(runner: Runner) -> None:
    """Both can be pickled, and cannot be changed."""
    request = replace(RECORDED, options=("-k", "2.2.5"))
    grading = runner.grade(request)
    assert pickle.loads(pickle.dumps((request, grading))) == (request, grading)  # noqa: S301
    with pytest.raises(AttributeError):
        grading.exit_status = 1  # type: ignore[misc]


def test_files_are_named_from_where_the_caller_is(
    runner: Runner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Cassette, notebook and reports are relative to the caller, not to the exercise."""
    shutil.copy(ROOT / "fixtures/cassettes/complete.yaml", tmp_path / "jane.yaml")
    shutil.copy(ROOT / "fixtures/cassettes/complete.ipynb", tmp_path)
    monkeypatch.chdir(tmp_path)
    request = GradingRequest(
        exercise=Path(os.path.relpath(ROOT)),
        cassette=Path("jane.yaml"),
        notebook=Path("complete.ipynb"),
        reports=(("json", Path("jane.json")), ("markdown", Path("jane.md"))),
    )
    grading = runner.grade(request)
    assert grading.document
    assert grading.document.to_json() == json.loads((tmp_path / "jane.json").read_text())
    assert grading.document.source.recording == "jane.yaml"
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "complete.ipynb",
        "jane.json",
        "jane.md",
        "jane.yaml",
    ]


def test_many_at_a_time_do_not_disturb_each_other(runner: Runner) -> None:
    """From many threads, each gets its own grading."""
    ids = [f"{task}.{number}" for task in ("2.3", "3.1", "3.3") for number in range(1, 5)]
    futures = [runner.submit(replace(RECORDED, options=("-k", check))) for check in ids]
    assert [list(verdicts(future.result())) for future in futures] == [[check] for check in ids]


def test_a_folder_without_an_exercise_is_refused(tmp_path: Path) -> None:
    """One sentence says which folder, and what is missing in it."""
    (tmp_path / "conftest.py").touch()
    with pytest.raises(ExerciseError, match=r"holds no exercise: there is no pytest\.ini in it"):
        grade(GradingRequest(exercise=tmp_path))


def test_the_environment_is_what_is_handed_on(
    runner: Runner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Credentials and proxies of the caller stay behind; what the request names is there."""
    monkeypatch.setenv("AZURE_CLIENT_SECRET", "of the caller")
    monkeypatch.setenv("https_proxy", "http://nowhere.invalid:1")
    monkeypatch.setenv("PYTEST_ADDOPTS", "--live")
    monkeypatch.setenv("KEPT", "1")
    code = "os.write(1, b'=' + repr(sorted(os.environ)).encode() + b'=')"
    wanted = {"AZURE_CLIENT_ID": "sesame"}
    request = misbehaving(tmp_path, code, environment=wanted)
    grading = runner.grade(replace(request, options=(*request.options, "--capture=no")))
    names = grading.output.split("=")[1]
    assert "'KEPT'" in names
    assert "'AZURE_CLIENT_ID'" in names
    assert not re.search("SECRET|https_proxy|ADDOPTS", names)
    assert "sesame" not in repr(request)


def test_no_key_is_inherited() -> None:
    """Credentials, proxies, and options that others set for pytest stay behind."""
    secret = ("AZURE_CLIENT_SECRET", "ARM_CLIENT_SECRET", "IDENTITY_ENDPOINT", "https_proxy")
    assert inherited(dict.fromkeys((*secret, "PYTEST_ADDOPTS", "PATH"), "x")) == {
        "PATH": "x",
        "PYTHONUTF8": "1",
    }


@pytest.mark.parametrize(
    ("options", "status", "trouble"),
    [
        (
            ("--record=x.yaml",),
            4,
            Trouble(TroubleKind.USAGE, "--record needs --live: only a live run can be recorded"),
        ),
        (("-k", "nothing"), 5, Trouble(TroubleKind.NOTHING, "the options select no check")),
        (("--collect-only",), 0, Trouble(TroubleKind.NOTHING, "the options grade nothing")),
        (("--deadline=soon",), 4, None),
    ],
)
def test_what_does_not_grade_says_why(
    runner: Runner, options: tuple[str, ...], status: int, trouble: Trouble | None
) -> None:
    """Options that are refused or select nothing give a trouble, in pytest's own words."""
    grading = runner.grade(replace(RECORDED, options=options))
    assert grading.exit_status == status
    assert grading.trouble
    if trouble:
        assert grading.trouble == trouble
    assert grading.trouble.kind is not TroubleKind.USAGE or "--" in grading.trouble.message


@pytest.mark.parametrize(
    ("code", "status", "trouble"),
    [
        (
            "os._exit(7)",
            7,
            Trouble(
                TroubleKind.ENDED, "the process ended with exit status 7 before the grading did"
            ),
        ),
        (
            "os._exit(0)",
            0,
            Trouble(
                TroubleKind.ENDED, "the process ended with exit status 0 before the grading did"
            ),
        ),
        (
            "raise KeyboardInterrupt",
            2,
            Trouble(TroubleKind.INTERRUPTED, "the suite was interrupted"),
        ),
    ],
)
def test_a_grading_that_ends_early(
    runner: Runner, tmp_path: Path, code: str, status: int, trouble: Trouble
) -> None:
    """Whatever the exit status is, it is no grading."""
    grading = runner.grade(misbehaving(tmp_path, code))
    assert (grading.exit_status, grading.trouble) == (status, trouble)
    assert runner.grade(replace(RECORDED, options=("-k", "2.2.5"))).trouble is None


@posix
def test_a_killed_process_is_told_of(runner: Runner, tmp_path: Path) -> None:
    """SIGKILL from outside, as the kernel sends it when memory is short."""
    pid = tmp_path / "pid"
    code = f"open({str(pid)!r}, 'w').write(str(os.getpid())); time.sleep(60)"
    future = runner.submit(misbehaving(tmp_path, code))
    os.kill(int(written(pid)), signal.SIGKILL)
    grading = future.result(timeout=10)
    assert grading.trouble
    assert grading.trouble.kind is TroubleKind.KILLED
    assert "signal 9 (SIGKILL)" in grading.trouble.message
    assert (grading.exit_status, grading.document) == (-signal.SIGKILL, None)
    assert (grading.cpu_seconds or 0) > 0.05
    assert (grading.peak_memory or 0) > 20 << 20


@posix
@pytest.mark.parametrize("code", ["time.sleep(60)", "exec('while True: pass')"])
def test_a_hanging_grading_is_ended(runner: Runner, tmp_path: Path, code: str) -> None:
    """The time limit ends it, with all that it has started, and it leaves no half a report."""
    started, reports = tmp_path / "started", tmp_path / "reports"
    reports.mkdir()
    (reports / ".jane.json.a1b2c3d4").touch()
    code = (
        "import subprocess; child = subprocess.Popen(['sleep', '60']);"
        f" open({str(started)!r}, 'w').write(f'{{os.getpid()}} {{child.pid}}'); {code}"
    )
    request = misbehaving(tmp_path, code, time_limit=8, reports=(("json", reports / "jane.json"),))
    grading = runner.grade(request)
    assert grading.trouble == Trouble(
        TroubleKind.TIMED_OUT, "the grading was ended after its time limit, 8 seconds"
    )
    assert grading.document is None
    assert 8 <= grading.wall_seconds < 30
    assert (grading.cpu_seconds or 0) > 0.1
    assert list(reports.iterdir()) == []
    assert not still_running(*map(int, started.read_text().split()))


@pytest.mark.skipif(sys.platform != "linux", reason="the system cannot hold it to a limit")
def test_memory_is_limited(runner: Runner, tmp_path: Path) -> None:
    """A grading that wants more than it may have fails, and blames nobody."""
    request = misbehaving(tmp_path, "item.hoard = bytearray(3 << 30)", memory_limit=1 << 30)
    grading = runner.grade(request)
    assert grading.trouble == Trouble(TroubleKind.OUT_OF_MEMORY, "the grading ran out of memory")
    assert grading.document is None
    assert runner.grade(replace(RECORDED, memory_limit=1 << 30)).trouble is None


def test_what_is_printed_is_bounded(runner: Runner, tmp_path: Path) -> None:
    """Of 100 MB the end is kept, and how much is left out is said."""
    code = "[os.write(1, b'x' * 10**6) for _ in range(100)]"
    request = misbehaving(tmp_path, code)
    grading = runner.grade(replace(request, options=(*request.options, "--capture=no")))
    assert grading.trouble is None
    assert len(grading.output) < 1.1 * 2**20
    left_out = re.match(r"\[(\d+) bytes are left out here\]\n", grading.output)
    assert left_out
    assert 98 * 10**6 < int(left_out[1]) < 10**8
    assert f"{CHECKS} met" in grading.output[-100:]


def test_an_error_of_the_listener_ends_the_grading(runner: Runner, tmp_path: Path) -> None:
    """Who listens to the checks may stop it, by whatever it raises."""
    pid = tmp_path / "pid"
    code = f"open({str(pid)!r}, 'w').write(str(os.getpid())); time.sleep(60)"

    def listen(event: CheckEvent) -> None:
        if event.id == "2.2.4":
            written(pid)
            raise LookupError(event.id)

    with pytest.raises(LookupError, match=r"2\.2\.4"):
        runner.grade(misbehaving(tmp_path, code), listen)
    assert not still_running(int(pid.read_text()))


@pytest.mark.parametrize("method", METHODS)
def test_leaving_ends_what_runs(method: str, tmp_path: Path) -> None:
    """What runs is interrupted, what has not begun never begins, and nothing is left."""
    pid = tmp_path / "pid"
    code = f"open({str(pid)!r}, 'w').write(str(os.getpid())); time.sleep(60)"
    futures: list[Future[Grading]] = []
    with Runner(1, method) as runner:
        futures += [runner.submit(misbehaving(tmp_path, code)) for _ in range(2)]
        written(pid)
    trouble = futures[0].result().trouble
    assert trouble == Trouble(TroubleKind.INTERRUPTED, "the grading was interrupted")
    assert futures[1].cancelled()
    assert not still_running(int(pid.read_text()))
    with pytest.raises(RuntimeError, match="closed"):
        runner.grade(RECORDED)


PARENT = """
import sys
from pathlib import Path
from acceptance.runner import GradingRequest, Runner, grade
folder = sys.argv[1]
options = ("-p", "misbehaving", "-o", f"pythonpath={folder}")
with Runner(1, sys.argv[2]) as runner:
    if sys.argv[3] == "grade":
        runner.grade(GradingRequest(options=options))
    runner.submit(GradingRequest(options=options)).result()
"""


@posix
@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("way", ["grade", "submit"])
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_no_end_of_the_parent_leaves_anything(
    method: str, way: str, number: signal.Signals, tmp_path: Path
) -> None:
    """Ctrl-C or a sudden death of the parent: no process stays, and no temporary file."""
    pid, temporary = tmp_path / "pid", tmp_path / "temporary"
    temporary.mkdir()
    code = f"open({str(pid)!r}, 'w').write(f'{{os.getpid()}} {{os.getppid()}}'); time.sleep(60)"
    misbehaving(tmp_path, code)
    parent = subprocess.Popen(
        [sys.executable, "-c", PARENT, str(tmp_path), method, way],
        cwd=ROOT,
        env={**os.environ, "TMPDIR": str(temporary)},
        stderr=subprocess.PIPE,
        # In the background of a script, Ctrl-C is ignored.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler) and None,
    )
    child, watcher = map(int, written(pid).split())
    started = {child, watcher, parent_of(watcher)} - {parent.pid}
    assert len(started) == (3 if method == "forkserver" else 2)
    parent.send_signal(number)
    _, errors = parent.communicate(timeout=20)
    assert (b"KeyboardInterrupt" in errors) is (number == signal.SIGINT)
    assert not still_running(*started)
    assert list(temporary.iterdir()) == []


@posix
@pytest.mark.skipif("forkserver" not in METHODS, reason="needs fork")
def test_a_warm_process_that_died_is_replaced(tmp_path: Path) -> None:
    """The gradings that it had forked go on, and the next one gets a new one."""
    watcher, go = tmp_path / "watcher", tmp_path / "go"
    code = (
        f"open({str(watcher)!r}, 'w').write(str(os.getppid()));"
        f"[time.sleep(0.02) for _ in iter(lambda: os.path.exists({str(go)!r}), True)]"
    )
    with Runner(1, "forkserver") as runner:
        future = runner.submit(misbehaving(tmp_path, code))
        os.kill(parent_of(int(written(watcher))), signal.SIGKILL)
        go.touch()
        assert future.result(timeout=60).trouble is None
        assert runner.grade(replace(RECORDED, options=("-k", "2.2.5"))).trouble is None


@posix
def test_a_grading_ends_with_who_watches_it(runner: Runner, tmp_path: Path) -> None:
    """A grading that nobody watches any more does not go on unseen."""
    pids = tmp_path / "pids"
    code = f"open({str(pids)!r}, 'w').write(f'{{os.getpid()}} {{os.getppid()}}'); time.sleep(60)"
    future = runner.submit(misbehaving(tmp_path, code))
    child, watcher = map(int, written(pids).split())
    os.kill(watcher, signal.SIGKILL)
    trouble = future.result(timeout=10).trouble
    assert trouble
    assert trouble.kind is TroubleKind.KILLED
    assert not still_running(child)


def test_the_shared_door_is_warm() -> None:
    """`grade` alone keeps what it has loaded, and is for threads, too."""
    first, second = (grade(replace(RECORDED, options=("-k", "2.2.5"))) for _ in range(2))
    assert verdicts(first) == verdicts(second) == {"2.2.5": "met"}
