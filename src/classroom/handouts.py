"""What an instructor hands out: made from the journal, and made anew when it changes."""

from itertools import islice
from pathlib import Path

from acceptance.plain_text import plain
from classroom.class_file import read_class, remember_class
from classroom.folder import ClassFolder
from classroom.gradebook import write_gradebook
from classroom.journal import Counts, Journal
from classroom.page import write_page
from classroom.usage import TroubleError


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


def write_handouts(
    folder: ClassFolder, journal: Journal, counts: Counts, *, emptied: bool = False
) -> list[Path]:
    """Write the gradebook and the class page; the files that were written.

    Args:
        emptied: whether the class may have nobody any more, as after `forget`.

    Raises:
        TroubleError: the journal names nobody, and the gradebook that is there somebody.
        OSError: one cannot be written; the earlier one is as it was.
        JournalError: the journal cannot be read.
    """
    if not emptied and not journal.students() and _names_somebody(folder.gradebook):
        raise TroubleError(
            f"{plain(str(folder.gradebook))} is not written: it names students, and the journal "
            f"{journal} nobody, so that it is hardly that class's; put back a copy of "
            f"{folder.memory.name} and of the journal, or move the gradebook away"
        )
    gradebook = write_gradebook(folder, journal.standings(counts))
    return [*gradebook, write_page(folder, journal.standings(counts))]


def _names_somebody(gradebook: Path) -> bool:
    """Whether a gradebook has more than its header."""
    try:
        with gradebook.open(encoding="utf-8-sig", errors="replace", newline="") as file:
            return any(line.strip() for line in islice(file, 1, 3))
    except OSError:
        return False
