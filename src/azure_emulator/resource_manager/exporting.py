"""A group as the template that would make it, as `exportTemplate` tells it."""

import re
from collections.abc import Sequence
from typing import Any

from azure_emulator.resource_manager import errors
from azure_emulator.resource_manager.protocol import GROUP
from azure_emulator.resource_manager.resource import Resource
from azure_emulator.resource_manager.state import ResourceManager
from azure_emulator.resource_manager.validators import body_of
from azure_emulator.routing import Call, Route
from azure_emulator.wire import Response

SCHEMA = "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#"
API_VERSIONS = {
    "microsoft.cognitiveservices/accounts": "2023-05-01",
    "microsoft.insights/components": "2020-02-02",
    "microsoft.keyvault/vaults": "2023-07-01",
    "microsoft.machinelearningservices/workspaces": "2024-04-01",
    "microsoft.machinelearningservices/workspaces/computes": "2024-04-01",
    "microsoft.storage/storageaccounts": "2023-05-01",
}
OTHER = "2021-04-01"
"""What a template says of a type whose versions are not known here."""

TOLD = ("sku", "kind", "plan", "identity", "tags")


def export(call: Call, *, subscription: str, group: str) -> Response:
    """`POST .../exportTemplate` with `{"resources": ["*"], "options"?}`.

    Guess: it is answered at once; newer versions let the client wait.
    """
    manager, body = call.cloud.state(ResourceManager), body_of(call)
    wanted = body.get("resources")
    if not isinstance(wanted, list) or not wanted:
        raise errors.invalid_content("'resources' is not a list of ids, or of '*'")
    keys = {str(each).casefold().rstrip("/") for each in wanted}
    there = manager.in_group(subscription, group)
    resources = [each for each in there if "*" in keys or each.path.key in keys]
    # Names are all that is parametrized here.
    said = str(body.get("options")).casefold()
    skipped = "skipallparameterization" in said or "skipresourcenameparameterization" in said
    return Response(200, {"template": _template(resources, parametrized=not skipped)})


def _template(resources: Sequence[Resource], *, parametrized: bool) -> dict[str, Any]:
    parameters = {
        _parameter(resource): {"defaultValue": resource.name, "type": "String"}
        for resource in resources
        if resource.path.parent is None
    }
    return {
        "$schema": SCHEMA,
        "contentVersion": "1.0.0.0",
        "parameters": parameters if parametrized else {},
        "variables": {},
        "resources": [_resource(resource, parametrized) for resource in resources],
    }


def _resource(resource: Resource, parametrized: bool) -> dict[str, Any]:
    optional = {name: getattr(resource, name) for name in TOLD}
    path, name, depends = resource.path, resource.path.name, {}
    if parametrized:
        first = f"parameters('{_parameter(resource)}')"
        below = "".join(f", '/{each}'" for each in path.names[1:])
        name = f"[concat({first}{below})]" if below else f"[{first}]"
        if path.parent is not None:
            names = "".join(f", '{each}'" for each in path.names[1:-1])
            depends = {"dependsOn": [f"[resourceId('{path.parent.type}', {first}{names})]"]}
    return {
        "type": resource.type,
        "apiVersion": API_VERSIONS.get(resource.type.casefold(), OTHER),
        "name": name,
        **({"location": resource.location} if resource.location else {}),
        **depends,
        **{key: value for key, value in optional.items() if value},
        "properties": resource.properties,
    }


def _parameter(resource: Resource) -> str:
    """`storageAccounts_pets_name`, of the resource or of the one that it is a part of."""
    kind, name = resource.type.split("/")[1], resource.path.names[0]
    return re.sub(r"\W", "_", f"{kind}_{name}_name")


EXPORT_ROUTES = [
    Route(
        "POST",
        f"{GROUP}/exportTemplate",
        export,
        "Microsoft.Resources/subscriptions/resourceGroups/exportTemplate/action",
    )
]
