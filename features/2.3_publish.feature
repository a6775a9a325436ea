@step(2) @task(3)
Feature: Deploy the custom image classification model
  The trained iteration, published to the prediction resource, answers to its key.

  Background:
    Given the resource group "udacity-exercises", or that of the project "Pet Classification"
    And the project "Pet Classification"

  @check(2.3.1) @points(5) @owns(publication)
  Scenario: The model is published under its name
    Custom Vision portal > Pet Classification > Performance > the trained iteration > Publish: enter
    the model name pet-classifier, and select the -Prediction resource of your resource group.
    If it has another name: Custom Vision portal > Pet Classification > Performance > the published
    iteration: Unpublish it, then Publish it again: enter the model name pet-classifier, and select
    the -Prediction resource of your resource group. The notebook has to name it so, too.
    Then an iteration is published as "pet-classifier"

  @check(2.3.2) @points(4) @owns(publication-target)
  Scenario: The model is published to the prediction resource
    Custom Vision portal > Pet Classification > Performance > the published iteration: Unpublish it,
    then Publish it again and select the -Prediction resource of your resource group.
    Given the Custom Vision prediction resource
    And the model "pet-classifier"
    Then the model is published to a prediction resource of the resource group

  @check(2.3.3) @points(4)
  Scenario: The published model recognises the cat
    Custom Vision portal > Pet Classification > Performance: Unpublish the old iteration, then
    Publish the newest one, whose Quick Test recognises the cat image, as pet-classifier.
    Given the model "pet-classifier" on its prediction resource
    When the "cat image" is classified by the model
    Then the model predicts "cat" with at least 50 %

  @check(2.3.4) @points(4)
  Scenario: The published model recognises the dog
    Custom Vision portal > Pet Classification > Performance: Unpublish the old iteration, then
    Publish the newest one, whose Quick Test recognises the dog image, as pet-classifier.
    Given the model "pet-classifier" on its prediction resource
    When the "dog image" is classified by the model
    Then the model predicts "dog" with at least 50 %

  @information
  Scenario: The training key does not open the model
    The notebook needs the key of the -Prediction resource: Azure portal > your resource group >
    the -Prediction resource > Keys and Endpoint. The key on the project's settings page is another.
    Given the model "pet-classifier" on its prediction resource
    When the "cat image" is classified by the model
    Then the model refuses the key of the training resource
