"""Each operation on deployments, at a group and at a subscription, by plain requests."""

from __future__ import annotations

import time
from datetime import timedelta
from typing import Any

import pytest
import requests

from azure_emulator.cloud import Cloud
from azure_emulator.server import running
from tests.azure_emulator.conftest import Clock
from tests.azure_emulator.deployments.conftest import (
    VERSION,
    Group,
    account,
    component,
    template,
)
from tests.azure_emulator.deployments.test_deployments import _group

NESTED = {
    "type": "Microsoft.Resources/deployments",
    "apiVersion": "2021-04-01",
    "name": "nested",
    "resourceGroup": "g",
}


def nested(*resources: Any) -> dict[str, Any]:
    """A resource of a template: a deployment of these at the group."""
    return {**NESTED, "properties": {"mode": "Incremental", "template": template(*resources)}}


def body(*resources: Any) -> dict[str, Any]:
    """A deployment of these; at a subscription it has a location of its own."""
    properties = {"mode": "Incremental", "template": template(*resources)}
    return {"location": "eastus", "properties": properties}


@pytest.mark.parametrize("scope", ["subscription", "group"])
def test_a_deployment_lives(group: Group, scope: str) -> None:
    """Validated, foreseen, made, seen, listed, explained by its operations, exported, deleted."""
    home = group.id if scope == "group" else group.id.rpartition("/resourceGroups")[0]
    sent = body(component("pets")) if scope == "group" else body(nested(component("pets")))
    if scope == "group":
        del sent["location"]
    path = f"{home}/providers/Microsoft.Resources/deployments/life"

    def ask(method: str, path: str, **more: Any) -> requests.Response:
        return group.arm(method, path, VERSION, **more)

    assert ask("POST", f"{path}/validate", json=sent).status_code == 200
    assert ask("POST", f"{path}/whatIf", json=sent).status_code in (200, 202)
    assert ask("PUT", path, json=sent).status_code == 201
    while ask("GET", path).json()["properties"]["provisioningState"] in ("Accepted", "Running"):
        time.sleep(0.005)
    assert ask("HEAD", path).status_code == 204
    listed = ask("GET", path.rpartition("/")[0]).json()["value"]
    assert "life" in [each["name"] for each in listed]
    short = f"{home}/deployments/life" if scope == "group" else path
    operations = {each: ask("GET", f"{each}/operations").json()["value"] for each in (path, short)}
    for place, found in operations.items():
        assert found[0]["properties"]["provisioningState"] == "Succeeded"
        name = found[0]["operationId"]
        assert ask("GET", f"{place}/operations/{name}").json()["operationId"] == name
    assert ask("POST", f"{path}/exportTemplate").json()["template"]["resources"]
    assert ask("DELETE", path).status_code == 202


def test_a_deployment_at_a_subscription_is_cancelled(slow_cloud: Cloud, clock: Clock) -> None:
    """While what it makes at a group is still being made."""
    with running(slow_cloud) as emulator, requests.Session() as session:
        session.trust_env = False
        session.proxies, session.verify = {"https": emulator.proxy_url}, str(emulator.ca_file)
        group = _group(slow_cloud, session)
        home = group.id.rpartition("/resourceGroups")[0]
        path = f"{home}/providers/Microsoft.Resources/deployments/whole"
        made = group.arm("PUT", path, VERSION, json=body(nested(account("one"))))
        assert made.status_code == 201
        assert group.arm("POST", f"{path}/cancel", VERSION).status_code == 204
        clock.go(timedelta(minutes=30))
        state = group.arm("GET", path, VERSION).json()["properties"]["provisioningState"]
    assert state == "Canceled"
