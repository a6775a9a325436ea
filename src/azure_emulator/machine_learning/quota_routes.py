"""Sizes, quotas and usages of a region."""

from typing import Any

from azure_emulator.machine_learning.compute import AmlCompute, Compute
from azure_emulator.machine_learning.computes import Computes
from azure_emulator.machine_learning.hardware import vm_sizes
from azure_emulator.machine_learning.sizes import FAMILIES
from azure_emulator.machine_learning.workspace import NAMESPACE
from azure_emulator.resource_manager.protocol import SUBSCRIPTION, list_of
from azure_emulator.resource_manager.regions import short
from azure_emulator.resource_manager.state import ResourceManager
from azure_emulator.routing import Call, Handler, Route
from azure_emulator.wire import Response

MOST_CLUSTERS = 200
"""Clusters of a subscription in a region. Guess: documents name several numbers."""


def list_sizes(call: Call, *, subscription: str, location: str) -> Response:
    """`GET .../locations/{location}/vmSizes`, by `computeType` and `recommended`."""
    call.cloud.state(ResourceManager).require_registered(subscription, NAMESPACE)
    return list_of(list(vm_sizes(short(location))))


def list_usages(call: Call, *, subscription: str, location: str) -> Response:
    """`GET .../locations/{location}/usages`: cores by family, and clusters."""
    computes, region = _computes(call, subscription, location), short(location)
    quota = call.cloud.state(Computes).quota
    cores = {family.name: 0 for family in FAMILIES if region in family.regions}
    for compute in computes:
        cores[compute.size.family.name] += compute.cores
    clusters = sum(isinstance(compute, AmlCompute) for compute in computes)
    home = call.cloud.state(ResourceManager).subscription(subscription).id
    place = f"/subscriptions/{home}/providers/{NAMESPACE}/locations/{region}/usages"
    values = [
        _usage(place, "Clusters", "totalCores", clusters, MOST_CLUSTERS),
        _usage(
            place,
            "Total Cluster Dedicated Regional vCPUs",
            "dedicatedCores",
            sum(cores.values()),
            sum(quota[name] for name in cores),
        ),
        *(
            _usage(place, _named(name), "vmFamily", used, quota[name])
            for name, used in cores.items()
        ),
    ]
    return list_of(values)


def list_quotas(call: Call, *, subscription: str, location: str) -> Response:
    """`GET .../locations/{location}/quotas`: cores by family, none of them kept for a workspace."""
    manager, region = call.cloud.state(ResourceManager), short(location)
    manager.require_registered(subscription, NAMESPACE)
    home, quota = manager.subscription(subscription).id, call.cloud.state(Computes).quota
    place = f"/subscriptions/{home}/providers/{NAMESPACE}/locations/{region}/quotas"
    return list_of(
        [
            {
                "id": f"{place}/{_named(family.name).replace(' ', '_')}",
                "type": f"{NAMESPACE}/vmFamily/quotas",
                "limit": quota[family.name],
                "name": _name(_named(family.name)),
                "unit": "Count",
            }
            for family in FAMILIES
            if region in family.regions
        ]
    )


def _computes(call: Call, subscription: str, location: str) -> list[Compute]:
    manager = call.cloud.state(ResourceManager)
    manager.require_registered(subscription, NAMESPACE)
    return [
        each
        for each in manager.in_subscription(subscription)
        if isinstance(each, Compute) and each.location == short(location) and not each.failed
    ]


def _named(family: str) -> str:
    return f"{family} Family Cluster Dedicated vCPUs"


def _name(text: str) -> dict[str, str]:
    return {"value": text, "localizedValue": text}


def _usage(place: str, name: str, kind: str, used: int, limit: int) -> dict[str, Any]:
    return {
        "id": f"{place}/{name.replace(' ', '_')}",
        "type": f"{NAMESPACE}/{kind}/usages",
        "unit": "Count",
        "currentValue": used,
        "limit": limit,
        "name": _name(name),
    }


def _route(kind: str, handler: Handler) -> Route:
    place = f"{SUBSCRIPTION}/providers/{NAMESPACE}/locations/{{location}}/{kind}"
    return Route("GET", place, handler, f"{NAMESPACE}/locations/{kind}/read")


QUOTA_ROUTES: list[Route] = [
    _route("vmSizes", list_sizes),
    _route("usages", list_usages),
    _route("quotas", list_quotas),
]
