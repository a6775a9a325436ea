"""Write a roster from what the signed-in identity sees of Azure: a line for each of its enabled
subscriptions, so that only the students' names have to be filled in.

With --names, a list of students from Canvas (Grades > Export) or Moodle (Participants, or Grades >
Export) is filled in as far as the subscriptions' names tell whose they are.
"""

import argparse
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from acceptance.causes import NoAnswer
from acceptance.plain_text import plain
from classroom.usage import GOOD, TROUBLE, UsageError

if TYPE_CHECKING:
    from classroom.roster.filling import Filled
    from classroom.subscriptions import Seen, Visible

HELP: Final = "write a roster from the subscriptions that you see, to be filled in with names"
EXAMPLE: Final = "python -m classroom roster --management-group labs --names canvas.csv"

SHOWN: Final = 10
"""How many subscriptions or students are named one by one."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument(
        "--management-group",
        metavar="ID",
        help="only subscriptions in this management group and those below it",
    )
    parser.add_argument(
        "--names",
        metavar="FILE",
        type=Path,
        help="a list of students, as Canvas or Moodle export it",
    )
    parser.add_argument(
        "--out",
        metavar="FILE",
        type=Path,
        default=Path("roster.csv"),
        help="the roster, which is not there yet (default: %(default)s)",
    )
    parser.add_argument("--tenant", metavar="ID", help="the directory to sign in to")


def run(options: argparse.Namespace) -> int:
    """Write the roster.

    Raises:
        UsageError: it is there already, nobody is signed in, or the list of students is none.
    """
    from classroom.roster.filling import fill
    from classroom.roster.name_lists import read_names
    from classroom.roster.writing import already_there, write_roster
    from classroom.subscriptions import visible

    if options.out.exists():
        raise UsageError(already_there(options.out))
    students = read_names(options.names) if options.names else []
    try:
        seen = visible(options.management_group, options.tenant, _note)
    except NoAnswer as silence:
        _note(f"error: {plain(silence.reason)}\n  {silence.cure}")
        return TROUBLE
    filled = fill(seen.enabled, students)
    write_roster(options.out, seen.enabled, filled.owners, filled.without)
    _tell_seen(options.out, seen)
    if students:
        _tell_filled(filled, len(students))
    return GOOD


def _tell_seen(path: Path, seen: "Visible") -> None:
    _say(f"{plain(str(path))}: {_number(len(seen.enabled), 'enabled subscription')}.")
    if seen.others:
        _say(f"Not enabled, and left out: {_listed(map(_with_state, seen.others))}.")
    if seen.unseen:
        _say(
            f"In the management group, but not seen by this identity: "
            f"{_number(seen.unseen, 'subscription')}."
        )
    _say("Fill in whose each is (id, name, email), and delete the lines that are nobody's.")


def _tell_filled(filled: "Filled", number: int) -> None:
    _say(f"{len(filled.owners)} of {_number(number, 'student')} have their subscription.")
    if filled.doubtful:
        names = (f'"{plain(each.name, 60)}"' for each in filled.doubtful)
        _say(f"It cannot be told whose these are, as they fit several: {_listed(names)}.")
    if filled.without:
        names = (f'"{plain(each.name, 60)}"' for each in filled.without)
        _say(f"At the end of the file, without a subscription: {_listed(names)}.")


def _with_state(subscription: "Seen") -> str:
    return f'"{plain(subscription.name, 60)}" ({plain(subscription.state, 20)})'


def _number(number: int, thing: str) -> str:
    return f"{number:,} {thing}{'' if number == 1 else 's'}"


def _listed(texts: Iterable[str]) -> str:
    all_of_them: Sequence[str] = list(texts)
    more = f" and {len(all_of_them) - SHOWN} more" if len(all_of_them) > SHOWN else ""
    return ", ".join(all_of_them[:SHOWN]) + more


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")


def _note(line: str) -> None:
    sys.stderr.write(f"{line}\n")
