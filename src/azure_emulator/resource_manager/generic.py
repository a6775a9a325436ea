"""Resources of types that no service here knows: kept as given, ready at once.

So a client can make the storage account, key vault or Application Insights component that a
workspace needs, and find them in lists. Their own rules (global names, kinds, SKUs) are not held.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from azure_emulator.errors import ArmError
from azure_emulator.resource_manager.identity import managed
from azure_emulator.resource_manager.regions import REGIONS, short
from azure_emulator.resource_manager.resource import Resource, ResourceId
from azure_emulator.resource_manager.state import BY_ARM, ResourceManager
from azure_emulator.resource_manager.timestamps import changed, created

if TYPE_CHECKING:
    from azure_emulator.entra.state import Principal

SPECIAL = frozenset(
    {
        "microsoft.authorization",
        "microsoft.cognitiveservices",
        "microsoft.machinelearningservices",
        "microsoft.resources",
    }
)
"""Namespaces whose resources do something: what is not served of them is not kept either."""


def put(
    manager: ResourceManager, path: str, body: dict[str, Any], caller: Principal | None
) -> tuple[Resource, bool]:
    """Create or replace a resource.

    Returns:
        The resource, and whether it is new.

    Raises:
        ArmError: an unregistered provider, a missing group or parent, a missing or bad location.
    """
    place = ResourceId.parse(path)
    manager.require_registered(place.subscription, place.namespace)
    group = manager.group(place.subscription, place.group)
    existing = manager.find(path)
    resource = _new(manager, place, existing, body)
    resource.id = f"{group.id}/providers/{_in_azure_case(manager, place)}"
    now = manager.cloud.now()
    if existing is None:
        resource.system_data = created(caller, now)
    else:
        resource.id, resource.name, resource.type = existing.id, existing.name, existing.type
        resource.created, resource.system_data = existing.created, existing.system_data
        resource.system_data |= changed(caller, now)
    manager.put(resource)
    return resource, existing is None


def patch(
    manager: ResourceManager, path: str, body: dict[str, Any], caller: Principal | None
) -> Resource:
    """Change what is given of tags, SKU, kind, identity, and single properties.

    Raises:
        ArmError: 404, or an unregistered provider.
    """
    resource = get(manager, path)
    manager.writable(resource.path.subscription)
    for name in ("tags", "sku", "kind", "plan"):
        if name in body:
            setattr(resource, name, body[name])
    if "identity" in body:
        resource.identity = managed(manager.cloud, body["identity"], resource.identity)
    resource.properties |= body.get("properties") or {}
    resource.changed = manager.cloud.now()
    resource.system_data |= changed(caller, resource.changed)
    return resource


def get(manager: ResourceManager, path: str) -> Resource:
    """The resource at this path.

    Raises:
        ArmError: 404, or an unregistered provider.
    """
    place = ResourceId.parse(path)
    manager.require_registered(place.subscription, place.namespace)
    return manager.get(path)


def delete(manager: ResourceManager, path: str) -> bool:
    """Remove the resource at this path, if there is one.

    Returns:
        Whether there was one.

    Raises:
        ArmError: 404 for its group, or an unregistered provider.
    """
    place = ResourceId.parse(path)
    manager.require_registered(place.subscription, place.namespace)
    manager.writable(place.subscription)
    manager.group(place.subscription, place.group)
    found = manager.find(path)
    manager.remove(path)
    return found is not None


def _new(
    manager: ResourceManager, place: ResourceId, existing: Resource | None, body: dict[str, Any]
) -> Resource:
    now = manager.cloud.now()
    is_child = len(place.names) > 1
    if is_child:
        _require_parent(manager, place)
    properties = {**(body.get("properties") or {})}
    properties.pop("provisioningState", None)
    had = existing.identity if existing else None
    return Resource(
        id="",
        name=place.names[-1],
        type=f"{manager.provider(place.namespace)}/{place.type.partition('/')[2]}",
        location=_location(place, body, existing, is_child),
        created=now,
        ready=now,
        changed=now,
        kind=body.get("kind"),
        sku=body.get("sku"),
        identity=managed(manager.cloud, body.get("identity"), had),
        plan=body.get("plan"),
        managed_by=body.get("managedBy"),
        tags=body.get("tags") or {},
        properties=properties,
    )


def _location(
    place: ResourceId, body: dict[str, Any], existing: Resource | None, is_child: bool
) -> str:
    location = body.get("location")
    if not isinstance(location, str) or not location.strip():
        if is_child:
            return ""
        message = "The location property is required for this definition."
        raise ArmError(400, "LocationRequired", message, BY_ARM)
    check_location(location, place.type, ("global", *REGIONS))
    if existing is not None and existing.location != short(location):
        raise elsewhere(existing, place, short(location))
    return short(location)


def check_location(location: str, type_: str, offered: tuple[str, ...]) -> None:
    """Refuse a location where a type is not offered.

    Raises:
        ArmError: 400 LocationNotAvailableForResourceType, its text as recorded.
    """
    if short(location) not in offered:
        message = (
            f"The provided location '{location}' is not available for resource type '{type_}'. "
            f"List of available regions for the resource type is '{','.join(offered)}'."
        )
        raise ArmError(400, "LocationNotAvailableForResourceType", message, BY_ARM)


def elsewhere(existing: Resource, place: ResourceId, location: str) -> ArmError:
    """409: a resource stays in its location."""
    message = (
        f"The resource '{existing.name}' already exists in location '{existing.location}' in "
        f"resource group '{place.group}'. A resource with the same name cannot be created in "
        f"location '{location}'. Please select a new resource name."
    )
    return ArmError(409, "InvalidResourceLocation", message, BY_ARM)


def _require_parent(manager: ResourceManager, place: ResourceId) -> None:
    parent = ResourceId(
        place.subscription, place.group, place.type.rpartition("/")[0], place.names[:-1]
    )
    root = f"/subscriptions/{place.subscription}/resourceGroups/{place.group}/providers/"
    if manager.find(root + parent.described) is None:
        message = (
            "Can not perform requested operation on nested resource. "
            f"Parent resource '{parent.name}' not found."
        )
        raise ArmError(404, "ParentResourceNotFound", message, BY_ARM)


def _in_azure_case(manager: ResourceManager, place: ResourceId) -> str:
    return manager.provider(place.namespace) + place.described[len(place.namespace) :]
