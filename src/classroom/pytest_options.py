"""What stands after `--`: options of pytest that hold for each student."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from acceptance.plain_text import plain
from acceptance.runner import ExerciseError, GradingRequest, Runner
from classroom.usage import UsageError

REFUSED: Final = (
    *("--live", "--cassette", "--record", "--report", "--preflight", "--notebook"),
    *("--no-notebook", "--student", "--subscription", "--tenant", "--resource-group"),
)
"""Options that a class's grading sets itself."""


def require_usable(runner: Runner, exercise: Path, options: Sequence[str]) -> None:
    """See that the exercise is there, and that the suite takes the options, before anybody waits.

    A class is graded whole: options that select a part of the checks are refused.

    Raises:
        UsageError: it is not, or it does not.
    """
    for option in options:
        if option.partition("=")[0] in REFUSED:
            raise UsageError(f"{plain(option)} has no place after --: the roster says that")
    try:
        runner.unverified(exercise, "", "")
    except ExerciseError as error:
        raise UsageError(f"--exercise: {error}") from None
    if not options:
        return
    grading = runner.grade(GradingRequest(exercise, options=("--collect-only", *options)))
    if grading.exit_status == 4 and grading.trouble:
        raise UsageError(f"after --: {grading.trouble.message}")
    selected = runner.selected(exercise, options)
    if selected is None or selected.partial:
        graded = f"{len(selected.checks)} of {selected.asked}" if selected else "none of the"
        raise UsageError(
            f"after --: {plain(' '.join(options))} grades {graded} checks, and a class is graded "
            "whole: leave out what selects some of them"
        )
