"""`python -m solution`: the command line, read and answered here; the work is elsewhere."""

from __future__ import annotations

import argparse
import logging
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from solution.errors import BadInput
from solution.settings import Settings

if TYPE_CHECKING:
    from solution.submission import Submission

# Azure's SDKs log what is told here in one line; without a handler, Python would print both.
_NOWHERE = logging.NullHandler()

DONE, REFUSED, BAD_INPUT, INTERRUPTED = 0, 1, 2, 130


def main(argv: Sequence[str] | None = None) -> int:
    """Do the exercise, or undo it; or make a class of students that did it.

    Returns:
        0 done, 1 refused by Azure, 2 asked wrongly, 130 interrupted.
    """
    words = list(sys.argv[1:] if argv is None else argv)
    logging.getLogger("azure").addHandler(_NOWHERE)
    try:
        if words[:1] == ["class"]:
            from solution.classes import cli as classes

            return classes.run(words[1:])
        return _run(_parser().parse_args(words))
    except KeyboardInterrupt:
        return _complain(
            "interrupted; run the same command again to go on, or with --destroy to take it down",
            INTERRUPTED,
        )
    except Exception as error:
        from solution.errors import explained

        line = explained(error)
        if line is None:
            raise
        return _complain(line, BAD_INPUT if isinstance(error, BadInput) else REFUSED)


def _run(asked: argparse.Namespace) -> int:
    from solution.catalogue import BY_THE_BOOK

    if asked.list_mistakes:
        return _list()
    submission = _submission(asked.mistake) if asked.mistake else BY_THE_BOOK
    _check(asked, submission)
    settings = _settings(asked)
    if asked.destroy:
        return _destroy(submission.exercise(settings).settings, asked.yes)
    return _do(settings, submission)


def _check(asked: argparse.Namespace, submission: Submission) -> None:
    from solution.images import image_files

    if submission.edit and not asked.notebook:
        raise BadInput(f"{submission.name} is in the notebook: name a file with --notebook")
    for folder in (asked.images / "cats", asked.images / "dogs") if asked.images else ():
        image_files(folder)
    if asked.test_images:
        image_files(asked.test_images)
    if asked.poll <= 0:
        raise BadInput(f"--poll {asked.poll:g}: give a number of seconds above 0")


def _settings(asked: argparse.Namespace) -> Settings:
    from solution.clients import only_subscription

    # --subscription, else AZURE_SUBSCRIPTION_ID, else the only enabled one.
    subscription = asked.subscription or os.environ.get("AZURE_SUBSCRIPTION_ID")
    return Settings(
        subscription=subscription or only_subscription(),
        resource_group=asked.resource_group,
        location=asked.location,
        suffix=asked.suffix,
        images=asked.images,
        test_images=asked.test_images,
        notebook=asked.notebook,
        poll=asked.poll,
    )


def _do(settings: Settings, submission: Submission) -> int:
    from solution.progress import displayed

    with displayed() as progress:
        exercise = submission.exercise(settings, progress).do()
    print(f"Done, in the resource group {exercise.settings.resource_group}.")
    if submission.options:
        print(f"Grade it with: {' '.join(submission.options)}")
    return DONE


def _destroy(settings: Settings, sure: bool) -> int:
    from solution.destruction import Destruction
    from solution.progress import displayed

    if not sure and not _confirmed(settings):
        return _complain("nothing was deleted", REFUSED)
    with displayed() as progress:
        Destruction(settings, progress).do()
    print("Everything is taken down.")
    return DONE


def _confirmed(settings: Settings) -> bool:
    if not sys.stdin.isatty():
        raise BadInput("--destroy asks first; where nobody can answer, say --yes")
    asked = (
        f"Delete the exercise in {settings.resource_group} of the subscription "
        f"{settings.subscription}, for good? [y/N] "
    )
    try:
        return input(asked).strip().casefold() in ("y", "yes")
    except EOFError:
        return False


def _submission(name: str) -> Submission:
    import difflib

    from solution.catalogue import SUBMISSIONS

    if name in SUBMISSIONS:
        return SUBMISSIONS[name]
    near = difflib.get_close_matches(name, SUBMISSIONS, n=3)
    meant = f"; did you mean {' or '.join(near)}?" if near else ""
    raise BadInput(f"no mistake is named {name!r}{meant} --list-mistakes shows them all")


def _list() -> int:
    from solution.catalogue import KINDS

    lines = []
    for kind, submissions in KINDS.items():
        lines.append(f"{kind} ({len(submissions)}):")
        for submission in submissions:
            checks = " ".join(submission.breaks) or "-"
            lines.append(f"  {checks:21}{submission.name:40}{submission.description}")
    try:
        print("\n".join(lines), flush=True)
    except BrokenPipeError:
        # Who reads has read enough, as `head` has; Python's own last flush shall not fail, too.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return DONE


def _complain(line: str, status: int) -> int:
    print(f"solution: {line}", file=sys.stderr)
    return status


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m solution",
        description="Do the exercise 'Create an image classification solution' by the book.",
        epilog="python -m solution class ... makes a class of students on the emulator. Signs in "
        "as Azure's DefaultAzureCredential does: by the environment, az login, ...",
    )
    _add_places(parser.add_argument, Settings(subscription=""))
    _add_inputs(parser.add_argument, Settings(subscription=""))
    _add_actions(parser.add_argument)
    return parser


def _add_places(add: Callable[..., object], default: Settings) -> None:
    add("--subscription", metavar="ID", help="default: AZURE_SUBSCRIPTION_ID, else the only one")
    add(
        "--resource-group",
        metavar="NAME",
        default=default.resource_group,
        help="default: %(default)s",
    )
    add(
        "--location",
        metavar="REGION",
        default=default.location,
        help="of a new resource group; default: %(default)s",
    )
    add(
        "--suffix",
        metavar="TEXT",
        default="",
        help="makes names unique; default: derived from the subscription and the group",
    )


def _add_inputs(add: Callable[..., object], default: Settings) -> None:
    add(
        "--images",
        metavar="DIR",
        type=Path,
        help="a folder with cats/ and dogs/; default: the exercise's public images",
    )
    add(
        "--test-images",
        metavar="DIR",
        type=Path,
        help="for the notebook; default: the exercise's test images",
    )
    add(
        "--notebook",
        metavar="FILE",
        type=Path,
        help="write the completed, executed notebook here",
    )
    add(
        "--poll",
        metavar="SECONDS",
        type=float,
        default=default.poll,
        help="between two looks at what takes its time; default: %(default)g",
    )


def _add_actions(add: Callable[..., object]) -> None:
    add("--mistake", metavar="NAME", help="do the exercise as this student does")
    add("--list-mistakes", action="store_true", help="name them, right but unusual ones too")
    add("--destroy", action="store_true", help="delete everything that the exercise made")
    add("--yes", action="store_true", help="do not ask before deleting")
