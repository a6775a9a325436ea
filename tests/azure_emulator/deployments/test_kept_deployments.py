"""Deployments in a kept cloud, and in a copy of a subscription."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from azure_emulator.app import App
from azure_emulator.cloud import Cloud, Durations
from azure_emulator.entra.state import Entra
from azure_emulator.resource_manager.state import ResourceManager
from azure_emulator.state_file import load, save
from azure_emulator.wire import Request
from tests.azure_emulator.conftest import Clock
from tests.azure_emulator.deployments.conftest import VERSION, account, component, template

GROUP = "/subscriptions/{}/resourceGroups/g"


def ask(app: App, method: str, path: str, body: Any = None) -> Any:
    """The body of an answer to the cloud's Owner, in its first subscription unless told."""
    entra = app.cloud.state(Entra)
    token = entra.token_of(entra.principal, "https://management.azure.com").text
    request = Request(
        method=method,
        host="management.azure.com",
        path=path.format(next(iter(app.cloud.state(ResourceManager).subscriptions))),
        query={"api-version": VERSION},
        headers={"authorization": f"Bearer {token}", "content-type": "application/json"},
        body=b"" if body is None else json.dumps(body).encode(),
    )
    response = app(request)
    assert response.status < 400, response.body
    return response.body


def deploy(app: App, name: str, whole: Any, **parameters: Any) -> None:
    """Make the group, and begin to deploy a template in it."""
    ask(app, "PUT", GROUP, {"location": "eastus"})
    values = {key: {"value": value} for key, value in parameters.items()}
    properties = {"mode": "Incremental", "template": whole, "parameters": values}
    path = f"{GROUP}/providers/Microsoft.Resources/deployments/{name}"
    ask(app, "PUT", path, {"properties": properties})


def state(app: App, name: str, subscription: str = "{}") -> str:
    """How a deployment stands."""
    group = f"/subscriptions/{subscription}/resourceGroups/g"
    path = f"{group}/providers/Microsoft.Resources/deployments/{name}"
    return str(ask(app, "GET", path)["properties"]["provisioningState"])


def nested() -> dict[str, Any]:
    """A template in a template, that asks for what the outer one names."""
    inner = template(account("[concat(parameters('account'), '-2')]", dependsOn=[]))
    deployment = {
        "type": "Microsoft.Resources/deployments",
        "apiVersion": VERSION,
        "name": "inner",
        "dependsOn": ["[parameters('account')]"],
        "properties": {"mode": "Incremental", "template": inner},
    }
    parameters = {"account": {"type": "string"}, "password": {"type": "secureString"}}
    outputs = {"password": {"type": "secureString", "value": "[parameters('password')]"}}
    first = account("[parameters('account')]")
    return template(first, deployment, parameters=parameters, outputs=outputs)


def test_a_deployment_under_way_ends_in_the_cloud_that_is_loaded(
    tmp_path: Path, slow_cloud: Cloud, clock: Clock
) -> None:
    """With its nested one, its values and its caller, at whatever step it was."""
    for minutes in (0, 1.5):
        app = App(replace(slow_cloud, _states={}, background=[]))
        deploy(app, "lab", nested(), account="kept", password="made-up-password")
        clock.go(timedelta(minutes=minutes))
        assert state(app, "lab") == "Running"
        save(app.cloud, tmp_path / "cloud.zip")
        again = Cloud(now=clock, durations=slow_cloud.durations)
        load(again, tmp_path / "cloud.zip")
        loaded = App(again)
        assert state(loaded, "lab") == "Running"
        clock.go(timedelta(minutes=10))
        assert state(loaded, "lab") == "Succeeded"
        assert state(loaded, "inner") == "Succeeded"


def test_a_copy_of_a_subscription_has_its_deployments(cloud: Cloud) -> None:
    """Those that have ended, with ids of its own; each goes its own way."""
    cloud.durations = Durations().times(0)
    app = App(cloud)
    deploy(app, "lab", template(component("insights")))
    assert state(app, "lab") == "Succeeded"
    manager = cloud.state(ResourceManager)
    home = next(iter(manager.subscriptions))
    copy = manager.copy_subscription(home, "Copy")
    assert state(app, "lab", copy.target) == "Succeeded"
    path = f"/subscriptions/{copy.target}/resourceGroups/g/providers"
    ask(app, "DELETE", f"{path}/Microsoft.Resources/deployments/lab")
    assert state(app, "lab") == "Succeeded"
