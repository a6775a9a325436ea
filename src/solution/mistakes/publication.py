"""What goes wrong in step 2, task 3: the published model."""

from __future__ import annotations

from solution.deeds import publication as deeds
from solution.world import NOTEBOOK, World, ids

PUBLICATION: tuple[World, ...] = (
    World(
        name="not-published",
        doc="Trained the model and did not publish it",
        breaks=("2.3.1",),
        blocks=ids("2.3", 2, 4),
        unverified=NOTEBOOK,
        skip=frozenset({"publish", "classify"}),
    ),
    World(
        name="unpublished",
        doc="Unpublished the model after the notebook was run",
        breaks=("2.3.1",),
        blocks=ids("2.3", 2, 4),
        then=deeds.unpublish,
    ),
    World(
        name="published-under-another-name",
        doc="Published the model under another name",
        breaks=("2.3.1",),
        blocks=ids("2.3", 2, 4),
        then=deeds.publish_under_another_name,
    ),
    World(
        name="published-as-proposed",
        doc="Published the model under the name that the portal proposes",
        breaks=("2.3.1", "3.3.2"),
        blocks=ids("2.3", 2, 4),
        changes={"publish_name": "Iteration1"},
    ),
    World(
        name="published-under-the-notebooks-name",
        doc="Published the model under the name that the notebook brings",
        breaks=("2.3.1", "3.3.2"),
        blocks=ids("2.3", 2, 4),
        changes={"publish_name": "image-classification-exercise"},
    ),
    World(
        name="published-to-another-group",
        doc="Published the model to a prediction resource of another group",
        breaks=("2.3.2",),
        blocks=ids("2.3", 3, 4),
        then=deeds.publish_elsewhere,
    ),
    World(
        name="published-to-multi-service",
        doc="Published the model to a Cognitive Services resource of the group",
        breaks=("2.3.2",),
        blocks=ids("2.3", 3, 4),
        then=deeds.publish_to_multi_service,
    ),
    World(
        name="prediction-account-replaced",
        doc="Deleted the prediction resource after publishing, and made another one",
        breaks=("2.3.2", "3.3.2"),
        blocks=ids("2.3", 3, 4),
        then=deeds.replace_prediction_account,
    ),
    World(
        name="published-iteration-takes-cat-for-dog",
        doc="Published a bad iteration, and trained a good one that is not published",
        breaks=("2.3.3",),
        then=deeds.publish_mislabelled_cat,
    ),
    World(
        name="published-iteration-takes-dog-for-cat",
        doc="Published a bad iteration, and trained a good one that is not published",
        breaks=("2.3.4",),
        then=deeds.publish_mislabelled_dog,
    ),
)
