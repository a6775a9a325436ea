"""All projects of all training accounts, and the rules of what a project holds."""

import secrets
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from azure_emulator.cloud import Cloud
from azure_emulator.cognitive_services.account import Account
from azure_emulator.cognitive_services.state import CognitiveServices
from azure_emulator.copying import Copy
from azure_emulator.resource_manager.state import ResourceManager
from azure_emulator.training import validators
from azure_emulator.training.domains import DOMAINS
from azure_emulator.training.errors import bad_request, not_found, wrong_project_type
from azure_emulator.training.images import TAG_TYPES, Image, Region, Tag, region
from azure_emulator.training.iterations import Iteration
from azure_emulator.training.metadata import MOST_PAIRS
from azure_emulator.training.projects import Project
from azure_emulator.training.settings import Settings
from azure_emulator.training.uploads import OK, Batch, Entry, Outcome
from azure_emulator.training.validators import (
    BATCH_IMAGES,
    REGIONS_AN_IMAGE,
    TAGS_AN_IMAGE,
    has_mixed_tags,
    limits,
)
from azure_emulator.training.words import in_own_case
from azure_emulator.vision.learning import FeatureCache

Pair = tuple[str, str]
"""The id of an image and the id of a tag."""


@dataclass
class AddedRegions:
    """Regions with the ids of their images: new ones, those that were there, and too many."""

    created: list[tuple[str, Region]] = field(default_factory=list)
    duplicated: list[tuple[str, Region]] = field(default_factory=list)
    exceeded: list[tuple[str, Region]] = field(default_factory=list)


