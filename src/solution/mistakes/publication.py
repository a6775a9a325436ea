"""What goes wrong in step 2, task 3: the published model."""

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
        name="published-as-proposed",
        description="Published the model under the name that the portal proposes",
        breaks=("2.3.1", "3.3.2"),
        blocks=ids("2.3", 2, 4),
        changes={"publish_name": "Iteration1"},
    ),
    Submission(
        name="published-to-another-subscription",
        description="Published the model to a prediction resource of another subscription",
        breaks=("2.3.2",),
        blocks=ids("2.3", 3, 4),
        requires="a second subscription",
    ),
    Submission(
        name="published-with-a-dash",
        description="Published the model with a dash where the name has a hyphen",
        breaks=("2.3.1", "3.3.2"),
        blocks=ids("2.3", 2, 4),
        changes={"publish_name": "pet\N{NON-BREAKING HYPHEN}classifier"},
    ),
    Submission(
        name="published-under-the-notebooks-name",
        description="Published the model under the name that the notebook brings",
        breaks=("2.3.1", "3.3.2"),
        blocks=ids("2.3", 2, 4),
        changes={"publish_name": "image-classification-exercise"},
    ),
)
