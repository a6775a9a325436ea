"""The detector: where it finds what, and how that is judged."""

from __future__ import annotations

import io
import random

import numpy as np
import pytest
from PIL import Image, ImageDraw

from azure_emulator.vision import export
from azure_emulator.vision.boxes import Box, overlap
from azure_emulator.vision.detector import MOST_BOXES, Detector, Scene
from azure_emulator.vision.features import picture
from azure_emulator.vision.finds import Finding, cross_validated, measure

LABELS = ("disc", "square")
SIZE = (400, 300)


def drawn(number: int) -> tuple[bytes, tuple[Box, ...]]:
    """A disc on the one half of a picture, a square on the other; or one of them alone."""
    chance = random.Random(number)  # noqa: S311 - no secret
    width, height = SIZE
    image = Image.new("RGB", SIZE, tuple(chance.randrange(190, 240) for _ in range(3)))
    pen, boxes = ImageDraw.Draw(image), []
    halves = chance.sample([0, width // 2], 2)
    for label, start in list(zip(LABELS, halves, strict=True))[number % 3 % 2 :]:
        side = chance.randrange(70, 140)
        left = start + chance.randrange(0, width // 2 - side)
        top = chance.randrange(0, height - side)
        shape = pen.ellipse if label == "disc" else pen.rectangle
        shape((left, top, left + side, top + side), fill=(chance.randrange(120), 60, 90))
        boxes.append(
            Box(
                label=label,
                left=left / width,
                top=top / height,
                width=side / width,
                height=side / height,
            )
        )
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue(), tuple(boxes)


def scene(number: int) -> Scene:
    """A drawn picture to learn from."""
    content, boxes = drawn(number)
    return Scene(picture(content), boxes)


@pytest.fixture(scope="module")
def scenes() -> list[Scene]:
    """Fifteen of them."""
    return [scene(number) for number in range(15)]


@pytest.fixture(scope="module")
def detector(scenes: list[Scene]) -> Detector:
    """What has learnt them."""
    return Detector.train(scenes, LABELS)


def test_objects_are_found_where_they_are(detector: Detector) -> None:
    """In pictures that it has not seen, most with at least half of the area in common."""
    right = total = 0
    for number in range(100, 110):
        content, boxes = drawn(number)
        found = detector.boxes(picture(content))
        for box in boxes:
            best = next((each for each in found if each.label == box.label), None)
            right += best is not None and overlap(best, box) >= 0.5
            total += 1
    assert right / total >= 0.8


def test_boxes_are_parts_of_the_image(detector: Detector) -> None:
    """The likeliest first, bounded in number, all inside."""
    found = detector.boxes(picture(drawn(200)[0]))
    assert 0 < len(found) <= MOST_BOXES
    chances = [box.probability for box in found]
    assert chances == sorted(chances, reverse=True)
    for box in found:
        assert min(box.left, box.top, box.width, box.height) >= 0
        assert box.left + box.width <= 1.000001
        assert box.top + box.height <= 1.000001


def test_the_same_scenes_give_the_same_detector(detector: Detector, scenes: list[Scene]) -> None:
    """Training is deterministic."""
    asked = picture(drawn(201)[0])
    assert Detector.train(scenes, LABELS).boxes(asked) == detector.boxes(asked)


def test_one_label_and_tiny_boxes_can_be_learnt() -> None:
    """Nothing is too little: a label of one scene, and a box without an area beside it."""
    content, boxes = drawn(1)
    nothing = Box(label="square", left=0.5, top=0.5, width=0, height=0)
    model = Detector.train([Scene(picture(content), (*boxes, nothing))], ["square"])
    assert {box.label for box in model.boxes(picture(content))} == {"square"}


def test_where_nothing_is_drawn_nothing_is_found() -> None:
    """Also where all that is drawn lies at the edge, without an area inside."""
    content, _ = drawn(1)
    outside = Box(label="square", left=1, top=0.5, width=0.4, height=0.4)
    for boxes in ((), (outside,)):
        model = Detector.train([Scene(picture(content), boxes)], ["square"])
        assert not model.boxes(picture(content))
        assert export.detector(model)


def test_an_exported_detector_says_the_same(detector: Detector) -> None:
    """ONNX's own runtime finds the same boxes, in the same order."""
    import onnxruntime

    content, _ = drawn(202)
    runtime = onnxruntime.InferenceSession(
        export.detector(detector), providers=["CPUExecutionProvider"]
    )
    squeezed = Image.open(io.BytesIO(content)).resize((320, 320), Image.Resampling.BICUBIC)
    sent = np.asarray(squeezed, np.float32).transpose(2, 0, 1)[None]
    boxes, numbers, chances = runtime.run(None, {"image_tensor": sent})
    found = detector.boxes(picture(content))
    assert [LABELS[number] for number in numbers[0]] == [box.label for box in found]
    assert chances[0] == pytest.approx([box.probability for box in found], abs=1e-4)
    edges = [(box.left, box.top, box.left + box.width, box.top + box.height) for box in found]
    assert np.abs(boxes[0] - np.array(edges)).max() < 1e-4


def box(label: str, left: float, probability: float = 1.0) -> Box:
    """A box of a tenth of the image's width."""
    return Box(label=label, left=left, top=0, width=0.1, height=1, probability=probability)


def test_scores_are_counted_by_hand() -> None:
    """A box counts once, with enough overlap and probability; mAP is the mean of the labels."""
    findings = [
        Finding(
            (box("a", 0), box("b", 0.5)),
            (box("a", 0, 0.9), box("a", 0.01, 0.8), box("b", 0.55, 0.7)),
            0,
        ),
        Finding((box("a", 0.3),), (box("a", 0.3, 0.4),), 1),
    ]
    found = measure(findings, ["a", "b"], 0.5, 0.5)
    assert found.labels["a"].precision == 0.5
    assert found.labels["a"].recall == 0.5
    assert found.labels["a"].average_precision == pytest.approx((1 + 2 / 3) / 2)
    assert found.labels["b"].recall == 0
    assert found.overall.recall == pytest.approx(1 / 3)
    assert found.overall.average_precision == pytest.approx((1 + 2 / 3) / 4)
    assert measure(findings, ["a", "b"], 0.5, 0.3).labels["b"].recall == 1


def test_what_is_judged_was_held_back(scenes: list[Scene]) -> None:
    """Each scene is found something in once, in one of three folds."""
    findings = cross_validated(scenes[:6], LABELS)
    assert sorted(each.fold for each in findings) == [0, 0, 1, 1, 2, 2]
    assert {each.drawn for each in findings} == {each.boxes for each in scenes[:6]}
