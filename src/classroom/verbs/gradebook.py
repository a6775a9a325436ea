"""Write the gradebook of a class again, from its journal."""

import argparse
from typing import Final

from classroom.arguments import add_counts, add_folder, opened

HELP: Final = "write the gradebook again"
EXAMPLE: Final = "python -m classroom gradebook marks --counts best"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what `gradebook` takes."""
    add_folder(parser)
    add_counts(parser)


def run(options: argparse.Namespace) -> int:
    """Write it.

    Raises:
        UsageError: there is no class in the folder, or another process writes there.
        JournalError: the journal cannot be read.
        OSError: the gradebook cannot be written.
    """
    from acceptance.plain_text import plain
    from classroom.handouts import counts_of, write_handouts
    from classroom.locking import locked
    from classroom.output import say, warn
    from classroom.status import Status

    with opened(options) as (folder, journal), locked(folder):
        counts = counts_of(folder, options.counts)
        for path in write_handouts(folder, journal, counts):
            say(plain(str(path), 4000))
        status = Status.of(folder, journal, counts)
        for warning in status.warnings:
            warn(f"warning: {warning}")
        return status.exit_status
