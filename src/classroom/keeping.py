"""What is kept of a grading: its folder first, whole or not at all, then its entry in the journal.

A process may be killed between the two, or the database be away: `reconcile` enters what the
journal lacks. A mark whose evidence could not be kept is none: nobody could defend it.
"""

import contextlib
import hashlib
import json
import os
import shutil
import uuid
from collections.abc import Collection, Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Final

from acceptance.files import read_file
from acceptance.plain_text import plain
from acceptance.reports.document import Document, render
from acceptance.reports.unverified import withdrawn
from classroom.files import make_private, sync_folder, write_private
from classroom.folder import ClassFolder
from classroom.interrupts import deferred
from classroom.journal import Journal
from classroom.results import Entry, Result

EVIDENCE: Final = "evidence.yaml"
REPORT: Final = "report.json"
PAGE: Final = "report.html"
_GRADING: Final = "grading.json"
MADE: Final = (REPORT, PAGE, _GRADING)
"""What is made of the evidence; the rest is the evidence."""

PARTIAL: Final = "only a part of the checks was graded, and a class is graded whole"

_LARGEST: Final = 64_000_000
_PART: Final = ".part"


def keep(
    result: Result, folder: ClassFolder, journal: Journal, run: str, kind: str = "graded"
) -> Entry:
    """Keep a grading; what was entered of it.

    If its files cannot be kept, what is entered has every check as not verified, and says why.

    Raises:
        JournalUnavailable: the database is away. The files are kept; `reconcile` enters them.
        JournalError: the journal is damaged.
        KeyboardInterrupt: it was stopped; the files are kept.
    """
    evidence = result.files.get(EVIDENCE)
    entry = Entry(
        id=uuid.uuid4().hex,
        run=run,
        kind=kind,
        student=result.student,
        began=result.began,
        seconds=result.seconds,
        requests=result.requests,
        document=result.document,
        trouble=result.trouble or (PARTIAL if result.document.partial else ""),
        evidence=hashlib.sha256(evidence).hexdigest() if evidence is not None else "",
        resources=result.resources,
        notebook=result.notebook,
    )
    try:
        # Not the entering, too: a database that is away is waited for, and that can be stopped.
        # Stopped here, the grading is kept, and `reconcile` enters it.
        with deferred():
            _write(entry, result, folder)
    except OSError as error:
        entry = _unkept(entry, error)
    journal.add(entry)
    return entry


def reconcile(folder: ClassFolder, journal: Journal) -> list[Entry]:
    """Enter the gradings that are kept and that the journal lacks; remove half-written ones.

    Only for who alone writes in the folder.

    Returns:
        what was entered.

    Raises:
        JournalError: as `keep` has it.
        OSError: the folder cannot be read.
    """
    for half in folder.path.glob(f"students/*/*{_PART}"):
        shutil.rmtree(half, ignore_errors=True)
    kept = not_entered(folder, journal.ids())
    missing = sorted(filter(None, map(_read, kept)), key=lambda entry: (entry.began, entry.id))
    for entry in missing:
        journal.add(entry)
    return missing


def not_entered(folder: ClassFolder, known: Collection[str]) -> list[Path]:
    """The folders of gradings that are kept whole, and are not among those that are known."""
    kept = folder.path.glob("students/*/*")
    return [each for each in kept if each.suffix != _PART and each.name not in known]


def evidence_of(folder: ClassFolder, entry: Entry) -> Path | None:
    """Where the evidence of a grading is kept; None if it has none."""
    return folder.grading(entry.student, entry.id) / EVIDENCE if entry.evidence else None


def digest(path: Path) -> str:
    """The SHA-256 of a kept file, in hexadecimal digits.

    Raises:
        OSError: it cannot be read.
    """
    return hashlib.sha256(read_file(path, _LARGEST)).hexdigest()


def _write(entry: Entry, result: Result, folder: ClassFolder) -> None:
    """Write the folder of a grading beside its place, and put it there at once."""
    place = folder.grading(entry.student, entry.id)
    # Never made anew: a class's folder that vanished is no place for a part of its gradings.
    if not folder.path.is_dir():
        raise FileNotFoundError(2, "the folder of the class is gone", str(folder.path))
    make_private(place.parent)
    part = place.with_name(f"{place.name}{_PART}")
    part.mkdir(mode=0o700)
    try:
        for name, content in _files(entry, result):
            write_private(part / name, content)
        sync_folder(part)
        part.rename(place)
    except BaseException:
        shutil.rmtree(part, ignore_errors=True)
        raise
    sync_folder(place.parent)


def _files(entry: Entry, result: Result) -> Iterator[tuple[str, bytes]]:
    yield REPORT, render(entry.document).encode("utf-8", "backslashreplace")
    yield from result.files.items()
    # ... all that the journal has beside the document, for `reconcile`.
    facts = {name: value for name, value in vars(entry).items() if name != "document"}
    facts["began"] = entry.began.isoformat()
    yield _GRADING, json.dumps(facts, indent=2).encode() + b"\n"


def _read(place: Path) -> Entry | None:
    """The grading in a folder, if there is a whole one."""
    with contextlib.suppress(OSError, ValueError, KeyError, TypeError, RecursionError):
        facts = json.loads(read_file(place / _GRADING, _LARGEST))
        document = Document.from_json(json.loads(read_file(place / REPORT, _LARGEST)))
        entry = Entry(
            **facts | {"began": datetime.fromisoformat(facts["began"]), "document": document}
        )
        if entry.id == place.name:
            return entry
    return None


def _unkept(entry: Entry, error: OSError) -> Entry:
    """What is entered of a grading whose files could not be kept."""
    why = f"the evidence could not be kept: {error.strerror or os.strerror(error.errno or 0)}"
    cure = "make room, or have the class's folder back in its place, and grade again"
    document = withdrawn(entry.document, why, cure)
    return replace(entry, document=document, evidence="", trouble=entry.trouble or plain(why))
