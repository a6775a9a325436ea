"""The project, its tags, images and iterations, otherwise than by the book."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from solution.images import Picture, fetched, pictures
from solution.settings import Settings
from solution.submission import afterwards, instead

if TYPE_CHECKING:
    from solution.exercise import Exercise

# in place of finding the training images


@instead("a-cat-twice", task="training_images", breaks=("2.2.6",))
def find_a_cat_twice(exercise: Exercise) -> None:
    """Uploaded one cat image twice instead of another one."""
    exercise.training_images()
    exercise.cats = [*exercise.cats[:-1], exercise.cats[0]]


@instead("some-cats-tagged-dog", task="training_images", breaks=("2.2.6", "2.2.7"))
def take_three_cats_for_dogs(exercise: Exercise) -> None:
    """Put three cats among the dogs."""
    exercise.training_images()
    exercise.cats, exercise.dogs = exercise.cats[:12], exercise.dogs + exercise.cats[12:]


@instead("some-dogs-tagged-cat", task="training_images", breaks=("2.2.6", "2.2.7"))
def take_three_dogs_for_cats(exercise: Exercise) -> None:
    """Put three dogs among the cats."""
    exercise.training_images()
    exercise.cats, exercise.dogs = exercise.cats + exercise.dogs[12:], exercise.dogs[:12]


@instead(
    "cats-and-dogs-swapped",
    task="training_images",
    breaks=("2.2.13", "2.2.14"),
    blocks=("2.3.3", "2.3.4"),
)
def take_cats_for_dogs(exercise: Exercise) -> None:
    """Tagged all cats as dogs and all dogs as cats."""
    exercise.training_images()
    exercise.cats, exercise.dogs = exercise.dogs, exercise.cats


@instead("images-as-files", task="training_images")
def download_images(exercise: Exercise) -> None:
    """Uploaded the images as files, as the portal does."""
    exercise.training_images()
    exercise.cats, exercise.dogs = _files(exercise.cats), _files(exercise.dogs)


def _files(images: Sequence[Picture]) -> list[Picture]:
    folder = Path(tempfile.mkdtemp())
    for image in images:
        content = image.file.read_bytes() if image.file else fetched((image.url,))
        (folder / image.name).write_bytes(content)
    return [Picture(image.name, file=folder / image.name) for image in images]


# in place of the training


def upload_only(exercise: Exercise) -> None:
    """Everything but the training."""
    exercise.upload()


def upload_under_one_tag(exercise: Exercise) -> None:
    """All images chosen at once, under one tag: such a project cannot be trained."""
    portal = exercise.portal
    exercise.project = portal.project()
    tag = portal.tag(exercise.project, exercise.settings.cat_tag)
    portal.upload(exercise.project, tag, exercise.cats + exercise.dogs)


def upload_without_tags(exercise: Exercise) -> None:
    """No tag entered at the upload."""
    exercise.project = exercise.portal.project()
    exercise.portal.send(exercise.project, [], exercise.cats + exercise.dogs)


def create_project_only(exercise: Exercise) -> None:
    """A project in which nothing is."""
    exercise.project = exercise.portal.project()


@instead("untagged-rest", task="train", breaks=("2.2.6", "2.2.8"))
def leave_five_cats_untagged(exercise: Exercise) -> None:
    """Tagged ten cats and left five untagged."""
    ten, rest = exercise.cats[:10], exercise.cats[10:]
    exercise.cats = ten
    exercise.upload()
    exercise.portal.send(exercise.project, [], rest)
    exercise.learn()


@instead("untagged-dogs", task="train", breaks=("2.2.7", "2.2.8"))
def leave_five_dogs_untagged(exercise: Exercise) -> None:
    """Tagged ten dogs and left five untagged."""
    ten, rest = exercise.dogs[:10], exercise.dogs[10:]
    exercise.dogs = ten
    exercise.upload()
    exercise.portal.send(exercise.project, [], rest)
    exercise.learn()


@instead("a-cat-too-many", task="train", breaks=("2.2.6",))
def add_sixteenth_cat(exercise: Exercise) -> None:
    """Uploaded the test's cat, too."""
    _add_test_image(exercise, exercise.settings.cat_test, exercise.settings.cat_tag)


@instead("a-dog-too-many", task="train", breaks=("2.2.7",))
def add_sixteenth_dog(exercise: Exercise) -> None:
    """Uploaded the test's dog, too."""
    _add_test_image(exercise, exercise.settings.dog_test, exercise.settings.dog_tag)


def _add_test_image(exercise: Exercise, urls: Sequence[str], tag: str) -> None:
    exercise.upload()
    exercise.portal.add(exercise.project, urls, [_tag_id(exercise, tag)])
    exercise.learn()


@instead(
    "multilabel-with-two-tags",
    task="train",
    breaks=("2.2.3", "2.2.7", "2.2.8"),
    changes={"classification_type": "Multilabel"},
)
def tag_cat_as_both(exercise: Exercise) -> None:
    """Chose Multilabel, and gave a cat both tags."""
    exercise.upload()
    settings, project = exercise.settings, exercise.project
    exercise.portal.send(project, [_tag_id(exercise, settings.dog_tag)], exercise.cats[:1])
    exercise.learn()


