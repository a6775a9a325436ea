"""Publishing an iteration to a prediction resource, and taking it back."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from azure_emulator.cognitive_services.account import Account
from azure_emulator.resource_manager.regions import short
from azure_emulator.training.errors import bad_request
from azure_emulator.training.iterations import Iteration, refuse_published, trained

if TYPE_CHECKING:
    from azure_emulator.cloud import Cloud
    from azure_emulator.training.projects import Project

PREDICTION_KINDS = ("CustomVision.Prediction", "CognitiveServices", "AIServices")
LONGEST_NAME = 128
_NAME = re.compile(r"[^/\\?#%\x00-\x1f]+")


def publish(
    cloud: Cloud,
    project: Project,
    iteration_id: str,
    *,
    name: str,
    target: str,
    overwrite: bool,
) -> None:
    """Publish a trained iteration.

    Args:
        name: free of what a URL's path cannot hold; this rule is a guess.
        target: the full id of a prediction account in the project's region.
        overwrite: take the name from the iteration that has it, or rename a published one.

    Raises:
        CustomVisionError: 404 NotFoundIteration; 400 BadRequestIterationIsNotTrained,
            -IterationIsPublished, -InvalidPublishName, -InvalidPublishTarget.
    """
    iteration = trained(project, iteration_id, cloud.now())
    if not overwrite:
        refuse_published(iteration)
    if not name.strip() or len(name) > LONGEST_NAME or not _NAME.fullmatch(name):
        raise bad_request("BadRequestInvalidPublishName", "Invalid publish name")
    holder = named(project, name)
    if holder not in (None, iteration) and not overwrite:
        raise bad_request(
            "BadRequestInvalidPublishName", f"The publish name {name} is already used"
        )
    if not _is_target(cloud, target, project.region):
        raise bad_request("BadRequestInvalidPublishTarget", "Invalid prediction resource")
    if holder is not None:
        holder.publish_name = holder.publish_target = None
    iteration.publish_name, iteration.publish_target = name, target
    iteration.modified = cloud.now()


def unpublish(cloud: Cloud, project: Project, iteration_id: str) -> None:
    """Take a published iteration back.

    Raises:
        CustomVisionError: 404 NotFoundIteration; 400 BadRequestIterationNotPublished.
    """
    iteration = project.iteration(iteration_id)
    if iteration.publish_name is None:
        raise bad_request("BadRequestIterationNotPublished", "The iteration is not published")
    iteration.publish_name = iteration.publish_target = None
    iteration.modified = cloud.now()


def named(project: Project, name: str) -> Iteration | None:
    """The iteration published under that name."""
    found = (one for one in project.iterations.values() if one.publish_name == name)
    return next(found, None)


def _is_target(cloud: Cloud, resource_id: str, region: str) -> bool:
    account = cloud.resource_manager.find(resource_id)
    return (
        isinstance(account, Account)
        and account.kind in PREDICTION_KINDS
        and account.provisioning_state(cloud.now()) == "Succeeded"
        and short(account.location) == short(region)
    )
