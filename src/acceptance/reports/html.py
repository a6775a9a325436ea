"""Writes the document as one web page for the student: what to fix first, then every check. Pure.

`templates/page.html.j2` is the page; here are the filters that it uses, and what it shows that is
not in the document as such. The page needs no network and no script, and its policy forbids both.
Names that a student chose stay text: escaped, isolated from the direction of what stands around
them, and cut if endless.
"""

import base64
import hashlib
import re
from collections.abc import Iterable
from datetime import UTC, datetime
from importlib.resources import files
from operator import attrgetter
from typing import Any, Final, NamedTuple

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from acceptance.plain_text import LIMIT, plain
from acceptance.reports.document import Check, Document
from acceptance.reports.terminal import grouped
from acceptance.verdicts.verdict import Score, Verdict, counted

STYLE: Final = (files(__package__) / "templates" / "style.css").read_text(encoding="utf-8")

POLICY: Final = "; ".join(
    (
        "default-src 'none'",
        # Only this very style sheet, by its hash: a style that somebody slips in does nothing.
        f"style-src 'sha256-{base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()}'",
        "base-uri 'none'",
        "form-action 'none'",
    )
)

LONGEST: Final = LIMIT * 11
"""No text that has been through `plain` is longer: ten characters an escape, and a remark."""

HEAD: Final = 800
TAIL: Final = 200
"""What is shown of an endless text; its end is often the remark that it was cut before."""

PLACES: Final = {
    "Azure Machine Learning studio": "https://ml.azure.com",
    "Azure portal": "https://portal.azure.com",
    "Custom Vision portal": "https://www.customvision.ai",
}
"""Where a fix says to click, and where that is."""

_PLACE: Final = re.compile("|".join(PLACES))
_QUOTED: Final = re.compile('"([^"]*)"')


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
    template = _environment().get_template("page.html.j2")
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
        policy=POLICY,
        style=Markup(STYLE),  # noqa: S704 - our own file
    )
    return f"{page}\n"


def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("acceptance.reports"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    filters = (anchor, counted, interval, isolated, linked, percent, plain, total, utc)
    environment.filters |= {each.__name__: each for each in filters}
    environment.filters["grouped"] = _grouped_by
    return environment


def _sections(document: Document, fixes: list[ToFix]) -> dict[str, str]:
    """The titles of the page's sections, by anchor, in order."""
    sections = (
        ("score", "Score", True),
        ("fix", "What to fix, in this order" if len(fixes) > 1 else "What to fix", fixes),
        ("open", "Not verified", document.having(Verdict.NOT_VERIFIED)),
        ("waived", "Waived", document.having(Verdict.WAIVED)),
        ("late", "Late", any(check.late for check in document.checks)),
        ("notes", "Notes", document.notes),
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


def isolated(text: str | None) -> Markup:
    """Text as it is: no markup, no hidden character, in its own direction, of bearable length.

    Each name in quotes is isolated by itself, so that a name of another script does not turn the
    sentence around it.
    """
    shown = plain(text or "", LONGEST)
    if len(shown) > HEAD + 2 * TAIL:
        shown = f"{shown[:HEAD]} … (much is left out here) … {shown[-TAIL:]}"
    # `split` puts what stood in quotes at the odd places.
    pieces = [
        Markup('"<bdi>{}</bdi>"').format(part) if place % 2 else part
        for place, part in enumerate(_QUOTED.split(shown))
    ]
    return Markup('<bdi class="isolated" dir="ltr">{}</bdi>').format(Markup("").join(pieces))


def linked(text: str | None) -> Markup:
    """The same, with a link at each of the places: for what a feature says, not a student."""

    def link(match: re.Match[str]) -> str:
        return Markup('<a href="{}" rel="noreferrer">{}</a>').format(PLACES[match[0]], match[0])

    # The elements around the text hold none of the places' names, and the text has been escaped.
    return Markup(_PLACE.sub(link, isolated(text)))  # noqa: S704 - escaped, with our own links


def anchor(check: str) -> str:
    """A check's id as a part of an anchor's name."""
    return re.sub(r"[^0-9A-Za-z.-]", "_", plain(check, 100))


def interval(score: Score) -> str:
    """`84 of 100 points`, or `61 to 75 of 100 points` where something is not verified."""
    earned = f"{score.sure} to {score.possible}" if score.not_verified else f"{score.sure}"
    return f"{earned} of {counted(score.maximum, 'point')}"


def total(scores: Iterable[Score]) -> Score:
    """The scores together."""
    return Score(
        *map(sum, zip(*map(attrgetter("sure", "possible", "maximum"), scores), strict=True))
    )


def percent(share: float) -> str:
    """A share of 1 in percent, as `11.765%`."""
    return f"{100 * share:.3f}".rstrip("0").rstrip(".") + "%"


def utc(time: datetime | str) -> Markup:
    """A time, or its text (ISO 8601 with a zone), as one reads it; other text is shown as it is."""
    try:
        at = datetime.fromisoformat(time) if isinstance(time, str) else time
    except ValueError:
        return isolated(str(time))
    if at.tzinfo is None:
        return isolated(str(time))
    at = at.astimezone(UTC)
    return Markup('<time datetime="{:%Y-%m-%dT%H:%M:%SZ}">{:%Y-%m-%d %H:%M:%S} UTC</time>').format(
        at, at
    )


def _grouped_by(things: Iterable[Any], *names: str) -> list[tuple[Any, list[Any]]]:
    """Things with the same attributes together, in the order in which these first come."""
    return grouped(things, attrgetter(*names))
