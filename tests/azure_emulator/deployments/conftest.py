"""Templates, sent as plain requests."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import pytest
import requests

SCHEMA = "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#"
VERSION = "2024-03-01"


def template(*resources: Any, **parts: Any) -> dict[str, Any]:
    """A template with these resources."""
    return {
        "$schema": SCHEMA,
        "contentVersion": "1.0.0.0",
        "resources": list(resources),
        **parts,
    }


def account(name: str, **parts: Any) -> dict[str, Any]:
    """A resource of a template: an account of Custom Vision."""
    return {
        "type": "Microsoft.CognitiveServices/accounts",
        "apiVersion": "2023-05-01",
        "name": name,
        "location": "eastus",
        "kind": "CustomVision.Training",
        "sku": {"name": "S0"},
        "properties": {},
        **parts,
    }


def component(name: str, **parts: Any) -> dict[str, Any]:
    """A resource of a template: Application Insights, which is ready at once."""
    return {
        "type": "Microsoft.Insights/components",
        "apiVersion": "2020-02-02",
        "name": name,
        "location": "eastus",
        "kind": "web",
        "properties": {"Application_Type": "web"},
        **parts,
    }


@dataclass(frozen=True)
class Group:
    """A group, and requests about the deployments in it."""

    id: str
    arm: Callable[..., requests.Response]

    def path(self, name: str = "lab") -> str:
        """The path of a deployment."""
        return f"{self.id}/providers/Microsoft.Resources/deployments/{name}"

    def put(
        self, template: Any, name: str = "lab", mode: str = "Incremental", **parameters: Any
    ) -> requests.Response:
        """Deploy a template with the values of its parameters."""
        return self.send("PUT", "", template, name, mode, **parameters)

    def send(
        self,
        method: str,
        below: str,
        template: Any,
        name: str = "lab",
        mode: str = "Incremental",
        **parameters: Any,
    ) -> requests.Response:
        """Send a template to what is below a deployment's path."""
        values = {key: {"value": value} for key, value in parameters.items()}
        properties = {"mode": mode, "template": template, "parameters": values}
        body = {"properties": properties}
        return self.arm(method, self.path(name) + below, VERSION, json=body)

    def get(self, name: str = "lab") -> Mapping[str, Any]:
        """The properties of a deployment."""
        properties: dict[str, Any] = self.ask("", name)["properties"]
        return properties

    def ask(self, below: str = "", name: str = "lab") -> Any:
        """What a `GET` below a deployment answers."""
        response = self.arm("GET", self.path(name) + below, VERSION)
        assert response.status_code == 200, response.text
        return response.json()

    def deploy(self, template: Any, **parameters: Any) -> Mapping[str, Any]:
        """Deploy a template, and wait; the properties of the deployment at its end."""
        response = self.put(template, **parameters)
        assert response.status_code in (200, 201), response.text
        return self.end()

    def end(self, name: str = "lab") -> Mapping[str, Any]:
        """Wait until a deployment has ended; its properties then."""
        while (properties := self.get(name))["provisioningState"] in ("Accepted", "Running"):
            time.sleep(0.005)
        return properties

    def outputs(self, *expressions: Any, **parts: Any) -> list[Any]:
        """What expressions are worth, each an output of a template without resources."""
        outputs = {
            f"o{place}": {
                "type": _type(each),
                "value": each[1] if isinstance(each, tuple) else each,
            }
            for place, each in enumerate(expressions)
        }
        properties = self.deploy(template(outputs=outputs, **parts))
        assert properties["provisioningState"] == "Succeeded", properties["error"]
        return [each["value"] for each in properties["outputs"].values()]


def _type(expression: Any) -> str:
    return expression[0] if isinstance(expression, tuple) else "string"


@pytest.fixture
def group(sdk: Any, arm: Callable[..., requests.Response]) -> Group:
    """A new group."""
    made = sdk.resources.resource_groups.create_or_update("g", {"location": "eastus"})
    return Group(made.id, arm)
