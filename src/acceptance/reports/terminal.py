"""Writes the document for a terminal, a pipe or a CI log: a table by task, then what to do. Pure.

Whatever this module writes of its own is ASCII, so that it can be shown in any code page.
"""

import unicodedata
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from typing import Final, TypeVar

from acceptance.reports import costs
from acceptance.reports.document import Check, Document, Information
from acceptance.verdicts.verdict import Verdict

Line = tuple[tuple[str, str], ...]
"""One line: its parts, each a text and a colour of pytest's (`green`, `bold`), or none."""

T = TypeVar("T")

LATE: Final = " (late)"
NARROWEST: Final = 60
WIDEST: Final = 200
COLOURS: Final = {
    Verdict.MET: "green",
    Verdict.NOT_MET: "red",
    Verdict.BLOCKED: "red",
    Verdict.NOT_VERIFIED: "yellow",
    Verdict.WAIVED: "cyan",
}


def lines(document: Document, width: int) -> Iterator[Line]:
    """The whole report.

    Args:
        document: of a run that is over.
        width: columns of the terminal; long texts are wrapped to it, or to the nearest of
            60 .. 200.
    """
    width = min(max(width, NARROWEST), WIDEST)
    for text in document.graded:
        yield from _wrapped(text, "", "", width)
    yield from _table(document, width)
    yield from _each(document, Verdict.NOT_MET, "Not met", width)
    yield from _blocked(document, width)
    yield from _not_verified(document, width)
    yield from _each(document, Verdict.WAIVED, "Waived", width)
    yield from _late(document, width)
    yield from _information(document, width)
    yield from _listed("Notes", document.notes, width)
    yield from _listed("Costs", costs.sentences(document), width)
    yield from _faults(document)
    yield from _score(document)


def _table(document: Document, width: int) -> Iterator[Line]:
    longest = max((len(check.id) for check in document.checks), default=0)
    for task in document.tasks:
        yield ()
        title, score = f"{task.step}.{task.task} {task.title}", str(task.score)
        yield ((f"{_fitted(title, width - len(score) - 1)} {score}", "bold"),)
        for check in task.checks:
            start = f"  {check.id:{longest}} {check.points:3}  "
            word = f"{check.verdict:12}"
            mark = LATE * bool(check.late)
            room = width - len(start) - len(word) - len(mark)
            rest = _fitted(f"  {check.title}", room).rstrip() + mark
            yield (start, ""), (word, COLOURS[check.verdict]), (rest, "")


def _each(document: Document, verdict: Verdict, heading: str, width: int) -> Iterator[Line]:
    """Every check of that verdict, with what there is to say about it."""
    checks = document.having(verdict)
    if checks:
        yield from _heading(heading, COLOURS[verdict])
    for check in checks:
        yield from _wrapped(f"{check.id} {check.title}", "  ", "  ", width)
        yield from _details(check, width)


def _blocked(document: Document, width: int) -> Iterator[Line]:
    checks = document.having(Verdict.BLOCKED)
    titles = {check.id: check.title for check in document.checks}
    if checks:
        yield from _heading("Blocked", "red")
    for owner, blocked in grouped(checks, lambda check: check.blocked_by):
        by = f"by {owner} {titles.get(owner or '', '')}".rstrip()
        yield from _wrapped(f"{by}: {ids(blocked)}", "  ", "    ", width)


def _not_verified(document: Document, width: int) -> Iterator[Line]:
    checks = document.having(Verdict.NOT_VERIFIED)
    if checks:
        yield from _heading("Not verified", "yellow")
    for _, same in grouped(checks, lambda check: (check.reason, check.cure)):
        yield from _wrapped(ids(same), "  ", "  ", width)
        yield from _details(same[0], width)


def _late(document: Document, width: int) -> Iterator[Line]:
    late = [(each, check) for check in document.checks for each in check.late]
    if late:
        yield from _heading("Late, after the deadline (the points are the same)", "yellow")
    for timestamp, same in grouped(late, lambda pair: pair[0]):
        text = f"{timestamp.at:%Y-%m-%d %H:%M:%S} UTC: {timestamp.what}"
        yield from _wrapped(text, "  ", "    ", width)
        yield from _wrapped(ids(check for _, check in same), "    ", "    ", width)


