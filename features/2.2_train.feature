@step(2) @task(2)
Feature: Train a multiclass classification model
  The images of cats and dogs, their tags, and the model trained with them.

  Background:
    Given the resource group "udacity-exercises", or that of the project "Pet Classification"

  @check(2.2.1) @points(4) @owns(project)
  Scenario: The project exists
    Custom Vision portal > New Project: enter the name Pet Classification, select your training
    resource, Classification, Multiclass and General. If you see it there already, the portal shows
    another directory or resource.
    If it has another name: Custom Vision portal > the project that found names > Settings (the gear
    icon): enter the name Pet Classification, and select Save changes. Make a new project only if
    none of these is yours.
    If several have nearly that name: Custom Vision portal > the one with your images and model >
    Settings (the gear icon): enter exactly Pet Classification as its name, and select Save changes.
    Give the others quite another name, or delete them.
    If it is in another resource: a project stays in the resource in which it was made. Custom
    Vision portal > New Project: enter the name Pet Classification and select the training resource
    of your resource group; then do the rest of step 2 in it. Or Azure portal > that resource > Move
    > Move to another resource group, if yours has no other training resource.
    Then the training resource has the project "Pet Classification"

  @check(2.2.2) @points(1)
  Scenario: The project has a description
    Custom Vision portal > Pet Classification > Settings (the gear icon): enter a short description,
    such as Image classifier for dogs and cats, and select Save changes.
    Given the project "Pet Classification"
    Then the project has a description

  @check(2.2.3) @points(3) @owns(project-type)
  Scenario: The project is for multiclass classification
    Custom Vision portal > Pet Classification > Settings (the gear icon): choose Multiclass under
    Classification Types, and select Save changes; an image with several tags has to lose all but
    one before. Then train again, and publish the new iteration instead of the old one.
    If it is for object detection: such a project cannot be changed. Custom Vision portal > that
    project > Settings (the gear icon): give it another name. Then New Project: enter the name Pet
    Classification and a description, choose Classification, Multiclass and General, upload and tag
    the images, and train.
    Given the project "Pet Classification"
    And the settings with which the model "pet-classifier" was trained, or else the project's
    Then the classification type of the model is "Multiclass"

  @check(2.2.4) @points(2)
  Scenario: The project uses the General domain
    Custom Vision portal > Pet Classification > Settings (the gear icon): choose General under
    Domains, and select Save changes. Then train again, and publish the new iteration instead of the
    old one.
    Given the project "Pet Classification"
    And the settings with which the model "pet-classifier" was trained, or else the project's
    Then the domain of the model is "General"

  @check(2.2.5) @points(3) @owns(tags)
  Scenario: The project has the exercise's two tags
    Custom Vision portal > Pet Classification > Add images: upload each folder with its tag, cat or
    dog, in these letters. If the images are there already: Training Images > select them > Tag
    images, and take off the wrong tag. Then train, and publish the new iteration.
    If one is spelled otherwise: Custom Vision portal > Pet Classification > Training Images > Tags
    > the tag > Rename: enter cat or dog, in these letters. Delete one image of it, upload it again,
    train, and publish anew.
    If there are too many: Custom Vision portal > Pet Classification > Training Images > Tags:
    delete those that are neither cat nor dog, a negative tag, too. If images had no other tag, tag
    them, train again, and publish the new iteration instead of the old one.
    Given the project "Pet Classification"
    Then the tags of the project are exactly "cat" and "dog"

  @check(2.2.6) @points(4)
  Scenario: The cat images are tagged
    Custom Vision portal > Pet Classification > Add images: choose all files of the cats folder,
    enter the tag cat, and select Upload 15 files. An image uploaded twice counts once. Then train
    again, and publish the new iteration instead of the old one.
    If there are too many: Custom Vision portal > Pet Classification > Training Images > Tagged:
    filter by the tag cat, and delete those images that are not of the cats folder; if one has both
    tags, take this one off. Then train again, and publish the new iteration instead of the old one.
    If some have no tag: Custom Vision portal > Pet Classification > Training Images > Untagged:
    select the images of the cats folder, and tag them cat. Then train again, and publish the new
    iteration instead of the old one.
    If some have another tag: Custom Vision portal > Pet Classification > Training Images > Tagged:
    look among the others for images of the cats folder, tag them cat, and take the other tag
    off. Then train again, and publish the new iteration instead of the old one.
    Given the project "Pet Classification"
    Then 15 images are tagged "cat"

  @check(2.2.7) @points(4)
  Scenario: The dog images are tagged
    Custom Vision portal > Pet Classification > Add images: choose all files of the dogs folder,
    enter the tag dog, and select Upload 15 files. An image uploaded twice counts once. Then train
    again, and publish the new iteration instead of the old one.
    If there are too many: Custom Vision portal > Pet Classification > Training Images > Tagged:
    filter by the tag dog, and delete those images that are not of the dogs folder; if one has both
    tags, take this one off. Then train again, and publish the new iteration instead of the old one.
    If some have no tag: Custom Vision portal > Pet Classification > Training Images > Untagged:
    select the images of the dogs folder, and tag them dog. Then train again, and publish the new
    iteration instead of the old one.
    If some have another tag: Custom Vision portal > Pet Classification > Training Images > Tagged:
    look among the others for images of the dogs folder, tag them dog, and take the other tag
    off. Then train again, and publish the new iteration instead of the old one.
    Given the project "Pet Classification"
    Then 15 images are tagged "dog"

  @check(2.2.8) @points(2)
  Scenario: Every image has exactly one tag
    Custom Vision portal > Pet Classification > Add images: choose all files of the cats folder,
    enter the tag cat, and select Upload 15 files; then those of the dogs folder with the tag dog.
    If some have no tag: Custom Vision portal > Pet Classification > Training Images > Untagged:
    delete the images that are in neither folder, and tag the others cat or dog. If you tagged any,
    train again, and publish the new iteration instead of the old one.
    If some have several tags: Custom Vision portal > Pet Classification > Training Images > Tagged:
    open each image with several tags, and take off all but the right one. Then train again, and
    publish the new iteration instead of the old one.
    Given the project "Pet Classification"
    Then every image has exactly 1 tag

  @check(2.2.9) @points(5) @owns(iteration)
  Scenario: The model is trained
    Custom Vision portal > Pet Classification > Train: choose Quick Training, select Train, and wait
    until the iteration is complete. Each of the two tags needs images before.
    If the training failed: Custom Vision portal > Pet Classification > Performance: read the error
    of the iteration, and delete it. Then Train: choose Quick Training, select Train, and wait until
    the iteration is complete.
    Given the project "Pet Classification"
    Then an iteration of the project is trained

  @check(2.2.10) @points(2)
  Scenario: The model is trained by quick training
    Custom Vision portal > Pet Classification > Train: choose Quick Training, not Advanced Training,
    and select Train; if an iteration was trained so already, take that. Then publish it instead of
    the old one.
    Given the project "Pet Classification"
    And the iteration published as "pet-classifier" or else trained last
    Then the iteration is trained by quick training

  @check(2.2.11) @points(3)
  Scenario: The model knows the images as tagged
    The images were changed after the training. Custom Vision portal > Pet Classification > Train:
    train again, then publish the new iteration instead of the old one.
    Given the project "Pet Classification"
    And the iteration published as "pet-classifier" or else trained last
    Then the iteration is trained with the tagged images of the project

  @check(2.2.12) @points(2) @owns(iteration-tags)
  Scenario: The performance of both tags is known
    Custom Vision portal > Pet Classification > Performance: precision, recall and AP are shown for
    each tag. A tag that is missing there was added or renamed after the training. A name alone is
    no change to train: delete one image of the tag, and upload it again with it. Then train again,
    and publish the new iteration instead of the old one.
    Given the project "Pet Classification"
    And the tags "cat" and "dog"
    And the iteration published as "pet-classifier" or else trained last
    Then the iteration has precision, recall and AP for "cat" and "dog"

  @check(2.2.13) @points(3) @owns(quick-test-cat)
  Scenario: The quick test recognises the cat
    Custom Vision portal > Pet Classification > Training Images: look for images of dogs tagged cat
    or of cats tagged dog. Correct the tags of those of your folders, delete all others, and upload
    what is missing. Then train again, try Quick Test with the cat image's URL, and publish the new
    iteration instead of the old one.
    Given the project "Pet Classification"
    And the iteration published as "pet-classifier" or else trained last
    When the "cat image" is quick-tested
    Then the quick test puts "cat" first

  @check(2.2.14) @points(3) @owns(quick-test-dog)
  Scenario: The quick test recognises the dog
    Custom Vision portal > Pet Classification > Training Images: look for images of dogs tagged cat
    or of cats tagged dog. Correct the tags of those of your folders, delete all others, and upload
    what is missing. Then train again, try Quick Test with the dog image's URL, and publish the new
    iteration instead of the old one.
    Given the project "Pet Classification"
    And the iteration published as "pet-classifier" or else trained last
    When the "dog image" is quick-tested
    Then the quick test puts "dog" first
