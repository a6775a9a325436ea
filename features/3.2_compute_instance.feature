@step(3) @task(2)
Feature: Create a compute instance
  The virtual machine on which the notebook runs.

  Background:
    Given the resource group "udacity-exercises", or that of the project "Pet Classification"
    And the workspace "udacity-ml-workspace"

  @check(3.2.1) @points(3) @owns(compute-instance)
  Scenario: The compute instance exists
    Azure Machine Learning studio > Create new > Compute instance: select Next, enter the compute
    name udacity-ml-vm, and select Create. If the name is taken in your region, append letters or
    digits to it.
    Then the workspace has the compute instance "udacity-ml-vm"

  @check(3.2.2) @points(2)
  Scenario: The compute instance has the exercise's size
    The size cannot be changed: delete the compute instance, then Azure Machine Learning studio >
    Create new > Compute instance, choose CPU and the size Standard_DS3_v2.
    Given the compute instance "udacity-ml-vm"
    Then its virtual machine size is "Standard_DS3_v2"

  @check(3.2.3) @points(2)
  Scenario: The compute instance works
    Azure Machine Learning studio > Compute > Compute instances: read the error of the instance,
    delete it, and create it again. A stopped instance is fine.
    Given the compute instance "udacity-ml-vm"
    Then the compute instance can be used
