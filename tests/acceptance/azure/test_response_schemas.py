"""Which answers are believed: Azure's own, and none that only looks like one."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from acceptance.azure.response_schemas import Unreadable, require_schema

ROOT = Path(__file__).resolve().parents[3]
RECORDINGS = Path(os.environ.get("SHARED_DATA") or ROOT.parent / "shared") / "azure" / "recordings"
READ = (
    "aml.compute.list",
    "aml.compute.list.stopped",
    "arm.cognitiveservices.list_accounts",
    "arm.cognitiveservices.list_keys",
    "arm.resource_group.get",
    "arm.resources.list_by_resource_group.empty",
    "customvision.prediction.classify_url_nostore",
    "customvision.training.get_iteration_performance",
    "customvision.training.get_iterations",
    "customvision.training.list_images",
    "customvision.training.list_projects",
    "customvision.training.list_tags",
    "customvision.training.quicktest_url",
)
ARM = "https://management.azure.com"
GROUP = f"{ARM}/subscriptions/s/resourceGroups/g"
VISION = "https://a.cognitiveservices.azure.com//customvision/v3.4-preview/training/projects"


@pytest.mark.skipif(not RECORDINGS.is_dir(), reason="needs the recordings; name SHARED_DATA")
@pytest.mark.parametrize("name", READ)
def test_azures_own_answers_are_believed(name: str) -> None:
    """Whatever Azure was recorded to answer has the shape that is asked for."""
    recorded = json.loads((RECORDINGS / f"{name}.json").read_text(encoding="utf-8"))
    body = json.dumps(recorded["response_body"]).encode()
    url = recorded["request"]["url"]
    if name.startswith("aml."):
        # Whoever recorded it took the names out of the request, and left them in the answer.
        url = recorded["response_body"]["value"][0]["id"].rpartition("/")[0]
    found = require_schema(f"https://host{url}", 200, body)
    assert found == recorded["response_body"]


@pytest.mark.parametrize(
    ("url", "body"),
    [
        (f"{ARM}/subscriptions", {"value": []}),
        (f"{ARM}/subscriptions", {"value": [], "nextLink": f"{ARM}/subscriptions?page=2"}),
        (f"{GROUP}?api-version=1", {"name": "g", "location": "westus2"}),
        (f"{VISION}/p/tags", [{"id": "t", "name": "cat", "type": "Regular", "imageCount": 0}]),
        (f"{VISION}/p/images", [{"id": "i", "tags": None}]),
        (f"{VISION}/p/iterations", [{"id": "i", "name": "One", "status": "New"}]),
        (f"{ARM}/anything/else", ["whatever"]),
    ],
)
def test_the_least_that_is_believed(url: str, body: Any) -> None:
    """What no verdict rests on may be left out."""
    require_schema(url, 200, json.dumps(body).encode())


@pytest.mark.parametrize(
    ("url", "body"),
    [
        (f"{ARM}/subscriptions", {}),
        (f"{ARM}/subscriptions", []),
        (f"{ARM}/subscriptions", None),
        (f"{ARM}/subscriptions", {"value": None}),
        (f"{ARM}/subscriptions", {"value": {}}),
        (f"{ARM}/subscriptions", {"value": [], "nextLink": 7}),
        (f"{ARM}/subscriptions", {"value": [], "nextLink": "page 2"}),
        (f"{ARM}/subscriptions", {"value": [], "nextLink": "http://management.azure.com/2"}),
        (f"{ARM}/subscriptions", {"value": [{"subscriptionId": "s", "displayName": "S"}]}),
        (GROUP, {"name": "g"}),
        (GROUP, {"name": "", "location": "westus2"}),
        (VISION, {}),
        (VISION, [None]),
        (VISION, [{"id": "p", "name": "Pets", "settings": None}]),
        (f"{VISION}/p/tags", [{"id": "t", "name": "cat", "type": "Regular"}]),
        (f"{VISION}/p/tags", [{"id": "t", "name": "cat", "type": "Regular", "imageCount": True}]),
        (f"{VISION}/p/images", [{"id": "i", "tags": [{}]}]),
        (f"{VISION}/p/iterations", [{"id": "i", "name": "One", "status": "Completed"}]),
        (f"{VISION}/p/quicktest/url", {"predictions": [{"tagName": "cat", "probability": None}]}),
    ],
)
def test_what_lacks_a_verdicts_ground_is_not_believed(url: str, body: Any) -> None:
    """A missing field is not a missing submission."""
    with pytest.raises(Unreadable):
        require_schema(url, 200, json.dumps(body).encode())


@pytest.mark.parametrize(
    ("status", "content"),
    [
        (200, b""),
        (200, b"<html>"),
        (200, b'{"value": ['),
        (200, b'{"value": [], "x": NaN}'),
        (200, b"\xff\xfe"),
        (200, b"[" * 100_000),
        (204, b""),
        (302, b'{"value": []}'),
    ],
)
def test_what_is_no_json_is_not_believed(status: int, content: bytes) -> None:
    """Nor is a redirection, or any status that this question is not answered with."""
    with pytest.raises(Unreadable):
        require_schema(f"{ARM}/subscriptions", status, content)


def test_a_byte_order_mark_is_forgiven() -> None:
    """Some of Azure's services begin so."""
    assert require_schema(f"{ARM}/subscriptions", 200, b'\xef\xbb\xbf{"value": []}') == {
        "value": []
    }
