"""Images: into a project, listed, tagged, deleted."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from azure_emulator.training import serializers
from azure_emulator.training.errors import bad_request
from azure_emulator.training.images import Image
from azure_emulator.training.parameters import (
    account,
    decoded,
    document,
    entries,
    fetched,
    flag,
    ids,
    listed_ids,
    page,
    pictures_in,
    project,
    text,
)
from azure_emulator.training.uploads import Entry
from azure_emulator.wire import Call, Response


def create_images_from_data(call: Call, *, project_id: str) -> Response:
    """Add the images of a multipart body, or the one that is the body."""
    found = [Entry(one.name, one.content) for one in pictures_in(call)]
    return _uploaded(call, project_id, found, ids(call, "tagIds"))


def create_images_from_files(call: Call, *, project_id: str) -> Response:
    """Add images sent as base64."""
    batch = document(call)
    found = [
        _entry(one, str(one.get("name", "")), decoded(one.get("contents")))
        for one in entries(batch, "images")
    ]
    return _uploaded(call, project_id, found, listed_ids(batch, "tagIds"))


def create_images_from_urls(call: Call, *, project_id: str) -> Response:
    """Add images that the service fetches."""
    batch = document(call)
    found = [
        _entry(one, str(one.get("url", "")), fetched(call, one.get("url")))
        for one in entries(batch, "images")
    ]
    return _uploaded(call, project_id, found, listed_ids(batch, "tagIds"))


def create_images_from_predictions(call: Call, *, project_id: str) -> Response:
    """Add the images of stored predictions."""
    batch, stored = document(call), project(call, project_id).predictions
    contents = {key: one.content for key, one in stored.items()}
    found = [
        _entry(one, str(one.get("id", "")), contents.get(str(one.get("id", "")).casefold()))
        for one in entries(batch, "images")
    ]
    return _uploaded(call, project_id, found, listed_ids(batch, "tagIds"))


def _entry(data: dict[str, Any], source: str, content: bytes | None) -> Entry:
    regions = tuple(entries(data, "regions"))
    return Entry(source, content, tuple(listed_ids(data, "tagIds")), regions)


def _uploaded(
    call: Call, project_id: str, found: Sequence[Entry], tag_ids: Sequence[str]
) -> Response:
    """200 if all went well, else 207; that duplicates make it 207 is a guess."""
    of = project(call, project_id)
    outcomes = call.cloud.training.upload(account(call), of, found, tag_ids)
    body = serializers.upload(call, of, outcomes)
    return Response(200 if body["isBatchSuccessful"] else 207, body)


def _listed(call: Call, project_id: str, status: str) -> list[Image]:
    of = project(call, project_id).seen(call.request.parameter("iterationId"))
    return of.listed(status, ids(call, "tagIds"), text(call, "orderBy") or "Newest")


def _page(call: Call, project_id: str, status: str) -> Response:
    of = project(call, project_id)
    tags = of.seen(call.request.parameter("iterationId")).tags
    found = _listed(call, project_id, status)[page(call)]
    return Response(200, serializers.images(call, of, tags, found))


def get_images(call: Call, *, project_id: str) -> Response:
    """A page of images by tagging status and tags."""
    return _page(call, project_id, text(call, "taggingStatus") or "All")


def get_tagged_images(call: Call, *, project_id: str) -> Response:
    """A page of tagged images."""
    return _page(call, project_id, "Tagged")


def get_untagged_images(call: Call, *, project_id: str) -> Response:
    """A page of untagged images."""
    return _page(call, project_id, "Untagged")


def get_images_by_ids(call: Call, *, project_id: str) -> Response:
    """The images of those ids."""
    of = project(call, project_id)
    seen = of.seen(call.request.parameter("iterationId"))
    found = seen.by_ids(ids(call, "imageIds"))
    return Response(200, serializers.images(call, of, seen.tags, found))


def get_image_count(call: Call, *, project_id: str) -> Response:
    """How many images: a bare integer."""
    status = text(call, "taggingStatus") or "All"
    return Response(200, len(_listed(call, project_id, status)))


def get_tagged_image_count(call: Call, *, project_id: str) -> Response:
    """How many tagged images."""
    return Response(200, len(_listed(call, project_id, "Tagged")))


def get_untagged_image_count(call: Call, *, project_id: str) -> Response:
    """How many untagged images."""
    return Response(200, len(_listed(call, project_id, "Untagged")))


def delete_images(call: Call, *, project_id: str) -> Response:
    """Delete the images of those ids (204), or all (202)."""
    of = project(call, project_id)
    everything, chosen = flag(call, "allImages", default=False), ids(call, "imageIds")
    if not chosen and not everything:
        raise bad_request("BadRequestRequiredParamIsNull", "imageIds or allImages is required")
    call.cloud.training.delete_images(of, list(of.current.images) if everything else chosen)
    return Response(202 if everything else 204)


def create_image_tags(call: Call, *, project_id: str) -> Response:
    """Tag images."""
    wanted = [
        (str(one.get("imageId", "")).casefold(), str(one.get("tagId", "")).casefold())
        for one in entries(document(call), "tags")
    ]
    results = call.cloud.training.tag_images(project(call, project_id), wanted)
    names = ("created", "duplicated", "exceeded")
    body = {
        name: [{"imageId": image_id, "tagId": tag_id} for image_id, tag_id in pairs]
        for name, pairs in zip(names, results, strict=True)
    }
    return Response(200, body)


def delete_image_tags(call: Call, *, project_id: str) -> Response:
    """Take tags from images."""
    image_ids, tag_ids = ids(call, "imageIds"), ids(call, "tagIds")
    call.cloud.training.untag_images(project(call, project_id), image_ids, tag_ids)
    return Response(204)


def create_image_regions(call: Call, *, project_id: str) -> Response:
    """Tag rectangles of images, in a project of object detection."""
    of = project(call, project_id)
    wanted = entries(document(call), "regions")
    added = call.cloud.training.add_regions(of, wanted)
    created = [
        {**one, "regionId": region_id, "tagName": of.current.tag(one["tagId"]).name}
        for one, (_, region_id) in zip(wanted, added, strict=True)
    ]
    return Response(200, {"created": created, "duplicated": [], "exceeded": []})


def delete_image_regions(call: Call, *, project_id: str) -> Response:
    """Delete rectangles."""
    call.cloud.training.delete_regions(project(call, project_id), ids(call, "regionIds"))
    return Response(204)
