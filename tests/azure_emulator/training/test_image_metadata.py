"""Texts that are kept with images, and the expressions that find them."""

from __future__ import annotations

import base64
from typing import Any

import pytest
import requests

from azure_emulator.cloud import Cloud
from azure_emulator.errors import CustomVisionError
from azure_emulator.training.metadata import parsed_filter
from tests.harness.custom_vision import cats
from tests.harness.pets import Pets

NOBODY = "00000000-0000-4000-8000-00000000ffff"


@pytest.fixture
def pets(cloud: Cloud, client: requests.Session) -> Pets:
    """Five cats, five dogs."""
    return Pets(cloud, client)


def update(pets: Pets, image_ids: list[str], body: Any) -> requests.Response:
    """The call that gives metadata."""
    return pets.call("POST", f"P/images/metadata?imageIds={','.join(image_ids)}", json=body)


def test_metadata_is_kept_and_told(pets: Pets) -> None:
    """As recorded; more is added to what is there; images without have none."""
    image_id, other = list(pets.project.current.images)[:2]
    answer = update(pets, [image_id], {"type": "unit test"})
    told = {"imageId": image_id, "status": "OK", "metadata": {"type": "unit test"}}
    assert (answer.status_code, answer.json()) == (
        200,
        {"isBatchSuccessful": True, "images": [told]},
    )
    update(pets, [image_id], {"value": "30"})
    images = {each["id"]: each for each in pets.call("GET", "P/images").json()}
    assert images[image_id]["metadata"] == {"type": "unit test", "value": "30"}
    assert "metadata" not in images[other]


def test_each_image_has_its_own_outcome(pets: Pets) -> None:
    """207, with what is not found and what has too many."""
    image_id = next(iter(pets.project.current.images))
    update(pets, [image_id], {f"k{number}": "v" for number in range(10)})
    answer = update(pets, [image_id, NOBODY], {"another": "v"})
    assert answer.status_code == 207
    assert [each["status"] for each in answer.json()["images"]] == [
        "ErrorLimitExceed",
        "ErrorImageNotFound",
    ]


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"k" * 129: "v"}, "BadRequestImageMetadataKey"),
        ({"": "v"}, "BadRequestImageMetadataKey"),
        ({"k": "v" * 257}, "BadRequestImageMetadataValue"),
        ({"k": 1}, "BadRequestImageMetadataValue"),
        ({f"k{number}": "v" for number in range(11)}, "BadRequest"),
        ([], "BadRequest"),
    ],
)
def test_its_size_is_limited(pets: Pets, body: Any, code: str) -> None:
    """By key, by value, by number."""
    answer = update(pets, list(pets.project.current.images)[:1], body)
    if body == []:
        body = {"isBatchSuccessful": True}
    assert (answer.status_code, answer.json()["code"]) == (400, code)


def test_an_upload_can_bring_it(pets: Pets) -> None:
    """For all images of the batch, and the list is filtered by it."""
    contents = base64.b64encode(cats(8)[0]).decode()
    body = {"images": [{"name": "a", "contents": contents}], "metadata": {"place": "home"}}
    made = pets.call("POST", "P/images/files", json=body).json()["images"][0]["image"]
    assert made["metadata"] == {"place": "home"}
    query = {"$filter": "place eq 'home'"}
    assert [each["id"] for each in pets.call("GET", "P/images", params=query).json()] == [
        made["id"]
    ]
    assert pets.call("GET", "P/images/count", params=query).json() == 1
    assert pets.call("GET", "P/images/count", params={"$filter": "place ne 'home'"}).json() == 10


@pytest.mark.parametrize(
    ("expression", "fits"),
    [
        ("a eq '1'", True),
        ("metadata=a eq '1' and b ne '2'", False),
        ("A eq '1'", False),
        ("a EQ '1' AND b EQ '2'", True),
        ("a ne '1' or b eq '2'", True),
        ("a ne '1' or b eq '2' and a eq '3'", False),
        ("(a ne '1' or b eq '2') and c ne 'x'", True),
        ("q eq 'it''s'", True),
        ("", True),
    ],
)
def test_an_expression_is_read_as_written(expression: str, fits: bool) -> None:
    """`and` before `or`, quotes doubled within quotes, parentheses."""
    assert parsed_filter(expression)({"a": "1", "b": "2", "q": "it's"}) is fits


@pytest.mark.parametrize(
    "expression",
    ["a", "a eq", "a eq 1", "a lt '1'", "(a eq '1'", "a eq '1')", "a eq '1' b", "'", "and",
     "(" * 5000, "a eq '1' or " * 5000],
)  # fmt: skip
def test_what_is_no_expression_is_refused(expression: str) -> None:
    """Never followed further than it can be."""
    with pytest.raises(CustomVisionError) as caught:
        parsed_filter(expression)
    assert (caught.value.status, caught.value.code) == (400, "BadRequest")
