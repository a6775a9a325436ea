"""Exported models, run by somebody else's runtime, say what the emulator says."""

from __future__ import annotations

import io
from typing import Any

import numpy as np
import pytest
from PIL import Image, ImageOps

from azure_emulator.vision import export
from azure_emulator.vision.classifier import Classifier, Sample
from azure_emulator.vision.drawings import drawing
from azure_emulator.vision.features import features

PICTURES = ("cat-test-001.jpg", "dog-test-002.png", "cat-test-003.gif")


def picture(name: str) -> bytes:
    """A drawn picture."""
    content = drawing(name)
    assert content
    return content


def classifier(*, exclusive: bool) -> Classifier:
    """A model of three cats and three dogs, all of which are pets besides unless that is wrong."""
    samples = [
        Sample(
            features(picture(f"{kind}-{number:03}.jpg")),
            frozenset({kind} if exclusive else {kind, "pet"}),
        )
        for kind in ("cat", "dog")
        for number in (1, 2, 3)
    ]
    labels = ["cat", "dog"] if exclusive else ["cat", "dog", "pet"]
    return Classifier.train(samples, labels, exclusive=exclusive)


def session(content: bytes) -> Any:
    """The model in ONNX's own runtime."""
    import onnxruntime

    return onnxruntime.InferenceSession(content, providers=["CPUExecutionProvider"])


def as_sent(content: bytes, size: int) -> Any:
    """What a client makes of an image for a classifier: BGR of 0..255, one image."""
    image = Image.open(io.BytesIO(content)).convert("RGB")
    square = ImageOps.fit(image, (size, size), Image.Resampling.BICUBIC)
    return np.ascontiguousarray(np.asarray(square, np.float32).transpose(2, 0, 1)[None, ::-1])


@pytest.mark.parametrize("exclusive", [True, False])
def test_an_exported_classifier_says_the_same(exclusive: bool) -> None:
    """Each probability, and the likeliest label, under the names that it was exported with."""
    model = classifier(exclusive=exclusive)
    names = ["Die Katze", "Ο σκύλος", "<pet>"][: len(model.labels)]
    runtime = session(export.classifier(model, names))
    for name in PICTURES:
        (label,), (loss,) = runtime.run(None, {"data": as_sent(picture(name), 224)})
        said = dict(zip(names, model.probabilities(features(picture(name))).values(), strict=True))
        assert loss == pytest.approx(said, abs=1e-4)
        assert label.tolist() == [max(said, key=lambda each: said[each])]


def test_an_exported_classifier_looks_like_custom_vision_s() -> None:
    """Names, shapes and metadata are those that Microsoft's sample scripts go by."""
    runtime = session(export.classifier(classifier(exclusive=True), ["cat", "dog"]))
    (sent,) = runtime.get_inputs()
    assert (sent.name, sent.shape, sent.type) == ("data", [1, 3, 224, 224], "tensor(float)")
    assert [each.name for each in runtime.get_outputs()] == ["classLabel", "loss"]
    about = runtime.get_modelmeta().custom_metadata_map
    assert about["Image.BitmapPixelFormat"] == "Bgr8"
    assert about["Image.NominalPixelRange"] == "NominalRange_0_255"


def test_the_same_model_gives_the_same_file() -> None:
    """Byte for byte."""
    files = {export.classifier(classifier(exclusive=True), ["a", "b"]) for _ in range(2)}
    assert len(files) == 1
