"""What an instructor hands out: made from the journal, and made anew when it changes."""

from pathlib import Path

from classroom.class_file import read_class, remember_class
from classroom.folder import ClassFolder
from classroom.gradebook import write_gradebook
from classroom.journal import Counts, Journal
from classroom.page import write_page


def counts_of(folder: ClassFolder, asked: str | None) -> Counts:
    """Which gradings count: as asked, or else as they did last; at first, the last ones.

    Raises:
        OSError: it cannot be remembered.
    """
    if asked:
        remember_class(folder, counts=asked)
        return Counts(asked)
    remembered = read_class(folder).get("counts")
    return Counts(remembered) if remembered in list(Counts) else Counts.LAST


def write_handouts(folder: ClassFolder, journal: Journal, counts: Counts) -> list[Path]:
    """Write the gradebook and the class page; the files that were written.

    Raises:
        OSError: one cannot be written; the earlier one is as it was.
        JournalError: the journal cannot be read.
    """
    gradebook = write_gradebook(folder, journal.standings(counts))
    return [*gradebook, write_page(folder, journal.standings(counts))]