def begin_training(exercise: Exercise) -> None:
    """The training begun and not waited for."""
    exercise.upload()
    exercise.portal.trainer.train_project(exercise.project.id)


def detect_objects(exercise: Exercise) -> None:
    """A project of object detection, each image with one region, its training not begun."""
    from azure.cognitiveservices.vision.customvision.training import models

    settings, trainer = exercise.settings, exercise.portal.trainer
    offered = [domain for domain in trainer.get_domains() if domain.type == "ObjectDetection"]
    domain = next(each for each in offered if each.name == settings.domain)
    exercise.project = project = trainer.create_project(
        settings.project, description=settings.description, domain_id=domain.id
    )
    for name, images in ((settings.cat_tag, exercise.cats), (settings.dog_tag, exercise.dogs)):
        tag = exercise.portal.tag(project, name)
        made = trainer.create_images_from_urls(
            project.id,
            models.ImageUrlCreateBatch(
                images=[models.ImageUrlCreateEntry(url=image.url) for image in images]
            ),
        )
        regions = [
            models.ImageRegionCreateEntry(
                image_id=entry.image.id, tag_id=tag.id, left=0.1, top=0.1, width=0.8, height=0.8
            )
            for entry in made.images
        ]
        trainer.create_image_regions(project.id, regions=regions)


@instead("images-uploaded-twice", task="train")
def upload_twice(exercise: Exercise) -> None:
    """Uploaded all images twice, of which Azure keeps one each."""
    exercise.upload()
    settings, portal = exercise.settings, exercise.portal
    for tag, images in ((settings.cat_tag, exercise.cats), (settings.dog_tag, exercise.dogs)):
        portal.send(exercise.project, [_tag_id(exercise, tag)], images)
    exercise.learn()


@instead("trained-by-halves", task="train")
def train_by_halves(exercise: Exercise) -> None:
    """Trained with a part of the images first, then with all."""
    cats, dogs = exercise.cats, exercise.dogs
    exercise.cats, exercise.dogs = cats[:10], dogs[:10]
    exercise.train()
    settings = exercise.settings
    for tag, images in ((settings.cat_tag, cats[10:]), (settings.dog_tag, dogs[10:])):
        exercise.portal.send(exercise.project, [_tag_id(exercise, tag)], images)
    exercise.learn()


@instead("bad-iteration-first", task="train")
def train_mislabelled_first(exercise: Exercise) -> None:
    """Swapped cats and dogs at first, then put it right and trained again."""
    settings, portal = exercise.settings, exercise.portal
    exercise.cats, exercise.dogs = exercise.dogs, exercise.cats
    exercise.train()
    cat, dog = (portal.tag(exercise.project, tag) for tag in (settings.cat_tag, settings.dog_tag))
    for tag, name in ((cat, "swapped"), (dog, settings.cat_tag), (cat, settings.dog_tag)):
        tag.name, tag.description = name, tag.description or ""
        portal.trainer.update_tag(exercise.project.id, tag.id, tag)
    exercise.iteration = portal.train(exercise.project, force=True)


# after the exercise


def delete_project(exercise: Exercise) -> None:
    """Unpublished first, as Azure wants it."""
    delete_iterations(exercise)
    exercise.portal.trainer.delete_project(exercise.project.id)


@afterwards("untagged-image", breaks=("2.2.8",))
def add_untagged_image(exercise: Exercise) -> None:
    """Uploaded one more image without a tag."""
    exercise.portal.add(exercise.project, exercise.settings.cat_test, [])


@afterwards("third-tag", breaks=("2.2.5",))
def add_third_tag(exercise: Exercise) -> None:
    """Made a third tag, for birds."""
    exercise.portal.tag(exercise.project, "bird")


@afterwards("negative-tag", breaks=("2.2.5",))
def add_negative_tag(exercise: Exercise) -> None:
    """Made a Negative tag."""
    exercise.portal.trainer.create_tag(exercise.project.id, "Negative", type="Negative")


@afterwards("tags-with-descriptions")
def describe_tags(exercise: Exercise) -> None:
    """Described the tags."""
    trainer, project = exercise.portal.trainer, exercise.project
    for tag in trainer.get_tags(project.id):
        tag.description = f"Pictures of a {tag.name}"
        trainer.update_tag(project.id, tag.id, tag)


def delete_iterations(exercise: Exercise) -> None:
    """All iterations, so that the project is as if it had never been trained."""
    trainer, project = exercise.portal.trainer, exercise.project
    for iteration in exercise.portal.iterations(project):
        if iteration.publish_name:
            trainer.unpublish_iteration(project.id, iteration.id)
        trainer.delete_iteration(project.id, iteration.id)


@afterwards("trained-before-the-last-upload", breaks=("2.2.11",), changes={"cats": 14})
def upload_last_cat(exercise: Exercise) -> None:
    """Uploaded the last cat after the training."""
    tag = _tag_id(exercise, exercise.settings.cat_tag)
    cats = pictures(exercise.settings.images, "cats")[len(exercise.cats) :]
    exercise.portal.send(exercise.project, [tag], cats)


