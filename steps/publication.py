"""The published model."""

from pytest_bdd import given, then

from acceptance.session.timestamps import Moments
from fixtures.cognitive_services import CognitiveServices
from fixtures.prediction import Model, published_to
from fixtures.resource_manager import ResourceGroup
from fixtures.training import Iteration, Project, Training, published_iteration
from steps.arguments import sentence

# given


@given(sentence("the model {name:quoted}"), target_fixture="publication")
def given_the_model(name: str, project: Project, training: Training, moments: Moments) -> Iteration:
    iteration = published_iteration(name, training.iterations(project))
    moments.note(iteration.publication)
    return iteration


@given(sentence("the model {name:quoted} on its prediction resource"), target_fixture="model")
def given_the_model_on_its_prediction_resource(
    name: str,
    resource_group: ResourceGroup,
    project: Project,
    training: Training,
    cognitive_services: CognitiveServices,
    moments: Moments,
) -> Model:
    accounts = cognitive_services.prediction(resource_group)
    iteration = published_iteration(name, training.iterations(project))
    return moments.of(Model(project, iteration, published_to(iteration, accounts)))


# then


@then(sentence("an iteration is published as {name:quoted}"))
def then_an_iteration_is_published_as(
    name: str, project: Project, training: Training, moments: Moments
) -> None:
    iteration = published_iteration(name, training.iterations(project))
    moments.note(iteration.publication)
    assert iteration.published_as


@then("the model is published to a prediction resource of the resource group")
def then_it_is_published_to_a_prediction_resource(
    resource_group: ResourceGroup, publication: Iteration, cognitive_services: CognitiveServices
) -> None:
    assert published_to(publication, cognitive_services.prediction(resource_group))
