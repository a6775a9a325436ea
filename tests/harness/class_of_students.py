"""A class that has been graded: the committed cassette's document, changed for each student."""

import functools
import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from acceptance.reports.document import Check, Cost, Document
from acceptance.runner import GradingRequest, grade
from acceptance.verdicts.verdict import Score, Verdict
from classroom.journal import Enrolled, Standing
from classroom.results import Entry

ROOT = Path(__file__).resolve().parents[2]
BEGAN = datetime(2026, 11, 20, 18, 0, tzinfo=UTC)
FIRST = ("Ada", "Ben", "Chloë", "Dragoș", "Émile", "Fatima", "Grace", "Hana", "Ivo", "Jürgen")
FOUND = ("there is none", 'there is "Pets"', "14 images are tagged", "it is Failed")
CURES = (
    ("Azure answered 403 to GET .../projects", "grant the grader the role Reader"),
    ("Azure answered 429 to GET .../computes", "run again in a few minutes"),
    ("no notebook was handed in", "name it: --notebook FILE"),
)


@functools.cache
def complete() -> Document:
    """What comes of grading the committed cassette."""
    document = grade(GradingRequest(exercise=ROOT)).document
    assert document
    return document


def changed(document: Document, changes: dict[str, dict[str, Any]]) -> Document:
    """The document with other verdicts: the fields of a check by its id; the counts follow."""
    tasks = []
    for task in document.tasks:
        checks = tuple(replace(each, **changes.get(each.id, {})) for each in task.checks)
        tasks.append(replace(task, checks=checks, score=_score(checks)))
    checks = tuple(check for task in tasks for check in task.checks)
    counts = {verdict: sum(each.verdict is verdict for each in checks) for verdict in Verdict}
    return replace(document, tasks=tuple(tasks), score=_score(checks), counts=counts)


def not_met(found: str = "there is none", **more: Any) -> dict[str, Any]:
    """The fields of a check that is not met."""
    return {"verdict": Verdict.NOT_MET, "expected": "it is there", "found": found, **more}


def not_verified(reason: str, cure: str) -> dict[str, Any]:
    """The fields of a check of which nobody could tell."""
    return {"verdict": Verdict.NOT_VERIFIED, "reason": reason, "cure": cure}


def blocked(by: str) -> dict[str, Any]:
    """The fields of a check that waits for another."""
    return {"verdict": Verdict.BLOCKED, "expected": "it is there", "blocked_by": by}


def standing(
    id_: str,
    name: str = "",
    document: Document | None = None,
    *,
    section: str = "",
    email: str = "",
    trouble: str = "",
) -> Standing:
    """A student's, with this grading; without any, if there is no document."""
    student = Enrolled(id_, name, email, section)
    if document is None:
        return Standing(student)
    entry = Entry("0f" * 8, "01" * 8, "graded", id_, BEGAN, 4.5, 20, document, trouble)
    return Standing(student, 1, entry=entry)


def standings(number: int, seed: int = 1) -> Iterator[Standing]:
    """A class of so many, of which no two need be alike; the same for the same seed."""
    chance = random.Random(seed)  # noqa: S311 - no secret
    weights = {check.id: chance.random() ** 3 for check in complete().checks}
    for place in range(number):
        id_ = f"s{place + 1:05}"
        name = f"{chance.choice(FIRST)} {chr(65 + place % 26)}. {place + 1}"
        document = _document(chance, weights) if chance.random() > 0.01 else None
        made = standing(
            id_, name, document, section=f"Section {place % 4 + 1}", email=f"{id_}@school.example"
        )
        if made.entry:
            made = replace(made, entry=replace(made.entry, began=BEGAN + timedelta(seconds=place)))
        yield made


def _document(chance: random.Random, weights: dict[str, float]) -> Document:
    document, changes = complete(), {}
    strength = chance.choice((0, 0.3, 1, 1, 2.5))
    owner = ""
    for check in document.checks:
        if chance.random() < weights[check.id] * strength * 0.5:
            changes[check.id] = not_met(f"{chance.choice(FOUND)} ({chance.randrange(40)})")
            owner = check.id
        elif owner and chance.random() < 0.15 * strength:
            changes[check.id] = blocked(owner)
    if chance.random() < 0.06:
        cure = chance.choice(CURES)
        changes |= {check.id: not_verified(*cure) for check in document.checks[-6:]}
    runs = chance.random() < 0.3
    costs: tuple[Cost, ...] = document.costs if runs else ()
    if runs and chance.random() < 0.1:
        costs = (replace(costs[0], what="compute instance (Odd_1)", cents_a_day=None),)
    return replace(changed(document, changes), costs=costs)


def _score(checks: tuple[Check, ...]) -> Score:
    sure = sum(each.points for each in checks if each.verdict.counts)
    unverified = sum(each.points for each in checks if each.verdict is Verdict.NOT_VERIFIED)
    return Score(sure, sure + unverified, sum(each.points for each in checks))
