"""Being asked to end is Ctrl-C: what was decided is reported, and what is written is whole."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from acceptance.files import replace_file, uninterrupted
from tests.harness.commands import ROOT

if os.name != "posix":
    pytest.skip("these are POSIX's signals", allow_module_level=True)

SLOW = """
import time

def pytest_runtest_logfinish(nodeid):
    print("READY", flush=True)
    time.sleep(30)
"""


@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM", "SIGHUP"])
def test_an_end_is_an_interruption(name: str, tmp_path: Path) -> None:
    """Status 2, the table of what was decided, and the report."""
    (tmp_path / "slow.py").write_text(SLOW)
    report = tmp_path / "report.json"
    words = ["-s", "-p", "slow", "-o", f"pythonpath={tmp_path}", f"--report=json:{report}"]
    process = subprocess.Popen(
        [sys.executable, "-m", "pytest", *words],
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout
    for line in process.stdout:
        if "READY" in line:
            break
    process.send_signal(getattr(signal, name))
    output, _ = process.communicate(timeout=60)
    assert process.returncode == 2, output
    assert "Score: " in output
    assert report.stat().st_size > 10_000


def test_who_ignores_a_hangup_is_not_interrupted() -> None:
    """`nohup` starts a command that ignores it."""
    script = f"trap '' HUP; {sys.executable} -m pytest --co -q -p no:terminal; kill -HUP $$"
    assert subprocess.run(["bash", "-c", script], cwd=ROOT, check=False).returncode == 0


def test_writing_is_not_interrupted(tmp_path: Path) -> None:
    """Ctrl-C in the middle of it changes nothing, and afterwards it interrupts as ever."""
    before = signal.getsignal(signal.SIGINT)
    with uninterrupted():
        os.kill(os.getpid(), signal.SIGINT)
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(0.01)
        replace_file(tmp_path / "a", "whole")
    assert (tmp_path / "a").read_text() == "whole"
    assert signal.getsignal(signal.SIGINT) == before


KILLED = """
import os, sys
from pathlib import Path
from acceptance import files

place = int(sys.argv[1])
step = 0

def deadly(function):
    def call(*arguments, **options):
        global step
        step += 1
        if step == place:
            os.kill(os.getpid(), 9)
        return function(*arguments, **options)
    return call

for name in ("fdopen", "replace", "umask"):
    setattr(os, name, deadly(getattr(os, name)))
files.tempfile.mkstemp = deadly(files.tempfile.mkstemp)
files.replace_file(Path("new.yaml"), "new" * 100_000)
"""


def test_a_killed_process_leaves_the_old_file_or_the_new_one(tmp_path: Path) -> None:
    """At any step of writing; what is left over is gone after the next time."""
    path = tmp_path / "new.yaml"
    ends = []
    for step in range(1, 8):
        path.write_text("old")
        done = subprocess.run([sys.executable, "-c", KILLED, str(step)], cwd=tmp_path, check=False)
        ends.append(done.returncode)
        assert path.read_text() in ("old", "new" * 100_000)
    assert set(ends) == {0, -9}
    replace_file(path, "newer")
    assert [path.name for path in tmp_path.iterdir()] == ["new.yaml"]
