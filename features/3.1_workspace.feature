@step(3) @task(1)
Feature: Create an Azure Machine Learning workspace
  The environment that hosts the notebook.

  Background:
    Given the resource group "udacity-exercises", or that of the project "Pet Classification"

  @check(3.1.1) @points(4) @owns(workspace)
  Scenario: The workspace is provisioned
    Azure portal > your resource group > Add: search for Machine Learning, select Create, enter the
    workspace name udacity-ml-workspace, then select Review + create and Create.
    Then the resource group has the workspace "udacity-ml-workspace"

  @check(3.1.2) @points(1)
  Scenario: The workspace is in the group's region
    A workspace cannot move to another region: delete it, then Azure portal > your resource group >
    Add > Machine Learning, and choose the region of your resource group.
    Given the workspace "udacity-ml-workspace"
    Then the workspace is in the region of the resource group

  @check(3.1.3) @points(2)
  Scenario: The workspace has the resources it needs
    Azure portal > the workspace > Overview: it names a storage account, a key vault and an
    Application Insights. If one was deleted, delete the workspace and create it again with the
    default values.
    Given the workspace "udacity-ml-workspace"
    Then the storage account, key vault and Application Insights of the workspace exist

  @check(3.1.4) @points(1)
  Scenario: The workspace has no container registry
    Azure portal > your resource group > Add > Machine Learning > Basics: leave Container registry
    at its default, None. An existing workspace has to be created again.
    Given the workspace "udacity-ml-workspace"
    Then the workspace has no container registry
