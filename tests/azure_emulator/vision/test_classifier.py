"""The linear model: what it learns, and how it is judged."""

from __future__ import annotations

import io
import random
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from azure_emulator.vision.classifier import Classifier, Sample
from azure_emulator.vision.drawings import drawing
from azure_emulator.vision.features import features
from azure_emulator.vision.performance import average_precision, measure
from tests.harness.photos import photos

Labelled = Sequence[tuple[str, bytes]]
FIFTEEN = range(1, 16)


def picture(name: str) -> bytes:
    """A drawn picture."""
    content = drawing(name)
    assert content
    return content


def pets() -> list[tuple[str, bytes]]:
    """Fifteen cats and fifteen dogs, under the exercise's names."""
    return [(kind, picture(f"{kind}-{n:03}.jpg")) for kind in ("cat", "dog") for n in FIFTEEN]


def trained(labelled: Labelled, *, exclusive: bool = True) -> Classifier:
    """A model of cats and dogs."""
    samples = [Sample(features(content), frozenset({label})) for label, content in labelled]
    return Classifier.train(samples, ["cat", "dog"], exclusive=exclusive)


def cat_in(model: Classifier, content: bytes) -> float:
    """The probability of a cat."""
    return model.probabilities(features(content))["cat"]


@pytest.mark.parametrize("exclusive", [True, False])
def test_drawn_pets_are_told_apart(exclusive: bool) -> None:
    """Trained on the exercise's 30 drawn pictures, the test pictures are clear."""
    model = trained(pets(), exclusive=exclusive)
    assert cat_in(model, picture("cat-test-001.jpg")) > 0.9
    assert cat_in(model, picture("dog-test-001.jpg")) < 0.1


def test_exclusive_probabilities_sum_to_one() -> None:
    """With one label a picture, the probabilities share out 1."""
    found = trained(pets()).probabilities(features(picture("cat-test-001.jpg")))
    assert sum(found.values()) == pytest.approx(1)


def test_the_same_samples_give_the_same_model() -> None:
    """Training is deterministic."""
    asked = picture("cat-test-002.jpg")
    assert cat_in(trained(pets()), asked) == cat_in(trained(pets()), asked)


def test_swapped_labels_make_a_wrong_model() -> None:
    """Cats labelled as dogs and dogs as cats: the test cat is a dog."""
    swapped = [("dog" if label == "cat" else "cat", content) for label, content in pets()]
    model = trained(swapped)
    assert cat_in(model, picture("cat-test-001.jpg")) < 0.1
    assert cat_in(model, picture("dog-test-001.jpg")) > 0.9


def test_labels_at_random_make_a_bad_model() -> None:
    """Where labels mean nothing, precision falls to about a coin's."""
    chance = random.Random(1)  # noqa: S311 - no secret
    labels = ["cat", "dog"] * len(FIFTEEN)
    chance.shuffle(labels)
    guessing = [(label, content) for label, (_, content) in zip(labels, pets(), strict=True)]
    assert trained(guessing).performance(0.5).overall.precision < 0.75
    assert trained(pets()).performance(0.5).overall.precision > 0.95


def test_a_label_on_every_picture_is_certain() -> None:
    """Without exclusiveness, a label that all samples have is always found."""
    samples = [Sample(features(content), frozenset({"pet", label})) for label, content in pets()]
    model = Classifier.train(samples, ["pet", "cat"], exclusive=False)
    found = model.probabilities(features(picture("dog-test-001.jpg")))
    assert found["pet"] == 1
    assert found["cat"] < 0.1
    assert model.performance(0.5).labels["pet"].recall == 1


def test_a_label_of_one_picture_is_not_foretold() -> None:
    """Cross-validation cannot find a label whose only sample it holds back."""
    samples = [Sample(features(content), frozenset({"pet"})) for _, content in pets()[:9]]
    samples.append(Sample(features(picture("dog-001.jpg")), frozenset({"dog"})))
    model = Classifier.train(samples, ["pet", "dog"], exclusive=False)
    assert model.performance(0.5).labels["dog"].recall == 0


