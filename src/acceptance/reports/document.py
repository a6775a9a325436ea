"""The document: all that a run has shown, as plain data; every other report is made of it. Pure.

docs/report.schema.json describes it. There is no time of grading in it: the same recording gives
the same bytes.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import groupby
from typing import Any, Final

from acceptance.plain_text import plain
from acceptance.verdicts.verdict import Row, Score, Verdict

SCHEMA: Final = 1
"""The version of the document's form: a reader of 1 can read on while it is 1."""

SOURCE: Final = ("kind", "against", "recording", "sha256", "recorded_at", "recorded_by", "complete")
"""What is known of where the facts came from."""


@dataclass(frozen=True)
class Run:
    """One run that is over.

    Attributes:
        rows: the checks, in order.
        information: the scenarios that are never scored, in order.
        source: where the facts came from, by the names in `SOURCE`; what is missing is not known.
        graded: what was graded, a sentence a line.
        notes: what else there is to say, a sentence a line.
        asked: how many checks the features ask, selected or not.
        exit_status: what the verdicts make of the run, as docs/verdicts.md has it.
        deadline: when the submission was due, with its zone; None if there is no deadline.
        suite: the version of the suite that graded.
        title: the exercise's.
    """

    rows: Sequence[Row]
    information: Sequence[Row] = ()
    source: Mapping[str, Any] | None = None
    graded: Sequence[str] = ()
    notes: Sequence[str] = ()
    asked: int = 0
    exit_status: int = 0
    deadline: datetime | None = None
    suite: str = ""
    title: str = ""


def document(run: Run) -> dict[str, Any]:
    """The run as data that JSON can hold, as docs/report.schema.json has it."""
    return {
        "schema": SCHEMA,
        "suite": plain(run.suite),
        "title": plain(run.title),
        "source": _source(run.source or {}),
        "graded": [plain(line) for line in run.graded],
        "score": _score(run.rows),
        "counts": _counts(run.rows),
        "exit_status": int(run.exit_status),
        "partial": len(run.rows) < run.asked,
        "deadline": _iso(run.deadline) if run.deadline else None,
        "tasks": _tasks(run.rows),
        "information": [_informed(row) for row in run.information],
        "notes": [plain(note) for note in run.notes],
    }


def render(document: Mapping[str, Any]) -> str:
    """The document as JSON, in the order of its making, with a line break at its end."""
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def _source(known: Mapping[str, Any]) -> dict[str, Any]:
    source = {name: known.get(name) for name in SOURCE}
    return {
        name: plain(value) if isinstance(value, str) else value for name, value in source.items()
    }


def _score(rows: Iterable[Row]) -> dict[str, int]:
    score = Score.of(rows)
    return {"sure": score.sure, "possible": score.possible, "maximum": score.maximum}


def _counts(rows: Sequence[Row]) -> dict[str, int]:
    return {str(each): sum(row.verdict is each for row in rows) for each in Verdict}


def _tasks(rows: Sequence[Row]) -> list[dict[str, Any]]:
    groups = groupby(rows, key=lambda row: (row.check.step, row.check.task))
    return [_task(step, task, list(group)) for (step, task), group in groups]


def _task(step: int, task: int, rows: Sequence[Row]) -> dict[str, Any]:
    return {
        "step": step,
        "task": task,
        "title": rows[0].check.task_title,
        "score": _score(rows),
        "checks": [_check(row) for row in rows],
    }


def _check(row: Row) -> dict[str, Any]:
    return {
        "id": row.check.id,
        "title": row.check.title,
        "points": row.check.points,
        "verdict": str(row.verdict),
        "expected": row.expected or None,
        "found": row.found or None,
        "fix": row.fix,
        "reason": row.reason or None,
        "cure": row.cure or None,
        "blocked_by": row.blocked_by or None,
        "fault": row.fault,
        "waiver": row.waiver or None,
        "late": [{"what": each.what, "at": _iso(each.at)} for each in row.late],
    }


def _informed(row: Row) -> dict[str, Any]:
    return {
        "title": row.check.title,
        "verdict": str(row.verdict),
        "found": row.found or None,
        "reason": row.reason or None,
        "cure": row.cure or None,
        "blocked_by": row.blocked_by or None,
    }


def _iso(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat()
