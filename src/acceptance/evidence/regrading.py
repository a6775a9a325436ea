"""Grades recordings again, each by a process of its own that can reach nobody.

The suite refuses the network in every replay. Here, it does not even get what could open a door:
no variable that names credentials, a proxy or options of pytest is handed on.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from acceptance.evidence.changes import Document, changes, is_of_another_recording, score
from acceptance.plain_text import plain

SUFFIXES = {
    "json": ".json",
    "junit": ".junit.xml",
    "html": ".html",
    "gradescope": ".gradescope.json",
    "markdown": ".md",
}
"""The formats of reports, and what takes the place of `.yaml` in their names."""

GRADED = (0, 1, 6)
"""The exit statuses of a run that graded: all met; something not met; something not verified."""

WITHHELD = re.compile(
    r"AZURE_.*|ARM_.*|IDENTITY_.*|MSI_.*|IMDS_.*|.*_PROXY|PYTEST_.*|PYTHONPATH", re.IGNORECASE
)
"""The environment variables that are not handed on."""

MOST_CHANGES = 6
"""How many changes one line names."""


class Stopped(Exception):
    """The regrading was stopped before this recording was graded."""


@dataclass(frozen=True)
class Regraded:
    """What came of one recording.

    Attributes:
        name: the file's name, fit to be shown.
        status: the exit status of its grading.
        score: the interval, as text; empty if it could not be graded.
        before: whether there was an earlier report to compare with.
        changed: what is different from it, in words.
        trouble: why it could not be graded.
    """

    name: str
    status: int
    score: str = ""
    before: bool = False
    changed: tuple[str, ...] = ()
    trouble: str = ""

    def __str__(self) -> str:
        """One line for a person."""
        if self.trouble:
            return f"{self.name}  cannot be graded: {self.trouble}"
        return f"{self.name}  {self.score}  exit status {self.status}  {self._compared()}"

    def _compared(self) -> str:
        if not self.changed:
            return "unchanged" if self.before else "no earlier report"
        shown = ", ".join(self.changed[:MOST_CHANGES])
        rest = len(self.changed) - MOST_CHANGES
        return f"{shown} and {rest} more" if rest > 0 else shown


class Regrading:
    """Grades the recordings of a folder.

    Args:
        reports: where reports are written; `None` writes none.
        formats: of `SUFFIXES`.
        options: of pytest; `{name}` in them becomes the name of each recording without `.yaml`.
    """

    def __init__(
        self, reports: Path | None, formats: Sequence[str] = ("json",), options: Sequence[str] = ()
    ) -> None:
        self._reports = reports
        self._formats = tuple(dict.fromkeys(("json", *formats)))
        self._options = tuple(options)
        self._lock = threading.Lock()
        self._running: set[subprocess.Popen[str]] = set()
        self._stopped = False

    @contextmanager
    def started(self, recordings: Sequence[Path]) -> Iterator[Iterator[Regraded]]:
        """Grade as many at a time as there are cores; what came of each, in the given order.

        Leaving the block, be it by Ctrl-C, ends what still runs.
        """
        with ThreadPoolExecutor(max_workers=cores()) as pool:
            try:
                yield pool.map(self.regrade, recordings)
            finally:
                self._stop()
                pool.shutdown(cancel_futures=True)

    def regrade(self, recording: Path) -> Regraded:
        """Grade one recording, compare, and put its reports in place.

        Raises:
            Stopped: it was not graded any more.
        """
        name = plain(recording.name)
        before = self._before(recording)
        try:
            with tempfile.TemporaryDirectory(prefix=".regrading-", dir=self._reports) as folder:
                status, errors = self._run(recording, Path(folder))
                now = _read(Path(folder, recording.stem + SUFFIXES["json"]))
                if status not in GRADED or now is None:
                    return Regraded(name, status, trouble=_trouble(status, errors))
                for made in Path(folder).iterdir() if self._reports else ():
                    made.replace(self._reports / made.name)  # type: ignore[operator] # not None
        except OSError as error:
            return Regraded(name, 4, trouble=plain(f"{error.strerror}: {error.filename}"))
        shown = f"{score(now)} of {now['score']['maximum']}"
        return Regraded(name, status, shown, before is not None, _compared(before, now))

    def _before(self, recording: Path) -> Document | None:
        """The earlier report: the one beside the recording, else the one in the report folder."""
        for folder in (recording.parent, self._reports or recording.parent):
            report = _read(folder / (recording.stem + SUFFIXES["json"]))
            if report is not None:
                return report
        return None

    def _run(self, recording: Path, folder: Path) -> tuple[int, str]:
        """The exit status of the suite, and its standard error."""
        reports = [
            f"--report={format_}:{folder / (recording.stem + SUFFIXES[format_])}"
            for format_ in self._formats
        ]
        options = [option.replace("{name}", recording.stem) for option in self._options]
        command = [sys.executable, "-m", "pytest", f"--cassette={recording.resolve()}"]
        with self._lock:
            if self._stopped:
                raise Stopped
            process = subprocess.Popen(  # noqa: S603 - the suite itself, without a shell
                [*command, *reports, *options],
                env=handed_on(os.environ),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                encoding="utf-8",
                errors="replace",
                # A Ctrl-C of the terminal is for us: we end these, and they write nothing.
                start_new_session=True,
            )
            self._running.add(process)
        _, errors = process.communicate()
        with self._lock:
            self._running.discard(process)
            if self._stopped:
                raise Stopped
        return process.returncode, errors

    def _stop(self) -> None:
        with self._lock:
            self._stopped = True
            for process in self._running:
                process.terminate()


def cores() -> int:
    """How many processes can really run at a time."""
    affinity = getattr(os, "sched_getaffinity", None)
    return len(affinity(0)) if affinity else os.cpu_count() or 1


def handed_on(environment: Mapping[str, str]) -> dict[str, str]:
    """The environment of a regrading: without credentials, proxies and options of pytest."""
    kept = {name: value for name, value in environment.items() if not WITHHELD.fullmatch(name)}
    return {**kept, "PYTHONUTF8": "1"}


def _read(report: Path) -> Document | None:
    """The report in a file, if it is one."""
    try:
        document = json.loads(report.read_text(encoding="utf-8"))
        changes(document, document)
        is_of_another_recording(document, document)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None
    found: Document = document
    return found


def _compared(before: Document | None, now: Document) -> tuple[str, ...]:
    if before is None:
        return ()
    swapped = is_of_another_recording(before, now)
    warning = ["the earlier report is of another recording"] if swapped else []
    return tuple(plain(change) for change in [*warning, *changes(before, now)])


def _trouble(status: int, errors: str) -> str:
    """One line from what pytest says of an error of usage; else what its exit status means."""
    said = re.search(r"^ERROR: (?:usage: .*\n)?(.*?)(?:\n\n|\Z)", errors, re.MULTILINE | re.DOTALL)
    if status == 4 and said:
        return plain(" ".join(said[1].replace("\nERROR:", "").split()))
    return STATUSES.get(status, f"the suite ended with exit status {status}")


STATUSES = {
    0: "the suite wrote no report",
    1: "the suite wrote no report",
    2: "the suite was interrupted",
    3: "the suite itself failed",
    5: "the options select no check",
    6: "the suite wrote no report",
}
"""What an exit status means where there is no report."""
