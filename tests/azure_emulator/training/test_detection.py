"""Object detection from its regions to its answers: trained for real, asked over HTTPS."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Any

import pytest
import requests

from azure_emulator.cloud import Cloud
from azure_emulator.server import Emulator, running
from azure_emulator.training import model_server
from azure_emulator.training.domains import GENERAL_COMPACT_DETECTION, GENERAL_DETECTION
from tests.harness.custom_vision import PREDICTION, TRAINING, add_account, predictor
from tests.harness.drawn_shapes import entry, overlap, shape

TRAINING_HOST = "https://finder.cognitiveservices.azure.com/customvision"
PREDICTION_HOST = "https://findings.cognitiveservices.azure.com/customvision"


class Finder:
    """A project of object detection, and calls to it."""

    def __init__(self, cloud: Cloud, session: requests.Session) -> None:
        """Two tags, without images."""
        self.cloud, self.session = cloud, session
        self.account = add_account(cloud, "finder", TRAINING, sku="S0")
        self.target = add_account(cloud, "findings", PREDICTION)
        query = f"name=Shapes&domainId={GENERAL_DETECTION.id}"
        self.id = self.call("POST", f"projects?{query}").json()["id"]
        self.tags = {
            kind: self.call("POST", f"P/tags?name={kind}").json()["id"]
            for kind in ("square", "disc")
        }

    def call(self, method: str, path: str, **more: Any) -> requests.Response:
        """A call of the training API; `P` stands for the project's path."""
        if path.startswith("P"):
            path = f"projects/{self.id}{path[1:]}"
        url = f"{TRAINING_HOST}/{more.pop('version', 'v3.4-preview')}/training/{path}"
        keyed = {"Training-Key": self.account.key1} | more.pop("headers", {})
        return self.session.request(method, url, headers=keyed, **more)

    def upload(self, kind: str, count: int) -> None:
        """Pictures with one region each."""
        images = [entry(kind, seed, self.tags[kind]) for seed in range(count)]
        answer = self.call("POST", "P/images/files", json={"images": images})
        assert answer.status_code == 200, answer.text

    def train(self) -> str:
        """The path of a completed iteration."""
        begun = self.call("POST", "P/train")
        assert begun.status_code == 200, begun.text
        path = f"P/iterations/{begun.json()['id']}"
        while (status := self.call("GET", path).json()["status"]) == "Training":
            pass
        assert status == "Completed"
        return path

    def publish(self, path: str) -> None:
        """As `found`, to the prediction account."""
        query = {"publishName": "found", "predictionId": self.target.id}
        assert self.call("POST", f"{path}/publish", params=query).json() is True

    def detect(self, tail: str = "image", **more: Any) -> requests.Response:
        """A call of the prediction API."""
        version, verb = more.pop("version", "v3.1"), more.pop("verb", "detect")
        url = f"{PREDICTION_HOST}/{version}/prediction/{self.id}/{verb}/iterations/found/{tail}"
        headers = {"Prediction-Key": self.target.key1, "Content-Type": "application/octet-stream"}
        return self.session.post(url, headers=headers, **more)


@pytest.fixture(scope="module")
def finder(module_cloud: tuple[Cloud, Emulator]) -> Any:
    """Trained with fifteen squares and fifteen discs, and published."""
    cloud, emulator = module_cloud
    with requests.Session() as session:
        session.trust_env = False
        session.proxies, session.verify = {"https": emulator.proxy_url}, str(emulator.ca_file)
        finder = Finder(cloud, session)
        for kind in finder.tags:
            finder.upload(kind, 15)
        path = finder.train()
        finder.publish(path)
        yield finder, path


@pytest.fixture(scope="module")
def module_cloud() -> Any:
    """An emulator in which nothing takes time."""
    from azure_emulator.cloud import Durations

    cloud = Cloud(durations=Durations().times(0))
    with running(cloud) as emulator:
        yield cloud, emulator
    assert cloud.unserved == []
    assert cloud.faults == []


