"""How providers answer a few types that are otherwise kept as given; from recorded answers.

Managed identities as recorded in 2023 and 2024, Application Insights in 2024 and 2025.
"""

from collections.abc import Callable
from typing import Any

from azure_emulator.resource_manager.resource import Resource

Shape = Callable[[Resource, dict[str, Any]], dict[str, Any]]
COMPONENT = "microsoft.insights/components"
IDENTITY = "microsoft.managedidentity/userassignedidentities"

DEFAULTS = {
    "SamplingPercentage": None,
    "RetentionInDays": 90,
    "publicNetworkAccessForIngestion": "Enabled",
    "publicNetworkAccessForQuery": "Enabled",
    "Ver": "v2",
}
"""Of a component that does not say it."""


def shaped(resource: Resource, body: dict[str, Any]) -> dict[str, Any]:
    """The JSON of a resource as its provider writes it."""
    shape = SHAPES.get(resource.type.casefold())
    return shape(resource, body) if shape else body


def creation(resource: Resource) -> tuple[int, dict[str, str]]:
    """Status and headers of the answer that makes a resource."""
    kind = resource.type.casefold()
    if kind == COMPONENT:
        return 200, {}
    return 201, {"Location": resource.id} if kind == IDENTITY else {}


def _component(resource: Resource, body: dict[str, Any]) -> dict[str, Any]:
    """Of Application Insights, whose tenants are subscriptions."""
    changed = int((resource.changed or resource.created).timestamp())
    first = str(resource.properties.get("AppId")).partition("-")[0]
    tenant = {"TenantId": resource.path.subscription}
    return {
        **{name: value for name, value in body.items() if name != "systemData"},
        "etag": f'"{first}-0000-0200-0000-{changed:08x}0000"',
        "tags": resource.tags,
        "properties": {**DEFAULTS, **body["properties"], **tenant},
    }


def _identity(resource: Resource, body: dict[str, Any]) -> dict[str, Any]:
    """Of a managed identity: without a state."""
    told = ("tenantId", "principalId", "clientId")
    return {
        **{name: value for name, value in body.items() if name != "systemData"},
        "tags": resource.tags,
        "properties": {name: resource.properties.get(name) for name in told},
    }


SHAPES: dict[str, Shape] = {COMPONENT: _component, IDENTITY: _identity}
"""By type, in lower case."""
