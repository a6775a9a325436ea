"""`python -m classroom`: the verbs, each with its help and an example.

A verb is a module of `classroom.verbs`: `HELP` in one line, `EXAMPLE`, `add_arguments(parser)`,
and `run(options) -> int`, which alone may import what takes long to load. One that hands options on
to pytest says `TAKES_PYTEST_OPTIONS`, and finds what stands after `--` as `options.pytest_options`.
"""

import argparse
import sys
from collections.abc import Sequence
from importlib import import_module
from types import ModuleType
from typing import Final

from acceptance.output import unfailing
from acceptance.plain_text import plain
from classroom.usage import (
    BAD_USE,
    INTERRUPTED,
    MODULE,
    STATUSES,
    TROUBLE,
    TroubleError,
    UsageError,
    command,
)

VERBS: Final[tuple[str, ...]] = (
    "roster",
    "grade",
    "status",
    "gradebook",
    "page",
    "explain",
    "regrade",
    "forget",
)
"""In the order in which an instructor needs them."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run a verb.

    Returns:
        an exit status, see `STATUSES`.

    Raises:
        SystemExit: 0 after help, 2 for a command line that argparse refuses.
    """
    sys.stdout = unfailing(sys.stdout)
    argv = list(sys.argv[1:] if argv is None else argv)
    cut = argv.index("--") if "--" in argv else len(argv)
    parser = _parser()
    options, unknown = parser.parse_known_args(argv[:cut])
    verb = import_module(f"classroom.verbs.{options.verb}")
    if unknown:
        takes = getattr(verb, "TAKES_PYTEST_OPTIONS", False)
        hint = "; options of pytest go after --, as in: -- --deadline=..." if takes else ""
        parser.error(f"unrecognized arguments: {' '.join(map(plain, unknown))}{hint}")
    options.pytest_options = argv[cut + 1 :]
    if options.pytest_options and not getattr(verb, "TAKES_PYTEST_OPTIONS", False):
        parser.error(f"{options.verb} takes nothing after --")
    return _run(verb, options)


def _run(verb: ModuleType, options: argparse.Namespace) -> int:
    """Run it; what goes wrong is said in a line, and is an exit status."""
    try:
        status: int = verb.run(options)
    except UsageError as error:
        for line in str(error).splitlines():
            print(f"error: {line}", file=sys.stderr)
        return BAD_USE
    except TroubleError as error:
        print(f"error: {error}", file=sys.stderr)
        return TROUBLE
    except OSError as error:
        print(f"error: {plain(str(error.filename or ''))}: {error.strerror}", file=sys.stderr)
        return TROUBLE
    except KeyboardInterrupt:
        print("Interrupted.", file=sys.stderr)
        return INTERRUPTED
    except ModuleNotFoundError as error:
        if error.name is None or error.name.partition(".")[0] == "classroom":
            raise
        print(
            f"error: {plain(error.name)} is not installed; grading a class needs more than a "
            "student's grading: pip install 'image-classification-acceptance[classroom]', or "
            "./class in the suite's folder, which sets it up",
            file=sys.stderr,
        )
        return TROUBLE
    return status


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog=command(),
        description="Grade a class: a roster goes in, a gradebook comes out.",
        epilog=STATUSES,
        allow_abbrev=False,
    )
    verbs = parser.add_subparsers(dest="verb", metavar="VERB", required=True)
    for name in VERBS:
        module = import_module(f"classroom.verbs.{name}")
        example = module.EXAMPLE.replace(MODULE, command(), 1)
        verb = verbs.add_parser(
            name,
            help=module.HELP,
            description=f"{module.__doc__}".strip(),
            epilog=f"example:\n  {example}\n\n{STATUSES}",
            allow_abbrev=False,
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )
        module.add_arguments(verb)
    return parser
