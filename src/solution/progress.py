"""What the runner of the exercise sees: plain lines, and on a terminal what is waited for."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from rich.progress import Progress as Bars
    from rich.progress import TaskID


class Progress(Protocol):
    """Where the tasks of a run are told."""

    def task(self, title: str) -> AbstractContextManager[None]:
        """A task begins, and ends with the context."""

    def say(self, line: str) -> None:
        """Something that happened in the task."""

    def waiting(self, line: str) -> None:
        """What is waited for, told anew at each look."""


class Silent:
    """Tells nothing: for callers that only want the result."""

    def task(self, title: str) -> AbstractContextManager[None]:  # noqa: ARG002 - the protocol's.
        """Nothing is told."""
        return nullcontext()

    def say(self, line: str) -> None:
        """Nothing is told."""

    def waiting(self, line: str) -> None:
        """Nothing is told."""


class Plain:
    """A line for each task and for each thing said, flushed, without colours."""

    @contextmanager
    def task(self, title: str) -> Iterator[None]:
        """The title."""
        self._write(title)
        yield

    def say(self, line: str) -> None:
        """The line, indented under its task."""
        self._write(f"  {line}")

    def waiting(self, line: str) -> None:
        """Nothing: a log has no use for a clock."""

    def _write(self, line: str) -> None:
        sys.stdout.write(f"{_harmless(line)}\n")
        sys.stdout.flush()


@dataclass
class Live:
    """The same lines, and below them a spinner with the time and what is waited for.

    Args:
        bars: rich's display, running.
    """

    bars: Bars
    _row: TaskID | None = None

    @contextmanager
    def task(self, title: str) -> Iterator[None]:
        """The title, and a spinner until the task ends."""
        self._write(title, "bold")
        self._row = self.bars.add_task(_harmless(title))
        yield
        self.bars.remove_task(self._row)
        self.bars.refresh()

    def say(self, line: str) -> None:
        """The line, with a tick."""
        self._write(f"✓ {line}")

    def waiting(self, line: str) -> None:
        """The text beside the spinner."""
        if self._row is not None:
            self.bars.update(self._row, description=_harmless(line), refresh=True)

    def _write(self, line: str, style: str = "") -> None:
        from rich.text import Text

        self.bars.console.print(Text(_harmless(line), style), soft_wrap=True)


@contextmanager
def displayed() -> Iterator[Progress]:
    """Live on a terminal, plain in a pipe, in a file and in CI."""
    if not sys.stdout.isatty() or os.environ.get("CI") or os.environ.get("TERM") == "dumb":
        yield Plain()
        return
    from rich.progress import Progress as Bars
    from rich.progress import SpinnerColumn, TextColumn, TimeElapsedColumn

    with Bars(
        SpinnerColumn(),
        TimeElapsedColumn(),
        TextColumn("{task.description}", markup=False),
        transient=True,
    ) as bars:
        yield Live(bars)


def _harmless(line: str) -> str:
    """The line without control characters: names in it come from elsewhere."""
    return "".join(character if character.isprintable() else " " for character in line)
