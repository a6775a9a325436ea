"""An iteration made into a file: asked for, waited for, downloaded, and run by `onnxruntime`."""

from __future__ import annotations

import hashlib
import io
import json
import subprocess
import sys
import zipfile
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import requests

from azure_emulator.cloud import Cloud
from azure_emulator.training.domains import GENERAL_COMPACT
from tests.harness.custom_vision import cats
from tests.harness.pets import Pets


@pytest.fixture
def pets(cloud: Cloud, client: requests.Session) -> Pets:
    """Five cats, five dogs, in a domain whose models are exported."""
    pets = Pets(cloud, client)
    pets.call("PATCH", "P", json={"settings": {"domainId": GENERAL_COMPACT.id}})
    return pets


def asked(pets: Pets, path: str, query: str = "platform=ONNX") -> requests.Response:
    """The call that asks for an export."""
    return pets.call("POST", f"{path}/export?{query}")


def package(pets: Pets, path: str, query: str = "platform=ONNX") -> zipfile.ZipFile:
    """The file of a finished export."""
    asked(pets, path, query)
    while (exports := pets.call("GET", f"{path}/export").json())[0]["status"] == "Exporting":
        pass
    return zipfile.ZipFile(io.BytesIO(pets.client.get(exports[0]["downloadUri"]).content))


def test_an_export_takes_a_while(pets: Pets) -> None:
    """As recorded: null where nothing is yet; asked again meanwhile, it is queued already."""
    path = pets.trained()
    assert pets.call("GET", f"{path}/export").json() == []
    pets.cloud.durations = replace(pets.cloud.durations, model_export=timedelta(hours=1))
    begun = asked(pets, path, "platform=onnx&flavor=onnx12").json()
    assert begun == {
        "platform": "ONNX",
        "status": "Exporting",
        "downloadUri": None,
        "flavor": "ONNX12",
        "newerVersionAvailable": False,
    }
    again = asked(pets, path, "platform=ONNX&flavor=ONNX12")
    assert (again.status_code, again.json()["code"]) == (400, "BadRequestExportAlreadyInProgress")
    assert again.json()["message"].endswith("is already queued for export")
    pets.cloud.now = lambda: datetime.now(UTC) + timedelta(hours=2)
    (done,) = pets.call("GET", f"{path}/export").json()
    assert done["status"] == "Done"
    assert done["downloadUri"].split("?")[0].endswith(".ONNX12.ONNX.zip")


def test_the_file_holds_model_labels_and_manifest(pets: Pets) -> None:
    """The manifest names both, with their digests."""
    archive = package(pets, pets.trained())
    manifest = json.loads(archive.read("cvexport.manifest"))
    assert archive.read("labels.txt").decode().splitlines() == ["cat", "dog"]
    assert (manifest["DomainType"], manifest["Platform"]) == ("Classification", "ONNX")
    for name in ("Model", "Label"):
        content = archive.read(manifest[f"{name}FileName"])
        assert hashlib.sha1(content).hexdigest() == manifest[f"{name}FileSHA1"]  # noqa: S324


def test_the_file_is_an_artifact_too(pets: Pets) -> None:
    """The same at each download, and by its path with the key."""
    path = pets.trained()
    package(pets, path)
    link = pets.call("GET", f"{path}/export").json()[0]["downloadUri"]
    where = "/" + link.split("?")[0].split("/", 3)[3]
    contents = [pets.client.get(link).content for _ in range(2)]
    assert contents[0] == contents[1]
    assert pets.call("GET", "P/artifacts", params={"path": where}).content == contents[0]


def test_the_model_answers_as_the_service(pets: Pets) -> None:
    """Its probabilities for an image are those of a quick test."""
    onnxruntime: Any = pytest.importorskip("onnxruntime")
    import numpy as np
    from PIL import Image, ImageOps

    path = pets.trained()
    session = onnxruntime.InferenceSession(package(pets, path).read("model.onnx"))
    (wanted,) = session.get_inputs()
    content = cats(9)[0]
    side = wanted.shape[2]
    photo = Image.open(io.BytesIO(content)).convert("RGB")
    image = ImageOps.fit(photo, (side, side), Image.Resampling.BICUBIC)
    pixels = np.asarray(image, dtype=np.float32)[:, :, ::-1].transpose(2, 0, 1)[None]
    answers = session.run(None, {wanted.name: np.ascontiguousarray(pixels)})
    losses = next(each for each in answers if isinstance(each, list))[0]
    octets = {"Content-Type": "application/octet-stream"}
    quick = pets.call("POST", "P/quicktest/image?store=false", data=content, headers=octets).json()
    served = {each["tagName"]: each["probability"] for each in quick["predictions"]}
    assert losses == pytest.approx(served, abs=2e-3)


