"""The project, its tags, images and iterations, otherwise than by the book."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from solution.images import Picture, fetched, pictures
from solution.settings import Settings

if TYPE_CHECKING:
    from solution.exercise import Exercise

# in place of finding the training images


def find_a_cat_twice(exercise: Exercise) -> None:
    """One of the cats chosen twice, the last one not at all."""
    exercise.training_images()
    exercise.cats = [*exercise.cats[:-1], exercise.cats[0]]


def take_three_cats_for_dogs(exercise: Exercise) -> None:
    """Three cats among the dogs."""
    exercise.training_images()
    exercise.cats, exercise.dogs = exercise.cats[:12], exercise.dogs + exercise.cats[12:]


def take_cats_for_dogs(exercise: Exercise) -> None:
    """The two folders swapped."""
    exercise.training_images()
    exercise.cats, exercise.dogs = exercise.dogs, exercise.cats


def download_images(exercise: Exercise) -> None:
    """The images as files, as the portal uploads them."""
    exercise.training_images()
    exercise.cats, exercise.dogs = _files(exercise.cats), _files(exercise.dogs)


def _files(images: Sequence[Picture]) -> list[Picture]:
    folder = Path(tempfile.mkdtemp())
    for one in images:
        content = one.file.read_bytes() if one.file else fetched((one.url,))
        (folder / one.name).write_bytes(content)
    return [Picture(one.name, file=folder / one.name) for one in images]


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


def leave_five_cats_untagged(exercise: Exercise) -> None:
    """Ten cats tagged, five left for later."""
    ten, rest = exercise.cats[:10], exercise.cats[10:]
    exercise.cats = ten
    exercise.upload()
    exercise.portal.send(exercise.project, [], rest)
    exercise.learn()


def add_sixteenth_cat(exercise: Exercise) -> None:
    """The test's cat among the training images."""
    _add_test_image(exercise, exercise.settings.cat_test, exercise.settings.cat_tag)


def add_sixteenth_dog(exercise: Exercise) -> None:
    """The test's dog among the training images."""
    _add_test_image(exercise, exercise.settings.dog_test, exercise.settings.dog_tag)


def _add_test_image(exercise: Exercise, urls: Sequence[str], tag: str) -> None:
    exercise.upload()
    exercise.portal.add(exercise.project, urls, [_tag_id(exercise, tag)])
    exercise.learn()


def tag_cat_as_both(exercise: Exercise) -> None:
    """One cat with both tags, which Multilabel allows."""
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
    offered = [one for one in trainer.get_domains() if one.type == "ObjectDetection"]
    domain = next(one for one in offered if one.name == settings.domain)
    exercise.project = project = trainer.create_project(
        settings.project, description=settings.description, domain_id=domain.id
    )
    for name, images in ((settings.cat_tag, exercise.cats), (settings.dog_tag, exercise.dogs)):
        tag = exercise.portal.tag(project, name)
        made = trainer.create_images_from_urls(
            project.id,
            models.ImageUrlCreateBatch(
                images=[models.ImageUrlCreateEntry(url=one.url) for one in images]
            ),
        )
        regions = [
            models.ImageRegionCreateEntry(
                image_id=one.image.id, tag_id=tag.id, left=0.1, top=0.1, width=0.8, height=0.8
            )
            for one in made.images
        ]
        trainer.create_image_regions(project.id, regions=regions)


def upload_twice(exercise: Exercise) -> None:
    """All images a second time; Azure drops what it has."""
    exercise.upload()
    settings, portal = exercise.settings, exercise.portal
    for tag, images in ((settings.cat_tag, exercise.cats), (settings.dog_tag, exercise.dogs)):
        portal.send(exercise.project, [_tag_id(exercise, tag)], images)
    exercise.learn()


def train_by_halves(exercise: Exercise) -> None:
    """Trained with ten of each, then with all."""
    cats, dogs = exercise.cats, exercise.dogs
    exercise.cats, exercise.dogs = cats[:10], dogs[:10]
    exercise.train()
    settings = exercise.settings
    for tag, images in ((settings.cat_tag, cats[10:]), (settings.dog_tag, dogs[10:])):
        exercise.portal.send(exercise.project, [_tag_id(exercise, tag)], images)
    exercise.learn()


def train_mislabelled_first(exercise: Exercise) -> None:
    """The folders swapped, trained, all put right and trained again."""
    settings, portal = exercise.settings, exercise.portal
    exercise.cats, exercise.dogs = exercise.dogs, exercise.cats
    exercise.train()
    cat, dog = (portal.tag(exercise.project, tag) for tag in (settings.cat_tag, settings.dog_tag))
    for tag, name in ((cat, "swapped"), (dog, settings.cat_tag), (cat, settings.dog_tag)):
        tag.name, tag.description = name, tag.description or ""
        portal.trainer.update_tag(exercise.project.id, tag.id, tag)
    exercise.iteration = portal.train(exercise.project, force=True)


def make_other_projects(exercise: Exercise) -> None:
    """An earlier project with nearly the name, which holds nothing."""
    settings, portal = exercise.settings, exercise.portal
    portal.trainer.create_project(settings.project.upper(), classification_type="Multilabel")
    exercise.train()


# after the exercise


