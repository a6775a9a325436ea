"""Training, iterations, publication, quick tests, stored predictions."""

from collections.abc import Callable

from azure_emulator.cognitive_services.guard import AccountCall
from azure_emulator.training import lifecycle, predictions, serializers
from azure_emulator.training.errors import bad_request
from azure_emulator.training.iterations import QUICK, Plan
from azure_emulator.training.parameters import (
    document,
    entries,
    finite,
    flag,
    ids,
    listed_ids,
    number,
    parsed_time,
    project,
    required,
    text,
)
from azure_emulator.training.state import Training
from azure_emulator.training.validators import TRAINING_BYTES
from azure_emulator.wire import Response


def train_project(call: AccountCall, *, project_id: str) -> Response:
    """Begin a training."""
    plan = Plan(
        type=text(call, "trainingType") or QUICK,
        hours=int(number(call, "reservedBudgetInHours", 0)),
        selected=tuple(listed_ids(document(call), "selectedTags")),
    )
    force = flag(call, "forceTrain", default=False)
    iteration = lifecycle.train(call.cloud, project(call, project_id), plan, force=force)
    return Response(200, serializers.iteration(call, iteration, begun=True))


def get_iterations(call: AccountCall, *, project_id: str) -> Response:
    """All iterations, newest first."""
    iterations = list(project(call, project_id).iterations.values())[::-1]
    return Response(200, [serializers.iteration(call, iteration) for iteration in iterations])


def get_iteration(call: AccountCall, *, project_id: str, iteration_id: str) -> Response:
    """One iteration."""
    iteration = project(call, project_id).iteration(iteration_id)
    return Response(200, serializers.iteration(call, iteration))


def update_iteration(call: AccountCall, *, project_id: str, iteration_id: str) -> Response:
    """Rename an iteration."""
    home, name = project(call, project_id), str(document(call).get("name") or "")
    iteration = lifecycle.rename(call.cloud, home, iteration_id, name)
    return Response(200, serializers.iteration(call, iteration))


def delete_iteration(call: AccountCall, *, project_id: str, iteration_id: str) -> Response:
    """Delete an iteration."""
    lifecycle.delete(project(call, project_id), iteration_id)
    return Response(204)


def get_performance(call: AccountCall, *, project_id: str, iteration_id: str) -> Response:
    """An iteration's performance; that the threshold is 50 % if none is given is a guess."""
    iteration = project(call, project_id).trained_iteration(iteration_id, call.cloud.now())
    model = iteration.model(call.cloud.state(Training).features)
    performance = model.performance(number(call, "threshold", 0.5))
    return Response(200, serializers.performance(iteration, performance))


def publish_iteration(call: AccountCall, *, project_id: str, iteration_id: str) -> Response:
    """Publish an iteration: a bare `true`."""
    lifecycle.publish(
        call.cloud,
        project(call, project_id),
        iteration_id,
        name=required(call, "publishName"),
        target=required(call, "predictionId"),
        overwrite=flag(call, "overwrite", default=False),
    )
    return Response(200, True)


def unpublish_iteration(call: AccountCall, *, project_id: str, iteration_id: str) -> Response:
    """Unpublish an iteration."""
    lifecycle.unpublish(call.cloud, project(call, project_id), iteration_id)
    return Response(204)


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
        order=str(token.get("orderBy") or "Newest"),
        iteration_id=token.get("iterationId"),
        application=token.get("application"),
        start=parsed_time(token.get("startTime")),
        end=parsed_time(token.get("endTime")),
        tags=[_range(tag) for tag in entries(token, "tags")],
    )
    most = int(finite(token.get("maxCount") or 0, "maxCount"))
    matching = predictions.matching(home.predictions.values(), query, call.cloud.now())
    results = [serializers.stored_prediction(call, home, each) for each in matching[: most or None]]
    return Response(200, {"token": _token(token, query), "results": results})


def _range(tag: dict[str, object]) -> tuple[str, float, float]:
    """A tag's id, and the lowest and highest probability that it may have."""
    low, high = tag.get("minThreshold"), tag.get("maxThreshold")
    return (
        str(tag.get("id")).casefold(),
        0.0 if low is None else finite(low, "minThreshold"),
        1.0 if high is None else finite(high, "maxThreshold"),
    )


def _token(sent: dict[str, object], query: predictions.Query) -> dict[str, object]:
    """The token with all its fields; an empty continuation ends the query."""
    return {
        "session": "",
        "continuation": "",
        "maxCount": sent.get("maxCount") or 0,
        "orderBy": query.order,
        "tags": [
            {"id": tag_id, "minThreshold": low, "maxThreshold": high}
            for tag_id, low, high in query.tags
        ],
        "iterationId": query.iteration_id,
        "startTime": sent.get("startTime"),
        "endTime": sent.get("endTime"),
        "application": query.application or "",
    }


def delete_predictions(call: AccountCall, *, project_id: str) -> Response:
    """Delete stored predictions; unknown ids are passed over."""
    home, prediction_ids = project(call, project_id), ids(call, "ids")
    if not prediction_ids:
        raise bad_request("BadRequestPredictionIdsMissing", "No ids are given")
    for prediction_id in prediction_ids:
        home.predictions.pop(prediction_id, None)
    return Response(204)
