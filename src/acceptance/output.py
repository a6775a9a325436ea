"""Standard output that nobody may read any more: a lost line costs no verdict and no status."""

import errno
import os
import sys
from collections.abc import Callable
from contextlib import suppress
from typing import Any, TextIO, cast


class Output:
    """A text stream whose failure is nobody's: after it, all that is written to it is dropped.

    `| head -1` closes a pipe, a disk is full, a daemon has no standard output at all.
    """

    def __init__(self, stream: TextIO | None) -> None:
        self._stream = stream if stream is not None else open(os.devnull, "w")  # noqa: SIM115 - for ever

    def __getattr__(self, name: str) -> Any:
        """All else is the stream's."""
        return getattr(self._stream, name)

    def write(self, text: str) -> int:
        """Write a text, or drop it; its length."""
        self._attempt(lambda: self._stream.write(text))
        return len(text)

    def flush(self) -> None:
        """Write what is kept back, or drop it."""
        self._attempt(self._stream.flush)

    def _attempt(self, work: Callable[[], object]) -> None:
        try:
            work()
        except (OSError, ValueError) as error:  # ValueError: it is closed.
            self._drop(error)

    def _drop(self, error: Exception) -> None:
        lost, self._stream = self._stream, open(os.devnull, "w")  # noqa: SIM115 - for ever
        with suppress(OSError, ValueError):
            # Python itself writes what is kept back when it ends, and would end with a status of
            # its own.
            os.dup2(self._stream.fileno(), lost.fileno())
            lost.flush()
        if isinstance(error, OSError) and error.errno != errno.EPIPE and lost is not sys.stderr:
            with suppress(OSError, ValueError, AttributeError):
                sys.stderr.write(f"What is printed is lost: {error.strerror}.\n")


def unfailing(stream: TextIO | None) -> TextIO:
    """The stream, whose failures are nobody's any more."""
    return stream if isinstance(stream, Output) else cast("TextIO", Output(stream))
