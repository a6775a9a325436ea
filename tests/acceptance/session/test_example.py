"""The exercise's own cassette is nobody's submission, and is not taken for one."""

from __future__ import annotations

import pytest

from tests.harness.commands import ROOT, grade

NOTEBOOK = ROOT / "fixtures" / "cassettes" / "complete.ipynb"


@pytest.mark.parametrize(
    "option", [f"--notebook={NOTEBOOK}", "--resource-group=pets", "--student=Jane"]
)
def test_an_option_that_speaks_of_a_submission_is_answered(option: str) -> None:
    """Whoever forgot --live reads that what was graded is not theirs."""
    output = " ".join(grade(option, "-k", "1.1.1").output.split())
    assert "This is the exercise's own example, not your submission: add --live" in output


def test_a_cassette_that_is_named_is_a_submission() -> None:
    """So is none that is graded without such an option: it is the example on purpose."""
    cassette = NOTEBOOK.with_suffix(".yaml")
    for options in (["--student=Jane", f"--cassette={cassette}"], []):
        assert "not your submission" not in grade(*options, "-k", "1.1.1").output
