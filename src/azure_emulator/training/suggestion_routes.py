"""Suggestions for untagged images, region proposals, and how trained images are predicted."""

from typing import Any

from azure_emulator.cognitive_services.guard import AccountCall
from azure_emulator.training import predictions, serializers, suggestions
from azure_emulator.training.errors import not_found, wrong_project_type
from azure_emulator.training.images import Image
from azure_emulator.training.iterations import Iteration
from azure_emulator.training.parameters import (
    TAGS_A_FILTER,
    document,
    finite,
    ids,
    listed_ids,
    optional_text,
    page,
    project,
    required,
    text,
)
from azure_emulator.training.predictions import Suggestion
from azure_emulator.training.projects import Project
from azure_emulator.training.query_pages import Page
from azure_emulator.training.state import Training
from azure_emulator.training.words import in_own_case
from azure_emulator.wire import Response


def suggest_tags_and_regions(call: AccountCall, *, project_id: str) -> Response:
    """Suggestions of an iteration for the images of those ids."""
    home, iteration = _asked(call, project_id)
    required(call, "imageIds")
    features = call.cloud.state(Training).features
    made = suggestions.suggest(call.cloud, features, home, iteration, ids(call, "imageIds"))
    return Response(200, [_suggestion(home, each) for each in made])


def query_suggested_images(call: AccountCall, *, project_id: str) -> Response:
    """Untagged images by what was suggested for them, a page, and the token of the next one."""
    home, iteration = _asked(call, project_id)
    asked = document(call)
    order = optional_text(asked, "sortBy") or suggestions.SORTED_BY[0]
    order = in_own_case(order, suggestions.SORTED_BY)
    threshold = finite(asked.get("threshold") or 0, "threshold")
    tag_ids = listed_ids(asked, "tagIds")
    found = suggestions.matching(home, iteration, tag_ids, threshold, order)
    part = Page.asked(asked, home.id)
    token = {
        "tagIds": tag_ids,
        "threshold": threshold,
        "session": part.session,
        "continuation": part.continuation(len(found)),
        "maxCount": part.most,
        "sortBy": order,
    }
    results = [_stored(call, home, iteration, *pair) for pair in part.of(found)]
    return Response(200, {"token": token, "results": results})


def query_suggested_image_count(call: AccountCall, *, project_id: str) -> Response:
    """For how many untagged images each tag was suggested."""
    home, iteration = _asked(call, project_id)
    asked = document(call)
    threshold = finite(asked.get("threshold") or 0, "threshold")
    counts = suggestions.count(home, iteration, listed_ids(asked, "tagIds"), threshold)
    return Response(200, counts)


def _asked(call: AccountCall, project_id: str) -> tuple[Project, Iteration]:
    home = project(call, project_id)
    return home, home.trained_iteration(required(call, "iterationId"), call.cloud.now())


def _suggestion(home: Project, made: Suggestion) -> dict[str, Any]:
    return {
        "id": made.image_id,
        "project": home.id,
        "iteration": made.iteration_id,
        "created": serializers.timestamp(made.created),
        "predictions": serializers.predictions(made.predictions),
        "predictionUncertainty": made.uncertainty,
    }


def _stored(
    call: AccountCall, home: Project, iteration: Iteration, image: Image, made: Suggestion
) -> dict[str, Any]:
    """As recorded, this `created` has no zone, and the image's width and height are there."""
    suggestion = _suggestion(home, made)
    return {
        "width": image.width,
        "height": image.height,
        **serializers.image_links(call, home, image),
        "domain": iteration.settings.domain.id,
        **suggestion,
        "created": suggestion["created"].removesuffix("Z"),
    }


def get_image_region_proposals(call: AccountCall, *, project_id: str, image_id: str) -> Response:
    """Rectangles of an image in which there may be an object."""
    home = project(call, project_id)
    if not home.settings.domain.is_detection:
        raise wrong_project_type()
    image = home.current.images.get(image_id.casefold())
    if image is None:
        raise not_found("Image")
    found = [
        {
            "confidence": serializers.short_float(box.probability),
            "boundingBox": serializers.sides(box),
        }
        for box in call.cloud.state(Training).features.proposals(image.content)
    ]
    return Response(200, {"projectId": home.id, "imageId": image.id, "proposals": found})


def get_image_performances(call: AccountCall, *, project_id: str, iteration_id: str) -> Response:
    """A page of the images that an iteration was trained with, and what it says of them."""
    home = project(call, project_id)
    iteration = home.measured_iteration(iteration_id, call.cloud.now())
    order = text(call, "orderBy") or "Newest"
    images = iteration.training_set.listed("Tagged", ids(call, "tagIds", TAGS_A_FILTER), order)[
        page(call)
    ]
    iteration.look_at(call.cloud.state(Training).features, [each.content for each in images])
    return Response(200, [_performance(call, home, iteration, image) for image in images])


def get_image_performance_count(
    call: AccountCall, *, project_id: str, iteration_id: str
) -> Response:
    """How many images an iteration was trained with."""
    iteration = project(call, project_id).measured_iteration(iteration_id, call.cloud.now())
    return Response(
        200, len(iteration.training_set.listed("Tagged", ids(call, "tagIds", TAGS_A_FILTER)))
    )


def _performance(
    call: AccountCall, home: Project, iteration: Iteration, image: Image
) -> dict[str, Any]:
    features = call.cloud.state(Training).features
    found = predictions.predicted(features, iteration, image.content)
    links = serializers.image_links(call, home, image)
    return {
        "predictions": serializers.predictions(found),
        "id": image.id,
        "created": serializers.image_timestamp(image.created),
        "width": image.width,
        "height": image.height,
        "imageUri": links["resizedImageUri"],
        "thumbnailUri": links["thumbnailUri"],
        **serializers.image_tags(iteration.training_set.tags, image),
    }
