"""The emulator's answers by Microsoft's OpenAPI documents: documented statuses, valid bodies.

The documents know too few nulls: what Azure was recorded to answer with `null` may be so here.
Everything else that is known stands below with its reason.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest

from azure_emulator.cognitive_services import routes as cognitive_services
from azure_emulator.machine_learning import routes as machine_learning
from azure_emulator.prediction import routes as prediction
from azure_emulator.resource_manager import routes as resource_manager
from azure_emulator.training import routes as training
from tests.harness.shared_data import azure, needed
from tests.harness.specification import Operation, complaints, complaints_of, operations
from tests.harness.transcript import Exchange

ROOT = needed("specs") / "specification"
OPERATIONS = operations(ROOT)
COMPUTE = ROOT / (
    "machinelearningservices/resource-manager/Microsoft.MachineLearningServices/stable/2024-04-01/"
    "machineLearningServices.json"
)

PLATFORMS = ["CoreML", "TensorFlow", "DockerFile", "ONNX", "VAIDK", "OpenVino"]
_LAST_PAGE = "the document requires it; Azure leaves it out on the last page"
_GATEWAY = "the gateway's envelope, as recorded, is not the service's that the document shows"

_RECORDED = "as recorded by Microsoft's own tests of its .NET client (DomainsApiTests, 2020)"
_RECORDED_QUERY = "as recorded by the same tests (QueryPredictionResults, 2020)"

KNOWN: dict[tuple[str, str], str] = {
    ("GetDomains", f"[].exportablePlatforms[]: 'IVS' is not one of {PLATFORMS}"): _RECORDED,
    ("QueryPredictions", "token.continuation: None is not of type 'string'"): _RECORDED_QUERY,
    ("QueryPredictions", "token.application: None is not of type 'string'"): _RECORDED_QUERY,
    ("QueryPredictions", "token.tags: None is not of type 'array'"): _RECORDED_QUERY,
    ("Subscriptions_List", ": 'nextLink' is a required property"): _LAST_PAGE,
    ("Tenants_List", ": 'nextLink' is a required property"): _LAST_PAGE,
    ("GetProjects", ": 'code' is a required property"): _GATEWAY,
    ("GetProjects", ": 'message' is a required property"): _GATEWAY,
}
"""By operation and complaint: why it is right all the same."""


@pytest.fixture(scope="module")
def nulls() -> set[str]:
    """The names of all keys that are `null` somewhere in the recordings."""
    folder = azure("recordings")
    paths = folder.glob("*.json") if folder else ()
    bodies = (json.loads(path.read_text(encoding="utf-8"))["response_body"] for path in paths)
    return {name for body in bodies for name in _nulls(body)}


def _nulls(value: Any) -> Iterator[str]:
    if isinstance(value, list):
        for each in value:
            yield from _nulls(each)
    elif isinstance(value, dict):
        for key, each in value.items():
            if each is None:
                yield key
            yield from _nulls(each)


def test_every_answer_is_as_documented(exchanges: dict[str, Exchange], nulls: set[str]) -> None:
    """An answer has a documented status and a body that its schema takes, but for what is known."""
    found: set[tuple[str, str]] = set()
    for exchange in exchanges.values():
        operation = operation_of(exchange)
        if operation is not None:
            found |= {(operation.id, line) for line in complaints(operation, exchange)}
    assert {each for each in found if not _recorded(each[1], nulls)} == set(KNOWN)


def operation_of(exchange: Exchange) -> Operation | None:
    """The documented operation that an exchange is one of."""
    path = re.sub("/+", "/", exchange.path)
    return next((each for each in OPERATIONS if each.matches(exchange.method, path)), None)


def _recorded(complaint: str, nulls: set[str]) -> bool:
    place, _, message = complaint.partition(": ")
    return message.startswith("None is not of type") and place.rpartition(".")[2] in nulls


def test_every_documented_route_is_played(exchanges: dict[str, Exchange]) -> None:
    """Each route that is an operation of a document is in the scenario."""
    documented = (operation_of(exchange) for exchange in exchanges.values())
    seen = {operation.id for operation in documented if operation}
    services = (resource_manager, cognitive_services, machine_learning, training, prediction)
    routes = [route for service in services for route in service.ROUTES]
    served = {
        operation.id
        for route in routes
        for operation in OPERATIONS
        if operation.matches(route.method, re.sub(r"\{\w+\}", "x", route.pattern))
    }
    # What a path of one resource could also be: Azure's generic operations, of longer templates.
    assert {each for each in served - seen if not each.startswith("Resources_")} == set()
    assert len(seen) > 80


@pytest.mark.parametrize("name", ["aml.compute.get.creating", "aml.compute.get.running"])
def test_a_compute_instance_fits_its_own_schema(
    name: str, exchanges: dict[str, Exchange], nulls: set[str]
) -> None:
    """The document's operation names only the base; the instance's own schema is asked here."""
    body = exchanges[name].body["properties"]
    lines = complaints_of(COMPUTE, "/definitions/ComputeInstance", body)
    assert [line for line in lines if not _recorded(line, nulls)] == []


def test_the_validation_can_fail() -> None:
    """A wrong type, a missing body and an undocumented status are seen."""
    path = "/subscriptions/s/resourcegroups/g"
    body = {"location": 1, "properties": {}}
    for exchange, line in (
        (Exchange("GET", path, 200, {}, body), "location: 1 is not of type 'string'"),
        (Exchange("GET", path, 200, {}, None), "status 200 has no body"),
        (Exchange("GET", path, 299, {}, body), "status 299 is not documented"),
    ):
        operation = operation_of(exchange)
        assert operation is not None
        assert operation.id == "ResourceGroups_Get"
        assert line in list(complaints(operation, exchange))
