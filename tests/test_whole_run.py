"""The main job by the commands that a user types: do the exercise, grade it, record, replay."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from azure_emulator.cloud import Cloud, Durations
from azure_emulator.server import Emulator, running
from tests.harness.commands import CHECKS, ROOT, run

PHOTOS = Path(os.environ.get("SHARED_DATA") or ROOT.parent / "shared") / "exercise" / "images"
NOTEBOOK = ("3.3.1", "3.3.2", "3.3.3", "3.3.4")

needs_photos = pytest.mark.skipif(
    not PHOTOS.is_dir(), reason="needs the exercise's photos; name their folder in SHARED_DATA"
)


def command(emulator: Emulator, *words: str) -> subprocess.CompletedProcess[str]:
    """`python -m WORDS` in the emulator's environment."""
    return run(*words, environment=emulator.environment)


def verdicts(printed: str) -> dict[str, str]:
    """Check id -> verdict, as the table on the terminal shows them."""
    row = re.compile(r"^  (\d\.\d\.\d+) +\d+  (met|not met|blocked|not verified)  ", re.MULTILINE)
    return dict(row.findall(printed))


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Emulator]:
    """An emulator that serves a copy of the exercise's test photos."""
    shutil.copytree(PHOTOS / "test", tmp_path / "test")
    moment = timedelta(milliseconds=20)
    durations = Durations(
        account=moment, workspace=moment, compute=moment, deletion=moment, training=moment
    )
    with running(Cloud(durations=durations, images=tmp_path / "test")) as emulator:
        yield emulator


def do_the_exercise(emulator: Emulator, *options: str) -> None:
    """`python -m solution` with the exercise's training photos."""
    done = command(
        emulator, "solution", "--images", str(PHOTOS / "train"), "--poll", "0.05", *options
    )
    assert done.returncode == 0, done.stdout + done.stderr


@needs_photos
def test_the_exercise_with_its_real_photos(served: Emulator, tmp_path: Path) -> None:
    """Live, every check but the notebook's is met; the recording replays to the same verdicts."""
    do_the_exercise(served)
    cassette = tmp_path / "run.yaml"
    live = command(served, "pytest", "--live", f"--record={cassette}")
    found = verdicts(live.stdout)
    assert len(found) == CHECKS, live.stdout
    assert {check for check, verdict in found.items() if verdict == "not verified"} == {*NOTEBOOK}
    assert {found[check] for check in found.keys() - {*NOTEBOOK}} == {"met"}, live.stdout
    assert live.returncode == 6
    replayed = command(served, "pytest", f"--cassette={cassette}")
    assert verdicts(replayed.stdout) == found, replayed.stdout
    assert replayed.returncode == 6


@needs_photos
def test_the_model_looks_at_the_photos_not_at_their_names(served: Emulator, tmp_path: Path) -> None:
    """With the two test photos' names swapped, the model sees a dog at the cat's URL."""
    do_the_exercise(served)
    cat, dog = (tmp_path / "test" / f"{animal}-test-001.jpg" for animal in ("cat", "dog"))
    photos = cat.read_bytes(), dog.read_bytes()
    dog.write_bytes(photos[0])
    cat.write_bytes(photos[1])
    found = verdicts(command(served, "pytest", "--live").stdout)
    wrong = {check: verdict for check, verdict in found.items() if verdict not in ("met",)}
    assert wrong == {
        **dict.fromkeys(("2.2.13", "2.2.14"), "not met"),
        **dict.fromkeys(("2.3.3", "2.3.4"), "blocked"),
        **dict.fromkeys(NOTEBOOK, "not verified"),
    }


@needs_photos
def test_a_notebook_outside_the_checkout(served: Emulator, tmp_path: Path) -> None:
    """A notebook may lie anywhere, and is recorded with the rest: 100 of 100, live and replayed."""
    notebook, cassette = tmp_path / "Image-Classification.ipynb", tmp_path / "run.yaml"
    do_the_exercise(served, "--notebook", str(notebook))
    live = command(served, "pytest", "--live", f"--notebook={notebook}", f"--record={cassette}")
    assert "Score: 100 of 100 points" in live.stdout, live.stdout + live.stderr
    assert live.returncode == 0
    replayed = command(served, "pytest", f"--cassette={cassette}")
    assert "Score: 100 of 100 points" in replayed.stdout, replayed.stdout + replayed.stderr
    assert replayed.returncode == 0
