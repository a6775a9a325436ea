@step(1) @task(1)
Feature: Create a resource group
  A container for all resources of the exercise; its region is the region of all the others.

  @check(1.1.1) @points(3) @owns(resource-group)
  Scenario: The resource group exists
    Azure portal > Resource groups > Add: choose your subscription, enter udacity-exercises as the
    name, choose a region near you, then select Review + create and Create.
    A group of another name is found by the Custom Vision resources that it holds.
    Then the subscription has the resource group "udacity-exercises", or that of the project "Pet Classification"
