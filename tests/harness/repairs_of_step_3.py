"""What the fixes of the workspace and the compute instance say, done."""

from __future__ import annotations

from solution.resources import INSIGHTS, STORAGE, WORKSPACES
from solution.settings import Settings
from tests.harness.repairs import mends
from tests.harness.student import Student


@mends("3.1.1")
def add_workspace(student: Student) -> None:
    """Add: Machine Learning, with the name."""
    student.exercise.workspace()


@mends("3.1.1", "it has another name")
def add_workspace_and_instance(student: Student) -> None:
    """Add one of the right name, and the compute instance in it."""
    student.exercise.workspace()
    student.exercise.compute_instance()


@mends("3.1.1", "it has failed")
def replace_workspace(student: Student) -> None:
    """Delete it permanently, and add one of that name."""
    student.delete_workspace(student.names[0])
    student.exercise.workspace()


@mends("3.1.1", "it is in another group")
def name_group_or_add_workspace(student: Student) -> None:
    """Name the group if all of the exercise is there, or add one and a compute instance in it."""
    if not student.name_group_of_all():
        add_workspace_and_instance(student)


@mends("3.1.2")
@mends("3.1.4")
def make_workspace_anew(student: Student) -> None:
    """Delete it permanently, add one of that name, and make the compute instance anew."""
    student.delete_workspace(Settings.workspace)
    student.exercise.workspace()
    student.exercise.compute_instance()


@mends("3.1.3")
def bring_back(student: Student) -> None:
    """What found names, restored, recovered, or made with the same name."""
    exercise = student.exercise
    storage = {"kind": "StorageV2", "sku": {"name": "Standard_LRS"}, "properties": {}}
    insights = {"kind": "web", "properties": {"Application_Type": "web"}}
    for clause in student.found.split("; "):
        name = clause.split('"')[1]
        if "storage account" in clause:
            exercise.resources.made(STORAGE, name, exercise.location, storage)
        elif "key vault" in clause:
            exercise.resources.vault(name, exercise.location, exercise.clients.tenant())
        else:
            exercise.resources.made(INSIGHTS, name, exercise.location, insights)


@mends("3.1.3", "it names none")
def attach_or_make_anew(student: Student) -> None:
    """Attach an Application Insights if it alone is missing, or make the workspace anew."""
    if student.found != "it has no Application Insights":
        make_workspace_anew(student)
        return
    exercise = student.exercise
    body = {"kind": "web", "properties": {"Application_Type": "web"}}
    insights = exercise.resources.made(INSIGHTS, "attached", exercise.location, body)
    workspace = exercise.settings.resource_id(WORKSPACES, Settings.workspace)
    student.patch(workspace, WORKSPACES, {"properties": {"applicationInsights": insights}})


@mends("3.2.1")
@mends("3.2.1", "it has another name")
@mends("3.2.1", "it is in another workspace")
def add_instance(student: Student) -> None:
    """New: the name, with letters after it if it is taken."""
    student.exercise.compute_instance()


@mends("3.2.1", "it is a cluster")
def replace_cluster(student: Student) -> None:
    """Delete the cluster; then a compute instance of that name."""
    student.delete_compute(Settings.compute)
    student.exercise.compute_instance()


@mends("3.2.2")
def choose_size(student: Student) -> None:
    """Delete it, and make one of the right size."""
    student.delete_compute(Settings.compute)
    student.exercise.compute_instance()


@mends("3.2.3")
def replace_instance(student: Student) -> None:
    """Delete it, and what else uses the quota; make it anew."""
    for name in (Settings.compute, "neighbour", "lodger"):
        student.delete_compute(name)
    student.exercise.compute_instance()
