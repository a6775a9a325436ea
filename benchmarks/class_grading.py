"""Grades classes on the emulator, answered as slowly as by Azure, and prints what that costs.

Two classes of different sizes show whether a student costs more in a larger one; a shell loop of
`python -m pytest --live` over the first students shows what is saved.

    python benchmarks/class_grading.py [--students N] [--small N] [--loop N] [--torture N]
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

import psutil

ROOT: Final = Path(__file__).resolve().parent.parent
ENVIRONMENT = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}

LOOK: Final = 0.5
RARELY: Final = 10
"""Seconds between two looks at processor times; how many of them are between two at memory."""


@dataclass(frozen=True)
class Cost:
    """What a command took, all that it started included.

    Attributes:
        wall: seconds.
        cpu: processor seconds; of each process what was seen last before it ended.
        emulator: the emulator's processor seconds meanwhile.
        memory: the most bytes at a time, of shared pages each process's share.
        status: the exit status.
    """

    wall: float
    cpu: float
    emulator: float
    memory: int
    status: int


class Meter(threading.Thread):
    """Watches a process and all that it starts, until it ends.

    What Linux reaps by itself is in no parent's times: so each process is looked at.
    """

    def __init__(self, process: psutil.Process) -> None:
        super().__init__(daemon=True)
        self._process = process
        self._times: dict[tuple[int, float], float] = {}
        self.peak = 0

    @property
    def cpu(self) -> float:
        """Processor seconds so far."""
        return sum(self._times.values())

    def run(self) -> None:
        """Look until it ends."""
        looks = 0
        while self._process.is_running() and self._process.status() != psutil.STATUS_ZOMBIE:
            with suppress(psutil.Error):
                family = [self._process, *self._process.children(recursive=True)]
                for each in family:
                    with suppress(psutil.Error):
                        times = each.cpu_times()
                        self._times[each.pid, each.create_time()] = times.user + times.system
                if looks % RARELY == 0:
                    self.peak = max(self.peak, sum(map(memory, family)))
            looks += 1
            time.sleep(LOOK)


def memory(process: psutil.Process) -> int:
    """The bytes of a process that are its own, and its share of others."""
    with suppress(psutil.Error):
        full = process.memory_full_info()
        return int(getattr(full, "pss", 0) or full.rss)
    return 0


def measured(words: list[str], folder: Path = ROOT) -> Cost:
    """Run a command to its end, inside of the emulator."""
    emulator = psutil.Process(os.getppid())
    before, began = emulator.cpu_times(), time.monotonic()
    with subprocess.Popen(  # noqa: S603 - our own commands, without a shell
        words, cwd=folder, env=ENVIRONMENT, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL
    ) as process:
        meter = Meter(psutil.Process(process.pid))
        meter.start()
        status = process.wait()
        meter.join()
    after = emulator.cpu_times()
    spent = after.user + after.system - before.user - before.system
    return Cost(time.monotonic() - began, meter.cpu, spent, meter.peak, status)


def grade(folder: Path, *words: str) -> list[str]:
    """The command that grades the class of a folder."""
    command = [sys.executable, "-m", "classroom", "grade", str(folder / "roster.csv")]
    return [*command, "--out", str(folder / "marks"), *words]


def wrong(folder: Path) -> tuple[int, int]:
    """How many students are missing, and how many verdicts are not as the submission states."""
    from classroom.folder import ClassFolder
    from classroom.journal import open_journal

    told: Mapping[str, Any] = json.loads((folder / "roster.expected.json").read_text())
    missing = mistaken = 0
    with open_journal(ClassFolder(folder / "marks"), make=False) as journal:
        for standing in journal.standings():
            if standing.entry is None:
                missing += 1
                continue
            verdicts = told["students"][standing.student.id]["verdicts"]
            mistaken += sum(
                str(check.verdict) != verdicts.get(check.id, told["otherwise"])
                for check in standing.entry.document.checks
            )
    return missing + len(told["students"]) - len(list(told["students"])), mistaken


def loop(folder: Path, students: int) -> float:
    """Seconds that a shell loop takes over the first students."""
    with (folder / "roster.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))[:students]
    began = time.monotonic()
    for row in rows:
        words = [sys.executable, "-m", "pytest", "--live", f"--subscription={row['subscription']}"]
        if row["notebook"]:
            words.append(f"--notebook={row['notebook']}")
        cassette = folder / f"loop-{row['id']}.yaml"
        subprocess.run(  # noqa: S603 - our own command, without a shell
            [*words, f"--record={cassette}", f"--report=html:{cassette.with_suffix('.html')}"],
            cwd=ROOT,
            env=ENVIRONMENT,
            stdout=subprocess.DEVNULL,
            check=False,
        )
    return time.monotonic() - began


def make(folder: Path, students: int) -> float:
    """Make a class; the seconds that takes."""
    began = time.monotonic()
    subprocess.run(  # noqa: S603 - our own command, without a shell
        [
            *(sys.executable, "-m", "solution", "class", "--students", str(students)),
            *("--roster", str(folder / "roster.csv"), "--notebooks", str(folder / "notebooks")),
        ],
        env=ENVIRONMENT,
        stdout=subprocess.DEVNULL,
        check=True,
    )
    return time.monotonic() - began


def inside(asked: argparse.Namespace) -> None:
    """Do the work where the emulator is; print a line of JSON."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        made = make(folder, asked.inside)
        if asked.torture:
            print(json.dumps(torture(folder, asked.torture)))  # noqa: T201
            return
        cost = measured(grade(folder))
        missing, mistaken = wrong(folder)
        looped = loop(folder, asked.loop) if asked.loop else None
        told = {"made": made, "missing": missing, "mistaken": mistaken, "loop": looped}
        print(json.dumps({**asdict(cost), **told}))  # noqa: T201


