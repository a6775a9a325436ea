"""Say everything that is known of one student's mark: what one opens in an appeal."""

import argparse
from typing import Final

from classroom.arguments import add_counts, add_folder, find, opened

HELP: Final = "everything known of one student's mark"
EXAMPLE: Final = "python -m classroom explain marks 4711"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what `explain` takes."""
    add_folder(parser)
    parser.add_argument(
        "student",
        metavar="STUDENT",
        help="the student's id, or a name or e-mail address that only one has",
    )
    add_counts(parser)


def run(options: argparse.Namespace) -> int:
    """Say it.

    Raises:
        UsageError: there is no class in the folder, or no such student in the class.
        JournalError: the journal cannot be read.
    """
    from classroom.explaining import explained
    from classroom.handouts import counts_of
    from classroom.journal.standings import standing
    from classroom.output import say
    from classroom.usage import GOOD, UNVERIFIED

    with opened(options) as (folder, journal):
        student = find(options.student, journal.students(), by_name=True)
        counts = counts_of(folder, options.counts)
        where = standing(student, journal.summaries().get(student.id, []))
        for line in explained(folder, where, counts, journal.entries(student.id)):
            say(line)
    counting = where.counting(counts)
    return GOOD if counting and counting.verified else UNVERIFIED
