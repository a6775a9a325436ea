"""The right submissions that look unusual, as data: every check is met in all of them."""

from __future__ import annotations

from solution.deeds import accounts, pages, project, publication, studio
from solution.settings import TODAY
from solution.world import World

_RESOURCES: tuple[World, ...] = (
    World(
        name="standard-tier",
        doc="Has the tier S0 at both Custom Vision resources",
        changes={"tiers": ("S0",)},
    ),
    World(
        name="free-and-standard-tier",
        doc="Has F0 to train and S0 to predict, the free one being taken by an earlier try",
        instead={"custom_vision_service": accounts.have_free_prediction_elsewhere},
    ),
    World(
        name="group-found",
        doc="Gave the resource group another name, by which it is found",
        changes={"resource_group": "pets-of-mine"},
    ),
    World(
        name="group-of-foreign-letters",
        doc="Gave the resource group a name with an umlaut, brackets and a dot",
        changes={"resource_group": "Übung.(1)"},
    ),
    World(
        name="group-in-capitals",
        doc="Wrote the resource group's name in other letter case",
        changes={"resource_group": "Udacity-Exercises"},
    ),
    World(
        name="group-named-by-the-grader",
        doc="Has a group of another name, which the grader names, beside another course's",
        changes={"resource_group": "pets-of-mine"},
        instead={"custom_vision_service": accounts.have_two_of_each_elsewhere},
        options=("--resource-group=Pets-Of-Mine",),
    ),
    World(
        name="empty-group-beside",
        doc="Left the exercise's group empty; the grader names the other one",
        changes={"resource_group": "pets-of-mine"},
        instead={"resource_group": accounts.create_group_twice},
        options=("--resource-group=pets-of-mine",),
    ),
    World(
        name="group-with-tags",
        doc="Put tags on the resource group",
        instead={"resource_group": accounts.tag_group},
    ),
    World(
        name="unrelated-resources",
        doc="Has resources of other exercises in the same group, and in other regions",
        then=accounts.add_unrelated_resources,
    ),
    World(
        name="second-training-account",
        doc="Made the project in the second of two training resources of the group",
        instead={"custom_vision_service": accounts.train_in_second_account},
    ),
    World(
        name="accounts-made-anew",
        doc="Deleted the training resource and made another one",
        instead={"custom_vision_service": accounts.make_accounts_anew},
    ),
    World(
        name="accounts-named-otherwise",
        doc="Gave the Custom Vision resources other names",
        changes={"account": "petvision"},
    ),
    World(
        name="regional-endpoints",
        doc="Has Custom Vision resources without hosts of their own",
        changes={"subdomains": False},
    ),
    World(
        name="region-in-words",
        doc="Typed the region as the portal shows it",
        changes={"account_location": "East US", "workspace_location": "EASTUS"},
    ),
    World(
        name="another-region",
        doc="Took another region for everything",
        changes={"location": "westeurope"},
    ),
    World(
        name="keys-renewed",
        doc="Renewed the keys after the notebook was run",
        then=accounts.renew_keys,
    ),
)

_MODEL: tuple[World, ...] = (
    World(
        name="project-in-small-letters",
        doc="Wrote the project's name in small letters",
        changes={"project": "pet classification"},
    ),
    World(
        name="project-with-outer-spaces",
        doc="Typed spaces before and after the project's name",
        changes={"project": " Pet Classification  "},
    ),
    World(
        name="second-project-of-nearly-that-name",
        doc="Has an empty project of nearly the same name, too",
        instead={"train": project.make_other_projects},
    ),
    World(
        name="description-in-other-words",
        doc="Described the project in another language",
        changes={"description": "Erkennt Hunde und Katzen 🐕 <auf Bildern>"},
    ),
    World(
        name="tags-with-descriptions",
        doc="Described the tags",
        then=project.describe_tags,
    ),
    World(
        name="images-as-files",
        doc="Uploaded the images as files, as the portal does",
        instead={"training_images": project.download_images},
    ),
    World(
        name="images-uploaded-twice",
        doc="Uploaded all images twice, of which Azure keeps one each",
        instead={"train": project.upload_twice},
    ),
    World(
        name="trained-by-halves",
        doc="Trained with a part of the images first, then with all",
        instead={"train": project.train_by_halves},
    ),
    World(
        name="bad-iteration-first",
        doc="Swapped cats and dogs at first, then put it right and trained again",
        instead={"train": project.train_mislabelled_first},
    ),
    World(
        name="iteration-renamed",
        doc="Gave the iteration another name",
        then=project.rename_iteration,
    ),
    World(
        name="newer-iteration-published",
        doc="Trained a second time and published the new iteration",
        then=publication.publish_a_newer_one,
    ),
    World(
        name="older-iteration-published",
        doc="Uploaded the last cat later and trained again; the older iteration is as good",
        changes={"cats": 14},
        then=project.upload_last_cat_and_train,
    ),
    World(
        name="published-twice",
        doc="Published a second iteration under a second name",
        then=publication.publish_a_second_time,
    ),
    World(
        name="second-prediction-account",
        doc="Published to the second of two prediction resources of the group",
        then=publication.publish_to_second_account,
    ),
    World(
        name="todays-test-images",
        doc="Is graded with the test images where they are today",
        options=(
            f"--cat-url={TODAY}/cat-test-01.jpg?raw=true",
            f"--dog-url={TODAY}/dog-test-01.jpg?raw=true",
        ),
    ),
)

