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
    If it has another name: a compute instance cannot be renamed. Azure Machine Learning studio >
    Compute > Compute instances > New: enter the compute name udacity-ml-vm, with letters or digits
    after it if the name is taken in your region. Delete the other one if you do not need it: it
    costs while it runs.
    If it is a cluster: Azure Machine Learning studio > Compute > Compute clusters: delete it. Then
    Compute > Compute instances > New: enter the compute name udacity-ml-vm, with letters or digits
    after it if the name is taken in your region.
    If it is in another workspace: Azure Machine Learning studio > the workspace
    udacity-ml-workspace > Compute > Compute instances > New: enter the compute name udacity-ml-vm
    with letters or digits after it, for the name is taken. Delete the other one, which costs while
    it runs.
    Then the workspace has the compute instance "udacity-ml-vm"

  @check(3.2.2) @points(2)
  Scenario: The compute instance has the exercise's size
    The size cannot be changed, but the files stay in the workspace. Azure Machine Learning studio >
    Compute > Compute instances: delete the compute instance. Then New: enter the compute name
    udacity-ml-vm, with letters or digits after it if the name is taken, and choose CPU and the size
    Standard_DS3_v2.
    Given the compute instance "udacity-ml-vm"
    Then its virtual machine size is "Standard_DS3_v2"

  @check(3.2.3) @points(2)
  Scenario: The compute instance works
    Azure Machine Learning studio > Compute > Compute instances: read the error of the instance, and
    delete it. If it was the quota, delete other compute instances, too. Then New: enter the compute
    name udacity-ml-vm, and choose the size Standard_DS3_v2. A stopped instance is fine.
    Given the compute instance "udacity-ml-vm"
    Then the compute instance can be used
