"""The training API through the vendor's own client, over HTTPS."""

from __future__ import annotations

import time
from typing import Any

import pytest

from azure_emulator.cloud import Cloud
from azure_emulator.cognitive_services.account import Account
from azure_emulator.server import Emulator
from tests.harness.custom_vision import (
    PREDICTION,
    TRAINING,
    add_account,
    cats,
    dogs,
    predictor,
    trainer,
)

RAW = "https://raw.githubusercontent.com/owner/repo/main/pictures"


@pytest.fixture
def training_account(cloud: Cloud) -> Account:
    """A free training account."""
    return add_account(cloud, "petstraining", TRAINING)


@pytest.fixture
def prediction_account(cloud: Cloud) -> Account:
    """A free prediction account in the same region."""
    return add_account(cloud, "petsprediction", PREDICTION)


@pytest.fixture
def client(emulator: Emulator, training_account: Account) -> Any:
    """The SDK's training client."""
    return trainer(emulator, training_account)


def entries(contents: list[bytes], name: str) -> list[Any]:
    """Images for an upload as files."""
    from azure.cognitiveservices.vision.customvision.training.models import ImageFileCreateEntry

    return [
        ImageFileCreateEntry(name=f"{name}-{number}.jpg", contents=bytearray(content))
        for number, content in enumerate(contents, 1)
    ]


def filled(client: Any, kind: str = "Multiclass") -> Any:
    """A project with five cats and five dogs, uploaded by the SDK."""
    from azure.cognitiveservices.vision.customvision.training.models import ImageFileCreateBatch

    project = client.create_project("Pets", classification_type=kind)
    for name, contents in (("cat", cats(1, 2, 3, 4, 5)), ("dog", dogs(1, 2, 3, 4, 5))):
        tag = client.create_tag(project.id, name)
        batch = ImageFileCreateBatch(images=entries(contents, name), tag_ids=[tag.id])
        assert client.create_images_from_files(project.id, batch).is_batch_successful
    return project


def trained(client: Any, project: Any) -> Any:
    """An iteration of it, completed."""
    iteration = client.train_project(project.id)
    while iteration.status == "Training":
        time.sleep(0.01)
        iteration = client.get_iteration(project.id, iteration.id)
    return iteration


def test_the_whole_way_from_project_to_prediction(
    client: Any, emulator: Emulator, prediction_account: Account
) -> None:
    """Images go in, a model is trained, tested and published, and tells cats from dogs."""
    project = filled(client)
    iteration = trained(client, project)
    assert (iteration.status, iteration.training_type) == ("Completed", "Regular")
    tested = client.quick_test_image_url(
        project.id, f"{RAW}/cat-test-001.jpg", iteration_id=iteration.id, store=False
    )
    assert tested.predictions[0].tag_name == "cat"
    assert client.publish_iteration(project.id, iteration.id, "pets", prediction_account.id)
    asker = predictor(emulator, prediction_account)
    found = asker.classify_image_url_with_no_store(project.id, "pets", f"{RAW}/dog-test-001.jpg")
    assert found.predictions[0].tag_name == "dog"
    assert sum(one.probability for one in found.predictions) == pytest.approx(1, abs=1e-5)


def test_images_come_as_multipart(client: Any) -> None:
    """`create_images_from_data` takes one image, or several, with tags in the query."""
    project = client.create_project("Pets")
    tag = client.create_tag(project.id, "cat")
    result = client.create_images_from_data(project.id, cats(1)[0], [tag.id])
    assert [one.status for one in result.images] == ["OK"]
    assert client.get_tag(project.id, tag.id).image_count == 1


def test_images_come_by_url(client: Any) -> None:
    """The service fetches pictures; one that is not there is an outcome, not an error."""
    from azure.cognitiveservices.vision.customvision.training.models import (
        ImageUrlCreateBatch,
        ImageUrlCreateEntry,
    )

    project = client.create_project("Pets")
    names = ("cat-001.jpg", "horse-001.jpg")
    batch = ImageUrlCreateBatch(images=[ImageUrlCreateEntry(url=f"{RAW}/{n}") for n in names])
    result = client.create_images_from_urls(project.id, batch)
    assert not result.is_batch_successful
    assert [(one.source_url, one.status) for one in result.images] == [
        (f"{RAW}/cat-001.jpg", "OK"),
        (f"{RAW}/horse-001.jpg", "ErrorSource"),
    ]


def test_lists_and_counts_agree(client: Any) -> None:
    """Every way to list images gives what its count says."""
    project = filled(client)
    tags = {tag.name: tag for tag in client.get_tags(project.id)}
    assert client.get_image_count(project.id, tagging_status="All") == 10
    assert client.get_tagged_image_count(project.id) == 10
    assert client.get_untagged_image_count(project.id) == 0
    assert len(client.get_images(project.id, take=4)) == 4
    assert len(client.get_tagged_images(project.id, tag_ids=[tags["cat"].id])) == 5
    assert client.get_untagged_images(project.id) == []
    newest, *_ = client.get_images(project.id, order_by="Newest", take=1)
    assert client.get_images_by_ids(project.id, [newest.id])[0].id == newest.id
    assert [tag.tag_name for tag in newest.tags] == ["dog"]


