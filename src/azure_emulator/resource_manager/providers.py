"""The resource providers that a subscription can register, as data, and how Azure shows one."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from azure_emulator.resource_manager.regions import REGIONS
from azure_emulator.resource_manager.resource import Subscription

PROVIDERS: dict[str, tuple[str, ...]] = {
    "Microsoft.AlertsManagement": ("smartDetectorAlertRules",),
    "Microsoft.Authorization": ("roleAssignments", "roleDefinitions", "locks"),
    "Microsoft.Batch": ("batchAccounts",),
    "Microsoft.Cache": ("Redis",),
    "Microsoft.CognitiveServices": ("accounts", "deletedAccounts", "locations", "skus"),
    "Microsoft.Compute": ("virtualMachines", "disks", "virtualMachineScaleSets"),
    "Microsoft.ContainerInstance": ("containerGroups",),
    "Microsoft.ContainerRegistry": ("registries",),
    "Microsoft.ContainerService": ("managedClusters",),
    "Microsoft.DocumentDB": ("databaseAccounts",),
    "Microsoft.EventGrid": ("topics", "systemTopics"),
    "Microsoft.EventHub": ("namespaces",),
    "Microsoft.Insights": ("components", "actionGroups", "metricAlerts"),
    "Microsoft.KeyVault": ("vaults",),
    "Microsoft.MachineLearningServices": ("workspaces", "workspaces/computes", "registries"),
    "Microsoft.ManagedIdentity": ("userAssignedIdentities",),
    "Microsoft.Network": ("virtualNetworks", "networkSecurityGroups", "publicIPAddresses"),
    "Microsoft.OperationalInsights": ("workspaces",),
    "Microsoft.Portal": ("dashboards",),
    "Microsoft.Resources": ("subscriptions", "resourceGroups", "resources"),
    "Microsoft.Search": ("searchServices",),
    "Microsoft.ServiceBus": ("namespaces",),
    "Microsoft.Sql": ("servers", "servers/databases"),
    "Microsoft.Storage": ("storageAccounts",),
    "Microsoft.Web": ("sites", "serverFarms"),
}
"""Namespace to its best-known types; the catalogue is a selection, the types are for display."""

ALWAYS = frozenset({"microsoft.authorization", "microsoft.portal", "microsoft.resources"})
"""Namespaces that every subscription has, and that cannot be unregistered."""


def canonical(namespace: str) -> str | None:
    """The namespace in Azure's own letter case, or `None` if there is no such provider."""
    wanted = namespace.casefold()
    return next((known for known in PROVIDERS if known.casefold() == wanted), None)


def registration_state(subscription: Subscription, namespace: str, now: datetime) -> str:
    """`Registered`, `Registering` or `NotRegistered`."""
    key = namespace.casefold()
    if key in ALWAYS:
        return "Registered"
    since = subscription.registered.get(key)
    if since is None:
        return "NotRegistered"
    return "Registered" if now >= since else "Registering"


def shown(subscription: Subscription, namespace: str, now: datetime) -> dict[str, Any]:
    """A provider as `GET /subscriptions/{id}/providers/{namespace}` answers it."""
    policy = "RegistrationFree" if namespace.casefold() in ALWAYS else "RegistrationRequired"
    return {
        "id": f"/subscriptions/{subscription.id}/providers/{namespace}",
        "namespace": namespace,
        "resourceTypes": [
            {
                "resourceType": kind,
                "locations": list(REGIONS.values()),
                "apiVersions": ["2025-09-01", "2024-04-01", "2023-05-01", "2021-04-01"],
                "capabilities": "None",
            }
            for kind in PROVIDERS[namespace]
        ],
        "registrationState": registration_state(subscription, namespace, now),
        "registrationPolicy": policy,
    }
