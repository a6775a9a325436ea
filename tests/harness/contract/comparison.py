"""How an answer of the emulator differs from the recorded one: keys, types, status, headers.

Each difference that is known stands here with its reason.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from tests.harness.transcript import Exchange

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
    "x-ms-routing-request-id": "names one of Azure's regions",
}
"""Headers that are not compared, and why."""

_IN_2018 = "in the same version, answered in 2018 and no longer in 2020"
_SINCE_2018 = "in the same version, answered in 2020 [arm.cognitiveservices.get_account]"
_OWN_KEY = "recorded with the customer's own key; ours has none"

_NULLS = "The exchange is kept without its nulls; 800 others, 2015 to 2025, have them."

KNOWN: dict[str, dict[str, str]] = {
    "aml.workspace.get.2024": {
        "properties.encryption is missing": _OWN_KEY,
        "properties.serviceManagedResourcesSettings is missing": _OWN_KEY,
        "properties.serviceProvisionedResourceGroup is missing": _OWN_KEY,
    },
    "arm.authorization.role_definitions": {
        "value[].properties.createdBy is added": _NULLS,
        "value[].properties.updatedBy is added": _NULLS,
    },
    "arm.cognitiveservices.create_account.customvision*": {
        "properties.apiProperties is missing": _IN_2018,
        "properties.isMigrated is missing": _IN_2018,
        "properties.privateEndpointConnections is added": _SINCE_2018,
        "properties.publicNetworkAccess is added": _SINCE_2018,
    },
}
"""By recording (or its beginning, with `*`): a difference, and why it is right."""


def fits(key: str, name: str) -> bool:
    """Whether the name of a recording is the key, or begins as it does."""
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
