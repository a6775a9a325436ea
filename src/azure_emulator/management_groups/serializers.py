"""What Microsoft.Management answers, as JSON; shapes of its specification 2021-04-01."""

from typing import Any

from azure_emulator.management_groups.state import TYPE, ManagementGroup
from azure_emulator.resource_manager.resource import Subscription
from azure_emulator.resource_manager.timestamps import timestamp


def group(group: ManagementGroup) -> dict[str, Any]:
    """A group by itself."""
    parent = group.parent
    return {
        **_brief(group),
        "properties": {
            "tenantId": group.tenant,
            "displayName": group.title,
            "details": {
                "version": 1,
                "updatedTime": timestamp(group.updated),
                "updatedBy": group.updated_by,
                **({"parent": _named(parent)} if parent else {}),
            },
        },
    }


def group_in_list(group: ManagementGroup) -> dict[str, Any]:
    """A group in the list of all."""
    properties = {"tenantId": group.tenant, "displayName": group.title}
    return {**_brief(group), "properties": properties}


def descendant(
    below: ManagementGroup | Subscription, parent: ManagementGroup | None
) -> dict[str, Any]:
    """A group or a subscription below a group; `parent` is the one right above it."""
    if isinstance(below, Subscription):
        brief = {"id": f"/subscriptions/{below.id}", "type": "/subscriptions", "name": below.id}
        title = below.name
    else:
        brief, title = _brief(below), below.title
    above = {"parent": {"id": parent.id}} if parent else {}
    return {**brief, "properties": {"displayName": title, **above}}


def placement(group: ManagementGroup, subscription: Subscription) -> dict[str, Any]:
    """A subscription right in a group."""
    return {
        "id": f"{group.id}/subscriptions/{subscription.id}",
        "type": f"{TYPE}/subscriptions",
        "name": subscription.id,
        "properties": {
            "tenant": subscription.tenant,
            "displayName": subscription.name,
            "parent": {"id": group.id},
            "state": subscription.state,
        },
    }


def _brief(group: ManagementGroup) -> dict[str, str]:
    return {"id": group.id, "type": TYPE, "name": group.name}


def _named(group: ManagementGroup) -> dict[str, str]:
    return {"id": group.id, "name": group.name, "displayName": group.title}
