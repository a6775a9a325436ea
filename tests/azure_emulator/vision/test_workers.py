"""Processes that compute: what they answer, and how they end."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from azure_emulator.vision import workers
from azure_emulator.vision.workers import WorkerLostError, Workers

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture(scope="module")
def pool() -> Iterator[Workers]:
    """Workers of these tests' own."""
    made = Workers()
    yield made
    made.end()


def is_alive(process: int) -> bool:
    """Whether there is a process of that number that has not ended."""
    try:
        state = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


def ends_soon(process: int) -> bool:
    """Whether a process ends within some seconds."""
    until = time.monotonic() + 20
    while is_alive(process) and time.monotonic() < until:
        time.sleep(0.02)
    return not is_alive(process)


def test_a_worker_computes_in_another_process(pool: Workers) -> None:
    """The same one for the next task, as long as there is one."""
    first, second = pool.run(os.getpid), pool.run(os.getpid)
    assert first == second != os.getpid()
    assert pool.run(sorted, [2, 1], reverse=False) == [1, 2]


def test_what_a_task_raises_is_raised(pool: Workers) -> None:
    """With where it was raised; the worker lives on, and what is printed there is no answer."""
    worker = pool.run(os.getpid)
    with pytest.raises(ValueError, match="invalid literal") as raised:
        pool.run(int, "seven")
    assert "process of its own" in raised.value.__notes__[0]
    pool.run(print, "nothing", flush=True)
    assert pool.run(os.getpid) == worker


def test_a_killed_worker_is_replaced(pool: Workers) -> None:
    """One that was ended while it had nothing to do is not missed."""
    worker = pool.run(os.getpid)
    os.kill(worker, signal.SIGKILL)
    assert pool.run(os.getpid) != worker


def test_a_task_that_ends_its_worker_is_given_up(pool: Workers) -> None:
    """After two attempts; others are computed as before."""
    with pytest.raises(WorkerLostError, match="2 times"):
        pool.run(os._exit, 1)
    assert pool.run(len, "abc") == 3


def test_without_processes_it_is_computed_here(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Where none can be started, and standard error says so."""
    monkeypatch.setattr(sys, "executable", "/there/is/no/python")
    assert Workers().run(os.getpid) == os.getpid()
    assert "No process to compute in can be started" in capsys.readouterr().err


def test_idle_workers_end_and_leave_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """No process and no open file."""
    monkeypatch.setattr(workers, "IDLE", 0.05)
    before = set(os.listdir("/proc/self/fd"))
    assert ends_soon(Workers().run(os.getpid))
    until = time.monotonic() + 20
    while set(os.listdir("/proc/self/fd")) - before and time.monotonic() < until:
        time.sleep(0.02)
    assert not set(os.listdir("/proc/self/fd")) - before


PARENT = """
import os, threading, time
from azure_emulator.vision.workers import WORKERS
print(WORKERS.run(os.getpid), flush=True)
threading.Thread(target=WORKERS.run, args=(time.sleep, 600), daemon=True).start()
time.sleep(600)
"""


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="there is no /proc to look at")
@pytest.mark.parametrize("end", [signal.SIGKILL, signal.SIGTERM])
def test_no_worker_outlives_its_parent(end: signal.Signals) -> None:
    """Not even in the middle of a task."""
    with subprocess.Popen(
        [sys.executable, "-c", PARENT], cwd=ROOT, stdout=subprocess.PIPE, text=True
    ) as parent:
        assert parent.stdout
        worker = int(parent.stdout.readline())
        assert is_alive(worker)
        time.sleep(0.2)
        parent.send_signal(end)
        parent.wait()
        gone = ends_soon(worker)
        with suppress(OSError):
            os.kill(worker, signal.SIGKILL)
    assert gone


def test_the_first_worker_is_expected_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who is told so starts it; after it has ended, another one may be expected."""
    monkeypatch.setattr(workers, "IDLE", 600.0)
    made = Workers()
    try:
        assert [made.expected(), made.expected()] == [True, False]
        first = made.run(os.getpid)
        assert not made.expected()
        made.end()
        assert ends_soon(first)
        assert made.expected()
    finally:
        made.end()
