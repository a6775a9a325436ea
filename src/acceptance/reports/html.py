"""The document as one web page for the student: what to fix first, then every check. Pure.

The page needs no network and no script, and its policy forbids both. Names that a student chose
stay text: escaped, isolated from the direction of what stands around them, and cut if endless.
"""

import base64
import hashlib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from acceptance.plain_text import plain
from acceptance.reports.page.fixes import to_fix
from acceptance.reports.page.markup import Markup, element, joined
from acceptance.reports.page.remarks import information, late, not_verified, notes, waived
from acceptance.reports.page.score import HATCHED, meanings, score
from acceptance.reports.page.table import every_check
from acceptance.reports.page.words import Check, Section, counted, facts, interval, said, utc

STYLE: Final = Markup((Path(__file__).parent / "page" / "style.css").read_text(encoding="utf-8"))

POLICY: Final = "; ".join(
    (
        "default-src 'none'",
        # Only this very style sheet, by its hash: a style that somebody slips in does nothing.
        f"style-src 'sha256-{base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()}'",
        "base-uri 'none'",
        "form-action 'none'",
    )
)

AGAINST: Final = {
    "azure": "Azure",
    "emulator": "the emulator, not Azure",
    None: "not known: Azure or the emulator",
}
ENDED: Final = {
    2: "The run was stopped before its end; what was not decided by then is not verified.",
    3: "The suite broke off; what was not decided by then is not verified.",
}
OF_THE_EMULATOR: Final = (
    "This grades the emulator, not Azure: it says nothing about a submission in Azure."
)
PARTIAL: Final = "Only some checks were selected: this is not the score of the whole exercise."
INCOMPLETE: Final = "The recording is incomplete: what it does not hold is not verified."

FOOT: Final = "This page is complete in itself: it needs no network and runs nothing."
NO_TITLE: Final = "What was found"


def render(document: Mapping[str, Any]) -> str:
    """The whole page.

    Args:
        document: as docs/report.schema.json has it.

    Returns:
        HTML 5, to be written in UTF-8; the same document gives the same bytes.
    """
    page = element("html", _head(document), _body(document), lang="en")
    return f"<!DOCTYPE html>\n{page}"


def _head(document: Mapping[str, Any]) -> Markup:
    title = f"{interval(document['score'])}: {plain(document['title'] or NO_TITLE)}"
    return element(
        "head",
        element("meta", charset="utf-8"),
        element("meta", http_equiv="Content-Security-Policy", content=POLICY),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("meta", name="referrer", content="no-referrer"),
        # A phone takes 2.2.6 for a date or a number to call.
        element("meta", name="format-detection", content="telephone=no, date=no, address=no"),
        element("title", title),
        element("style", STYLE),
    )


def _body(document: Mapping[str, Any]) -> Markup:
    checks = [check for task in document["tasks"] for check in task["checks"]]
    title = element("h1", said(document["title"] or NO_TITLE))
    first, *rest = _sections(document, checks)
    notices = [element("p", text, class_="notice") for text in _notices(document)]
    return element(
        "body",
        HATCHED,
        element("header", title, _next(checks), notices),
        element("main", first.markup, _contents(rest), [section.markup for section in rest]),
        element("footer", element("p", FOOT), class_="soft"),
    )


def _sections(document: Mapping[str, Any], checks: Sequence[Check]) -> Iterator[Section]:
    sections = (
        score(document),
        to_fix(checks),
        not_verified(checks),
        waived(checks),
        late(checks, document["deadline"]),
        notes(document["notes"]),
        every_check(document["tasks"]),
        information(document["information"]),
        _graded(document),
        meanings(),
    )
    return (section for section in sections if section)


def _next(checks: Sequence[Check]) -> Markup:
    """What the student has to do now, in one sentence."""
    verdicts = [check["verdict"] for check in checks]
    match verdicts.count("not met"):
        case 0 if "blocked" in verdicts:
            text = "Something that is needed is missing."
        case 0 if "not verified" in verdicts:
            text = "Nothing to fix was found, but not all could be looked at."
        case 0 if checks:
            text = "All is there: there is nothing to fix."
        case 0:
            return Markup("")
        case unmet:
            text = f"There {'is' if unmet == 1 else 'are'} {counted(unmet, 'thing')} to fix."
    return element("p", text)


def _notices(document: Mapping[str, Any]) -> Iterator[str]:
    """What nobody may overlook."""
    if document["source"]["against"] == "emulator":
        yield OF_THE_EMULATOR
    if document["source"]["complete"] is False:
        yield INCOMPLETE
    if document["partial"]:
        yield PARTIAL
    if document["exit_status"] in ENDED:
        yield ENDED[document["exit_status"]]


def _contents(sections: Sequence[Section]) -> Markup:
    links = [
        element("li", element("a", section.title, href=f"#{section.name}")) for section in sections
    ]
    return element("nav", element("ul", links, class_="contents"), aria_label="On this page")


def _graded(document: Mapping[str, Any]) -> Section:
    """What was graded, and from what."""
    lines = element("ul", [element("li", said(line)) for line in document["graded"]])
    told = facts(*_known(document))
    return Section("graded", "What was graded", joined(told, lines if document["graded"] else ""))


def _known(document: Mapping[str, Any]) -> Iterator[tuple[str, Markup, str]]:
    source = document["source"]
    yield "Source", _kind(source), ""
    yield "Against", Markup(AGAINST[source["against"]]), ""
    if source["recorded_at"]:
        yield "Recorded", utc(source["recorded_at"]), ""
    if source["recorded_by"]:
        yield "Recorded by", joined("version ", said(source["recorded_by"])), ""
    if source["sha256"]:
        yield "SHA-256", said(source["sha256"]), "fingerprint"
    if document["deadline"]:
        yield "Deadline", utc(document["deadline"]), ""
    if document["suite"]:
        yield "Graded by", joined("version ", said(document["suite"])), ""


def _kind(source: Mapping[str, Any]) -> Markup:
    match source["kind"]:
        case "live":
            return Markup("live: read while grading")
        case "recording":
            return joined("the recording ", said(source["recording"] or "(without a name)"))
    return Markup("not known")
