"""The table of operations in docs/operations.md: complete, current, with a reason for each gap."""

from __future__ import annotations

from tests.harness.contract.documents import Documents
from tests.harness.contract.left_out import LEFT_OUT, REFUSED
from tests.harness.contract.operations import page, reason_of, rows
from tests.harness.shared_data import ROOT, needed
from tests.harness.transcript import Exchange

DOCUMENTS = Documents(needed("specs") / "specification")
ROWS = rows(DOCUMENTS, {}, ())


def test_what_is_left_out_has_a_reason() -> None:
    """Each operation without a route fits a pattern, and each pattern has an operation."""
    left = [row for row in ROWS if not row.is_served]
    assert {row.name for row in left if reason_of(row) is None} == set()
    assert {reason_of(row) for row in left} == set(LEFT_OUT)


def test_the_table_of_operations_is_current(exchanges: dict[str, Exchange]) -> None:
    """Its rows are the operations that have a route, and equal recordings; `make operations`."""
    shown = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    now = rows(DOCUMENTS, exchanges, ())
    for row in now:  # Which answers are valid, a whole run tells.
        row.is_valid = row.is_served and row.name not in REFUSED
    assert shown == page(now)
