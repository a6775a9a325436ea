"""Resources that go from one group to another."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from azure_emulator.errors import ArmError, template
from azure_emulator.resource_manager import errors
from azure_emulator.resource_manager.access import Access
from azure_emulator.resource_manager.guard import ArmCall
from azure_emulator.resource_manager.operations import Operation, Operations
from azure_emulator.resource_manager.protocol import GROUP
from azure_emulator.resource_manager.resource import Group, ResourceId
from azure_emulator.resource_manager.state import ResourceManager
from azure_emulator.resource_manager.validators import body_of
from azure_emulator.routing import Route
from azure_emulator.wire import Response

MOST = 800
"""Resources of one request, as documented."""

STAYING = frozenset({"microsoft.machinelearningservices/workspaces"})
"""Types that cannot be moved. Source: Microsoft's table of move support."""

GROUPS = "Microsoft.Resources/subscriptions/resourceGroups"

not_supported = template(
    ArmError,
    400,
    "ResourceMoveNotSupported",
    "Resource move is not supported for resource types '{}'.",
)
not_in_group = template(
    ArmError,
    400,
    "ResourceNotInSourceGroup",
    "The resource '{}' is not in the resource group '{}', from which resources are to be moved.",
)
"""Guess: code and text."""
exists_in_target = template(
    ArmError,
    409,
    "ResourceMoveProviderValidationFailed",
    "The resource '{}' already exists in the target resource group '{}'.",
)
"""Guess: the text."""


def move(
    call: ArmCall,
    *,
    subscription: str,
    group: str,
    pending: Callable[[ArmCall, str, Operation], Response],
    only_validate: bool,
) -> Response:
    """`POST .../moveResources` or `validateMoveResources`: 202 with where to ask, then 204."""
    manager = call.cloud.state(ResourceManager)
    source, body = manager.group(subscription, group), body_of(call)
    target = _target(call, body)
    paths = _paths(manager, source, target, body.get("resources"))
    if not only_validate:
        for path in paths:
            manager.move(path, target)
    ends = call.cloud.now() + call.cloud.durations.account
    operation = call.cloud.state(Operations).begin(source.subscription, ends, finished=204)
    return pending(call, source.subscription, operation)


def _target(call: ArmCall, body: dict[str, Any]) -> Group:
    """The group that the caller names, and may write."""
    parts = str(body.get("targetResourceGroup") or "").strip("/").split("/")
    if len(parts) != 4 or [part.casefold() for part in parts[::2]] != [
        "subscriptions",
        "resourcegroups",
    ]:
        raise errors.invalid_content("'targetResourceGroup' is not the id of a resource group")
    manager, access = call.cloud.state(ResourceManager), call.cloud.state(Access)
    home = manager.require_writable(parts[1])
    if home.tenant != call.caller.tenant:
        raise errors.subscription_not_found(parts[1])
    target = manager.group(home.id, parts[3])
    if not access.allows(call.caller, f"{GROUPS}/write", target.id):
        raise errors.invalid_content("the target resource group cannot be written by the client")
    for veto in access.vetoes:
        veto(call.caller, f"{GROUPS}/write", "PUT", target.id)
    if target.gone is not None:
        raise errors.group_being_deleted(target.name)
    return target


def _paths(
    manager: ResourceManager, source: Group, target: Group, listed: object
) -> Sequence[ResourceId]:
    """The resources that are named, each of which can go."""
    if not isinstance(listed, list) or not 0 < len(listed) <= MOST:
        raise errors.invalid_content(f"'resources' are 1 to {MOST} ids")
    paths = []
    for each in listed:
        try:
            path = ResourceId.parse(str(each))
        except ValueError as error:
            raise errors.invalid_content(str(error)) from error
        if not path.key.startswith(f"{source.id}/".casefold()) or path.parent:
            raise not_in_group(each, source.name)
        resource = manager.get(path)
        if resource.type.casefold() in STAYING:
            raise not_supported(resource.type)
        moved = replace(resource.path, subscription=target.subscription, group=target.name)
        if manager.find(moved) is not None:
            raise exists_in_target(resource.name, target.name)
        paths.append(resource.path)
    return paths


def move_routes(pending: Callable[[ArmCall, str, Operation], Response]) -> list[Route]:
    """The two routes; `pending` answers an operation under way."""
    return [
        Route(
            "POST",
            f"{GROUP}/{verb}",
            partial(move, pending=pending, only_validate=verb.startswith("validate")),
            f"{GROUPS}/{verb}/action",
        )
        for verb in ("moveResources", "validateMoveResources")
    ]
