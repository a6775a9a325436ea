"""What a comparison of two cassettes found, as data."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from acceptance.cassettes.file import Cassette
from acceptance.drift.differences import Difference
from acceptance.reports.document import Document

Verdicts = Mapping[str, str]
"""The verdict by a check's id, or by the title of a line of information."""


@dataclass(frozen=True)
class Change:
    """A check, by its id or title, whose verdict is another."""

    check: str
    before: str
    after: str


@dataclass(frozen=True)
class Break:
    """What breaks checks.

    Attributes:
        differences: one; or several that break something only together.
        checks: those that it breaks; empty if nobody could tell.
    """

    differences: tuple[Difference, ...]
    checks: tuple[Change, ...] = ()


@dataclass(frozen=True)
class Graded:
    """One of the two cassettes, and its document."""

    path: Path
    cassette: Cassette
    document: Document = field(repr=False)

    @property
    def verdicts(self) -> Verdicts:
        """Of all checks, and of the lines of information."""
        return verdicts_of(self.document)


@dataclass(frozen=True)
class Drift:
    """All that is different.

    Attributes:
        breaks: what breaks a check, and what may, as nobody could tell.
        new: what came to the rest.
        harmless: what is different, and changes no verdict.
        unexplained: verdicts that differ, and no shape is why: values are.
    """

    before: Graded
    after: Graded
    breaks: tuple[Break, ...]
    new: tuple[Difference, ...]
    harmless: tuple[Difference, ...]
    unexplained: tuple[Change, ...]

    @property
    def titles(self) -> Mapping[str, str]:
        """The checks' titles by their ids."""
        return {check.id: check.title for check in self.before.document.checks}


def verdicts_of(document: Document) -> Verdicts:
    """The verdicts of a document."""
    checks = {check.id: check.verdict.value for check in document.checks}
    return {**checks, **{line.title: line.verdict.value for line in document.information}}


def changes(before: Verdicts, after: Verdicts) -> tuple[Change, ...]:
    """The checks whose verdicts differ."""
    both = [name for name in before if name in after]
    return tuple(
        Change(name, before[name], after[name]) for name in both if before[name] != after[name]
    )