Trained = tuple[Finder, str]


def best(predictions: list[dict[str, Any]]) -> dict[str, Any]:
    """The most probable one."""
    return max(predictions, key=lambda each: each["probability"])


@pytest.mark.parametrize("kind", ["square", "disc"])
def test_a_shape_is_found_where_it_is(finder: Trained, kind: str) -> None:
    """On pictures that it has not seen: the right tag, and a box around the shape."""
    right = 0
    for seed in range(100, 105):
        content, rectangle = shape(kind, seed)
        predictions = finder[0].detect(data=content).json()["predictions"]
        found = best(predictions)
        right += found["tagName"] == kind and overlap(found["boundingBox"], rectangle) > 0.4
    assert right >= 4


def test_an_answer_has_boxes_in_the_order_of_the_tags(finder: Trained) -> None:
    """As recorded: each tag's boxes together, the most probable first; v3.0 without types."""
    content, _ = shape("square", 120)
    answer = finder[0].detect("image/nostore", data=content).json()
    assert set(answer) == {"id", "project", "iteration", "created", "predictions"}
    places = list(finder[0].tags.values())
    ranks = [(places.index(each["tagId"]), -each["probability"]) for each in answer["predictions"]]
    assert ranks == sorted(ranks)
    for each in answer["predictions"]:
        assert set(each["boundingBox"]) == {"left", "top", "width", "height"}
        assert each["tagType"] == "Regular"
    older = finder[0].detect("image/nostore", data=content, version="v3.0").json()
    assert all("tagType" not in each for each in older["predictions"])


def test_microsofts_client_reads_the_boxes(
    finder: Trained, module_cloud: tuple[Cloud, Emulator]
) -> None:
    """By all four operations of detection; what is at an address, too."""
    client = predictor(module_cloud[1], finder[0].target)
    content, _ = shape("disc", 170)
    (image,) = finder[0].call("GET", "P/images?take=1").json()
    link = image["originalImageUri"]
    for name, what in (
        ("detect_image", content),
        ("detect_image_with_no_store", content),
        ("detect_image_url", link),
        ("detect_image_url_with_no_store", link),
    ):
        found = getattr(client, name)(finder[0].id, "found", what).predictions
        assert found[0].tag_name in finder[0].tags
        assert 0 < found[0].bounding_box.width <= 1


def test_what_is_stored_can_be_queried(finder: Trained) -> None:
    """With its boxes; not what was asked not to be."""
    content, _ = shape("disc", 130)
    kept = finder[0].detect("image?application=a", data=content).json()["id"]
    finder[0].detect("image/nostore?application=a", data=content)
    answer = finder[0].call("POST", "P/predictions/query", json={"application": "a"}).json()
    (stored,) = answer["results"]
    assert stored["id"] == kept
    assert all("boundingBox" in each for each in stored["predictions"])


def test_a_quick_test_finds_the_same(finder: Trained) -> None:
    """In the training API, by the same operation as of classification."""
    content, _ = shape("square", 140)
    octets = {"Content-Type": "application/octet-stream"}
    path = f"P/quicktest/image?iterationId={finder[1].rpartition('/')[2]}&store=false"
    quick = finder[0].call("POST", path, data=content, headers=octets).json()["predictions"]
    detected = finder[0].detect("image/nostore", data=content).json()["predictions"]
    assert quick == detected


def test_a_detector_does_not_classify(finder: Trained) -> None:
    """The project's type decides."""
    answer = finder[0].detect("image", data=shape("square", 1)[0], verb="classify")
    assert answer.status_code == 400
    assert answer.json()["message"] == "Invalid project type for operation"


