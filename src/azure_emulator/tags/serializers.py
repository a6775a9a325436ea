"""Tags as Resource Manager answers them."""

from collections.abc import Mapping
from typing import Any

TYPE = "Microsoft.Resources/tags"


def tags(scope: str, tags: Mapping[str, str] | None) -> dict[str, Any]:
    """The tags of a scope."""
    return {
        "id": f"{scope}/providers/{TYPE}/default",
        "name": "default",
        "type": TYPE,
        "properties": {"tags": dict(tags or {})},
    }


def tag_name(subscription: str, name: str, values: Mapping[str, int]) -> dict[str, Any]:
    """A name, how often it is used, and its values."""
    return {
        "id": f"/subscriptions/{subscription}/tagNames/{name}",
        "tagName": name,
        "count": {"type": "Total", "value": sum(values.values())},
        "values": [tag_value(subscription, name, value, count) for value, count in values.items()],
    }


def tag_value(subscription: str, name: str, value: str, count: int) -> dict[str, Any]:
    """A value of a name, and how often it is used."""
    return {
        "id": f"/subscriptions/{subscription}/tagNames/{name}/tagValues/{value}",
        "tagValue": value,
        "count": {"type": "Total", "value": count},
    }
