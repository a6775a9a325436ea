"""The emulator's answers beside Microsoft's recorded ones: the same keys, types, status, headers.

Each difference that is known has its reason; one that is no longer there fails too.
"""

from __future__ import annotations

import json

import pytest

from tests.harness.contract.comparison import KNOWN, NOT_SERVED, differences, fits
from tests.harness.shared_data import needed
from tests.harness.transcript import Exchange

RECORDINGS = {path.stem: path for path in sorted(needed("recordings").glob("*.json"))}


def test_every_recording_is_compared_or_excused(exchanges: dict[str, Exchange]) -> None:
    """A recording has a like exchange in the scenario, or a reason why not."""
    assert set(RECORDINGS) - set(exchanges) == set(NOT_SERVED)


@pytest.mark.parametrize("name", [name for name in RECORDINGS if name not in NOT_SERVED])
def test_an_answer_has_the_shape_of_the_recorded_one(
    name: str, exchanges: dict[str, Exchange]
) -> None:
    """Status, header names, keys and types are Azure's; but for what is known."""
    recorded = json.loads(RECORDINGS[name].read_text(encoding="utf-8"))
    found = set(differences(recorded, exchanges[name]))
    known = {line for key, lines in KNOWN.items() if fits(key, name) for line in lines}
    assert found - known == set()


def test_nothing_known_is_outdated(exchanges: dict[str, Exchange]) -> None:
    """What is excused still differs, in at least one recording that the excuse is for."""
    for key, lines in KNOWN.items():
        found: set[str] = set()
        for name in RECORDINGS:
            if fits(key, name) and name in exchanges:
                recorded = json.loads(RECORDINGS[name].read_text(encoding="utf-8"))
                found |= set(differences(recorded, exchanges[name]))
        assert set(lines) - found == set(), key


def test_the_comparison_can_fail() -> None:
    """A missing key, an added key, another type, another status and another code are seen."""
    recorded = {
        "status": 200,
        "response_headers": {"X-One": "1"},
        "response_body": {"a": 1, "b": [{"c": "x"}]},
    }
    other = Exchange("GET", "/", 200, {}, {"b": [{"c": 1}], "d": None})
    assert set(differences(recorded, other)) == {
        "no header x-one",
        "a is missing",
        "b[].c is number, not string",
        "d is added",
    }
    refused = {"status": 404, "response_headers": {}, "response_body": {"error": {"code": "A"}}}
    answered = Exchange("GET", "/", 400, {}, {"error": {"code": "B"}})
    assert set(differences(refused, answered)) == {"status 404 is 400", "code A is B"}
