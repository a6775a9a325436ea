"""Files that are there whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from acceptance.files import replace_file


def test_a_file_is_replaced_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """If writing fails, the old file is still there and nothing else is."""
    path = tmp_path / "report.json"
    replace_file(path, "old")

    def fail(*_: object) -> None:
        raise OSError("the disk is full")

    monkeypatch.setattr(os, "replace", fail)
    with pytest.raises(OSError, match="the disk is full"):
        replace_file(path, "new")
    assert path.read_text() == "old"
    assert list(path.parent.iterdir()) == [path]


def test_a_file_has_the_permissions_that_its_writer_wants(tmp_path: Path) -> None:
    """The umask holds: evidence that nobody else may read stays so."""
    before = os.umask(0o077)
    try:
        replace_file(tmp_path / "run.yaml", "kept")
    finally:
        os.umask(before)
    assert (tmp_path / "run.yaml").stat().st_mode & 0o777 == 0o600
