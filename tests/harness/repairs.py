"""What each fix of the features says, done: steps 1 and 2, and the notebook.

Each repair is written from the words of its fix, not from the mistake that it mends.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from acceptance.plain_text import named
from solution.images import pictures
from solution.resources import ACCOUNTS, PREDICTION, TRAINING
from solution.settings import Settings
from tests.harness.features import checks_of_the_features
from tests.harness.student import Student

Repair = Callable[[Student], None]

REPAIRS: dict[tuple[str, str], Repair] = {}
"""By the check's id and the label of the fix, "" for the text before all labels."""

TAGS = {"cat": "cats", "dog": "dogs"}
"""The folder of each tag."""


def mends(check: str, label: str = "") -> Callable[[Repair], Repair]:
    """Register the repair for this fix of a check."""

    def register(repair: Repair) -> Repair:
        assert (check, label) not in REPAIRS
        REPAIRS[check, label] = repair
        return repair

    return register


# 1.1


@mends("1.1.1")
def add_group(student: Student) -> None:
    """Resource groups > Add."""
    student.exercise.resource_group()


@mends("1.1.1", "it is being deleted")
def wait_and_add_group(student: Student) -> None:
    """Wait until it is gone, then Resource groups > Add."""
    student.wait()
    student.exercise.resource_group()


@mends("1.1.1", "another one is asked for")
def name_own_group(student: Student) -> None:
    """Run again with the name of the own group."""
    student.options = [f"--resource-group={student.names[-1]}"]


# 1.2


@mends("1.2.1")
def add_training(student: Student) -> None:
    """Choose Both, or Training if the prediction resource is there."""
    prediction = student.exercise.prediction
    student.add_custom_vision(*([TRAINING] if prediction else [TRAINING, PREDICTION]))


@mends("1.2.2")
def add_prediction(student: Student) -> None:
    """Choose Both, or Prediction if the training resource is there."""
    training = student.exercise.training
    student.add_custom_vision(*([PREDICTION] if training else [TRAINING, PREDICTION]))


@mends("1.2.1", "it was deleted")
@mends("1.2.2", "it was deleted")
def recover(student: Student) -> None:
    """Manage deleted resources: select it, and Recover."""
    exercise = student.exercise
    deleted = list(exercise.clients.cognitive_services.deleted_accounts.list())
    [account] = [account for account in deleted if account.name in student.names]
    group = exercise.settings.resource_group
    exercise.resources.account(
        group, str(account.name), str(account.kind), str(account.location), ()
    )


@mends("1.2.1", "it has failed")
def replace_failed_training(student: Student) -> None:
    """Delete it, and add one with Training and another name."""
    student.delete_account(student.names[0])
    student.add_custom_vision(TRAINING)


@mends("1.2.2", "it has failed")
def replace_failed_prediction(student: Student) -> None:
    """Delete it, and add one with Prediction and another name."""
    student.delete_account(student.names[0])
    student.add_custom_vision(PREDICTION)
    student.publish()


@mends("1.2.1", "it is in another group")
def name_group_or_add_training(student: Student) -> None:
    """Name the group if all of the exercise is there, or add one with Training."""
    if not student.name_group_of_all():
        student.add_custom_vision(TRAINING)


@mends("1.2.2", "it is in another group")
def name_group_or_add_prediction(student: Student) -> None:
    """Name the group if all of the exercise is there, or add one and publish to it."""
    if not student.name_group_of_all():
        student.add_custom_vision(PREDICTION)
        student.publish()


@mends("1.2.3")
def choose_tier(student: Student) -> None:
    """Pricing tier: select S0."""
    settings = student.settings
    for name in student.names:
        body = {"sku": {"name": "S0"}}
        student.patch(settings.resource_id(ACCOUNTS, name), ACCOUNTS, body)


@mends("1.2.4")
def make_all_anew(student: Student) -> None:
    """New resources, step 2 in them, the notebook run again, the old resources deleted."""
    old = student.names
    student.add_custom_vision(TRAINING, PREDICTION, tiers=("S0",))
    student.do_step_2()
    student.run_notebook()
    for name in old:
        student.delete_account(name)


