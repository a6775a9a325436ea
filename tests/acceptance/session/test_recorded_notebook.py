"""The notebook of a cassette is known by its SHA-256, whatever it and the cassette are called."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from acceptance.cassettes import file
from acceptance.session import recorded_notebook
from acceptance.session.recorded_notebook import find, free, lost, place_beside
from tests.harness.commands import ROOT, grade

COMPLETE = ROOT / "fixtures" / "cassettes" / "complete.yaml"
RECORDED = file.read(COMPLETE).recorded


@pytest.mark.parametrize(
    ("cassette", "notebook"),
    [
        ("complete.yaml", "complete.ipynb"),
        ("s01.yaml", "complete.ipynb"),
        ("s01.yaml", "s01.ipynb"),
        ("s01.yaml", "Image Classification (3).ipynb"),
        ("evidence.yaml", "S01.IPYNB"),
    ],
)
def test_it_is_found_whatever_it_is_called(tmp_path: Path, cassette: str, notebook: str) -> None:
    """Beside others, of which one may even have its name."""
    (tmp_path / "other.ipynb").write_text("{}")
    (tmp_path / "complete.ipynb").write_text("another student's")
    path = Path(shutil.copy(COMPLETE.with_suffix(".ipynb"), tmp_path / notebook))
    assert find(tmp_path / cassette, RECORDED) == path
    assert lost(tmp_path / cassette, RECORDED) is None


def test_one_that_is_lost_or_another_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its name and what to do; it is looked for among so many, and a cassette may have none."""
    cassette = tmp_path / "jane.yaml"
    silence = lost(cassette, RECORDED)
    assert silence
    assert silence.reason == "the cassette's notebook, complete.ipynb, is not beside it"
    (tmp_path / "jane.ipynb").write_text("another's")
    silence = lost(cassette, RECORDED)
    assert silence
    assert silence.reason.startswith("jane.ipynb is not the notebook that was recorded")
    shutil.copy(COMPLETE.with_suffix(".ipynb"), tmp_path / "x.ipynb")
    monkeypatch.setattr(recorded_notebook, "MOST", 0)
    assert find(cassette, RECORDED) is None
    without = file.Recorded(
        at="", against="", suite="", api_versions=[], complete=True, options={"notebook": None}
    )
    assert lost(cassette, without) is None


def test_the_place_beside_a_cassette_is_one_that_is_free(tmp_path: Path) -> None:
    """The notebook that was handed in stays, whatever the cassette is called."""
    cassette = tmp_path / "jane.yaml"
    assert place_beside(cassette) == tmp_path / "jane.ipynb"
    (tmp_path / "jane.ipynb").touch()
    assert place_beside(cassette) == tmp_path / "jane.scrubbed.ipynb"
    (tmp_path / "jane.scrubbed.ipynb").touch()
    assert place_beside(cassette) == tmp_path / "jane-2.ipynb"
    cassette.touch()
    assert free(cassette) == tmp_path / "jane-2.yaml"


def test_an_altered_notebook_costs_its_checks_only(tmp_path: Path) -> None:
    """They are not verified, with the reason; all else is graded."""
    cassette = Path(shutil.copy(COMPLETE, tmp_path / "jane.yaml"))
    text = COMPLETE.with_suffix(".ipynb").read_text(encoding="utf-8")
    (tmp_path / "jane.ipynb").write_text(text.replace("print", "Print"), encoding="utf-8")
    grading = grade(f"--cassette={cassette}")
    assert grading.exit_status == 6
    assert "Score: 88 .. 100 of 100 points" in grading.output
    assert "jane.ipynb is not the notebook that was recorded" in " ".join(grading.output.split())
