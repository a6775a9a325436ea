"""Words, numbers and times of the page; and what others wrote, made harmless in it. Pure."""

import re
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final, TypeVar

from acceptance.plain_text import LIMIT, plain
from acceptance.reports.page.markup import Markup, element, joined
from acceptance.verdicts.verdict import Verdict

T = TypeVar("T")

Check = Mapping[str, Any]
"""One check of the document, as docs/report.schema.json has it."""

LONGEST: Final = LIMIT * 11
"""No text that has been through `plain` is longer: ten characters an escape, and a remark."""

HEAD: Final = 800
TAIL: Final = 200
"""What is shown of an endless text; its end is often the remark that it was cut before."""

_QUOTED: Final = re.compile('"([^"]*)"')


@dataclass(frozen=True)
class Section:
    """One part of the page, with its heading; the page's contents link to it.

    Attributes:
        name: its anchor.
        title: its heading.
        content: what stands below that.
    """

    name: str
    title: str
    content: Markup

    @property
    def markup(self) -> Markup:
        """The whole section, a landmark of its own."""
        heading = element("h2", self.title, id=self.name)
        return element("section", heading, self.content, aria_labelledby=self.name)


@dataclass(frozen=True)
class Sign:
    """How a verdict is shown: by a sign beside its word, and by a colour that adds nothing.

    Attributes:
        sign: one character.
        style: the class of the style sheet.
        meaning: for a student, a sentence.
    """

    sign: str
    style: str
    meaning: str


SIGNS: Final[Mapping[Verdict, Sign]] = {
    Verdict.MET: Sign("✓", "met", "It is as the exercise asks. Its points are yours."),
    Verdict.NOT_MET: Sign("✗", "not-met", "It is not there yet, or not as the exercise asks."),
    Verdict.BLOCKED: Sign(
        "⊘",
        "blocked",
        "It needs something that another check asks for and that is missing. "
        "Nobody could look at it yet: it may be right already.",
    ),
    Verdict.NOT_VERIFIED: Sign(
        "?",
        "not-verified",
        "Nobody could tell. It is not held against you: its points may yet be earned.",
    ),
    Verdict.WAIVED: Sign("◇", "waived", "Your instructor lets it pass. Its points are yours."),
}


def said(text: str) -> Markup:
    """Text as it is: no markup, no hidden character, in its own direction, of bearable length.

    Each name in quotes is isolated by itself, so that a name of another script does not turn the
    sentence around it.
    """
    parts = _QUOTED.split(_cut(plain(text, LONGEST)))
    # `split` puts what stood in quotes at the odd places.
    pieces = [
        joined('"', element("bdi", part), '"') if place % 2 else part
        for place, part in enumerate(parts)
    ]
    return element("bdi", *pieces, class_="said", dir="ltr")


def anchor(kind: str, check: str) -> str:
    """The name by which the page links to a check, as `fix-2.2.5`."""
    return f"{kind}-{re.sub(r'[^0-9A-Za-z.-]', '_', plain(check, 100))}"


def tagged(verdict: str, count: int | None = None) -> Markup:
    """A verdict by sign and word; with how many checks have it."""
    sign = SIGNS[Verdict(verdict)]
    number = "" if count is None else f"{count} "
    return element(
        "span",
        element("span", sign.sign, class_="sign", aria_hidden="true"),
        " ",
        element("span", number + verdict, class_="word"),
        class_=sign.style,
    )


def listed(checks: Iterable[Check]) -> Markup:
    """The checks as a list of ids, titles and points."""
    return element("ul", [element("li", titled(check), " ", _worth(check)) for check in checks])


def titled(check: Check) -> Markup:
    """A check's id and title."""
    return joined(said(check["id"]), " ", said(check["title"]))


def having(verdict: Verdict, checks: Iterable[Check]) -> list[Check]:
    """The checks of that verdict, in order."""
    return [check for check in checks if check["verdict"] == verdict]


def worth(checks: Iterable[Check]) -> int:
    """The points of all of them."""
    return sum(check["points"] for check in checks)


def grouped(things: Iterable[T], key: Callable[[T], Hashable]) -> list[list[T]]:
    """Things of one key together, in the order in which the keys first come."""
    groups: dict[Hashable, list[T]] = {}
    for thing in things:
        groups.setdefault(key(thing), []).append(thing)
    return list(groups.values())


def points(number: int) -> str:
    """`1 point`, `3 points`."""
    return counted(number, "point")


def counted(number: int, thing: str) -> str:
    """`1 check`, `2 checks`."""
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"


def interval(score: Mapping[str, int]) -> str:
    """`84 of 100 points`, or `61 to 75 of 100 points` where something is not verified."""
    sure, possible = score["sure"], score["possible"]
    earned = f"{sure}" if sure == possible else f"{sure} to {possible}"
    return f"{earned} of {points(score['maximum'])}"


def utc(moment: str) -> Markup:
    """A time of the document (ISO 8601) as one reads it; what is none is shown as it is."""
    try:
        at = datetime.fromisoformat(moment)
    except ValueError:
        return said(moment)
    if at.tzinfo is None:
        return said(moment)
    at = at.astimezone(UTC)
    return element("time", f"{at:%Y-%m-%d %H:%M:%S} UTC", datetime=f"{at:%Y-%m-%dT%H:%M:%SZ}")


def facts(*pairs: tuple[str, str | Markup, str]) -> Markup:
    """Terms and what is said about each, with the class of that."""
    rows = [
        joined(element("dt", term), element("dd", text, class_=style or None))
        for term, text, style in pairs
    ]
    return element("dl", rows, class_="facts")


def _worth(check: Check) -> Markup:
    return element("span", f"({points(check['points'])})", class_="soft nowrap")


def _cut(text: str) -> str:
    if len(text) <= HEAD + 2 * TAIL:
        return text
    return f"{text[:HEAD]} … (much is left out here) … {text[-TAIL:]}"
