"""What may stand after `--`."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from acceptance.runner import Runner
from classroom.pytest_options import require_usable
from classroom.usage import UsageError
from tests.harness.commands import ROOT


@pytest.fixture(scope="module")
def runner() -> Iterator[Runner]:
    """One that stays warm."""
    with Runner(1) as made:
        yield made


def test_what_says_how_to_grade_is_usable(runner: Runner) -> None:
    """Nothing, or a deadline."""
    require_usable(runner, ROOT, ())
    require_usable(runner, ROOT, ("--deadline=2026-12-01T18:00:00Z",))


@pytest.mark.parametrize(
    "options",
    [
        ("-k", "1.1.1"),
        ("1.1.1",),
        ("--deselect=steps/test_features.py::test_the_resource_group_exists",),
        ("-k", "nothing"),
    ],
)
def test_a_part_of_the_checks_is_refused(runner: Runner, options: tuple[str, ...]) -> None:
    """Or else three of three would be all met."""
    with pytest.raises(UsageError, match="a class is graded whole"):
        require_usable(runner, ROOT, options)
