"""What `workers` starts in a process of its own."""

from __future__ import annotations

import os
import pickle
import queue
import sys
import threading
import traceback
from contextlib import suppress
from typing import Any, BinaryIO

BACKGROUND = 19
"""How much its work gives way to that of those who wait for it (the `nice` of POSIX)."""


def main() -> None:
    """Do each task that comes, until no more can come."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # What anything prints is no answer.
    with suppress(AttributeError, OSError):
        os.nice(BACKGROUND)
    tasks: queue.Queue[Any] = queue.Queue(1)
    threading.Thread(target=_read, args=(sys.stdin.buffer, tasks), daemon=True).start()
    while True:
        answer = _answer(*tasks.get())
        with suppress(BrokenPipeError):
            answers.write(answer)
            answers.flush()


def _read(sent: BinaryIO, tasks: queue.Queue[Any]) -> None:
    """Hand on tasks; where they end, end at once, for nobody waits for the answer."""
    try:
        while True:
            tasks.put(pickle.load(sent))  # noqa: S301 - what our own process says.
    finally:
        os._exit(0)


def _answer(function: Any, arguments: Any, options: Any) -> bytes:
    try:
        return pickle.dumps((True, function(*arguments, **options)), pickle.HIGHEST_PROTOCOL)
    except Exception as error:  # noqa: BLE001 - it is raised where the task came from.
        trace = "".join(traceback.format_exception(error))
        error.add_note(f"It was raised in a process of its own:\n{trace}")
        try:
            return pickle.dumps((False, error), pickle.HIGHEST_PROTOCOL)
        except Exception:  # noqa: BLE001 - some errors hold what cannot be sent.
            return pickle.dumps((False, RuntimeError(trace)), pickle.HIGHEST_PROTOCOL)
