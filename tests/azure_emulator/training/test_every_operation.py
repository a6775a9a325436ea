"""Each operation of Microsoft's own client, called once: it succeeds and its answer is read."""

from __future__ import annotations

import inspect
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from azure_emulator.cloud import Cloud
from azure_emulator.server import Emulator
from azure_emulator.training.domains import GENERAL_COMPACT, GENERAL_DETECTION
from tests.harness.custom_vision import PREDICTION, TRAINING, add_account, cats, dogs, trainer
from tests.harness.drawn_shapes import shape

RAW = "https://raw.githubusercontent.com/owner/repo/main/pictures"


@dataclass
class Calls:
    """The client, and the names of what was called."""

    client: Any
    names: set[str] = field(default_factory=set)

    def __getattr__(self, name: str) -> Callable[..., Any]:
        """A method that is noted down."""
        self.names.add(name)
        method: Callable[..., Any] = getattr(self.client, name)
        return method


def test_every_operation_of_the_client_succeeds(cloud: Cloud, emulator: Emulator) -> None:
    """52 of them, in the order in which a project needs them."""
    account = add_account(cloud, "petstraining", TRAINING, sku="S0")
    target = add_account(cloud, "petsprediction", PREDICTION)
    call = Calls(trainer(emulator, account))
    project = _filled(call)
    iteration = _trained(call, project, target.id)
    _suggestions(call, project, iteration)
    _predictions(call, project, iteration)
    _files(call, project, iteration)
    _regions(call)
    _end(call, project, iteration)
    methods = inspect.getmembers(type(call.client), inspect.isfunction)
    operations = {name for name, _ in methods if not name.startswith("_")} - {"close"}
    assert operations - call.names == set()
    assert len(operations) == 52


def _models() -> Any:
    from azure.cognitiveservices.vision.customvision.training import models

    return models


def _filled(call: Calls) -> str:
    models = _models()
    domains = call.get_domains()
    assert call.get_domain(domains[0].id).name == "General"
    project = call.create_project(
        "Pets", domain_id=GENERAL_COMPACT.id, classification_type="Multiclass"
    )
    for name, contents in (("cat", cats(1, 2, 3, 4, 5)), ("dog", dogs(1, 2, 3, 4, 5))):
        tag = call.create_tag(project.id, name)
        entries = [
            models.ImageFileCreateEntry(name=name, contents=bytearray(content))
            for content in contents
        ]
        batch = models.ImageFileCreateBatch(images=entries, tag_ids=[tag.id])
        assert call.create_images_from_files(project.id, batch).is_batch_successful
    urls = [models.ImageUrlCreateEntry(url=f"{RAW}/cat-60.jpg")]
    call.create_images_from_urls(project.id, models.ImageUrlCreateBatch(images=urls))
    call.create_images_from_data(project.id, dogs(61)[0])
    assert [each.name for each in call.get_projects()] == ["Pets"]
    changed = call.get_project(project.id)
    changed.description = "Two"
    assert call.update_project(project.id, changed).description == "Two"
    tag = call.get_tag(project.id, call.get_tags(project.id)[0].id)
    tag.description = "A pet"
    assert call.update_tag(project.id, tag.id, tag).description == "A pet"
    _images(call, project.id, tag.id)
    return str(project.id)


def _images(call: Calls, project: str, tag: str) -> None:
    models = _models()
    images = call.get_images(project, tagging_status="Untagged")
    assert call.get_image_count(project) == 12
    assert len(call.get_tagged_images(project)) == call.get_tagged_image_count(project) == 10
    assert len(call.get_untagged_images(project)) == call.get_untagged_image_count(project) == 2
    assert call.get_images_by_ids(project, [images[0].id])[0].id == images[0].id
    entry = models.ImageTagCreateEntry(image_id=images[0].id, tag_id=tag)
    assert call.create_image_tags(project, [entry]).created
    call.delete_image_tags(project, [images[0].id], [tag])
    updated = call.update_image_metadata(project, [images[0].id], {"place": "home"})
    assert updated.is_batch_successful
    assert len(call.get_images(project, filter="place eq 'home'")) == 1


def _trained(call: Calls, project: str, target: str) -> str:
    iteration = call.train_project(project)
    while iteration.status == "Training":
        time.sleep(0.01)
        iteration = call.get_iteration(project, iteration.id)
    assert [each.id for each in call.get_iterations(project)] == [iteration.id]
    assert call.update_iteration(project, iteration.id, "First").name == "First"
    assert 0 <= call.get_iteration_performance(project, iteration.id).precision <= 1
    assert call.get_image_performances(project, iteration.id, take=1)[0].predictions
    assert call.get_image_performance_count(project, iteration.id) == 10
    assert call.publish_iteration(project, iteration.id, "pets", target) is True
    return str(iteration.id)


def _suggestions(call: Calls, project: str, iteration: str) -> None:
    models = _models()
    images = [each.id for each in call.get_untagged_images(project)]
    made = call.suggest_tags_and_regions(project, iteration, images)
    assert all(each.prediction_uncertainty >= 0 for each in made)
    tags = [each.id for each in call.get_tags(project)]
    counts = call.query_suggested_image_count(project, iteration, tags, 0.0)
    assert counts == dict.fromkeys(tags, 2)
    token = models.SuggestedTagAndRegionQueryToken(tag_ids=tags, threshold=0.0, max_count=10)
    assert len(call.query_suggested_images(project, iteration, token).results) == 2


def _predictions(call: Calls, project: str, iteration: str) -> None:
    models = _models()
    call.quick_test_image(project, cats(62)[0], iteration_id=iteration)
    call.quick_test_image_url(project, f"{RAW}/dog-62.jpg", iteration_id=iteration)
    found = call.query_predictions(project, models.PredictionQueryToken(order_by="Newest"))
    assert len(found.results) == 2
    entries = [models.ImageIdCreateEntry(id=found.results[0].id)]
    batch = models.ImageIdCreateBatch(images=entries)
    assert call.create_images_from_predictions(project, batch).is_batch_successful
    call.delete_prediction(project, [each.id for each in found.results])


def _files(call: Calls, project: str, iteration: str) -> None:
    assert call.export_iteration(project, iteration, "ONNX").status == "Exporting"
    while (export := call.get_exports(project, iteration)[0]).status != "Done":
        time.sleep(0.01)
    path = "/" + export.download_uri.split("?")[0].split("/", 3)[3]
    content = b"".join(call.get_artifact(project, path))
    assert content.startswith(b"PK")
    token = call.export_project(project).token
    made = call.import_project(token, name="Copy")
    assert made.name == "Copy"


def _regions(call: Calls) -> None:
    models = _models()
    project = call.create_project("Shapes", domain_id=GENERAL_DETECTION.id)
    tag = call.create_tag(project.id, "square")
    content, rectangle = shape("square", 1)
    image = call.create_images_from_data(project.id, content).images[0].image
    assert call.get_image_region_proposals(project.id, image.id).proposals
    entry = models.ImageRegionCreateEntry(image_id=image.id, tag_id=tag.id, **rectangle)
    (region,) = call.create_image_regions(project.id, [entry]).created
    call.delete_image_regions(project.id, [region.region_id])
    call.delete_tag(project.id, tag.id)


def _end(call: Calls, project: str, iteration: str) -> None:
    call.delete_images(project, all_images=True)
    call.unpublish_iteration(project, iteration)
    call.delete_iteration(project, iteration)
    call.delete_project(project)
