"""What the HTML pages of this suite have in common: templates, filters, style, policy. Pure.

Names that a student chose stay text: escaped, isolated from the direction of what stands around
them, and cut if endless. A page needs no network; its policy names its style and its script by
their hashes, so that nothing else does anything.
"""

import base64
import hashlib
import re
from collections.abc import Iterable
from datetime import UTC, datetime
from importlib.resources import files
from operator import attrgetter
from typing import Any, Final

from jinja2 import Environment, PackageLoader, PrefixLoader, StrictUndefined
from markupsafe import Markup

from acceptance.plain_text import LIMIT, plain
from acceptance.reports.terminal import grouped
from acceptance.verdicts.verdict import Score, Verdict, counted

STYLE: Final = (files(__package__) / "templates" / "style.css").read_text(encoding="utf-8")

SIGNS: Final = {
    Verdict.MET: "✓",
    Verdict.NOT_MET: "✗",
    Verdict.BLOCKED: "⊘",
    Verdict.NOT_VERIFIED: "?",
    Verdict.WAIVED: "◇",
}
"""A sign for each verdict, in their order: no colour says anything alone."""

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


def environment(package: str = "acceptance.reports") -> Environment:
    """Jinja with our filters, the templates of a package, and ours as `reports/NAME`."""
    made = Environment(
        loader=PrefixLoader(
            {"reports": PackageLoader("acceptance.reports"), "own": PackageLoader(package)}
        ),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    filters = (anchor, counted, interval, isolated, linked, percent, plain, total, utc)
    made.filters |= {each.__name__: each for each in filters}
    made.filters["grouped"] = _grouped_by
    made.globals["signs"] = SIGNS
    return made


def policy(style: str, script: str = "") -> str:
    """The content security policy of a page: its very style and script, and nothing else."""
    allowed = {"style-src": style, "script-src": script}
    return "; ".join(
        (
            "default-src 'none'",
            # By its hash: a style that somebody slips in does nothing.
            *(f"{name} 'sha256-{_hash(text)}'" for name, text in allowed.items() if text),
            "base-uri 'none'",
            "form-action 'none'",
        )
    )


def _hash(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def bearable(text: str | None) -> str:
    """Text as it is, without a hidden character, of bearable length; not escaped for HTML."""
    shown = plain(text or "", LONGEST)
    if len(shown) > HEAD + 2 * TAIL:
        shown = f"{shown[:HEAD]} … (much is left out here) … {shown[-TAIL:]}"
    return shown


def isolated(text: str | None) -> Markup:
    """Text as it is: no markup, no hidden character, in its own direction, of bearable length.

    Each name in quotes is isolated by itself, so that a name of another script does not turn the
    sentence around it.
    """
    shown = bearable(text)
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
