"""Properties that providers make by themselves, of a few types that are otherwise kept as given."""

from collections.abc import Callable
from typing import Any

from azure_emulator.cloud import Cloud
from azure_emulator.resource_manager.regions import short
from azure_emulator.resource_manager.resource import Resource

Made = Callable[[Cloud, Resource, str], dict[str, Any]]


def _component(cloud: Cloud, resource: Resource, _tenant: str) -> dict[str, Any]:
    """Of Application Insights."""
    key, app = cloud.new_id(), cloud.new_id()
    place = short(resource.location)
    return {
        "ApplicationId": resource.name,
        "AppId": app,
        "InstrumentationKey": key,
        "ConnectionString": (
            f"InstrumentationKey={key};"
            f"IngestionEndpoint=https://{place}-0.in.applicationinsights.azure.com/;"
            f"LiveEndpoint=https://{place}.livediagnostics.monitor.azure.com/;"
            f"ApplicationId={app}"
        ),
        "Name": resource.name,
        "CreationDate": f"{cloud.now():%Y-%m-%dT%H:%M:%S.%f}+00:00",
    }


def _log_workspace(cloud: Cloud, _resource: Resource, _tenant: str) -> dict[str, Any]:
    """Of Log Analytics."""
    return {"customerId": cloud.new_id()}


def _identity(cloud: Cloud, _resource: Resource, tenant: str) -> dict[str, Any]:
    """Of a managed identity."""
    return {"tenantId": tenant, "principalId": cloud.new_id(), "clientId": cloud.new_id()}


MADE: dict[str, Made] = {
    "microsoft.insights/components": _component,
    "microsoft.operationalinsights/workspaces": _log_workspace,
    "microsoft.managedidentity/userassignedidentities": _identity,
}
"""By type, in lower case."""

NAMES = {
    "microsoft.insights/components": (
        "ApplicationId", "AppId", "InstrumentationKey", "ConnectionString", "Name", "CreationDate",
    ),
    "microsoft.operationalinsights/workspaces": ("customerId",),
    "microsoft.managedidentity/userassignedidentities": ("tenantId", "principalId", "clientId"),
}  # fmt: skip
"""The names of what each makes: kept for as long as the resource is there."""


def made_properties(
    cloud: Cloud, resource: Resource, existing: Resource | None, tenant: str
) -> dict[str, Any]:
    """What a provider adds to the properties of a resource, the same after each change."""
    kind = resource.type.casefold()
    if kind not in MADE:
        return {}
    if existing is not None and all(name in existing.properties for name in NAMES[kind]):
        return {name: existing.properties[name] for name in NAMES[kind]}
    return MADE[kind](cloud, resource, tenant)
