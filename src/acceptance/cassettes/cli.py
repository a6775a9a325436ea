"""`python -m acceptance.cassettes`: the command line is read and answered here."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from acceptance.cassettes.rewriting import rewrite

DESCRIPTION = """Brings cassettes of this suite's first format into vcrpy's own, in their place.
All that was recorded stays. A cassette that was altered is refused. Exit status: 0 all have vcrpy's
format now, 1 some were refused, 2 asked wrongly."""


def main(argv: Sequence[str] | None = None) -> int:
    """Rewrite cassettes; 0 all have vcrpy's format now, 1 some were refused, 2 asked wrongly."""
    parser = argparse.ArgumentParser("python -m acceptance.cassettes", description=DESCRIPTION)
    parser.add_argument("command", choices=["rewrite"], help="bring into vcrpy's format")
    parser.add_argument(
        "paths", metavar="PATH", nargs="+", type=Path, help="a cassette, or a folder of *.yaml"
    )
    status = 0
    for path in parser.parse_args(argv).paths:
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
