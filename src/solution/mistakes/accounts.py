"""What goes wrong in step 1: the resource group and the two accounts."""

from solution.actions import accounts as actions
from solution.exercise import TASKS
from solution.submission import MODEL, NOTEBOOK, PROJECT, WORKSPACE, Submission, ids

_TRAINING = ("1.2.3", "1.2.4", "2.2.1", *PROJECT, *MODEL, "3.3.2")
_GROUP = (*ids("1.2", 1, 4), "2.2.1", *PROJECT, *MODEL, "3.1.1", *WORKSPACE, "3.3.2")
_RUN = ("3.3.1", "3.3.3", "3.3.4")
"""What is asked of the notebook alone."""

_UNTRAINED = frozenset({"training_images", "train", "publish", "classify"})
_UNPUBLISHED = frozenset({"publish", "classify"})

ACCOUNTS: tuple[Submission, ...] = (
    Submission(
        name="nothing-at-all",
        description="Did nothing",
        breaks=("1.1.1",),
        blocks=_GROUP,
        unverified=_RUN,
        skip=frozenset(TASKS),
    ),
    Submission(
        name="group-deleted",
        description="Took everything down before handing in the notebook",
        breaks=("1.1.1",),
        blocks=_GROUP,
        afterwards=actions.delete_everything,
    ),
    Submission(
        name="not-the-group-asked-for",
        description="Used the exercise's group where the class was told another name",
        breaks=("1.1.1",),
        blocks=_GROUP,
        options=("--resource-group=class-of-2026",),
    ),
    Submission(
        name="group-only",
        description="Stopped after the resource group",
        breaks=("1.2.1", "1.2.2", "3.1.1"),
        blocks=("1.2.3", "1.2.4", "2.2.1", *PROJECT, *MODEL, *WORKSPACE, "3.3.2"),
        unverified=_RUN,
        skip=frozenset(TASKS) - {"resource_group"},
    ),
    Submission(
        name="step-1-only",
        description="Stopped after the two Custom Vision resources",
        breaks=("2.2.1", "3.1.1"),
        blocks=(*PROJECT, *MODEL, *WORKSPACE, "3.3.2"),
        unverified=_RUN,
        skip=_UNTRAINED | {"workspace", "compute_instance"},
    ),
    Submission(
        name="step-3-only",
        description="Made the workspace and the compute instance alone, in a group of another name",
        breaks=("1.2.1", "1.2.2"),
        blocks=_TRAINING,
        unverified=_RUN,
        changes={"resource_group": "pets-rg"},
        skip=_UNTRAINED | {"custom_vision_service"},
    ),
    Submission(
        name="resources-in-another-group",
        description="Made the exercise's group, and everything else in another one",
        breaks=("1.2.1", "1.2.2", "3.1.1"),
        blocks=("1.2.3", "1.2.4", "2.2.1", *PROJECT, *MODEL, *WORKSPACE, "3.3.2"),
        changes={"resource_group": "pets-of-mine"},
        instead={"resource_group": actions.create_group_twice},
    ),
    Submission(
        name="training-account-deleted",
        description="Deleted the training resource, which could be restored for 48 hours",
        breaks=("1.2.1",),
        blocks=_TRAINING,
        afterwards=actions.delete_training_account,
    ),
    Submission(
        name="training-account-failed",
        description="Left the training resource as it was when its creation failed",
        breaks=("1.2.1",),
        blocks=_TRAINING,
        requires="a creation that fails",
    ),
    Submission(
        name="prediction-only",
        description="Chose Prediction as the create option, and could go no further",
        breaks=("1.2.1",),
        blocks=_TRAINING,
        unverified=_RUN,
        skip=_UNTRAINED,
        instead={"custom_vision_service": actions.create_prediction_only},
    ),
    Submission(
        name="prediction-account-failed",
        description="Left the prediction resource as it was when its creation failed",
        breaks=("1.2.2",),
        blocks=("1.2.3", "1.2.4", *ids("2.3", 2, 4), "3.3.2"),
        requires="a creation that fails",
    ),
    Submission(
        name="training-only",
        description="Chose Training as the create option, and had nothing to publish to",
        breaks=("1.2.2", "2.3.1"),
        blocks=("1.2.3", "1.2.4", *ids("2.3", 2, 4), "3.3.2"),
        unverified=_RUN,
        skip=_UNPUBLISHED,
        instead={"custom_vision_service": actions.create_training_only},
    ),
    Submission(
        name="training-twice",
        description="Made a second training resource where the prediction resource was wanted",
        breaks=("1.2.2", "2.3.1"),
        blocks=("1.2.3", "1.2.4", *ids("2.3", 2, 4), "3.3.2"),
        unverified=_RUN,
        skip=_UNPUBLISHED,
        instead={"custom_vision_service": actions.create_training_twice},
    ),
    Submission(
        name="both-accounts-deleted",
        description="Deleted both Custom Vision resources",
        breaks=("1.2.1", "1.2.2"),
        blocks=_TRAINING,
        afterwards=actions.delete_both_accounts,
    ),
    Submission(
        name="multi-service-account",
        description="Made one Cognitive Services resource for everything, which works",
        breaks=("1.2.1", "1.2.2"),
        blocks=_TRAINING,
        instead={"custom_vision_service": actions.create_multi_service},
    ),
    Submission(
        name="computer-vision-account",
        description="Made a Computer Vision resource, which cannot be trained",
        breaks=("1.2.1", "1.2.2"),
        blocks=_TRAINING,
        unverified=_RUN,
        skip=_UNTRAINED,
        instead={"custom_vision_service": actions.create_computer_vision},
    ),
    Submission(
        name="other-tier",
        description="Chose a pricing tier that is neither F0 nor S0",
        breaks=("1.2.3",),
        changes={"tiers": ("S1",)},
        requires="the tier S1 for Custom Vision",
    ),
    Submission(
        name="accounts-in-another-region",
        description="Chose another region for both Custom Vision resources",
        breaks=("1.2.4",),
        changes={"account_location": "westeurope"},
    ),
    Submission(
        name="prediction-account-in-another-region",
        description="Chose another region for the prediction resource: nothing can be published",
        breaks=("1.2.4", "2.3.1"),
        blocks=ids("2.3", 2, 4),
        unverified=NOTEBOOK,
        skip=_UNPUBLISHED,
        instead={"custom_vision_service": actions.create_prediction_in_another_region},
    ),
    Submission(
        name="group-in-another-region",
        description="Chose another region for everything than for the resource group",
        breaks=("1.2.4", "3.1.2"),
        changes={"account_location": "westeurope", "workspace_location": "westeurope"},
    ),
)
