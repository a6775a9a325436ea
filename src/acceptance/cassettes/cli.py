"""`python -m acceptance.cassettes`: the command line is read and answered here."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from acceptance.cassettes.rewriting import rewrite

DESCRIPTION = """\
Brings cassettes of this suite's first format into vcrpy's own, each in its place. What was recorded
stays as it is, and the SHA-256 of the old file is kept in the new one. A cassette that was altered
is refused; one that has vcrpy's format is left as it is.
"""


def main(argv: Sequence[str] | None = None) -> int:
    """Rewrite cassettes.

    Returns:
        0 all have vcrpy's format now, 1 some could not be rewritten, 2 asked wrongly.
    """
    parser = argparse.ArgumentParser(
        prog="python -m acceptance.cassettes",
        usage="%(prog)s rewrite PATH...",
        description=DESCRIPTION,
        epilog="exit status: 0 all have vcrpy's format now; 1 some were refused; 2 asked wrongly",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("command", choices=["rewrite"], help="bring into vcrpy's format")
    parser.add_argument(
        "paths", metavar="PATH", nargs="+", type=Path, help="a cassette, or a folder of *.yaml"
    )
    status = 0
    for cassette in _cassettes(parser, parser.parse_args(argv).paths):
        try:
            done = "rewritten" if rewrite(cassette) else "unchanged, it has vcrpy's format"
            print(f"{cassette}: {done}")
        except (pytest.UsageError, OSError) as error:
            print(error, file=sys.stderr)
            status = 1
    return status


def _cassettes(parser: argparse.ArgumentParser, paths: Sequence[Path]) -> Iterator[Path]:
    """The files that are named, and those of the folders that are named."""
    for path in paths:
        if not path.is_dir():
            yield path
        elif cassettes := sorted(path.glob("*.yaml")):
            yield from cassettes
        else:
            parser.error(f"the folder {path} holds no cassette (*.yaml)")
