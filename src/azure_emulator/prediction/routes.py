"""The operations of the prediction API, in all its versions and letter cases."""

from collections.abc import Callable
from functools import partial
from typing import NoReturn

from azure_emulator.cognitive_services.guard import AccountCall, Key, cognitive_service
from azure_emulator.prediction import serializers
from azure_emulator.prediction.state import Prediction
from azure_emulator.routing import Call, Handler, Route
from azure_emulator.training.parameters import image_at, image_in, text
from azure_emulator.wire import Response

VERSIONS = ("v3.0", "v3.1", "v3.2", "v3.3", "v3.4", "v3.4-preview")
ACTIONS = "Microsoft.CognitiveServices/accounts/CustomVision/"


def classify(
    call: AccountCall,
    *,
    project_id: str,
    name: str,
    read: Callable[[AccountCall], bytes],
    store: bool,
) -> Response:
    """Classify the image that `read` gets from the call, and keep it if so asked."""
    prediction = call.cloud.state(Prediction).classify(
        call.account,
        project_id,
        name,
        read(call),
        store=store,
        application=text(call, "application"),
    )
    return serializers.classification(call.request, prediction)


def detect(call: Call, *, project_id: str, **_name: str) -> NoReturn:
    """Object detection: always refused."""
    call.cloud.state(Prediction).detect(project_id)


OPERATIONS: list[tuple[str, str, Handler]] = [
    ("classify", "url", partial(classify, read=image_at, store=True)),
    ("classify", "url/nostore", partial(classify, read=image_at, store=False)),
    ("classify", "image", partial(classify, read=image_in, store=True)),
    ("classify", "image/nostore", partial(classify, read=image_in, store=False)),
    *(("detect", source, detect) for source in ("url", "url/nostore", "image", "image/nostore")),
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
