"""Grades the cassettes of a folder again, and compares each with its earlier report.

The suite refuses the network in every replay, and the runner hands it no variable that names
credentials or a proxy.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator, Sequence
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from acceptance.evidence.changes import changes, is_of_another_cassette, score
from acceptance.plain_text import plain
from acceptance.reports.document import Document
from acceptance.runner import Grading, GradingRequest, Runner

SUFFIXES = {
    "json": ".json",
    "junit": ".junit.xml",
    "html": ".html",
    "gradescope": ".gradescope.json",
    "markdown": ".md",
}
"""The formats of reports, and what takes the place of `.yaml` in their names."""

MOST_CHANGES = 6
"""How many changes one line names."""


@dataclass(frozen=True)
class Regraded:
    """What came of one cassette.

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
    """Grades the cassettes of a folder.

    Args:
        exercise: the folder of the exercise.
        reports: where reports are written; `None` writes none.
        formats: of `SUFFIXES`.
        options: of pytest; `{name}` in them becomes the name of each cassette without `.yaml`.
    """

    def __init__(
        self,
        exercise: Path,
        reports: Path | None = None,
        formats: Sequence[str] = (),
        options: Sequence[str] = (),
    ) -> None:
        self._exercise = exercise
        self._reports = reports
        self._formats = tuple(dict.fromkeys(("json", *formats))) if reports else ()
        self._options = tuple(options)

    @contextmanager
    def started(self, cassettes: Sequence[Path]) -> Iterator[Iterator[Regraded]]:
        """Grade as many at a time as there are cores; what came of each, in the given order.

        Leaving the block, be it by Ctrl-C, ends what still runs.

        Raises:
            OSError: nothing can be written in the folder of the reports.
        """
        with (
            tempfile.TemporaryDirectory(prefix=".regrading-", dir=self._reports) as folder,
            Runner() as runner,
        ):
            gradings = [
                (cassette, runner.submit(self._request(cassette, Path(folder))))
                for cassette in cassettes
            ]
            yield (self._regraded(*each, Path(folder)) for each in gradings)

    def _request(self, cassette: Path, folder: Path) -> GradingRequest:
        reports = [(each, folder / (cassette.stem + SUFFIXES[each])) for each in self._formats]
        options = [option.replace("{name}", cassette.stem) for option in self._options]
        return GradingRequest(
            self._exercise, cassette=cassette, reports=tuple(reports), options=tuple(options)
        )

    def _regraded(self, cassette: Path, future: Future[Grading], folder: Path) -> Regraded:
        """Wait for a grading, compare it, and put its reports in place."""
        name, grading = plain(cassette.name), future.result()
        if grading.trouble or grading.document is None:
            trouble = grading.trouble.message if grading.trouble else ""
            return Regraded(name, grading.exit_status, trouble=trouble)
        now, before = Document.from_json(grading.document), self._before(cassette)
        try:
            for format_ in self._formats:
                report = folder / (cassette.stem + SUFFIXES[format_])
                report.replace((self._reports or folder) / report.name)
        except OSError as error:
            return Regraded(name, 4, trouble=plain(f"{error.strerror}: {error.filename}"))
        shown = f"{score(now)} of {now.score.maximum}"
        return Regraded(
            name, grading.exit_status, shown, before is not None, _compared(before, now)
        )

    def _before(self, cassette: Path) -> Document | None:
        """The earlier report: the one beside the cassette, else the one in the report folder."""
        for folder in (cassette.parent, self._reports or cassette.parent):
            report = _read(folder / (cassette.stem + SUFFIXES["json"]))
            if report is not None:
                return report
        return None


def _read(report: Path) -> Document | None:
    """The report in a file, if it is one."""
    try:
        return Document.from_json(json.loads(report.read_text(encoding="utf-8")))
    except (OSError, ValueError):
        return None


def _compared(before: Document | None, now: Document) -> tuple[str, ...]:
    if before is None:
        return ()
    swapped = is_of_another_cassette(before, now)
    warning = ["the earlier report is of another cassette"] if swapped else []
    return tuple(plain(change) for change in [*warning, *changes(before, now)])
