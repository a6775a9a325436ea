"""The right submissions that look unusual, but for those that differ by one action: a table."""

from solution.actions import accounts, machine_learning
from solution.settings import TODAY
from solution.submission import Submission

_RESOURCES: tuple[Submission, ...] = (
    Submission(
        name="standard-tier",
        description="Has the tier S0 at both Custom Vision resources",
        changes={"tiers": ("S0",)},
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
        name="another-courses-group",
        description="Gave the resource group another name, beside one that holds less",
        changes={"resource_group": "pets-of-mine"},
        instead={"custom_vision_service": accounts.have_two_of_each_elsewhere},
    ),
    Submission(
        name="another-courses-group-with-everything",
        description="Gave the resource group another name, beside one with the same resources",
        changes={"resource_group": "pets-of-mine"},
        instead={"custom_vision_service": accounts.have_two_of_each_elsewhere},
        afterwards=machine_learning.create_workspace_elsewhere,
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
        name="description-in-other-words",
        description="Described the project in another language",
        changes={"description": "Erkennt Hunde und Katzen 🐕 <auf Bildern>"},
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

_MACHINE_LEARNING: tuple[Submission, ...] = (
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
        name="compute-size-in-capitals",
        description="Wrote the size in capitals",
        changes={"vm_size": "STANDARD_DS3_V2"},
    ),
)

TABLE: tuple[Submission, ...] = (*_RESOURCES, *_MODEL, *_MACHINE_LEARNING)
"""Nobody is to be blamed for any of these."""
