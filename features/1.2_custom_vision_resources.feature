@step(1) @task(2)
Feature: Provision a Custom Vision service
  One resource to train with, one to predict with.

  Background:
    Given the resource group "udacity-exercises", or that of the project "Pet Classification"

  @check(1.2.1) @points(4) @owns(training-account)
  Scenario: The training resource is provisioned
    Azure portal > your resource group > Add: search for Custom Vision, select Create, choose Both
    (or Training, if the prediction resource is there) as the create options, then select Review +
    create and Create. If Free F0 is refused, choose Standard S0.
    If it was deleted: for 48 hours it can be recovered, and its projects with it: Azure portal >
    Azure AI services > Custom Vision > Manage deleted resources: choose your subscription, select
    it, and select Recover. Only if it is too late for that, make a new one, with Training as the
    create options, and do step 2 again.
    If it has failed: Azure portal > the failed resource > Delete. Then your resource group > Add >
    Custom Vision: choose Training as the create options and another name. If Free F0 is refused,
    choose Standard S0: a deleted resource keeps its place for 48 hours.
    If it is in another group: if all of the exercise is in that group, run again with
    --resource-group and its name. If not, Azure portal > that resource > Move > Move to another
    resource group: choose yours; or make a new one in your resource group, with Standard S0 if Free
    F0 is refused.
    Then the resource group has a Custom Vision training resource

  @check(1.2.2) @points(4) @owns(prediction-account)
  Scenario: The prediction resource is provisioned
    Azure portal > your resource group > Add: search for Custom Vision, select Create, choose Both
    (or Prediction, if the training resource is there) as the create options, then select Review +
    create and Create. If Free F0 is refused, choose Standard S0.
    If it was deleted: for 48 hours it can be recovered: Azure portal > Azure AI services > Custom
    Vision > Manage deleted resources: choose your subscription, select it, and select Recover. Only
    if it is too late for that, make a new one, with Prediction as the create options, and publish
    the model to it.
    If it has failed: Azure portal > the failed resource > Delete. Then your resource group > Add >
    Custom Vision: choose Prediction as the create options and another name, and publish the model
    to it. If Free F0 is refused, choose Standard S0: a deleted resource keeps its place for 48
    hours.
    If it is in another group: if all of the exercise is in that group, run again with
    --resource-group and its name. If not, Azure portal > your resource group > Add > Custom Vision:
    choose Prediction as the create options, and Standard S0 if Free F0 is refused. Then publish the
    model to it.
    Then the resource group has a Custom Vision prediction resource

  @check(1.2.3) @points(2)
  Scenario: Both resources have a pricing tier offered
    Azure portal > your resource group > the Custom Vision resource > Pricing tier: select Free F0,
    or Standard S0 if your subscription has an F0 already.
    Given the Custom Vision resources of the model "pet-classifier" of "Pet Classification"
    Then both Custom Vision resources have the pricing tier "F0" or "S0"

  @check(1.2.4) @points(2)
  Scenario: Both resources are in the group's region
    A resource cannot move to another region, and a project goes with its training resource. Azure
    portal > your resource group > Add > Custom Vision: choose Both, the region of your resource
    group, and Standard S0. Do step 2 again with the new resources, put the new project id, key and
    endpoint into the notebook, run and save it, and delete the old resources.
    If only the prediction resource is elsewhere: Azure portal > your resource group > that resource
    > Delete. Then Add > Custom Vision: choose Prediction, the region of your resource group, and
    Standard S0 if Free F0 is refused. Publish the model to the new resource, and put its key and
    endpoint into the notebook.
    Given the Custom Vision resources of the model "pet-classifier" of "Pet Classification"
    Then both Custom Vision resources are in the region of the resource group
