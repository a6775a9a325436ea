"""What goes wrong in step 1: the resource group and the two accounts."""

from __future__ import annotations

from solution.deeds import accounts as deeds
from solution.exercise import TASKS
from solution.world import MODEL, NOTEBOOK, PROJECT, WORKSPACE, World, ids

_TRAINING = ("1.2.3", "1.2.4", "2.2.1", *PROJECT, *MODEL, "3.3.2")
_GROUP = (*ids("1.2", 1, 4), "2.2.1", *PROJECT, *MODEL, "3.1.1", *WORKSPACE, "3.3.2")
_RUN = ("3.3.1", "3.3.3", "3.3.4")
"""What is asked of the notebook alone."""

_UNTRAINED = frozenset({"training_images", "train", "publish", "classify"})
_UNPUBLISHED = frozenset({"publish", "classify"})

ACCOUNTS: tuple[World, ...] = (
    World(
        name="nothing-at-all",
        doc="Did nothing",
        breaks=("1.1.1",),
        blocks=_GROUP,
        unverified=_RUN,
        skip=frozenset(TASKS),
    ),
    World(
        name="group-deleted",
        doc="Took everything down before handing in the notebook",
        breaks=("1.1.1",),
        blocks=_GROUP,
        then=deeds.delete_everything,
    ),
    World(
        name="not-the-group-asked-for",
        doc="Used the exercise's group where the class was told another name",
        breaks=("1.1.1",),
        blocks=_GROUP,
        options=("--resource-group=class-of-2026",),
    ),
    World(
        name="group-only",
        doc="Stopped after the resource group",
        breaks=("1.2.1", "1.2.2", "3.1.1"),
        blocks=("1.2.3", "1.2.4", "2.2.1", *PROJECT, *MODEL, *WORKSPACE, "3.3.2"),
        unverified=_RUN,
        skip=frozenset(TASKS) - {"resource_group"},
    ),
    World(
        name="step-1-only",
        doc="Stopped after the two Custom Vision resources",
        breaks=("2.2.1", "3.1.1"),
        blocks=(*PROJECT, *MODEL, *WORKSPACE, "3.3.2"),
        unverified=_RUN,
        skip=_UNTRAINED | {"workspace", "compute_instance"},
    ),
    World(
        name="resources-in-another-group",
        doc="Made the exercise's group, and everything else in another one",
        breaks=("1.2.1", "1.2.2", "3.1.1"),
        blocks=("1.2.3", "1.2.4", "2.2.1", *PROJECT, *MODEL, *WORKSPACE, "3.3.2"),
        changes={"resource_group": "pets-of-mine"},
        instead={"resource_group": deeds.create_group_twice},
    ),
    World(
        name="training-account-deleted",
        doc="Deleted the training resource, which could be restored for 48 hours",
        breaks=("1.2.1",),
        blocks=_TRAINING,
        then=deeds.delete_training_account,
    ),
    World(
        name="training-account-failed",
        doc="Left the training resource as it was when its creation failed",
        breaks=("1.2.1",),
        blocks=_TRAINING,
        needs="a creation that fails",
    ),
    World(
        name="prediction-only",
        doc="Chose Prediction as the create option, and could go no further",
        breaks=("1.2.1",),
        blocks=_TRAINING,
        unverified=_RUN,
        skip=_UNTRAINED,
        instead={"custom_vision_service": deeds.create_prediction_only},
    ),
    World(
        name="prediction-account-deleted",
        doc="Deleted the prediction resource, which could be restored for 48 hours",
        breaks=("1.2.2",),
        blocks=("1.2.3", "1.2.4", *ids("2.3", 2, 4), "3.3.2"),
        then=deeds.delete_prediction_account,
    ),
    World(
        name="prediction-account-failed",
        doc="Left the prediction resource as it was when its creation failed",
        breaks=("1.2.2",),
        blocks=("1.2.3", "1.2.4", *ids("2.3", 2, 4), "3.3.2"),
        needs="a creation that fails",
    ),
    World(
        name="training-only",
        doc="Chose Training as the create option, and had nothing to publish to",
        breaks=("1.2.2", "2.3.1"),
        blocks=("1.2.3", "1.2.4", *ids("2.3", 2, 4), "3.3.2"),
        unverified=_RUN,
        skip=_UNPUBLISHED,
        instead={"custom_vision_service": deeds.create_training_only},
    ),
    World(
        name="training-twice",
        doc="Made a second training resource where the prediction resource was wanted",
        breaks=("1.2.2", "2.3.1"),
        blocks=("1.2.3", "1.2.4", *ids("2.3", 2, 4), "3.3.2"),
        unverified=_RUN,
        skip=_UNPUBLISHED,
        instead={"custom_vision_service": deeds.create_training_twice},
    ),
    World(
        name="prediction-account-in-another-group",
        doc="Made the prediction resource in another resource group",
        breaks=("1.2.2",),
        blocks=("1.2.3", "1.2.4", *ids("2.3", 2, 4), "3.3.2"),
        instead={"custom_vision_service": deeds.create_prediction_elsewhere},
    ),
    World(
        name="both-accounts-deleted",
        doc="Deleted both Custom Vision resources",
        breaks=("1.2.1", "1.2.2"),
        blocks=_TRAINING,
        then=deeds.delete_both_accounts,
    ),
    World(
        name="multi-service-account",
        doc="Made one Cognitive Services resource for everything, which works",
        breaks=("1.2.1", "1.2.2"),
        blocks=_TRAINING,
        instead={"custom_vision_service": deeds.create_multi_service},
    ),
    World(
        name="computer-vision-account",
        doc="Made a Computer Vision resource, which cannot be trained",
        breaks=("1.2.1", "1.2.2"),
        blocks=_TRAINING,
        unverified=_RUN,
        skip=_UNTRAINED,
        instead={"custom_vision_service": deeds.create_computer_vision},
    ),
    World(
        name="other-tier",
        doc="Chose a pricing tier that is neither F0 nor S0",
        breaks=("1.2.3",),
        changes={"tiers": ("S1",)},
        needs="the tier S1 for Custom Vision",
    ),
    World(
        name="accounts-in-another-region",
        doc="Chose another region for both Custom Vision resources",
        breaks=("1.2.4",),
        changes={"account_location": "westeurope"},
    ),
    World(
        name="prediction-account-in-another-region",
        doc="Chose another region for the prediction resource, so that nothing can be published",
        breaks=("1.2.4", "2.3.1"),
        blocks=ids("2.3", 2, 4),
        unverified=NOTEBOOK,
        skip=_UNPUBLISHED,
        instead={"custom_vision_service": deeds.create_prediction_in_another_region},
    ),
    World(
        name="group-in-another-region",
        doc="Chose another region for everything than for the resource group",
        breaks=("1.2.4", "3.1.2"),
        changes={"account_location": "westeurope", "workspace_location": "westeurope"},
    ),
)
