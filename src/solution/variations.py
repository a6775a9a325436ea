"""The right submissions that look unusual, as data: every check is met in all of them."""

from __future__ import annotations

from solution.actions import accounts, machine_learning, notebook_edits, project, publication
from solution.settings import TODAY
from solution.submission import Submission

_RESOURCES: tuple[Submission, ...] = (
    Submission(
        name="standard-tier",
        description="Has the tier S0 at both Custom Vision resources",
        changes={"tiers": ("S0",)},
    ),
    Submission(
        name="free-and-standard-tier",
        description="Has F0 to train and S0 to predict, the free one being taken by an earlier try",
        instead={"custom_vision_service": accounts.have_free_prediction_elsewhere},
    ),
    Submission(
        name="group-found",
        description="Gave the resource group another name, by which it is found",
        changes={"resource_group": "pets-of-mine"},
    ),
    Submission(
        name="group-of-foreign-letters",
        description="Gave the resource group a name with an umlaut, brackets and a dot",
        changes={"resource_group": "Übung.(1)"},
    ),
    Submission(
        name="group-in-capitals",
        description="Wrote the resource group's name in other letter case",
        changes={"resource_group": "Udacity-Exercises"},
    ),
    Submission(
        name="group-named-by-the-grader",
        description="Has a group of another name, which the grader names, beside another course's",
        changes={"resource_group": "pets-of-mine"},
        instead={"custom_vision_service": accounts.have_two_of_each_elsewhere},
        options=("--resource-group=Pets-Of-Mine",),
    ),
    Submission(
        name="empty-group-beside",
        description="Left the exercise's group empty; the grader names the other one",
        changes={"resource_group": "pets-of-mine"},
        instead={"resource_group": accounts.create_group_twice},
        options=("--resource-group=pets-of-mine",),
    ),
    Submission(
        name="group-with-tags",
        description="Put tags on the resource group",
        instead={"resource_group": accounts.tag_group},
    ),
    Submission(
        name="unrelated-resources",
        description="Has resources of other exercises in the same group, and in other regions",
        afterwards=accounts.add_unrelated_resources,
    ),
    Submission(
        name="second-training-account",
        description="Made the project in the second of two training resources of the group",
        instead={"custom_vision_service": accounts.train_in_second_account},
    ),
    Submission(
        name="accounts-made-anew",
        description="Deleted the training resource and made another one",
        instead={"custom_vision_service": accounts.make_accounts_anew},
    ),
    Submission(
        name="accounts-named-otherwise",
        description="Gave the Custom Vision resources other names",
        changes={"account": "petvision"},
    ),
    Submission(
        name="regional-endpoints",
        description="Has Custom Vision resources without hosts of their own",
        changes={"subdomains": False},
    ),
    Submission(
        name="region-in-words",
        description="Typed the region as the portal shows it",
        changes={"account_location": "East US", "workspace_location": "EASTUS"},
    ),
    Submission(
        name="another-region",
        description="Took another region for everything",
        changes={"location": "westeurope"},
    ),
    Submission(
        name="keys-renewed",
        description="Renewed the keys after the notebook was run",
        afterwards=accounts.renew_keys,
    ),
)

_MODEL: tuple[Submission, ...] = (
    Submission(
        name="project-in-small-letters",
        description="Wrote the project's name in small letters",
        changes={"project": "pet classification"},
    ),
    Submission(
        name="project-with-outer-spaces",
        description="Typed spaces before and after the project's name",
        changes={"project": " Pet Classification  "},
    ),
    Submission(
        name="second-project-of-nearly-that-name",
        description="Has an empty project of nearly the same name, too",
        instead={"train": project.make_other_projects},
    ),
    Submission(
        name="description-in-other-words",
        description="Described the project in another language",
        changes={"description": "Erkennt Hunde und Katzen 🐕 <auf Bildern>"},
    ),
    Submission(
        name="tags-with-descriptions",
        description="Described the tags",
        afterwards=project.describe_tags,
    ),
    Submission(
        name="images-as-files",
        description="Uploaded the images as files, as the portal does",
        instead={"training_images": project.download_images},
    ),
    Submission(
        name="images-uploaded-twice",
        description="Uploaded all images twice, of which Azure keeps one each",
        instead={"train": project.upload_twice},
    ),
    Submission(
        name="trained-by-halves",
        description="Trained with a part of the images first, then with all",
        instead={"train": project.train_by_halves},
    ),
    Submission(
        name="bad-iteration-first",
        description="Swapped cats and dogs at first, then put it right and trained again",
        instead={"train": project.train_mislabelled_first},
    ),
    Submission(
        name="iteration-renamed",
        description="Gave the iteration another name",
        afterwards=project.rename_iteration,
    ),
    Submission(
        name="newer-iteration-published",
        description="Trained a second time and published the new iteration",
        afterwards=publication.publish_a_newer_one,
    ),
    Submission(
        name="older-iteration-published",
        description="Uploaded the last cat later and trained again; the older iteration is as good",
        changes={"cats": 14},
        afterwards=project.upload_last_cat_and_train,
    ),
    Submission(
        name="published-twice",
        description="Published a second iteration under a second name",
        afterwards=publication.publish_a_second_time,
    ),
    Submission(
        name="second-prediction-account",
        description="Published to the second of two prediction resources of the group",
        afterwards=publication.publish_to_second_account,
    ),
    Submission(
        name="todays-test-images",
        description="Is graded with the test images where they are today",
        options=(
            f"--cat-url={TODAY}/cat-test-01.jpg?raw=true",
            f"--dog-url={TODAY}/dog-test-01.jpg?raw=true",
        ),
    ),
)

