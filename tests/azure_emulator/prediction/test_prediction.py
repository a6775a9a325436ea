"""The prediction API: what is published answers, to the right key, at every address."""

from __future__ import annotations

import time
from typing import Any

import pytest
import requests

from azure_emulator.cloud import Cloud
from azure_emulator.cognitive_services.account import Account
from azure_emulator.server import Emulator
from azure_emulator.training.domains import DOMAINS
from azure_emulator.training.iterations import Iteration, Plan
from azure_emulator.training.lifecycle import publish, train, unpublish
from azure_emulator.training.predictions import Query, matching
from azure_emulator.training.projects import Project
from azure_emulator.training.settings import MULTICLASS, Settings
from azure_emulator.training.state import Training
from tests.harness.custom_vision import (
    PREDICTION,
    TRAINING,
    add_account,
    cats,
    dogs,
    filled_project,
    predictor,
)

URL = "https://github.com/owner/repo/blob/main/testing-images/{}?raw=true"


@pytest.fixture
def account(cloud: Cloud) -> Account:
    """The training account."""
    return add_account(cloud, "petstraining", TRAINING)


@pytest.fixture
def target(cloud: Cloud) -> Account:
    """The prediction account."""
    return add_account(cloud, "petsprediction", PREDICTION)


@pytest.fixture
def project(cloud: Cloud, account: Account) -> Project:
    """Five cats, five dogs."""
    return filled_project(cloud, account, MULTICLASS)


@pytest.fixture
def published(cloud: Cloud, project: Project, target: Account) -> Iteration:
    """A trained iteration, published as `pet-classifier`."""
    iteration = train(cloud, project, Plan(), force=False)
    while not iteration.completed(cloud.now()):
        time.sleep(0.005)
    publish(cloud, project, iteration.id, name="pet-classifier", target=target.id, overwrite=False)
    return iteration


@pytest.fixture
def asker(emulator: Emulator, target: Account, published: Iteration) -> Any:
    """The SDK's prediction client."""
    assert published.publish_target == target.id
    return predictor(emulator, target)


def test_all_four_ways_to_ask_agree(asker: Any, project: Project) -> None:
    """URL or bytes, stored or not: the same model answers."""
    place = (project.id, "pet-classifier")
    answers = [
        asker.classify_image_url(*place, URL.format("cat-001.jpg")),
        asker.classify_image_url_with_no_store(*place, URL.format("cat-001.jpg")),
        asker.classify_image(*place, cats(1)[0]),
        asker.classify_image_with_no_store(*place, cats(1)[0]),
    ]
    assert {one.predictions[0].tag_name for one in answers} == {"cat"}
    assert len({one.predictions[0].probability for one in answers}) == 1


def test_only_the_plain_calls_store(cloud: Cloud, asker: Any, project: Project) -> None:
    """`nostore` leaves nothing in the project; the plain call keeps image and application."""
    asker.classify_image_with_no_store(project.id, "pet-classifier", dogs(9)[0])
    assert not project.predictions
    asker.classify_image(project.id, "pet-classifier", dogs(9)[0], application="app")
    (kept,) = matching(project.predictions.values(), Query(application="app"), cloud.now())
    assert kept.content == dogs(9)[0]
    assert matching(project.predictions.values(), Query(application="other"), cloud.now()) == []


@pytest.mark.usefixtures("published")
@pytest.mark.parametrize(
    "path",
    [
        "/customvision/v3.0/Prediction",
        "/CustomVision/v3.1/prediction",
        "//customvision/v3.0/prediction",
    ],
)
def test_every_version_and_letter_case_routes(
    client: requests.Session, project: Project, target: Account, path: str
) -> None:
    """The portal's address and the SDK's both work, with a raw picture as the body."""
    answer = client.post(
        f"https://petsprediction.cognitiveservices.azure.com{path}/{project.id}/classify/"
        "iterations/pet-classifier/image/nostore",
        data=cats(2)[0],
        headers={"Prediction-Key": target.key2, "Content-Type": "application/octet-stream"},
    )
    body = answer.json()
    assert answer.status_code == 200
    assert body["predictions"][0]["tagName"] == "cat"
    assert body["id"] == answer.headers["apim-request-id"]
    assert ("tagType" in body["predictions"][0]) == ("v3.1" in path)


