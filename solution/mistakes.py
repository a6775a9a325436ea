"""The wrong submissions, as data: each breaks one check, and blocks those that build on it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from solution import missteps
from solution import notebook_edits as edits
from solution.exercise import Exercise
from solution.progress import Progress, Silent
from solution.settings import Settings

_SILENT = Silent()


@dataclass(frozen=True, kw_only=True)
class Mistake:
    """One way to get the exercise wrong.

    Args:
        name: kebab-case, unique.
        breaks: the id of the check that is not met.
        blocks: the ids of the checks that cannot be made for want of what that check asks for.
        doc: what the student did, in a sentence without a full stop.
        changes: fields of `Settings` that the student gets wrong.
        skip: tasks (keys of `exercise.TASKS`) left out.
        then: what the student does after the exercise.
        edit: what is wrong in the notebook, an nbformat 4 node, after it was executed.
        needs: what Azure does not have, and the emulator only where a test adds it.
    """

    name: str
    breaks: str
    doc: str
    blocks: tuple[str, ...] = ()
    changes: Mapping[str, Any] = field(default_factory=dict)
    skip: frozenset[str] = frozenset()
    then: Callable[[Exercise], None] | None = None
    edit: Callable[[Any], None] | None = None
    needs: str = ""

    def exercise(self, settings: Settings, progress: Progress = _SILENT) -> Exercise:
        """The exercise as this student does it."""
        return Exercise(
            replace(settings, **self.changes),
            progress,
            skip=self.skip,
            then=self.then,
            edit=self.edit,
        )


def _ids(task: str, first: int, last: int) -> tuple[str, ...]:
    return tuple(f"{task}.{number}" for number in range(first, last + 1))


_PROJECT, _MODEL = _ids("2.2", 2, 14), _ids("2.3", 1, 4)
_WORKSPACE = (*_ids("3.1", 2, 4), *_ids("3.2", 1, 3))

BY_THE_BOOK = Mistake(name="by-the-book", breaks="", doc="No mistake at all")

MISTAKES: tuple[Mistake, ...] = (
    Mistake(
        name="group-deleted",
        breaks="1.1.1",
        blocks=(*_ids("1.2", 1, 4), "2.2.1", *_PROJECT, *_MODEL, "3.1.1", *_WORKSPACE, "3.3.2"),
        doc="Took everything down before handing in the notebook",
        then=missteps.delete_everything,
    ),
    Mistake(
        name="training-account-deleted",
        breaks="1.2.1",
        blocks=("1.2.3", "1.2.4", "2.2.1", *_PROJECT, *_MODEL, "3.3.2"),
        doc="Deleted the training resource",
        then=missteps.delete_training_account,
    ),
    Mistake(
        name="prediction-account-deleted",
        breaks="1.2.2",
        blocks=("1.2.3", "1.2.4", *_ids("2.3", 2, 4), "3.3.2"),
        doc="Deleted the prediction resource",
        then=missteps.delete_prediction_account,
    ),
    Mistake(
        name="other-tier",
        breaks="1.2.3",
        doc="Chose a pricing tier that is neither F0 nor S0",
        changes={"tiers": ("S1",)},
        needs="the tier S1 for Custom Vision",
    ),
    Mistake(
        name="accounts-in-another-region",
        breaks="1.2.4",
        doc="Chose another region for both Custom Vision resources",
        changes={"account_location": "westeurope"},
    ),
    Mistake(
        name="project-named-otherwise",
        breaks="2.2.1",
        blocks=(*_PROJECT, *_MODEL, "3.3.2"),
        doc="Gave the project another name",
        changes={"project": "Cats and dogs"},
    ),
    Mistake(
        name="no-description",
        breaks="2.2.2",
        doc="Left the project's description empty",
        changes={"description": ""},
    ),
    Mistake(
        name="multilabel",
        breaks="2.2.3",
        doc="Chose Multilabel as the classification type",
        changes={"classification_type": "Multilabel"},
    ),
    Mistake(
        name="compact-domain",
        breaks="2.2.4",
        doc="Chose the domain General (compact)",
        changes={"domain": "General (compact)"},
    ),
    Mistake(
        name="tag-in-the-plural",
        breaks="2.2.5",
        blocks=("2.2.6", "2.2.12", "2.2.13", "2.3.3"),
        doc="Entered the tag cats, as the folder is named",
        changes={"cat_tag": "cats"},
    ),
    Mistake(
        name="a-cat-too-few",
        breaks="2.2.6",
        doc="Uploaded 14 of the 15 cat images",
        changes={"cats": 14},
    ),
    Mistake(
        name="a-dog-too-few",
        breaks="2.2.7",
        doc="Uploaded 14 of the 15 dog images",
        changes={"dogs": 14},
    ),
    Mistake(
        name="untagged-image",
        breaks="2.2.8",
        doc="Uploaded one more image without a tag",
        then=missteps.add_untagged_image,
    ),
    Mistake(
        name="iterations-deleted",
        breaks="2.2.9",
        blocks=(*_ids("2.2", 10, 14), *_MODEL),
        doc="Unpublished and deleted all iterations",
        then=missteps.delete_iterations,
    ),
    Mistake(
        name="advanced-training",
        breaks="2.2.10",
        doc="Chose Advanced Training with one hour",
        changes={"training_type": "Advanced", "training_hours": 1},
    ),
    Mistake(
        name="image-replaced-after-training",
        breaks="2.2.11",
        doc="Replaced a cat image after the training",
        then=missteps.replace_cat_image,
    ),
    Mistake(
        name="tag-renamed-after-training",
        breaks="2.2.12",
        blocks=("2.2.13", "2.3.3"),
        doc="Trained with the tag cats, and renamed it afterwards",
        changes={"cat_tag": "cats"},
        then=missteps.rename_cat_tag,
    ),
    Mistake(
        name="newest-iteration-takes-cat-for-dog",
        breaks="2.2.13",
        doc="Tagged the test's cat as a dog and trained again; the good iteration stays published",
        then=missteps.mislabel_cat_and_train,
    ),
    Mistake(
        name="newest-iteration-takes-dog-for-cat",
        breaks="2.2.14",
        doc="Tagged the test's dog as a cat and trained again; the good iteration stays published",
        then=missteps.mislabel_dog_and_train,
    ),
    Mistake(
        name="published-under-another-name",
        breaks="2.3.1",
        blocks=_ids("2.3", 2, 4),
        doc="Published the model under another name",
        then=missteps.publish_under_another_name,
    ),
    Mistake(
        name="published-to-another-group",
        breaks="2.3.2",
        blocks=_ids("2.3", 3, 4),
        doc="Published the model to a prediction resource of another group",
        then=missteps.publish_elsewhere,
    ),
    Mistake(
        name="published-iteration-takes-cat-for-dog",
        breaks="2.3.3",
        doc="Published a bad iteration, and trained a good one that is not published",
        then=missteps.publish_mislabelled_cat,
    ),
    Mistake(
        name="published-iteration-takes-dog-for-cat",
        breaks="2.3.4",
        doc="Published a bad iteration, and trained a good one that is not published",
        then=missteps.publish_mislabelled_dog,
    ),
    Mistake(
        name="no-workspace",
        breaks="3.1.1",
        blocks=_WORKSPACE,
        doc="Left out the Machine Learning workspace",
        skip=frozenset({"workspace", "compute_instance"}),
    ),
    Mistake(
        name="workspace-in-another-region",
        breaks="3.1.2",
        doc="Chose another region for the workspace",
        changes={"workspace_location": "westeurope"},
    ),
    Mistake(
        name="insights-deleted",
        breaks="3.1.3",
        doc="Deleted the workspace's Application Insights",
        then=missteps.delete_insights,
    ),
    Mistake(
        name="container-registry",
        breaks="3.1.4",
        doc="Let the workspace have a container registry",
        changes={"container_registry": True},
    ),
    Mistake(
        name="no-compute-instance",
        breaks="3.2.1",
        blocks=_ids("3.2", 2, 3),
        doc="Left out the compute instance",
        skip=frozenset({"compute_instance"}),
    ),
    Mistake(
        name="smaller-compute-instance",
        breaks="3.2.2",
        doc="Chose a smaller size of virtual machine",
        changes={"vm_size": "Standard_DS2_v2"},
    ),
    Mistake(
        name="compute-instance-failed",
        breaks="3.2.3",
        doc="Had no quota left for the compute instance, so that its creation failed",
        skip=frozenset({"compute_instance"}),
        then=missteps.exceed_quota,
    ),
    Mistake(
        name="another-notebook",
        breaks="3.3.1",
        blocks=_ids("3.3", 2, 4),
        doc="Handed in another notebook",
        edit=edits.hand_in_another,
    ),
    Mistake(
        name="training-endpoint",
        breaks="3.3.2",
        doc="Took the endpoint that the project's settings page shows",
        edit=edits.take_training_endpoint,
    ),
    Mistake(
        name="preset-model-name",
        breaks="3.3.2",
        doc="Kept the model name that the notebook brings",
        edit=edits.keep_preset_model,
    ),
    Mistake(
        name="placeholder-left",
        breaks="3.3.2",
        doc="Did not fill in the project's id",
        edit=edits.keep_placeholder,
    ),
    Mistake(
        name="failed-cell",
        breaks="3.3.3",
        doc="Saved the notebook with the client's cell in error",
        edit=edits.fail_client,
    ),
    Mistake(
        name="line-not-completed",
        breaks="3.3.3",
        doc="Did not complete the line that makes the client",
        edit=edits.leave_client_line,
    ),
    Mistake(
        name="out-of-order",
        breaks="3.3.3",
        doc="Made the client after the images were classified",
        edit=edits.run_out_of_order,
    ),
    Mistake(
        name="no-pictures",
        breaks="3.3.4",
        doc="Saved the notebook without its pictures",
        edit=edits.delete_pictures,
    ),
    Mistake(
        name="no-titles",
        breaks="3.3.4",
        doc="Left the pictures without titles",
        edit=edits.leave_out_titles,
    ),
)
"""At least one for each check, in their order."""
