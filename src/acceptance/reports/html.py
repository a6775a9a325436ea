"""Writes the document as one web page for the student: what to fix first, then every check. Pure.

`templates/page.html.j2` is the page; here are the filters that it uses, and what it shows that is
not in the document as such. The page needs no network and no script, and its policy forbids both.
Names that a student chose stay text: escaped, isolated from the direction of what stands around
them, and cut if endless.
"""

from datetime import datetime
from typing import Final, NamedTuple

from markupsafe import Markup

from acceptance.reports import costs
from acceptance.reports.document import Check, Document
from acceptance.reports.templating import STYLE, environment, policy
from acceptance.reports.terminal import grouped
from acceptance.verdicts.verdict import Verdict

POLICY: Final = policy(STYLE)


class ToFix(NamedTuple):
    """One thing to fix.

    Attributes:
        owner: the id of the check that asks for it.
        check: that check; None if it is not part of the run. It may be waived, too.
        waiting: the checks that are blocked until then.
    """

    owner: str
    check: Check | None
    waiting: list[Check]


class LateCheck(NamedTuple):
    """One check that rests on something that was done after the deadline."""

    at: datetime
    what: str
    id: str


def render(document: Document) -> str:
    """The whole page.

    Args:
        document: of a run that is over.

    Returns:
        HTML 5, to be written in UTF-8; the same document gives the same bytes.
    """
    template = environment().get_template("reports/page.html.j2")
    late = [
        LateCheck(each.at, each.what, check.id) for check in document.checks for each in check.late
    ]
    fixes = to_fix(document)
    page = template.render(
        document=document,
        having=lambda verdict: document.having(Verdict(verdict)),
        sections=_sections(document, fixes),
        to_fix=fixes,
        late=sorted(late),
        costs=costs.sentences(document),
        policy=POLICY,
        style=Markup(STYLE),  # noqa: S704 - our own file
    )
    return f"{page}\n"


def _sections(document: Document, fixes: list[ToFix]) -> dict[str, str]:
    """The titles of the page's sections, by anchor, in order."""
    sections = (
        ("score", "Score", True),
        ("fix", "What to fix, in this order" if len(fixes) > 1 else "What to fix", fixes),
        ("open", "Not verified", document.having(Verdict.NOT_VERIFIED)),
        ("waived", "Waived", document.having(Verdict.WAIVED)),
        ("late", "Late", any(check.late for check in document.checks)),
        ("costs", "What costs money", document.costs),
        ("notes", "Notes", document.notes),
        ("announced", "What is coming", document.announcements),
        ("all", "Every check", document.tasks),
        ("information", "Information, without points", document.information),
        ("graded", "What was graded", True),
        ("words", "What the words mean", True),
    )
    return {name: title for name, title, content in sections if content}


def to_fix(document: Document) -> list[ToFix]:
    """Every check that is not met, in order, then whatever else blocks; with what waits for it."""
    blocking = {check.id: check.blocked_by for check in document.having(Verdict.BLOCKED)}

    def beginning(check: Check) -> str:
        """The check at the beginning of the chain of those that block each other."""
        owner, passed = check.blocked_by or "", {check.id}
        while (next_ := blocking.get(owner)) and owner not in passed:
            passed.add(owner)
            owner = next_
        return owner

    waiting = dict(grouped(document.having(Verdict.BLOCKED), beginning))
    checks = {check.id: check for check in document.checks}
    unmet = [check.id for check in document.having(Verdict.NOT_MET)]
    owners = dict.fromkeys([*unmet, *waiting])
    return [ToFix(owner, checks.get(owner), waiting.get(owner, [])) for owner in owners]
