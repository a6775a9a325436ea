"""What a request says, read once: its query, its JSON, its images."""

import base64
import binascii
import math
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, TypeVar

from azure_emulator.cognitive_services.guard import AccountCall
from azure_emulator.routing import Call
from azure_emulator.training.artifacts import linked
from azure_emulator.training.errors import bad_request
from azure_emulator.training.multipart_images import BrokenMultipartError, Upload, uploads
from azure_emulator.training.projects import Project
from azure_emulator.training.state import Training
from azure_emulator.training.words import one_of
from azure_emulator.vision.features import digested
from azure_emulator.web_images.errors import ImageNotFoundError
from azure_emulator.web_images.state import WebImages
from azure_emulator.work import once

Item = TypeVar("Item")

IMAGES_A_PAGE = 256
TAGS_A_FILTER = 20


def project(call: AccountCall, project_id: str) -> Project:
    """The project of the path.

    Raises:
        CustomVisionError: 404 NotFoundProject.
    """
    return call.cloud.state(Training).project(call.account, project_id)


def text(call: Call, name: str) -> str:
    """A query parameter; empty if it is not there."""
    return call.request.parameter(name) or ""


def required(call: Call, name: str) -> str:
    """A query parameter that must be there.

    Raises:
        CustomVisionError: 400 BadRequestRequiredParamIsNull.
    """
    value = call.request.parameter(name)
    if value is None:
        raise bad_request("BadRequestRequiredParamIsNull", f"The parameter {name} is required")
    return value


def ids(call: Call, name: str, most: int | None = None) -> list[str]:
    """A comma-separated list of ids, in lower case.

    Raises:
        CustomVisionError: 400 BadRequestExceededBatchSize for more than there may be.
    """
    found = [item.strip().casefold() for item in text(call, name).split(",") if item.strip()]
    return at_most(found, most, name)


def required_ids(call: Call, name: str, most: int) -> list[str]:
    """A list of ids that must be there.

    Raises:
        CustomVisionError: 400 BadRequestRequiredParamIsNull, BadRequestExceededBatchSize.
    """
    required(call, name)
    return ids(call, name, most)


def at_most(
    found: list[Item], most: int | None, name: str, code: str = "BadRequestExceededBatchSize"
) -> list[Item]:
    """The list, if it is not too long.

    Raises:
        CustomVisionError: 400 with that code.
    """
    if most is not None and len(found) > most:
        raise bad_request(code, f"At most {most} {name} at once")
    return found


def flag(call: Call, name: str, *, default: bool) -> bool:
    """`true` or `false` in any letter case; the default if it is not there, or empty.

    Raises:
        CustomVisionError: 400 BadRequest for another word.
    """
    word = text(call, name)
    return one_of(word, ("true", "false"), name) == "true" if word else default


def number(call: Call, name: str, default: float) -> float:
    """A number of the query.

    Raises:
        CustomVisionError: 400 for anything else.
    """
    return finite(text(call, name) or default, name)


def finite(value: Any, name: str) -> float:
    """A finite number; `name` is its name in the error.

    Raises:
        CustomVisionError: 400 for anything else.
    """
    try:
        parsed = float(value)
    except (TypeError, ValueError, OverflowError):
        parsed = math.nan
    if not math.isfinite(parsed):
        raise bad_request("BadRequest", f"The value of {name} is not valid")
    return parsed


def page(call: Call) -> slice:
    """`skip` (0) and `take` (50, at most 256).

    Raises:
        CustomVisionError: 400 for others; that code is a guess.
    """
    skip, take = int(number(call, "skip", 0)), int(number(call, "take", 50))
    if skip < 0:
        raise bad_request("BadRequest", f"Invalid value {skip} for skip; it is 0 or more")
    if not 0 <= take <= IMAGES_A_PAGE:
        message = f"Invalid value {take} for take; it is 0..{IMAGES_A_PAGE}"
        raise bad_request("BadRequest", message)
    return slice(skip, skip + take)


