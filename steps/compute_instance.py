"""The compute instance."""

from pytest_bdd import given, then

from fixtures.machine_learning import (
    ComputeInstance,
    MachineLearning,
    Workspace,
    compute_instance_named,
)
from fixtures.moments import Moments
from steps.arguments import sentence

# given


@given(sentence("the compute instance {name:quoted}"), target_fixture="compute_instance")
def given_the_compute_instance(
    name: str, workspace: Workspace, machine_learning: MachineLearning, moments: Moments
) -> ComputeInstance:
    instances = machine_learning.compute_instances(workspace)
    return moments.of(compute_instance_named(name, instances, workspace))


# then


@then(sentence("the workspace has the compute instance {name:quoted}"))
def then_the_workspace_has_the_compute_instance(
    name: str, workspace: Workspace, machine_learning: MachineLearning, moments: Moments
) -> None:
    instances = machine_learning.compute_instances(workspace)
    assert moments.of(compute_instance_named(name, instances, workspace)).name


@then(sentence("its virtual machine size is {wanted:quoted}"))
def then_its_virtual_machine_size_is(wanted: str, compute_instance: ComputeInstance) -> None:
    size = compute_instance.size
    assert size.casefold() == wanted.casefold(), f'its size is "{size}"'


@then("the compute instance can be used")
def then_the_compute_instance_can_be_used(compute_instance: ComputeInstance) -> None:
    instance = compute_instance
    state = instance.state or instance.provisioning
    assert instance.usable, f'"{instance.name}" is {state}'
