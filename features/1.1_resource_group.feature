@step(1) @task(1)
Feature: Create a resource group
  A container for all resources of the exercise; its region is the region of all the others.

  @check(1.1.1) @points(3) @owns(resource-group)
  Scenario: The resource group exists
    Azure portal > Resource groups > Add: choose your subscription, enter udacity-exercises as the
    name, choose a region near you, then select Review + create and Create. A group of another name
    is found by the project, the Custom Vision resources or the workspace that it holds.
    If another one is asked for: run again with --resource-group and the name of your group, or
    without that option. If the name asked for has to be used: a group cannot be renamed, but Azure
    portal > Resource groups > Add makes one of that name, and Azure portal > your group > Move
    takes the resources there (no workspace: make it anew).
    If it is being deleted: wait until it is gone. Then Azure portal > Resource groups > Add: enter
    udacity-exercises as the name, choose the same region, and make again what was in it; for 48
    hours the Custom Vision resources can be recovered, and the project with them.
    Then the subscription has the resource group "udacity-exercises", or that of the project "Pet Classification"
