"""`python -m solution class`: a class of students in known states, on the emulator."""

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from solution.errors import BadInput

DONE = 0
EXAMPLE = (
    "example: python -m azure_emulator --pace 0 --exec sh -c 'python -m solution class --students "
    "100 --roster roster.csv --notebooks notebooks && python -m classroom grade roster.csv "
    "--out class'"
)


def run(argv: Sequence[str]) -> int:
    """Make a class.

    Raises:
        BadInput: the command line cannot be followed, or no emulator answers.
        Refused: the emulator refused.
    """
    asked = _parser().parse_args(argv)
    if not 1 <= asked.students <= 100_000:
        raise BadInput(f"--students {asked.students}: give a number from 1 to 100000")
    if not 1 <= asked.submissions <= 1000:
        raise BadInput(f"--submissions {asked.submissions}: give a number from 1 to 1000")
    _make(asked)
    return DONE


def _make(asked: argparse.Namespace) -> None:
    from solution.catalogue import SUBMISSIONS
    from solution.classes import files, places
    from solution.classes.control import Control
    from solution.classes.enrolment import Office, assigned, expected, roster
    from solution.classes.making import originals
    from solution.classes.sample import named, sample
    from solution.progress import displayed

    started, dice = time.monotonic(), random.Random(asked.seed)  # noqa: S311 - no secret is drawn.
    control = Control()
    control.check()
    count = min(asked.submissions, asked.students)
    drawn = named(asked.submission) if asked.submission else sample(count, dice)
    store = places.store(asked.secrets, _beside(asked.roster, "secrets")) if asked.alone else None
    office = Office(control, asked.notebooks, store, asked.management_group)
    with displayed() as progress, control.at_ease():
        made = []
        with progress.task(f"Make {len(drawn)} submissions"):
            for done in originals(drawn, control.subscribe):
                made += done
                progress.say(
                    f"{len(made)} of {len(drawn)}: {', '.join(x.submission for x in done)}"
                )
        with progress.task(f"Copy them for {asked.students} students"):
            students = office.enrol(
                assigned(made, asked.students, dice),
                lambda number: progress.waiting(f"{number} of {asked.students} students"),
            )
        files.write(asked.roster, roster(students))
        told = asked.expected or _beside(asked.roster, "expected.json")
        files.write(told, expected(students, SUBMISSIONS))
    print(
        f"{len(students)} students in {time.monotonic() - started:.0f} s: the roster is "
        f"{asked.roster}, the notebooks are in {asked.notebooks}, what a grading must say of each "
        f"is in {told}. Seed {asked.seed}."
    )


def _beside(roster: Path, name: str) -> Path:
    return roster.with_name(f"{roster.stem}.{name}")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m solution class",
        description="Make a class on the emulator: a few submissions, wrong, unusual and "
        "unverifiable ones, are made, and copied for all students.",
        epilog=EXAMPLE,
        allow_abbrev=False,
    )
    _add_files(parser.add_argument)
    _add_choices(parser.add_argument)
    return parser


def _add_files(add: Callable[..., object]) -> None:
    add("--students", type=int, required=True, metavar="N", help="how many students there are")
    add("--roster", type=Path, required=True, metavar="FILE", help="write the roster here, as CSV")
    add(
        "--notebooks",
        type=Path,
        required=True,
        metavar="DIR",
        help="write the notebooks handed in here, each named after its student's id",
    )
    add(
        "--expected",
        type=Path,
        metavar="FILE",
        help="write what a grading must say of each student here, as JSON (default: beside the "
        "roster)",
    )


def _add_choices(add: Callable[..., object]) -> None:
    add(
        "--submissions",
        type=int,
        default=30,
        metavar="N",
        help="how many of the catalogue are made (default: %(default)s)",
    )
    add(
        "--submission",
        action="append",
        metavar="NAME",
        help="make this one and no drawn ones; can be repeated",
    )
    add(
        "--management-group",
        default="",
        metavar="NAME",
        help="put the subscriptions into this management group, made unless it is there",
    )
    add(
        "--alone",
        action="store_true",
        help="give each student a tenant and an identity (default: all are in one tenant, and "
        "graded by the identity that is signed in)",
    )
    add(
        "--secrets",
        choices=("file", "env", "keyvault"),
        default="file",
        help="with --alone: keep each secret in a file, in a variable that one file sets, or in a "
        "key vault of the subscription AZURE_SUBSCRIPTION_ID (default: %(default)s)",
    )
    add(
        "--seed",
        type=int,
        default=0,
        metavar="N",
        help="draws the submissions and who hands in which (default: %(default)s)",
    )
