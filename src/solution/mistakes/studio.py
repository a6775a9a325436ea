"""What goes wrong in step 3, tasks 1 and 2: the workspace and the compute instance."""

from __future__ import annotations

from solution.deeds import studio as deeds
from solution.world import WORKSPACE, World, ids

_NO_COMPUTE = frozenset({"compute_instance"})
_COMPUTE = ids("3.2", 2, 3)

STUDIO: tuple[World, ...] = (
    World(
        name="no-workspace",
        doc="Left out the Machine Learning workspace",
        breaks=("3.1.1",),
        blocks=WORKSPACE,
        skip=_NO_COMPUTE | {"workspace"},
    ),
    World(
        name="workspace-named-otherwise",
        doc="Gave the workspace another name",
        breaks=("3.1.1",),
        blocks=WORKSPACE,
        changes={"workspace": "ml-workspace"},
    ),
    World(
        name="workspace-in-another-group",
        doc="Made the workspace in another resource group",
        breaks=("3.1.1",),
        blocks=WORKSPACE,
        skip=_NO_COMPUTE,
        instead={"workspace": deeds.create_workspace_elsewhere},
    ),
    World(
        name="workspace-deleted",
        doc="Deleted the workspace after the notebook was run",
        breaks=("3.1.1",),
        blocks=WORKSPACE,
        then=deeds.delete_workspace,
    ),
    World(
        name="workspace-failed",
        doc="Left the workspace as it was when its creation failed",
        breaks=("3.1.1",),
        blocks=WORKSPACE,
        skip=_NO_COMPUTE,
        needs="a creation that fails",
    ),
    World(
        name="workspace-in-another-region",
        doc="Chose another region for the workspace",
        breaks=("3.1.2",),
        changes={"workspace_location": "westeurope"},
    ),
    World(
        name="insights-deleted",
        doc="Deleted the workspace's Application Insights",
        breaks=("3.1.3",),
        then=deeds.delete_insights,
    ),
    World(
        name="storage-deleted",
        doc="Deleted the workspace's storage account",
        breaks=("3.1.3",),
        then=deeds.delete_storage,
    ),
    World(
        name="vault-deleted",
        doc="Deleted the workspace's key vault",
        breaks=("3.1.3",),
        then=deeds.delete_vault,
    ),
    World(
        name="all-needs-deleted",
        doc="Deleted all that the workspace needs, which looked like left-overs",
        breaks=("3.1.3",),
        then=deeds.delete_all_needs,
    ),
    World(
        name="container-registry",
        doc="Let the workspace have a container registry",
        breaks=("3.1.4",),
        changes={"container_registry": True},
    ),
    World(
        name="no-compute-instance",
        doc="Left out the compute instance",
        breaks=("3.2.1",),
        blocks=_COMPUTE,
        skip=_NO_COMPUTE,
    ),
    World(
        name="compute-named-otherwise",
        doc="Gave the compute instance another name",
        breaks=("3.2.1",),
        blocks=_COMPUTE,
        changes={"compute": "my-udacity-ml-vm"},
    ),
    World(
        name="compute-cluster",
        doc="Made a compute cluster where an instance was wanted",
        breaks=("3.2.1",),
        blocks=_COMPUTE,
        instead={"compute_instance": deeds.create_cluster},
    ),
    World(
        name="compute-in-another-workspace",
        doc="Made the compute instance in another workspace of the group",
        breaks=("3.2.1",),
        blocks=_COMPUTE,
        instead={"compute_instance": deeds.create_compute_in_second_workspace},
    ),
    World(
        name="smaller-compute-instance",
        doc="Chose a smaller size of virtual machine",
        breaks=("3.2.2",),
        changes={"vm_size": "Standard_DS2_v2"},
    ),
    World(
        name="bigger-compute-instance",
        doc="Chose a bigger size of virtual machine",
        breaks=("3.2.2",),
        changes={"vm_size": "Standard_DS4_v2"},
    ),
    World(
        name="compute-size-that-looks-alike",
        doc="Chose Standard_D3_v2 for Standard_DS3_v2",
        breaks=("3.2.2",),
        changes={"vm_size": "Standard_D3_v2"},
    ),
    World(
        name="gpu-compute-instance",
        doc="Chose a size with a GPU",
        breaks=("3.2.2",),
        changes={"vm_size": "Standard_NC4as_T4_v3"},
        needs="a quota for GPUs",
    ),
    World(
        name="gpu-without-quota",
        doc="Chose a size with a GPU, for which a new subscription has no quota",
        breaks=("3.2.2", "3.2.3"),
        changes={"vm_size": "Standard_NC4as_T4_v3"},
        instead={"compute_instance": deeds.create_without_quota},
    ),
    World(
        name="compute-instance-failed",
        doc="Had no quota left for the compute instance, so that its creation failed",
        breaks=("3.2.3",),
        instead={"compute_instance": deeds.exceed_quota},
    ),
    World(
        name="compute-instance-going",
        doc="Deletes the compute instance just now",
        breaks=("3.2.3",),
        then=deeds.begin_deletion,
        needs="a deletion that takes longer",
    ),
)