def test_performance_depends_on_both_thresholds(finder: Trained) -> None:
    """Of the whole and of each tag, all between 0 and 1; a stricter overlap finds no more."""
    told = {}
    for overlap_threshold in (0.1, 0.9):
        query = f"threshold=0.3&overlapThreshold={overlap_threshold}"
        answer = finder[0].call("GET", f"{finder[1]}/performance?{query}").json()
        assert [each["name"] for each in answer["perTagPerformance"]] == ["square", "disc"]
        for each in (answer, *answer["perTagPerformance"]):
            for name in ("precision", "recall", "averagePrecision"):
                assert 0 <= each[name] <= 1
        told[overlap_threshold] = answer["recall"]
    assert told[0.1] >= told[0.9]
    assert told[0.1] > 0.5


def test_trained_images_have_boxes_and_regions(finder: Trained) -> None:
    """What was found, beside what was drawn."""
    found = finder[0].call("GET", f"{finder[1]}/performance/images?take=2").json()
    for each in found:
        assert each["regions"]
        assert all("boundingBox" in prediction for prediction in each["predictions"])


def test_regions_are_suggested(finder: Trained) -> None:
    """For an image without any."""
    import base64

    contents = base64.b64encode(shape("disc", 150)[0]).decode()
    body = {"images": [{"name": "a", "contents": contents}]}
    image = finder[0].call("POST", "P/images/files", json=body).json()["images"][0]["image"]["id"]
    query = f"iterationId={finder[1].rpartition('/')[2]}&imageIds={image}"
    (made,) = finder[0].call("POST", f"P/tagsandregions/suggestions?{query}").json()
    assert best(made["predictions"])["boundingBox"]
    assert made["predictionUncertainty"] >= 0


def test_fifteen_images_of_each_tag_are_needed(cloud: Cloud, client: requests.Session) -> None:
    """As documented; a negative tag is not allowed, and one tag is enough."""
    finder = Finder(cloud, client)
    finder.upload("square", 15)
    finder.upload("disc", 14)
    answer = finder.call("POST", "P/train")
    assert (answer.status_code, answer.json()) == (
        400,
        {
            "code": "BadRequestDetectionTrainingValidationFailed",
            "message": "Not enough images per tag for training",
        },
    )
    finder.call("DELETE", f"P/tags/{finder.tags['disc']}")
    negative = finder.call("POST", "P/tags?name=none&type=Negative").json()["id"]
    refused = finder.call("POST", "P/train").json()["code"]
    assert refused == "BadRequestDetectionTrainingNotAllowNegativeTag"
    finder.call("DELETE", f"P/tags/{negative}")
    assert finder.call("POST", "P/train").status_code == 200


def test_an_exported_detector_finds_the_same(finder: Trained, tmp_path: Path) -> None:
    """Its container's boxes are those of the service: of a compact domain, trained alike."""
    pytest.importorskip("onnxruntime")
    changed = {"settings": {"domainId": GENERAL_COMPACT_DETECTION.id}}
    assert finder[0].call("PATCH", "P", json=changed).status_code == 200
    path = finder[0].train()
    finder[0].call("POST", f"{path}/export?platform=DockerFile")
    (export,) = finder[0].call("GET", f"{path}/export").json()
    file = finder[0].session.get(export["downloadUri"]).content
    zipfile.ZipFile(io.BytesIO(file)).extractall(tmp_path)
    content, rectangle = shape("square", 160)
    found = best(model_server.Model(tmp_path / "app").predictions(content))
    octets = {"Content-Type": "application/octet-stream"}
    query = f"iterationId={path.rpartition('/')[2]}&store=false"
    quick = finder[0].call("POST", f"P/quicktest/image?{query}", data=content, headers=octets)
    served = best(quick.json()["predictions"])
    assert found["tagName"] == served["tagName"]
    assert found["probability"] == pytest.approx(served["probability"], abs=0.05)
    assert overlap(found["boundingBox"], served["boundingBox"]) > 0.9
    assert overlap(found["boundingBox"], rectangle) > 0.3