def test_a_picture_with_two_labels_teaches_both() -> None:
    """With exclusiveness too, a picture of several labels belongs to each."""
    both = [Sample(features(content), frozenset({"cat", "dog"})) for _, content in pets()[:5]]
    model = Classifier.train(both, ["cat", "dog"], exclusive=True)
    assert cat_in(model, picture("cat-001.jpg")) == pytest.approx(0.5)


def test_a_higher_threshold_finds_less() -> None:
    """Recall falls, and precision does not, when only sure answers count."""
    model = trained(pets())
    low, high = model.performance(0.5).overall, model.performance(0.999999).overall
    assert high.recall < low.recall
    assert high.average_precision == low.average_precision


def test_scores_are_counted_by_hand() -> None:
    """Precision, recall and deviation over two folds, on four pictures."""
    truth = np.array([[1.0, 0], [1, 0], [0, 1], [0, 1]])
    said = np.array([[0.9, 0.1], [0.4, 0.6], [0.2, 0.8], [0.45, 0.55]])
    folds = np.array([0.0, 1, 0, 1])
    found = measure(["cat", "dog"], truth, said, folds, 0.5, exclusive=True)
    assert found.overall.precision == found.overall.recall == 0.75
    assert found.labels["cat"].precision == 1
    assert found.labels["cat"].recall == 0.5
    assert found.labels["cat"].recall_deviation == 0.5
    assert found.labels["dog"].precision == pytest.approx(2 / 3)


def named(path: Path) -> tuple[str, bytes]:
    """A photo with the label in its name."""
    return path.name[:3], path.read_bytes()


def test_the_exercise_s_photos_are_learnt() -> None:
    """Trained on the exercise's 30 photos, the two test photos are right; in under 2 s."""
    labelled = [named(path) for path in photos("train/cats") + photos("train/dogs")]
    began = time.process_time()
    model = trained(labelled)
    assert time.process_time() - began < 2
    tests = {path.name: path.read_bytes() for path in photos("test")}
    assert cat_in(model, tests["cat-test-001.jpg"]) >= 0.5
    assert cat_in(model, tests["dog-test-001.jpg"]) <= 0.5


def test_unseen_photos_are_mostly_right() -> None:
    """Leave one out: at least 21 of the exercise's 30 photos are right without having been seen."""
    labelled = [named(path) for path in photos("train/cats") + photos("train/dogs")]
    samples = [Sample(features(content), frozenset({label})) for label, content in labelled]
    right = 0
    for index, sample in enumerate(samples):
        others = samples[:index] + samples[index + 1 :]
        found = Classifier.train(others, ["cat", "dog"], exclusive=True)
        chances = found.probabilities(sample.features)
        right += max(chances, key=lambda label: chances[label]) in sample.labels
    assert right >= 21


def plain(colour: tuple[int, int, int], number: int) -> bytes:
    """A square of one colour somewhere on a grey ground."""
    chance = random.Random(number)  # noqa: S311 - no secret
    image = Image.new("RGB", (300, 220), (chance.randrange(120, 220),) * 3)
    left, top, side = chance.randrange(180), chance.randrange(100), chance.randrange(50, 110)
    image.paste(colour, (left, top, left + side, top + side))
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


def test_colours_alone_are_told_apart() -> None:
    """Of the same shape anywhere, what is red and what is blue."""
    red, blue = (210, 50, 40), (40, 60, 210)
    labelled = [("cat", plain(red, n)) for n in range(5)] + [
        ("dog", plain(blue, n)) for n in range(5)
    ]
    model = trained(labelled)
    assert min(cat_in(model, plain(red, number)) for number in range(20, 25)) > 0.7
    assert max(cat_in(model, plain(blue, number)) for number in range(30, 35)) < 0.3


@pytest.mark.parametrize("seed", range(20))
def test_average_precision_is_scikit_learns(seed: int) -> None:
    """Also with equal scores, and with nothing or all of it true."""
    from sklearn.metrics import average_precision_score

    numbers = np.random.default_rng(seed)
    scores = numbers.integers(0, 5, 30) / 4
    truth = (numbers.random(30) < seed / 19).astype(float)
    expected = average_precision_score(truth, scores) if truth.sum() else 0
    assert average_precision(truth, scores) == pytest.approx(expected)
