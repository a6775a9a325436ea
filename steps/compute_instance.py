"""The compute instance."""

from functools import partial

from pytest_bdd import given, then

from acceptance.session.timestamps import Timestamps
from fixtures.elsewhere import Elsewhere, looking
from fixtures.machine_learning import (
    ComputeInstance,
    MachineLearning,
    Workspace,
    require_compute_instances,
    require_settled,
)
from fixtures.resource_group import ResourceGroup
from steps.arguments import sentence

# given


@given(sentence("the compute instance {name:quoted}"), target_fixture="compute_instances")
def given_the_compute_instance(
    name: str, workspace: Workspace, machine_learning: MachineLearning
) -> tuple[ComputeInstance, ...]:
    computes = machine_learning.computes(workspace)
    return require_compute_instances(name, computes, workspace)


# then


@then(
    sentence("the workspace has the compute instance {name:quoted}"),
    target_fixture="compute_instance",
)
def then_the_workspace_has_the_compute_instance(
    name: str,
    workspace: Workspace,
    resource_group: ResourceGroup,
    machine_learning: MachineLearning,
    elsewhere: Elsewhere,
) -> ComputeInstance:
    computes = machine_learning.computes(workspace)
    look = partial(elsewhere.compute_instance, name, workspace, resource_group)
    with looking("compute-instance", look):
        return require_compute_instances(name, computes, workspace)[0]


@then(sentence("its virtual machine size is {expected:quoted}"), target_fixture="compute_instance")
def then_its_virtual_machine_size_is(
    expected: str, compute_instances: tuple[ComputeInstance, ...]
) -> ComputeInstance:
    sizes = ", ".join(f'"{instance.size}"' for instance in compute_instances)
    fitting = [item for item in compute_instances if item.size.casefold() == expected.casefold()]
    assert fitting, f"its size is {sizes}"
    return fitting[0]


@then("the compute instance can be used")
def then_the_compute_instance_can_be_used(
    compute_instances: tuple[ComputeInstance, ...], timestamps: Timestamps
) -> None:
    instance = compute_instances[0]
    timestamps.record(instance.timestamps)
    require_settled(instance)
    assert instance.usable, instance.described