_STUDIO: tuple[World, ...] = (
    World(
        name="workspace-with-a-friendly-name",
        doc="Has another friendly name for the workspace",
        changes={"friendly_name": "My first workspace"},
    ),
    World(
        name="workspace-in-capitals",
        doc="Wrote the workspace's name in other letter case",
        changes={"workspace": "Udacity-ML-Workspace"},
    ),
    World(
        name="second-workspace",
        doc="Has another course's workspace in the group",
        then=studio.add_second_workspace,
    ),
    World(
        name="storage-in-another-group",
        doc="Let the workspace use a storage account of another group",
        instead={"workspace": studio.create_storage_elsewhere},
    ),
    World(
        name="compute-stopped",
        doc="Stopped the compute instance, so that it costs less",
        then=studio.stop_compute,
    ),
    World(
        name="compute-with-letters",
        doc="Appended letters to the name of the compute instance, which was taken",
        instead={"compute_instance": studio.append_letters},
    ),
    World(
        name="several-computes",
        doc="Has another compute instance and a cluster, too",
        then=studio.add_computes,
    ),
    World(
        name="compute-size-in-capitals",
        doc="Wrote the size in capitals",
        changes={"vm_size": "STANDARD_DS3_V2"},
    ),
    World(
        name="second-compute-after-a-failed-one",
        doc="Had no quota at first, and made another instance later",
        instead={"compute_instance": studio.fail_and_create_again},
    ),
    World(
        name="second-compute-after-a-bigger-one",
        doc="Chose a bigger size at first, and made another instance of the right one",
        instead={"compute_instance": studio.add_bigger_one_with_letters},
    ),
)

_NOTEBOOK: tuple[World, ...] = (
    World(
        name="cells-added",
        doc="Added 32 cells to the notebook",
        edit=pages.add_cells,
    ),
    World(
        name="notebook-run-again",
        doc="Ran the notebook several times",
        edit=pages.run_again,
    ),
    World(
        name="notebook-run-again-in-part",
        doc="Ran the second half of the notebook several times",
        edit=pages.run_again_in_part,
    ),
    World(
        name="classified-by-url",
        doc="Classified the images by URL",
        edit=pages.classify_urls,
    ),
    World(
        name="classified-without-storing",
        doc="Took the client's method that stores nothing",
        edit=pages.classify_without_storing,
    ),
    World(
        name="arguments-by-name",
        doc="Named the arguments",
        edit=pages.name_arguments,
    ),
    World(
        name="variables-named-otherwise",
        doc="Renamed the variables",
        edit=pages.name_variables_otherwise,
    ),
    World(
        name="key-in-the-notebook",
        doc="Left the key in the notebook, as it asks for it",
        edit=pages.paste_key,
    ),
    World(
        name="endpoint-written-otherwise",
        doc="Wrote the endpoint in capitals, with spaces and without the last slash",
        edit=pages.write_endpoint_otherwise,
    ),
    World(
        name="regional-endpoint-in-the-notebook",
        doc="Took the region's endpoint, which the resource answers at, too",
        edit=pages.take_regional_endpoint,
    ),
    World(
        name="all-in-one-cell",
        doc="Put all code into one cell",
        edit=pages.write_in_one_cell,
    ),
    World(
        name="failing-cell-added",
        doc="Tried something else in a cell at the end, which failed",
        edit=pages.add_failing_cell,
    ),
    World(
        name="one-figure",
        doc="Drew all pictures into one figure",
        edit=pages.draw_in_one_figure,
    ),
    World(
        name="text-added",
        doc="Added text to the notebook",
        edit=pages.add_markdown,
    ),
    World(
        name="old-notebook-format",
        doc="Saved the notebook with an old Jupyter",
        edit=pages.write_old_format,
    ),
)

VARIATIONS: tuple[World, ...] = (*_RESOURCES, *_MODEL, *_STUDIO, *_NOTEBOOK)
"""Nobody is to be blamed for any of these."""
