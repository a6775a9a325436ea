"""The resource group."""

from pytest_bdd import given, then

from fixtures.resource_group import ResourceGroup
from fixtures.resource_manager import ResourceManager
from steps.arguments import sentence

# given


@given(
    sentence("the resource group {name:quoted}, or that of the project {project:quoted}"),
    target_fixture="resource_group",
)
def given_the_resource_group(
    name: str, project: str, resource_manager: ResourceManager
) -> ResourceGroup:
    return resource_manager.require_resource_group(name, project)


# then


@then(
    sentence(
        "the subscription has the resource group {name:quoted}, or that of the project "
        "{project:quoted}"
    )
)
def then_the_subscription_has_the_resource_group(
    name: str, project: str, resource_manager: ResourceManager
) -> None:
    resource_manager.require_resource_group(name, project)
