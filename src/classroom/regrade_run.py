"""One run of `regrade`: every piece of evidence that can count is marked again, by today's checks.

First all is marked, then all that changes is shown, and only then, if that is asked, anything is
written. What is to be written waits in files, not in memory.
"""

import contextlib
import hashlib
import json
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from acceptance.evidence.regrading import Evidence, Regraded, regrading
from acceptance.files import read_file
from acceptance.plain_text import plain
from acceptance.reports.document import Document, render
from acceptance.runner import Runner
from classroom.display.progress import duration
from classroom.folder import LEFTOVERS, ClassFolder
from classroom.journal import Counts, Journal
from classroom.journal.standings import in_force
from classroom.keeping import EVIDENCE, MADE, PAGE, keep
from classroom.output import say, warn
from classroom.pytest_options import require_usable
from classroom.regrade_report import Change, Marks, lines
from classroom.results import Entry, Result
from classroom.usage import GOOD, TROUBLE, UNVERIFIED, UsageError

KIND: Final = "regraded"
EVERY: Final = 10.0
"""Seconds between two lines about how far it is."""

_LARGEST: Final = 64_000_000


@dataclass(frozen=True)
class _Waiting:
    """What is to be written of one piece of evidence."""

    entry_id: str
    student: str
    sha256: str
    seconds: float
    resources: str
    notebook: str


class RegradeRun:
    """A run.

    Args:
        exercise: its folder.
        options: of pytest, as `--waivers=FILE`.
        counts: which grading of a student is the mark.
    """

    def __init__(
        self,
        folder: ClassFolder,
        journal: Journal,
        exercise: Path,
        options: Sequence[str],
        counts: Counts,
    ) -> None:
        self._folder = folder
        self._journal = journal
        self._exercise = exercise
        self._options = tuple(options)
        self._marks = Marks(journal.summaries(), counts)
        self._students = {student.id: student for student in journal.students()}
        self._waiting: list[_Waiting] = []
        self._unverified = 0

    def run(self, *, write: bool) -> int:
        """Mark all again, show what changes, and write it, if that is asked; the exit status.

        Raises:
            UsageError: the folder of the exercise holds none, or nothing can be regraded.
            KeyboardInterrupt: it was stopped; nothing is written.
            OSError: there is no room.
            JournalError: the journal cannot be read or written.
        """
        with ExitStack() as stack:
            runner = stack.enter_context(Runner())
            require_usable(runner, self._exercise, self._options)
            spool = None
            if write:
                place = tempfile.TemporaryDirectory(
                    prefix=LEFTOVERS.rstrip("*"), dir=self._folder.path
                )
                spool = Path(stack.enter_context(place))
            for line in lines(self._changes(runner, spool), self._marks, self._students):
                say(line)
            if spool:
                self._write(spool)
        if self._marks.troubles:
            return TROUBLE
        return UNVERIFIED if self._unverified else GOOD

    def _changes(self, runner: Runner, spool: Path | None) -> Iterator[Change]:
        """What came of each piece of evidence, while it is told how far it is."""
        wanted = {
            each.id
            for gradings in self._marks.before.values()
            for each in in_force(gradings)
            if each.evidence
        }
        if not wanted:
            raise UsageError(f"there is no evidence in {plain(str(self._folder.path))} to regrade")
        entries: dict[Path, Entry] = {}
        began = told = time.monotonic()
        evidence = self._evidence(wanted, entries, spool)
        results = regrading(runner, self._exercise, evidence, as_completed=True)
        for number, regraded in enumerate(results, 1):
            entry = entries.pop(regraded.evidence.cassette)
            yield self._change(entry, regraded, spool)
            if time.monotonic() - told >= EVERY:
                told = time.monotonic()
                left = (told - began) / number * (len(wanted) - number)
                warn(f"{number} of {len(wanted)} regraded, about {duration(left)} left")

    def _evidence(
        self, wanted: set[str], entries: dict[Path, Entry], spool: Path | None
    ) -> Iterator[Evidence]:
        """The evidence of these gradings, each when its turn comes."""
        for entry in self._journal.entries():
            if entry.id not in wanted:
                continue
            cassette = self._folder.grading(entry.student, entry.id) / EVIDENCE
            entries[cassette] = entry
            page = (("html", spool / f"{entry.id}.html"),) if spool else ()
            yield Evidence(
                cassette,
                entry.evidence,
                whole=True,
                before=entry.document,
                reports=page,
                options=(f"--student={entry.student}", *self._options),
            )

    def _change(self, entry: Entry, regraded: Regraded, spool: Path | None) -> Change:
        now = regraded.now
        change = Change(entry.student, entry.id, entry.document, now, regraded.trouble)
        self._marks.take(change)
        if now is None:
            return change
        self._unverified += any(check.verdict == "not verified" for check in now.checks)
        if spool:
            if _says(now) == _says(entry.document):
                with contextlib.suppress(OSError):
                    (spool / f"{entry.id}.html").unlink()
            else:
                (spool / f"{entry.id}.json").write_text(render(now), "utf-8", "backslashreplace")
                seconds = regraded.grading.wall_seconds
                self._waiting.append(
                    _Waiting(
                        *(entry.id, entry.student, entry.evidence, seconds),
                        *(entry.resources, entry.notebook),
                    )
                )
        return change

    def _write(self, spool: Path) -> None:
        """Keep what is new."""
        if not self._waiting:
            say("Nothing is new: nothing was written.")
            return
        run = self._journal.begin_run(KIND)
        written = 0
        for waiting in sorted(self._waiting, key=lambda each: each.entry_id):
            try:
                result = self._result(waiting, spool)
            except OSError as error:
                why = f"{plain(waiting.student, 60)}: {error.strerror or error}"
                warn(f"error: {why}: not written")
                self._marks.troubles.append(why)
                continue
            written += 1
            entry = keep(result, self._folder, self._journal, run, KIND)
            if entry.trouble:
                self._marks.troubles.append(entry.trouble)
                warn(f"error: {plain(waiting.student, 60)}: {entry.trouble}")
        gradings = "1 grading" if written == 1 else f"{written} gradings"
        say(f"Written: {gradings} of the kind {KIND}.")

    def _result(self, waiting: _Waiting, spool: Path) -> Result:
        """The new grading with its evidence, which is still that of the journal.

        Raises:
            OSError: it is not, or cannot be read.
        """
        place = self._folder.grading(waiting.student, waiting.entry_id)
        evidence = read_file(place / EVIDENCE, _LARGEST)
        if hashlib.sha256(evidence).hexdigest() != waiting.sha256:
            raise OSError("the evidence was changed while it was regraded")
        # The notebook lies beside its cassette, by the name that the cassette has of it.
        beside = [each for each in place.iterdir() if each.name not in (EVIDENCE, *MADE)]
        files = {each.name: read_file(each, _LARGEST) for each in beside} | {EVIDENCE: evidence}
        with contextlib.suppress(FileNotFoundError):
            files[PAGE] = read_file(spool / f"{waiting.entry_id}.html", _LARGEST)
        document = json.loads(read_file(spool / f"{waiting.entry_id}.json", _LARGEST))
        return Result(
            waiting.student,
            datetime.now(UTC),
            waiting.seconds,
            0,
            Document.from_json(document),
            resources=waiting.resources,
            notebook=waiting.notebook,
            files=files,
        )


def _says(document: Document) -> tuple[object, ...]:
    """What a document says of a submission, wherever it was read."""
    return document.suite, document.tasks, document.score, document.information
