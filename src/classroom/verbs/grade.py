"""Grade the students of a roster, each as often as it takes until every check is verified.

Started again, it grades only those who are missing or not verified. Nothing is lost if it is
stopped at any time.
"""

import argparse
import math
from pathlib import Path
from typing import Final

from classroom.arguments import add_counts, path
from classroom.usage import TIME_LIMIT

HELP: Final = "grade the students of a roster"
EXAMPLE: Final = (
    "python -m classroom grade roster.csv --out marks -- --deadline=2026-12-01T18:00:00Z"
)
TAKES_PYTEST_OPTIONS: Final = True


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what `grade` takes."""
    parser.add_argument("roster", metavar="ROSTER", type=path, help="the class, a CSV file")
    parser.add_argument(
        "--out", metavar="DIR", type=path, required=True, help="the folder of the class"
    )
    parser.add_argument(
        "--notebooks",
        metavar="PLACE",
        type=path,
        help="the hand-ins: a folder or a zip, as Moodle and Canvas deliver them (default: those "
        "of the last time, and those that the roster names)",
    )
    parser.add_argument(
        "--exercise",
        metavar="DIR",
        type=path,
        default=Path(),
        help="the folder of the exercise, which holds its conftest.py (default: this folder)",
    )
    who = parser.add_mutually_exclusive_group()
    who.add_argument(
        "--only",
        metavar="ID",
        nargs="+",
        default=[],
        help="grade only these of those who are missing or not verified",
    )
    who.add_argument(
        "--again", metavar="ID", nargs="+", default=[], help="grade these, whatever they have"
    )
    who.add_argument("--all", action="store_true", help="grade everybody, whatever they have")
    _add_means(parser)


def _add_means(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--at-once",
        metavar="N",
        type=_count,
        help="how many students are graded at a time (default: as many as cores and memory bear)",
    )
    parser.add_argument(
        "--time-limit",
        metavar="SECONDS",
        type=_seconds,
        default=TIME_LIMIT,
        help="how long one student may take (default: %(default)g)",
    )
    parser.add_argument(
        "--scheduler",
        metavar="ADDRESS",
        help="grade on the Dask cluster there (default: one of this machine's own)",
    )
    parser.add_argument(
        "--journal",
        metavar="URL",
        help="keep the journal in this PostgreSQL database (default: a file in DIR)",
    )
    add_counts(parser)


def run(options: argparse.Namespace) -> int:
    """Grade.

    Raises:
        UsageError: that makes no sense.
        KeyboardInterrupt: it was stopped; what was done is kept.
    """
    from classroom.class_run import ClassRun

    return ClassRun(options).run()


def _count(text: str) -> int:
    if not text.isascii() or not text.isdecimal() or not 1 <= int(text[:6]) <= 10_000:
        raise argparse.ArgumentTypeError(f"{text!r} is no number from 1 to 10000")
    return int(text)


def _seconds(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = math.nan
    if not 1 <= seconds <= 86_400:
        raise argparse.ArgumentTypeError(f"{text!r} is no number of seconds from 1 to 86400")
    return seconds
