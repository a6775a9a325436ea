"""`python -m acceptance.evidence`: the command line is read and answered here."""

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from acceptance.evidence.folder import SUFFIXES, Outcome, regraded_folder
from acceptance.output import unfailing
from acceptance.plain_text import plain
from acceptance.runner import ExerciseError, require_exercise

UNCHANGED, CHANGED, BAD_INPUT, UNGRADED, INTERRUPTED = 0, 1, 2, 3, 130

DESCRIPTION = """\
Grades every cassette (*.yaml, *.yml) of a folder again, by today's checks and without Azure,
and says what is different from the earlier report NAME.json beside NAME.yaml. What stands after --
goes to pytest; {name} in it becomes the cassette's name, without .yaml.
"""
STATUSES = """\
exit status: 0 all are graded, nothing changed; 1 all are graded, some changed; 2 asked wrongly;
3 some cannot be graded; 130 interrupted, what was graded by then is reported
"""
REFUSED = ("--live", "--record", "--cassette", "--report", "--preflight")
"""Options of pytest that have no place here."""


def main(argv: Sequence[str] | None = None) -> int:
    """Regrade a folder.

    Returns:
        0 nothing changed, 1 something did, 2 asked wrongly, 3 something cannot be graded, 130
        interrupted.
    """
    sys.stdout = unfailing(sys.stdout)
    argv = list(sys.argv[1:] if argv is None else argv)
    cut = argv.index("--") if "--" in argv else len(argv)
    parser = _parser()
    asked = parser.parse_args(argv[:cut])
    options = argv[cut + 1 :]
    cassettes, skipped = _cassettes(parser, asked, options)
    for path, why in skipped:
        _say(f"{plain(path.name)}  skipped: {why}")
    done: list[Outcome] = []
    try:
        with regraded_folder(
            cassettes, asked.exercise, asked.report_folder, asked.format, options
        ) as results:
            for number, outcome in enumerate(results, 1):
                done.append(outcome)
                _say(f"[{number:{len(str(len(cassettes)))}}/{len(cassettes)}] {outcome}")
    except KeyboardInterrupt:
        _say(f"Interrupted. {_summary(done, len(cassettes))}")
        return INTERRUPTED
    _say(_summary(done, len(cassettes)))
    return _status(done)


def _cassettes(
    parser: argparse.ArgumentParser, asked: argparse.Namespace, options: Sequence[str]
) -> tuple[list[Path], list[tuple[Path, str]]]:
    """The cassettes that are asked for, and what is skipped, and why.

    What cannot be done ends the process with status 2.
    """
    for option in options:
        if option.partition("=")[0] in REFUSED:
            parser.error(f"{option} has no place here: cassettes are graded, see --help")
    try:
        require_exercise(asked.exercise)
    except ExerciseError as error:
        parser.error(f"--exercise: {error}")
    if not asked.folder.is_dir():
        parser.error(f"there is no folder {plain(str(asked.folder))}")
    if asked.format and not asked.report_folder:
        parser.error("--format needs --report-folder: without it, no report is written")
    reports = asked.report_folder
    if reports and not (reports.is_dir() and os.access(reports, os.W_OK)):
        parser.error(f"--report-folder: {plain(str(reports))} is no folder that can be written to")
    cassettes, skipped = _found(asked.folder)
    if not cassettes:
        parser.error(f"the folder {plain(str(asked.folder))} holds no cassette (*.yaml, *.yml)")
    return cassettes, skipped


def _found(folder: Path) -> tuple[list[Path], list[tuple[Path, str]]]:
    """The cassettes of a folder by their names, in any letter case, and what is none of them."""
    cassettes: dict[str, Path] = {}
    skipped: list[tuple[Path, str]] = []
    for path in sorted(folder.iterdir()):
        if path.suffix.casefold() not in (".yaml", ".yml"):
            continue
        other = cassettes.get(path.stem.casefold())
        if path.name.startswith("."):
            skipped.append((path, "a hidden file, as macOS makes one beside each that it copies"))
        elif not path.is_file():
            skipped.append((path, "no file"))
        elif other:
            why = f"its reports would have the names of those of {plain(other.name)}; rename one"
            skipped.append((path, why))
        else:
            cassettes[path.stem.casefold()] = path
    return list(cassettes.values()), skipped


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m acceptance.evidence",
        usage="%(prog)s regrade FOLDER [--exercise DIR] [--report-folder DIR] "
        "[--format FORMAT ...] [-- ...]",
        description=DESCRIPTION,
        epilog=STATUSES,
        allow_abbrev=False,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("command", choices=["regrade"], help="grade again")
    parser.add_argument("folder", metavar="FOLDER", type=_path, help="where the cassettes are")
    parser.add_argument(
        "--exercise",
        metavar="DIR",
        type=_path,
        default=Path(),
        help="the folder of the exercise, which holds its conftest.py (default: this folder)",
    )
    parser.add_argument(
        "--report-folder",
        metavar="DIR",
        type=_path,
        help="write NAME.json and the other reports there (default: write none)",
    )
    parser.add_argument(
        "--format",
        action="append",
        default=[],
        choices=SUFFIXES,
        help="a report to write besides json; give it as often as wanted: " + ", ".join(SUFFIXES),
    )
    return parser


def _path(text: str) -> Path:
    """A path; `~` is the home folder."""
    return Path(text).expanduser()


def _say(line: str) -> None:
    """A line at once, whatever the terminal can show."""
    encoding = sys.stdout.encoding or "utf-8"
    print(line.encode(encoding, "backslashreplace").decode(encoding), flush=True)


def _summary(done: Sequence[Outcome], asked: int) -> str:
    graded = [each for each in done if not each.trouble]
    changed = sum(bool(each.changed) for each in graded)
    cassettes = "cassette" if asked == 1 else "cassettes"
    text = f"{asked} {cassettes}: {len(graded)} graded, {changed} changed"
    ungraded = len(done) - len(graded)
    text += f", {ungraded} cannot be graded" if ungraded else ""
    return f"{text}, {asked - len(done)} not reached." if asked > len(done) else f"{text}."


def _status(done: Sequence[Outcome]) -> int:
    if any(each.trouble for each in done):
        return UNGRADED
    return CHANGED if any(each.changed for each in done) else UNCHANGED
