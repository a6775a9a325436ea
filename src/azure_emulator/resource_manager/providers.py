"""The resource providers that a subscription can register, as data."""

from datetime import datetime

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
    "Microsoft.Management": ("managementGroups",),
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
    key = namespace.casefold()
    return next((provider for provider in PROVIDERS if provider.casefold() == key), None)


def registration_state(subscription: Subscription, namespace: str, now: datetime) -> str:
    """`Registered`, `Registering` or `NotRegistered`."""
    key = namespace.casefold()
    if key in ALWAYS:
        return "Registered"
    since = subscription.registered.get(key)
    if since is None:
        return "NotRegistered"
    return "Registered" if now >= since else "Registering"
