"""Grades kept cassettes again, and compares each with its earlier report: the one engine for it.

The suite refuses the network in every replay, and the runner hands it no variable that names
credentials or a proxy.
"""

import json
from collections.abc import Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, wait
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Final

from acceptance.evidence.changes import changes, is_of_another_cassette
from acceptance.files import read_file
from acceptance.plain_text import plain
from acceptance.reports.document import Document
from acceptance.runner import Grading, GradingRequest, Runner

LARGEST_REPORT: Final = 4_000_000
"""Bytes of an earlier report."""

TIME_LIMIT: Final = 120.0
MEMORY_LIMIT: Final = 2**30
"""Seconds and bytes that one grading may take: many times what it needs."""

AHEAD: Final = 2
"""How many pieces of evidence wait for each worker: more would only be read too early."""


@dataclass(frozen=True)
class Evidence:
    """A cassette to grade again. The notebook is found beside it, by what the cassette says of it.

    Attributes:
        cassette: its file.
        sha256: what was noted down of its file, in hexadecimal digits. It is compared with that of
            the very bytes that are graded; others are refused. None if nothing was noted down.
        before: the earlier report, to compare with; `earlier_report` finds it beside the file.
        reports: the reports to write, each as its format and its file.
        options: further options of pytest, as `--waivers=FILE`.
        whole: whether it is refused if the notebook recorded with it is lost or altered; otherwise
            that costs the checks of the notebook alone, which are not verified then.
    """

    cassette: Path
    sha256: str | None = None
    before: Document | None = None
    reports: tuple[tuple[str, Path], ...] = ()
    options: tuple[str, ...] = ()
    whole: bool = False


@dataclass(frozen=True)
class Regraded:
    """What came of it.

    Attributes:
        evidence: what was graded again.
        grading: the grading.
        now: its document; None if it cannot be relied on, then `trouble` says why.
        changes: what is different from the earlier report, in words; empty without one.
        trouble: why there is nothing to compare, in one line; else empty.
    """

    evidence: Evidence
    grading: Grading
    now: Document | None
    changes: tuple[str, ...] = ()
    trouble: str = ""

    @property
    def before(self) -> Document | None:
        """The earlier report."""
        return self.evidence.before


def regrading(
    runner: Runner, exercise: Path, evidence: Iterable[Evidence], *, as_completed: bool = False
) -> Iterator[Regraded]:
    """Grade as many at a time as the runner has workers; what came of each, as soon as it is known.

    Evidence is taken from the iterable when its turn comes. Leaving the runner's block ends what
    still runs.

    Args:
        exercise: the folder of the exercise.
        as_completed: give first what is done first, not in the order of the evidence.
    """
    waiting = iter(evidence)
    running: dict[Future[Grading], Evidence] = {}
    while True:
        for each in islice(waiting, runner.workers * AHEAD - len(running)):
            running[runner.submit(_request(exercise, each))] = each
        if not running:
            return
        done = (
            wait(running, return_when=FIRST_COMPLETED).done
            if as_completed
            else {next(iter(running))}
        )
        for future in done:
            yield _regraded(running.pop(future), future.result())


def earlier_report(cassette: Path, *folders: Path) -> Document | None:
    """The report NAME.json of the cassette NAME.yaml, beside it or else in one of the folders."""
    places = [folder / f"{cassette.stem}.json" for folder in (cassette.parent, *folders)]
    return next(filter(None, map(_read, places)), None)


def _request(exercise: Path, evidence: Evidence) -> GradingRequest:
    return GradingRequest(
        exercise,
        cassette=evidence.cassette,
        sha256=evidence.sha256,
        whole=evidence.whole,
        reports=evidence.reports,
        options=evidence.options,
        time_limit=TIME_LIMIT,
        memory_limit=MEMORY_LIMIT,
    )


def _regraded(evidence: Evidence, grading: Grading) -> Regraded:
    if grading.trouble or grading.document is None:
        trouble = grading.trouble.message if grading.trouble else ""
        return Regraded(evidence, grading, None, trouble=trouble or "nothing was graded")
    now = grading.document
    return Regraded(evidence, grading, now, changes=_compared(evidence.before, now))


def _compared(before: Document | None, now: Document) -> tuple[str, ...]:
    if before is None:
        return ()
    swapped = is_of_another_cassette(before, now)
    warning = ["the earlier report is of another cassette"] if swapped else []
    return tuple(plain(change) for change in [*warning, *changes(before, now)])


def _read(report: Path) -> Document | None:
    """The report in a file, if it is one."""
    try:
        text = read_file(report, LARGEST_REPORT).decode("utf-8")
        return Document.from_json(json.loads(text))
    except (OSError, ValueError, RecursionError):
        return None
