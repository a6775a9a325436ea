"""Inputs that nobody thought of: documents with a part replaced, bytes with a piece replaced."""

from __future__ import annotations

import copy
import os
from collections.abc import Iterator
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

EXAMPLES = int(os.environ.get("FUZZ_EXAMPLES", "0"))
"""How many inputs `make fuzz` tries of each kind; 0 for the few of a usual run."""

SCALARS = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=20)
    | st.sampled_from(
        ["", "0", "=x", "\x00", "\ud800", "9" * 5_000, "https://[", "//", "é" * 300, "2026-13-01"]
    )
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=10), inner, max_size=4)
    ),
    max_leaves=8,
)
"""Data as JSON and YAML have it."""

TEXTS = st.text(max_size=200) | st.sampled_from(["[" * 3_000, "{" * 3_000, "- " * 3_000, "\x00"])


def few(examples: int) -> settings:
    """The settings of a test that tries so many inputs, or as many as `make fuzz` says."""
    return settings(
        max_examples=EXAMPLES or examples,
        derandomize=not EXAMPLES,
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        print_blob=bool(EXAMPLES),
    )


def _places(data: Any) -> Iterator[tuple[Any, Any]]:
    """Each container and key in data, from the outside in."""
    items: list[Any] = list(data.items()) if isinstance(data, dict) else []
    items = list(enumerate(data)) if isinstance(data, list) else items
    for key, value in items:
        yield data, key
        yield from _places(value)


@st.composite
def mutated(draw: st.DrawFn, document: Any, most: int = 3) -> Any:
    """The document with a few parts replaced, removed or put elsewhere."""
    changed = copy.deepcopy(document)
    for _ in range(draw(st.integers(1, most))):
        places = list(_places(changed))
        if not places:
            return draw(VALUES)
        holder, key = draw(st.sampled_from(range(len(places))).map(places.__getitem__))
        match draw(st.sampled_from(["replace", "replace", "remove", "another"])):
            case "replace":
                holder[key] = draw(VALUES)
            case "remove":
                del holder[key]
            case "another":
                other, name = draw(st.sampled_from(range(len(places))).map(places.__getitem__))
                holder[key] = copy.deepcopy(other[name])
    return changed


@st.composite
def damaged(draw: st.DrawFn, content: bytes) -> bytes:
    """The bytes with a piece replaced by others, or cut off."""
    start = draw(st.integers(0, len(content)))
    end = draw(st.integers(start, min(len(content), start + draw(st.sampled_from([0, 1, 40])))))
    piece = draw(st.binary(max_size=20) | TEXTS.map(lambda text: text.encode("utf-8", "replace")))
    rest = draw(st.sampled_from([content[end:], b""]))
    return content[:start] + piece + rest
