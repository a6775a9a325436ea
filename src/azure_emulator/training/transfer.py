"""A project made again from another one, by a token: in another account, or in the same."""

import re
import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from urllib.parse import parse_qsl, urlsplit

from azure_emulator.cloud import Cloud
from azure_emulator.training.errors import bad_request
from azure_emulator.training.images import Image, TrainingSet
from azure_emulator.training.iterations import Iteration
from azure_emulator.training.links import Permit
from azure_emulator.training.projects import Project
from azure_emulator.training.state import Training

_PATH = re.compile(r"/(?P<path>prjexp-(?P<project>[0-9a-f]{32})/project-export-info)")
LONGEST_TOKEN = 2048


def require_exportable(project: Project, now: datetime) -> None:
    """Refuse the export of a project that is being trained.

    Raises:
        CustomVisionError: 400 BadRequestExportWhileTraining.
    """
    if any(each.status(now) == "Training" for each in project.iterations.values()):
        message = "The project cannot be exported while it is being trained"
        raise bad_request("BadRequestExportWhileTraining", message)


def exported_project(training: Training, token: str) -> Project:
    """The project that a token grants access to: as it is now, by a guess.

    Raises:
        CustomVisionError: 400 BadRequestInvalidImportToken, also for one older than a day.
    """
    project = None
    try:
        parts = urlsplit(token[:LONGEST_TOKEN])
        match = _PATH.fullmatch(parts.path)
    except ValueError:
        match = None
    if match is not None:
        permit = Permit.of(dict(parse_qsl(parts.query)))
        fresh = not permit.expired(training.cloud.now())
        if fresh and permit.opens(training.signing_key, match["path"]):
            project = training.known_project(str(uuid.UUID(match["project"])))
    if project is None:
        raise bad_request("BadRequestInvalidImportToken", "Invalid import token")
    return project


def free_name(name: str, taken: Iterable[str]) -> str:
    """`NAME (1)`, as recorded, or the next number that is free."""
    names, number = set(taken), 1
    while f"{name} ({number})" in names:
        number += 1
    return f"{name} ({number})"


@dataclass
class Transfer:
    """Tags, images and iterations on their way into a new project; each gets one new id.

    Args:
        into: the new project, still empty.
    """

    cloud: Cloud
    into: Project
    _ids: dict[str, str] = field(default_factory=dict)

    def fill(self, source: Project) -> None:
        """Put in what the source holds; what is published stays so only there."""
        now = self.cloud.now()
        self.into.current = self._set(source.current)
        for iteration in source.iterations.values():
            if iteration.completed(now):
                made = self._iteration(iteration)
                self.into.iterations[made.id] = made
        self.into.trainings = source.trainings

    def _id(self, old: str) -> str:
        return self._ids.setdefault(old, self.cloud.new_id())

    def _set(self, held: TrainingSet) -> TrainingSet:
        tags = [replace(tag, id=self._id(tag.id)) for tag in held.tags.values()]
        images = [self._image(image) for image in held.images.values()]
        return TrainingSet({tag.id: tag for tag in tags}, {image.id: image for image in images})

    def _image(self, image: Image) -> Image:
        return replace(
            image,
            id=self._id(image.id),
            tags=tuple(replace(tag, tag_id=self._id(tag.tag_id)) for tag in image.tags),
            regions=tuple(
                replace(area, id=self._id(area.id), tag_id=self._id(area.tag_id))
                for area in image.regions
            ),
        )

    def _iteration(self, iteration: Iteration) -> Iteration:
        plan = iteration.plan
        return replace(
            iteration,
            id=self.cloud.new_id(),
            project_id=self.into.id,
            created=self.into.created,
            modified=self.into.created,
            training_set=self._set(iteration.training_set),
            plan=replace(plan, selected=tuple(map(self._id, plan.selected)), base=None),
            publish_name=None,
            publish_target=None,
            exports=[],
        )
