"""What an iteration suggests for untagged images, and says of those that it was trained with."""

from __future__ import annotations

import base64
from typing import Any

import pytest
import requests

from azure_emulator.cloud import Cloud
from azure_emulator.training.images import Tag
from azure_emulator.training.predictions import Prediction, Suggestion
from tests.harness.custom_vision import cats, dogs
from tests.harness.pets import Pets


@pytest.fixture
def pets(cloud: Cloud, client: requests.Session) -> Pets:
    """Five cats, five dogs."""
    return Pets(cloud, client)


def untagged(pets: Pets, contents: list[bytes]) -> list[str]:
    """The ids of images that nobody has tagged."""
    images = [{"name": "x", "contents": base64.b64encode(each).decode()} for each in contents]
    answer = pets.call("POST", "P/images/files", json={"images": images})
    return [each["image"]["id"] for each in answer.json()["images"]]


def suggested(pets: Pets, *contents: bytes) -> tuple[str, list[str], list[dict[str, Any]]]:
    """A trained iteration, new images, and what is suggested for them."""
    iteration, images = pets.trained().rpartition("/")[2], untagged(pets, list(contents))
    query = {"iterationId": iteration, "imageIds": ",".join(images)}
    answer = pets.call("POST", "P/tagsandregions/suggestions", params=query)
    assert answer.status_code == 200, answer.text
    return iteration, images, answer.json()


def test_suggestions_are_predictions_with_their_uncertainty(pets: Pets) -> None:
    """Named by their images; types of tags came with version 3.3."""
    iteration, images, found = suggested(pets, *cats(8), *dogs(8))
    assert [each["id"] for each in found] == images
    assert {each["iteration"] for each in found} == {iteration}
    assert all(0 <= each["predictionUncertainty"] <= 1 for each in found)
    assert all(tag["tagType"] == "Regular" for tag in found[0]["predictions"])
    query = {"iterationId": iteration, "imageIds": images[0]}
    older = pets.call("POST", "P/tagsandregions/suggestions", params=query, version="v3.2")
    assert all("tagType" not in tag for tag in older.json()[0]["predictions"])


def test_the_uncertainty_is_the_recorded_one(cloud: Cloud) -> None:
    """Microsoft's own tests recorded these two probabilities, and 1.1411630111979321E-05."""
    tag = Tag("t", "Tag1")
    found = tuple(Prediction(tag, value) for value in (0.99999892711, 1.37367179e-12))
    uncertainty = Suggestion("i", "j", cloud.now(), found).uncertainty
    assert uncertainty == pytest.approx(1.14116301e-05, rel=1e-4)


def test_suggested_images_are_queried_by_tag(pets: Pets) -> None:
    """A page, the token of the next one, and images that are still untagged."""
    iteration, images, _ = suggested(pets, *cats(8, 9), *dogs(8))
    tag_ids = list(pets.project.current.tags)
    query = {"iterationId": iteration}
    body = {"tagIds": tag_ids, "threshold": 0.0, "maxCount": 2}
    answer = pets.call("POST", "P/images/suggested", params=query, json=body).json()
    assert len(answer["results"]) == 2
    assert answer["token"]["continuation"]
    assert answer["token"]["sortBy"] == "UncertaintyAscending"
    rest = pets.call("POST", "P/images/suggested", params=query, json=answer["token"]).json()
    assert rest["token"]["continuation"] is None
    results = answer["results"] + rest["results"]
    assert {each["id"] for each in results} == set(images)
    uncertain = [each["predictionUncertainty"] for each in results]
    assert uncertain == sorted(uncertain)
    assert pets.client.get(results[0]["originalImageUri"]).status_code == 200
    pets.call("POST", "P/images/tags", json={"tags": [{"imageId": images[0], "tagId": tag_ids[0]}]})
    left = pets.call("POST", "P/images/suggested", params=query, json={}).json()["results"]
    assert {each["id"] for each in left} == set(images[1:])


def test_suggested_images_are_counted_by_tag(pets: Pets) -> None:
    """From a probability on; all tags if none is named."""
    iteration, _, found = suggested(pets, *cats(8), *dogs(8))
    query = {"iterationId": iteration}
    for tag_id in pets.project.current.tags:
        sure = sum(
            tag["tagId"] == tag_id and tag["probability"] >= 0.75
            for each in found
            for tag in each["predictions"]
        )
        body = {"tagIds": [tag_id], "threshold": 0.75}
        counts = pets.call("POST", "P/images/suggested/count", params=query, json=body).json()
        assert counts == {tag_id: sure}
    counts = pets.call("POST", "P/images/suggested/count", params=query, json={}).json()
    assert counts == dict.fromkeys(pets.project.current.tags, 2)


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("P/tagsandregions/suggestions?iterationId=I", "BadRequestRequiredParamIsNull"),
        ("P/tagsandregions/suggestions?imageIds=x", "BadRequestRequiredParamIsNull"),
        ("P/tagsandregions/suggestions?iterationId=I&imageIds=x", "NotFoundImage"),
        ("P/tagsandregions/suggestions?iterationId=x&imageIds=x", "NotFoundIteration"),
        (f"P/tagsandregions/suggestions?iterationId=I&imageIds={','.join('x' * 65)}", "BadRequest"),
        ("P/images/suggested", "BadRequestRequiredParamIsNull"),
        ("P/images/suggested/count", "BadRequestRequiredParamIsNull"),
    ],
)
def test_what_is_missing_is_named(pets: Pets, path: str, code: str) -> None:
    """With the service's own codes."""
    path = path.replace("=I", f"={pets.trained().rpartition('/')[2]}")
    answer = pets.call("POST", path)
    assert answer.status_code in (400, 404)
    assert answer.json()["code"].startswith(code)


def test_trained_images_have_a_performance(pets: Pets) -> None:
    """What the iteration says of each, beside its tags; by tag, by pages."""
    path = pets.trained()
    assert pets.call("GET", f"{path}/performance/images/count").json() == 10
    found = pets.call("GET", f"{path}/performance/images?take=3&skip=1").json()
    assert len(found) == 3
    assert {tag["tagName"] for tag in found[0]["predictions"]} == {"cat", "dog"}
    assert found[0]["tags"][0]["tagName"] in ("cat", "dog")
    assert pets.client.get(found[0]["imageUri"]).status_code == 200
    query = f"tagIds={pets.tag}&orderBy=Oldest"
    assert pets.call("GET", f"{path}/performance/images/count?{query}").json() == 5
    oldest = pets.call("GET", f"{path}/performance/images?{query}").json()[0]
    assert oldest["id"] == next(iter(pets.project.current.images))
