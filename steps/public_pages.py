"""The files that the exercise takes from the public web."""

from collections.abc import Mapping

from pytest_bdd import then

from fixtures.options import other_image
from fixtures.public_pages import PublicPages
from steps.arguments import sentence

# then


@then(sentence("the {image:quoted} can be fetched"))
def then_the_image_can_be_fetched(
    image: str, test_images: Mapping[str, str], public_pages: PublicPages
) -> None:
    url = test_images[image]
    public_pages.require_fetchable(f"the {image}", url, other_image(url))


@then(sentence("the training images can be fetched from {url:quoted}"))
def then_the_training_images_can_be_fetched(url: str, public_pages: PublicPages) -> None:
    cure = "take photos of your own; whoever keeps the exercise names another file in the feature"
    public_pages.require_fetchable("the file of the training images", url, cure)
