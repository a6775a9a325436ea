"""Writes the document as Markdown for GitHub's job summary, or an issue. Pure.

Whatever a student can name stands in a code span, where GitHub knows neither HTML nor links, nor
mentions, nor references. All else is escaped. A job summary takes 1 MiB: texts are cut until the
whole fits.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from html import escape
from typing import Final

from acceptance.plain_text import plain
from acceptance.reports import costs
from acceptance.reports.document import Check, Document, Information, Task
from acceptance.reports.terminal import grouped
from acceptance.verdicts.verdict import Verdict, counted

ROOM: Final = 1_000_000
"""Bytes of the whole, a little less than 1 MiB."""

LENGTHS: Final = (2000, 400, 80)
"""How many characters of one text are shown; the next, if the whole does not fit otherwise."""

CUT: Final = "\n\n*Cut here: it is too long for a job summary. See the JSON report.*\n"

MARKS: Final = {
    Verdict.MET: "✅ met",
    Verdict.NOT_MET: "❌ not met",
    Verdict.BLOCKED: "⛔ blocked",
    Verdict.NOT_VERIFIED: "❔ not verified",
    Verdict.WAIVED: "◇ waived",
}

_SPECIAL: Final = re.compile(r"([\\`*_{}\[\]<>#|~&@$^])")


def render(document: Document) -> str:
    """The whole text.

    Args:
        document: of a run that is over.

    Returns:
        GitHub-flavoured Markdown in UTF-8, of at most `ROOM` bytes.
    """
    texts = ("\n".join(_lines(document, Wording(length))) + "\n" for length in LENGTHS)
    for text in texts:
        if len(text.encode()) <= ROOM:
            return text
    kept = text.encode()[: ROOM - len(CUT)].decode(errors="ignore")
    return kept.rpartition("\n")[0] + CUT


class Wording:
    """Writes texts of at most `length` characters."""

    def __init__(self, length: int) -> None:
        self.length = length

    def code(self, text: str) -> str:
        """Text as it is, in a code span that it cannot leave."""
        shown = plain(text, self.length).strip(" ") or " "
        runs = [len(run) for run in re.findall("`+", shown)]
        fence = "`" * next(length for length in range(1, len(runs) + 2) if length not in runs)
        space = " " if "`" in (shown[0], shown[-1]) else ""
        return f"{fence}{space}{shown}{space}{fence}"

    def text(self, text: str) -> str:
        """Text without any markup."""
        return _SPECIAL.sub(r"\\\1", plain(text, self.length))

    def html(self, text: str) -> str:
        """Text within an element of HTML."""
        return escape(plain(text, self.length))


def _lines(document: Document, wording: Wording) -> Iterator[str]:
    yield f"# {wording.text(document.title or 'Verdicts')}"
    yield ""
    yield from _score(document)
    yield from _to_fix(document, wording)
    yield from _not_verified(document.having(Verdict.NOT_VERIFIED), wording)
    yield from _waived(document.having(Verdict.WAIVED), wording)
    yield from _late(document.checks, wording)
    yield from _costs(document, wording)
    yield from _tables(document.tasks, wording)
    yield from _information(document.information, wording)
    yield from _graded(document, wording)


def _score(document: Document) -> Iterator[str]:
    score = document.score
    if not score.maximum and not document.tasks:
        yield "**No check was run: nothing was graded.**"
        yield ""
        return
    yield f"**{score}**"
    if score.not_verified:
        yield f"({score.sure} sure, {score.not_verified} not verified: nobody could tell)"
    yield ""
    counts = document.counts.items()
    yield " · ".join(f"{MARKS[verdict]}: {count}" for verdict, count in counts if count)
    yield ""
    for notice in _notices(document):
        yield f"> {notice}"
        yield ""


def _notices(document: Document) -> Iterator[str]:
    if document.partial:
        yield "Only a part of the checks was selected: this is not the score of the exercise."
    if document.source.against == "emulator":
        yield "The emulator was graded, not Azure."
    if document.source.complete is False:
        yield "The cassette is of a run that was interrupted."
    if document.exit_status in (2, 3):
        yield "The run was stopped before its end: what was not decided by then is not verified."


def _to_fix(document: Document, wording: Wording) -> Iterator[str]:
    unmet = document.having(Verdict.NOT_MET)
    blocked = dict(grouped(document.having(Verdict.BLOCKED), lambda check: check.blocked_by))
    if unmet or blocked:
        yield "## What to fix"
        yield ""
    for number, check in enumerate(unmet, 1):
        yield f"{number}. **{_named(check, wording)}** ({counted(check.points, 'point')})"
        texts = {name: text for name, text in check.details.items() if name != "fix"}
        yield from _details(texts, wording, "   ")
        if check.fix:
            yield f"   - fix: {wording.text(check.fix)}"
        if waiting := blocked.pop(check.id, []):
            yield f"   - waiting for it: {_ids(waiting, wording)}"
    for owner, waiting in blocked.items():
        yield f"- blocked by {wording.text(owner or '')}: {_ids(waiting, wording)}"
    if unmet or blocked:
        yield ""


def _not_verified(checks: Sequence[Check], wording: Wording) -> Iterator[str]:
    if not checks:
        return
    yield "## Not verified"
    yield ""
    yield "Nobody could tell. That is no mistake of the student, and costs nothing yet."
    yield ""
    for _, same in grouped(checks, lambda check: (check.reason, check.cure)):
        yield f"- {_ids(same, wording)} ({counted(sum(check.points for check in same), 'point')})"
        yield from _details(same[0].details, wording, "  ")
    yield ""


def _waived(checks: Sequence[Check], wording: Wording) -> Iterator[str]:
    if checks:
        yield "## Waived"
        yield ""
    for check in checks:
        yield f"- {_named(check, wording)} ({counted(check.points, 'point')})"
        yield from _details(check.details, wording, "  ")
    if checks:
        yield ""


def _late(checks: Sequence[Check], wording: Wording) -> Iterator[str]:
    late = [(each, check) for check in checks for each in check.late]
    if late:
        yield "## Late"
        yield ""
        yield "Done after the deadline; the points are the same."
        yield ""
    for timestamp, same in grouped(late, lambda pair: pair[0]):
        ids = _ids([check for _, check in same], wording)
        yield f"- {_utc(timestamp.at)}: {wording.code(timestamp.what)} (for {ids})"
    if late:
        yield ""


def _costs(document: Document, wording: Wording) -> Iterator[str]:
    sentences = costs.sentences(document)
    if sentences:
        yield "## Costs"
        yield ""
        yield from (f"- {wording.code(sentence)}" for sentence in sentences)
        yield ""


def _tables(tasks: Iterable[Task], wording: Wording) -> Iterator[str]:
    for task in tasks:
        title = f"{task.step}.{task.task} {wording.html(task.title)}"
        trouble = any(check.verdict is not Verdict.MET for check in task.checks)
        yield f"<details{' open' * trouble}><summary>{title}: {task.score}</summary>"
        yield ""
        yield "| check | verdict | points | asked |"
        yield "|:--|:--|--:|:--|"
        for check in task.checks:
            late = " (late)" if check.late else ""
            yield (
                f"| {wording.text(check.id)} | {MARKS[check.verdict]} | {check.points} "
                f"| {wording.text(check.title)}{late} |"
            )
        yield ""
        yield "</details>"
        yield ""


def _information(lines: Sequence[Information], wording: Wording) -> Iterator[str]:
    if not lines:
        return
    yield "<details><summary>Information, without points</summary>"
    yield ""
    for line in lines:
        yield f"- {MARKS[line.verdict]}: {wording.text(line.title)}"
        yield from _details(line.written_details, wording, "  ")
    yield ""
    yield "</details>"
    yield ""


def _graded(document: Document, wording: Wording) -> Iterator[str]:
    yield "<details><summary>What was graded</summary>"
    yield ""
    yield from (f"- {wording.code(line)}" for line in document.graded)
    for name, value in vars(document.source).items():
        if value is not None:
            term = "cassette" if name == "recording" else name.replace("_", " ")
            yield f"- {term}: {wording.code(str(value))}"
    if document.deadline:
        yield f"- deadline: {_utc(document.deadline)}"
    yield f"- suite: {wording.code(document.suite or 'unknown')}"
    yield from (f"- {wording.code(note)}" for note in document.notes)
    yield ""
    yield "</details>"


def _details(texts: Mapping[str, str], wording: Wording, indent: str) -> Iterator[str]:
    for name, text in texts.items():
        yield f"{indent}- {name.replace('_', ' ')}: {wording.code(text)}"


def _named(check: Check, wording: Wording) -> str:
    return wording.text(f"{check.id} {check.title}")


def _ids(checks: Iterable[Check], wording: Wording) -> str:
    return ", ".join(wording.text(check.id) for check in checks)


def _utc(time: datetime) -> str:
    return f"{time.astimezone(UTC):%Y-%m-%d %H:%M:%S} UTC"
