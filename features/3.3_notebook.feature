@step(3) @task(3)
Feature: Run the image classification notebook
  The notebook is handed in as a file. It is read, never run.

  @check(3.3.1) @points(2) @owns(notebook)
  Scenario: The exercise's notebook is handed in
    Jupyter > AI_fundamentals: open the exercise's image classification notebook, complete it, run
    it, and save it. Then select File > Download as > Notebook (.ipynb), and hand in that file.
    Then the notebook is the exercise's

  @check(3.3.2) @points(4)
  Scenario: The notebook names the published model
    Project id: Custom Vision portal > Pet Classification > Settings (the gear icon). Model name:
    the name you published under, pet-classifier, instead of the one the notebook brings. Key and
    endpoint: Azure portal > your resource group > the -Prediction resource > Keys and Endpoint.
    Given the resource group "udacity-exercises" or one of another name
    And the project "Pet Classification"
    And the Custom Vision prediction resource
    Then the notebook names the project, the model "pet-classifier" and the prediction endpoint

  @check(3.3.3) @points(4)
  Scenario: The completed notebook ran without an error
    Jupyter: complete the line that makes the client with your endpoint and credentials, and the
    line that classifies with the project id, the model name and the image. Then select Kernel >
    Restart & Run All, and save. If found names "Number of rows must be a positive integer": the
    exercise's own line, fig.add_subplot(len(test_images)/3, ...), does it in matplotlib 3.5 and
    later; write // instead of /, so that there is at least 1 row: (len(test_images) + 2)//3. If it
    names 401 or Unauthorized: take the key of the -Prediction resource, not the training key.
    Given the exercise's notebook
    Then its code is completed and ran in order without an error

  @check(3.3.4) @points(2)
  Scenario: Each test image has its prediction as title
    Jupyter: run the last cell with code, which shows each picture of the folder test-images with
    the predicted tag as its title, and save the notebook with what came out. If found names an
    error, mend it first, as the check before this one says.
    Given the exercise's notebook
    Then a picture with a title came out for each test image
