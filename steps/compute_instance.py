"""The compute instance."""

from pytest_bdd import given, then

from acceptance.session.timestamps import Moments
from fixtures.machine_learning import (
    ComputeInstance,
    MachineLearning,
    Workspace,
    compute_instances_named,
)
from steps.arguments import sentence

# given


@given(sentence("the compute instance {name:quoted}"), target_fixture="compute_instances")
def given_the_compute_instance(
    name: str, workspace: Workspace, machine_learning: MachineLearning
) -> tuple[ComputeInstance, ...]:
    instances = machine_learning.compute_instances(workspace)
    return compute_instances_named(name, instances, workspace)


# then


@then(sentence("the workspace has the compute instance {name:quoted}"))
def then_the_workspace_has_the_compute_instance(
    name: str, workspace: Workspace, machine_learning: MachineLearning, moments: Moments
) -> None:
    instances = machine_learning.compute_instances(workspace)
    assert moments.of(compute_instances_named(name, instances, workspace)[0]).name


@then(sentence("its virtual machine size is {wanted:quoted}"))
def then_its_virtual_machine_size_is(
    wanted: str, compute_instances: tuple[ComputeInstance, ...], moments: Moments
) -> None:
    fitting = [one for one in compute_instances if one.size.casefold() == wanted.casefold()]
    sizes = ", ".join(f'"{one.size}"' for one in compute_instances)
    assert fitting, f"its size is {sizes}"
    moments.of(fitting[0])


@then("the compute instance can be used")
def then_the_compute_instance_can_be_used(
    compute_instances: tuple[ComputeInstance, ...], moments: Moments
) -> None:
    instance = moments.of(compute_instances[0])
    state = instance.state or instance.provisioning
    assert instance.usable, f'"{instance.name}" is {state}'
