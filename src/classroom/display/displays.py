"""Shows the progress: a live display on a terminal, plain lines elsewhere.

Every text of a student's or a roster's is made one plain line first; rich gets it as text, never as
markup.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final, Protocol, TextIO

from acceptance.plain_text import plain
from classroom.display.progress import Names, Progress, State, duration, state_of, summary
from classroom.grading.events import Event, Graded, Notice
from classroom.results import Result

if TYPE_CHECKING:
    from rich.console import RenderableType

SHORT: Final = 50
"""Up to so many students each has a line of its own; of more, only those that are not verified."""

EVERY: Final = 10.0
"""Seconds between two lines that sum up."""

REFRESH: Final = 0.25
LONGEST: Final = 5
"""Seconds between two pictures of the live display; how many students it names as slow."""

LIMIT: Final = 60
"""Characters of a name."""

COLOURS: Final = {
    State.ALL_MET: "green",
    State.NOT_ALL_MET: "yellow",
    State.NOT_VERIFIED: "magenta",
}


class Display(Protocol):
    """Shows what happens."""

    def take(self, event: Event) -> None:
        """Show what happened; `Progress` knows of it already."""


class Lines:
    """Plain lines, for a file or a log.

    Args:
        say: prints one.
    """

    def __init__(
        self,
        progress: Progress,
        names: Names,
        say: Callable[[str], object],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._progress = progress
        self._names = names
        self._say = say
        self._clock = clock
        self._told = clock()

    def take(self, event: Event) -> None:
        """Print a line, if it is worth one."""
        if isinstance(event, Notice):
            self._say(plain(event.text))
        elif isinstance(event, Graded):
            few = self._progress.total <= SHORT
            if few or state_of(event.result) is State.NOT_VERIFIED:
                self._say(self._line(event.result))
        if self._clock() - self._told >= EVERY:
            self._told = self._clock()
            self._say(summary(self._progress))

    def _line(self, result: Result) -> str:
        width = len(str(self._progress.total))
        number = f"[{self._progress.done:{width}}/{self._progress.total}]"
        return f"{number} {shown(result.student, self._names)}: {outcome(result)}"


class Live:
    """A picture on a terminal that renews itself.

    Args:
        show: shows a picture in the place of the last one.
        say: prints a line above it.
    """

    def __init__(
        self,
        progress: Progress,
        names: Names,
        show: Callable[["RenderableType"], object],
        say: Callable[[str], object],
    ) -> None:
        self._progress = progress
        self._names = names
        self._show = show
        self._say = say
        self._shown = 0.0

    def take(self, event: Event) -> None:
        """Renew the picture, if it is old."""
        if isinstance(event, Notice):
            self._say(plain(event.text))
        elif isinstance(event, Graded) and state_of(event.result) is State.NOT_VERIFIED:
            self._say(f"{shown(event.result.student, self._names)}: {outcome(event.result)}")
        if time.monotonic() - self._shown >= REFRESH:
            self._shown = time.monotonic()
            self._show(self.picture())

    def picture(self) -> "RenderableType":
        """The picture of this moment."""
        from rich.console import Group
        from rich.progress_bar import ProgressBar
        from rich.text import Text

        progress = self._progress
        counts = Text("  ").join(
            Text(f"{count} {state}", COLOURS[state] if count else "dim")
            for state, count in progress.counts.items()
        )
        running = min(len(progress.running), progress.workers.slots)
        waiting = max(0, progress.total - progress.done - running)
        counts.append(f"  {running} running  {waiting} waiting", "dim")
        rows: list[RenderableType] = [
            ProgressBar(max(progress.total, 1), progress.done),
            counts,
            Text(summary(progress), "dim", no_wrap=True, overflow="ellipsis"),
        ]
        for student, seconds, check in progress.longest(LONGEST):
            rows.append(
                Text(self._slow(student, seconds, check), no_wrap=True, overflow="ellipsis")
            )
        return Group(*rows)

    def _slow(self, student: str, seconds: float, check: str) -> str:
        where = f", after check {check}" if check else ""
        return f"  {shown(student, self._names)}: {duration(seconds)}{where}"


@contextmanager
def displayed(progress: Progress, names: Names, stream: TextIO) -> Iterator[Display]:
    """A display for the time of the block: live on a terminal, else plain lines."""

    def say(line: str) -> None:
        print(encodable(line, stream), file=stream, flush=True)

    if not stream.isatty():
        yield Lines(progress, names, say)
        return
    from rich.console import Console
    from rich.live import Live as RichLive
    from rich.text import Text

    console = Console(file=stream, highlight=False, markup=False, emoji=False)
    with RichLive(console=console, auto_refresh=False, transient=True) as live:
        yield Live(
            progress,
            names,
            lambda picture: live.update(picture, refresh=True),
            lambda line: console.print(Text(line)),
        )


def encodable(line: str, stream: TextIO) -> str:
    """The line with nothing that the stream cannot take."""
    encoding = stream.encoding or "utf-8"
    return line.encode(encoding, "backslashreplace").decode(encoding)


def outcome(result: Result) -> str:
    """What came of a student, in a line."""
    score = f"{result.document.score}"
    if result.trouble:
        return f"{score}, not verified: {plain(result.trouble)}"
    unverified = result.document.counts["not verified"]  # type: ignore[index]  # equal to it
    return f"{score}, {unverified} not verified" if unverified else score


def shown(student: str, names: Names) -> str:
    """The student's id and name, fit to be shown."""
    name = names.get(student, "")
    told = f"{plain(student, LIMIT)} ({plain(name, LIMIT)})" if name else plain(student, LIMIT)
    return told or "?"
