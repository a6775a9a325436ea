"""One who is told what to fix, and does it through the SDKs, as a student does in the portals.

All that this student knows is the exercise, what is in the subscription, and what the report says.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from solution import notebook as exercises_notebook
from solution.clients import only_subscription
from solution.exercise import Exercise
from solution.images import pictures
from solution.resources import ACCOUNTS, API_VERSIONS, PREDICTION, TRAINING, WORKSPACES
from solution.settings import Settings


@dataclass
class Student:
    """A student and a submission.

    Args:
        notebook: the file that is handed in, whether it is there or not.
        options: how the submission is graded.
        found: what the report says was found, of the check that is being mended.
        wait: lets what takes its time in the cloud come to its end.
    """

    notebook: Path
    options: Sequence[str]
    found: str = ""
    wait: Callable[[], None] = lambda: None
    tried: int = field(default=0, init=False)

    @property
    def names(self) -> list[str]:
        """What stands in quotes in what was found, in order."""
        return re.findall('"([^"]*)"', self.found)

    @cached_property
    def _subscription(self) -> str:
        return only_subscription()

    @property
    def settings(self) -> Settings:
        """The exercise's own, in the group that is graded."""
        mine = Settings(subscription=self._subscription, poll=0.01)
        return replace(mine, resource_group=self._group(mine))

    def _group(self, mine: Settings) -> str:
        for option in self.options:
            if option.startswith("--resource-group="):
                return option.partition("=")[2]
        clients = Exercise(mine).clients
        there = [str(group.name) for group in clients.resources.resource_groups.list()]
        usual = [name for name in there if name.casefold() == mine.resource_group.casefold()]
        return (usual or there or [mine.resource_group])[0]

    @property
    def exercise(self) -> Exercise:
        """The exercise as it stands: its accounts, its project and its newest iteration."""
        exercise = Exercise(self.settings)
        groups = exercise.clients.resources.resource_groups
        if groups.check_existence(exercise.settings.resource_group):
            exercise.location = str(groups.get(exercise.settings.resource_group).location)
        exercise.training_images()
        exercise.training = self._account(exercise, TRAINING)
        exercise.prediction = self._account(exercise, PREDICTION)
        if exercise.training is not None:
            exercise.project = self.project(exercise)
        if exercise.project is not None:
            done = [each for each in self.iterations(exercise) if each.status == "Completed"]
            exercise.iteration = done[0] if done else None
        return exercise

    def _account(self, exercise: Exercise, kind: str) -> Any:
        """The usable account of a kind, that of the group's region first."""
        group = exercise.settings.resource_group
        if not exercise.clients.resources.resource_groups.check_existence(group):
            return None
        accounts = exercise.clients.cognitive_services.accounts
        usable = [
            account
            for account in accounts.list_by_resource_group(group)
            if account.kind == kind and _state(account) == "Succeeded"
        ]
        return min(usable, key=lambda each: each.location != exercise.location, default=None)

    def project(self, exercise: Exercise, name: str = Settings.project) -> Any:
        """The project of that name, letter case and outer spaces apart."""
        for project in exercise.portal.trainer.get_projects():
            if project.name.strip().casefold() == name.strip().casefold():
                return project
        return None

    def iterations(self, exercise: Exercise) -> list[Any]:
        """The project's iterations, the newest first."""
        return exercise.portal.iterations(exercise.project)

    def new_name(self, exercise: Exercise) -> str:
        """A name for one more account, which nobody has had."""
        self.tried += 1
        return f"{exercise.settings.training_account}n{self.tried}"

    def name_group_of_all(self) -> bool:
        """Run again with the group that found named last, if all of the exercise is there."""
        group = self.names[-1]
        listed = self.exercise.clients.resources.resources.list_by_resource_group(group)
        kinds = {str(item.kind) for item in listed}
        all_there = {TRAINING, PREDICTION} <= kinds
        if all_there:
            self.options = [f"--resource-group={group}"]
        return all_there

    # what several fixes say

    def add_custom_vision(self, *kinds: str, tiers: tuple[str, ...] = ()) -> None:
        """Add > Custom Vision, with these of the two, in the region of the group."""
        exercise = self.exercise
        name = self.new_name(exercise)
        for kind in kinds:
            suffix = "-Prediction" if kind == PREDICTION else ""
            exercise.account(f"{name}{suffix}", kind, tiers=tiers, location=exercise.location)

    def delete_account(self, name: str) -> None:
        """The resource > Delete."""
        exercise = self.exercise
        exercise.resources.remove(exercise.settings.resource_id(ACCOUNTS, name), ACCOUNTS)

    def update_project(self, **changes: str) -> None:
        """Settings (the gear icon): enter these, and select Save changes."""
        exercise = self.exercise
        self.update(exercise, exercise.project, **changes)

    def update(self, exercise: Exercise, project: Any, **changes: str) -> None:
        """The same, of any project."""
        trainer = exercise.portal.trainer
        found = trainer.get_project(project.id)
        found.description = found.description or ""
        for name, value in changes.items():
            setattr(found.settings if hasattr(found.settings, name) else found, name, value)
        trainer.update_project(project.id, found)

    def train_again(self) -> None:
        """Train again, and publish the new iteration instead of the old one."""
        exercise = self.exercise
        published = [each for each in self.iterations(exercise) if each.publish_name]
        exercise.iteration = exercise.portal.train(exercise.project)
        for old in published:
            exercise.portal.publish(
                exercise.project,
                exercise.iteration,
                old.publish_name,
                old.original_publish_resource_id,
            )

    def publish(self) -> None:
        """Publish the newest iteration as the exercise says."""
        self.exercise.publish()

    def do_step_2(self) -> None:
        """The project with all that belongs to it, in the resources that are there."""
        exercise = self.exercise
        exercise.train()
        exercise.publish()

    # images and tags

    def upload(self, folder: str, tag: str) -> None:
        """Add images: all files of the folder, with the tag."""
        exercise = self.exercise
        portal = exercise.portal
        files = pictures(None, folder)
        portal.send(exercise.project, [portal.tag(exercise.project, tag).id], files)

    def upload_one_again(self, folder: str, tag: str) -> None:
        """Delete one image of a tag, and upload it again with it."""
        self.delete_images(self.of_folder(folder)[:1])
        self.upload(folder, tag)

    def of_folder(self, folder: str) -> list[str]:
        """The ids of those of the project's images that are of the folder, as one sees.

        Custom Vision takes no image twice: it answers with the id of the one that is there.
        """
        from azure.cognitiveservices.vision.customvision.training import models

        exercise = self.exercise
        trainer, project = exercise.portal.trainer, exercise.project
        before = {str(image.id) for image in self.images()}
        entries = [models.ImageUrlCreateEntry(url=file.url) for file in pictures(None, folder)]
        sent = trainer.create_images_from_urls(
            project.id, models.ImageUrlCreateBatch(images=entries)
        )
        ids = [str(entry.image.id) for entry in sent.images]
        if new := [image for image in ids if image not in before]:
            trainer.delete_images(project.id, image_ids=new)
        return [image for image in ids if image in before]

    def images(self, **which: Any) -> list[Any]:
        """The project's images."""
        exercise = self.exercise
        found = exercise.portal.trainer.get_images(exercise.project.id, take=256, **which)
        return list(found)

    def delete_images(self, image_ids: list[str]) -> None:
        """Delete these images."""
        exercise = self.exercise
        exercise.portal.trainer.delete_images(exercise.project.id, image_ids=image_ids)

    def tag(self, image_ids: list[str], name: str) -> None:
        """Tag images: this one and no other."""
        from azure.cognitiveservices.vision.customvision.training import models

        exercise = self.exercise
        trainer, project = exercise.portal.trainer, exercise.project
        if not image_ids:
            return
        tags = {tag.name: tag.id for tag in trainer.get_tags(project.id)}
        if name not in tags:
            tags[name] = exercise.portal.tag(project, name).id
        trainer.delete_image_tags(project.id, image_ids, list(tags.values()))
        pairs = [models.ImageTagCreateEntry(image_id=each, tag_id=tags[name]) for each in image_ids]
        trainer.create_image_tags(project.id, tags=pairs)

    # the workspace

    def delete_workspace(self, name: str) -> None:
        """The workspace > Delete, permanently; its computes go with it."""
        exercise = self.exercise
        workspace = exercise.settings.resource_id(WORKSPACES, name)
        exercise.resources.remove(workspace, WORKSPACES, forceToPurge="true")

    def delete_compute(self, name: str) -> None:
        """Compute > Delete."""
        self.wait()
        exercise = self.exercise
        exercise.resources.remove(exercise.compute_id(name), WORKSPACES)

    def patch(self, resource_id: str, kind: str, body: dict[str, Any]) -> None:
        """Change a resource's properties."""
        exercise = self.exercise
        exercise.clients.resources.resources.begin_update_by_id(
            resource_id, api_version=API_VERSIONS[kind], parameters=body
        ).result()

    # the notebook

    def run_notebook(self) -> None:
        """Complete the notebook with what is published, Restart & Run All, and save."""
        exercise = self.exercise
        endpoint, key = exercise.prediction.properties.endpoint, exercise.key(exercise.prediction)
        text = exercises_notebook.completed(
            str(exercise.project.id), str(endpoint), Settings.publish_name
        )
        exercises_notebook.executed(text, exercises_notebook.test_images(exercise.settings), key)
        exercises_notebook.write(text, self.notebook)


def _state(account: Any) -> str:
    return str(account.properties.provisioning_state)
