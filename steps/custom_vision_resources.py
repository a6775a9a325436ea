"""The two Custom Vision resources: one to train with, one to predict with."""

from pytest_bdd import given, then

from fixtures.cognitive_services import Account, CognitiveServices, same_region
from fixtures.resource_group import ResourceGroup
from steps.arguments import sentence

# given


@given("the Custom Vision training resource", target_fixture="training_resource")
def given_the_training_resource(
    resource_group: ResourceGroup, cognitive_services: CognitiveServices
) -> Account:
    return cognitive_services.require_training_accounts(resource_group)[0]


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
    resource_group: ResourceGroup, cognitive_services: CognitiveServices
) -> Account:
    return cognitive_services.require_training_accounts(resource_group)[0]


@then(
    "the resource group has a Custom Vision prediction resource",
    target_fixture="prediction_resource",
)
def then_the_group_has_a_prediction_resource(
    resource_group: ResourceGroup, cognitive_services: CognitiveServices
) -> Account:
    return cognitive_services.require_prediction_accounts(resource_group)[0]


@then(sentence("both Custom Vision resources have the pricing tier {one:quoted} or {other:quoted}"))
def then_both_have_the_pricing_tier(
    one: str, other: str, training_resource: Account, prediction_resource: Account
) -> None:
    both = (training_resource, prediction_resource)
    wrong = [f'"{account.name}" has {account.tier}' for account in both]
    assert {account.tier for account in both} <= {one, other}, "; ".join(wrong)


@then("both Custom Vision resources are in the region of the resource group")
def then_both_are_in_the_region(
    resource_group: ResourceGroup, training_resource: Account, prediction_resource: Account
) -> None:
    region = resource_group.region
    both = (training_resource, prediction_resource)
    away = [
        f'"{account.name}" in {account.region}'
        for account in both
        if not same_region(account.region, region)
    ]
    assert not away, f"the resource group is in {region}, {' and '.join(away)}"
