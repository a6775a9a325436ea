"""Findings in words, as data that every form of output shows. Pure.

No value of a cassette is shown but those of closed sets, and these as text without secrets.
"""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from acceptance.cassettes.pseudonyms import Pseudonyms
from acceptance.cassettes.scrubbing import scrub_text
from acceptance.drift import fields
from acceptance.drift.differences import Difference, Kind
from acceptance.drift.findings import Break, Change, Drift, Graded
from acceptance.plain_text import plain

FORMAT: Final = 1
"""The version of the JSON's form."""

LONGEST: Final = 300
"""Characters of one text."""

UNKNOWN: Final = "nobody could tell which checks: the copy that had it could not be graded"

PHRASES: Final[Mapping[Kind, str]] = {
    Kind.FIELD_GONE: "is gone",
    Kind.FIELD_NEW: "is new",
    Kind.TYPE: "has another type",
    Kind.VALUE: "has another value",
    Kind.PAGES: "comes in other pages",
    Kind.STATUS: "is answered by another status",
    Kind.BODY: "has another kind of body",
    Kind.HEADER: "has another header",
    Kind.OPERATION_GONE: "is not asked any more",
    Kind.OPERATION_NEW: "is asked anew",
    Kind.VERSION: "is asked in another version",
}

SENTENCES: Final = (
    ("breaks", "{} a check", ("breaks", "break")),
    ("new", "{} new", ("is", "are")),
    ("harmless", "{} harmless", ("is", "are")),
)


def findings(drift: Drift) -> dict[str, Any]:
    """All of it as JSON's types: what `--json` prints."""
    return {
        "format": FORMAT,
        "before": _described(drift.before),
        "after": _described(drift.after),
        "breaks": [_broken(each, drift.titles) for each in drift.breaks],
        "new": [_difference(each) for each in drift.new],
        "harmless": [_difference(each) for each in drift.harmless],
        "unexplained": [_change(each, drift.titles) for each in drift.unexplained],
    }


def summary(found: Mapping[str, Any]) -> str:
    """One sentence: how much breaks a check, is new, is harmless."""
    if not any(found[name] for name, _, _ in SENTENCES):
        return "Nothing differs by shape."
    counts = (
        f"{len(found[name])} {text.format(verbs[len(found[name]) != 1])}"
        for name, text, verbs in SENTENCES
    )
    return f"{', '.join(counts)}."


def sentences(found: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Which cassettes these are, as label and sentence."""
    for label, side in (("before", found["before"]), ("after", found["after"])):
        whole = "" if side["complete"] else ", interrupted"
        yield (
            label,
            f"{side['cassette']}: of {_service(side['against'])}, recorded {side['recorded_at']} "
            f"by suite {side['recorded_by']}{whole}, {side['exchanges']} exchanges, "
            f"{side['score']}",
        )


def difference_line(difference: Mapping[str, Any]) -> str:
    """One difference as a clause, without its operation."""
    text = f"{difference['where']} {difference['what']}"
    before, after = difference["before"], difference["after"]
    return f"{text}: {before or 'not there'} -> {after or 'not there'}"


def _service(against: str) -> str:
    return {"azure": "Azure", "emulator": "the emulator"}.get(against, "an unknown service")


def _described(side: Graded) -> dict[str, Any]:
    recorded = side.cassette.recorded
    return {
        "cassette": safe(side.path.name),
        "sha256": side.cassette.sha256,
        "against": safe(recorded.against),
        "recorded_at": safe(recorded.at),
        "recorded_by": safe(recorded.suite),
        "complete": recorded.complete,
        "exchanges": len(side.cassette.exchanges),
        "score": str(side.document.score),
    }


def _broken(found: Break, titles: Mapping[str, str]) -> dict[str, Any]:
    return {
        "differences": [_difference(each) for each in found.differences],
        "checks": [_change(each, titles) for each in found.checks],
    }


def _difference(found: Difference) -> dict[str, Any]:
    status = "" if found.status is None else f"answer {found.status}"
    place = fields.written(found.path) if found.path else ""
    return {
        "operation": safe(str(found.operation)),
        "status": found.status,
        "kind": found.kind.name.lower(),
        "field": safe(place),
        "where": safe(", ".join(filter(None, [status, place])) or "it"),
        "what": PHRASES[found.kind],
        "before": safe(found.before),
        "after": safe(found.after),
    }


def _change(change: Change, titles: Mapping[str, str]) -> dict[str, str]:
    title = titles.get(change.check, "")
    name = {"check": change.check, "title": title} if title else {"information": change.check}
    return {**name, "before": change.before, "after": change.after}


def safe(text: str) -> str:
    """Text of a cassette as it may be shown: on one line, short, secrets as pseudonyms."""
    return plain(scrub_text(text[: 2 * LONGEST], Pseudonyms()), LONGEST)


def check_line(change: Mapping[str, str]) -> str:
    """A check and its two verdicts."""
    named = f"{change.get('check', '')} {change.get('title', '')}".strip()
    name = named or f"information: {change.get('information', '')}"
    return f"{name}: {change['before']} -> {change['after']}"
