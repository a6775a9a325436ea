"""Say how far a class is: who is missing, and who needs a look, worst first."""

import argparse
from typing import Final

from classroom.arguments import add_counts, add_folder, opened

HELP: Final = "who is missing, and who needs a look, worst first"
EXAMPLE: Final = "python -m classroom status marks"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what `status` takes."""
    add_folder(parser)
    add_counts(parser)


def run(options: argparse.Namespace) -> int:
    """Say it; the exit status says whether everything is verified.

    Raises:
        UsageError: there is no class in the folder.
        JournalError: the journal cannot be read.
    """
    from classroom.handouts import counts_of
    from classroom.output import say
    from classroom.status import Status

    with opened(options) as (folder, journal):
        status = Status.of(folder, journal, counts_of(folder, options.counts))
    for line in status.lines():
        say(line)
    return status.exit_status
