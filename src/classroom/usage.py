"""How a verb ends: its exit status, and what is said of a command that makes no sense."""

from typing import Final

GOOD, BAD_USE, TROUBLE, UNVERIFIED, INTERRUPTED = 0, 2, 3, 6, 130
"""Exit statuses: done; asked wrongly; something could not be done; something is not verified;
Ctrl-C. Marks, be they low, change no status."""

STATUSES: Final = (
    "exit status: 0 done; 2 asked wrongly, nothing was done; 3 something could not be done, and is "
    "named; 6 done, and some checks are not verified; 130 interrupted, what was done is kept"
)


class UsageError(Exception):
    """What was asked makes no sense; the message says what, why, and what to do.

    It may have several lines, each a thing that is wrong.
    """


class TroubleError(Exception):
    """Something could not be done; the message says what, why, and what to do."""
