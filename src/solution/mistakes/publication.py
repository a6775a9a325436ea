"""What goes wrong in step 2, task 3: the published model."""

from __future__ import annotations

from solution.actions import publication as actions
from solution.submission import NOTEBOOK, Submission, ids

PUBLICATION: tuple[Submission, ...] = (
    Submission(
        name="not-published",
        description="Trained the model and did not publish it",
        breaks=("2.3.1",),
        blocks=ids("2.3", 2, 4),
        unverified=NOTEBOOK,
        skip=frozenset({"publish", "classify"}),
    ),
    Submission(
        name="unpublished",
        description="Unpublished the model after the notebook was run",
        breaks=("2.3.1",),
        blocks=ids("2.3", 2, 4),
        afterwards=actions.unpublish,
    ),
    Submission(
        name="published-under-another-name",
        description="Published the model under another name",
        breaks=("2.3.1",),
        blocks=ids("2.3", 2, 4),
        afterwards=actions.publish_under_another_name,
    ),
    Submission(
        name="published-as-proposed",
        description="Published the model under the name that the portal proposes",
        breaks=("2.3.1", "3.3.2"),
        blocks=ids("2.3", 2, 4),
        changes={"publish_name": "Iteration1"},
    ),
    Submission(
        name="published-under-the-notebooks-name",
        description="Published the model under the name that the notebook brings",
        breaks=("2.3.1", "3.3.2"),
        blocks=ids("2.3", 2, 4),
        changes={"publish_name": "image-classification-exercise"},
    ),
    Submission(
        name="published-to-another-group",
        description="Published the model to a prediction resource of another group",
        breaks=("2.3.2",),
        blocks=ids("2.3", 3, 4),
        afterwards=actions.publish_elsewhere,
    ),
    Submission(
        name="published-to-multi-service",
        description="Published the model to a Cognitive Services resource of the group",
        breaks=("2.3.2",),
        blocks=ids("2.3", 3, 4),
        afterwards=actions.publish_to_multi_service,
    ),
    Submission(
        name="prediction-account-replaced",
        description="Deleted the prediction resource after publishing, and made another one",
        breaks=("2.3.2", "3.3.2"),
        blocks=ids("2.3", 3, 4),
        afterwards=actions.replace_prediction_account,
    ),
    Submission(
        name="published-iteration-takes-cat-for-dog",
        description="Published a bad iteration, and trained a good one that is not published",
        breaks=("2.3.3",),
        afterwards=actions.publish_mislabelled_cat,
    ),
    Submission(
        name="published-iteration-takes-dog-for-cat",
        description="Published a bad iteration, and trained a good one that is not published",
        breaks=("2.3.4",),
        afterwards=actions.publish_mislabelled_dog,
    ),
)
