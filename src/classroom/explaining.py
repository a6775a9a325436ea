"""Everything that is known of one student's mark, in lines for a person."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path

from acceptance.evidence.changes import changes
from acceptance.evidence.notebook import EvidenceError, notebook_of
from acceptance.plain_text import plain
from acceptance.reports.document import Check, Document
from classroom.folder import ClassFolder
from classroom.journal import Counts, Standing, Summary
from classroom.keeping import digest, evidence_of
from classroom.results import Entry

_LONG = 4000


def explained(
    folder: ClassFolder, standing: Standing, counts: Counts, entries: Iterable[Entry]
) -> Iterator[str]:
    """The lines: what counts and why, then each grading, oldest first.

    Args:
        standing: of the student.
        entries: all gradings of the student, oldest first.
    """
    yield from _who(standing)
    counting = standing.counting(counts)
    if counting is None:
        yield "not graded yet: there is no mark"
        return
    yield f"mark: {_score(counting)}, by {_why(standing, counts)}"
    for name, each in (
        ("first pass", standing.first_pass),
        ("best", standing.best),
        ("last", standing.last),
    ):
        yield f"  {name}: {f'{_score(each)}, {_time(each.began)}' if each else 'none yet'}"
    before: Document | None = None
    for number, entry in enumerate(entries, 1):
        yield ""
        counts_too = ", which counts" if entry.id == counting.id else ""
        yield f"grading {number} of {standing.gradings}{counts_too}: {_time(entry.began)}"
        yield from (f"  {line}" for line in _grading(folder, entry, before))
        before = entry.document


def _who(standing: Standing) -> Iterator[str]:
    student = standing.student
    known = {"e-mail": student.email, "section": student.section}
    told = "".join(f", {name} {plain(text, 200)}" for name, text in known.items() if text)
    yield f"{plain(student.name, 200) or 'a student'}: id {plain(student.id, 200)}{told}"
    if not student.in_roster:
        yield "not in the newest roster"


def _why(standing: Standing, counts: Counts) -> str:
    if counts is Counts.FIRST_PASS and standing.first_pass is None:
        return "the last grading, as none has verified every check yet (--counts first-pass)"
    which = {
        Counts.LAST: "the last grading",
        Counts.BEST: "the best grading",
        Counts.FIRST_PASS: "the first grading that verified every check",
    }
    return f"{which[counts]} (--counts {counts})"


def _grading(folder: ClassFolder, entry: Entry, before: Document | None) -> Iterator[str]:
    document = entry.document
    against = document.source.against or "nothing that is known"
    yield (
        f"{entry.kind} against {plain(against)} by version {plain(document.suite) or 'unknown'} "
        f"of the suite, {entry.seconds:.1f} s, {entry.requests} requests; run {plain(entry.run)}"
    )
    if document.source.recorded_at:
        yield f"the facts were read at {plain(document.source.recorded_at)}"
    if entry.trouble:
        yield f"trouble: {plain(entry.trouble)}"
    yield f"{document.score}"
    yield from _evidence(folder, entry)
    yield from (plain(line) for line in document.graded)
    if before is not None:
        changed = [plain(each) for each in changes(before, document)]
        yield f"changed since the grading before: {'; '.join(changed) or 'nothing'}"
    for check in document.checks:
        yield from _check(check)
    yield from (f"note: {plain(note)}" for note in document.notes)


def _evidence(folder: ClassFolder, entry: Entry) -> Iterator[str]:
    yield f"files: {plain(str(folder.grading(entry.student, entry.id)), _LONG)}"
    path = evidence_of(folder, entry)
    if path is None:
        yield "evidence: none"
        return
    yield f"evidence: {plain(str(path), _LONG)}"
    try:
        is_same = digest(path) == entry.evidence
    except OSError as error:
        state = f"the file cannot be read: {error.strerror}"
    else:
        state = "the file has it" if is_same else "THE FILE HAS ANOTHER ONE: it was changed since"
    yield f"SHA-256: {entry.evidence} ({state})"
    yield from (plain(line, _LONG) for line in _notebook(path, entry.evidence))


def _notebook(evidence: Path, sha256: str) -> Iterator[str]:
    """What became of the notebook, whose SHA-256 is in the evidence itself."""
    try:
        recorded = notebook_of(evidence, sha256)
    except EvidenceError as error:
        yield f"notebook: nobody can tell whether it was changed: {error}"
        return
    if recorded is None:
        yield "notebook: none was handed in"
        return
    if recorded.path:
        yield f"notebook: {recorded.path}"
    state = recorded.loss.upper() if recorded.loss else "the file has it"
    yield f"SHA-256: {recorded.sha256} ({state})"


def _check(check: Check) -> Iterator[str]:
    points = "1 point" if check.points == 1 else f"{check.points} points"
    yield f"{plain(check.id)} {check.verdict}, {points}: {plain(check.title)}"
    names = {"blocked_by": "blocked by"}
    for name, text in check.details.items():
        yield f"    {names.get(name, name)}: {plain(text)}"
    for late in check.late:
        yield f"    late: {plain(late.what)} at {_time(late.at)}"


def _score(summary: Summary) -> str:
    interval = f"{summary.sure}"
    if summary.possible != summary.sure:
        interval += f" .. {summary.possible}"
    return f"{interval} of {summary.maximum} points"


def _time(time: datetime) -> str:
    return f"{time.astimezone(UTC):%Y-%m-%d %H:%M:%S} UTC"
