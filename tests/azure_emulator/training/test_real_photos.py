"""The exercise done with its own photos, over HTTPS; skips without them."""

from __future__ import annotations

import time

from azure_emulator.cloud import Cloud
from azure_emulator.server import Emulator
from tests.harness.custom_vision import PREDICTION, TRAINING, add_account, predictor, trainer
from tests.harness.photos import IMAGES, photos

TESTS = "https://github.com/owner/repo/blob/main/testing-images/{}?raw=true"


def test_a_model_of_the_photos_answers_as_the_exercise_shows(
    cloud: Cloud, emulator: Emulator
) -> None:
    """Fifteen cats and fifteen dogs in, and both test photos are right with at least 50 %."""
    folders = {"cat": photos("train/cats"), "dog": photos("train/dogs")}
    cloud.images = IMAGES
    client = trainer(emulator, add_account(cloud, "petstraining", TRAINING))
    target = add_account(cloud, "petsprediction", PREDICTION)
    project = client.create_project("Pet Classification", classification_type="Multiclass")
    for name, files in folders.items():
        tag = client.create_tag(project.id, name)
        for file in files:
            made = client.create_images_from_data(project.id, file.read_bytes(), [tag.id])
            assert made.is_batch_successful
        assert client.get_tag(project.id, tag.id).image_count == 15
    iteration = client.train_project(project.id)
    while iteration.status == "Training":
        time.sleep(0.01)
        iteration = client.get_iteration(project.id, iteration.id)
    client.publish_iteration(project.id, iteration.id, "pet-classifier", target.id)
    asker = predictor(emulator, target)
    for name in folders:
        url = TESTS.format(f"{name}-test-001.jpg")
        found = asker.classify_image_url_with_no_store(project.id, "pet-classifier", url)
        assert found.predictions[0].tag_name == name
        assert found.predictions[0].probability >= 0.5
    performance = client.get_iteration_performance(project.id, iteration.id, threshold=0.5)
    assert performance.precision > 0.6
