"""A class on the emulator, its roster, what a grading must say of it, and `classroom` as typed."""

from __future__ import annotations

import csv
import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from azure_emulator.cloud import Cloud, Durations
from azure_emulator.server import Emulator, running
from tests.harness.commands import ROOT, run


@dataclass(frozen=True)
class GradedClass:
    """A class that can be graded.

    Attributes:
        emulator: where the students' subscriptions are.
        roster: the class.
        folder: where roster and notebooks are, and where a test may put more.
    """

    emulator: Emulator
    roster: Path
    folder: Path

    @property
    def cloud(self) -> Cloud:
        """The emulator's."""
        return self.emulator.cloud

    @property
    def rows(self) -> list[dict[str, str]]:
        """The students, as the roster has them."""
        with self.roster.open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    @property
    def expected(self) -> Mapping[str, Any]:
        """What a grading must say of each student, by id."""
        told: Mapping[str, Any] = json.loads(
            self.roster.with_name("roster.expected.json").read_text()
        )
        return told

    @property
    def environment(self) -> dict[str, str]:
        """The variables that lead to the emulator, signed in as the instructor."""
        return {**os.environ, **self.emulator.environment}

    def command(self, *words: str | Path) -> list[str]:
        """`python -m classroom grade ROSTER WORDS`."""
        grade = [sys.executable, "-m", "classroom", "grade", str(self.roster)]
        return [*grade, "--exercise", str(ROOT), *map(str, words)]

    def start(self, *words: str | Path, **environment: str) -> subprocess.Popen[str]:
        """Begin to grade, in a process group of its own."""
        return subprocess.Popen(
            self.command(*words),
            env={**self.environment, **environment},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            start_new_session=True,
        )

    def grade(self, *words: str | Path, **environment: str) -> tuple[int, str]:
        """Grade; the exit status and what was printed."""
        process = self.start(*words, **environment)
        try:
            output, _ = process.communicate(timeout=300)
        finally:
            kill_group(process)
        return process.returncode, output

    def write_roster(self, name: str, rows: list[dict[str, str]]) -> GradedClass:
        """The class with another roster."""
        roster = self.folder / name
        with roster.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(rows[0]))
            writer.writeheader()
            writer.writerows(rows)
        return GradedClass(self.emulator, roster, self.folder)


def kill_group(process: subprocess.Popen[str]) -> None:
    """SIGKILL for a process and all of its group, at once."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait(timeout=30)
    if process.stdout:
        process.stdout.close()


@contextmanager
def graded_class(
    folder: Path, students: int, submissions: int, *words: str
) -> Iterator[GradedClass]:
    """A class for the time of the block; the emulator answers at once if nobody slows it down."""
    with running(Cloud(durations=Durations().times(0))) as emulator:
        roster = folder / "roster.csv"
        made = run(
            *("solution", "class", "--students", f"{students}", "--submissions", f"{submissions}"),
            *("--roster", f"{roster}", "--notebooks", f"{folder / 'notebooks'}", *words),
            environment=emulator.environment,
        )
        assert made.returncode == 0, made.stdout + made.stderr
        yield GradedClass(emulator, roster, folder)