class Training:
    """Projects by the id of the training account that they belong to."""

    def __init__(self, cloud: Cloud) -> None:
        self.cloud = cloud
        self.features = FeatureCache()
        self.signing_key = secrets.token_bytes(32)
        self._projects: dict[tuple[str, str], dict[str, Project]] = {}
        self._by_id: dict[str, Project] = {}
        manager = cloud.state(ResourceManager)
        manager.fixed.append({domain.id for domain in DOMAINS}.__contains__)
        manager.on_copy.append(self._copy)

    def all_projects(self) -> list[Project]:
        """The projects of all accounts."""
        return [each for projects in self._projects.values() for each in projects.values()]

    def projects(self, account: Account) -> list[Project]:
        """The account's projects, newest first."""
        return list(self._of(account).values())[::-1]

    def project(self, account: Account, project_id: str) -> Project:
        """One project.

        Raises:
            CustomVisionError: 404 NotFoundProject.
        """
        project = self._of(account).get(project_id.casefold())
        if project is None:
            raise not_found("Project")
        return project

    def create_project(
        self, account: Account, name: str, description: str | None, settings: Settings
    ) -> Project:
        """A new project.

        Raises:
            CustomVisionError: 400 BadRequestProjectName, -NotUnique, BadRequestExceedProjectLimit.
        """
        most = limits(account).projects
        validators.project_name(name, self._of(account).values())
        if len(self._of(account)) >= most:
            raise bad_request("BadRequestExceedProjectLimit", f"The tier allows {most} projects")
        now = self.cloud.now()
        project = Project(
            self.cloud.new_id(), name, description, settings, now, now, account.location
        )
        self._of(account)[project.id] = self._by_id[project.id] = project
        return project

    def update_project(self, account: Account, project_id: str, changes: dict[str, Any]) -> Project:
        """Change what the JSON of an update names.

        Raises:
            CustomVisionError: 404 NotFoundProject; 400 as for a new one.
        """
        project = self.project(account, project_id)
        name = _text(changes, "name", project.name)
        others = [other for other in self._of(account).values() if other is not project]
        validators.project_name(name, others)
        settings = changes.get("settings")
        settings = project.settings.changed(settings or {})
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
            validators.unpublished(iteration)
        del self._of(account)[project.id], self._by_id[project.id]

    def published(self, target: Account, project_id: str, name: str) -> tuple[Project, Iteration]:
        """The iteration that is published to a prediction account under a name, and its project.

        Raises:
            CustomVisionError: 404 NotFoundProject; NotFoundIteration for a name that is not
                published, or is published to another account.
        """
        project = self.find_project(project_id)
        iteration = project.published_as(name)
        publish_target = (iteration and iteration.publish_target) or ""
        if iteration is None or publish_target.casefold() != target.path.key:
            raise not_found("Iteration")
        return project, iteration

    def known_project(self, project_id: str) -> Project | None:
        """The project of that id in any account, if there is one."""
        return self._by_id.get(project_id.casefold())

    def find_project(self, project_id: str) -> Project:
        """The project of that id in any account.

        Raises:
            CustomVisionError: 404 NotFoundProject.
        """
        project = self.known_project(project_id)
        if project is None:
            raise not_found("Project")
        return project

    def create_tag(
        self, account: Account, project: Project, name: str, description: str | None, kind: str
    ) -> Tag:
        """A new tag.

        Raises:
            CustomVisionError: 400 BadRequestTagName and its kin, or
                BadRequestExceedTagPerProjectLimit.
        """
        tags = project.current.tags
        tag = Tag(self.cloud.new_id(), name, description, in_own_case(kind, TAG_TYPES))
        validators.tag(tag, tags.values())
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
            type=in_own_case(_text(changes, "type", tag.type), TAG_TYPES),
        )
        validators.tag(new, project.current.tags.values())
        project.current.tags[tag.id] = new
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
        if self.cloud.durations.training:  # Else nothing is learnt before it is asked for.
            self.features.expect_lessons()
        batch = Batch(self.cloud, project.current, limits(account).images, self.features)
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
            if has_mixed_tags(project.current, changed[image.id]):
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

    def delete_images(
        self, project: Project, image_ids: Sequence[str], *, everywhere: bool = False
    ) -> None:
        """Delete images; iterations keep what they were trained with, unless `everywhere`.

        Raises:
            CustomVisionError: 404 NotFoundImage. Then nothing is changed.
        """
        for image in [_image(project.current.images, image_id) for image_id in image_ids]:
            project.current.images.pop(image.id, None)
            for iteration in project.iterations.values() if everywhere else ():
                iteration.training_set.images.pop(image.id, None)

    def update_metadata(
        self, project: Project, image_ids: Sequence[str], metadata: dict[str, str]
    ) -> list[Outcome]:
        """Give metadata to images; one outcome for each id, in order.

        Raises:
            CustomVisionError: 400 BadRequestExceededBatchSize.
        """
        if len(image_ids) > BATCH_IMAGES:
            message = f"At most {BATCH_IMAGES} images a batch"
            raise bad_request("BadRequestExceededBatchSize", message)
        return [self._with_metadata(project, image_id, metadata) for image_id in image_ids]

    def _with_metadata(self, project: Project, image_id: str, metadata: dict[str, str]) -> Outcome:
        image = project.current.images.get(image_id)
        if image is None:
            return Outcome(image_id, "ErrorImageNotFound")
        changed = replace(image, metadata=image.metadata | metadata)
        if len(changed.metadata) > MOST_PAIRS:
            return Outcome(image_id, "ErrorLimitExceed", image)
        project.current.images[image_id] = changed
        return Outcome(image_id, OK, changed)

    def add_regions(self, project: Project, data: Sequence[dict[str, Any]]) -> AddedRegions:
        """Tag rectangles of images, in a project of object detection.

        Guess: the code for regions beyond the edge, or without an area.

        Raises:
            CustomVisionError: 404 NotFoundImage, NotFoundTag; 400 BadRequestImageRegions,
                BadRequestExceededBatchSize, or for a project of the other type. Then nothing is
                changed.
        """
        if not project.settings.domain.is_detection:
            raise wrong_project_type()
        if len(data) > BATCH_IMAGES:
            message = f"At most {BATCH_IMAGES} regions a batch"
            raise bad_request("BadRequestExceededBatchSize", message)
        changed, added = dict(project.current.images), AddedRegions()
        for fields in data:
            new = region(self.cloud.new_id(), self.cloud.now(), fields)
            if not new.is_inside:
                raise bad_request("BadRequestImageRegions", "Invalid region")
            project.current.tag(new.tag_id)
            image = _image(changed, fields.get("imageId") or "")
            if any(area.like(new) for area in image.regions):
                added.duplicated.append((image.id, new))
            elif len(image.regions) >= REGIONS_AN_IMAGE:
                added.exceeded.append((image.id, new))
            else:
                tagged = image.tagged([new.tag_id], new.created)
                changed[image.id] = replace(tagged, regions=(*image.regions, new))
                added.created.append((image.id, new))
        project.current.images.update(changed)
        return added

    def delete_regions(self, project: Project, region_ids: Collection[str]) -> None:
        """Delete regions; a tag that has no region left on an image leaves it."""
        for image in list(project.current.images.values()):
            kept = tuple(area for area in image.regions if area.id not in region_ids)
            if len(kept) < len(image.regions):
                gone = _tags(image.regions) - _tags(kept)
                project.current.images[image.id] = replace(image, regions=kept).untagged(gone)

    def _copy(self, copy: Copy) -> None:
        for account in self.cloud.state(CognitiveServices).all_of(copy.source):
            projects = self._projects.get((account.path.key, account.internal_id), {})
            for project in projects.values():
                made = copy.of(project)
                self._of(copy.of(account))[made.id] = self._by_id[made.id] = made

    def _of(self, account: Account) -> dict[str, Project]:
        # An account made anew under an old name has another internal id: its projects are gone.
        return self._projects.setdefault((account.path.key, account.internal_id), {})


def _text(changes: dict[str, Any], name: str, unchanged: str) -> str:
    """The new value of a field that cannot be null."""
    value = changes.get(name)
    return unchanged if value is None else value


def _image(images: dict[str, Image], image_id: str) -> Image:
    if image_id.casefold() not in images:
        raise not_found("Image")
    return images[image_id.casefold()]


def _tags(regions: Sequence[Region]) -> set[str]:
    return {area.tag_id for area in regions}
