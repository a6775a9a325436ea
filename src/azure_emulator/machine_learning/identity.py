"""Identities, as Azure Machine Learning makes them for workspaces and computes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from azure_emulator.cloud import Cloud
from azure_emulator.resource_manager.state import ResourceManager


def new_identity(cloud: Cloud, requested: Mapping[str, Any], subscription: str) -> dict[str, Any]:
    """An identity as Azure answers it: its type, and the principal that Azure made for it."""
    identity = {
        "type": requested["type"],
        "principalId": cloud.new_id(),
        "tenantId": cloud.state(ResourceManager).subscription(subscription).tenant,
    }
    if requested.get("userAssignedIdentities"):
        identity["userAssignedIdentities"] = requested["userAssignedIdentities"]
    return identity