@afterwards("older-iteration-published", changes={"cats": 14})
def upload_last_cat_and_train(exercise: Exercise) -> None:
    """Uploaded the last cat later and trained again; the older iteration is as good."""
    upload_last_cat(exercise)
    exercise.portal.train(exercise.project)


@afterwards("cat-deleted-after-training", breaks=("2.2.6", "2.2.11"))
def delete_a_cat(exercise: Exercise) -> None:
    """Deleted a cat image after the training."""
    delete_images(exercise, [_oldest(exercise, exercise.settings.cat_tag)])


def delete_images(exercise: Exercise, image_ids: list[str]) -> None:
    """Images by id."""
    exercise.portal.trainer.delete_images(exercise.project.id, image_ids=image_ids)


@afterwards("cat-tagged-dog-after-training", breaks=("2.2.6", "2.2.7", "2.2.11"))
def tag_a_cat_as_dog(exercise: Exercise) -> None:
    """Tagged a cat as a dog after the training."""
    settings = exercise.settings
    _tag_anew(exercise, [_oldest(exercise, settings.cat_tag)], settings.dog_tag)


@afterwards("cats-tagged-anew-after-training", breaks=("2.2.11",))
def make_cat_tag_anew(exercise: Exercise) -> None:
    """Deleted the tag cat after the training, made it again and tagged all cats."""
    trainer, project = exercise.portal.trainer, exercise.project
    tag = exercise.portal.tag(project, exercise.settings.cat_tag)
    cats = [image.id for image in trainer.get_images(project.id, tag_ids=[tag.id])]
    trainer.delete_tag(project.id, tag.id)
    _tag_anew(exercise, cats, tag.name)


def _tag_anew(exercise: Exercise, image_ids: list[str], tag: str) -> None:
    from azure.cognitiveservices.vision.customvision.training import models

    trainer, project = exercise.portal.trainer, exercise.project
    others = [other.id for other in trainer.get_tags(project.id)]
    trainer.delete_image_tags(project.id, image_ids, others)
    tag_id = _tag_id(exercise, tag)
    pairs = [models.ImageTagCreateEntry(image_id=image_id, tag_id=tag_id) for image_id in image_ids]
    trainer.create_image_tags(project.id, tags=pairs)


@afterwards("image-replaced-after-training", breaks=("2.2.11",))
def replace_cat_image(exercise: Exercise) -> None:
    """Replaced a cat image after the training."""
    settings = exercise.settings
    replace_image(exercise, settings.cat_tag, settings.cat_test, settings.cat_tag)


@afterwards(
    "tag-renamed-after-training",
    breaks=("2.2.12",),
    blocks=("2.2.13", "2.3.3"),
    changes={"cat_tag": "cats"},
)
def rename_cat_tag(exercise: Exercise) -> None:
    """Trained with the tag cats, and renamed it afterwards."""
    portal, project = exercise.portal, exercise.project
    tag = portal.tag(project, exercise.settings.cat_tag)
    tag.name, tag.description = Settings.cat_tag, tag.description or ""
    portal.trainer.update_tag(project.id, tag.id, tag)


@afterwards("newest-iteration-takes-cat-for-dog", breaks=("2.2.13",))
def mislabel_cat_and_train(exercise: Exercise) -> None:
    """Trained again, the test's cat tagged as dog; the good iteration is published."""
    settings = exercise.settings
    replace_image(exercise, settings.dog_tag, settings.cat_test, settings.dog_tag)
    exercise.portal.train(exercise.project)


@afterwards("newest-iteration-takes-dog-for-cat", breaks=("2.2.14",))
def mislabel_dog_and_train(exercise: Exercise) -> None:
    """Trained again, the test's dog tagged as cat; the good iteration is published."""
    settings = exercise.settings
    replace_image(exercise, settings.cat_tag, settings.dog_test, settings.cat_tag)
    exercise.portal.train(exercise.project)


@afterwards("iteration-renamed")
def rename_iteration(exercise: Exercise) -> None:
    """Gave the iteration another name."""
    trainer, project = exercise.portal.trainer, exercise.project
    found = trainer.get_iteration(project.id, exercise.iteration.id)
    found.name = "The best one"
    trainer.update_iteration(project.id, found.id, found)


def replace_image(exercise: Exercise, old: str, urls: Sequence[str], new: str) -> str:
    """An image tagged `old` deleted, the one at the URL uploaded and tagged `new`; its id."""
    delete_images(exercise, [_oldest(exercise, old)])
    return exercise.portal.add(exercise.project, urls, [_tag_id(exercise, new)])


def _oldest(exercise: Exercise, tag: str) -> str:
    found: Any = exercise.portal.trainer.get_images(
        exercise.project.id, tag_ids=[_tag_id(exercise, tag)], order_by="Oldest", take=1
    )
    return str(found[0].id)


def _tag_id(exercise: Exercise, name: str) -> str:
    return str(exercise.portal.tag(exercise.project, name).id)
