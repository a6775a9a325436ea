"""What goes wrong in step 3, task 3: the notebook."""

from __future__ import annotations

from solution.actions import notebook_edits
from solution.submission import Submission, ids

NOTEBOOK: tuple[Submission, ...] = (
    Submission(
        name="another-notebook",
        description="Handed in another notebook",
        breaks=("3.3.1",),
        blocks=ids("3.3", 2, 4),
        edit=notebook_edits.hand_in_another,
    ),
    Submission(
        name="notebook-untouched",
        description="Handed in the notebook as it was downloaded",
        breaks=ids("3.3", 2, 4),
        edit=notebook_edits.keep_all_placeholders,
    ),
    Submission(
        name="training-endpoint",
        description="Took the endpoint that the project's settings page shows",
        breaks=("3.3.2",),
        edit=notebook_edits.take_training_endpoint,
    ),
    Submission(
        name="another-regions-endpoint",
        description="Took the endpoint of a tutorial, in another region",
        breaks=("3.3.2",),
        edit=notebook_edits.take_region_of_another,
    ),
    Submission(
        name="preset-model-name",
        description="Kept the model name that the notebook brings",
        breaks=("3.3.2",),
        edit=notebook_edits.keep_preset_model,
    ),
    Submission(
        name="iterations-name-as-model",
        description="Took the iteration's name for the published one",
        breaks=("3.3.2",),
        edit=notebook_edits.take_iterations_name,
    ),
    Submission(
        name="placeholder-left",
        description="Did not fill in the project's id",
        breaks=("3.3.2",),
        edit=notebook_edits.keep_placeholder,
    ),
    Submission(
        name="projects-name-as-id",
        description="Entered the project's name where its id is wanted",
        breaks=("3.3.2",),
        edit=notebook_edits.take_projects_name,
    ),
    Submission(
        name="another-students-project",
        description="Has the project's id of a fellow student",
        breaks=("3.3.2",),
        edit=notebook_edits.take_another_project,
    ),
    Submission(
        name="another-students-endpoint",
        description="Has the endpoint of a fellow student",
        breaks=("3.3.2",),
        edit=notebook_edits.take_another_endpoint,
    ),
    Submission(
        name="another-students-notebook",
        description="Handed in the notebook of a fellow student",
        breaks=("3.3.2",),
        edit=notebook_edits.take_all_from_another,
    ),
    Submission(
        name="key-as-project",
        description="Pasted the key where the project's id is wanted",
        breaks=("3.3.2",),
        edit=notebook_edits.paste_key_as_project,
    ),
    Submission(
        name="key-as-model",
        description="Pasted the key where the model's name is wanted",
        breaks=("3.3.2",),
        edit=notebook_edits.paste_key_as_model,
    ),
    Submission(
        name="failed-cell",
        description="Saved the notebook with the client's cell in error",
        breaks=("3.3.3",),
        edit=notebook_edits.fail_client,
    ),
    Submission(
        name="failed-import",
        description="Saved the notebook with the imports in error",
        breaks=("3.3.3",),
        edit=notebook_edits.fail_import,
    ),
    Submission(
        name="line-not-completed",
        description="Did not complete the line that makes the client",
        breaks=("3.3.3",),
        edit=notebook_edits.leave_client_line,
    ),
    Submission(
        name="classification-not-completed",
        description="Did not complete the line that classifies the images, so that it fails",
        breaks=("3.3.3", "3.3.4"),
        edit=notebook_edits.leave_classify_line,
    ),
    Submission(
        name="classification-refused",
        description="Took the training key, which the model refuses",
        breaks=("3.3.3", "3.3.4"),
        edit=notebook_edits.fail_classification,
    ),
    Submission(
        name="out-of-order",
        description="Made the client after the images were classified",
        breaks=("3.3.3",),
        edit=notebook_edits.run_out_of_order,
    ),
    Submission(
        name="outputs-cleared",
        description="Cleared all outputs before saving",
        breaks=("3.3.3", "3.3.4"),
        edit=notebook_edits.clear_outputs,
    ),
    Submission(
        name="last-cell-not-run",
        description="Did not run the cell that classifies the images",
        breaks=("3.3.3", "3.3.4"),
        edit=notebook_edits.leave_last_cell,
    ),
    Submission(
        name="no-pictures",
        description="Saved the notebook without its pictures",
        breaks=("3.3.4",),
        edit=notebook_edits.delete_pictures,
    ),
    Submission(
        name="one-picture",
        description="Deleted one of the two pictures",
        breaks=("3.3.4",),
        edit=notebook_edits.keep_one_picture,
    ),
    Submission(
        name="no-titles",
        description="Left the pictures without titles",
        breaks=("3.3.4",),
        edit=notebook_edits.leave_out_titles,
    ),
    Submission(
        name="no-test-images",
        description="Ran the notebook where the folder of test images is empty",
        breaks=("3.3.4",),
        edit=notebook_edits.classify_empty_folder,
    ),
)