def _listed(heading: str, sentences: Sequence[str], width: int) -> Iterator[Line]:
    if sentences:
        yield from _heading(heading, "bold")
    for sentence in sentences:
        yield from _wrapped(sentence, "  ", "    ", width)


def _information(document: Document, width: int) -> Iterator[Line]:
    if document.information:
        yield from _heading("Information, without points", "bold")
    for each in document.information:
        start = f"  {each.verdict:12}  "
        yield from _wrapped(each.title, start, " " * len(start), width)
        yield from _details(each, width)


def _faults(document: Document) -> Iterator[Line]:
    if document.faults:
        yield from _heading("Faults of the suite", "yellow")
    for fault in document.faults:
        yield ((f"  {fault.place}; stopped {', '.join(fault.checks)}", ""),)
        yield from (((f"    {line}", ""),) for line in fault.traceback)


def _score(document: Document) -> Iterator[Line]:
    score, selected = document.score, len(document.checks)
    yield ()
    if not selected:
        yield (("No check was run: nothing was graded.", "red"),)
        return
    if document.partial:
        text = f"Only {selected} of {document.asked} checks were selected"
        yield ((f"{text}: this is not the score of the exercise.", "yellow"),)
    text = f"Score: {score}"
    if score.not_verified:
        text += f" ({score.sure} sure, {score.not_verified} not verified)"
    lost = score.possible < score.maximum
    colour = "red" if lost else "yellow" if score.not_verified else "green"
    yield ((text, colour),)


def encodable(text: str, encoding: str) -> str:
    r"""The text with what an encoding cannot hold as escapes (`\u2026`); no other change."""
    return text.encode(encoding, "backslashreplace").decode(encoding)


def columns(text: str) -> int:
    """How many columns of a terminal a line takes: ideographs and emoji two, accents none."""
    return sum(map(_columns, text))


def _columns(character: str) -> int:
    if character.isascii():
        return 1
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def _heading(text: str, colour: str) -> Iterator[Line]:
    yield ()
    yield ((text, colour),)


def _details(judged: Check | Information, width: int) -> Iterator[Line]:
    for name, text in judged.details.items():
        label = "by" if name == "blocked_by" else name
        yield from _wrapped(text, f"    {label:8}  ", " " * 14, width)


def ids(checks: Iterable[Check]) -> str:
    """The ids in one line."""
    return ", ".join(check.id for check in checks)


K = TypeVar("K", bound=Hashable)


def grouped(things: Iterable[T], key: Callable[[T], K]) -> list[tuple[K, list[T]]]:
    """Things of one key together, in the order in which the keys first come."""
    groups: dict[K, list[T]] = {}
    for thing in things:
        groups.setdefault(key(thing), []).append(thing)
    return list(groups.items())


def _fitted(text: str, width: int) -> str:
    """The text in exactly `width` (at least 3) columns: cut with `...`, or filled with spaces."""
    while columns(text) > width:
        text = text.removesuffix("...")[:-1] + "..."
    return text + " " * (width - columns(text))


def _wrapped(text: str, first: str, rest: str, width: int) -> Iterator[Line]:
    """The text in lines of at most `width` columns, broken at spaces where there are any.

    Several spaces in a row stay: they may be why a name does not match.
    """
    line, gap = first, ""
    for word in text.split(" "):
        for piece in _pieces(word, width - columns(rest)):
            if gap and columns(line) + 1 + columns(piece) > width:
                yield ((line, ""),)
                line, gap = rest, ""
            line += gap + piece
            gap = " "
    yield ((line, ""),)


def _pieces(word: str, room: int) -> Iterator[str]:
    """The word, in pieces of at most `room` columns."""
    piece = ""
    for character in word:
        if columns(piece) + columns(character) > room:
            yield piece
            piece = ""
        piece += character
    yield piece
