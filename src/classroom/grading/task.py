"""What travels to a worker. Pure.

No secret, and nothing of a notebook, which may hold a key: only where they are.
"""

import hashlib
import os
import platform
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Self

from acceptance.files import read_file
from acceptance.version import suite_version
from classroom.students import Place, Student

MEASURED: Final = (".feature", ".ini", ".json", ".py")
"""The kinds of files that decide how an exercise is graded."""

NOT_MEASURED: Final = ("__pycache__", "cassettes")
"""Folders of what Python makes, and of what is graded for a trial."""

LARGEST: Final = 10_000_000
"""Bytes of one of them."""


@dataclass(frozen=True)
class GradingTask:
    """One student to grade, by the names and places that a roster has; see `Student`."""

    student: str
    subscription: str = field(repr=False)
    tenant: str = field(default="", repr=False)
    resource_group: str = ""
    notebook: str = ""
    client_id: str = field(default="", repr=False)
    secret: Place | None = None
    no_notebook: str = ""

    @classmethod
    def of(cls, student: Student) -> Self:
        """The task of grading that student."""
        return cls(
            student.id,
            student.subscription,
            student.tenant,
            student.resource_group,
            str(student.notebook.absolute()) if student.notebook else "",
            student.client_id,
            student.secret,
            student.no_notebook,
        )

    @property
    def identity(self) -> str:
        """Who asks Azure, as a digest: who is throttled together has the same one."""
        return identity_digest(f"{self.tenant}/{self.client_id}")


def identity_digest(identity: str) -> str:
    """What stands for an identity in messages and names of files."""
    return hashlib.sha256(identity.encode("utf-8", "surrogatepass")).hexdigest()[:16]


@dataclass(frozen=True)
class Suite:
    """What grades: it has to be the same on each worker, or equal work is marked unequally."""

    version: str
    python: str
    exercise: str

    @classmethod
    def here(cls, exercise: Path) -> Self:
        """That of this process, with the exercise in that folder."""
        python = ".".join(platform.python_version_tuple()[:2])
        return cls(suite_version(), python, exercise_digest(exercise))

    def difference(self, other: "Suite") -> str:
        """What is different in the other one, in words; empty if nothing is."""
        if other.version != self.version:
            return f"it has version {other.version} of the suite, not {self.version}"
        if other.python != self.python:
            return f"it runs Python {other.python}, not {self.python}"
        if not other.exercise:
            return "it has no folder of the exercise"
        if other.exercise != self.exercise:
            return "its features or steps are not those of this exercise"
        return ""


@dataclass(frozen=True)
class RunSettings:
    """What all tasks of one run of `grade` have in common.

    Attributes:
        run: the run's id.
        suite: what grades.
        exercise: the folder of the exercise; where a worker has it elsewhere, it is started there.
        options: further options of pytest.
        time_limit: seconds after which one grading is ended.
        memory_limit: bytes that one grading may reserve; None for as many as it wants.
        withheld: the environment variables that hold secrets of students: no grading sees them.
    """

    run: str
    suite: Suite
    exercise: str
    options: tuple[str, ...] = ()
    time_limit: float | None = None
    memory_limit: int | None = None
    withheld: frozenset[str] = frozenset()


def exercise_digest(folder: Path) -> str:
    """A digest of all that decides how the exercise in a folder is graded; empty without one.

    Raises:
        OSError: a file cannot be read.
    """
    digest = hashlib.sha256()
    if not all((folder / name).is_file() for name in ("conftest.py", "pytest.ini")):
        return ""
    for path in sorted(_measured(folder)):
        digest.update(path.relative_to(folder).as_posix().encode("utf-8", "surrogateescape"))
        digest.update(hashlib.sha256(read_file(path, LARGEST)).digest())
    return digest.hexdigest()


def _measured(folder: Path) -> Iterator[Path]:
    yield from (folder / name for name in ("conftest.py", "pytest.ini"))
    for part in ("features", "fixtures", "steps"):
        for place, folders, names in os.walk(folder / part):
            folders[:] = [each for each in folders if each not in NOT_MEASURED]
            yield from (Path(place, name) for name in names if name.endswith(MEASURED))
