"""What a request to Azure Resource Manager must hold: a version, a body, a name, a location."""

import json
import re
from collections.abc import Sequence
from typing import Any

from azure_emulator.resource_manager import errors
from azure_emulator.resource_manager.regions import REGIONS, short
from azure_emulator.resource_manager.resource import Group, Resource
from azure_emulator.routing import Call


def body_of(call: Call) -> dict[str, Any]:
    """The JSON object in the body.

    Raises:
        ArmError: 400 InvalidRequestContent: it is not JSON, or not an object.
    """
    try:
        body = call.request.json()
    except ValueError as error:
        raise errors.invalid_content(unreadable(error)) from error
    if not isinstance(body, dict):
        raise errors.invalid_content("the content is not an object")
    for name in ("properties", "tags", "sku", "identity"):
        if not isinstance(body.get(name), dict | None):
            raise errors.invalid_content(f"'{name}' is not an object")
    if body.get("tags"):
        body["tags"] = {name: _tag_value(name, value) for name, value in body["tags"].items()}
    return body


def unreadable(error: ValueError) -> str:
    """What Newtonsoft's reader says of text that is no JSON, as seen in public issues.

    Guess: where it stops reading.
    """
    if not isinstance(error, json.JSONDecodeError):
        return "Unexpected character encountered while parsing value. Path '', line 0, position 0."
    place = f"Path '', line {error.lineno}, position {error.colno}."
    if error.pos >= len(error.doc):
        return f"Unexpected end when reading JSON. {place}"
    character = error.doc[error.pos]
    return f"Unexpected character encountered while parsing value: {character}. {place}"


def _tag_value(name: str, value: object) -> str:
    """A tag's value as text. Guess: numbers become it, and null an empty one."""
    if isinstance(value, dict | list):
        raise errors.invalid_content(f"the value of the tag '{name[:60]}' is no text")
    return value if isinstance(value, str) else "" if value is None else str(value).lower()


def group_name(name: str) -> None:
    """Refuse a name that no group can have: 1 to 90 letters, digits, `-._()`, no last dot.

    Raises:
        ArmError: 400 InvalidResourceGroup; the texts for length and for the last dot are guesses.
    """
    wrong = "".join(dict.fromkeys(re.findall(r"[^-\w.()]", name)))
    start = f"The provided resource group name '{name}'"
    if wrong:
        raise errors.invalid_group(
            f"{start} has these invalid characters: '{wrong}'. "
            "The name can only be a letter, digit, '-', '.', '(', ')' or '_'."
        )
    if name.endswith("."):
        raise errors.invalid_group(f"{start} ends with an invalid character '.'.")
    if len(name) > 90:
        raise errors.invalid_group(f"{start} is longer than 90 characters.")


def group_location(location: object, existing: Group | None) -> str:
    """The short name of a group's location.

    Raises:
        ArmError: 400 LocationRequired or LocationNotAvailableForResourceGroup; 409
            InvalidResourceGroupLocation, ResourceGroupBeingDeleted.
    """
    text = required_location(location)
    if short(text) not in REGIONS:
        raise errors.group_location_unavailable(text, ",".join(REGIONS))
    if existing is not None and existing.gone is not None:
        raise errors.group_being_deleted(existing.name)
    if existing is not None and existing.location != short(text):
        raise errors.group_elsewhere(short(text), existing.location)
    return short(text)


def required_location(location: object) -> str:
    """A location as the client wrote it.

    Raises:
        ArmError: 400 LocationRequired.
    """
    if not isinstance(location, str) or not location.strip():
        raise errors.location_required()
    return location


def resource_location(
    location: object, type_: str, offered: Sequence[str], existing: Resource | None, group: str
) -> str:
    """The short name of the location of a resource.

    Args:
        location: as the client wrote it.
        type_: the type of the resource, for messages.
        offered: the short names of the locations in which the type is offered.
        existing: the resource that the request changes.
        group: the name of its group, for messages.

    Raises:
        ArmError: 400 LocationRequired, LocationNotAvailableForResourceType; 409
            InvalidResourceLocation.
    """
    text = required_location(location)
    if short(text) not in offered:
        raise errors.location_unavailable(text, type_, ",".join(offered))
    if existing is not None and short(existing.location) != short(text):
        raise errors.resource_elsewhere(existing, group, short(text))
    return short(text)
