"""The trained iteration."""

from pytest_bdd import given, then

from acceptance.plain_text import named
from fixtures.iteration import Iteration, require_trained_iteration
from fixtures.project import Project
from fixtures.resource_group import ResourceGroup
from fixtures.training import Training
from steps.arguments import sentence

# given


@given(
    sentence("the iteration published as {model:quoted} or else trained last"),
    target_fixture="iteration",
)
def given_the_iteration(
    model: str, project: Project, resource_group: ResourceGroup, training: Training
) -> Iteration:
    return training.require_iteration(model, project, resource_group)


# then


@then("an iteration of the project is trained", target_fixture="iteration")
def then_an_iteration_is_trained(project: Project, training: Training) -> Iteration:
    return require_trained_iteration(training.iterations(project))


@then("the iteration is trained by quick training")
def then_it_is_trained_by_quick_training(iteration: Iteration) -> None:
    found = f"{iteration.training_type} training with {iteration.budget} h reserved"
    assert iteration.is_quick, f"{named(iteration.name)} was trained by {found}"


@then("the iteration is trained with the tagged images of the project")
def then_it_is_trained_with_the_tagged_images(
    project: Project, iteration: Iteration, training: Training
) -> None:
    changed = training.changed_images(project, iteration)
    assert not changed, f"{changed} images changed since {named(iteration.name)} was trained"


@then(sentence("the iteration has precision, recall and AP for {one:quoted} and {other:quoted}"))
def then_it_has_precision_recall_and_ap(
    one: str, other: str, project: Project, iteration: Iteration, training: Training
) -> None:
    known = [each.tag for each in training.performance(project, iteration) if each.known]
    if not {one, other} <= set(known):
        training.require_whole_performance(project, iteration)
    listed = " and ".join(map(named, known)) or "no tag"
    assert {one, other} <= set(known), f"{named(iteration.name)} has them for {listed}"
