"""The folder of a class: where everything about it is kept, for its owner's eyes alone.

DIR/class.json                 which class it is, and what its verbs were told
DIR/journal.sqlite             every grading of every run
DIR/gradebook.csv, .xlsx       the marks
DIR/class.html                 the class page
DIR/hand-ins/                  copies of the notebooks, with what their students left in them
DIR/students/NAME/GRADING/     one grading: report.json, report.html, evidence.yaml, .ipynb
"""

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final

LEFTOVERS: Final = ".regrading-*"
"""What `regrade --write` makes in it while it runs."""

_UNSAFE: Final = re.compile(r"[^A-Za-z0-9_-]+")
_LONGEST: Final = 40


@dataclass(frozen=True)
class ClassFolder:
    """The paths of one class's folder."""

    path: Path

    @property
    def memory(self) -> Path:
        """What the verbs were told of this class, for the next one."""
        return self.path / "class.json"

    @property
    def journal(self) -> Path:
        """The journal, where no other database is named."""
        return self.path / "journal.sqlite"

    @property
    def gradebook(self) -> Path:
        """The gradebook as CSV; its spreadsheet has the suffix `.xlsx`."""
        return self.path / "gradebook.csv"

    @property
    def page(self) -> Path:
        """The class page."""
        return self.path / "class.html"

    @property
    def hand_ins(self) -> Path:
        """The notebooks that were handed in apart from the roster, while they are graded."""
        return self.path / "hand-ins"

    @property
    def students(self) -> Path:
        """What is kept of all students."""
        return self.path / "students"

    def student(self, student: str) -> Path:
        """What is kept of one student."""
        return self.students / folder_name(student)

    def grading(self, student: str, grading: str) -> Path:
        """What is kept of one grading: `report.json`, `report.html`, `evidence.yaml`, `.ipynb`."""
        return self.student(student) / grading


def folder_name(student: str) -> str:
    """A name for a folder that fits every system, for any id of a student, no two alike.

    Ids that differ in letter case only are of one student.

    Returns:
        the id itself, in lower case, if it is a plain one; else what is plain in it, and a digest.
    """
    student = student.casefold()
    kept = _UNSAFE.sub("-", student).strip("-")[:_LONGEST]
    if kept == student:
        return kept
    digest = hashlib.sha256(student.encode("utf-8", "surrogatepass")).hexdigest()[:12]
    return f"{kept}-{digest}" if kept else digest