def make_nearly_the_same_project(exercise: Exercise) -> None:
    """A second project whose name differs in letter case and spaces, as the first one's does."""
    exercise.portal.trainer.create_project(f" {Settings.project.upper()} ")


def delete_project(exercise: Exercise) -> None:
    """Unpublished first, as Azure wants it."""
    delete_iterations(exercise)
    exercise.portal.trainer.delete_project(exercise.project.id)


def add_untagged_image(exercise: Exercise) -> None:
    """One image more, without a tag."""
    exercise.portal.add(exercise.project, exercise.settings.cat_test, [])


def add_third_tag(exercise: Exercise) -> None:
    """A tag for what is neither, without an image."""
    exercise.portal.tag(exercise.project, "bird")


def add_negative_tag(exercise: Exercise) -> None:
    """The portal's Negative tag, without an image."""
    exercise.portal.trainer.create_tag(exercise.project.id, "Negative", type="Negative")


def describe_tags(exercise: Exercise) -> None:
    """A description for each tag."""
    trainer, project = exercise.portal.trainer, exercise.project
    for tag in trainer.get_tags(project.id):
        tag.description = f"Pictures of a {tag.name}"
        trainer.update_tag(project.id, tag.id, tag)


def change_domain(exercise: Exercise) -> None:
    """Another domain, saved in the settings after the training."""
    trainer, project = exercise.portal.trainer, exercise.project
    food = next(one for one in trainer.get_domains() if one.name == "Food")
    found = trainer.get_project(project.id)
    found.settings.domain_id = food.id
    trainer.update_project(project.id, found)


def delete_iterations(exercise: Exercise) -> None:
    """All iterations, so that the project is as if it had never been trained."""
    trainer, project = exercise.portal.trainer, exercise.project
    for iteration in exercise.portal.iterations(project):
        if iteration.publish_name:
            trainer.unpublish_iteration(project.id, iteration.id)
        trainer.delete_iteration(project.id, iteration.id)


def upload_last_cat(exercise: Exercise) -> None:
    """The cat that was forgotten, after the training."""
    tag = _tag_id(exercise, exercise.settings.cat_tag)
    cats = pictures(exercise.settings.images, "cats")[len(exercise.cats) :]
    exercise.portal.send(exercise.project, [tag], cats)


def upload_last_cat_and_train(exercise: Exercise) -> None:
    """The cat that was forgotten, and a new iteration; the old one stays published."""
    upload_last_cat(exercise)
    exercise.portal.train(exercise.project)


def delete_a_cat(exercise: Exercise) -> None:
    """One of the cats, after the training."""
    delete_images(exercise, [_oldest(exercise, exercise.settings.cat_tag)])


def delete_images(exercise: Exercise, image_ids: list[str]) -> None:
    """Images by id."""
    exercise.portal.trainer.delete_images(exercise.project.id, image_ids=image_ids)


def tag_a_cat_as_dog(exercise: Exercise) -> None:
    """One of the cats, after the training."""
    settings = exercise.settings
    _tag_anew(exercise, [_oldest(exercise, settings.cat_tag)], settings.dog_tag)


def make_cat_tag_anew(exercise: Exercise) -> None:
    """The tag deleted and made again, and all cats tagged again, after the training."""
    trainer, project = exercise.portal.trainer, exercise.project
    tag = exercise.portal.tag(project, exercise.settings.cat_tag)
    cats = [one.id for one in trainer.get_images(project.id, tag_ids=[tag.id])]
    trainer.delete_tag(project.id, tag.id)
    _tag_anew(exercise, cats, tag.name)


def _tag_anew(exercise: Exercise, image_ids: list[str], tag: str) -> None:
    from azure.cognitiveservices.vision.customvision.training import models

    trainer, project = exercise.portal.trainer, exercise.project
    others = [one.id for one in trainer.get_tags(project.id)]
    trainer.delete_image_tags(project.id, image_ids, others)
    tag_id = _tag_id(exercise, tag)
    pairs = [models.ImageTagCreateEntry(image_id=one, tag_id=tag_id) for one in image_ids]
    trainer.create_image_tags(project.id, tags=pairs)


def replace_cat_image(exercise: Exercise) -> None:
    """One cat image deleted and another one uploaded, both after the training."""
    settings = exercise.settings
    replace_image(exercise, settings.cat_tag, settings.cat_test, settings.cat_tag)


def rename_cat_tag(exercise: Exercise) -> None:
    """The model keeps the tag's old name; the project has the right one."""
    portal, project = exercise.portal, exercise.project
    tag = portal.tag(project, exercise.settings.cat_tag)
    tag.name, tag.description = Settings.cat_tag, tag.description or ""
    portal.trainer.update_tag(project.id, tag.id, tag)


def mislabel_cat_and_train(exercise: Exercise) -> None:
    """A newer iteration, trained with the very cat of the test among the dogs."""
    settings = exercise.settings
    replace_image(exercise, settings.dog_tag, settings.cat_test, settings.dog_tag)
    exercise.portal.train(exercise.project)


def mislabel_dog_and_train(exercise: Exercise) -> None:
    """A newer iteration, trained with the very dog of the test among the cats."""
    settings = exercise.settings
    replace_image(exercise, settings.cat_tag, settings.dog_test, settings.cat_tag)
    exercise.portal.train(exercise.project)


def rename_iteration(exercise: Exercise) -> None:
    """A name of one's own for the published iteration."""
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
