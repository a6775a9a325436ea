"""Where Microsoft's recorded exchanges and specifications are, if this machine has them."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def azure(folder: str) -> Path | None:
    """A folder of the data about Azure: in `$SHARED_DATA`, or in `shared` beside the checkout."""
    shared = Path(os.environ.get("SHARED_DATA") or ROOT.parent / "shared")
    found = shared / "azure" / folder
    return found if found.is_dir() else None


def needed(folder: str) -> Path:
    """The same; skips the test module that needs it, saying so."""
    found = azure(folder)
    if found is None:
        pytest.skip(
            f"needs the data about Azure ({folder}); name its folder in SHARED_DATA",
            allow_module_level=True,
        )
    return found
