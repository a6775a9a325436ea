"""The operations of the prediction API, in all its versions and letter cases."""

from __future__ import annotations

from azure_emulator.training.iteration_routes import answered
from azure_emulator.training.parameters import account, picture_at, picture_in, text
from azure_emulator.wire import Call, Handler, Response, Route

VERSIONS = ("v3.0", "v3.1", "v3.2", "v3.3", "v3.4", "v3.4-preview")
ACTIONS = "Microsoft.CognitiveServices/accounts/CustomVision/"


def classify_url(call: Call, *, project_id: str, name: str) -> Response:
    """Classify the picture at a URL, and keep it."""
    return _classify(call, project_id, name, picture_at(call), store=True)


def classify_url_no_store(call: Call, *, project_id: str, name: str) -> Response:
    """Classify the picture at a URL."""
    return _classify(call, project_id, name, picture_at(call), store=False)


def classify_image(call: Call, *, project_id: str, name: str) -> Response:
    """Classify the picture in the body, and keep it."""
    return _classify(call, project_id, name, picture_in(call), store=True)


def classify_image_no_store(call: Call, *, project_id: str, name: str) -> Response:
    """Classify the picture in the body."""
    return _classify(call, project_id, name, picture_in(call), store=False)


def _classify(call: Call, project_id: str, name: str, content: bytes, *, store: bool) -> Response:
    found = call.cloud.prediction.classify(
        account(call),
        project_id,
        name,
        content,
        store=store,
        application=text(call, "application"),
    )
    # As recorded, v3.0 leaves the tags' types out.
    return answered(found, types="/v3.0/" not in call.request.path.casefold())


def detect(call: Call, *, project_id: str, name: str) -> Response:
    """Object detection: always refused."""
    call.cloud.prediction.detect(project_id)


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
