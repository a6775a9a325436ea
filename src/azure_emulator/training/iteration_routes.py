"""Training, iterations, publication, quick tests, stored predictions."""

from __future__ import annotations

from azure_emulator.errors import CustomVisionError
from azure_emulator.training import iterations, predictions, publication, serializers
from azure_emulator.training.parameters import (
    document,
    entries,
    finite,
    flag,
    ids,
    listed_ids,
    number,
    parsed_time,
    picture_at,
    picture_in,
    project,
    required,
    text,
)
from azure_emulator.training.validators import TRAINING_BYTES
from azure_emulator.wire import Call, Response


def train_project(call: Call, *, project_id: str) -> Response:
    """Begin a training."""
    plan = iterations.Plan(
        type=text(call, "trainingType") or iterations.QUICK,
        hours=int(number(call, "reservedBudgetInHours", 0)),
        selected=tuple(listed_ids(document(call), "selectedTags")),
    )
    force = flag(call, "forceTrain", default=False)
    try:
        begun = iterations.train(call.cloud, project(call, project_id), plan, force=force)
    except CustomVisionError as error:
        if error.status == 501:
            call.cloud.unserved.append(f"POST {call.request.path}")
        raise
    return Response(200, serializers.iteration(call, begun, begun=True))


def get_iterations(call: Call, *, project_id: str) -> Response:
    """All iterations, newest first."""
    found = list(project(call, project_id).iterations.values())[::-1]
    return Response(200, [serializers.iteration(call, one) for one in found])


def get_iteration(call: Call, *, project_id: str, iteration_id: str) -> Response:
    """One iteration."""
    found = project(call, project_id).iteration(iteration_id)
    return Response(200, serializers.iteration(call, found))


def update_iteration(call: Call, *, project_id: str, iteration_id: str) -> Response:
    """Rename an iteration."""
    of, name = project(call, project_id), str(document(call).get("name") or "")
    found = iterations.rename(of, iteration_id, name, call.cloud.now())
    return Response(200, serializers.iteration(call, found))


def delete_iteration(call: Call, *, project_id: str, iteration_id: str) -> Response:
    """Delete an iteration."""
    iterations.delete(project(call, project_id), iteration_id)
    return Response(204)


def get_iteration_performance(call: Call, *, project_id: str, iteration_id: str) -> Response:
    """How good an iteration is; that the threshold is 50 % if none is given is a guess."""
    found = iterations.trained(project(call, project_id), iteration_id, call.cloud.now())
    model = found.model(call.cloud.training.features)
    return Response(
        200, serializers.performance(found, model.performance(number(call, "threshold", 0.5)))
    )


def publish_iteration(call: Call, *, project_id: str, iteration_id: str) -> Response:
    """Publish an iteration: a bare `true`."""
    publication.publish(
        call.cloud,
        project(call, project_id),
        iteration_id,
        name=required(call, "publishName"),
        target=required(call, "predictionId"),
        overwrite=flag(call, "overwrite", default=False),
    )
    return Response(200, True)


def unpublish_iteration(call: Call, *, project_id: str, iteration_id: str) -> Response:
    """Take a publication back."""
    publication.unpublish(call.cloud, project(call, project_id), iteration_id)
    return Response(204)


def quick_test_url(call: Call, *, project_id: str) -> Response:
    """Ask an iteration about the picture at a URL."""
    return _quick_test(call, project_id, picture_at(call))


def quick_test_image(call: Call, *, project_id: str) -> Response:
    """Ask an iteration about the picture in the body."""
    return _quick_test(call, project_id, picture_in(call))


def _quick_test(call: Call, project_id: str, content: bytes) -> Response:
    of = project(call, project_id)
    asked = predictions.tested(of, call.request.parameter("iterationId"), call.cloud.now())
    found = predictions.predict(
        call.cloud,
        call.cloud.training.features,
        of,
        asked,
        content,
        most_bytes=TRAINING_BYTES,
        store=flag(call, "store", default=True),
    )
    return answered(found)


def answered(found: predictions.StoredPrediction, *, types: bool = True) -> Response:
    """A prediction's answer: its id is also the request's, as recorded."""
    ids_of_request = {"apim-request-id": found.id, "Request-Id": found.id}
    return Response(200, serializers.prediction(found, types=types), ids_of_request)


def query_predictions(call: Call, *, project_id: str) -> Response:
    """The stored predictions that a token asks for, all on one page, and the token."""
    of, token = project(call, project_id), document(call)
    query = predictions.Query(
        order=str(token.get("orderBy") or "Newest"),
        iteration_id=token.get("iterationId"),
        application=token.get("application"),
        start=parsed_time(token.get("startTime")),
        end=parsed_time(token.get("endTime")),
        tags=[_range(tag) for tag in entries(token, "tags")],
    )
    most = int(finite(token.get("maxCount") or 0, "maxCount"))
    found = predictions.stored(of, query, call.cloud.now())[: most or None]
    results = [serializers.stored_prediction(call, of, one) for one in found]
    return Response(200, {"token": _token(token, query), "results": results})


def _range(tag: dict[str, object]) -> tuple[str, float, float]:
    """A tag's id, and from where to where its probability may go."""
    low, high = tag.get("minThreshold"), tag.get("maxThreshold")
    return (
        str(tag.get("id")).casefold(),
        0.0 if low is None else finite(low, "minThreshold"),
        1.0 if high is None else finite(high, "maxThreshold"),
    )


def _token(asked: dict[str, object], query: predictions.Query) -> dict[str, object]:
    """The token with all its fields; an empty continuation ends the query."""
    return {
        "session": "",
        "continuation": "",
        "maxCount": asked.get("maxCount") or 0,
        "orderBy": query.order,
        "tags": [
            {"id": tag_id, "minThreshold": low, "maxThreshold": high}
            for tag_id, low, high in query.tags
        ],
        "iterationId": query.iteration_id,
        "startTime": asked.get("startTime"),
        "endTime": asked.get("endTime"),
        "application": query.application or "",
    }


def delete_predictions(call: Call, *, project_id: str) -> Response:
    """Delete stored predictions."""
    predictions.forget(project(call, project_id), ids(call, "ids"))
    return Response(204)
