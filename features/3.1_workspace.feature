@step(3) @task(1)
Feature: Create an Azure Machine Learning workspace
  The environment that hosts the notebook.

  Background:
    Given the resource group "udacity-exercises", or that of the project "Pet Classification"

  @check(3.1.1) @points(4) @owns(workspace)
  Scenario: The workspace is provisioned
    Azure portal > your resource group > Add: search for Machine Learning, select Create, enter the
    workspace name udacity-ml-workspace, then select Review + create and Create. If a deleted
    workspace still has the name, recover or purge it: Azure portal > Azure Machine Learning >
    Recently deleted.
    If it has another name: a workspace cannot be renamed. Azure portal > your resource group > Add
    > Machine Learning: enter the workspace name udacity-ml-workspace; then make the compute
    instance in it, and upload your notebook there. Delete the other workspace when all is done: its
    compute instance and files go with it.
    If it has failed: Azure portal > the failed workspace > Overview: read the error, then Delete,
    and tick Delete the workspace permanently. Then your resource group > Add > Machine Learning:
    enter the workspace name udacity-ml-workspace.
    If it is in another group: if all of the exercise is in that group, run again with
    --resource-group and its name. If not, a workspace cannot be moved: Azure portal > your resource
    group > Add > Machine Learning: enter the workspace name udacity-ml-workspace, and make the
    compute instance in it.
    Then the resource group has the workspace "udacity-ml-workspace"

  @check(3.1.2) @points(1)
  Scenario: The workspace is in the group's region
    A workspace cannot move to another region, and its compute instance and files are deleted with
    it: download your notebook first. Azure portal > the workspace > Delete, and tick Delete the
    workspace permanently. Then your resource group > Add > Machine Learning: choose the region of
    your resource group, and make the compute instance in it anew.
    Given the workspace "udacity-ml-workspace"
    Then the workspace is in the region of the resource group

  @check(3.1.3) @points(2)
  Scenario: The workspace has the resources it needs
    Bring back what found names. A storage account: Azure portal > Storage accounts > Restore. A key
    vault: Azure portal > Key vaults > Manage deleted vaults: Recover. An Application Insights:
    Azure portal > your resource group > Add > Application Insights, with the same name. Only if
    that fails, make the workspace anew: its compute instance and files are deleted with it, so
    download your notebook first.
    If it names none: it was made so, as a project of a hub is. If it lacks an Application Insights
    alone, make one in your resource group, and attach it in the Cloud Shell: az ml workspace update
    with --application-insights and its resource id. If not, make the workspace anew, with the
    default values and no hub: its compute instance and files are deleted with it, so download your
    notebook first.
    Given the workspace "udacity-ml-workspace"
    Then the storage account, key vault and Application Insights of the workspace exist

  @check(3.1.4) @points(1)
  Scenario: The workspace has no container registry
    A workspace keeps its container registry, and its compute instance and files are deleted with
    it: download your notebook first. Azure portal > the workspace > Delete, and tick Delete the
    workspace permanently. Then your resource group > Add > Machine Learning > Basics: leave
    Container registry at its default, None, and make the compute instance anew.
    Given the workspace "udacity-ml-workspace"
    Then the workspace has no container registry
