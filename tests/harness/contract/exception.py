"""An exception: where Azure is otherwise than its documents, with the source and the reason."""

from __future__ import annotations

from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.harness.contract.documents import Operation


@dataclass(frozen=True)
class Known:
    """Complaints that are right all the same.

    Args:
        operations: a pattern of `service version operation`.
        what: patterns of complaints.
        source: the recording that shows it, or where else it is known from.
        reason: why.
        elsewhere: whether it holds only where another api-version is asked for than the document's.
    """

    operations: str
    what: tuple[str, ...]
    source: str
    reason: str
    elsewhere: bool = False

    def fits(self, operation: Operation, line: str, exact: bool) -> bool:
        """Whether a complaint is one of these."""
        if self.elsewhere and exact:
            return False
        return fnmatchcase(operation.name, self.operations) and any(
            fnmatchcase(line, pattern) for pattern in self.what
        )
