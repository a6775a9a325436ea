"""What Azure Resource Manager answers, as JSON."""

import json
from collections.abc import Iterable
from datetime import datetime
from functools import lru_cache
from typing import Any

from azure_emulator.resource_manager.api_versions import listed
from azure_emulator.resource_manager.kept_shapes import shaped
from azure_emulator.resource_manager.places import FULL, PLACES
from azure_emulator.resource_manager.provider_applications import authorizations
from azure_emulator.resource_manager.providers import ALWAYS, PROVIDERS, registration_state
from azure_emulator.resource_manager.regions import REGIONS, short
from azure_emulator.resource_manager.resource import Group, Resource, Subscription
from azure_emulator.resource_manager.timestamps import timestamp

Items = tuple[tuple[str, str], ...] | None
"""Of tags; `None` if there never were any."""


def subscription(subscription: Subscription) -> dict[str, Any]:
    """A subscription, api-version 2016-06-01 and later."""
    tags = _items(subscription.tags)
    return _subscription(
        subscription.id, subscription.tenant, subscription.name, subscription.state, tags
    )


def subscriptions(page: Iterable[Subscription], next_link: str | None) -> bytes:
    """A page of a list of subscriptions, which each grading of a large class asks for."""
    value = [
        _written(each.id, each.tenant, each.name, each.state, _items(each.tags)) for each in page
    ]
    rest = {"nextLink": next_link} if next_link else {}
    end = json.dumps({"count": {"type": "Total", "value": len(value)}, **rest})
    return f'{{"value": [{", ".join(value)}], {end[1:]}'.encode()


@lru_cache(maxsize=20_000)
def _written(subscription_id: str, tenant_id: str, name: str, state: str, tags: Items) -> str:
    return json.dumps(_subscription(subscription_id, tenant_id, name, state, tags))


def _subscription(
    subscription_id: str, tenant_id: str, name: str, state: str, tags: Items
) -> dict[str, Any]:
    return {
        "id": f"/subscriptions/{subscription_id}",
        "authorizationSource": "RoleBased",
        "managedByTenants": [],
        "subscriptionId": subscription_id,
        "tenantId": tenant_id,
        "displayName": name,
        "state": state,
        "subscriptionPolicies": {
            "locationPlacementId": "Public_2014-09-01",
            "quotaId": "PayAsYouGo_2014-09-01",
            "spendingLimit": "Off",
        },
        **({} if tags is None else {"tags": dict(tags)}),
    }


def _items(tags: dict[str, str] | None) -> Items:
    return None if tags is None else tuple(tags.items())


def tenant(tenant_id: str, name: str, domain: str) -> dict[str, Any]:
    """A tenant, as its own members see it."""
    return {
        "id": f"/tenants/{tenant_id}",
        "tenantId": tenant_id,
        "countryCode": "US",
        "displayName": name,
        "domains": [domain],
        "tenantCategory": "Home",
        "defaultDomain": domain,
        "tenantType": "AAD",
    }


def locations(subscription_id: str) -> list[dict[str, Any]]:
    """All regions, as one subscription sees them, with all that any version says of them.

    The zones are numbered here as they are physically; in Azure each subscription has its own.
    """
    home = f"/subscriptions/{subscription_id}/locations"

    def location(name: str, display_name: str) -> dict[str, Any]:
        place = PLACES[name]
        zones = [
            {"logicalZone": f"{zone}", "physicalZone": f"{name}-az{zone}"}
            for zone in range(1, place.zones + 1)
        ]
        return {
            "id": f"{home}/{name}",
            "name": name,
            "type": "Region",
            "displayName": display_name,
            "regionalDisplayName": f"({place.group}) {display_name}",
            "longitude": place.longitude,
            "latitude": place.latitude,
            "metadata": {
                "regionType": "Physical",
                "regionCategory": "Recommended" if zones and name not in FULL else "Other",
                "geography": place.geography,
                "geographyGroup": place.group,
                "longitude": place.longitude,
                "latitude": place.latitude,
                "physicalLocation": place.name,
                "pairedRegion": [{"name": place.pair, "id": f"{home}/{place.pair}"}]
                if place.pair
                else [],
            },
            **({"availabilityZoneMappings": zones} if zones else {}),
        }

    return [location(*region) for region in REGIONS.items()]


def provider(subscription: Subscription, namespace: str, now: datetime) -> dict[str, Any]:
    """A provider as `GET /subscriptions/{id}/providers/{namespace}` answers it."""
    policy = "RegistrationFree" if namespace.casefold() in ALWAYS else "RegistrationRequired"
    return {
        "id": f"/subscriptions/{subscription.id}/providers/{namespace}",
        **tenant_provider(namespace),
        "registrationState": registration_state(subscription, namespace, now),
        "registrationPolicy": policy,
    }


def tenant_provider(namespace: str) -> dict[str, Any]:
    """A provider as `GET /providers/{namespace}` answers it."""
    return {
        "namespace": namespace,
        **authorizations(namespace),
        "resourceTypes": [
            {
                "resourceType": kind,
                "locations": list(REGIONS.values()),
                "apiVersions": listed(namespace, kind.partition("/")[0]),
                "capabilities": "None",
            }
            for kind in PROVIDERS[namespace]
        ],
    }


def group(group: Group) -> dict[str, Any]:
    """A resource group; `tags` and `managedBy` only if they were given."""
    optional = {"tags": group.tags, "managedBy": group.managed_by}
    return {
        "id": group.id,
        "name": group.name,
        "type": "Microsoft.Resources/resourceGroups",
        "location": group.location,
        **{name: value for name, value in optional.items() if value is not None},
        "properties": {"provisioningState": group.provisioning_state},
    }


def resource_in_list(resource: Resource, expand: Iterable[str], now: datetime) -> dict[str, Any]:
    """A resource in a list: without its properties, a child with its parents' names before its own.

    Resource Manager keeps locations short here, whatever the provider answers.

    Args:
        resource: any resource.
        expand: any of `createdTime`, `changedTime`, `provisioningState`.
        now: for the provisioning state.
    """
    expansions = {
        "createdTime": timestamp(resource.created),
        "changedTime": timestamp(resource.changed or resource.created),
        "provisioningState": resource.provisioning_state(now),
    }
    return {
        "id": resource.id,
        "name": resource.path.name,
        "type": resource.type,
        **_optional(resource),
        **({"location": short(resource.location)} if resource.location else {}),
        **{name: value for name, value in expansions.items() if name in expand},
        **({"systemData": resource.system_data} if resource.system_data else {}),
    }


def resource(resource: Resource, now: datetime) -> dict[str, Any]:
    """A resource of a type that no service here knows."""
    state = resource.provisioning_state(now)
    body = {
        "id": resource.id,
        "name": resource.name,
        "type": resource.type,
        **_optional(resource),
        "properties": {**resource.properties, "provisioningState": state},
        **({"systemData": resource.system_data} if resource.system_data else {}),
    }
    return shaped(resource, body)


def _optional(resource: Resource) -> dict[str, Any]:
    optional = {
        "kind": resource.kind,
        "managedBy": resource.managed_by,
        "sku": resource.sku,
        "plan": resource.plan,
        "identity": resource.identity,
        "location": resource.location,
        "tags": resource.tags,
    }
    shown = {"tags"} if resource.tagged else set()
    return {name: value for name, value in optional.items() if value or name in shown}
