"""What the verbs print, whatever the stream can encode."""

import sys

from classroom.display.displays import encodable


def say(line: str = "") -> None:
    """A line at once."""
    print(encodable(line, sys.stdout), flush=True)  # noqa: T201 - a command prints


def warn(line: str) -> None:
    """A line about something that an operator has to know, beside what is printed."""
    print(encodable(line, sys.stderr), file=sys.stderr, flush=True)  # noqa: T201 - a command prints
