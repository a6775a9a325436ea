"""A part of the checks is asked for as one would type it, from any folder."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest

from tests.harness.commands import ROOT, grade

MIXED = "ids of checks and features go without files of tests beside them"


def asked(*options: str) -> set[str]:
    """The ids of the checks that a run judged."""
    grading = grade(*options)
    return {check.id for check in grading.document.checks} if grading.document else set()


def of(*beginnings: str) -> set[str]:
    """The ids of all checks that begin so, as the features have them."""
    text = "\n".join(path.read_text(encoding="utf-8") for path in ROOT.glob("features/*.feature"))
    ids = re.findall(r"@check\(([\d.]+)\)", text)
    return {id_ for id_ in ids for each in beginnings if f"{id_}.".startswith(f"{each}.")}


@pytest.mark.parametrize(
    ("options", "beginnings"),
    [
        (["2.2.1"], ["2.2.1"]),
        (["2.2"], ["2.2"]),
        (["2.2."], ["2.2"]),
        (["1", "3.1"], ["1", "3.1"]),
        (["-k", "2.2"], ["2.2"]),
        (["-k", "2.2.5 or 2.3"], ["2.2.5", "2.3"]),
        (["features/2.2_train.feature"], ["2.2"]),
        (["features/1.1_resource_group.feature", "3.3.1"], ["1.1", "3.3.1"]),
        (["features"], ["1", "2", "3"]),
        (["steps"], ["1", "2", "3"]),
    ],
)
def test_a_part_is_what_one_would_think(options: list[str], beginnings: list[str]) -> None:
    """An id is no part of another, a number no file, a feature its checks."""
    assert asked(*options) == of(*beginnings)


def test_a_keyword_of_words_is_pytests() -> None:
    """Only ids are taken from it."""
    assert asked("-k", "quick_test") == {"2.2.13", "2.2.14"}


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["2.2.99"], "no check is 2.2.99; the nearest is 2.2.9"),
        (["7"], "no check is 7; the nearest is "),
        (["2.2.5", "steps"], f"steps: {MIXED}"),
        (["2.2.5", "nowhere.py"], f"nowhere.py: {MIXED}"),
        (["--lf"], "--lf needs a memory of earlier runs, and a grading leaves none"),
        (["--ff"], "--ff needs a memory"),
        (["--sw"], "--sw needs a memory"),
    ],
)
def test_what_cannot_be_asked_for_is_said(options: list[str], words: str) -> None:
    """With the nearest id, or what to type instead; nothing is graded."""
    grading = grade(*options)
    assert grading.exit_status == 4
    assert words in grading.output


@pytest.mark.parametrize(
    ("folder", "argument", "tally"),
    [
        ("features", "2.3_publish.feature", len(of("2.3"))),
        ("docs", "2.2.5", 1),
        ("docs", "", len(of("1", "2", "3"))),
    ],
)
def test_a_folder_below_is_as_good(folder: str, argument: str, tally: int) -> None:
    """Where one happens to be, the exercise is graded."""
    done = subprocess.run(
        [sys.executable, "-m", "pytest", *filter(None, [argument])],
        cwd=ROOT / folder,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert f"{tally} met" in done.stdout