_STUDIO: tuple[Submission, ...] = (
    Submission(
        name="workspace-with-a-friendly-name",
        description="Has another friendly name for the workspace",
        changes={"friendly_name": "My first workspace"},
    ),
    Submission(
        name="workspace-in-capitals",
        description="Wrote the workspace's name in other letter case",
        changes={"workspace": "Udacity-ML-Workspace"},
    ),
    Submission(
        name="second-workspace",
        description="Has another course's workspace in the group",
        afterwards=machine_learning.add_second_workspace,
    ),
    Submission(
        name="storage-in-another-group",
        description="Let the workspace use a storage account of another group",
        instead={"workspace": machine_learning.create_storage_elsewhere},
    ),
    Submission(
        name="compute-stopped",
        description="Stopped the compute instance, so that it costs less",
        afterwards=machine_learning.stop_compute,
    ),
    Submission(
        name="compute-with-letters",
        description="Appended letters to the name of the compute instance, which was taken",
        instead={"compute_instance": machine_learning.append_letters},
    ),
    Submission(
        name="several-computes",
        description="Has another compute instance and a cluster, too",
        afterwards=machine_learning.add_computes,
    ),
    Submission(
        name="compute-size-in-capitals",
        description="Wrote the size in capitals",
        changes={"vm_size": "STANDARD_DS3_V2"},
    ),
    Submission(
        name="second-compute-after-a-failed-one",
        description="Had no quota at first, and made another instance later",
        instead={"compute_instance": machine_learning.fail_and_create_again},
    ),
    Submission(
        name="second-compute-after-a-bigger-one",
        description="Chose a bigger size at first, and made another instance of the right one",
        instead={"compute_instance": machine_learning.add_bigger_one_with_letters},
    ),
)

_NOTEBOOK: tuple[Submission, ...] = (
    Submission(
        name="cells-added",
        description="Added 32 cells to the notebook",
        edit=notebook_edits.add_cells,
    ),
    Submission(
        name="notebook-run-again",
        description="Ran the notebook several times",
        edit=notebook_edits.run_again,
    ),
    Submission(
        name="notebook-run-again-in-part",
        description="Ran the second half of the notebook several times",
        edit=notebook_edits.run_again_in_part,
    ),
    Submission(
        name="classified-by-url",
        description="Classified the images by URL",
        edit=notebook_edits.classify_urls,
    ),
    Submission(
        name="classified-without-storing",
        description="Took the client's method that stores nothing",
        edit=notebook_edits.classify_without_storing,
    ),
    Submission(
        name="arguments-by-name",
        description="Named the arguments",
        edit=notebook_edits.name_arguments,
    ),
    Submission(
        name="variables-named-otherwise",
        description="Renamed the variables",
        edit=notebook_edits.name_variables_otherwise,
    ),
    Submission(
        name="key-in-the-notebook",
        description="Left the key in the notebook, as it asks for it",
        edit=notebook_edits.paste_key,
    ),
    Submission(
        name="endpoint-written-otherwise",
        description="Wrote the endpoint in capitals, with spaces and without the last slash",
        edit=notebook_edits.write_endpoint_otherwise,
    ),
    Submission(
        name="regional-endpoint-in-the-notebook",
        description="Took the region's endpoint, which the resource answers at, too",
        edit=notebook_edits.take_regional_endpoint,
    ),
    Submission(
        name="all-in-one-cell",
        description="Put all code into one cell",
        edit=notebook_edits.write_in_one_cell,
    ),
    Submission(
        name="failing-cell-added",
        description="Tried something else in a cell at the end, which failed",
        edit=notebook_edits.add_failing_cell,
    ),
    Submission(
        name="one-figure",
        description="Drew all pictures into one figure",
        edit=notebook_edits.draw_in_one_figure,
    ),
    Submission(
        name="text-added",
        description="Added text to the notebook",
        edit=notebook_edits.add_markdown,
    ),
    Submission(
        name="old-notebook-format",
        description="Saved the notebook with an old Jupyter",
        edit=notebook_edits.write_old_format,
    ),
)

VARIATIONS: tuple[Submission, ...] = (*_RESOURCES, *_MODEL, *_STUDIO, *_NOTEBOOK)
"""Nobody is to be blamed for any of these."""
