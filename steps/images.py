"""The training images."""

from pytest_bdd import then

from acceptance.causes import Otherwise
from acceptance.session.timestamps import Timestamps
from fixtures.images import additions
from fixtures.project import Project
from fixtures.training import Training
from steps.arguments import sentence

# then


@then(sentence("{expected:count} images are tagged {tag:quoted}"))
def then_images_are_tagged(
    expected: int, tag: str, project: Project, training: Training, timestamps: Timestamps
) -> None:
    tagged = training.require_tag(tag, project)
    timestamps.record_if_needed(lambda: additions(training.images(project), tagged))
    if tagged.images != expected:
        training.require_agreement(project)
    found = f'{tagged.images} images are tagged "{tag}"'
    if tagged.images > expected:
        raise Otherwise(found, variant="there are too many")
    assert tagged.images == expected, found


@then(sentence("every image has exactly {expected:count} tag"))
def then_every_image_has_exactly_one_tag(
    expected: int, project: Project, training: Training, timestamps: Timestamps
) -> None:
    images = training.images(project)
    timestamps.record(additions(images))
    numbers = [len(image.tags) for image in images]
    fewer, more = sum(n < expected for n in numbers), sum(n > expected for n in numbers)
    if set(numbers) != {expected}:
        training.require_agreement(project)
    found = f"of {len(numbers)} images, {fewer} with fewer tags and {more} with more"
    assert set(numbers) == {expected}, found