@mends("1.2.4", "only the prediction resource is elsewhere")
def make_prediction_anew(student: Student) -> None:
    """Delete it, add one in the group's region, publish to it, and run the notebook again."""
    student.delete_account(student.names[0])
    student.add_custom_vision(PREDICTION)
    student.publish()
    if student.notebook.exists():
        student.run_notebook()


# 2.2


@mends("2.2.1")
@mends("2.2.1", "it is in another resource")
def new_project(student: Student) -> None:
    """New Project, and what it asks for."""
    student.exercise.portal.project()


@mends("2.2.1", "it has another name")
@mends("2.2.1", "several have nearly that name")
def rename_project(student: Student) -> None:
    """Settings of the one with the images: enter the name; give the others quite another."""
    exercise = student.exercise
    trainer = exercise.portal.trainer
    projects = [each for each in trainer.get_projects() if named(each.name) in student.found]
    mine = max(projects, key=lambda each: trainer.get_image_count(each.id))
    for project in projects:
        if project is not mine and project.name.strip().casefold() == mine.name.strip().casefold():
            student.update(exercise, project, name="An older try")
    student.update(exercise, mine, name=Settings.project)


@mends("2.2.2")
def describe(student: Student) -> None:
    """Settings: enter a description."""
    student.update_project(description=Settings.description)


@mends("2.2.3")
def choose_multiclass(student: Student) -> None:
    """One tag an image, Multiclass, Save changes; train again and publish."""
    leave_one_tag(student)
    student.update_project(classification_type="Multiclass")
    student.train_again()


@mends("2.2.3", "it is for object detection")
def new_classification_project(student: Student) -> None:
    """Another name for that project, and a new one with all that belongs to it."""
    student.update_project(name="Detection")
    student.exercise.train()


@mends("2.2.4")
def choose_general(student: Student) -> None:
    """General, Save changes; train again and publish."""
    offered = student.exercise.portal.trainer.get_domains()
    [general] = [
        each for each in offered if (each.name, each.type) == ("General", "Classification")
    ]
    student.update_project(domain_id=str(general.id))
    student.train_again()


@mends("2.2.5")
def tag_all(student: Student) -> None:
    """Each folder with its tag, whether its images are there or not; train."""
    for tag, folder in TAGS.items():
        there = student.of_folder(folder)
        if there:
            student.tag(there, tag)
        else:
            student.upload(folder, tag)
    student.train_again()


@mends("2.2.5", "one is spelled otherwise")
def rename_tags(student: Student) -> None:
    """Tags > Rename; train again and publish."""
    exercise = student.exercise
    trainer, project = exercise.portal.trainer, exercise.project
    ours = {name: set(student.of_folder(folder)) for name, folder in TAGS.items()}
    for tag in trainer.get_tags(project.id):
        tagged = {str(image.id) for image in student.images(tag_ids=[tag.id])}
        right = max(ours, key=lambda name: len(ours[name] & tagged))
        if tag.name != right:
            tag.name, tag.description = right, tag.description or ""
            trainer.update_tag(project.id, tag.id, tag)
            student.upload_one_again(TAGS[right], right)
    student.train_again()


@mends("2.2.5", "there are too many")
def delete_tags(student: Student) -> None:
    """Delete those that are neither cat nor dog."""
    exercise = student.exercise
    trainer, project = exercise.portal.trainer, exercise.project
    for tag in trainer.get_tags(project.id):
        if tag.name not in TAGS:
            trainer.delete_tag(project.id, tag.id)


def of_images(tag: str) -> Mapping[str, Repair]:
    """The repairs of the check of one tag's images, by label."""
    folder = TAGS[tag]

    def upload(student: Student) -> None:
        """Add images, with the tag; train again and publish."""
        student.upload(folder, tag)
        student.train_again()

    def delete_others(student: Student) -> None:
        """Delete what is not of the folder, take the tag off what has both; train again."""
        leave_one_tag(student)
        exercise = student.exercise
        tag_id = exercise.portal.tag(exercise.project, tag).id
        tagged = {str(image.id) for image in student.images(tag_ids=[tag_id])}
        ours = set(student.of_folder(folder))
        if others := sorted(tagged - ours):
            student.delete_images(others)
        student.train_again()

    def tag_them(student: Student) -> None:
        """Tag the images of the folder, take the other tag off; train again and publish."""
        student.tag(student.of_folder(folder), tag)
        student.train_again()

    return {
        "": upload,
        "there are too many": delete_others,
        "some have no tag": tag_them,
        "some have another tag": tag_them,
    }


