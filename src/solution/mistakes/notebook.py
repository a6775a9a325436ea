"""What goes wrong in step 3, task 3: the notebook."""

from __future__ import annotations

from solution.deeds import pages
from solution.world import World, ids

NOTEBOOK: tuple[World, ...] = (
    World(
        name="another-notebook",
        doc="Handed in another notebook",
        breaks=("3.3.1",),
        blocks=ids("3.3", 2, 4),
        edit=pages.hand_in_another,
    ),
    World(
        name="notebook-untouched",
        doc="Handed in the notebook as it was downloaded",
        breaks=ids("3.3", 2, 4),
        edit=pages.keep_all_placeholders,
    ),
    World(
        name="training-endpoint",
        doc="Took the endpoint that the project's settings page shows",
        breaks=("3.3.2",),
        edit=pages.take_training_endpoint,
    ),
    World(
        name="another-regions-endpoint",
        doc="Took the endpoint of a tutorial, in another region",
        breaks=("3.3.2",),
        edit=pages.take_region_of_another,
    ),
    World(
        name="preset-model-name",
        doc="Kept the model name that the notebook brings",
        breaks=("3.3.2",),
        edit=pages.keep_preset_model,
    ),
    World(
        name="iterations-name-as-model",
        doc="Took the iteration's name for the published one",
        breaks=("3.3.2",),
        edit=pages.take_iterations_name,
    ),
    World(
        name="placeholder-left",
        doc="Did not fill in the project's id",
        breaks=("3.3.2",),
        edit=pages.keep_placeholder,
    ),
    World(
        name="projects-name-as-id",
        doc="Entered the project's name where its id is wanted",
        breaks=("3.3.2",),
        edit=pages.take_projects_name,
    ),
    World(
        name="another-students-project",
        doc="Has the project's id of a fellow student",
        breaks=("3.3.2",),
        edit=pages.take_another_project,
    ),
    World(
        name="another-students-endpoint",
        doc="Has the endpoint of a fellow student",
        breaks=("3.3.2",),
        edit=pages.take_another_endpoint,
    ),
    World(
        name="another-students-notebook",
        doc="Handed in the notebook of a fellow student",
        breaks=("3.3.2",),
        edit=pages.take_all_from_another,
    ),
    World(
        name="key-as-project",
        doc="Pasted the key where the project's id is wanted",
        breaks=("3.3.2",),
        edit=pages.paste_key_as_project,
    ),
    World(
        name="key-as-model",
        doc="Pasted the key where the model's name is wanted",
        breaks=("3.3.2",),
        edit=pages.paste_key_as_model,
    ),
    World(
        name="failed-cell",
        doc="Saved the notebook with the client's cell in error",
        breaks=("3.3.3",),
        edit=pages.fail_client,
    ),
    World(
        name="failed-import",
        doc="Saved the notebook with the imports in error",
        breaks=("3.3.3",),
        edit=pages.fail_import,
    ),
    World(
        name="line-not-completed",
        doc="Did not complete the line that makes the client",
        breaks=("3.3.3",),
        edit=pages.leave_client_line,
    ),
    World(
        name="classification-not-completed",
        doc="Did not complete the line that classifies the images, so that it fails",
        breaks=("3.3.3", "3.3.4"),
        edit=pages.leave_classify_line,
    ),
    World(
        name="classification-refused",
        doc="Took the training key, which the model refuses",
        breaks=("3.3.3", "3.3.4"),
        edit=pages.fail_classification,
    ),
    World(
        name="out-of-order",
        doc="Made the client after the images were classified",
        breaks=("3.3.3",),
        edit=pages.run_out_of_order,
    ),
    World(
        name="outputs-cleared",
        doc="Cleared all outputs before saving",
        breaks=("3.3.3", "3.3.4"),
        edit=pages.clear_outputs,
    ),
    World(
        name="last-cell-not-run",
        doc="Did not run the cell that classifies the images",
        breaks=("3.3.3", "3.3.4"),
        edit=pages.leave_last_cell,
    ),
    World(
        name="no-pictures",
        doc="Saved the notebook without its pictures",
        breaks=("3.3.4",),
        edit=pages.delete_pictures,
    ),
    World(
        name="one-picture",
        doc="Deleted one of the two pictures",
        breaks=("3.3.4",),
        edit=pages.keep_one_picture,
    ),
    World(
        name="no-titles",
        doc="Left the pictures without titles",
        breaks=("3.3.4",),
        edit=pages.leave_out_titles,
    ),
    World(
        name="no-test-images",
        doc="Ran the notebook where the folder of test images is empty",
        breaks=("3.3.4",),
        edit=pages.classify_empty_folder,
    ),
)
