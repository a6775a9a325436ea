"""Students and gradings of a class, for its journal, gradebook and verbs."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from acceptance.reports.document import Document
from acceptance.verdicts.verdict import Row
from classroom.results import Entry, Result
from classroom.students import Student
from tests.harness import documents

BEGAN = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


def student(id_: str, name: str = "", **fields: Any) -> Student:
    """A student of that id."""
    given = {"email": f"{id_}@school.example", "subscription": f"00000000-{id_}"} | fields
    return Student(id_, name or f"Student {id_}", **given)


def entry(
    id_: str,
    student_id: str,
    document: Document | None = None,
    *,
    run: str = "run",
    hours: float = 0,
    **fields: Any,
) -> Entry:
    """A grading, all met if nothing else is said, some hours after the first."""
    given: dict[str, Any] = {"kind": "graded", "evidence": id_.ljust(64, "0")}
    return Entry(
        id=id_,
        run=run,
        student=student_id,
        began=BEGAN + timedelta(hours=hours),
        seconds=1.5,
        requests=20,
        document=document or documents.all_met(),
        **given | fields,
    )


def graded(**verdicts: Row) -> Document:
    """A document whose named checks are of other verdicts: `_2_2_1=documents.not_met()`."""
    return documents.of(documents.changed(**verdicts))


def unverified(*ids: str) -> Document:
    """A document whose named checks are not verified."""
    rows: Mapping[str, Row] = {
        f"_{each.replace('.', '_')}": documents.not_verified() for each in ids
    }
    return graded(**rows)


def result(
    student_id: str, document: Document | None = None, *, hours: float = 0, evidence: bytes = b""
) -> Result:
    """A grading, just done, with its files."""
    files = {
        "report.html": b"<!DOCTYPE html>",
        "evidence.yaml": evidence or f"interactions: [] # {student_id} {hours}\n".encode(),
        "evidence.ipynb": b"{}",
    }
    began = BEGAN + timedelta(hours=hours)
    return Result(student_id, began, 1.5, 20, document or documents.all_met(), files=files)
