"""What an iteration suggests for images that nobody has tagged yet."""

from collections.abc import Collection, Sequence

from azure_emulator.cloud import Cloud
from azure_emulator.training.errors import bad_request, not_found
from azure_emulator.training.images import Image
from azure_emulator.training.iterations import Iteration
from azure_emulator.training.predictions import Suggestion, best_probabilities, predicted
from azure_emulator.training.projects import Project
from azure_emulator.training.words import one_of
from azure_emulator.vision.learning import FeatureCache

BATCH_IMAGES = 64
SORTED_BY = ("UncertaintyAscending", "UncertaintyDescending")


def suggest(
    cloud: Cloud,
    features: FeatureCache,
    project: Project,
    iteration: Iteration,
    image_ids: Sequence[str],
) -> list[Suggestion]:
    """Suggestions for images, kept for later queries.

    Raises:
        CustomVisionError: 400 BadRequestExceededBatchSize; 404 NotFoundImage.
    """
    if len(image_ids) > BATCH_IMAGES:
        raise bad_request("BadRequestExceededBatchSize", f"At most {BATCH_IMAGES} images a batch")
    if unknown := set(image_ids) - project.current.images.keys():
        raise not_found("Image", ", ".join(sorted(unknown)))
    images = [project.current.images[image_id] for image_id in image_ids]
    iteration.look_at(features, [image.content for image in images])
    made = [
        Suggestion(
            image_id,
            iteration.id,
            cloud.now(),
            predicted(features, iteration, project.current.images[image_id].content),
        )
        for image_id in image_ids
    ]
    project.suggestions.setdefault(iteration.id, {}).update({each.image_id: each for each in made})
    return made


def untagged(project: Project, iteration: Iteration) -> list[tuple[Image, Suggestion]]:
    """Images without tags for which an iteration has suggested some, newest first."""
    made = project.suggestions.get(iteration.id, {})
    images = project.current.listed("Untagged")
    return [(image, made[image.id]) for image in images if image.id in made]


def matching(
    project: Project,
    iteration: Iteration,
    tag_ids: Collection[str],
    threshold: float,
    order: str,
) -> list[tuple[Image, Suggestion]]:
    """Untagged images with a suggestion of at least one of the tags, the least uncertain first.

    Args:
        tag_ids: none stands for all.
        threshold: how probable the tag has to be, 0..1.
        order: one of `SORTED_BY`, in any letter case.

    Raises:
        CustomVisionError: 400 BadRequest for another order.
    """
    order = one_of(order, SORTED_BY, "sortBy")
    found = [
        (image, suggestion)
        for image, suggestion in untagged(project, iteration)
        if any(
            probability >= threshold and (not tag_ids or tag_id in tag_ids)
            for tag_id, probability in best_probabilities(suggestion.predictions).items()
        )
    ]
    descending = order == SORTED_BY[1]
    return sorted(found, key=lambda pair: pair[1].uncertainty, reverse=descending)


def count(
    project: Project, iteration: Iteration, tag_ids: Sequence[str], threshold: float
) -> dict[str, int]:
    """How many untagged images each tag is suggested for; of no tags named, all are counted."""
    counts = dict.fromkeys(tag_ids or [tag.id for tag in iteration.tags], 0)
    for _, suggestion in untagged(project, iteration):
        for tag_id, probability in best_probabilities(suggestion.predictions).items():
            if tag_id in counts and probability >= threshold:
                counts[tag_id] += 1
    return counts
