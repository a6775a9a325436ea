"""What a tier allows ("Limits and quotas" of Custom Vision), and what a project's parts must be."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from azure_emulator.cloud import Cloud
from azure_emulator.cognitive_services.account import Account
from azure_emulator.resource_manager.regions import short
from azure_emulator.resource_manager.resource import ResourceId
from azure_emulator.resource_manager.state import ResourceManager
from azure_emulator.training.errors import bad_request
from azure_emulator.training.images import (
    GENERAL_PRODUCT,
    NEGATIVE,
    TAG_TYPES,
    Image,
    Tag,
    TrainingSet,
)
from azure_emulator.training.iterations import ADVANCED, QUICK, Iteration, Plan
from azure_emulator.training.projects import Project

BATCH_IMAGES = 64
BATCH_TAGS = 20
TAGS_AN_IMAGE = 100
REGIONS_AN_IMAGE = 300
ITERATIONS_A_PROJECT = 20
IMAGES_A_TAG_TO_TRAIN = 5
IMAGES_A_TAG_TO_DETECT = 15
TAGS_TO_TRAIN = 2
TRAINING_BYTES = 6 * 2**20
PREDICTION_BYTES = 4 * 2**20

PREDICTION_KINDS = ("CustomVision.Prediction", "CognitiveServices", "AIServices")
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
LONGEST_PUBLISH_NAME = 128
_PUBLISH_NAME = re.compile(r"[^/\\?#%\x00-\x1f]+")


@dataclass(frozen=True)
class Limits:
    """Counts that a tier does not let an account exceed."""

    projects: int
    images: int
    tags: int


FREE = Limits(projects=2, images=5_000, tags=50)
STANDARD = Limits(projects=100, images=100_000, tags=500)


def limits(account: Account) -> Limits:
    """The limits of an account's tier: F0, else those of S0."""
    return FREE if (account.sku or {}).get("name") == "F0" else STANDARD


def project_name(name: str, others: Iterable[Project]) -> None:
    """Refuse a name of a project that is empty or taken.

    Raises:
        CustomVisionError: 400 BadRequestProjectName, -NotUnique.
    """
    if not name.strip():
        raise bad_request("BadRequestProjectName", "The project name must not be empty")
    if any(other.name == name for other in others):
        raise bad_request("BadRequestProjectNameNotUnique", f"The name {name} is already used")


def tag(tag: Tag, others: Iterable[Tag]) -> None:
    """Refuse a tag that cannot stand beside the others.

    Raises:
        CustomVisionError: 400 BadRequestTagName, -TagType, -TagNameNotUnique, -MultipleNegativeTag,
            -MultipleGeneralProductTag.
    """
    others = [other for other in others if other.id != tag.id]
    if not tag.name.strip():
        raise bad_request("BadRequestTagName", "The tag name must not be empty")
    if tag.type not in TAG_TYPES:
        raise bad_request("BadRequestTagType", f"Invalid tag type {tag.type}")
    if any(other.name == tag.name for other in others):
        raise bad_request("BadRequestTagNameNotUnique", f"The tag name {tag.name} is already used")
    for kind, word in ((NEGATIVE, "negative"), (GENERAL_PRODUCT, "general product")):
        if tag.type == kind and any(other.type == kind for other in others):
            message = f"The project already has a {word} tag"
            raise bad_request(f"BadRequestMultiple{kind}Tag", message)


def has_mixed_tags(training_set: TrainingSet, image: Image) -> bool:
    """Whether the image has the negative tag beside others."""
    types = [training_set.tags[tag_id].type for tag_id in image.tag_ids]
    return NEGATIVE in types and len(types) > 1


def plan(project: Project, plan: Plan) -> None:
    """Refuse a training that the project does not allow.

    Raises:
        CustomVisionError: 400 for its type, its budget or its tags.
    """
    if plan.type not in (QUICK, ADVANCED):
        raise bad_request("BadRequestInvalid", f"Invalid training type {plan.type}")
    if plan.type == ADVANCED and plan.hours < 1:
        code = "BadRequestReservedBudgetInHoursNotEnoughForAdvancedTraining"
        raise bad_request(code, "Advanced training needs a reserved budget of at least 1 hour")
    if plan.email and not _EMAIL.fullmatch(plan.email):
        raise bad_request("BadRequestInvalidEmailAddress", "Invalid notification email address")
    if not set(plan.selected) <= project.current.tags.keys():
        raise bad_request("BadRequestInvalidIds", "Invalid selected tags")


