"""The cassettes that are kept are honest: played, young, free of secrets, and what they say.

Each rule is shown to be able to fail, by a copy that is altered on purpose.
"""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from acceptance.cassettes import file
from acceptance.cassettes.file import Exchange
from tests.harness import honest_cassettes as honest
from tests.harness.altered_cassettes import COMPLETE, altered_copy, edited
from tests.harness.commands import ROOT

KEPT = honest.kept_cassettes(ROOT)
LIMITS = json.loads((ROOT / "fixtures" / "cassettes" / "limits.json").read_text())
every_cassette = pytest.mark.parametrize("path", KEPT, ids=lambda path: path.name)


def test_each_cassette_is_played() -> None:
    """By the exercise's own pytest.ini, or by a test."""
    assert COMPLETE in KEPT
    assert not honest.nothing_plays(ROOT)


def test_one_that_nothing_plays_is_found(tmp_path: Path) -> None:
    """Whatever it is called, and in whatever folder it lies."""
    (tmp_path / "fixtures").mkdir()
    (tmp_path / "tests" / "data").mkdir(parents=True)
    shutil.copy(ROOT / "pytest.ini", tmp_path)
    shutil.copy(COMPLETE, tmp_path / "fixtures")
    altered_copy(tmp_path / "tests" / "data" / "forgotten.yml")
    assert honest.nothing_plays(tmp_path) == ["forgotten.yml: no test plays it; delete it"]


@every_cassette
def test_each_exchange_is_played(path: Path, tmp_path: Path) -> None:
    """A grading of all checks asks for all that was recorded."""
    assert not honest.no_check_plays(path, tmp_path)


def test_an_exchange_that_no_check_plays_is_found(tmp_path: Path) -> None:
    """As the one of a check that is gone: here, it is not selected."""
    found = honest.no_check_plays(COMPLETE, tmp_path, "-k", "not 3.2.1 and not 3.2.2 and not 3.2.3")
    assert len(found) == 1
    assert "/computes?" in found[0]


@every_cassette
def test_none_is_older_than_its_limit(path: Path, say_at_the_end: Callable[[str], None]) -> None:
    """The limit is in limits.json; a line at the end of the tests warns before."""
    complaint, warning = honest.too_old(file.read(path), LIMITS, datetime.now(UTC))
    assert not complaint, complaint
    if warning:
        say_at_the_end(f"{path.name}: {warning}")


@pytest.mark.parametrize(
    ("days", "complains", "warns"),
    [(0, False, False), (304, False, False), (306, False, True), (366, True, False)],
)
def test_one_that_is_too_old_is_found(days: int, complains: bool, warns: bool) -> None:
    """And one that will be so soon."""
    cassette = file.read(COMPLETE)
    now = datetime.fromisoformat(cassette.recorded.at) + timedelta(days=days)
    complaint, warning = honest.too_old(cassette, LIMITS, now)
    assert (bool(complaint), bool(warning)) == (complains, warns)


@every_cassette
def test_each_says_what_it_is_of(path: Path) -> None:
    """Azure or the emulator, by which version of the suite and of Azure's interfaces, and when."""
    assert not honest.says_not_what_it_is_of(file.read(path))


@pytest.mark.parametrize(
    ("recorded", "said"),
    [
        ({"against": "unknown"}, "does not say against what"),
        ({"against": ""}, "does not say against what"),
        ({"against": "azure"}, "of another service than its answers"),
        ({"suite": ""}, "by which version of the suite"),
        ({"api_versions": []}, "versions of Azure's interfaces"),
        ({"at": "lately"}, "does not say when"),
        ({"at": "2026-11-27T12:00:00"}, "does not say when"),
    ],
)
def test_one_that_does_not_say_it_is_found(
    tmp_path: Path, recorded: dict[str, Any], said: str
) -> None:
    """Nor can it say something else than its answers."""
    (complaint,) = honest.says_not_what_it_is_of(
        file.read(altered_copy(tmp_path / "run.yaml", **recorded))
    )
    assert said in complaint


@every_cassette
def test_predictions_are_of_the_images_that_checks_ask_for(path: Path) -> None:
    """Of both images, from the project and from the published model, and of no other."""
    assert not honest.of_another_image(file.read(path))


def test_a_prediction_of_another_image_is_found(tmp_path: Path) -> None:
    """The published model's answer to another dog is no answer to the check's."""

    def other(exchange: Exchange) -> None:
        request = exchange["request"]
        if "/classify/" in request["uri"]:
            request["body"] = request["body"].replace("dog-test-001.jpg", "dog-test-002.jpg")

    complaints = honest.of_another_image(file.read(altered_copy(tmp_path / "run.yaml", other)))
    assert [("002" in each, "001" in each) for each in complaints] == [(True, False), (False, True)]


@every_cassette
def test_none_holds_a_secret(path: Path) -> None:
    """The detector finds nothing to scrub in what was scrubbed."""
    assert not honest.holds_secrets(path)


def key(answer: Any) -> None:
    """A made-up key."""
    answer["key1"] = "0123456789abcdef" * 2


def person(answer: Any) -> None:
    """A made-up person."""
    answer["value"][0]["systemData"] = {"createdBy": "jane.doe@school.example"}


@pytest.mark.parametrize(
    "edit",
    [edited("/listKeys", key), edited("/workspaces", person)],
    ids=["a key", "a person"],
)
def test_a_secret_is_found(tmp_path: Path, edit: Callable[[Exchange], None]) -> None:
    """In an answer, an address and the notebook."""
    assert honest.holds_secrets(altered_copy(tmp_path / "run.yaml", edit))


def test_a_secret_in_an_address_or_the_notebook_is_found(tmp_path: Path) -> None:
    """A token in a query, and a key that is assigned to a name."""

    def signed(exchange: Exchange) -> None:
        exchange["request"]["uri"] += "&sig=bWFkZSB1cA%3D%3D"

    path = altered_copy(tmp_path / "run.yaml", signed)
    notebook = path.with_suffix(".ipynb")
    data = json.loads(notebook.read_text())
    data["cells"][0]["source"] = 'training_key = "made-up-8d2f61c0"'
    notebook.write_text(json.dumps(data, indent=1))
    complaints = honest.holds_secrets(path)
    assert any("exchange" in complaint for complaint in complaints)
    assert any("notebook" in complaint for complaint in complaints)


def test_they_are_what_the_emulator_answers_today(
    tmp_path: Path, pytestconfig: pytest.Config
) -> None:
    """`make cassettes` changes nothing: not a byte, however often it is run."""
    if not pytestconfig.getoption("--whole"):
        pytest.skip("it takes a whole recording: make test-all")
    kept = {path.name: path.read_bytes() for path in COMPLETE.parent.iterdir()}
    for name in ("fixtures", "features", "steps", "src", "Makefile", "conftest.py", "pytest.ini"):
        (tmp_path / name).symlink_to(ROOT / name) if name != "fixtures" else shutil.copytree(
            ROOT / name, tmp_path / name
        )
    for name in ("pyproject.toml", "requirements", ".venv"):
        if (ROOT / name).exists():
            (tmp_path / name).symlink_to(ROOT / name)
    made = subprocess.run(
        ["make", "cassettes"], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert made.returncode == 0, made.stdout + made.stderr
    folder = tmp_path / "fixtures" / "cassettes"
    differing = [name for name, content in kept.items() if (folder / name).read_bytes() != content]
    assert not differing, "make cassettes, and look at what has changed"
