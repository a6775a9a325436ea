"""How a verb ends: its exit status, and what is said of a command that makes no sense."""

import os
import shlex
from typing import Final

from acceptance.plain_text import plain

GOOD, BAD_USE, TROUBLE, UNVERIFIED, INTERRUPTED = 0, 2, 3, 6, 130
"""Exit statuses: done; asked wrongly; something could not be done; something is not verified;
Ctrl-C. Marks, be they low, change no status."""

STATUSES: Final = (
    "exit status: 0 done; 2 asked wrongly, nothing was done; 3 something could not be done, and is "
    "named; 6 done, and some checks are not verified; 130 interrupted, what was done is kept"
)


MODULE: Final = "python -m classroom"
"""How it is called where nothing else is said."""

VARIABLE: Final = "CLASSROOM_COMMAND"
"""Set by whatever calls it in another way, so that hints are commands that work there."""


def command(*words: str) -> str:
    """The command with these words, as a shell of whoever called this one takes it."""
    called = plain(os.environ.get(VARIABLE, "").strip()) or MODULE
    return " ".join([called, *([plain(shlex.join(words), 2000)] if words else [])])


class UsageError(Exception):
    """What was asked makes no sense; the message says what, why, and what to do.

    It may have several lines, each a thing that is wrong.
    """


class TroubleError(Exception):
    """Something could not be done; the message says what, why, and what to do."""


TIME_LIMIT: Final = 900.0
"""Seconds that one grading may take: many times what it needs."""
