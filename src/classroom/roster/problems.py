"""What is wrong in a file, gathered so that all of it can be said at once."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from acceptance.plain_text import plain
from classroom.usage import UsageError

SHOWN: Final = 50
"""How many problems, and how many warnings, are told one by one."""

CUT: Final = 60
"""How many characters of a cell are shown."""


def shown(text: str) -> str:
    """A cell's text, as a message shows it."""
    return f'"{plain(text, CUT)}"'


@dataclass
class Problems:
    """What was found in one file, by line.

    Attributes:
        file: its name, as messages show it.
        errors: what has to be corrected before anything runs.
        warnings: what may be meant so.
    """

    file: str
    errors: list[tuple[int, str]] = field(default_factory=list)
    warnings: list[tuple[int, str]] = field(default_factory=list)

    def error(self, line: int, message: str) -> None:
        """Keep what has to be corrected; line 0 is the file itself."""
        self.errors.append((line, message))

    def warning(self, line: int, message: str) -> None:
        """Keep what may be meant so."""
        self.warnings.append((line, message))

    def refuse(self) -> None:
        """End here if anything is wrong.

        Raises:
            UsageError: with a line for each problem, the first `SHOWN` of them.
        """
        if not self.errors:
            return
        number = len(self.errors)
        things = "a thing is" if number == 1 else f"{number} things are"
        raise UsageError(
            "\n".join([f"{self.file}: {things} wrong in it", *self._told(self.errors)])
        )

    def told(self) -> tuple[str, ...]:
        """The warnings, the first `SHOWN` of them."""
        return tuple(self._told(self.warnings))

    def _told(self, found: list[tuple[int, str]]) -> Iterable[str]:
        for line, message in sorted(found, key=lambda each: each[0])[:SHOWN]:
            place = f"{self.file}, line {line}" if line else self.file
            yield f"{place}: {message}"
        if len(found) > SHOWN:
            yield f"{self.file}: and {len(found) - SHOWN} more of these"
