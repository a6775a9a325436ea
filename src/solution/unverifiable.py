"""The submissions that are unverifiable in part: nobody is blamed for what is not seen."""

from solution.actions import accounts, project
from solution.submission import ITERATION, MODEL, NOTEBOOK, PROJECT, WORKSPACE, Submission, ids

_DEAD = "https://github.com/udacity/AI_fundamentals/blob/main/gone/bird-test-001.jpg?raw=true"
_NO_IMAGE = "https://github.com/udacity/AI_fundamentals/blob/main/README.md"
_PRIVATE = "https://intranet.example/cat-test-001.jpg"
_BY_TRAINING = ("1.2.3", "1.2.4", "2.2.1", *PROJECT, *MODEL, "3.3.2")
_PREDICTED = ids("2.3", 3, 4)

TABLE: tuple[Submission, ...] = (
    Submission(
        name="no-notebook",
        description="Handed in no notebook",
        unverified=NOTEBOOK,
        skip=frozenset({"classify"}),
    ),
    Submission(
        name="prediction-keys-off",
        description="Has the keys of the prediction resource switched off",
        unverified=_PREDICTED,
        afterwards=accounts.disable_prediction_keys,
    ),
    Submission(
        name="several-groups",
        description="Has the same resources in two groups of other names, and no project in either",
        unverified=(
            *("1.1.1", *ids("1.2", 1, 4), "2.2.1", *PROJECT, *MODEL),
            *("3.1.1", *WORKSPACE, *NOTEBOOK),
        ),
        changes={"resource_group": "pets-of-mine"},
        skip=frozenset({"train", "publish", "workspace", "compute_instance", "classify"}),
        instead={"custom_vision_service": accounts.have_two_of_each_elsewhere},
    ),
    Submission(
        name="dead-cat-image",
        description="Is graded with a test image of a cat that is no longer there",
        unverified=("2.2.13", "2.3.3"),
        options=(f"--cat-url={_DEAD}",),
    ),
    Submission(
        name="dead-dog-image",
        description="Is graded with a test image of a dog that is no longer there",
        unverified=("2.2.14", "2.3.4"),
        options=(f"--dog-url={_DEAD}",),
    ),
    Submission(
        name="dead-test-images",
        description="Is graded with test images of which one is no image, and one is not public",
        unverified=("2.2.13", "2.2.14", *_PREDICTED),
        options=(f"--cat-url={_PRIVATE}", f"--dog-url={_NO_IMAGE}"),
    ),
    Submission(
        name="training-still-running",
        description="Began the training at the last minute",
        unverified=("2.2.9", *ITERATION, *MODEL, *NOTEBOOK),
        skip=frozenset({"publish", "classify"}),
        instead={"train": project.begin_training},
        requires="a training that takes longer",
    ),
    Submission(
        name="training-account-busy",
        description="Is graded while Azure resolves the training resource's host",
        unverified=("1.2.1", *_BY_TRAINING),
        requires="a resource that is being changed",
    ),
    Submission(
        name="prediction-account-busy",
        description="Is graded while Azure updates the prediction resource",
        unverified=("1.2.2", "1.2.3", "1.2.4", *ids("2.3", 2, 4), "3.3.2"),
        requires="a resource that is being changed",
    ),
    Submission(
        name="workspace-busy",
        description="Is graded while Azure updates the workspace",
        unverified=("3.1.1", *WORKSPACE),
        requires="a workspace that is being changed",
    ),
    Submission(
        name="compute-instance-being-made",
        description="Did not wait until the compute instance was made",
        unverified=("3.2.3",),
        requires="a creation that takes longer",
    ),
    Submission(
        name="no-notebook-and-no-description",
        description="Left the description empty and handed in no notebook: the one is blamed",
        breaks=("2.2.2",),
        unverified=NOTEBOOK,
        changes={"description": ""},
        skip=frozenset({"classify"}),
    ),
)
"""In each, what can be seen keeps its verdict."""
