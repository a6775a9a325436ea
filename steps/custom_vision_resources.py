"""The two Custom Vision resources: one to train with, one to predict with."""

from pytest_bdd import given, then

from acceptance.causes import Otherwise
from acceptance.plain_text import named
from fixtures.cognitive_services import (
    PREDICTION,
    TRAINING,
    Account,
    CognitiveServices,
    same_region,
)
from fixtures.elsewhere import Elsewhere, looking
from fixtures.resource_group import ResourceGroup
from fixtures.training import Resources, Training
from steps.arguments import sentence

# given


@given(
    sentence("the Custom Vision resources of the model {model:quoted} of {project:quoted}"),
    target_fixture="resources",
)
def given_the_resources_of_the_model(
    model: str, project: str, resource_group: ResourceGroup, training: Training
) -> Resources:
    return training.require_resources(model, project, resource_group)


@given("the Custom Vision prediction resource", target_fixture="prediction_resource")
def given_the_prediction_resource(
    resource_group: ResourceGroup, cognitive_services: CognitiveServices
) -> Account:
    return cognitive_services.require_prediction_accounts(resource_group)[0]


# then


@then(
    "the resource group has a Custom Vision training resource", target_fixture="training_resource"
)
def then_the_group_has_a_training_resource(
    resource_group: ResourceGroup, cognitive_services: CognitiveServices, elsewhere: Elsewhere
) -> Account:
    with looking("training-account", lambda: elsewhere.account(TRAINING, resource_group)):
        return cognitive_services.require_training_accounts(resource_group)[0]


@then(
    "the resource group has a Custom Vision prediction resource",
    target_fixture="prediction_resource",
)
def then_the_group_has_a_prediction_resource(
    resource_group: ResourceGroup, cognitive_services: CognitiveServices, elsewhere: Elsewhere
) -> Account:
    with looking("prediction-account", lambda: elsewhere.account(PREDICTION, resource_group)):
        return cognitive_services.require_prediction_accounts(resource_group)[0]


@then(sentence("both Custom Vision resources have the pricing tier {one:quoted} or {other:quoted}"))
def then_both_have_the_pricing_tier(one: str, other: str, resources: Resources) -> None:
    tiers = [f"{named(account.name)} has {account.tier}" for account in resources.both]
    assert {account.tier for account in resources.both} <= {one, other}, "; ".join(tiers)


@then("both Custom Vision resources are in the region of the resource group")
def then_both_are_in_the_region(resource_group: ResourceGroup, resources: Resources) -> None:
    region = resource_group.region
    away = [item for item in resources.both if not same_region(item.region, region)]
    listed = " and ".join(f"{named(item.name)} in {item.region}" for item in away)
    found = f"the resource group is in {region}, {listed}"
    if away == [resources.prediction]:
        raise Otherwise(found, variant="only the prediction resource is elsewhere")
    assert not away, found
