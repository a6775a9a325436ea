"""The training images."""

from pytest_bdd import then

from acceptance.session.timestamps import Moments
from fixtures.training import Project, Training, additions, tag_named
from steps.arguments import sentence

# then


@then(sentence("{wanted:count} images are tagged {tag:quoted}"))
def then_images_are_tagged(
    wanted: int, tag: str, project: Project, training: Training, moments: Moments
) -> None:
    found = tag_named(tag, training.tags(project))
    moments.ask(lambda: additions(training.images(project), found))
    assert found.images == wanted, f'{found.images} images are tagged "{tag}"'


@then(sentence("every image has exactly {wanted:count} tag"))
def then_every_image_has_exactly_one_tag(
    wanted: int, project: Project, training: Training, moments: Moments
) -> None:
    images = training.images(project)
    moments.note(additions(images))
    numbers = [len(image.tags) for image in images]
    fewer, more = sum(n < wanted for n in numbers), sum(n > wanted for n in numbers)
    found = f"of {len(numbers)} images, {fewer} with fewer tags and {more} with more"
    assert set(numbers) == {wanted}, found
