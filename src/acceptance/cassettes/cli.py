"""`python -m acceptance.cassettes`: the command line is read and answered here."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from acceptance.cassettes.rewriting import rewrite
from acceptance.drift import cli as drift

DESCRIPTION = "What can be done with cassettes besides grading them."
REWRITE = """Brings cassettes of this suite's first format into vcrpy's own, in their place.
All that was recorded stays. A cassette that was altered is refused. Exit status: 0 all have vcrpy's
format now, 1 some were refused, 2 asked wrongly."""


def main(argv: Sequence[str] | None = None) -> int:
    """Do what is asked; the exit status: 0 well, 1 not all of it, 2 asked wrongly."""
    parser = argparse.ArgumentParser("python -m acceptance.cassettes", description=DESCRIPTION)
    verbs = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    rewriting = verbs.add_parser("rewrite", help="bring into vcrpy's format", description=REWRITE)
    rewriting.add_argument(
        "paths", metavar="PATH", nargs="+", type=Path, help="a cassette, or a folder of *.yaml"
    )
    comparing = verbs.add_parser(
        "diff",
        help=drift.HELP,
        description=drift.DESCRIPTION,
        epilog=drift.STATUSES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    drift.add_arguments(comparing)
    asked = parser.parse_args(argv)
    if asked.command == "diff":
        return drift.run(asked, comparing)
    return _rewrite(asked.paths, rewriting)


def _rewrite(paths: Sequence[Path], parser: argparse.ArgumentParser) -> int:
    status = 0
    for path in paths:
        cassettes = sorted(path.glob("*.yaml")) if path.is_dir() else [path]
        if not cassettes:
            parser.error(f"the folder {path} holds no cassette (*.yaml)")
        for cassette in cassettes:
            try:
                done = "rewritten" if rewrite(cassette) else "unchanged, it has vcrpy's format"
                print(f"{cassette}: {done}")
            except (pytest.UsageError, OSError) as error:
                print(error, file=sys.stderr)
                status = 1
    return status
