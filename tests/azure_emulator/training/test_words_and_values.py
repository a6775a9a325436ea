"""What requests say that is not what Azure knows: words, names that are null, regions, pages."""

from __future__ import annotations

import base64
from typing import Any

import pytest
import requests

from azure_emulator.cloud import Cloud
from azure_emulator.training.domains import GENERAL_COMPACT, GENERAL_DETECTION
from tests.harness.custom_vision import cats
from tests.harness.pets import Pets


@pytest.fixture
def pets(cloud: Cloud, client: requests.Session) -> Pets:
    """A project of cats and dogs."""
    return Pets(cloud, client)


def content() -> str:
    """An image that no project has yet, as base64."""
    return base64.b64encode(cats(101)[0]).decode()


@pytest.mark.parametrize("name", [{"name": None}, {}, {"name": ""}])
def test_an_image_without_a_name_has_none_in_the_answer(pets: Pets, name: dict[str, Any]) -> None:
    """Null is not the word that a programming language writes for it."""
    batch = {"images": [{**name, "contents": content()}]}
    (made,) = pets.call("POST", "P/images/files", json=batch).json()["images"]
    assert (made["sourceUrl"], made["status"]) == ("", "OK")


@pytest.mark.parametrize(
    ("path", "image"),
    [("urls", {"url": None}), ("predictions", {"id": None}), ("files", {"contents": None})],
)
def test_an_image_that_is_nowhere_cannot_be_read(
    pets: Pets, path: str, image: dict[str, Any]
) -> None:
    """And its source is told as nothing."""
    (told,) = pets.call("POST", f"P/images/{path}", json={"images": [image]}).json()["images"]
    assert told["sourceUrl"] == ""
    assert told["status"] in ("ErrorSource", "ErrorImageFormat")


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ({"orderBy": "foo"}, ("'foo'", "orderBy", "Newest, Oldest")),
        ({"taggingStatus": "foo"}, ("'foo'", "taggingStatus", "All, Tagged, Untagged")),
        ({"take": "257"}, ("257", "take", "0..256")),
        ({"skip": "-1"}, ("-1", "skip", "0 or more")),
        ({"take": "many"}, ("take",)),
    ],
)
def test_a_wrong_value_is_called_by_the_name_of_its_parameter(
    pets: Pets, query: dict[str, str], said: tuple[str, ...]
) -> None:
    """The others are not blamed."""
    answer = pets.call("GET", "P/images", params=query)
    assert answer.status_code == 400
    message = answer.json()["message"]
    assert all(part in message for part in said)
    others = {"orderBy", "taggingStatus", "take", "skip"} - query.keys()
    assert not any(name in message for name in others)


@pytest.mark.parametrize(
    ("method", "path", "name"),
    [
        ("POST", "train", "forceTrain"),
        ("DELETE", "images", "allImages"),
        ("DELETE", "images", "allIterations"),
        ("POST", "iterations/I/publish", "overwrite"),
    ],
)
def test_a_flag_is_true_or_false(pets: Pets, method: str, path: str, name: str) -> None:
    """Another word is not taken for its default: nothing is done."""
    query = {name: "yes", "publishName": "pets", "predictionId": pets.target.id}
    answer = pets.call(method, f"P/{path}", params=query)
    assert answer.status_code == 400
    assert answer.json()["message"] == f"Invalid value 'yes' for {name}; allowed is: true, false"
    assert pets.call("GET", "P/iterations").json() == []
    assert pets.call("GET", "P/images/tagged/count").json() == 10


