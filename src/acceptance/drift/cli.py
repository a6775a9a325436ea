"""`python -m acceptance.cassettes diff`: arguments in, findings out."""

import argparse
import json
import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import pytest

from acceptance.drift import markdown, text, wording
from acceptance.drift.comparing import CannotBeGraded, compare
from acceptance.files import replace_file
from acceptance.output import unfailing
from acceptance.plain_text import plain
from acceptance.runner import ExerciseError, require_exercise

HARMLESS, BREAKS, BAD_INPUT, UNGRADED, INTERRUPTED = 0, 1, 2, 3, 130

HELP: Final = "compare two cassettes of the same kind of submission by shape"
DESCRIPTION: Final = """\
Compares two cassettes of the same kind of submission, an older and a newer one, by the shape of
their answers: statuses, fields, types, values of closed sets. Other values, ids, times, order and
counts do not matter. What differs is brought into copies of the older cassette, and these are
graded: what changes a verdict breaks a check.
"""
STATUSES: Final = """\
exit status: 0 nothing differs, or nothing that breaks a check; 1 something breaks a check, or may;
2 asked wrongly, or one of both is no cassette; 3 one of both cannot be graded; 130 interrupted
"""
FORMATS: Final = ("json", "markdown")
COLOURS: Final = {"red": "31", "green": "32", "yellow": "33", "bold": "1"}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of `diff`."""
    parser.add_argument("before", metavar="A", type=path_of, help="the older cassette")
    parser.add_argument("after", metavar="B", type=path_of, help="the newer cassette")
    parser.add_argument(
        "--exercise",
        metavar="DIR",
        type=path_of,
        default=Path(),
        help="the folder of the exercise, which holds its conftest.py (default: this folder)",
    )
    parser.add_argument("--json", action="store_true", help="print JSON instead of text")
    parser.add_argument(
        "--report",
        metavar="FORMAT:FILE",
        action="append",
        default=[],
        type=report_of,
        help="write a report, too: json or markdown; the summary of a job on GitHub is appended to",
    )


def path_of(name: str) -> Path:
    """A path; `~` is the home folder."""
    return Path(name).expanduser()


def report_of(name: str) -> tuple[str, Path]:
    """The format and the file of a report."""
    form, _, file = name.partition(":")
    if form not in FORMATS or not file:
        raise argparse.ArgumentTypeError(f"{plain(name)}: give json:FILE or markdown:FILE")
    return form, path_of(file)


def run(asked: argparse.Namespace, parser: argparse.ArgumentParser) -> int:
    """Compare, and print what is different; the exit status."""
    output = unfailing(sys.stdout)
    _refuse(asked, parser)
    try:
        found = wording.findings(compare(asked.before, asked.after, asked.exercise, _tell))
    except pytest.UsageError as error:  # Nothing was asked wrongly: no usage is shown.
        print(f"cannot be compared: {plain(str(error), 1000)}", file=sys.stderr)
        return BAD_INPUT
    except CannotBeGraded as error:
        print(f"cannot be graded: {error}", file=sys.stderr)
        return UNGRADED
    except KeyboardInterrupt:
        print("Interrupted: nothing was compared to its end.", file=sys.stderr)
        return INTERRUPTED
    finally:
        _tell(0, 0)
    if asked.json:
        print(_json(found), file=output)
    else:
        for line, colour in text.lines(found):
            print(_coloured(line, colour), file=output)
    output.flush()
    for form, file in asked.report:
        try:
            _put(file, _json(found) if form == "json" else markdown.render(found))
        except OSError as error:
            reason = error.strerror or "it cannot be written"
            print(f"The report was not written: {plain(str(file))}: {reason}", file=sys.stderr)
            return UNGRADED
    return BREAKS if found["breaks"] else HARMLESS


def _refuse(asked: argparse.Namespace, parser: argparse.ArgumentParser) -> None:
    try:
        require_exercise(asked.exercise)
    except ExerciseError as error:
        parser.error(f"--exercise: {error}")
    for _, file in asked.report:
        if not (file.parent.is_dir() and os.access(file.parent, os.W_OK)):
            parser.error(f"--report: {plain(str(file.parent))} is no folder that can be written to")
        if file.resolve() in (asked.before.resolve(), asked.after.resolve()):
            parser.error("--report: a cassette would make way for the report")


def _json(found: Mapping[str, Any]) -> str:
    return json.dumps(found, indent=1)


def _put(file: Path, content: str) -> None:
    summary = os.environ.get("GITHUB_STEP_SUMMARY", "")
    if summary and file.resolve() == Path(summary).resolve():
        with file.open("a", encoding="utf-8") as stream:
            stream.write(f"\n{content}")
    else:
        replace_file(file, f"{content.rstrip()}\n")


def _tell(done: int, total: int) -> None:
    """Progress, for a person at a terminal: one line that is written over; none at the end."""
    if sys.stderr.isatty():
        line = f"weighed {done} of {total} differences" if total else ""
        sys.stderr.write(f"\r\x1b[K{line}")
        sys.stderr.flush()


def _coloured(line: str, colour: str) -> str:
    encoding = sys.stdout.encoding or "utf-8"
    shown = line.encode(encoding, "backslashreplace").decode(encoding)
    if colour and sys.stdout.isatty() and not os.environ.get("NO_COLOR"):
        return f"\x1b[{COLOURS[colour]}m{shown}\x1b[0m"
    return shown
