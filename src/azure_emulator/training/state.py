"""All projects of all training accounts, and the rules of what a project holds."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from azure_emulator.cognitive_services.account import Account
from azure_emulator.training.errors import bad_request, not_found
from azure_emulator.training.images import Image, Region, Tag, checked_tag, region
from azure_emulator.training.iterations import Iteration, refuse_published
from azure_emulator.training.projects import Project, Settings
from azure_emulator.training.publication import named
from azure_emulator.training.uploads import Batch, Entry, Outcome, mixed
from azure_emulator.training.validators import TAGS_AN_IMAGE, limits
from azure_emulator.vision.features import FeatureCache

if TYPE_CHECKING:
    from azure_emulator.cloud import Cloud

Pair = tuple[str, str]
"""The id of an image and the id of a tag."""


class Training:
    """Projects by the id of the training account that they belong to."""

    def __init__(self, cloud: Cloud) -> None:
        """No project yet."""
        self.cloud = cloud
        self.features = FeatureCache()
        self._projects: dict[tuple[str, str], dict[str, Project]] = {}

    def every(self) -> list[Project]:
        """The projects of all accounts."""
        return [one for projects in self._projects.values() for one in projects.values()]

    def projects(self, account: Account) -> list[Project]:
        """The account's projects, newest first."""
        return list(self._of(account).values())[::-1]

    def project(self, account: Account, project_id: str) -> Project:
        """One project.

        Raises:
            CustomVisionError: 404 NotFoundProject.
        """
        found = self._of(account).get(project_id.casefold())
        if found is None:
            raise not_found("Project")
        return found

    def create_project(
        self, account: Account, name: str, description: str | None, settings: Settings
    ) -> Project:
        """A new project.

        Raises:
            CustomVisionError: 400 BadRequestProjectName, -NotUnique, BadRequestExceedProjectLimit.
        """
        most = limits(account).projects
        self._check_name(account, name, None)
        if len(self._of(account)) >= most:
            raise bad_request("BadRequestExceedProjectLimit", f"The tier allows {most} projects")
        now = self.cloud.now()
        project = Project(
            self.cloud.new_id(), name, description, settings, now, now, account.location
        )
        self._of(account)[project.id] = project
        return project

    def update_project(self, account: Account, project_id: str, changes: dict[str, Any]) -> Project:
        """Change what the JSON of an update names.

        Raises:
            CustomVisionError: 404 NotFoundProject; 400 as for a new one.
        """
        project = self.project(account, project_id)
        name = _text(changes, "name", project.name)
        self._check_name(account, name, project)
        wanted = changes.get("settings")
        settings = project.settings.changed(wanted if isinstance(wanted, dict) else {})
        project.name, project.settings = name, settings
        project.description = changes.get("description", project.description)
        project.modified = self.cloud.now()
        return project

    def delete_project(self, account: Account, project_id: str) -> None:
        """Delete a project without published iterations, with all it holds.

        Raises:
            CustomVisionError: 404 NotFoundProject; 400 BadRequestIterationIsPublished (that this
                code is the one is a guess; that Azure refuses is documented).
        """
        project = self.project(account, project_id)
        for iteration in project.iterations.values():
            refuse_published(iteration)
        del self._of(account)[project.id]

    def published(self, target: Account, project_id: str, name: str) -> tuple[Project, Iteration]:
        """What a prediction account knows under a name.

        Raises:
            CustomVisionError: 404 NotFoundProject; NotFoundIteration for a name that is not
                published, or is published to another account.
        """
        project = self.anywhere(project_id)
        iteration = named(project, name)
        where = (iteration and iteration.publish_target) or ""
        if iteration is None or where.casefold() != target.id.casefold():
            raise not_found("Iteration")
        return project, iteration

    def anywhere(self, project_id: str) -> Project:
        """The project of that id in any account.

        Raises:
            CustomVisionError: 404 NotFoundProject.
        """
        for project in self.every():
            if project.id == project_id.casefold():
                return project
        raise not_found("Project")

    def create_tag(
        self, account: Account, project: Project, name: str, description: str | None, kind: str
    ) -> Tag:
        """A new tag.

        Raises:
            CustomVisionError: 400 BadRequestTagName and its kin, or
                BadRequestExceedTagPerProjectLimit.
        """
        tags = project.current.tags
        tag = checked_tag(tags.values(), Tag(self.cloud.new_id(), name, description, kind))
        most = limits(account).tags
        if len(tags) >= most:
            raise bad_request("BadRequestExceedTagPerProjectLimit", f"The tier allows {most} tags")
        tags[tag.id] = tag
        return tag

    def update_tag(self, project: Project, tag_id: str, changes: dict[str, Any]) -> Tag:
        """Change name, description or type; trained iterations keep the tag as it was.

        Raises:
            CustomVisionError: 404 NotFoundTag; 400 as for a new one.
        """
        tag = project.current.tag(tag_id)
        new = replace(
            tag,
            name=_text(changes, "name", tag.name),
            description=changes.get("description", tag.description),
            type=_text(changes, "type", tag.type),
        )
        project.current.tags[tag.id] = checked_tag(project.current.tags.values(), new)
        return new

    def delete_tag(self, project: Project, tag_id: str) -> None:
        """Delete a tag, and take it from all images.

        Raises:
            CustomVisionError: 404 NotFoundTag.
        """
        tag = project.current.tag(tag_id)
        for image in list(project.current.images.values()):
            project.current.images[image.id] = image.untagged({tag.id})
        del project.current.tags[tag.id]

    def upload(
        self, account: Account, project: Project, entries: Sequence[Entry], tag_ids: Sequence[str]
    ) -> list[Outcome]:
        """Add images; one outcome for each entry, in order.

        Raises:
            CustomVisionError: 400 BadRequestExceededBatchSize, BadRequestImageBatch.
        """
        batch = Batch(self.cloud, project.current, limits(account).images)
        return batch.add(entries, tag_ids)

    def tag_images(
        self, project: Project, pairs: Sequence[Pair]
    ) -> tuple[list[Pair], list[Pair], list[Pair]]:
        """Tag images: the pairs that are new, that were there already, and that are too many.

        Raises:
            CustomVisionError: 404 NotFoundImage, NotFoundTag; 400
                BadRequestNegativeAndRegularTagOnSameImage. Then nothing is changed.
        """
        changed = dict(project.current.images)
        created: list[Pair] = []
        duplicated: list[Pair] = []
        exceeded: list[Pair] = []
        for image_id, tag_id in pairs:
            project.current.tag(tag_id)
            image = _image(changed, image_id)
            if tag_id in image.tag_ids:
                duplicated.append((image_id, tag_id))
            elif len(image.tags) >= TAGS_AN_IMAGE:
                exceeded.append((image_id, tag_id))
            else:
                changed[image.id] = image.tagged([tag_id], self.cloud.now())
                created.append((image_id, tag_id))
            if mixed(project.current, changed[image.id]):
                raise bad_request("BadRequestNegativeAndRegularTagOnSameImage")
        project.current.images.update(changed)
        return created, duplicated, exceeded

    def untag_images(
        self, project: Project, image_ids: Sequence[str], tag_ids: Collection[str]
    ) -> None:
        """Take the tags from the images.

        Raises:
            CustomVisionError: 404 NotFoundImage. Then nothing is changed.
        """
        images = [_image(project.current.images, image_id) for image_id in image_ids]
        for image in images:
            project.current.images[image.id] = image.untagged(tag_ids)

    def delete_images(self, project: Project, image_ids: Sequence[str]) -> None:
        """Delete images; iterations keep what they were trained with.

        Raises:
            CustomVisionError: 404 NotFoundImage. Then nothing is changed.
        """
        for image in [_image(project.current.images, image_id) for image_id in image_ids]:
            project.current.images.pop(image.id, None)

    def add_regions(self, project: Project, data: Sequence[dict[str, Any]]) -> list[Pair]:
        """Tag rectangles of images; the pairs of image id and region id.

        Raises:
            CustomVisionError: 404 NotFoundImage, NotFoundTag; 400 BadRequestImageRegions. Then
                nothing is changed.
        """
        changed, added = dict(project.current.images), []
        for one in data:
            new = region(self.cloud.new_id(), self.cloud.now(), one)
            project.current.tag(new.tag_id)
            image = _image(changed, str(one.get("imageId", "")))
            tagged = image.tagged([new.tag_id], new.created)
            changed[image.id] = replace(tagged, regions=(*image.regions, new))
            added.append((image.id, new.id))
        project.current.images.update(changed)
        return added

    def delete_regions(self, project: Project, region_ids: Collection[str]) -> None:
        """Delete regions; a tag that has no region left on an image leaves it."""
        for image in list(project.current.images.values()):
            kept = tuple(one for one in image.regions if one.id not in region_ids)
            if len(kept) < len(image.regions):
                gone = _tags(image.regions) - _tags(kept)
                project.current.images[image.id] = replace(image, regions=kept).untagged(gone)

    def _of(self, account: Account) -> dict[str, Project]:
        # An account made anew under an old name has another internal id: its projects are gone.
        return self._projects.setdefault((account.id.casefold(), account.internal_id), {})

    def _check_name(self, account: Account, name: str, but: Project | None) -> None:
        if not name.strip():
            raise bad_request("BadRequestProjectName", "The project name must not be empty")
        if any(one.name == name and one is not but for one in self._of(account).values()):
            raise bad_request("BadRequestProjectNameNotUnique", f"The name {name} is already used")


def _text(changes: dict[str, Any], name: str, unchanged: str) -> str:
    """What an update says of a field that cannot be null."""
    found = changes.get(name)
    return unchanged if found is None else str(found)


def _image(images: dict[str, Image], image_id: str) -> Image:
    if image_id.casefold() not in images:
        raise not_found("Image")
    return images[image_id.casefold()]


def _tags(regions: Sequence[Region]) -> set[str]:
    return {one.tag_id for one in regions}
