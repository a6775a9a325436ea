"""The operations of the prediction API, in all its versions and letter cases."""

from collections.abc import Callable
from functools import partial
from typing import Any

from azure_emulator.cognitive_services.guard import AccountCall, Key, cognitive_service
from azure_emulator.prediction import serializers
from azure_emulator.prediction.api import PREDICTION
from azure_emulator.prediction.state import Prediction
from azure_emulator.routing import Handler, Route
from azure_emulator.training.parameters import image_at, image_in, text
from azure_emulator.wire import Response

ACTIONS = "Microsoft.CognitiveServices/accounts/CustomVision/"


def classify(call: AccountCall, **arguments: Any) -> Response:
    """Which tags an image has, and how probably."""
    return _predict(call, detection=False, **arguments)


def detect(call: AccountCall, **arguments: Any) -> Response:
    """Which objects are in an image, and where."""
    return _predict(call, detection=True, **arguments)


def _predict(
    call: AccountCall,
    *,
    project_id: str,
    name: str,
    read: Callable[[AccountCall], bytes],
    detection: bool,
    store: bool,
) -> Response:
    """Classify the image that `read` gets from the call, or find objects; keep it if so asked."""
    prediction = call.cloud.state(Prediction).predict(
        call.account,
        project_id,
        name,
        read(call),
        detection=detection,
        store=store,
        application=text(call, "application"),
    )
    return serializers.prediction(prediction)


OPERATIONS: list[tuple[str, str, Handler]] = [
    (verb, f"{source}{tail}", partial(ask, read=read, store=not tail))
    for verb, ask in (("classify", classify), ("detect", detect))
    for source, read in (("url", image_at), ("image", image_in))
    for tail in ("", "/nostore")
]

ROUTES: list[Route] = [
    route
    for version in PREDICTION.versions
    for verb, source, handler in OPERATIONS
    for route in PREDICTION.route(
        version,
        "POST",
        f"/{{project_id}}/{verb}/iterations/{{name}}/{source}",
        handler,
        f"{ACTIONS}{verb}/iterations/{source}/action",
    )
]

SERVICE = cognitive_service(
    "prediction",
    ROUTES,
    Prediction,
    Key("CustomVision.Prediction", "prediction-key"),
    PREDICTION.documents,
)
