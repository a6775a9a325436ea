"""What is asked of a grading and what comes of it, as data that can be pickled."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Final

from acceptance.plain_text import plain
from acceptance.reports.document import Document

WITHHELD: Final = re.compile(
    r"AZURE_.*|ARM_.*|IDENTITY_.*|MSI_.*|IMDS_.*|.*_PROXY|PYTEST_.*|PYTHONPATH", re.IGNORECASE
)
"""The environment variables that a grading does not inherit: credentials, proxies, pytest's."""


class ExerciseError(Exception):
    """A folder holds no exercise; the message names it and what is missing."""


@dataclass(frozen=True)
class GradingRequest:
    """One submission to grade. Relative paths are relative to the caller's current folder.

    Attributes:
        exercise: the folder that holds the exercise's conftest.py and pytest.ini.
        live: whether Azure is asked; otherwise a cassette answers.
        cassette: the cassette to replay; None replays the exercise's own.
        sha256: what the bytes of that cassette are to have, or it is refused; None if any do.
        whole: whether the cassette is refused if the notebook recorded with it is lost or altered.
        notebook: the notebook handed in.
        record: where a live grading is recorded.
        reports: the reports to write, each as its format and its file.
        options: further options of pytest; paths in them are relative to the exercise.
        environment: variables beside those that `inherited` lets through. A live grading finds
            its credentials and its proxy here and nowhere else.
        time_limit: seconds after which the grading is killed, its start included.
        memory_limit: bytes of memory that it may reserve, where the system can hold it to that.
    """

    exercise: Path = Path()
    live: bool = False
    cassette: Path | None = None
    sha256: str | None = None
    whole: bool = False
    notebook: Path | None = None
    record: Path | None = None
    reports: tuple[tuple[str, Path], ...] = ()
    options: tuple[str, ...] = ()
    environment: Mapping[str, str] = field(default_factory=dict, repr=False)
    time_limit: float | None = None
    memory_limit: int | None = None

    def arguments(self) -> list[str]:
        """The command line of pytest, with absolute paths.

        Raises:
            ExerciseError: the folder holds none.
        """
        require_exercise(self.exercise)
        files = {"cassette": self.cassette, "notebook": self.notebook, "record": self.record}
        return [
            *(["--live"] if self.live else []),
            *(f"--{name}={path.absolute()}" for name, path in files.items() if path),
            *([f"--cassette-sha256={self.sha256}"] if self.sha256 is not None else []),
            *(["--cassette-whole"] if self.whole else []),
            *(f"--report={format_}:{path.absolute()}" for format_, path in self.reports),
            *self.options,
        ]

    def written(self) -> Iterator[Path]:
        """The files that the grading writes."""
        yield from (path for _, path in self.reports)
        if self.record:
            yield from (self.record, self.record.with_suffix(".ipynb"))


@dataclass(frozen=True)
class CheckEvent:
    """A check that was just decided. Waivers and the blocking of checks come at the end only.

    Attributes:
        id: the check's id, `2.2.6`.
        verdict: one of the verdicts, as reports write it.
        title: the scenario's title.
    """

    id: str
    verdict: str
    title: str


class TroubleKind(StrEnum):
    """Why there is no grading."""

    USAGE = "usage error"
    SUITE = "the suite failed"
    NOTHING = "nothing was graded"
    NOT_AZURE = "not Azure"
    TIMED_OUT = "timed out"
    OUT_OF_MEMORY = "out of memory"
    KILLED = "killed"
    ENDED = "ended early"
    INTERRUPTED = "interrupted"


@dataclass(frozen=True)
class Trouble:
    """Why a grading cannot be relied on: its kind, and one line for a person."""

    kind: TroubleKind
    message: str


@dataclass(frozen=True)
class Grading:
    """What came of a request.

    Attributes:
        exit_status: pytest's; minus the signal's number if the process was killed.
        document: what every report of the run reads; None if nothing was graded.
        output: what was printed, standard error included; the middle of a long one is left out.
        wall_seconds: from the request to the end.
        cpu_seconds: processor time of the process and its children; None if the system keeps none.
        peak_memory: the most bytes that were resident; None if the system keeps none. A spawned
            process counts what its parent held when it was started, on Linux.
        requests: how many requests were sent to Azure, repetitions and sign-in not counted; None
            if Azure was not asked, or if nobody lived to tell.
        trouble: why the grading cannot be relied on; None if it ended as it should. Without a
            document there always is one.
    """

    exit_status: int
    document: Document | None
    output: str
    wall_seconds: float
    cpu_seconds: float | None = None
    peak_memory: int | None = None
    requests: int | None = None
    trouble: Trouble | None = None


def require_exercise(folder: Path) -> None:
    """Refuse a folder that holds no exercise.

    Raises:
        ExerciseError: naming it, and what is missing.
    """
    for name in ("conftest.py", "pytest.ini"):
        if not (folder / name).is_file():
            shown = plain(str(folder.resolve()))
            raise ExerciseError(f"the folder {shown} holds no exercise: there is no {name} in it")


def inherited(environment: Mapping[str, str]) -> dict[str, str]:
    """What a grading inherits of an environment: no credentials, proxies or options of pytest."""
    kept = {name: value for name, value in environment.items() if not WITHHELD.fullmatch(name)}
    return {**kept, "PYTHONUTF8": "1"}
