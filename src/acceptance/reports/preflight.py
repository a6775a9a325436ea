"""Writes a pre-flight: which checks can be verified, and not how they stand. Pure.

Lines are not wrapped: a terminal does that itself, and a command in them can still be copied whole.
Whatever this module writes of its own is ASCII, so that it can be shown in any code page.
"""

from collections.abc import Iterator, Sequence
from enum import StrEnum
from typing import Final

from acceptance.plain_text import plain
from acceptance.reports.document import Check, Document
from acceptance.reports.terminal import Line, grouped, ids
from acceptance.verdicts.verdict import Verdict


class Verifiability(StrEnum):
    """The three words of a pre-flight."""

    VERIFIABLE = "can be verified"
    NOT_VERIFIABLE = "cannot be verified"
    NOT_TRIED = "not tried"

    @classmethod
    def of(cls, verdict: Verdict) -> "Verifiability":
        """Whether a verdict could be found; it does not tell which verdict that was."""
        return _VERIFIABILITIES.get(verdict, cls.VERIFIABLE)


_VERIFIABILITIES: Final = {
    Verdict.NOT_VERIFIED: Verifiability.NOT_VERIFIABLE,
    Verdict.BLOCKED: Verifiability.NOT_TRIED,
}
COLOURS: Final = {
    Verifiability.VERIFIABLE: "green",
    Verifiability.NOT_VERIFIABLE: "yellow",
    Verifiability.NOT_TRIED: "yellow",
}
LETTERS: Final = {
    Verifiability.VERIFIABLE: ".",
    Verifiability.NOT_VERIFIABLE: "?",
    Verifiability.NOT_TRIED: "-",
}
"""How each is shown while the run goes on."""

HEADLINE: Final = "Pre-flight: can each check be verified? Nothing is graded, and no mark is shown."
WIDEST_WORD: Final = max(map(len, Verifiability))


def status(verdicts: Sequence[Verdict], pytest_status: int) -> int:
    """The status of the process: 0 all can be verified, 6 not all; pytest's own from 2 on.

    Args:
        verdicts: of the checks of the run.
        pytest_status: pytest's own.
    """
    if pytest_status not in (0, 1):
        return pytest_status
    if not verdicts:
        return 5
    return 0 if not set(verdicts) & _VERIFIABILITIES.keys() else 6


def lines(document: Document, advice: Sequence[str] = ()) -> Iterator[Line]:
    """The whole report.

    Args:
        document: of the run; its verdicts are not shown.
        advice: what others say, a line each.
    """
    yield ((HEADLINE, "bold"),)
    yield from _table(document)
    yield from _not_verifiable(document.having(Verdict.NOT_VERIFIED))
    yield from _not_tried(document)
    if advice:
        yield from _heading("Permissions of this identity")
    yield from (((f"  {plain(line)}", ""),) for line in advice)
    yield from _count(document)


def _table(document: Document) -> Iterator[Line]:
    longest = max((len(check.id) for check in document.checks), default=0)
    for task in document.tasks:
        yield ()
        yield ((f"{task.step}.{task.task} {task.title}", "bold"),)
        for check in task.checks:
            word = Verifiability.of(check.verdict)
            start, end = f"  {check.id:{longest}}  ", f"  {check.title}"
            yield (start, ""), (f"{word:{WIDEST_WORD}}", COLOURS[word]), (end, "")


def _not_verifiable(checks: Sequence[Check]) -> Iterator[Line]:
    if checks:
        yield from _heading("Cannot be verified")
    for (reason, cure), same in grouped(checks, lambda check: (check.reason, check.cure)):
        yield ((f"  {ids(same)}", ""),)
        yield ((f"    reason    {reason}", ""),)
        if cure:
            yield ((f"    cure      {cure}", ""),)


def _not_tried(document: Document) -> Iterator[Line]:
    checks = document.having(Verdict.BLOCKED)
    titles = {check.id: check.title for check in document.checks}
    if checks:
        yield from _heading("Not tried: what they need is not there yet")
    for owner, waiting in grouped(checks, lambda check: check.blocked_by):
        needed = f"{owner} {titles.get(owner or '', '')}".rstrip()
        yield ((f"  after {needed}: {ids(waiting)}", ""),)


def _count(document: Document) -> Iterator[Line]:
    words = [Verifiability.of(check.verdict) for check in document.checks]
    yield ()
    if not words:
        yield (("No check was tried.", "red"),)
        return
    verifiable = words.count(Verifiability.VERIFIABLE)
    every = verifiable == len(words)
    count = f"All {len(words)}" if every else f"{verifiable} of {len(words)}"
    left = f" ({document.asked} are asked)" if document.partial else ""
    colour = "green" if every else "yellow"
    yield ((f"{count} checks can be verified{left}.", colour),)


def _heading(text: str) -> Iterator[Line]:
    yield ()
    yield ((text, "yellow"),)
