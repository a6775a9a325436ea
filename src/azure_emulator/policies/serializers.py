"""Policies as Resource Manager answers them."""

from datetime import datetime
from typing import Any

from azure_emulator.policies.state import ASSIGNMENTS, DEFINITIONS, Assignment, Definition


def definition(definition: Definition) -> dict[str, Any]:
    """A policy definition."""
    return {
        "properties": _with_author(definition.properties, definition),
        "id": definition.id,
        "type": DEFINITIONS,
        "name": definition.name,
    }


SKU, SINCE, UNTIL = {"name": "A0", "tier": "Free"}, "2017-06-01", "2020-03-01"
"""Of each assignment, and the versions that tell it; as recorded in 2019."""


def assignment(assignment: Assignment, version: str) -> dict[str, Any]:
    """A policy assignment, as a version answers it."""
    return {
        **({"sku": SKU} if SINCE <= version < UNTIL else {}),
        "properties": _with_author(assignment.properties, assignment),
        "id": assignment.id,
        "type": ASSIGNMENTS,
        "name": assignment.name,
    }


def _with_author(properties: dict[str, Any], thing: Definition | Assignment) -> dict[str, Any]:
    if thing.created is None:
        return properties
    given = properties.get("metadata")
    metadata = {
        **(given if isinstance(given, dict) else {}),
        "createdBy": thing.created_by,
        "createdOn": _time(thing.created),
        "updatedBy": None,
        "updatedOn": None,
    }
    return {**properties, "metadata": metadata}


def _time(time: datetime) -> str:
    return f"{time:%Y-%m-%dT%H:%M:%S.%f}0Z"
