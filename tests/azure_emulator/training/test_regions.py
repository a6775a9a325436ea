"""Regions of images: drawn, doubled, too many, deleted; and proposed before anything is learnt."""

from __future__ import annotations

import base64
from typing import Any

import pytest
import requests

from azure_emulator.cloud import Cloud
from azure_emulator.training.domains import GENERAL_DETECTION
from azure_emulator.training.images import Region
from azure_emulator.training.state import Training
from tests.harness.drawn_shapes import entry, overlap, shape
from tests.harness.pets import Pets

HERE = {"left": 0.1, "top": 0.2, "width": 0.3, "height": 0.4}


@pytest.fixture
def pets(cloud: Cloud, client: requests.Session) -> Pets:
    """An account, with a project of classification in it."""
    return Pets(cloud, client)


@pytest.fixture
def detector(pets: Pets) -> str:
    """The path of an empty project of object detection."""
    query = f"name=Shapes&domainId={GENERAL_DETECTION.id}"
    return f"projects/{pets.call('POST', f'projects?{query}').json()['id']}"


@pytest.fixture
def tag(pets: Pets, detector: str) -> str:
    """Its only tag."""
    return str(pets.call("POST", f"{detector}/tags?name=square").json()["id"])


@pytest.fixture
def image(pets: Pets, detector: str) -> str:
    """Its only image, without a region."""
    contents = base64.b64encode(shape("square", 1)[0]).decode()
    body = {"images": [{"name": "a", "contents": contents}]}
    return str(uploaded(pets.call("POST", f"{detector}/images/files", json=body))["id"])


def uploaded(answer: requests.Response) -> dict[str, Any]:
    """The image of an upload of one."""
    (outcome,) = answer.json()["images"]
    image: dict[str, Any] = outcome["image"]
    return image


def add(pets: Pets, detector: str, *regions: dict[str, Any]) -> requests.Response:
    """The call that draws regions."""
    return pets.call("POST", f"{detector}/images/regions", json={"regions": list(regions)})


def test_an_image_can_come_with_its_regions(pets: Pets, detector: str, tag: str) -> None:
    """A region brings its tag; measures are told in single precision."""
    body = {"images": [entry("square", 2, tag)]}
    image = uploaded(pets.call("POST", f"{detector}/images/files", json=body))
    (region,) = image["regions"]
    assert overlap(region, shape("square", 2)[1]) == pytest.approx(1)
    assert [each["tagId"] for each in image["tags"]] == [tag]


def test_a_region_is_drawn_once(pets: Pets, detector: str, tag: str, image: str) -> None:
    """As recorded: without its tag's name here, with it in lists; the same again is a duplicate."""
    wanted = {"imageId": image, "tagId": tag, **HERE}
    answer = add(pets, detector, wanted)
    (created,) = answer.json()["created"]
    assert answer.status_code == 200
    assert created.items() >= {**wanted, "tagName": None}.items()
    (listed,) = pets.call("GET", f"{detector}/images/tagged").json()[0]["regions"]
    assert listed["tagName"] == "square"
    assert listed["regionId"] == created["regionId"]
    again = add(pets, detector, wanted)
    assert (again.status_code, again.json()["created"]) == (207, [])
    assert again.json()["duplicated"] == [wanted]
    older = pets.call(
        "POST", f"{detector}/images/regions", json={"regions": [wanted]}, version="v3.2"
    )
    assert older.status_code == 200


def test_an_image_has_so_many_regions(pets: Pets, detector: str, tag: str, image: str) -> None:
    """What is beyond is told, and not drawn."""
    project = pets.cloud.state(Training).find_project(detector.rpartition("/")[2])
    held = project.current.images[image]
    now = pets.cloud.now()
    full = tuple(
        Region(id=f"{n}", tag_id=tag, created=now, left=n / 1000, top=0, width=0.1, height=0.1)
        for n in range(300)
    )
    object.__setattr__(held, "regions", full)
    answer = add(pets, detector, {"imageId": image, "tagId": tag, **HERE})
    assert answer.status_code == 207
    assert len(answer.json()["exceeded"]) == 1


def test_a_deleted_region_takes_its_tag_along(
    pets: Pets, detector: str, tag: str, image: str
) -> None:
    """With the last one of a tag."""
    (made,) = add(pets, detector, {"imageId": image, "tagId": tag, **HERE}).json()["created"]
    answer = pets.call("DELETE", f"{detector}/images/regions?regionIds={made['regionId']}")
    assert answer.status_code == 204
    assert pets.call("GET", f"{detector}/images/untagged/count").json() == 1


@pytest.mark.parametrize(
    ("change", "status", "code"),
    [
        ({"left": 1.5}, 400, "BadRequestImageRegions"),
        ({"width": "wide"}, 400, "BadRequestImageRegions"),
        ({"height": None}, 400, "BadRequestImageRegions"),
        ({"width": True}, 400, "BadRequestImageRegions"),
        ({"tagId": "x"}, 404, "NotFoundTag"),
        ({"imageId": "x"}, 404, "NotFoundImage"),
    ],
)
def test_a_bad_region_spoils_the_batch(
    pets: Pets,
    detector: str,
    tag: str,
    image: str,
    change: dict[str, Any],
    status: int,
    code: str,
) -> None:
    """Nothing of it is drawn."""
    good = {"imageId": image, "tagId": tag, **HERE}
    answer = add(pets, detector, good, good | change)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert pets.call("GET", f"{detector}/images/untagged/count").json() == 1


def test_regions_are_for_object_detection(pets: Pets) -> None:
    """A project of classification has none, and nothing is proposed in it."""
    image = next(iter(pets.project.current.images))
    for answer in (
        add(pets, "P", {"imageId": image, "tagId": pets.tag, **HERE}),
        pets.call("POST", f"P/images/{image}/regionproposals"),
    ):
        assert answer.status_code == 400
        assert answer.json()["message"] == "Invalid project type for operation"


@pytest.mark.parametrize("kind", ["square", "disc"])
def test_regions_are_proposed_where_something_is(pets: Pets, detector: str, kind: str) -> None:
    """Without any training; the surest one is around the shape."""
    content, rectangle = shape(kind, 7)
    body = {"images": [{"name": "a", "contents": base64.b64encode(content).decode()}]}
    image = uploaded(pets.call("POST", f"{detector}/images/files", json=body))["id"]
    answer = pets.call("POST", f"{detector}/images/{image}/regionproposals").json()
    assert answer["imageId"] == image
    best = answer["proposals"][0]
    assert 0 < best["confidence"] <= 1
    assert overlap(best["boundingBox"], rectangle) > 0.7
    missing = pets.call("POST", f"{detector}/images/x/regionproposals")
    assert (missing.status_code, missing.json()["code"]) == (404, "NotFoundImage")


def test_nothing_is_proposed_on_one_colour(pets: Pets, detector: str) -> None:
    """An empty list, as the document says."""
    import io

    from PIL import Image

    content = io.BytesIO()
    Image.new("RGB", (60, 60), (9, 9, 9)).save(content, "PNG")
    body = {"images": [{"name": "a", "contents": base64.b64encode(content.getvalue()).decode()}]}
    image = uploaded(pets.call("POST", f"{detector}/images/files", json=body))["id"]
    answer = pets.call("POST", f"{detector}/images/{image}/regionproposals").json()
    assert answer["proposals"] == []