def base_model(project: Project, base: Iteration, now: datetime) -> None:
    """Refuse an iteration that the project's next one cannot start from.

    That the domains have to be the same is a guess.

    Raises:
        CustomVisionError: 400 BadRequestCustomBaseModelIterationStatusNotCompleted,
            -DomainNotCompatible.
    """
    if not base.completed(now):
        code = "BadRequestCustomBaseModelIterationStatusNotCompleted"
        raise bad_request(code, "The base model's iteration is not completed")
    if base.settings.domain != project.settings.domain:
        code = "BadRequestCustomBaseModelDomainNotCompatible"
        raise bad_request(code, "The base model has another domain")


def training_images(project: Project, plan: Plan) -> None:
    """Two tags, five images each, as the portal asks; in object detection, one tag and 15 images.

    That an empty tag counts is a guess.

    Raises:
        CustomVisionError: 400 ...TrainingValidationFailed.
    """
    tag_ids = plan.selected or tuple(project.current.tags)
    if project.settings.domain.is_detection:
        _detection_images(project.current, tag_ids)
        return
    few = any(project.current.count(tag_id) < IMAGES_A_TAG_TO_TRAIN for tag_id in tag_ids)
    if few or len(tag_ids) < TAGS_TO_TRAIN:
        kind = (project.settings.classification_type or "").replace("label", "Label")
        kind = kind.replace("class", "Class")
        raise bad_request(f"BadRequest{kind}ClassificationTrainingValidationFailed")


def _detection_images(current: TrainingSet, tag_ids: Sequence[str]) -> None:
    """Fifteen images with regions of each tag, and no negative tag."""
    if any(current.tags[tag_id].type == NEGATIVE for tag_id in tag_ids):
        message = "Negative tags are not allowed in object detection"
        raise bad_request("BadRequestDetectionTrainingNotAllowNegativeTag", message)
    counts = [
        sum(
            any(area.tag_id == tag_id for area in image.regions)
            for image in current.images.values()
        )
        for tag_id in tag_ids
    ]
    if not counts or min(counts) < IMAGES_A_TAG_TO_DETECT:
        raise bad_request("BadRequestDetectionTrainingValidationFailed")


def iteration_name(project: Project, iteration: Iteration, name: str) -> None:
    """Refuse a name of an iteration that is empty or taken.

    Raises:
        CustomVisionError: 400 BadRequestIterationName, -NameNotUnique.
    """
    if not name.strip():
        raise bad_request("BadRequestIterationName", "The iteration name must not be empty")
    others = [other for other in project.iterations.values() if other is not iteration]
    if any(other.name == name for other in others):
        raise bad_request("BadRequestIterationNameNotUnique", f"The name {name} is already used")


def unpublished(iteration: Iteration) -> None:
    """Refuse a published iteration.

    Raises:
        CustomVisionError: 400 BadRequestIterationIsPublished.
    """
    if iteration.publish_name is not None:
        message = f"Iteration is already published as: {iteration.publish_name}"
        raise bad_request("BadRequestIterationIsPublished", message)


def publish_name(name: str, holder: Iteration | None) -> None:
    """Refuse a name that cannot be published; what a URL's path cannot hold is a guess.

    Args:
        name: the name.
        holder: another iteration that has it, unless that may be replaced.

    Raises:
        CustomVisionError: 400 BadRequestInvalidPublishName.
    """
    code = "BadRequestInvalidPublishName"
    if not name.strip() or len(name) > LONGEST_PUBLISH_NAME or not _PUBLISH_NAME.fullmatch(name):
        raise bad_request(code, "Invalid publish name")
    if holder is not None:
        raise bad_request(code, f"The publish name {name} is already used")


def publish_target(cloud: Cloud, target: str, region: str) -> None:
    """Refuse what is not the full id of a ready prediction account in the project's region.

    Raises:
        CustomVisionError: 400 BadRequestInvalidPublishTarget.
    """
    try:
        account = cloud.state(ResourceManager).find(ResourceId.parse(target))
    except ValueError:
        account = None
    if (
        not isinstance(account, Account)
        or account.kind not in PREDICTION_KINDS
        or account.provisioning_state(cloud.now()) != "Succeeded"
        or short(account.location) != short(region)
    ):
        raise bad_request("BadRequestInvalidPublishTarget", "Invalid prediction resource")
