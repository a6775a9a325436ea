"""Forget a student, or all gradings before a day: evidence, pages and rows.

The gradebook and the class page are made anew, without them.
"""

import argparse
from typing import TYPE_CHECKING, Final

from classroom.arguments import add_folder, find, is_terminal, opened

if TYPE_CHECKING:
    from collections.abc import Sequence

HELP: Final = "remove a student's evidence, pages and rows"
EXAMPLE: Final = "python -m classroom forget marks 4711"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what `forget` takes."""
    add_folder(parser)
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("student", metavar="STUDENT", nargs="?", help="the student's id")
    what.add_argument(
        "--before",
        metavar="DATE",
        help="every grading that began before that day (UTC) or time, and every student of whom "
        "nothing is left then",
    )
    parser.add_argument("--yes", action="store_true", help="do not ask")


def run(options: argparse.Namespace) -> int:
    """Say what is removed, ask, remove it.

    Raises:
        UsageError: there is no class in the folder, or no such student, or nobody can be asked.
        OSError: something cannot be removed.
        JournalError: the journal cannot be changed.
    """
    from acceptance.files import uninterrupted
    from classroom.forgetting import before, forget, moment_of, of_student
    from classroom.handouts import counts_of, write_handouts
    from classroom.keeping import reconcile
    from classroom.locking import locked
    from classroom.output import say
    from classroom.usage import GOOD

    moment = moment_of(options.before) if options.before is not None else None
    with opened(options) as (folder, journal), locked(folder):
        # What is kept is then known to the journal, too.
        reconcile(folder, journal)
        if moment:
            what = before(moment, journal)
        else:
            what = of_student(find(options.student, journal.students()), journal)
        lines = list(what.lines(folder))
        if not lines:
            say("There is nothing to forget.")
        elif options.yes or _is_agreed(lines):
            with uninterrupted():
                forget(what, folder, journal)
                made = write_handouts(folder, journal, counts_of(folder, None), emptied=True)
            for line in lines:
                say(f"forgotten: {line}")
            say(f"made anew: {', '.join(path.name for path in made)}")
            if any(student.in_roster for student in what.students):
                say("The newest roster names some of them: graded with it again, they are back.")
        else:
            say("Nothing was removed.")
    return GOOD


def _is_agreed(lines: "Sequence[str]") -> bool:
    """Whether a person agrees to the removal of that.

    Raises:
        UsageError: nobody can be asked.
    """
    from classroom.output import say
    from classroom.usage import UsageError

    for line in lines:
        say(line)
    if not is_terminal():
        raise UsageError("nobody can be asked here: say --yes to remove all of this, for ever")
    try:
        answer = input("Remove all of this, for ever? [y/N] ")
    except EOFError:
        return False
    return answer.strip().lower() in ("y", "yes")
