"""While a model is computed, everybody else is answered."""

from __future__ import annotations

import base64
import json
import threading
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

import pytest

from azure_emulator.app import App
from azure_emulator.cloud import Cloud, Durations
from azure_emulator.training.domains import GENERAL_DETECTION
from azure_emulator.training.iterations import Iteration, Plan
from azure_emulator.training.lifecycle import train
from azure_emulator.training.projects import Project
from azure_emulator.training.state import Training
from azure_emulator.vision import features, learning
from azure_emulator.vision.features import Content
from azure_emulator.vision.workers import WORKERS, WorkerLostError, Workers
from azure_emulator.wire import Request, Response
from tests.harness.custom_vision import TRAINING, add_account, cats, filled_project

HOST = "petstraining.cognitiveservices.azure.com"


class Pets:
    """A trained project in a cloud without a network, and calls to it."""

    def __init__(self) -> None:
        """The training has ended by the clock; nothing has been computed yet."""
        self.cloud = Cloud(durations=Durations().times(0))
        self.app = App(self.cloud)
        self.account = add_account(self.cloud, "petstraining", TRAINING, sku="S0")
        self.project: Project = filled_project(self.cloud, self.account)
        # Another image than other tests have: what they have learnt is remembered.
        extra = next(iter(self.project.current.images))
        self.cloud.state(Training).delete_images(self.project, [extra])
        self.iteration: Iteration = train(self.cloud, self.project, Plan(), force=False)

    def call(
        self, method: str, path: str, body: bytes = b"", kind: str = "application/octet-stream"
    ) -> Response:
        """A call about the project."""
        url = f"/customvision/v3.3/training/projects/{self.project.id}{path}"
        headers = {"Training-Key": self.account.key1, "Content-Type": kind}
        return self.app(Request.parse(method, HOST, url, headers, body))

    def performance(self) -> Response:
        """What needs the model."""
        return self.call("GET", f"/iterations/{self.iteration.id}/performance?threshold=0.5")


@pytest.fixture
def pets(monkeypatch: pytest.MonkeyPatch) -> Pets:
    """A project with one image less than a training needs, as far as Azure is concerned."""
    monkeypatch.setattr("azure_emulator.training.validators.IMAGES_A_TAG_TO_TRAIN", 4)
    return Pets()


