"""What is graded of a student, as digests: by them a later run sees that it is something else."""

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Self

from acceptance.files import read_file
from classroom.students import Student

NO_NOTEBOOK: Final = "-"
"""Stands for none handed in; what is not known is empty."""

_LARGEST: Final = 100_000_000


@dataclass(frozen=True)
class SubmissionDigest:
    """What is graded.

    Attributes:
        resources: of subscription, tenant and resource group.
        notebook: of its bytes as handed in, or `NO_NOTEBOOK`; empty if it cannot be read here.
    """

    resources: str
    notebook: str

    @classmethod
    def of(cls, student: Student) -> Self:
        """That of a student, as roster and hand-ins name it."""
        where = "\0".join((student.subscription, student.tenant, student.resource_group))
        return cls(_digest(where.encode("utf-8", "surrogatepass")), _notebook(student.notebook))


def _notebook(path: Path | None) -> str:
    if path is None:
        return NO_NOTEBOOK
    try:
        return _digest(read_file(path, _LARGEST))
    except OSError:
        return ""


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
