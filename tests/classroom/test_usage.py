"""The commands that hints name are those that work where they are read."""

import shutil
import subprocess
from pathlib import Path

import pytest

from classroom.cli import main
from classroom.usage import command
from tests.harness.commands import ROOT


def test_a_hint_is_the_command_that_was_called(monkeypatch: pytest.MonkeyPatch) -> None:
    """That of the module, unless who called it says otherwise; quoted for a shell."""
    monkeypatch.delenv("CLASSROOM_COMMAND", raising=False)
    assert command("grade", "my class.csv") == "python -m classroom grade 'my class.csv'"
    monkeypatch.setenv("CLASSROOM_COMMAND", "./class")
    assert command("status", "marks") == "./class status marks"


def test_help_names_it(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """In the usage and in the example."""
    monkeypatch.setenv("CLASSROOM_COMMAND", "./class")
    with pytest.raises(SystemExit):
        main(["status", "--help"])
    told = capsys.readouterr().out
    assert "usage: ./class status" in told
    assert "  ./class status marks" in told
    assert "python -m" not in told


def test_the_script_says_how_it_was_called(tmp_path: Path) -> None:
    """Run in a checkout that is set up, as far as it looks for that."""
    for name in ("class", "pytest.ini"):
        shutil.copy(ROOT / name, tmp_path)
    (tmp_path / "Makefile").write_text("classroom:\n")
    python = tmp_path / ".venv/bin/python"
    python.parent.mkdir(parents=True)
    python.write_text('#!/bin/sh\necho "$CLASSROOM_COMMAND" "$@"\n')
    python.chmod(0o700)
    told = subprocess.run(["./class", "status"], cwd=tmp_path, capture_output=True, check=True)
    assert told.stdout.decode() == "./class -m classroom status\n"
