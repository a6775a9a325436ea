"""Write the class page again: one HTML file about the whole class, which works offline.

It shows where everybody stands, what the class failed most and the fix for it, what is not verified
and what would cure that, whose compute instance was running, and each student's checks.
"""

import argparse
from typing import Final

from classroom.arguments import add_counts, add_folder, opened

HELP: Final = "write the class page again: one HTML file about the whole class"
EXAMPLE: Final = "python -m classroom page marks"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what `page` takes."""
    add_folder(parser)
    add_counts(parser)


def run(options: argparse.Namespace) -> int:
    """Write it.

    Raises:
        UsageError: there is no class in the folder, or another process writes there.
        JournalError: the journal cannot be read.
        OSError: the page cannot be written; the earlier one is as it was.
    """
    from acceptance.plain_text import plain
    from classroom.handouts import counts_of
    from classroom.locking import locked
    from classroom.output import say
    from classroom.page import write_page
    from classroom.usage import GOOD

    with opened(options) as (folder, journal), locked(folder):
        page = write_page(folder, journal.standings(counts_of(folder, options.counts)))
    say(plain(str(page), 4000))
    return GOOD
