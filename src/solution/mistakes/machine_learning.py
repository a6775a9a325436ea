"""What goes wrong in step 3, tasks 1 and 2: the workspace and the compute instance."""

from solution.actions import machine_learning as actions
from solution.submission import WORKSPACE, Submission, ids

_NO_COMPUTE = frozenset({"compute_instance"})
_COMPUTE = ids("3.2", 2, 3)

MACHINE_LEARNING: tuple[Submission, ...] = (
    Submission(
        name="no-workspace",
        description="Left out the Machine Learning workspace",
        breaks=("3.1.1",),
        blocks=WORKSPACE,
        skip=_NO_COMPUTE | {"workspace"},
    ),
    Submission(
        name="workspace-named-otherwise",
        description="Gave the workspace another name",
        breaks=("3.1.1",),
        blocks=WORKSPACE,
        changes={"workspace": "ml-workspace"},
    ),
    Submission(
        name="workspace-in-another-group",
        description="Made the workspace in another resource group",
        breaks=("3.1.1",),
        blocks=WORKSPACE,
        skip=_NO_COMPUTE,
        instead={"workspace": actions.create_workspace_elsewhere},
    ),
    Submission(
        name="workspace-failed",
        description="Left the workspace as it was when its creation failed",
        breaks=("3.1.1",),
        blocks=WORKSPACE,
        skip=_NO_COMPUTE,
        requires="a creation that fails",
    ),
    Submission(
        name="workspace-in-another-region",
        description="Chose another region for the workspace",
        breaks=("3.1.2",),
        changes={"workspace_location": "westeurope"},
    ),
    Submission(
        name="workspace-without-insights",
        description="Has a workspace that names no Application Insights",
        breaks=("3.1.3",),
        requires="a workspace without Application Insights",
    ),
    Submission(
        name="workspace-of-a-hub",
        description="Made a project of a hub, which has none of the resources of its own",
        breaks=("3.1.3",),
        requires="a workspace of another kind",
    ),
    Submission(
        name="container-registry",
        description="Let the workspace have a container registry",
        breaks=("3.1.4",),
        changes={"container_registry": True},
    ),
    Submission(
        name="no-compute-instance",
        description="Left out the compute instance",
        breaks=("3.2.1",),
        blocks=_COMPUTE,
        skip=_NO_COMPUTE,
    ),
    Submission(
        name="compute-named-otherwise",
        description="Gave the compute instance another name",
        breaks=("3.2.1",),
        blocks=_COMPUTE,
        changes={"compute": "my-udacity-ml-vm"},
    ),
    Submission(
        name="compute-cluster",
        description="Made a compute cluster where an instance was wanted",
        breaks=("3.2.1",),
        blocks=_COMPUTE,
        instead={"compute_instance": actions.create_cluster},
    ),
    Submission(
        name="compute-in-another-workspace",
        description="Made the compute instance in another workspace of the group",
        breaks=("3.2.1",),
        blocks=_COMPUTE,
        instead={"compute_instance": actions.create_compute_in_second_workspace},
    ),
    Submission(
        name="smaller-compute-instance",
        description="Chose a smaller size of virtual machine",
        breaks=("3.2.2",),
        changes={"vm_size": "Standard_DS2_v2"},
    ),
    Submission(
        name="bigger-compute-instance",
        description="Chose a bigger size of virtual machine",
        breaks=("3.2.2",),
        changes={"vm_size": "Standard_DS4_v2"},
    ),
    Submission(
        name="compute-size-that-looks-alike",
        description="Chose Standard_D3_v2 for Standard_DS3_v2",
        breaks=("3.2.2",),
        changes={"vm_size": "Standard_D3_v2"},
    ),
    Submission(
        name="gpu-compute-instance",
        description="Chose a size with a GPU",
        breaks=("3.2.2",),
        changes={"vm_size": "Standard_NC4as_T4_v3"},
        requires="a quota for GPUs",
    ),
)
