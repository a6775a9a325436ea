"""The cassettes of a folder, graded again: their reports, and a line for each."""

import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from acceptance.evidence.changes import score
from acceptance.evidence.regrading import Evidence, Regraded, earlier_report, regrading
from acceptance.plain_text import plain
from acceptance.reports.recognition import may_be_replaced
from acceptance.runner import Runner

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
class Outcome:
    """What came of one cassette, for its line.

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
def regraded_folder(
    cassettes: Sequence[Path],
    exercise: Path,
    reports: Path | None = None,
    formats: Sequence[str] = (),
    options: Sequence[str] = (),
) -> Iterator[Iterator[Outcome]]:
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
    written = tuple(dict.fromkeys(("json", *formats))) if reports else ()
    with tempfile.TemporaryDirectory(prefix=".regrading-", dir=reports) as name, Runner() as runner:
        evidence = (
            Evidence(
                cassette,
                before=earlier_report(cassette, *([reports] if reports else [])),
                reports=_reports(Path(name), cassette, written),
                options=tuple(option.replace("{name}", cassette.stem) for option in options),
            )
            for cassette in cassettes
        )
        yield (_outcome(each, reports) for each in regrading(runner, exercise, evidence))


def _reports(folder: Path, cassette: Path, formats: Iterable[str]) -> tuple[tuple[str, Path], ...]:
    return tuple((each, folder / (cassette.stem + SUFFIXES[each])) for each in formats)


def _outcome(regraded: Regraded, reports: Path | None) -> Outcome:
    """Put its reports in place, and say what came of it."""
    name, status = plain(regraded.evidence.cassette.name), regraded.grading.exit_status
    now = regraded.now
    if now is None:
        return Outcome(name, status, trouble=regraded.trouble)
    if trouble := _put(regraded.evidence, reports):
        return Outcome(name, 4, trouble=trouble)
    return Outcome(
        name,
        status,
        f"{score(now)} of {now.score.maximum}",
        before=regraded.before is not None,
        changed=regraded.changes,
        emulated=now.source.against == "emulator",
    )


def _put(evidence: Evidence, reports: Path | None) -> str:
    """Put the reports in place; what is in the way, if anything is."""
    try:
        for _, report in evidence.reports:
            place = (reports or report.parent) / report.name
            if not may_be_replaced(place):
                return plain(f"{place.name} is there and is no report of this suite")
            report.replace(place)
    except OSError as error:
        return plain(f"{error.strerror}: {error.filename}")
    return ""