def test_a_container_answers_as_the_service(pets: Pets, tmp_path: Path) -> None:
    """What its `Dockerfile` starts, started: by form, by body; what is no image is refused."""
    pytest.importorskip("onnxruntime")
    path = pets.trained()
    archive = package(pets, path, "platform=DockerFile&flavor=Linux")
    assert b'CMD ["python", "-u", "app.py"]' in archive.read("Dockerfile")
    archive.extractall(tmp_path)
    program = [sys.executable, "-u", "app.py"]
    with subprocess.Popen(
        program,
        cwd=tmp_path / "app",
        env={"PORT": "0", "PATH": ""},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as server:
        try:
            assert server.stdout is not None
            host = f"http://127.0.0.1:{server.stdout.readline().split()[-1]}"
            content = cats(9)[0]
            octets = {"Content-Type": "application/octet-stream"}
            raw = requests.post(f"{host}/image", data=content, headers=octets, timeout=30)
            form = requests.post(f"{host}/image", files={"imageData": content}, timeout=30)
            bad = requests.post(f"{host}/image", data=b"hello", headers=octets, timeout=30)
            local = requests.post(f"{host}/url", json={"url": "file:///etc/passwd"}, timeout=30)
        finally:
            server.terminate()
    quick = pets.call("POST", "P/quicktest/image?store=false", data=content, headers=octets)
    served = {each["tagName"]: each["probability"] for each in quick.json()["predictions"]}
    for answer in (raw, form):
        told = {each["tagName"]: each["probability"] for each in answer.json()["predictions"]}
        assert told == pytest.approx(served, abs=2e-3)
    assert (bad.status_code, local.status_code) == (400, 400)


def test_a_platform_that_cannot_be_made_is_refused_by_name(
    cloud: Cloud, client: requests.Session, pets: Pets
) -> None:
    """501, and remembered; nothing is queued."""
    path = pets.trained()
    for query, name in (
        ("platform=TensorFlow", "TensorFlow"),
        ("platform=TensorFlow&flavor=TensorFlowLite", "TensorFlowLite"),
        ("platform=ONNX&flavor=ONNX10", "ONNX10"),
        ("platform=DockerFile&flavor=ARM", "ARM"),
    ):
        answer = asked(pets, path, query)
        assert answer.status_code == 501
        assert answer.json()["message"] == f"The emulator does not implement the export to {name}."
    assert pets.call("GET", f"{path}/export").json() == []
    assert len(cloud.unserved) == 4
    cloud.unserved.clear()


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("", "BadRequestRequiredParamIsNull"),
        ("platform=Fax", "BadRequestExportValidationFailed"),
        ("platform=ONNX&flavor=Linux", "BadRequestExportValidationFailed"),
        ("platform=CoreML&flavor=ONNX10", "BadRequestExportValidationFailed"),
    ],
)
def test_what_no_model_can_be_made_into_is_refused(pets: Pets, query: str, code: str) -> None:
    """By Azure, too."""
    answer = asked(pets, pets.trained(), query)
    assert (answer.status_code, answer.json()["code"]) == (400, code)


def test_only_a_trained_iteration_of_a_compact_domain_is_exported(
    cloud: Cloud, client: requests.Session
) -> None:
    """Of another domain there is no platform; in training there is no model."""
    pets = Pets(cloud, client)
    path = pets.trained()
    assert asked(pets, path).json()["code"] == "BadRequestExportValidationFailed"
    pets.cloud.durations = replace(pets.cloud.durations, training=timedelta(hours=1))
    begun = pets.call("POST", "P/train?forceTrain=true").json()["id"]
    assert asked(pets, f"P/iterations/{begun}").json()["code"] == "BadRequestIterationIsNotTrained"
