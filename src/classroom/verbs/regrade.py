"""Mark a whole class again from its evidence, by today's checks and without Azure.

It shows whose marks rise, whose fall, and why. Nothing is written without --write.
"""

import argparse
from pathlib import Path
from typing import Final

from classroom.arguments import add_counts, add_folder, opened, path

HELP: Final = "mark all again from the evidence"
EXAMPLE: Final = "python -m classroom regrade marks --write"
TAKES_PYTEST_OPTIONS: Final = True


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what `regrade` takes."""
    add_folder(parser)
    parser.add_argument(
        "--write",
        action="store_true",
        help="enter the new marks into the journal, beside the old ones, and write the gradebook",
    )
    parser.add_argument(
        "--exercise",
        metavar="DIR",
        type=path,
        default=Path(),
        help="the folder of the exercise, which holds its conftest.py (default: this folder)",
    )
    add_counts(parser)


def run(options: argparse.Namespace) -> int:
    """Regrade.

    Raises:
        UsageError: there is no class in the folder, or no evidence, or another process writes.
        OSError: something cannot be written.
        JournalError: the journal cannot be read or written.
        KeyboardInterrupt: it was stopped; unless writing had begun, nothing is written.
    """
    from contextlib import ExitStack

    from classroom.class_file import read_class
    from classroom.handouts import counts_of, write_handouts
    from classroom.interrupts import interruptible
    from classroom.keeping import reconcile
    from classroom.locking import locked
    from classroom.regrade_run import RegradeRun

    with interruptible(), opened(options) as (folder, journal), ExitStack() as stack:
        if options.write:
            stack.enter_context(locked(folder))
            reconcile(folder, journal)
        counts = counts_of(folder, options.counts)
        # As the class was graded: or else every waiver would seem to have ended.
        asked = options.pytest_options or read_class(folder).get("options", [])
        regrading = RegradeRun(folder, journal, options.exercise.absolute(), asked, counts)
        status = regrading.run(write=options.write)
        if options.write:
            write_handouts(folder, journal, counts)
        return status
