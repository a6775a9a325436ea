"""The training images."""

from pytest_bdd import then

from acceptance.session.timestamps import Timestamps
from fixtures.images import additions
from fixtures.project import Project
from fixtures.tagging import require_tagged, require_tags_each
from fixtures.training import Training
from steps.arguments import sentence

# then


@then(sentence("{expected:count} images are tagged {tag:quoted}"))
def then_images_are_tagged(
    expected: int, tag: str, project: Project, training: Training, timestamps: Timestamps
) -> None:
    tagged = training.require_tag(tag, project)
    timestamps.record_if_needed(lambda: additions(training.images(project), tagged))
    require_tagged(expected, tagged, project, training)


@then(sentence("every image has exactly {expected:count} tag"))
def then_every_image_has_exactly_one_tag(
    expected: int, project: Project, training: Training, timestamps: Timestamps
) -> None:
    images = training.images(project)
    timestamps.record(additions(images))
    require_tags_each(expected, images, project, training)
