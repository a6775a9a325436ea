"""What stands beside the suite, and would change verdicts, is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.harness.commands import run


@pytest.mark.parametrize("options", [(), ("--assert=plain",)])
def test_without_asserts_nothing_is_graded(options: tuple[str, ...]) -> None:
    """Under -O Python leaves out the asserts on which verdicts rest: all would be met."""
    ended = run("pytest", *options, environment={"PYTHONOPTIMIZE": "1"})
    assert ended.returncode == 4
    assert "PYTHONOPTIMIZE" in ended.stderr
    assert "met" not in ended.stdout


def test_a_plugin_that_cannot_be_hashed_is_no_obstacle(tmp_path: Path) -> None:
    """Any object can be a plugin: also one of a class with `__eq__` alone."""
    (tmp_path / "unhashable.py").write_text(
        "class Alike:\n    __hash__ = None\n\n\n"
        "def pytest_addoption(pluginmanager):\n    pluginmanager.register(Alike())\n"
    )
    ended = run("pytest", "-p", "unhashable", environment={"PYTHONPATH": str(tmp_path)})
    assert ended.returncode == 0, ended.stdout + ended.stderr