def test_a_get_does_not_wait_for_a_training(pets: Pets, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nor does an upload; who needs the model has it in the end, computed once."""
    computing, answered = threading.Event(), threading.Event()
    lessons: list[object] = []

    def run(function: Callable[..., Any], lesson: object) -> Any:
        lessons.append(lesson)
        computing.set()
        assert answered.wait(30)
        return function(lesson)

    monkeypatch.setattr(WORKERS, "run", run)
    answers: list[Response] = []
    thread = threading.Thread(target=lambda: answers.append(pets.performance()))
    thread.start()
    try:
        assert computing.wait(30)
        assert pets.call("GET", "").status == 200
        assert pets.call("POST", "/images", cats(9)[0]).status == 200
    finally:
        answered.set()
        thread.join()
    assert [answer.status for answer in answers] == [200]
    assert pets.performance().status == 200
    assert len(lessons) == 1


def test_a_request_put_aside_is_not_done_twice(pets: Pets) -> None:
    """The images of a batch are looked at before the first of them is added."""
    before = len(pets.project.current.images)
    assert pets.call("POST", "/images", cats(8)[0]).status == 200
    assert len(pets.project.current.images) == before + 1


def test_a_training_whose_process_is_lost_has_failed(
    pets: Pets, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The iteration says so, and so does standard error; another training is as good as ever."""

    def lost(*_: object) -> None:
        raise WorkerLostError("a process was ended")

    monkeypatch.setattr(WORKERS, "run", lost)
    extra = list(pets.project.current.images)[-1]
    pets.cloud.state(Training).delete_images(pets.project, [extra])
    pets.iteration = train(pets.cloud, pets.project, Plan(), force=True)
    assert pets.performance().status == 400
    assert pets.iteration.status(pets.cloud.now()) == "Failed"
    assert "has failed: a process was ended" in capsys.readouterr().err
    assert not pets.cloud.faults


def test_a_training_begins_when_it_is_asked_for(
    pets: Pets, monkeypatch: pytest.MonkeyPatch
) -> None:
    """If it takes time at all: then the model is computed meanwhile, in another thread."""
    begun = threading.Event()

    def run(*_: object) -> None:
        begun.set()
        raise WorkerLostError("a process was ended")

    monkeypatch.setattr(WORKERS, "run", run)
    pets.cloud.state(Training).delete_images(pets.project, list(pets.project.current.images)[:1])
    monkeypatch.setattr("azure_emulator.training.validators.IMAGES_A_TAG_TO_TRAIN", 3)
    pets.cloud.durations = Durations()
    assert pets.call("POST", "/train").status == 200
    assert begun.wait(30)


def test_how_good_a_detector_is_is_found_with_its_training(
    pets: Pets, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever asks for it has not to wait for another computation that begins then."""
    done: list[str] = []
    found = threading.Event()

    def run(function: Callable[..., Any], lesson: object) -> Any:
        done.append(function.__name__)
        if function.__name__ == "findings":
            found.set()
        return function(lesson)

    monkeypatch.setattr(WORKERS, "run", run)
    detection = replace(pets.iteration.settings, domain=GENERAL_DETECTION, classification_type=None)
    pets.iteration.settings = detection
    pets.iteration.begin(pets.cloud.state(Training).features)
    assert found.wait(30)
    assert done == ["detector", "findings"]


def test_a_worker_is_started_when_the_first_images_come(
    pets: Pets, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its start is no part of the training then; a second upload starts no second one."""
    workers, started = Workers(), threading.Event()
    tasks: list[object] = []

    def run(task: object) -> None:
        tasks.append(task)
        started.set()

    monkeypatch.setattr(workers, "run", run)
    monkeypatch.setattr(learning, "WORKERS", workers)
    assert pets.call("POST", "/images", cats(11)[0]).status == 200
    assert not started.is_set()  # What takes no time is learnt when it is asked for.
    pets.cloud.durations = Durations()
    assert pets.call("POST", "/images", cats(12)[0]).status == 200
    assert pets.call("POST", "/images", cats(13)[0]).status == 200
    assert started.wait(30)
    assert tasks == [learning.load]


@pytest.mark.parametrize("form", ["files", "multipart", "bare"])
def test_an_upload_is_read_without_the_lock(
    pets: Pets, monkeypatch: pytest.MonkeyPatch, form: str
) -> None:
    """Base64, multipart and digests: everybody else is answered meanwhile, and it is read once."""
    content, reading, answered = cats(14)[0], threading.Event(), threading.Event()
    read: list[bytes] = []

    def digested(given: bytes) -> Content:
        read.append(given)
        reading.set()
        assert answered.wait(30)
        return features.digested(given)

    monkeypatch.setattr("azure_emulator.training.parameters.digested", digested)
    encoded = base64.b64encode(content).decode()
    forms: dict[str, tuple[str, str, bytes]] = {
        "files": (
            "/files",
            "application/json",
            json.dumps({"images": [{"contents": encoded}]}).encode(),
        ),
        "multipart": (
            "",
            "multipart/form-data; boundary=b",
            b'--b\r\nContent-Disposition: form-data; name="a"; filename="a"\r\n\r\n'
            + content
            + b"\r\n--b--\r\n",
        ),
        "bare": ("", "application/octet-stream", content),
    }
    path, kind, body = forms[form]
    answers: list[Response] = []
    upload = partial(pets.call, "POST", f"/images{path}", body, kind)
    thread = threading.Thread(target=lambda: answers.append(upload()))
    thread.start()
    try:
        assert reading.wait(30)
        assert pets.call("GET", "").status == 200
    finally:
        answered.set()
        thread.join()
    assert [answer.status for answer in answers] == [200]
    assert read == [content]
