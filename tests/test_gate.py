"""The gate of transformations is itself proven able to fail."""

from __future__ import annotations

from tests.harness.metamorphic.planted import missed
from tests.harness.submissions import processes


def test_a_rule_that_is_switched_off_is_found_by_its_transformation() -> None:
    """Each rule in turn; a gate that notices nothing proves nothing."""
    with processes() as pool:
        assert pool.submit(missed).result() == []
