"""Transformations of how a grading is started: options and environment variables."""

from __future__ import annotations

from solution.submission import Submission
from tests.harness.metamorphic.transformation import Layer, Promise, Transformation


def _without_options(submission: Submission) -> bool:
    return not submission.options


def _with(source: str, name: str, *options: str, **environment: str) -> Transformation:
    return Transformation(
        name=name,
        promise=Promise.NEUTRAL,
        layer=Layer.INVOCATION,
        source=source,
        options=options,
        environment=environment,
        applies=_without_options,
    )


TRANSFORMATIONS = [
    _with("Letter case and digits depend on the locale.", "in Turkish", LANG="tr_TR.UTF-8"),
    _with("A container has no locale.", "without a locale", LC_ALL="C", PYTHONUTF8="0"),
    _with("Azure's times are UTC.", "in another time zone", TZ="Asia/Kolkata"),
    _with("A terminal may be narrow.", "on a narrow terminal", COLUMNS="40", FORCE_COLOR="1"),
    _with("Continuous integration sets it.", "in continuous integration", CI="true"),
    _with("pytest has shorter and longer words.", "in few words", "-q", "--no-header"),
    _with("pytest has shorter and longer words.", "in many words", "-vv", "--tb=long"),
    _with("It changes what pytest prints.", "with local variables", "--showlocals", "--full-trace"),
]
