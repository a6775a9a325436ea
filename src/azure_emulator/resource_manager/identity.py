"""Managed identities of resources."""

from collections.abc import Mapping
from typing import Any

from azure_emulator.cloud import Cloud


def assigned_identity(
    cloud: Cloud,
    tenant: str,
    requested: dict[str, Any] | None,
    existing: dict[str, Any] | None = None,
) -> dict[str, Any] | None:
    """The identity that a resource gets: a system-assigned one has a principal of its own.

    Args:
        cloud: for new ids.
        tenant: the tenant of its subscription.
        requested: as the client sent it: `{"type": "SystemAssigned"}`.
        existing: what the resource has; it keeps its principal.
    """
    if not requested or "systemassigned" not in str(requested.get("type")).casefold():
        return requested
    principal = (existing or {}).get("principalId") or cloud.new_id()
    return {**requested, "principalId": principal, "tenantId": tenant}


def new_identity(cloud: Cloud, requested: Mapping[str, Any], tenant: str) -> dict[str, Any]:
    """An identity as Azure Machine Learning makes it: of any type with a principal of its own."""
    identity = {"type": requested["type"], "principalId": cloud.new_id(), "tenantId": tenant}
    if requested.get("userAssignedIdentities"):
        identity["userAssignedIdentities"] = requested["userAssignedIdentities"]
    return identity
