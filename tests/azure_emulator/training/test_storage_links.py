"""The links in answers open what they name, for a day, and nothing else."""

from __future__ import annotations

import io
from datetime import UTC, datetime, timedelta

import pytest
import requests
from PIL import Image

from azure_emulator.cloud import Cloud
from tests.harness.pets import Pets

PHOTO = {"url": "https://raw.githubusercontent.com/a/b/cat-7.jpg"}


@pytest.fixture
def pets(cloud: Cloud, client: requests.Session) -> Pets:
    """Five cats, five dogs."""
    return Pets(cloud, client)


def newest_image(pets: Pets) -> dict[str, str]:
    """The image of which the project's thumbnail is."""
    image: dict[str, str] = pets.call("GET", "P/images?take=1").json()[0]
    return image


def test_an_image_is_read_without_a_key(pets: Pets) -> None:
    """The whole one as it was sent, the thumbnail small and as JPEG."""
    image = newest_image(pets)
    content = list(pets.project.current.images.values())[-1].content
    for name in ("originalImageUri", "resizedImageUri"):
        answer = pets.client.get(image[name])
        assert answer.status_code == 200
        assert answer.content == content
    thumbnail = Image.open(io.BytesIO(pets.client.get(image["thumbnailUri"]).content))
    assert thumbnail.format == "JPEG"
    assert max(thumbnail.size) <= 256
    assert pets.client.head(image["originalImageUri"]).status_code == 200


def test_the_image_of_a_stored_prediction_is_read(pets: Pets) -> None:
    """At the host of predictions."""
    pets.trained()
    pets.call("POST", "P/quicktest/url", json=PHOTO)
    stored = pets.call("POST", "P/predictions/query", json={}).json()["results"][0]
    content = next(iter(pets.project.predictions.values())).content
    assert "predictions.blob.core.windows.net/predictionimages/" in stored["originalImageUri"]
    assert pets.client.get(stored["originalImageUri"]).content == content
    assert pets.client.get(stored["thumbnailUri"]).status_code == 200


def refusal(pets: Pets, link: str) -> tuple[int, str]:
    """Status and code of a read that fails: XML, as blob storage has it."""
    answer = pets.client.get(link)
    assert answer.headers["Content-Type"] == "application/xml"
    return answer.status_code, answer.headers["x-ms-error-code"]


def test_a_link_opens_nothing_else(pets: Pets) -> None:
    """Not without its signature, not for another image, not with another end."""
    images = pets.call("GET", "P/images?take=2").json()
    path, query = images[0]["originalImageUri"].split("?")
    other = images[1]["originalImageUri"].split("?")[0]
    assert refusal(pets, path) == (404, "ResourceNotFound")
    assert refusal(pets, f"{other}?{query}") == (403, "AuthenticationFailed")
    assert refusal(pets, f"{path}?{query.replace('&se=20', '&se=30')}") == (
        403,
        "AuthenticationFailed",
    )
    assert refusal(pets, f"{path}?sig=x&se=x") == (403, "AuthenticationFailed")


def test_a_link_ends_after_a_day(pets: Pets) -> None:
    """Then it is refused like a forged one."""
    link = newest_image(pets)["originalImageUri"]
    pets.cloud.now = lambda: datetime.now(UTC) + timedelta(hours=25)
    assert refusal(pets, link) == (403, "AuthenticationFailed")


def test_what_was_deleted_is_gone(pets: Pets) -> None:
    """The signature still holds."""
    image = newest_image(pets)
    pets.call("DELETE", f"P/images?imageIds={image['id']}")
    assert refusal(pets, image["originalImageUri"]) == (404, "BlobNotFound")


def test_an_artifact_is_a_file_of_the_project(pets: Pets) -> None:
    """By its path alone, with the key; another project's, or none, is refused."""
    link = newest_image(pets)["originalImageUri"]
    path = "/" + "/".join(link.split("?")[0].split("/")[3:])
    answer = pets.call("GET", "P/artifacts", params={"path": path})
    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert answer.content == pets.client.get(link).content
    other = pets.call("POST", "projects?name=Other").json()["id"]
    for refused in (
        pets.call("GET", f"projects/{other}/artifacts", params={"path": path}),
        pets.call("GET", "P/artifacts", params={"path": "../../etc/passwd"}),
        pets.call("GET", "P/artifacts", params={"path": path[:-1] + "_"}),
    ):
        assert refused.status_code == 400
        assert refused.json()["code"] == "BadRequestInvalidArtifactUri"


def test_a_link_is_an_image_by_url(pets: Pets) -> None:
    """Of one project for another, or for a quick test; a forged one is not."""
    link = newest_image(pets)["originalImageUri"]
    other = pets.call("POST", "projects?name=Other").json()["id"]
    body = {"images": [{"url": link}, {"url": link.replace("sig=", "sig=A")}]}
    answer = pets.call("POST", f"projects/{other}/images/urls", json=body)
    assert [each["status"] for each in answer.json()["images"]] == ["OK", "ErrorSource"]
    pets.trained()
    assert pets.call("POST", "P/quicktest/url", json={"url": link}).status_code == 200


@pytest.mark.parametrize("url", ["https://\ud800/\ud800?sig=\ud800&se=\ud800", "https://[", "sig="])
def test_a_url_of_no_sense_is_no_link(pets: Pets, url: str) -> None:
    """It is an image that cannot be had, whatever its letters."""
    answer = pets.call("POST", "P/images/urls", json={"images": [{"url": url}]})
    assert [each["status"] for each in answer.json()["images"]] == ["ErrorSource"]


def test_a_path_of_no_sense_is_no_artifact(pets: Pets) -> None:
    """Dashes are no id."""
    path = f"/predictionimages/{'-' * 36}/o-{'0' * 32}"
    answer = pets.call("GET", "P/artifacts", params={"path": path})
    assert answer.json()["code"] == "BadRequestInvalidArtifactUri"
