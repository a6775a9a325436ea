"""What `make test` tries of many values; the others are marked for `make test-all`."""

from collections.abc import Iterable
from typing import Any

import pytest


def each(nth: int, values: Iterable[Any]) -> list[Any]:
    """These values as parameters of a test: the first of each so many always, the others `whole`.

    Args:
        nth: how many have one that is always tried.
        values: of one parameter, or tuples of several.
    """
    return [
        value if index % nth == 0 else _left_to_test_all(value)
        for index, value in enumerate(values)
    ]


def _left_to_test_all(value: Any) -> Any:
    values = value if isinstance(value, tuple) else (value,)
    return pytest.param(*values, marks=pytest.mark.whole)
