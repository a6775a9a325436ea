"""What can be wrong in a notebook, as edits of the right one after it was executed."""

from __future__ import annotations

from typing import Any


def cells(notebook: Any) -> list[Any]:
    """The code cells that hold code: install, imports, variables, client, classify."""
    return [cell for cell in notebook.cells if cell.cell_type == "code" and cell.source.strip()]
