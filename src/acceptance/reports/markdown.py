"""The document as Markdown for GitHub's job summary, or an issue: what to fix, then all. Pure.

Whatever a student can name stands in a code span, where GitHub knows neither HTML nor links, nor
mentions, nor references. All else is escaped. A job summary takes 1 MiB: texts are cut until the
whole fits.
"""

import re
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from html import escape
from typing import Any, Final

from acceptance.plain_text import plain
from acceptance.verdicts.verdict import Score

Check = Mapping[str, Any]

ROOM: Final = 1_000_000
"""Bytes of the whole, a little less than 1 MiB."""

LENGTHS: Final = (2000, 400, 80)
"""How many characters of one text are shown; the next, if the whole does not fit otherwise."""

CUT: Final = "\n\n*Cut here: it is too long for a job summary. See the JSON report.*\n"

MARKS: Final = {
    "met": "✅ met",
    "not met": "❌ not met",
    "blocked": "⛔ blocked",
    "not verified": "❔ not verified",
    "waived": "◇ waived",
}

_SPECIAL: Final = re.compile(r"([\\`*_{}\[\]<>#|~&@$^])")


def render(document: Mapping[str, Any]) -> str:
    """The whole text.

    Args:
        document: as docs/report.schema.json has it.

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
    """How texts are written, at a certain length."""

    def __init__(self, length: int) -> None:
        """Texts of at most `length` characters."""
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


def _lines(document: Mapping[str, Any], wording: Wording) -> Iterator[str]:
    checks = [check for task in document["tasks"] for check in task["checks"]]
    yield f"# {wording.text(document['title'] or 'Verdicts')}"
    yield ""
    yield from _score(document)
    yield from _to_fix(checks, wording)
    yield from _not_verified(checks, wording)
    yield from _waived(checks, wording)
    yield from _late(checks, wording)
    yield from _tables(document["tasks"], wording)
    yield from _information(document["information"], wording)
    yield from _graded(document, wording)


def _score(document: Mapping[str, Any]) -> Iterator[str]:
    score = Score(**document["score"])
    if not score.maximum and not document["tasks"]:
        yield "**No check was run: nothing was graded.**"
        yield ""
        return
    yield f"**{score}**"
    if score.not_verified:
        yield f"({score.sure} sure, {score.not_verified} not verified: nobody could tell)"
    yield ""
    counts = document["counts"].items()
    yield " · ".join(f"{MARKS[verdict]}: {count}" for verdict, count in counts if count)
    yield ""
    for notice in _notices(document):
        yield f"> {notice}"
        yield ""


def _notices(document: Mapping[str, Any]) -> Iterator[str]:
    if document["partial"]:
        yield "Only a part of the checks was selected: this is not the score of the exercise."
    if document["source"]["against"] == "emulator":
        yield "The emulator was graded, not Azure."
    if document["source"]["complete"] is False:
        yield "The recording is of a run that was interrupted."
    if document["exit_status"] in (2, 3):
        yield "The run was stopped before its end: what was not decided by then is not verified."


def _to_fix(checks: Sequence[Check], wording: Wording) -> Iterator[str]:
    unmet = [check for check in checks if check["verdict"] == "not met"]
    blocked = _grouped(
        (check for check in checks if check["verdict"] == "blocked"),
        lambda check: check["blocked_by"],
    )
    if unmet or blocked:
        yield "## What to fix"
        yield ""
    for number, check in enumerate(unmet, 1):
        yield f"{number}. **{_named(check, wording)}** ({_points(check['points'])})"
        yield from _told(check, ("expected", "found"), wording, "   ")
        if check["fix"]:
            yield f"   - fix: {wording.text(check['fix'])}"
        if waiting := blocked.pop(check["id"], []):
            yield f"   - waiting for it: {_ids(waiting, wording)}"
    for owner, waiting in blocked.items():
        yield f"- blocked by {wording.text(owner)}: {_ids(waiting, wording)}"
    if unmet or blocked:
        yield ""


def _not_verified(checks: Sequence[Check], wording: Wording) -> Iterator[str]:
    rows = [check for check in checks if check["verdict"] == "not verified"]
    if not rows:
        return
    yield "## Not verified"
    yield ""
    yield "Nobody could tell. That is no mistake of the student, and costs nothing yet."
    yield ""
    for same in _grouped(rows, lambda check: (check["reason"], check["cure"])).values():
        yield f"- {_ids(same, wording)} ({_points(sum(check['points'] for check in same))})"
        yield from _told(same[0], ("reason", "cure"), wording, "  ")
    yield ""


def _waived(checks: Sequence[Check], wording: Wording) -> Iterator[str]:
    rows = [check for check in checks if check["verdict"] == "waived"]
    if rows:
        yield "## Waived"
        yield ""
    for check in rows:
        yield f"- {_named(check, wording)} ({_points(check['points'])})"
        yield from _told(check, ("waiver", "expected", "found", "blocked_by"), wording, "  ")
    if rows:
        yield ""


def _late(checks: Sequence[Check], wording: Wording) -> Iterator[str]:
    late = [(one["at"], one["what"], check) for check in checks for one in check["late"]]
    if late:
        yield "## Late"
        yield ""
        yield "Done after the deadline; the points are the same."
        yield ""
    for (at, what), same in _grouped(late, lambda one: (one[0], one[1])).items():
        ids = _ids([check for _, _, check in same], wording)
        yield f"- {wording.text(_utc(at))}: {wording.code(what)} (for {ids})"
    if late:
        yield ""


def _tables(tasks: Iterable[Mapping[str, Any]], wording: Wording) -> Iterator[str]:
    for task in tasks:
        title = f"{task['step']}.{task['task']} {wording.html(task['title'])}"
        trouble = any(check["verdict"] != "met" for check in task["checks"])
        yield f"<details{' open' * trouble}><summary>{title}: {Score(**task['score'])}</summary>"
        yield ""
        yield "| check | verdict | points | asked |"
        yield "|:--|:--|--:|:--|"
        for check in task["checks"]:
            late = " (late)" if check["late"] else ""
            yield (
                f"| {wording.text(check['id'])} | {MARKS[check['verdict']]} | {check['points']} "
                f"| {wording.text(check['title'])}{late} |"
            )
        yield ""
        yield "</details>"
        yield ""


def _information(lines: Sequence[Check], wording: Wording) -> Iterator[str]:
    if not lines:
        return
    yield "<details><summary>Information, without points</summary>"
    yield ""
    for line in lines:
        yield f"- {MARKS[line['verdict']]}: {wording.text(line['title'])}"
        yield from _told(line, ("found", "reason", "cure", "blocked_by"), wording, "  ")
    yield ""
    yield "</details>"
    yield ""


def _graded(document: Mapping[str, Any], wording: Wording) -> Iterator[str]:
    yield "<details><summary>What was graded</summary>"
    yield ""
    yield from (f"- {wording.code(line)}" for line in document["graded"])
    for name, value in document["source"].items():
        if value is not None:
            yield f"- {name.replace('_', ' ')}: {wording.code(str(value))}"
    if document["deadline"]:
        yield f"- deadline: {wording.text(_utc(document['deadline']))}"
    yield f"- suite: {wording.code(document['suite'] or 'unknown')}"
    yield from (f"- {wording.code(note)}" for note in document["notes"])
    yield ""
    yield "</details>"


def _told(about: Check, terms: Iterable[str], wording: Wording, indent: str) -> Iterator[str]:
    for term in terms:
        if about[term]:
            yield f"{indent}- {term.replace('_', ' ')}: {wording.code(about[term])}"


def _named(check: Check, wording: Wording) -> str:
    return wording.text(f"{check['id']} {check['title']}")


def _ids(checks: Iterable[Check], wording: Wording) -> str:
    return ", ".join(wording.text(check["id"]) for check in checks)


def _utc(moment: str) -> str:
    """A time of the document as one reads it; what is none stays as it is."""
    try:
        return f"{datetime.fromisoformat(moment).astimezone(UTC):%Y-%m-%d %H:%M:%S} UTC"
    except (ValueError, OverflowError):
        return moment


def _points(number: int) -> str:
    return f"{number} point" if number == 1 else f"{number} points"


def _grouped(things: Iterable[Any], key: Callable[[Any], Hashable]) -> dict[Any, list[Any]]:
    groups: dict[Hashable, list[Any]] = {}
    for thing in things:
        groups.setdefault(key(thing), []).append(thing)
    return groups
