"""How far a class is, as its journal has it."""

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Self

from acceptance.plain_text import plain
from classroom.closing import Reached, closing, summed, unlike
from classroom.folder import ClassFolder
from classroom.journal import Counts, Journal, Standing
from classroom.keeping import not_entered
from classroom.usage import GOOD, UNVERIFIED, command


@dataclass(frozen=True)
class Status:
    """How far it is.

    Attributes:
        folder: of the class.
        journal: where its journal is.
        counts: which grading of a student counts.
        reached: of everybody in the newest roster.
        left: how many others the journal has, of earlier rosters.
        newest: when the newest grading began; None if there is none.
        unentered: gradings that are kept in the folder, and not in the journal yet.
    """

    folder: Path
    journal: str
    counts: Counts
    reached: tuple[Reached, ...]
    left: int
    newest: datetime | None
    unentered: int

    @classmethod
    def of(cls, folder: ClassFolder, journal: Journal, counts: Counts) -> Self:
        """That of the class.

        Raises:
            JournalError: the journal cannot be read.
        """
        standings = list(journal.standings(counts))
        return cls(
            folder.path,
            f"{journal}",
            counts,
            tuple(reached(each) for each in standings if each.student.in_roster),
            sum(not each.student.in_roster for each in standings),
            max((each.last.began for each in standings if each.last), default=None),
            len(not_entered(folder, journal.ids())),
        )

    @property
    def exit_status(self) -> int:
        """Whether everything is verified."""
        return GOOD if all(each.is_verified for each in self.reached) else UNVERIFIED

    @property
    def warnings(self) -> list[str]:
        """What a reader of the marks alone has to know, too."""
        return unlike(self.reached, str(self.folder))

    def lines(self) -> list[str]:
        """All of it, for a person."""
        lines = [f"{plain(str(self.folder))}: {summed(self.reached)}"]
        newest = self.newest and self.newest.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S UTC")
        lines.append(f"newest grading: {newest or 'none'}; counts: {self.counts}")
        lines.append(f"journal: {self.journal}")
        if self.left:
            are = "is" if self.left == 1 else "are"
            lines.append(f"{self.left} of earlier rosters {are} kept, and in the gradebook, too")
        if self.unentered:
            lines.append(
                f"gradings that are kept, but not in the journal yet: {self.unentered}; the next "
                "`grade` enters them"
            )
        go_on = command("grade", "ROSTER", "--out", str(self.folder))
        return [*lines, "", *closing(self.reached, go_on, str(self.folder))]


def reached(standing: Standing) -> Reached:
    """What a student has reached, by the grading that counts."""
    entry = standing.entry
    return Reached(
        standing.student.id,
        standing.student.name,
        entry.document if entry else None,
        entry.trouble if entry else "",
        entry.began if entry else None,
    )