def torture(folder: Path, runs: int) -> dict[str, int]:
    """Kill runs at random moments, go on, and count the gradebooks that differ."""
    measured(grade(folder))
    undisturbed = marks(folder)
    differing = 0
    for number in range(runs):
        shutil.rmtree(folder / "marks")
        dice = random.Random(number)  # noqa: S311 - no secret is drawn
        process = subprocess.Popen(  # noqa: S603 - our own command, without a shell
            grade(folder), cwd=ROOT, env=ENVIRONMENT, stdout=subprocess.DEVNULL, process_group=0
        )
        time.sleep(dice.uniform(1, 40))
        if number % 2:
            kill_a_worker(process.pid)
            time.sleep(dice.uniform(0, 3))
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        measured(grade(folder))
        differing += marks(folder) != undisturbed
    return {"runs": runs, "differing": differing}


def kill_a_worker(command: int) -> None:
    """SIGKILL for one of Dask's workers, if there is one yet."""
    with suppress(psutil.Error):
        for child in psutil.Process(command).children():
            if "spawn_main" in " ".join(child.cmdline()):
                child.kill()
                return


def marks(folder: Path) -> list[list[str]]:
    """The gradebook without times and hashes."""
    with (folder / "marks" / "gradebook.csv").open(encoding="utf-8-sig", newline="") as file:
        return [row[:-2] for row in csv.reader(file)]


def emulated(asked: argparse.Namespace, *words: str) -> dict[str, Any]:
    """Do a part of the work on a new emulator; what it tells."""
    emulator = [sys.executable, "-m", "azure_emulator", "--pace", "0", "--limits"]
    command = [*emulator, "--latency", f"{asked.latency}ms", "--exec", sys.executable, __file__]
    done = subprocess.run(  # noqa: S603 - our own command, without a shell
        [*command, *words], env=ENVIRONMENT, stdout=subprocess.PIPE, text=True, check=True
    )
    told: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return told


def report(students: int, told: Mapping[str, Any]) -> list[str]:
    """What a class cost, in lines."""
    return [
        f"{students} students: {60 * students / told['wall']:.0f} a minute "
        f"({told['wall']:.0f} s; made in {told['made']:.0f} s), exit status {told['status']}, "
        f"{told['missing']} missing, {told['mistaken']} verdicts not as stated",
        f"  processor seconds a student: suite {told['cpu'] / students:.2f}, "
        f"emulator {told['emulator'] / students:.2f}",
        f"  peak memory of all processes: {told['memory'] / 1e6:.0f} MB",
    ]


def main() -> None:
    """Measure and print; the figures judge nobody."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--students", type=int, default=1000, help="of the class (default: 1000)")
    parser.add_argument("--small", type=int, default=100, help="of the small one (default: 100)")
    parser.add_argument("--loop", type=int, default=20, help="of the shell loop (default: 20)")
    parser.add_argument("--torture", type=int, default=20, help="runs to kill (default: 20)")
    parser.add_argument("--latency", type=int, default=150, help="milliseconds (default: 150)")
    parser.add_argument("--inside", type=int, default=0, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.inside:
        inside(asked)
        return

    def say(*lines: str) -> None:
        print(*lines, sep="\n", flush=True)  # noqa: T201

    words = ("--torture", "0", "--loop")
    small = emulated(asked, "--inside", str(asked.small), *words, str(asked.loop))
    say(*report(asked.small, small))
    alone = small["loop"] / max(asked.loop, 1)
    say(f"  a shell loop over {asked.loop}: {alone:.1f} s each")
    large = emulated(asked, "--inside", str(asked.students), *words, "0")
    say(*report(asked.students, large))
    if asked.loop:
        say(f"  speed-up over the loop: {alone / (large['wall'] / asked.students):.1f} times")
    for name, bar in (("cpu", 1.1), ("memory", 1.1)):
        per = [
            told[name] / count for told, count in ((large, asked.students), (small, asked.small))
        ]
        say(
            f"  {name} a student, of the larger class by the smaller: {per[0] / per[1]:.2f} ({bar})"
        )
    if asked.torture:
        told = emulated(asked, "--inside", "60", "--torture", str(asked.torture))
        say(f"{told['runs']} killed runs of 60 students: {told['differing']} gradebooks differ")


if __name__ == "__main__":
    main()
