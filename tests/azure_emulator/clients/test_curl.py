"""Custom Vision by curl alone, as Microsoft's REST samples do it."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from typing import Any

import pytest

from azure_emulator.vision.drawings import drawing
from tests.azure_emulator.clients.conftest import Lab

pytestmark = pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not here")

Curl = Callable[..., Any]


@pytest.fixture
def curl(lab: Lab) -> Curl:
    """`curl("training", "/projects", ...)`: what Custom Vision answers, as data."""

    def curl(api: str, path: str, *options: str) -> Any:
        role = api.upper()
        version = {"training": "v3.3/Training", "prediction": "v3.1/Prediction"}[api]
        url = f"{lab.environment[f'VISION_{role}_ENDPOINT']}customvision/{version}{path}"
        key = f"{api.title()}-key: {lab.environment[f'VISION_{role}_KEY']}"
        printed = lab.run("curl", "--silent", "--show-error", "--header", key, *options, url)
        return json.loads(printed) if printed else None

    return curl


def test_classification_by_curl(curl: Curl, lab: Lab) -> None:
    """Create, tag, upload as multipart, train, publish, classify: whole, in pieces, in a form."""
    project = curl("training", "/projects?name=pets", "--request", "POST")["id"]
    for animal in ("cat", "dog"):
        tag = curl("training", f"/projects/{project}/tags?name={animal}", "--request", "POST")["id"]
        parts = []
        for number in range(5):
            file = lab.folder / f"{animal}-{number:03}.jpg"
            file.write_bytes(drawing(file.name) or b"")
            parts += ["--form", f"file{number}=@{file}"]
        sent = curl("training", f"/projects/{project}/images?tagIds={tag}", *parts)
        assert sent["isBatchSuccessful"], sent
    iteration = curl("training", f"/projects/{project}/train", "--request", "POST")["id"]
    assert curl("training", f"/projects/{project}/iterations/{iteration}")["status"] == "Completed"
    resource = lab.environment["VISION_PREDICTION_RESOURCE_ID"]
    publish = f"/iterations/{iteration}/publish?publishName=best&predictionId={resource}"
    assert curl("training", f"/projects/{project}{publish}", "--request", "POST") is True
    file = lab.folder / "cat-001.jpg"
    whole = ("--header", "Content-Type: application/octet-stream", "--data-binary", f"@{file}")
    pieces = ("--header", "Transfer-Encoding: chunked", *whole)
    form = ("--form", f"imageData=@{file}")
    classify = f"/{project}/classify/iterations/best/image"
    for options in (whole, pieces, form):
        predictions = curl("prediction", classify, *options)["predictions"]
        assert predictions[0]["tagName"] == "cat"
        assert predictions[0]["probability"] > 0.5
