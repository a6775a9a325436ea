"""The emulator's answers beside Microsoft's recorded ones: the same keys, types, status, headers.

Each difference that is known stands below with its reason; one that is no longer there fails too.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

import pytest

from tests.harness.shared_data import needed
from tests.harness.transcript import Exchange

RECORDINGS = {path.stem: path for path in sorted(needed("recordings").glob("*.json"))}


NOT_SERVED = {
    "arm.error.throttled.provider": "no request causes it: a test's hook does",
    "arm.error.throttled.subscription": "no request causes it: a test's hook does",
}
"""Recordings that no request to the emulator answers, and why."""

IGNORED_HEADERS = {
    "content-length": "bodies differ in length",
    "date": "time passes",
    "server": "the front doors' own software",
    "etag": "Azure's services differ in whether they send it; compared as a key of the body",
    "x-cache": "Azure's content network",
    "x-msedge-ref": "Azure's content network",
    "x-aml-cluster": "names one of Azure's clusters",
    "x-ms-ests-server": "names one of Azure's servers",
    "x-ms-ratelimit-remaining-subscription-writes": "no rate limit is counted",
    "x-ms-ratelimit-remaining-subscription-global-reads": "no rate limit is counted",
    "x-ms-routing-request-id": "names one of Azure's regions",
}
"""Headers that are not compared, and why."""

_IN_2018 = "in the same version, answered in 2018 and no longer in 2020"
_SINCE_2018 = "in the same version, answered in 2020 [arm.cognitiveservices.get_account]"
_OWN_KEY = "recorded with the customer's own key; ours has none"

KNOWN: dict[str, dict[str, str]] = {
    "aml.workspace.get.2024": {
        "properties.encryption is missing": _OWN_KEY,
        "properties.serviceManagedResourcesSettings is missing": _OWN_KEY,
        "properties.serviceProvisionedResourceGroup is missing": _OWN_KEY,
    },
    "arm.cognitiveservices.create_account.customvision*": {
        "properties.apiProperties is missing": _IN_2018,
        "properties.isMigrated is missing": _IN_2018,
        "properties.privateEndpointConnections is added": _SINCE_2018,
        "properties.publicNetworkAccess is added": _SINCE_2018,
    },
}
"""By recording (or its beginning, with `*`): a difference, and why it is right."""


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
    known = {line for key, lines in KNOWN.items() if _fits(key, name) for line in lines}
    assert found - known == set()


def test_nothing_known_is_outdated(exchanges: dict[str, Exchange]) -> None:
    """What is excused still differs, in at least one recording that the excuse is for."""
    for key, lines in KNOWN.items():
        found: set[str] = set()
        for name in RECORDINGS:
            if _fits(key, name) and name in exchanges:
                recorded = json.loads(RECORDINGS[name].read_text(encoding="utf-8"))
                found |= set(differences(recorded, exchanges[name]))
        assert set(lines) - found == set(), key


def _fits(key: str, name: str) -> bool:
    return name.startswith(key[:-1]) if key.endswith("*") else name == key


def differences(recorded: dict[str, Any], exchange: Exchange) -> Iterator[str]:
    """Every difference as a line."""
    if recorded["status"] != exchange.status:
        yield f"status {recorded['status']} is {exchange.status}"
    given = {name.casefold() for name in exchange.headers}
    for name in recorded["response_headers"]:
        if name.casefold() not in IGNORED_HEADERS and name.casefold() not in given:
            yield f"no header {name.casefold()}"
    yield from shapes("", [recorded["response_body"]], [exchange.body])
    if exchange.status >= 400 and isinstance(exchange.body, dict):
        codes = [_code(body) for body in (recorded["response_body"], exchange.body)]
        if codes[0] != codes[1]:
            yield f"code {codes[0]} is {codes[1]}"


def _code(body: Any) -> str:
    return str(body.get("error", body).get("code")) if isinstance(body, dict) else ""


def shapes(place: str, recorded: Iterable[Any], emulated: Iterable[Any]) -> Iterator[str]:
    """Differences between all values seen at one place: their types, and the keys of objects.

    `null` goes with every type; items of a list are looked at together; keys under `FREE` are data.
    """
    theirs, ours = list(recorded), list(emulated)
    kinds, own = ({_kind(value) for value in values} - {"null"} for values in (theirs, ours))
    if kinds and own and not own <= kinds:
        yield f"{place or 'body'} is {'/'.join(sorted(own))}, not {'/'.join(sorted(kinds))}"
        return
    yield from _keys(place, _of(dict, theirs), _of(dict, ours))
    lists = [_of(list, values) for values in (theirs, ours)]
    items = [[item for each in values for item in each] for values in lists]
    if all(items):
        yield from shapes(f"{place}[]", *items)


def _keys(place: str, theirs: list[Any], ours: list[Any]) -> Iterator[str]:
    if not theirs or not ours or place.rpartition(".")[2] in FREE:
        return
    for key in dict.fromkeys(key for each in (*theirs, *ours) for key in each):
        there, here = ([each[key] for each in values if key in each] for values in (theirs, ours))
        where = f"{place}.{key}".lstrip(".")
        if len(there) == len(theirs) and len(here) < len(ours):
            yield f"{where} is missing"
        elif not there:
            yield f"{where} is added"
        elif here:
            yield from shapes(where, there, here)


FREE = ("tags", "endpoints")
"""Objects whose keys are data."""


def _of(kind: type, values: list[Any]) -> list[Any]:
    return [value for value in values if isinstance(value, kind)]


def _kind(value: Any) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, int | float):
        return "number"
    if isinstance(value, str):
        return "string"
    return "array" if isinstance(value, list) else "object"


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
