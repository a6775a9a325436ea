"""What was seen in a test run, and how it adds up over processes."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, dataclass, field
from typing import Any, Self


@dataclass(frozen=True)
class Complaint:
    """What is wrong with an exchange, and in which test it was seen first.

    Args:
        operation: the service, the version of its document, the operation.
        exchange: method, path, version, status; no header, query or body, for secrets.
    """

    operation: str
    exchange: str
    what: str
    test: str

    def __str__(self) -> str:
        """Three lines."""
        return f"{self.operation}: {self.what}\n    {self.exchange}\n    seen in {self.test}"


@dataclass
class Tally:
    """What a process has seen.

    Args:
        validated: by operation, the number of answers.
        succeeded: the same of answers of success in which nothing was wrong.
        requests: by operation, the number of requests.
        without: by host or provider, the number of answers for which there is no document.
        used: by index of `KNOWN`, how often something was excused.
    """

    validated: Counter[str] = field(default_factory=Counter)
    succeeded: Counter[str] = field(default_factory=Counter)
    requests: Counter[str] = field(default_factory=Counter)
    without: Counter[str] = field(default_factory=Counter)
    used: Counter[int] = field(default_factory=Counter)
    complaints: list[Complaint] = field(default_factory=list)

    def add(self, other: Tally) -> None:
        """Add what another process has seen."""
        self.validated += other.validated
        self.succeeded += other.succeeded
        self.requests += other.requests
        self.without += other.without
        self.used += other.used
        self.complaints += other.complaints

    def packed(self) -> dict[str, Any]:
        """Plain data."""
        return {
            "validated": dict(self.validated),
            "succeeded": dict(self.succeeded),
            "requests": dict(self.requests),
            "without": dict(self.without),
            "used": dict(self.used),
            "complaints": [asdict(each) for each in self.complaints],
        }

    @classmethod
    def unpacked(cls, data: dict[str, Any]) -> Self:
        """What another process packed."""
        return cls(
            validated=Counter(data["validated"]),
            succeeded=Counter(data["succeeded"]),
            requests=Counter(data["requests"]),
            without=Counter(data["without"]),
            used=Counter(data["used"]),
            complaints=[Complaint(**each) for each in data["complaints"]],
        )

    def summary(self) -> str:
        """One line: how much was validated."""
        return (
            f"contract: {self.validated.total():,} answers and {self.requests.total():,} requests "
            f"of {len(self.validated)} operations were validated; "
            f"{self.without.total():,} answers have no document"
        )
