"""The Azure Machine Learning workspace."""

from pytest_bdd import given, then

from acceptance.causes import Otherwise
from acceptance.plain_text import named
from fixtures.cognitive_services import same_region
from fixtures.elsewhere import Elsewhere, looking
from fixtures.machine_learning import MachineLearning, Workspace
from fixtures.resource_group import ResourceGroup
from fixtures.resource_manager import ResourceManager
from steps.arguments import sentence

# given


@given(sentence("the workspace {name:quoted}"), target_fixture="workspace")
def given_the_workspace(
    name: str, resource_group: ResourceGroup, machine_learning: MachineLearning
) -> Workspace:
    return machine_learning.require_workspace(name, resource_group)


# then


@then(sentence("the resource group has the workspace {name:quoted}"), target_fixture="workspace")
def then_the_group_has_the_workspace(
    name: str,
    resource_group: ResourceGroup,
    machine_learning: MachineLearning,
    elsewhere: Elsewhere,
) -> Workspace:
    with looking("workspace", lambda: elsewhere.workspace(name, resource_group)):
        return machine_learning.require_workspace(name, resource_group)


@then("the workspace is in the region of the resource group")
def then_the_workspace_is_in_the_region(
    workspace: Workspace, resource_group: ResourceGroup
) -> None:
    found = f"the workspace is in {workspace.region}, the resource group in {resource_group.region}"
    assert same_region(workspace.region, resource_group.region), found


@then("the storage account, key vault and Application Insights of the workspace exist")
def then_the_dependencies_exist(
    workspace: Workspace, resource_group: ResourceGroup, resource_manager: ResourceManager
) -> None:
    missing = resource_manager.missing(workspace, resource_group)
    if missing and not all(resource_id for _, resource_id in workspace.dependencies):
        raise Otherwise("; ".join(missing), variant="it names none")
    assert not missing, "; ".join(missing)


@then("the workspace has no container registry")
def then_the_workspace_has_no_container_registry(workspace: Workspace) -> None:
    name = workspace.container_registry.rpartition("/")[2]
    assert not name, f"the workspace has the container registry {named(name)}"
