@step(2) @task(1)
Feature: Download the training images
  As a student
  I want the exercise's images to be where it says
  So that a dead link is not taken for my mistake

  @information
  Scenario: The training images can be downloaded
    GitHub > AI_fundamentals > lesson-4 > training-images: a dead link is nobody's mistake. Any photos
    will do of which as many show a cat, and as many a dog, as the next task asks for.
    Then the training images can be fetched from "https://github.com/udacity/AI_fundamentals/blob/main/lesson-4/training-images/training-images.zip?raw=true"

  @information
  Scenario: The test image of a cat is there
    GitHub > AI_fundamentals > lesson-4 > testing-images: a dead link is nobody's mistake. Another
    photo of a cat is named by --cat-url.
    Then the "cat image" can be fetched

  @information
  Scenario: The test image of a dog is there
    GitHub > AI_fundamentals > lesson-4 > testing-images: a dead link is nobody's mistake. Another
    photo of a dog is named by --dog-url.
    Then the "dog image" can be fetched