def test_an_iteration_keeps_what_it_was_trained_with(client: Any) -> None:
    """With an iteration's id, lists tell what was there at its training."""
    project = filled(client)
    iteration = trained(client, project)
    cat = next(tag for tag in client.get_tags(project.id) if tag.name == "cat")
    cat.name, cat.description = "lion", "Not a pet"
    assert client.update_tag(project.id, cat.id, cat).name == "lion"
    client.delete_images(project.id, [client.get_images(project.id)[0].id])
    assert client.get_image_count(project.id) == 9
    assert client.get_image_count(project.id, iteration_id=iteration.id) == 10
    then = {tag.name for tag in client.get_tags(project.id, iteration_id=iteration.id)}
    assert then == {"cat", "dog"}
    performance = client.get_iteration_performance(project.id, iteration.id, threshold=0.5)
    assert {one.name for one in performance.per_tag_performance} == {"cat", "dog"}


def test_images_are_tagged_and_untagged_later(client: Any) -> None:
    """Tags can be put on images and taken from them; a second time is told apart."""
    from azure.cognitiveservices.vision.customvision.training.models import ImageTagCreateEntry

    project = client.create_project("Pets")
    tag = client.create_tag(project.id, "cat")
    image = client.create_images_from_data(project.id, cats(1)[0]).images[0].image
    entry = ImageTagCreateEntry(image_id=image.id, tag_id=tag.id)
    assert len(client.create_image_tags(project.id, [entry]).created) == 1
    assert len(client.create_image_tags(project.id, [entry]).duplicated) == 1
    client.delete_image_tags(project.id, [image.id], [tag.id])
    assert client.get_untagged_image_count(project.id) == 1


def test_projects_are_changed_and_deleted(client: Any) -> None:
    """A project's name, description and settings can change; then it can go."""
    project = client.create_project("Pets")
    project.name, project.description = "Pet Classification", "Cats and dogs"
    project.settings.classification_type = "Multiclass"
    changed = client.update_project(project.id, project)
    assert changed.name == "Pet Classification"
    assert changed.settings.classification_type == "Multiclass"
    client.delete_project(project.id)
    assert client.get_projects() == []


def test_predictions_are_stored_unless_refused(client: Any) -> None:
    """A quick test stores its image by default; `store=False` leaves nothing."""
    from azure.cognitiveservices.vision.customvision.training.models import PredictionQueryToken

    project = filled(client)
    iteration = trained(client, project)
    client.quick_test_image(project.id, dogs(9)[0], iteration_id=iteration.id, store=False)
    query = PredictionQueryToken(order_by="Newest")
    assert client.query_predictions(project.id, query).results == []
    kept = client.quick_test_image(project.id, dogs(9)[0], iteration_id=iteration.id)
    assert [one.id for one in client.query_predictions(project.id, query).results] == [kept.id]
    client.delete_prediction(project.id, [kept.id])
    assert client.query_predictions(project.id, query).results == []


def test_errors_reach_the_sdk_with_their_code(client: Any) -> None:
    """A refusal of the service is the SDK's own exception, with code and message."""
    from azure.cognitiveservices.vision.customvision.training.models import (
        CustomVisionErrorException,
    )

    project = filled(client)
    trained(client, project)
    with pytest.raises(CustomVisionErrorException) as refused:
        client.train_project(project.id)
    error: Any = refused.value.error
    assert error.code == "BadRequestTrainingNotNeeded"
    assert error.message == "Nothing changed since last training"


def test_regions_go_into_a_project_of_object_detection(client: Any) -> None:
    """Images of object detection are tagged by rectangles."""
    from azure.cognitiveservices.vision.customvision.training.models import ImageRegionCreateEntry

    detection = next(one for one in client.get_domains() if one.type == "ObjectDetection")
    project = client.create_project("Find the cat", domain_id=detection.id)
    assert project.settings.classification_type is None
    tag = client.create_tag(project.id, "cat")
    image = client.create_images_from_data(project.id, cats(1)[0]).images[0].image
    region = ImageRegionCreateEntry(
        image_id=image.id, tag_id=tag.id, left=0.1, top=0.1, width=0.5, height=0.5
    )
    created = client.create_image_regions(project.id, [region]).created
    assert [(one.tag_id, one.tag_name) for one in created] == [(tag.id, None)]
    seen = client.get_images(project.id)[0]
    assert [one.width for one in seen.regions] == [0.5]
    client.create_images_from_data(project.id, cats(2)[0], [tag.id])
    client.delete_image_regions(project.id, [created[0].region_id])
    assert client.get_untagged_image_count(project.id) == 1
    assert client.get_tagged_image_count(project.id) == 1
