"""The notebook that belongs to a piece of evidence: its SHA-256 is in the cassette."""

from dataclasses import dataclass
from pathlib import Path

import pytest

from acceptance.cassettes import file
from acceptance.session import recorded_notebook


class EvidenceError(Exception):
    """A cassette cannot be relied on; the message says why."""


@dataclass(frozen=True)
class RecordedNotebook:
    """The notebook that was recorded with a cassette.

    Attributes:
        sha256: what its file is to have, in hexadecimal digits.
        path: where it is; None if it is not there as it was recorded.
        loss: why not; else empty.
    """

    sha256: str
    path: Path | None
    loss: str = ""


def notebook_of(cassette: Path, sha256: str | None = None) -> RecordedNotebook | None:
    """The notebook that was recorded with a cassette; None if there was none.

    Args:
        sha256: what the cassette's file is to have, if that was noted down.

    Raises:
        EvidenceError: it is not that cassette, or none.
    """
    try:
        recorded = file.read(cassette, sha256).recorded
    except pytest.UsageError as error:
        raise EvidenceError(f"{error}") from None
    if not recorded.notebook_sha256:
        return None
    path = recorded_notebook.find(cassette, recorded)
    loss = None if path else recorded_notebook.lost(cassette, recorded)
    return RecordedNotebook(recorded.notebook_sha256, path, loss.reason if loss else "")
