"""Collects an exercise's checks in this process, which has loaded it from then on."""

import os
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from acceptance.runner.collected import files_in, folders_of


class _Listing:
    """A pytest plugin that reads from a collection what the exercise asks, and its options."""

    def __init__(self) -> None:
        self.document: Mapping[str, Any] | None = None
        self.features: set[Path] = set()
        self.options: set[str] = set()

    @pytest.hookimpl(tryfirst=True)
    def pytest_load_initial_conftests(self, early_config: pytest.Config) -> None:
        """Remember the options that are not the exercise's."""
        self._others = set(vars(early_config.known_args_namespace))

    @pytest.hookimpl(trylast=True)
    def pytest_collection_finish(self, session: pytest.Session) -> None:
        """Keep the document of a run that decided nothing."""
        # Not before pytest has loaded it, which rewrites its asserts.
        from acceptance.reports.plugin import features, undecided

        self.options = set(vars(session.config.option)) - self._others
        self.features = features(session.config)
        document = undecided(session.config)
        self.document = document.to_json() if document else None


def settle_in(exercise: str, *arguments: str) -> None:
    """Be where `python -m pytest` is that starts in the exercise's folder."""
    os.chdir(exercise)
    if exercise not in sys.path[:1]:
        sys.path.insert(0, exercise)
    sys.argv = ["pytest", *arguments]


def collect(exercise: Path, arguments: Sequence[str] = ()) -> dict[str, Any]:
    """Collect the checks of the exercise in the current folder: a `Collected`, as JSON has it.

    Args:
        arguments: of pytest, which may select a part of the checks.
    """
    listing, began = _Listing(), time.time_ns()
    status = pytest.main(["--collect-only", *arguments], [listing])
    ended = time.time_ns()
    sys.stdout, sys.stderr = sys.__stdout__, sys.__stderr__
    modules = (getattr(module, "__file__", None) for module in list(sys.modules.values()))
    loaded = {Path(file) for file in modules if file} | listing.features
    folders = folders_of(loaded, exercise, Path(sys.prefix))
    files = files_in(folders)
    # What was changed meanwhile may have been read before: then nothing is known of the files.
    torn = any(began <= changed <= ended for changed, _ in files.values())
    return {
        "folders": folders,
        "files": {} if torn else files,
        "options": sorted(listing.options),
        "document": None if status else listing.document,
    }
