"""What goes wrong in step 2, task 2: the project, its tags and images, and the training."""

from solution.actions import accounts, other_projects
from solution.actions import project as actions
from solution.submission import ITERATION, MODEL, NOTEBOOK, Submission, ids
from solution.submission import PROJECT as BUILT_ON_PROJECT

_UNTRAINED = ("2.2.9",)
_UNPUBLISHED = frozenset({"publish", "classify"})
_BUILT = (*BUILT_ON_PROJECT, *MODEL)
_RUN = ("3.3.1", "3.3.3", "3.3.4")

PROJECT: tuple[Submission, ...] = (
    Submission(
        name="project-named-otherwise",
        description="Gave the project another name",
        breaks=("2.2.1",),
        blocks=(*_BUILT, "3.3.2"),
        changes={"project": "Cats and dogs"},
    ),
    Submission(
        name="project-name-in-one-word",
        description="Left the space out of the project's name",
        breaks=("2.2.1",),
        blocks=(*_BUILT, "3.3.2"),
        changes={"project": "PetClassification"},
    ),
    Submission(
        name="project-name-with-a-no-break-space",
        description="Pasted the project's name from a page that keeps its words together",
        breaks=("2.2.1",),
        blocks=(*_BUILT, "3.3.2"),
        changes={"project": "Pet\N{NO-BREAK SPACE}Classification"},
    ),
    Submission(
        name="two-projects-of-nearly-that-name",
        description="Made two projects whose names differ in letter case and spaces, neither exact",
        breaks=("2.2.1",),
        blocks=(*_BUILT, "3.3.2"),
        changes={"project": "pet classification"},
        afterwards=other_projects.make_nearly_the_same_project,
    ),
    Submission(
        name="project-deleted",
        description="Deleted the project after the notebook was run",
        breaks=("2.2.1",),
        blocks=(*_BUILT, "3.3.2"),
        afterwards=actions.delete_project,
    ),
    Submission(
        name="project-in-another-groups-account",
        description="Made the project in the training resource of an earlier try, in another group",
        breaks=("2.2.1",),
        blocks=(*_BUILT, "3.3.2"),
        instead={"custom_vision_service": accounts.create_all_and_train_elsewhere},
    ),
    Submission(
        name="no-description",
        description="Left the project's description empty",
        breaks=("2.2.2",),
        changes={"description": ""},
    ),
    Submission(
        name="blank-description",
        description="Entered spaces as the project's description",
        breaks=("2.2.2",),
        changes={"description": "   "},
    ),
    Submission(
        name="multilabel",
        description="Chose Multilabel as the classification type",
        breaks=("2.2.3",),
        changes={"classification_type": "Multilabel"},
    ),
    Submission(
        name="object-detection",
        description="Chose Object Detection as the project type, and did not get it trained",
        breaks=("2.2.3", "2.2.9"),
        blocks=(*ITERATION, *MODEL),
        unverified=NOTEBOOK,
        skip=_UNPUBLISHED,
        instead={"train": actions.detect_objects},
    ),
    Submission(
        name="compact-domain",
        description="Chose the domain General (compact)",
        breaks=("2.2.4",),
        changes={"domain": "General (compact)"},
    ),
    Submission(
        name="general-a1-domain",
        description="Chose the domain General [A1]",
        breaks=("2.2.4",),
        changes={"domain": "General [A1]"},
    ),
    Submission(
        name="tag-in-the-plural",
        description="Entered the tag cats, as the folder is named",
        breaks=("2.2.5",),
        blocks=("2.2.6", "2.2.12", "2.2.13", "2.3.3"),
        changes={"cat_tag": "cats"},
    ),
    Submission(
        name="tags-capitalised",
        description="Began both tags with a capital",
        breaks=("2.2.5",),
        blocks=("2.2.6", "2.2.7", *ids("2.2", 12, 14), "2.3.3", "2.3.4"),
        changes={"cat_tag": "Cat", "dog_tag": "Dog"},
    ),
    Submission(
        name="tag-with-a-space",
        description="Entered the tag Cat with a space after it",
        breaks=("2.2.5",),
        blocks=("2.2.6", "2.2.12", "2.2.13", "2.3.3"),
        changes={"cat_tag": "Cat "},
    ),
    Submission(
        name="tag-with-a-foreign-letter",
        description="Entered the tag cat with a Cyrillic letter that looks like the Latin one",
        breaks=("2.2.5",),
        blocks=("2.2.6", "2.2.12", "2.2.13", "2.3.3"),
        changes={"cat_tag": "c\N{CYRILLIC SMALL LETTER A}t"},
    ),
    Submission(
        name="tag-with-an-unseen-character",
        description="Pasted the tag dog with a zero-width space after it",
        breaks=("2.2.5",),
        blocks=("2.2.7", "2.2.12", "2.2.14", "2.3.4"),
        changes={"dog_tag": "dog\N{ZERO WIDTH SPACE}"},
    ),
    Submission(
        name="all-under-one-tag",
        description="Uploaded all images at once under the tag cat, which cannot be trained",
        breaks=("2.2.5", "2.2.6", *_UNTRAINED),
        blocks=("2.2.7", *ITERATION, *MODEL),
        unverified=NOTEBOOK,
        skip=_UNPUBLISHED,
        instead={"train": actions.upload_under_one_tag},
    ),
    Submission(
        name="nothing-tagged",
        description="Uploaded all images without a tag",
        breaks=("2.2.5", "2.2.8", *_UNTRAINED),
        blocks=("2.2.6", "2.2.7", *ITERATION, *MODEL),
        unverified=NOTEBOOK,
        skip=_UNPUBLISHED,
        instead={"train": actions.upload_without_tags},
    ),
    Submission(
        name="empty-project",
        description="Made the project and stopped",
        breaks=("2.2.5", "2.2.8", *_UNTRAINED),
        blocks=("2.2.6", "2.2.7", *ITERATION, *MODEL),
        unverified=NOTEBOOK,
        skip=_UNPUBLISHED,
        instead={"train": actions.create_project_only},
    ),
    Submission(
        name="a-cat-too-few",
        description="Uploaded 14 of the 15 cat images",
        breaks=("2.2.6",),
        changes={"cats": 14},
    ),
    Submission(
        name="a-dog-too-few",
        description="Uploaded 14 of the 15 dog images",
        breaks=("2.2.7",),
        changes={"dogs": 14},
    ),
    Submission(
        name="never-trained",
        description="Uploaded and tagged all images, and did not train",
        breaks=_UNTRAINED,
        blocks=(*ITERATION, *MODEL),
        unverified=NOTEBOOK,
        skip=_UNPUBLISHED,
        instead={"train": actions.upload_only},
    ),
    Submission(
        name="iterations-deleted",
        description="Unpublished and deleted all iterations",
        breaks=_UNTRAINED,
        blocks=(*ITERATION, *MODEL),
        afterwards=actions.delete_iterations,
    ),
    Submission(
        name="training-failed",
        description="Did not see that the training failed",
        breaks=_UNTRAINED,
        blocks=(*ITERATION, *MODEL),
        unverified=NOTEBOOK,
        skip=_UNPUBLISHED,
        instead={"train": actions.begin_training},
        requires="a training that fails",
    ),
    Submission(
        name="advanced-training",
        description="Chose Advanced Training with one hour",
        breaks=("2.2.10",),
        changes={"training_type": "Advanced", "training_hours": 1},
    ),
)
