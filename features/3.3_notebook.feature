@step(3) @task(3)
Feature: Run the image classification notebook
  The notebook is handed in as a file. It is read, never run.

  @check(3.3.1) @points(2) @owns(notebook)
  Scenario: The exercise's notebook is handed in
    Jupyter > AI_fundamentals: open the exercise's image classification notebook, complete it, run
    it, and save it. Then select File > Download as > Notebook (.ipynb), and hand in that file.
    If another file was handed in: Jupyter: open the notebook, save it, select File > Download as >
    Notebook (.ipynb), and hand in that file: no page, script, PDF or archive of it.
    Then the notebook is the exercise's

  @check(3.3.2) @points(4)
  Scenario: The notebook names the published model
    Project id: Custom Vision portal > Pet Classification > Settings (the gear icon). Model name:
    the name you published under, pet-classifier, instead of the one the notebook brings. Key and
    endpoint: Azure portal > your resource group > the -Prediction resource > Keys and Endpoint.
    Enter them in the notebook, select Kernel > Restart & Run All, and save.
    Given the resource group "udacity-exercises", or that of the project "Pet Classification"
    And the project "Pet Classification"
    And the Custom Vision prediction resource
    Then the notebook names the project, the model "pet-classifier" and the prediction endpoint

  @check(3.3.3) @points(4)
  Scenario: The completed notebook ran without an error
    Jupyter: complete the line that makes the client with your endpoint and credentials, and the
    line that classifies with the project id, the model name and the image. Then select Kernel >
    Restart & Run All, and save.
    If Azure refused the key: Azure portal > your resource group > the -Prediction resource > Keys
    and Endpoint: take its KEY 1. The training key, which the project's settings show, does not
    open the published model. Then select Kernel > Restart & Run All, and save.
    If Azure does not know the model: Enter the project's id and the name pet-classifier, as the
    check before this one says. Then select Kernel > Restart & Run All, and save.
    If the endpoint does not answer: Azure portal > your resource group > the -Prediction resource
    > Keys and Endpoint: take its endpoint, whole, with https://. Then select Kernel > Restart &
    Run All, and save.
    If matplotlib refused the number of rows: The exercise's own line does it, in matplotlib 3.5
    and later: in fig.add_subplot(len(testImages)/3, 4, i+1), the division by / gives no whole
    number, and there has to be at least 1 row. Write (len(testImages) + 2)//3 instead of
    len(testImages)/3. Then select Kernel > Restart & Run All, and save.
    If a module is missing: Run the first cell with code, which installs the Custom Vision library,
    until it ends without an error. Then select Kernel > Restart & Run All, and save.
    If the test images are not there: Jupyter: upload the exercise's folder test-images beside the
    notebook. Then select Kernel > Restart & Run All, and save.
    If it ran in another order: Jupyter: select Kernel > Restart & Run All, and save.
    Given the exercise's notebook
    Then its code is completed and ran in order without an error

  @check(3.3.4) @points(2)
  Scenario: Each test image has its prediction as title
    Jupyter: run the last cell with code, which shows each picture of the folder test-images with
    the predicted tag as its title, and save the notebook with what came out.
    If an error came out: Mend it, as the check before this one says, and the pictures come out.
    If the test images are not there: Jupyter: upload the exercise's folder test-images beside the
    notebook. Then select Kernel > Restart & Run All, and save.
    Given the exercise's notebook
    Then a picture with a title came out for each test image
