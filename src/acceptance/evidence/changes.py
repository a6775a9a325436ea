"""What is different between two reports (`--report json:FILE`) of one submission. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

Document = Mapping[str, Any]
"""A report as `docs/report.schema.json` describes it."""


def score(document: Document) -> str:
    """The score as an interval, `61..75`, or `75` where all is sure."""
    sure, possible = document["score"]["sure"], document["score"]["possible"]
    return f"{sure}" if sure == possible else f"{sure}..{possible}"


def changes(before: Document, now: Document) -> list[str]:
    """Each difference of verdicts, points and score, in words: `2.2.5 not met -> met`."""
    return [*_scores(before, now), *_checks(_by_id(before), _by_id(now))]


def is_of_another_recording(before: Document, now: Document) -> bool:
    """Whether both reports name the recording that was graded, and not the same one."""
    digests = {document["source"]["sha256"] for document in (before, now)} - {None}
    return len(digests) > 1


def _scores(before: Document, now: Document) -> Iterator[str]:
    old, new = score(before), score(now)
    if old != new:
        yield f"{old} -> {new}"
    old, new = before["score"]["maximum"], now["score"]["maximum"]
    if old != new:
        yield f"of {old} -> of {new}"


def _checks(before: Mapping[str, Document], now: Mapping[str, Document]) -> Iterator[str]:
    for check in now:
        if check not in before:
            yield f"{check} is new: {now[check]['verdict']}"
            continue
        for name, unit in (("verdict", ""), ("points", " points")):
            old, new = before[check][name], now[check][name]
            if old != new:
                yield f"{check} {old} -> {new}{unit}"
    yield from (f"{check} is not asked any more" for check in before if check not in now)


def _by_id(document: Document) -> dict[str, Document]:
    return {check["id"]: check for task in document["tasks"] for check in task["checks"]}
