"""Grades the cassettes of a folder again, and compares each with its earlier report.

The suite refuses the network in every replay, and the runner hands it no variable that names
credentials or a proxy.
"""

import json
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from acceptance.evidence.changes import changes, is_of_another_cassette, score
from acceptance.files import read_file
from acceptance.plain_text import plain
from acceptance.reports.document import Document
from acceptance.reports.recognition import may_be_replaced
from acceptance.runner import Grading, GradingRequest, Runner

SUFFIXES = {
    "json": ".json",
    "junit": ".junit.xml",
    "html": ".html",
    "gradescope": ".gradescope.json",
    "markdown": ".md",
}
"""The formats of reports, and what takes the place of `.yaml` in their names."""

LARGEST_REPORT: Final = 4_000_000
"""Bytes of an earlier report."""

TIME_LIMIT: Final = 120.0
MEMORY_LIMIT: Final = 2**30
"""Seconds and bytes that one grading may take: many times what it needs."""

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
        emulated: whether the emulator answered when it was recorded, not Azure.
    """

    name: str
    status: int
    score: str = ""
    before: bool = False
    changed: tuple[str, ...] = ()
    trouble: str = ""
    emulated: bool = False

    def __str__(self) -> str:
        """One line for a person."""
        if self.trouble:
            return f"{self.name}  cannot be graded: {self.trouble}"
        of = "  (of the emulator, not of Azure)" if self.emulated else ""
        return f"{self.name}  {self.score}  exit status {self.status}  {self._compared()}{of}"

    def _compared(self) -> str:
        if not self.changed:
            return "unchanged" if self.before else "no earlier report"
        shown = ", ".join(self.changed[:MOST_CHANGES])
        rest = len(self.changed) - MOST_CHANGES
        return f"{shown} and {rest} more" if rest > 0 else shown


@contextmanager
def regrading(
    cassettes: Sequence[Path],
    exercise: Path,
    reports: Path | None = None,
    formats: Sequence[str] = (),
    options: Sequence[str] = (),
) -> Iterator[Iterator[Regraded]]:
    """Grade as many at a time as there are cores; what came of each, in the given order.

    Leaving the block, be it by Ctrl-C, ends what still runs.

    Args:
        exercise: the folder of the exercise.
        reports: where reports are written; `None` writes none.
        formats: of `SUFFIXES`, beside json.
        options: of pytest; `{name}` in them becomes the name of each cassette without `.yaml`.

    Raises:
        OSError: nothing can be written in the folder of the reports.
    """
    written = dict.fromkeys(("json", *formats)) if reports else ()
    with tempfile.TemporaryDirectory(prefix=".regrading-", dir=reports) as name, Runner() as runner:
        folder, gradings = Path(name), []
        for cassette in cassettes:
            request = GradingRequest(
                exercise,
                cassette=cassette,
                reports=tuple(
                    (each, folder / (cassette.stem + SUFFIXES[each])) for each in written
                ),
                options=tuple(option.replace("{name}", cassette.stem) for option in options),
                time_limit=TIME_LIMIT,
                memory_limit=MEMORY_LIMIT,
            )
            gradings.append((cassette, request, runner.submit(request)))
        yield (
            _regraded(cassette, request, grading.result(), reports)
            for cassette, request, grading in gradings
        )


def _regraded(
    cassette: Path, request: GradingRequest, grading: Grading, reports: Path | None
) -> Regraded:
    """Compare a grading with the earlier report, and put its reports in place."""
    name, now = plain(cassette.name), grading.document
    if grading.trouble or now is None:
        trouble = grading.trouble.message if grading.trouble else ""
        return Regraded(name, grading.exit_status, trouble=trouble or "nothing was graded")
    # The earlier report is the one beside the cassette, else the one in the report folder.
    places = [
        folder / (cassette.stem + SUFFIXES["json"])
        for folder in (cassette.parent, reports)
        if folder
    ]
    before = next(filter(None, map(_read, places)), None)
    try:
        for _, report in request.reports:
            place = (reports or report.parent) / report.name
            if not may_be_replaced(place):
                trouble = f"{place.name} is there and is no report of this suite"
                return Regraded(name, 4, trouble=plain(trouble))
            report.replace(place)
    except OSError as error:
        return Regraded(name, 4, trouble=plain(f"{error.strerror}: {error.filename}"))
    shown = f"{score(now)} of {now.score.maximum}"
    changed = _compared(before, now)
    emulated = now.source.against == "emulator"
    return Regraded(
        name, grading.exit_status, shown, before is not None, changed, emulated=emulated
    )


def _read(report: Path) -> Document | None:
    """The report in a file, if it is one."""
    try:
        text = read_file(report, LARGEST_REPORT).decode("utf-8")
        return Document.from_json(json.loads(text))
    except (OSError, ValueError, RecursionError):
        return None


def _compared(before: Document | None, now: Document) -> tuple[str, ...]:
    if before is None:
        return ()
    swapped = is_of_another_cassette(before, now)
    warning = ["the earlier report is of another cassette"] if swapped else []
    return tuple(plain(change) for change in [*warning, *changes(before, now)])
