"""The operations of the prediction API, in all its versions and letter cases."""

from __future__ import annotations

from typing import NoReturn

from azure_emulator.cognitive_services.guard import AccountCall, Key, cognitive_service
from azure_emulator.prediction import serializers
from azure_emulator.prediction.state import Prediction
from azure_emulator.routing import Call, Handler, Route
from azure_emulator.training.parameters import image_at, image_in, text
from azure_emulator.wire import Response

VERSIONS = ("v3.0", "v3.1", "v3.2", "v3.3", "v3.4", "v3.4-preview")
ACTIONS = "Microsoft.CognitiveServices/accounts/CustomVision/"


def classify_url(call: AccountCall, *, project_id: str, name: str) -> Response:
    """Classify the image at a URL, and keep it."""
    return _classify(call, project_id, name, image_at(call), store=True)


def classify_url_no_store(call: AccountCall, *, project_id: str, name: str) -> Response:
    """Classify the image at a URL."""
    return _classify(call, project_id, name, image_at(call), store=False)


def classify_image(call: AccountCall, *, project_id: str, name: str) -> Response:
    """Classify the image in the body, and keep it."""
    return _classify(call, project_id, name, image_in(call), store=True)


def classify_image_no_store(call: AccountCall, *, project_id: str, name: str) -> Response:
    """Classify the image in the body."""
    return _classify(call, project_id, name, image_in(call), store=False)


def _classify(
    call: AccountCall, project_id: str, name: str, content: bytes, *, store: bool
) -> Response:
    prediction = call.cloud.state(Prediction).classify(
        call.account,
        project_id,
        name,
        content,
        store=store,
        application=text(call, "application"),
    )
    return serializers.classification(call.request, prediction)


def detect(call: Call, *, project_id: str, **_name: str) -> NoReturn:
    """Object detection: always refused."""
    call.cloud.state(Prediction).detect(project_id)


OPERATIONS: list[tuple[str, str, Handler]] = [
    ("classify", "url", classify_url),
    ("classify", "url/nostore", classify_url_no_store),
    ("classify", "image", classify_image),
    ("classify", "image/nostore", classify_image_no_store),
    ("detect", "url", detect),
    ("detect", "url/nostore", detect),
    ("detect", "image", detect),
    ("detect", "image/nostore", detect),
]

ROUTES: list[Route] = [
    Route(
        "POST",
        f"/customvision/{version}/prediction/{{project_id}}/{verb}/iterations/{{name}}/{source}",
        handler,
        f"{ACTIONS}{verb}/iterations/{source}/action",
    )
    for version in VERSIONS
    for verb, source, handler in OPERATIONS
]

SERVICE = cognitive_service(
    "prediction", ROUTES, Prediction, Key("CustomVision.Prediction", "prediction-key")
)
