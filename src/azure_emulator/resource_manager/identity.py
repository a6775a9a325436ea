"""Managed identities of resources."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from azure_emulator.cloud import Cloud


def managed(
    cloud: Cloud, wanted: dict[str, Any] | None, had: dict[str, Any] | None = None
) -> dict[str, Any] | None:
    """The identity that a resource gets: a system-assigned one has a principal of its own.

    Args:
        cloud: for new ids, and for the tenant.
        wanted: as the client sent it: `{"type": "SystemAssigned"}`.
        had: what the resource has; it keeps its principal.
    """
    if not wanted or "systemassigned" not in str(wanted.get("type")).casefold():
        return wanted
    principal = (had or {}).get("principalId") or cloud.new_id()
    return {**wanted, "principalId": principal, "tenantId": cloud.entra.tenant}
