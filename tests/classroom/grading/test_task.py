"""What travels to a worker."""

from __future__ import annotations

import pickle
import shutil
from pathlib import Path

import pytest

from classroom.grading.task import GradingTask, Suite, exercise_digest
from classroom.students import Place, PlaceKind
from tests.harness.classes import student
from tests.harness.commands import ROOT

SUBSCRIPTION = "7d1c7a4e-0b1e-4f53-9d0e-3c3f3a8f5a11"


def test_a_task_is_small_and_says_little(tmp_path: Path) -> None:
    """It holds where the secret and the notebook are, and shows no id when it is printed."""
    (tmp_path / "n.ipynb").write_text("a key: " + "k" * 10_000)
    task = GradingTask.of(
        student(
            "ada",
            subscription=SUBSCRIPTION,
            tenant="a-tenant",
            client_id="a-client",
            notebook=tmp_path / "n.ipynb",
            secret=Place(PlaceKind.ENVIRONMENT, "ADAS_SECRET"),
        )
    )
    assert len(pickle.dumps(task)) < 1000
    assert task.notebook == str(tmp_path / "n.ipynb")
    for hidden in (SUBSCRIPTION, "a-tenant", "a-client"):
        assert hidden not in repr(task)
        assert hidden not in task.identity


def test_who_is_throttled_together_has_one_identity() -> None:
    """By tenant and client; who is signed in here is one, too."""
    tasks = [
        GradingTask("ada", SUBSCRIPTION),
        GradingTask("ben", "another"),
        GradingTask("cleo", "a third", tenant="t"),
        GradingTask("dan", "a fourth", tenant="t", client_id="c"),
    ]
    assert len({task.identity for task in tasks}) == 3


@pytest.fixture
def exercise(tmp_path: Path) -> Path:
    """A copy of what decides how this exercise is graded."""
    for name in ("features", "fixtures", "steps"):
        shutil.copytree(
            ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("cassettes", "__pycache__")
        )
    for name in ("conftest.py", "pytest.ini"):
        shutil.copy(ROOT / name, tmp_path / name)
    return tmp_path


@pytest.mark.parametrize(
    "name", ["features/2.2_train.feature", "steps/images.py", "pytest.ini", "fixtures/new.py"]
)
def test_another_exercise_is_noticed(exercise: Path, name: str) -> None:
    """Whatever file of it is another one, or new: equal work would be marked unequally."""
    here = Suite.here(exercise)
    with (exercise / name).open("a", encoding="utf-8") as file:
        file.write("\n# another line\n")
    assert "not those of this exercise" in here.difference(Suite.here(exercise))


def test_another_place_is_the_same_exercise(exercise: Path) -> None:
    """And what Python leaves beside it changes nothing."""
    (exercise / "steps" / "__pycache__").mkdir()
    (exercise / "steps" / "__pycache__" / "x.py").write_text("")
    assert exercise_digest(exercise) == exercise_digest(ROOT)
    assert exercise_digest(exercise / "features") == ""


def test_another_version_is_told() -> None:
    """Of the suite and of Python, each in words that name both."""
    here = Suite("2.0", "3.11", "digest")
    assert here.difference(here) == ""
    assert here.difference(Suite("1.9", "3.11", "digest")) == (
        "it has version 1.9 of the suite, not 2.0"
    )
    assert "runs Python 3.12, not 3.11" in here.difference(Suite("2.0", "3.12", "digest"))
    assert "has no folder" in here.difference(Suite("2.0", "3.11", ""))
