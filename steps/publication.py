"""The published model."""

from pytest_bdd import given, then

from fixtures.cognitive_services import CognitiveServices
from fixtures.iteration import Publication, require_publication
from fixtures.prediction import Model, Prediction
from fixtures.project import Project
from fixtures.resource_group import ResourceGroup
from fixtures.training import Training
from steps.arguments import sentence

# given


@given(sentence("the model {name:quoted}"), target_fixture="publication")
def given_the_model(name: str, project: Project, training: Training) -> Publication:
    return require_publication(name, training.iterations(project))


@given(sentence("the model {name:quoted} on its prediction resource"), target_fixture="model")
def given_the_model_on_its_prediction_resource(
    name: str,
    resource_group: ResourceGroup,
    project: Project,
    training: Training,
    cognitive_services: CognitiveServices,
    prediction: Prediction,
) -> Model:
    cognitive_services.require_prediction_accounts(resource_group)
    publication = require_publication(name, training.iterations(project))
    return Model(project, publication, prediction.require_target(publication, resource_group))


# then


@then(sentence("an iteration is published as {name:quoted}"), target_fixture="publication")
def then_an_iteration_is_published_as(
    name: str, project: Project, training: Training
) -> Publication:
    return require_publication(name, training.iterations(project))


@then("the model is published to a prediction resource of the resource group")
def then_it_is_published_to_a_prediction_resource(
    resource_group: ResourceGroup, publication: Publication, prediction: Prediction
) -> None:
    prediction.require_target(publication, resource_group)
