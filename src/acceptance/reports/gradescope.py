"""Writes the document as Gradescope's `results.json`, with a mark only where there is one. Pure.

Gradescope (its autograder specification, https://gradescope-autograders.readthedocs.io/en/latest/specs/)
knows a number, passed and failed; it knows no interval, and a test without a number, beside others
that have one, silently counts as 0. Therefore:

- All is verified: each test has `score` and `max_score`, and the submission has its `score`.
  Blocked and not met are 0, met and waived are full.
- Something is not verified, only a part of the checks was selected, or the emulator answered
  instead of Azure: there is no number anywhere,
  neither of a test nor of the submission, so that no mark can come of it. Tests are then what the
  specification calls informational: what is sure is passed or failed, and what is not verified is
  neither. The specification asks for a score somewhere, so an instructor may be told that there
  is none, which is true: `output` says what the interval is, and that the run is to be repeated.
  The interval is in `extra_data` as well.

All formats are `text`: by default Gradescope would render the submission's output as HTML. Standard
output is kept for instructors. There is no time, so the same document gives the same bytes.
"""

import json
from collections.abc import Iterator
from typing import Any

from acceptance.reports.document import Check, Document
from acceptance.verdicts.verdict import Score, Verdict, counted


def render(document: Document) -> str:
    """The whole file.

    Args:
        document: of a run that is over.

    Returns:
        JSON in UTF-8.
    """
    score, written = document.score, document.to_json()
    # What is not verified may be worth nothing, and then leaves no interval.
    unknown = document.counts[Verdict.NOT_VERIFIED]
    emulated = document.source.against == "emulator"
    marked = bool(score.maximum) and not unknown and not document.partial and not emulated
    results: dict[str, Any] = {"score": score.sure} if marked else {}
    results |= {
        "output": "\n".join(_summary(document, score)),
        "output_format": "text",
        "test_output_format": "text",
        "test_name_format": "text",
        "visibility": "visible",
        "stdout_visibility": "hidden",
        "extra_data": {
            "score": written["score"],
            "suite": document.suite,
            "source": written["source"],
        },
        "tests": [_test(check, marked=marked) for check in document.checks],
    }
    return json.dumps(results, indent=2, ensure_ascii=False) + "\n"


def _summary(document: Document, score: Score) -> Iterator[str]:
    if document.title:
        yield document.title
    yield f"Score: {score}"
    if document.partial:
        yield "Only a part of the checks was selected: this is not the score of the exercise."
    elif not document.tasks:
        yield "No check was run: nothing was graded."
    elif document.counts[Verdict.NOT_VERIFIED]:
        yield (
            f"{score.sure} sure, {score.not_verified} not verified: nobody could tell, which is no "
            "mistake of the student. There is no mark yet: cure what the checks name that are not "
            "verified, and run it again."
        )
    if document.source.against == "emulator":
        yield "The emulator was graded, not Azure: there is no mark."
    if document.deadline:
        yield f"Deadline: {document.deadline.isoformat()}"
    yield from document.notes


def _test(check: Check, *, marked: bool) -> dict[str, Any]:
    verdict = check.verdict
    test: dict[str, Any] = {}
    if marked:
        test["score"] = check.points if verdict.counts else 0
        test["max_score"] = check.points
    if verdict is not Verdict.NOT_VERIFIED:
        test["status"] = "passed" if verdict.counts else "failed"
    return test | {
        "name": check.title,
        "name_format": "text",
        "number": check.id,
        "output": "\n".join(_output(check)),
        "output_format": "text",
        "tags": [str(verdict), *(["late"] if check.late else [])],
        "visibility": "visible",
    }


def _output(check: Check) -> Iterator[str]:
    yield f"verdict: {check.verdict} ({counted(check.points, 'point')})"
    for name, text in check.details.items():
        yield f"{name.replace('_', ' ')}: {text}"
    yield from (f"late: {late.at.isoformat()} {late.what}" for late in check.late)
