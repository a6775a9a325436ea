"""What comes of grading one student once, as workers send it and the journal keeps it. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from acceptance.reports.document import Document


@dataclass(frozen=True)
class Result:
    """One grading of one student, just done.

    Attributes:
        student: the student's id.
        began: when, with its zone.
        seconds: from its beginning to its end.
        requests: how many were sent to Azure.
        cpu_seconds: of its process; None if the system keeps none.
        peak_memory: the most bytes that were resident; None if the system keeps none.
        document: what came of it. Always there: of a grading that was killed, it has every check
            as not verified with the reason.
        trouble: why the grading itself failed, in one line; empty if it came to its end.
        resources: the digest of where was graded, see `submission_digest`; empty if not known.
        notebook: that of the notebook handed in; empty if not known.
        files: what else came of it, by file name (`report.html`, `evidence.yaml`,
            `evidence.ipynb`), whole; none of them holds a secret.
    """

    student: str
    began: datetime
    seconds: float
    requests: int
    document: Document
    trouble: str = ""
    cpu_seconds: float | None = None
    peak_memory: int | None = None
    resources: str = ""
    notebook: str = ""
    files: Mapping[str, bytes] = field(default_factory=dict, repr=False)


@dataclass(frozen=True)
class Entry:
    """One grading as the journal has it; nothing of it ever changes.

    Attributes:
        id: of the grading, in hexadecimal digits; the name of its folder, too.
        run: the id of the run of `grade` or `regrade --write` that it belongs to.
        kind: `graded` against Azure, or `regraded` from evidence.
        evidence: the SHA-256 of `evidence.yaml`, in hexadecimal digits; empty if there is none.

    The others are as `Result` has them.
    """

    id: str
    run: str
    kind: str
    student: str
    began: datetime
    seconds: float
    requests: int
    document: Document
    trouble: str = ""
    evidence: str = ""
    resources: str = ""
    notebook: str = ""
