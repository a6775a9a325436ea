"""Resources of types that no service here knows: kept as given, ready at once.

So a client can make the storage account, key vault or Application Insights component that a
workspace needs, and find them in lists. Their own rules (global names, kinds, SKUs) are not held.
"""

from dataclasses import replace
from typing import Any

from azure_emulator.entra.state import Principal
from azure_emulator.resource_manager import errors
from azure_emulator.resource_manager.identity import assigned_identity
from azure_emulator.resource_manager.made_properties import made_properties
from azure_emulator.resource_manager.regions import REGIONS
from azure_emulator.resource_manager.resource import Resource, ResourceId
from azure_emulator.resource_manager.state import ResourceManager
from azure_emulator.resource_manager.timestamps import changed, created
from azure_emulator.resource_manager.validators import resource_location

SPECIAL = frozenset(
    {
        "microsoft.authorization",
        "microsoft.cognitiveservices",
        "microsoft.keyvault",
        "microsoft.machinelearningservices",
        "microsoft.resources",
        "microsoft.storage",
    }
)
"""Namespaces whose resources do something: what is not served of them is not kept either."""


def put(
    manager: ResourceManager, path: ResourceId, body: dict[str, Any], caller: Principal
) -> tuple[Resource, bool]:
    """Create or replace a resource.

    Returns:
        The resource, and whether it is new.

    Raises:
        ArmError: an unregistered provider, a missing group or parent, a missing or bad location.
    """
    located = manager.locate(path)
    existing = manager.find(path)
    if path.parent and manager.find(path.parent) is None:
        raise errors.parent_not_found(path.parent.name)
    location = _location(path, body, existing)
    namespace = manager.provider(path.namespace)
    located = replace(located, type=f"{namespace}/{path.type.partition('/')[2]}")
    resource = _new(manager, located, existing, body, location)
    tenant = manager.subscription(path.subscription).tenant
    resource.properties |= made_properties(manager.cloud, resource, existing, tenant)
    now = manager.cloud.now()
    if existing is None:
        resource.system_data = created(caller, now)
    else:
        resource.path, resource.created = existing.path, existing.created
        resource.system_data = existing.system_data | changed(caller, now)
    manager.put(resource)
    return resource, existing is None


def patch(
    manager: ResourceManager, path: ResourceId, body: dict[str, Any], caller: Principal
) -> Resource:
    """Change what is given of tags, SKU, kind, identity, and single properties.

    Raises:
        ArmError: 404, or an unregistered provider.
    """
    resource = get(manager, path)
    manager.require_writable(path.subscription)
    for name in ("tags", "sku", "kind", "plan"):
        if name in body:
            setattr(resource, name, body[name])
    resource.tagged = resource.tagged or body.get("tags") is not None
    if "identity" in body:
        tenant = manager.subscription(path.subscription).tenant
        resource.identity = assigned_identity(
            manager.cloud, tenant, body["identity"], resource.identity
        )
    tenant = manager.subscription(path.subscription).tenant
    made = made_properties(manager.cloud, resource, resource, tenant)
    resource.properties |= (body.get("properties") or {}) | made
    resource.changed = manager.cloud.now()
    resource.system_data |= changed(caller, resource.changed)
    return resource


def get(manager: ResourceManager, path: ResourceId) -> Resource:
    """The resource with this id.

    Raises:
        ArmError: 404, or an unregistered provider.
    """
    manager.require_registered(path.subscription, path.namespace)
    return manager.get(path)


def delete(manager: ResourceManager, path: ResourceId) -> bool:
    """Remove the resource with this id, if there is one.

    Returns:
        Whether there was one.

    Raises:
        ArmError: 404 for its group, or an unregistered provider.
    """
    path = manager.locate(path)
    manager.require_writable(path.subscription)
    existing = manager.find(path)
    manager.remove(path)
    return existing is not None


def _new(
    manager: ResourceManager,
    path: ResourceId,
    existing: Resource | None,
    body: dict[str, Any],
    location: str,
) -> Resource:
    now = manager.cloud.now()
    properties = {**(body.get("properties") or {})}
    properties.pop("provisioningState", None)
    identity = existing.identity if existing else None
    tenant = manager.subscription(path.subscription).tenant
    return Resource(
        path=path,
        location=location,
        created=now,
        ready=now,
        changed=now,
        kind=body.get("kind"),
        sku=body.get("sku"),
        identity=assigned_identity(manager.cloud, tenant, body.get("identity"), identity),
        plan=body.get("plan"),
        managed_by=body.get("managedBy"),
        tags=body.get("tags") or {},
        tagged=body.get("tags") is not None,
        properties=properties,
    )


def _location(path: ResourceId, body: dict[str, Any], existing: Resource | None) -> str:
    """A child may be without a location."""
    location = body.get("location")
    if path.parent and not (isinstance(location, str) and location.strip()):
        return ""
    return resource_location(location, path.type, ("global", *REGIONS), existing, path.group)