def test_words_are_taken_in_any_letter_case_and_told_in_their_own(pets: Pets) -> None:
    """As ASP.NET binds enumerations: in queries and in bodies."""
    trained = pets.call("POST", "P/train", params={"trainingType": "regular"})
    assert trained.json()["trainingType"] == "Regular"
    query = {
        "name": "cased",
        "classificationType": "multiCLASS",
        "domainId": GENERAL_COMPACT.id.upper(),
        "targetExportPlatforms": "coreml,ONNX",
    }
    settings = pets.call("POST", "projects", params=query).json()["settings"]
    assert settings["classificationType"] == "Multiclass"
    assert settings["targetExportPlatforms"] == ["CoreML", "ONNX"]
    tag = pets.call("POST", "P/tags", params={"name": "none", "type": "NEGATIVE"}).json()
    assert tag["type"] == "Negative"
    path = f"P/tags/{tag['id']}"
    assert pets.call("PATCH", path, json={"type": "regular"}).json()["type"] == "Regular"
    changed = pets.call("PATCH", "P", json={"settings": {"classificationType": "MULTICLASS"}})
    assert changed.json()["settings"]["classificationType"] == "Multiclass"
    query = {"orderBy": "OLDEST", "taggingStatus": "tagged"}
    assert pets.call("GET", "P/images", params=query).status_code == 200
    token = pets.call("POST", "P/predictions/query", json={"orderBy": "oldest"}).json()["token"]
    assert token["orderBy"] == "Oldest"


@pytest.mark.parametrize(
    "settings",
    [{"classificationType": "foo"}, {"targetExportPlatforms": ["foo"]}, {"domainId": "foo"}],
)
def test_settings_with_unknown_words_are_refused(pets: Pets, settings: dict[str, Any]) -> None:
    """Nothing is changed."""
    before = pets.call("GET", "P").json()["settings"]
    answer = pets.call("PATCH", "P", json={"settings": settings})
    assert answer.status_code == 400
    assert answer.json()["code"].startswith("BadRequestProject")
    assert pets.call("GET", "P").json()["settings"] == before


def test_null_changes_no_setting(pets: Pets) -> None:
    """As if it was not there."""
    names = ("useNegativeSet", "targetExportPlatforms", "imageProcessingSettings", "domainId")
    before = pets.call("GET", "P").json()["settings"]
    changed = pets.call("PATCH", "P", json={"settings": dict.fromkeys(names)})
    assert changed.json()["settings"] == before


def test_an_empty_description_of_a_tag_is_null(pets: Pets) -> None:
    """As recorded in 2020; a project's is an empty text."""
    tag = pets.call("POST", "P/tags?name=bare&description=").json()
    assert tag["description"] is None
    project = pets.call("POST", "projects?name=bare&description=").json()
    assert project["description"] == ""


BEYOND = [
    {"left": 0.9, "top": 0, "width": 0.5, "height": 0.5},
    {"left": 0, "top": 0.6, "width": 0.5, "height": 0.5},
    {"left": 0.1, "top": 0.1, "width": 0, "height": 0.5},
    {"left": 0.1, "top": 0.1, "width": 0.5, "height": 0},
]


def test_a_region_is_within_its_image(pets: Pets) -> None:
    """A wrong one refuses its own image of a batch, and the whole of a later request."""
    query = {"name": "places", "domainId": GENERAL_DETECTION.id}
    path = f"projects/{pets.call('POST', 'projects', params=query).json()['id']}"
    tag = pets.call("POST", f"{path}/tags?name=cat").json()["id"]
    pictures = [base64.b64encode(each).decode() for each in cats(*range(len(BEYOND) + 1))]
    edge = {"left": 0.9, "top": 0.1, "width": 0.1 + 1e-9, "height": 0.9}  # Rounded.
    batch = [
        {"contents": each, "regions": [{"tagId": tag, **area}]}
        for each, area in zip(pictures, [edge, *BEYOND], strict=True)
    ]
    answer = pets.call("POST", f"{path}/images/files", json={"images": batch})
    assert answer.status_code == 207
    good, *bad = answer.json()["images"]
    assert good["status"] == "OK"
    assert {each["status"] for each in bad} == {"ErrorInvalidRegion"}
    for area in BEYOND:
        regions = [{"imageId": good["image"]["id"], "tagId": tag, **area}]
        told = pets.call("POST", f"{path}/images/regions", json={"regions": regions})
        assert (told.status_code, told.json()["code"]) == (400, "BadRequestImageRegions")