def error_of(call: Any) -> tuple[int, str, str]:
    """The status, code and message with which Azure refuses."""
    from azure.cognitiveservices.vision.customvision.prediction.models import (
        CustomVisionErrorException,
    )

    with pytest.raises(CustomVisionErrorException) as refused:
        call()
    error: Any = refused.value.error
    response: Any = refused.value.response
    return response.status_code, error.code, error.message


def test_a_name_that_is_not_published_is_not_found(asker: Any, project: Project) -> None:
    """The error that students know."""
    found = error_of(lambda: asker.classify_image(project.id, "pets", cats(1)[0]))
    assert found == (404, "NotFoundIteration", "Invalid iteration")


def test_after_unpublishing_nothing_is_found(
    cloud: Cloud, asker: Any, project: Project, published: Iteration
) -> None:
    """A name taken back is gone at once."""
    unpublish(cloud, project, published.id)
    found = error_of(lambda: asker.classify_image(project.id, "pet-classifier", cats(1)[0]))
    assert found[1] == "NotFoundIteration"


@pytest.mark.usefixtures("published")
def test_another_account_does_not_know_the_name(
    cloud: Cloud, emulator: Emulator, project: Project
) -> None:
    """A name is published to one account."""
    other = predictor(emulator, add_account(cloud, "otherprediction", PREDICTION))
    found = error_of(lambda: other.classify_image(project.id, "pet-classifier", cats(1)[0]))
    assert found[1] == "NotFoundIteration"


def test_an_unknown_project_is_not_found(asker: Any, published: Iteration) -> None:
    """A project's id that is not there, such as another thing's."""
    found = error_of(lambda: asker.classify_image(published.id, "pet-classifier", cats(1)[0]))
    assert found[:2] == (404, "NotFoundProject")


@pytest.mark.parametrize(
    ("content", "code"),
    [(b"text", "BadRequestImageFormat"), (bytes(4 * 2**20 + 1), "BadRequestImageSizeBytes")],
)
def test_bad_pictures_are_refused(asker: Any, project: Project, content: bytes, code: str) -> None:
    """No picture, or more than 4 MB."""
    found = error_of(lambda: asker.classify_image(project.id, "pet-classifier", content))
    assert found[:2] == (400, code)


@pytest.mark.parametrize(
    "url", ["", "cat", URL.format("horse-001.jpg"), "https://example.org/cat-1.jpg"]
)
def test_a_url_without_a_picture_is_refused(asker: Any, project: Project, url: str) -> None:
    """Text, a dead link, and a host that the emulator's web does not have."""
    found = error_of(lambda: asker.classify_image_url(project.id, "pet-classifier", url))
    assert found[:2] == (400, "BadRequestImageUrl")


def test_a_classifier_does_not_detect(asker: Any, project: Project) -> None:
    """The detection call on a classification project is refused."""
    found = error_of(lambda: asker.detect_image(project.id, "pet-classifier", cats(1)[0]))
    assert found[2] == "Invalid project type for operation"


def test_a_detector_does_not_classify(cloud: Cloud, account: Account, asker: Any) -> None:
    """The reverse is refused alike."""
    domain = next(one for one in DOMAINS if one.type == "ObjectDetection")
    settings = Settings.chosen(domain.id, None, [])
    detector = cloud.state(Training).create_project(account, "Where", None, settings)
    found = error_of(lambda: asker.classify_image(detector.id, "x", cats(1)[0]))
    assert found[2] == "Invalid project type for operation"
    assert error_of(lambda: asker.detect_image(detector.id, "x", cats(1)[0]))[0] == 404


@pytest.mark.usefixtures("published")
def test_the_training_key_does_not_predict(
    client: requests.Session, account: Account, project: Project
) -> None:
    """The key of the training account is refused by the gateway, at either account's address."""
    for name in ("petsprediction", "petstraining"):
        answer = client.post(
            f"https://{name}.cognitiveservices.azure.com/customvision/v3.1/prediction/"
            f"{project.id}/classify/iterations/pet-classifier/image/nostore",
            data=cats(1)[0],
            headers={"Prediction-Key": account.key1},
        )
        assert answer.status_code == 401
