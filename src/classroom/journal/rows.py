"""Between the gradings of a class and the rows of a journal. Pure."""

import json
from typing import Any

from acceptance.reports.document import Document
from classroom.journal.standings import Summary
from classroom.journal.tables import GradingRow
from classroom.results import Entry


def row_of(entry: Entry, student_key: str) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """The row of a grading, and those of its checks."""
    document = entry.document
    row = {
        "id": entry.id,
        "run_id": entry.run,
        "student_key": student_key,
        "kind": entry.kind,
        "began": entry.began,
        "seconds": entry.seconds,
        "requests": entry.requests,
        "suite": document.suite,
        "against": document.source.against,
        "sure": document.score.sure,
        "possible": document.score.possible,
        "maximum": document.score.maximum,
        "verified": not entry.trouble and not _unverified(document),
        "evidence": entry.evidence,
        "trouble": entry.trouble,
        "resources": entry.resources,
        "notebook": entry.notebook,
        # In ASCII: some databases refuse some characters.
        "document": json.dumps(document.to_json(), separators=(",", ":")),
    }
    checks = [
        {
            "grading_id": entry.id,
            "check_id": check.id,
            "verdict": str(check.verdict),
            "points": check.points,
        }
        for check in document.checks
    ]
    return row, checks


def _unverified(document: Document) -> bool:
    """Whether something is not verified. A document without checks verifies nothing."""
    return not document.checks or any(check.verdict == "not verified" for check in document.checks)


def entry_of(row: GradingRow, student: str) -> Entry:
    """The grading of a row whose document is loaded."""
    return Entry(
        id=row.id,
        run=row.run_id,
        kind=row.kind,
        student=student,
        began=row.began,
        seconds=row.seconds,
        requests=row.requests,
        document=Document.from_json(json.loads(row.document)),
        trouble=row.trouble,
        evidence=row.evidence,
        resources=row.resources,
        notebook=row.notebook,
    )


def summary_of(row: GradingRow, student: str) -> Summary:
    """The grading of a row, without its document."""
    return Summary(
        id=row.id,
        run=row.run_id,
        kind=row.kind,
        student=student,
        began=row.began,
        sure=row.sure,
        possible=row.possible,
        maximum=row.maximum,
        verified=row.verified,
        evidence=row.evidence,
        trouble=row.trouble,
        resources=row.resources,
        notebook=row.notebook,
    )
