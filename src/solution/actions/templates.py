"""Resources made by a template, as courses have their students make them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from solution.resources import (
    ACCOUNTS,
    API_VERSIONS,
    DEPLOYMENTS,
    INSIGHTS,
    LOGS,
    PREDICTION,
    STORAGE,
    TRAINING,
    VAULTS,
    WORKSPACES,
)
from solution.submission import instead

if TYPE_CHECKING:
    from solution.exercise import Exercise

SCHEMA = "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#"
LOCATION = "[parameters('location')]"


@instead("made-by-template", task="custom_vision_service")
def deploy_template(exercise: Exercise) -> None:
    """Made both accounts and the workspace by deploying a template."""
    settings = exercise.settings
    values = {
        "account": settings.training_account,
        "tier": settings.tiers[-1],
        "workspace": settings.workspace,
        "supply": settings.supply,
    }
    parameters = {name: {"value": value} for name, value in values.items()}
    properties = {"mode": "Incremental", "template": template(), "parameters": parameters}
    deployment = settings.resource_id(DEPLOYMENTS, "lab")
    exercise.resources.make(deployment, DEPLOYMENTS, {"properties": properties})
    exercise.custom_vision_service()


def template() -> dict[str, Any]:
    """Two accounts of Custom Vision, and a workspace with what it needs."""
    names = ("account", "tier", "workspace", "supply")
    location = {"type": "string", "defaultValue": "[resourceGroup().location]"}
    kinds = [
        {"kind": TRAINING, "name": "[parameters('account')]"},
        {"kind": PREDICTION, "name": "[format('{0}-Prediction', parameters('account'))]"},
    ]
    return {
        "$schema": SCHEMA,
        "contentVersion": "1.0.0.0",
        "parameters": {**{name: {"type": "string"} for name in names}, "location": location},
        "variables": {"accounts": kinds},
        "resources": [_accounts(), *_needs(), _workspace()],
        "outputs": {
            "endpoint": {
                "type": "string",
                "value": "[reference(parameters('account')).endpoint]",
            }
        },
    }


def _resource(type_: str, name: str, **parts: Any) -> dict[str, Any]:
    version = API_VERSIONS[type_]
    return {"type": type_, "apiVersion": version, "name": name, "location": LOCATION, **parts}


def _accounts() -> dict[str, Any]:
    return _resource(
        ACCOUNTS,
        "[variables('accounts')[copyIndex()].name]",
        copy={"name": "accounts", "count": "[length(variables('accounts'))]"},
        kind="[variables('accounts')[copyIndex()].kind]",
        sku={"name": "[parameters('tier')]"},
        properties={},
    )


def _needs() -> list[dict[str, Any]]:
    name = "[parameters('supply')]"
    vault = {
        "tenantId": "[subscription().tenantId]",
        "sku": {"family": "A", "name": "standard"},
        "accessPolicies": [],
    }
    insights = {"Application_Type": "web", "WorkspaceResourceId": _id(LOGS)}
    storage = {"kind": "StorageV2", "sku": {"name": "Standard_LRS"}, "properties": {}}
    return [
        _resource(STORAGE, name, **storage),
        _resource(VAULTS, name, properties=vault),
        _resource(LOGS, name, properties={}),
        _resource(INSIGHTS, name, kind="web", dependsOn=[_id(LOGS)], properties=insights),
    ]


def _workspace() -> dict[str, Any]:
    needs = {"storageAccount": STORAGE, "keyVault": VAULTS, "applicationInsights": INSIGHTS}
    ids = {name: _id(kind) for name, kind in needs.items()}
    return _resource(
        WORKSPACES,
        "[parameters('workspace')]",
        identity={"type": "SystemAssigned"},
        dependsOn=list(ids.values()),
        properties={"friendlyName": "[parameters('workspace')]", **ids},
    )


def _id(kind: str) -> str:
    return f"[resourceId('{kind}', parameters('supply'))]"
