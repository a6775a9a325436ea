@step(1) @task(2)
Feature: Provision a Custom Vision service
  One resource to train with, one to predict with.

  Background:
    Given the resource group "udacity-exercises", or that of the project "Pet Classification"

  @check(1.2.1) @points(4) @owns(training-account)
  Scenario: The training resource is provisioned
    Azure portal > your resource group > Add: search for Custom Vision, select Create, choose Both
    as the create options, then select Review + create and Create.
    Then the resource group has a Custom Vision training resource

  @check(1.2.2) @points(4) @owns(prediction-account)
  Scenario: The prediction resource is provisioned
    Azure portal > your resource group > Add: search for Custom Vision, select Create, choose Both
    (or Prediction, if the training resource is there) as the create options, then select
    Review + create and Create.
    Then the resource group has a Custom Vision prediction resource

  @check(1.2.3) @points(2)
  Scenario: Both resources have a pricing tier offered
    Azure portal > your resource group > the Custom Vision resource > Pricing tier: select Free F0,
    or Standard S0 if your subscription has an F0 already.
    Given the Custom Vision resources of the model "pet-classifier" of "Pet Classification"
    Then both Custom Vision resources have the pricing tier "F0" or "S0"

  @check(1.2.4) @points(2)
  Scenario: Both resources are in the group's region
    A resource cannot move to another region: delete it, then Azure portal > your resource group >
    Add > Custom Vision, and choose the region of your resource group as the location.
    Given the Custom Vision resources of the model "pet-classifier" of "Pet Classification"
    Then both Custom Vision resources are in the region of the resource group
