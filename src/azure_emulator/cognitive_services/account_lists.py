"""Lists below an account and of a region: of what cannot be made here they are empty, and true."""

from __future__ import annotations

from azure_emulator.cognitive_services.account import TYPE
from azure_emulator.cognitive_services.state import NAMESPACE, CognitiveServices
from azure_emulator.errors import ArmError
from azure_emulator.resource_manager.errors import resource_not_found
from azure_emulator.resource_manager.protocol import SUBSCRIPTION, list_of, resource_route
from azure_emulator.resource_manager.regions import short
from azure_emulator.resource_manager.resource import ResourceId
from azure_emulator.routing import Call, Route
from azure_emulator.wire import Response

EMPTY = ("commitmentPlans", "deployments", "privateEndpointConnections")
"""What an account of the emulator never has."""

WITH_MODELS = frozenset({"AIServices", "OpenAI"})
"""Kinds whose accounts tell models that can be deployed; which, the emulator does not know."""

MOST_ACCOUNTS = 200
"""Accounts of a region. Source: the page of quotas and limits; the document's example has it."""


def list_nothing(call: Call, *, resource: ResourceId) -> Response:
    """`GET .../accounts/{name}/deployments`, and its like."""
    call.cloud.state(CognitiveServices).get(resource)
    return list_of([])


def get_nothing(call: Call, *, resource: ResourceId) -> Response:
    """`GET .../accounts/{name}/deployments/{name}`, and its like: 404."""
    call.cloud.state(CognitiveServices).get(resource.parent or resource)
    raise resource_not_found(resource)


def list_models(call: Call, *, resource: ResourceId) -> Response:
    """`GET .../accounts/{name}/models`: none, but for the kinds that are made of them."""
    account = call.cloud.state(CognitiveServices).get(resource)
    if account.kind in WITH_MODELS:
        text = f"The emulator does not know the models of accounts of kind {account.kind}."
        raise ArmError(501, "NotImplementedByEmulator", text)
    return list_of([])


def list_links(call: Call, *, resource: ResourceId) -> Response:
    """`GET .../accounts/{name}/privateLinkResources`, as recorded."""
    account = call.cloud.state(CognitiveServices).get(resource)
    link = {
        "id": f"{account.id}/privateLinkResources/account",
        "name": "account",
        "type": f"{TYPE}/privateLinkResources",
        "properties": {
            "groupId": "account",
            "requiredMembers": ["default"],
            "requiredZoneNames": ["privatelink.cognitiveservices.azure.com"],
        },
    }
    return list_of([link])


def list_region_usages(call: Call, *, subscription: str, location: str) -> Response:
    """`GET .../locations/{location}/usages`: how many accounts are there."""
    accounts = call.cloud.state(CognitiveServices).accounts(subscription)
    here = [each for each in accounts if short(each.location) == short(location)]
    usage = {
        "name": {
            "value": "AccountCount",
            "localizedValue": "Cognitive Services total account limit",
        },
        "currentValue": float(len(here)),
        "limit": float(MOST_ACCOUNTS),
        "unit": "Count",
    }
    return list_of([usage])


ACCOUNT_LIST_ROUTES: list[Route] = [
    *(
        resource_route("GET", TYPE, list_nothing, f"{TYPE}/{kind}/read", f"/{kind}")
        for kind in EMPTY
    ),
    *(
        resource_route("GET", f"{TYPE}/{kind}", get_nothing, f"{TYPE}/{kind}/read")
        for kind in EMPTY
    ),
    resource_route("GET", TYPE, list_models, f"{TYPE}/models/read", "/models"),
    resource_route(
        "GET", TYPE, list_links, f"{TYPE}/privateLinkResources/read", "/privateLinkResources"
    ),
    Route(
        "GET",
        f"{SUBSCRIPTION}/providers/{NAMESPACE}/locations/{{location}}/usages",
        list_region_usages,
        f"{NAMESPACE}/locations/usages/read",
    ),
]
