"""What the verbs print, whatever the stream can encode."""

import sys
from typing import Final

from classroom.display.displays import encodable
from classroom.display.progress import duration

QUIET: Final = 30.0
"""Seconds between two words about a journal that is waited for."""


def say(line: str = "") -> None:
    """A line at once."""
    print(encodable(line, sys.stdout), flush=True)  # noqa: T201 - a command prints


def warn(line: str) -> None:
    """A line about something that an operator has to know, beside what is printed."""
    print(encodable(line, sys.stderr), file=sys.stderr, flush=True)  # noqa: T201 - a command prints


class Waiting:
    """Says that the journal is waited for: when a wait begins, and every half minute."""

    def __init__(self) -> None:
        self._told = 0.0

    def __call__(self, reason: str, left: float) -> None:
        """Say it, unless it was said just now.

        Args:
            reason: why there is no journal.
            left: seconds that it is waited for yet.
        """
        if not self._told - QUIET < left <= self._told:
            self._told = left
            warn(f"warning: the journal is waited for, {duration(left)} more: {reason}")