def document(call: Call) -> dict[str, Any]:
    """The JSON object of the body; `{}` for an empty body.

    Raises:
        CustomVisionError: 400 BadRequest for another body.
    """
    try:
        body = call.request.json()
    except ValueError as error:
        raise bad_request("BadRequest", "The body is not JSON") from error
    if not isinstance(body, dict | None):
        raise bad_request("BadRequest", "The body is not a JSON object")
    return body or {}


def entries(of: dict[str, Any], name: str) -> list[dict[str, Any]]:
    """A list of JSON objects in a JSON object; empty if absent or null.

    Raises:
        CustomVisionError: 400 BadRequest for anything else.
    """
    items = of.get(name) or []
    if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
        raise bad_request("BadRequest", f"{name} is not a list of objects")
    return items


def object_in(of: dict[str, Any], name: str) -> dict[str, Any]:
    """A JSON object in a JSON object; empty if absent or null.

    Raises:
        CustomVisionError: 400 BadRequest for anything else.
    """
    value = of.get(name)
    if not isinstance(value, dict | None):
        raise bad_request("BadRequest", f"{name} is not an object")
    return value or {}


def optional_text(of: dict[str, Any], name: str) -> str | None:
    """A text in a JSON object; nothing if absent, null or empty.

    Raises:
        CustomVisionError: 400 BadRequest for anything else.
    """
    value = of.get(name)
    if not isinstance(value, str | None):
        raise bad_request("BadRequest", f"{name} is not a text")
    return value or None


def listed_ids(of: dict[str, Any], name: str) -> list[str]:
    """A list of ids in a JSON object, in lower case; empty if absent or null.

    Raises:
        CustomVisionError: 400 BadRequest for anything else.
    """
    items = of.get(name) or []
    if not isinstance(items, list):
        raise bad_request("BadRequest", f"{name} is not a list")
    return [str(item).casefold() for item in items]


def parsed_time(value: object) -> datetime | None:
    """An ISO 8601 time as timezone-aware UTC; `None` if there is none.

    Raises:
        CustomVisionError: 400 BadRequestPredictionInvalidQueryParameters.
    """
    if not value:
        return None
    try:
        time = datetime.fromisoformat(str(value))
    except ValueError as error:
        raise bad_request(
            "BadRequestPredictionInvalidQueryParameters", f"Invalid time {value}"
        ) from error
    return time.replace(tzinfo=time.tzinfo or UTC).astimezone(UTC)


def decoded(contents: object) -> bytes | None:
    """The bytes of a base64 text; `None` if it is none."""
    try:
        return digested(base64.b64decode(str(contents or ""), validate=True))
    except binascii.Error:
        return None


def fetched(call: Call, url: str) -> bytes | None:
    """The image at a URL, in the web or of a link to storage; `None` where there is none."""
    try:
        return linked(call.cloud, url) or call.cloud.state(WebImages).at(url)
    except ImageNotFoundError:
        return None


def image_at(call: Call) -> bytes:
    """The image at the `url` of the JSON body.

    Raises:
        CustomVisionError: 400 BadRequestImageUrl.
    """
    content = fetched(call, optional_text(document(call), "url") or "")
    if content is None:
        raise bad_request("BadRequestImageUrl", "Invalid image url")
    return content


def images_in(call: Call) -> list[Upload]:
    """The images of the body.

    Raises:
        CustomVisionError: 400 BadRequestImageStream.
        UnfinishedError: they have to be read first.
    """
    return once(call.request.made, "images", lambda: _images_in(call))


def _images_in(call: Call) -> list[Upload]:
    try:
        return [replace(each, content=digested(each.content)) for each in uploads(call.request)]
    except BrokenMultipartError as error:
        message = "The multipart body cannot be read"
        raise bad_request("BadRequestImageStream", message) from error


def image_in(call: Call) -> bytes:
    """The first image of the body.

    Raises:
        CustomVisionError: 400 BadRequestImageStream.
    """
    images = images_in(call)
    if not images:
        raise bad_request("BadRequestImageStream", "The body holds no image")
    return images[0].content
