"""A selection of Azure's own policy definitions, as data.

Source: Microsoft's page "Azure Policy built-in definitions", and the repository of the same.
"""

from typing import Any

INDEXED, ALL = "Indexed", "All"


def _strong(name: str, described: str, kind: str) -> dict[str, Any]:
    metadata = {"displayName": name, "description": described, "strongType": kind}
    return {"type": "Array", "metadata": metadata}


def _text(name: str, described: str) -> dict[str, Any]:
    return {"type": "String", "metadata": {"displayName": name, "description": described}}


def _definition(
    name: str, mode: str, described: str, parameters: dict[str, Any], rule: dict[str, Any]
) -> dict[str, Any]:
    return {
        "displayName": name,
        "policyType": "BuiltIn",
        "mode": mode,
        "description": described,
        "metadata": {"version": "1.0.0", "category": "General"},
        "parameters": parameters,
        "policyRule": {"if": rule, "then": {"effect": "deny"}},
    }


_TAG = {"tagName": _text("Tag Name", "Name of the tag, such as 'environment'")}
_TAG_FIELD = "[concat('tags[', parameters('tagName'), ']')]"
_GROUPS = {"field": "type", "equals": "Microsoft.Resources/subscriptions/resourceGroups"}
_NO_TAG = {"field": _TAG_FIELD, "exists": "false"}

BUILT_IN: dict[str, dict[str, Any]] = {
    "e56962a6-4747-49cd-b67b-bf8b01975c4c": _definition(
        "Allowed locations",
        INDEXED,
        "This policy enables you to restrict the locations your organization can specify when "
        "deploying resources.",
        {
            "listOfAllowedLocations": _strong(
                "Allowed locations",
                "The list of locations that can be specified when deploying resources.",
                "location",
            )
        },
        {
            "allOf": [
                {"field": "location", "notIn": "[parameters('listOfAllowedLocations')]"},
                {"field": "location", "notEquals": "global"},
                {"field": "type", "notEquals": "Microsoft.AzureActiveDirectory/b2cDirectories"},
            ]
        },
    ),
    "e765b5de-1225-4ba3-bd56-1ac6695af988": _definition(
        "Allowed locations for resource groups",
        ALL,
        "This policy enables you to restrict the locations your organization can create resource "
        "groups in.",
        {
            "listOfAllowedLocations": _strong(
                "Allowed locations",
                "The list of locations that resource groups can be created in.",
                "location",
            )
        },
        {
            "allOf": [
                _GROUPS,
                {"field": "location", "notIn": "[parameters('listOfAllowedLocations')]"},
            ]
        },
    ),
    "6c112d4e-5bc7-47ae-a041-ea2d9dccd749": _definition(
        "Not allowed resource types",
        ALL,
        "Restrict which resource types can be deployed in your environment.",
        {
            "listOfResourceTypesNotAllowed": _strong(
                "Not allowed resource types",
                "The list of resource types that cannot be deployed.",
                "resourceTypes",
            )
        },
        {
            "allOf": [
                {"field": "type", "in": "[parameters('listOfResourceTypesNotAllowed')]"},
                {"value": "[field('type')]", "exists": True},
            ]
        },
    ),
    "a08ec900-254a-4555-9bf5-e42af04b5c5c": _definition(
        "Allowed resource types",
        INDEXED,
        "This policy enables you to specify the resource types that your organization can deploy.",
        {
            "listOfResourceTypesAllowed": _strong(
                "Allowed resource types",
                "The list of resource types that can be deployed.",
                "resourceTypes",
            )
        },
        {"not": {"field": "type", "in": "[parameters('listOfResourceTypesAllowed')]"}},
    ),
    "871b6d14-10aa-478d-b590-94f262ecfa99": _definition(
        "Require a tag on resources",
        INDEXED,
        "Enforces existence of a tag. Does not apply to resource groups.",
        _TAG,
        _NO_TAG,
    ),
    "96670d01-0a4d-4649-9c89-2d3abc0a5025": _definition(
        "Require a tag on resource groups",
        ALL,
        "Enforces existence of a tag on resource groups.",
        _TAG,
        {"allOf": [_GROUPS, _NO_TAG]},
    ),
    "1e30110a-5ceb-460c-a204-c1c3969c6d62": _definition(
        "Require a tag and its value on resources",
        INDEXED,
        "Enforces a required tag and its value. Does not apply to resource groups.",
        {**_TAG, "tagValue": _text("Tag Value", "Value of the tag, such as 'production'")},
        {"not": {"field": _TAG_FIELD, "equals": "[parameters('tagValue')]"}},
    ),
}
"""The properties of each by its name, a GUID."""