for check, tag in (("2.2.6", "cat"), ("2.2.7", "dog")):
    for label, repair in of_images(tag).items():
        mends(check, label)(repair)


def leave_one_tag(student: Student) -> None:
    """Of each image with several tags, take off all but the right one."""
    several = {str(image.id) for image in student.images() if len(image.tags or ()) > 1}
    for tag, folder in TAGS.items():
        if several:
            student.tag([image for image in student.of_folder(folder) if image in several], tag)


@mends("2.2.8")
def upload_all(student: Student) -> None:
    """Add images, each folder with its tag."""
    for tag, folder in TAGS.items():
        student.upload(folder, tag)


@mends("2.2.8", "some have no tag")
def tag_untagged(student: Student) -> None:
    """Delete what is in neither folder, tag the others; train again if one was tagged."""
    untagged = {str(image.id) for image in student.images() if not image.tags}
    ours = {tag: untagged & set(student.of_folder(folder)) for tag, folder in TAGS.items()}
    for tag, images in ours.items():
        student.tag(sorted(images), tag)
    if others := sorted(untagged - set().union(*ours.values())):
        student.delete_images(others)
    if any(ours.values()):
        student.train_again()


@mends("2.2.8", "some have several tags")
def take_tags_off(student: Student) -> None:
    """All but the right one; train again and publish."""
    leave_one_tag(student)
    student.train_again()


@mends("2.2.9")
@mends("2.2.10")
@mends("2.2.11")
def train(student: Student) -> None:
    """Train, by quick training; publish the new iteration instead of an old one."""
    student.train_again()


@mends("2.2.12")
def change_and_train(student: Student) -> None:
    """Delete one image, upload it again; train again and publish."""
    for tag, folder in TAGS.items():
        if tag not in student.names[1:]:
            student.upload_one_again(folder, tag)
    student.train_again()


@mends("2.2.9", "the training failed")
def delete_and_train(student: Student) -> None:
    """Delete the failed iteration, and train."""
    exercise = student.exercise
    for iteration in student.iterations(exercise):
        if iteration.status == "Failed":
            exercise.portal.trainer.delete_iteration(exercise.project.id, iteration.id)
    student.train_again()


@mends("2.2.13")
@mends("2.2.14")
def correct_tags(student: Student) -> None:
    """The images of the folders with their tags, and no others; train again and publish."""
    ours = {folder: student.of_folder(folder) for folder in TAGS.values()}
    known = {image for images in ours.values() for image in images}
    others = [str(image.id) for image in student.images() if str(image.id) not in known]
    if others:
        student.delete_images(others)
    for tag, folder in TAGS.items():
        student.tag(ours[folder], tag)
        if len(ours[folder]) < len(pictures(None, folder)):
            student.upload(folder, tag)
    student.train_again()


# 2.3


@mends("2.3.1")
def publish(student: Student) -> None:
    """Publish the trained iteration."""
    student.publish()


@mends("2.3.1", "it has another name")
@mends("2.3.2")
def publish_again(student: Student) -> None:
    """Unpublish the published iteration, and publish it again."""
    exercise = student.exercise
    for iteration in student.iterations(exercise):
        if iteration.publish_name:
            exercise.portal.trainer.unpublish_iteration(exercise.project.id, iteration.id)
            exercise.iteration = iteration
    exercise.publish()


@mends("2.3.3")
@mends("2.3.4")
def publish_newest(student: Student) -> None:
    """Unpublish the old iteration, and publish the newest one."""
    exercise = student.exercise
    for iteration in student.iterations(exercise):
        if iteration.publish_name:
            exercise.portal.trainer.unpublish_iteration(exercise.project.id, iteration.id)
    exercise.publish()


# 3.3


def complete_and_run(student: Student) -> None:
    """Complete the notebook with what its fix names, Restart & Run All, and save."""
    student.run_notebook()


for asked in checks_of_the_features():
    if asked.id.startswith("3.3."):
        for each in ("", *asked.variants):
            mends(asked.id, each)(complete_and_run)
