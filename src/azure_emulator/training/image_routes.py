"""Images: into a project, listed, tagged, deleted."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from azure_emulator.cognitive_services.guard import AccountCall
from azure_emulator.routing import Call
from azure_emulator.training import metadata, serializers
from azure_emulator.training.errors import bad_request
from azure_emulator.training.images import Image, Region
from azure_emulator.training.metadata import parsed_filter
from azure_emulator.training.parameters import (
    IMAGES_A_PAGE,
    TAGS_A_FILTER,
    at_most,
    decoded,
    document,
    entries,
    fetched,
    flag,
    ids,
    images_in,
    listed_ids,
    object_in,
    optional_text,
    page,
    project,
    required_ids,
    text,
)
from azure_emulator.training.state import Training
from azure_emulator.training.uploads import OK, Entry
from azure_emulator.training.validators import BATCH_IMAGES, BATCH_TAGS
from azure_emulator.wire import Response
from azure_emulator.work import once

TAGS_A_BATCH = 128


def create_images_from_data(call: AccountCall, *, project_id: str) -> Response:
    """Add the images of a multipart body, or the one that is the body."""
    images = [Entry(image.name, image.content) for image in images_in(call)]
    return _uploaded(call, project_id, images, {"tagIds": ids(call, "tagIds")})


def create_images_from_files(call: AccountCall, *, project_id: str) -> Response:
    """Add images sent as base64."""
    batch = document(call)
    sent = entries(batch, "images")
    contents = once(
        call.request.made, "contents", lambda: [decoded(each.get("contents")) for each in sent]
    )
    images = [
        _entry(image, optional_text(image, "name") or "", content)
        for image, content in zip(sent, contents, strict=True)
    ]
    return _uploaded(call, project_id, images, batch)


def create_images_from_urls(call: AccountCall, *, project_id: str) -> Response:
    """Add images that the service fetches."""
    batch = document(call)
    images = [
        _entry(
            image,
            optional_text(image, "url") or "",
            fetched(call, optional_text(image, "url") or ""),
        )
        for image in entries(batch, "images")
    ]
    return _uploaded(call, project_id, images, batch)


def create_images_from_predictions(call: AccountCall, *, project_id: str) -> Response:
    """Add the images of stored predictions."""
    batch, stored = document(call), project(call, project_id).predictions
    contents = {key: prediction.content for key, prediction in stored.items()}
    images = [
        _entry(image, image_id, contents.get(image_id.casefold()))
        for image in entries(batch, "images")
        for image_id in [optional_text(image, "id") or ""]
    ]
    return _uploaded(call, project_id, images, batch)


def _entry(data: dict[str, Any], source: str, content: bytes | None) -> Entry:
    regions = tuple(entries(data, "regions"))
    return Entry(source, content, tuple(listed_ids(data, "tagIds")), regions)


def _uploaded(
    call: AccountCall, project_id: str, images: Sequence[Entry], batch: dict[str, Any]
) -> Response:
    """200 if all went well, else 207; that duplicates make it 207 is a guess."""
    home, texts = project(call, project_id), metadata.pairs(object_in(batch, "metadata"))
    if texts:
        images = [replace(image, metadata=texts) for image in images]
    outcomes = _training(call).upload(call.account, home, images, listed_ids(batch, "tagIds"))
    body = serializers.upload(call, home, outcomes)
    return Response(200 if body["isBatchSuccessful"] else 207, body)


def _listed(call: AccountCall, project_id: str, status: str) -> list[Image]:
    """Images with one tagging status, or with the one that the query names."""
    seen = project(call, project_id).training_set(call.request.parameter("iterationId"))
    status = status or text(call, "taggingStatus") or "All"
    fits = parsed_filter(text(call, "$filter"))
    return seen.listed(
        status, ids(call, "tagIds", TAGS_A_FILTER), text(call, "orderBy") or "Newest", fits
    )


def get_images(call: AccountCall, *, project_id: str, status: str = "") -> Response:
    """A page of images by tagging status and tags."""
    home = project(call, project_id)
    tags = home.training_set(call.request.parameter("iterationId")).tags
    images = _listed(call, project_id, status)[page(call)]
    return Response(200, serializers.images(call, home, tags, images))


def get_images_by_ids(call: AccountCall, *, project_id: str) -> Response:
    """The images of those ids."""
    home = project(call, project_id)
    seen = home.training_set(call.request.parameter("iterationId"))
    images = seen.by_ids(ids(call, "imageIds", IMAGES_A_PAGE))
    return Response(200, serializers.images(call, home, seen.tags, images))


def get_image_count(call: AccountCall, *, project_id: str, status: str = "") -> Response:
    """How many images: a bare integer."""
    return Response(200, len(_listed(call, project_id, status)))


def update_image_metadata(call: AccountCall, *, project_id: str) -> Response:
    """Give metadata to images, besides what they have."""
    home, image_ids = project(call, project_id), required_ids(call, "imageIds", BATCH_IMAGES)
    outcomes = _training(call).update_metadata(home, image_ids, metadata.pairs(document(call)))
    good = all(outcome.status == OK for outcome in outcomes)
    images = [
        {
            "imageId": each.source,
            "status": each.status,
            "metadata": each.image and each.image.metadata,
        }
        for each in outcomes
    ]
    body = {"isBatchSuccessful": good, "images": images}
    return Response(200 if good else 207, body)


def delete_images(call: AccountCall, *, project_id: str) -> Response:
    """Delete the images of those ids (204), or all (202)."""
    home = project(call, project_id)
    everything = flag(call, "allImages", default=False)
    image_ids = ids(call, "imageIds", IMAGES_A_PAGE)
    everywhere = flag(call, "allIterations", default=False)
    if not image_ids and not everything:
        raise bad_request("BadRequestRequiredParamIsNull", "imageIds or allImages is required")
    gone = list(home.current.images) if everything else image_ids
    _training(call).delete_images(home, gone, everywhere=everywhere)
    return Response(202 if everything or everywhere else 204)


def create_image_tags(call: AccountCall, *, project_id: str) -> Response:
    """Tag images."""
    pairs = [
        (
            (optional_text(pair, "imageId") or "").casefold(),
            (optional_text(pair, "tagId") or "").casefold(),
        )
        for pair in at_most(entries(document(call), "tags"), TAGS_A_BATCH, "tags")
    ]
    results = _training(call).tag_images(project(call, project_id), pairs)
    names = ("created", "duplicated", "exceeded")
    body = {
        name: [{"imageId": image_id, "tagId": tag_id} for image_id, tag_id in result]
        for name, result in zip(names, results, strict=True)
    }
    return Response(200, body)


def delete_image_tags(call: AccountCall, *, project_id: str) -> Response:
    """Take tags from images."""
    image_ids = required_ids(call, "imageIds", BATCH_IMAGES)
    tag_ids = required_ids(call, "tagIds", BATCH_TAGS)
    _training(call).untag_images(project(call, project_id), image_ids, tag_ids)
    return Response(204)


def create_image_regions(call: AccountCall, *, project_id: str) -> Response:
    """Tag rectangles of images, in a project of object detection."""
    home = project(call, project_id)
    added = _training(call).add_regions(home, entries(document(call), "regions"))
    body = {
        "created": [
            {
                "imageId": image_id,
                "regionId": area.id,
                "tagName": None,  # As recorded, as in the answer to an upload.
                "created": serializers.image_timestamp(area.created),
                "tagId": area.tag_id,
                **serializers.sides(area),
            }
            for image_id, area in added.created
        ],
        "duplicated": [_region_entry(*each) for each in added.duplicated],
        "exceeded": [_region_entry(*each) for each in added.exceeded],
    }
    whole = not added.duplicated and not added.exceeded
    return Response(200 if whole else 207, body)


def _region_entry(image_id: str, area: Region) -> dict[str, Any]:
    return {"imageId": image_id, "tagId": area.tag_id, **serializers.sides(area)}


def delete_image_regions(call: AccountCall, *, project_id: str) -> Response:
    """Delete rectangles."""
    region_ids = required_ids(call, "regionIds", BATCH_IMAGES)
    _training(call).delete_regions(project(call, project_id), region_ids)
    return Response(204)


def _training(call: Call) -> Training:
    return call.cloud.state(Training)
