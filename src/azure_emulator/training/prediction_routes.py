"""Quick tests, and the predictions that a project keeps."""

from collections.abc import Callable
from typing import Any

from azure_emulator.cognitive_services.guard import AccountCall
from azure_emulator.training import predictions, serializers
from azure_emulator.training.errors import bad_request
from azure_emulator.training.parameters import (
    at_most,
    document,
    entries,
    finite,
    flag,
    ids,
    optional_text,
    parsed_time,
    project,
)
from azure_emulator.training.query_pages import Page
from azure_emulator.training.state import Training
from azure_emulator.training.validators import BATCH_IMAGES, TRAINING_BYTES
from azure_emulator.training.words import in_own_case
from azure_emulator.wire import Response

TAGS_A_QUERY = 2


def quick_test(
    call: AccountCall, *, project_id: str, read: Callable[[AccountCall], bytes]
) -> Response:
    """Classify the image that `read` gets from the call."""
    content, home = read(call), project(call, project_id)
    iteration = home.iteration_to_test(call.request.parameter("iterationId"), call.cloud.now())
    prediction = predictions.predict(
        call.cloud,
        call.cloud.state(Training).features,
        iteration,
        content,
        most_bytes=TRAINING_BYTES,
    )
    if flag(call, "store", default=True):
        home.predictions[prediction.id] = prediction
    return serializers.prediction_response(prediction)


def query_predictions(call: AccountCall, *, project_id: str) -> Response:
    """The stored predictions that a token describes, all on one page, and the token."""
    home, token = project(call, project_id), document(call)
    query = predictions.Query(
        order=in_own_case(optional_text(token, "orderBy") or "Newest", predictions.ORDERS),
        iteration_id=optional_text(token, "iterationId"),
        application=optional_text(token, "application"),
        start=parsed_time(token.get("startTime")),
        end=parsed_time(token.get("endTime")),
        tags=[_range(tag) for tag in _tags(token)],
    )
    matching = predictions.matching(home.predictions.values(), query, call.cloud.now())
    page = Page.asked(token, home.id)
    results = [serializers.stored_prediction(call, home, each) for each in page.of(matching)]
    return Response(200, {"token": _token(query, page, len(matching)), "results": results})


def _tags(token: dict[str, Any]) -> list[dict[str, Any]]:
    code = "BadRequestPredictionTagsExceededCount"
    return at_most(entries(token, "tags"), TAGS_A_QUERY, "tags", code)


def _range(tag: dict[str, object]) -> tuple[str, float, float]:
    """A tag's id, and the lowest and highest probability that it may have."""
    low, high = tag.get("minThreshold"), tag.get("maxThreshold")
    return (
        (optional_text(tag, "id") or "").casefold(),
        0.0 if low is None else finite(low, "minThreshold"),
        1.0 if high is None else finite(high, "maxThreshold"),
    )


def _token(query: predictions.Query, page: Page, found: int) -> dict[str, object]:
    """The token with all its fields; as recorded, what was not asked for is null."""
    tags = [
        {"id": tag_id, "minThreshold": low, "maxThreshold": high}
        for tag_id, low, high in query.tags
    ]
    return {
        "session": page.session,
        "continuation": page.continuation(found),
        "maxCount": page.most,
        "orderBy": query.order,
        "tags": tags or None,
        "iterationId": query.iteration_id,
        "startTime": query.start and serializers.timestamp(query.start),
        "endTime": query.end and serializers.timestamp(query.end),
        "application": query.application,
    }


def delete_predictions(call: AccountCall, *, project_id: str) -> Response:
    """Delete stored predictions; unknown ids are passed over."""
    home = project(call, project_id)
    too_many = "BadRequestPredictionIdsExceededCount"
    prediction_ids = at_most(ids(call, "ids"), BATCH_IMAGES, "ids", too_many)
    if not prediction_ids:
        raise bad_request("BadRequestPredictionIdsMissing", "No ids are given")
    for prediction_id in prediction_ids:
        home.predictions.pop(prediction_id, None)
    return Response(204)
