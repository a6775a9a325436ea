"""What the model makes of the test images."""

from collections.abc import Mapping

from pytest_bdd import then, when

from fixtures.iteration import Iteration
from fixtures.prediction import Model, Prediction
from fixtures.predictions import Predictions
from fixtures.project import Project
from fixtures.training import Training
from steps.arguments import sentence

# when


@when(sentence("the {image:quoted} is quick-tested"), target_fixture="quick_test")
def when_the_image_is_quick_tested(
    image: str, project: Project, training: Training, test_images: Mapping[str, str]
) -> Predictions:
    return training.quick_test(project, training.newest_iteration(project), test_images[image])


@when(sentence("the {image:quoted} is classified by the model"), target_fixture="classified")
def when_the_image_is_classified(
    image: str, model: Model, prediction: Prediction, test_images: Mapping[str, str]
) -> Predictions:
    return prediction.classify(model, test_images[image])


# then


@then(sentence("the quick test puts {tag:quoted} first"))
def then_the_quick_test_puts_first(
    tag: str, project: Project, iteration: Iteration, quick_test: Predictions, training: Training
) -> None:
    newest = training.newest_iteration(project)
    is_graded = iteration == newest
    probability = training.probability(tag, project, newest, quick_test, is_graded=is_graded)
    assert probability == quick_test.highest, f"the quick test says {quick_test}"


@then(sentence("the model predicts {tag:quoted} with at least {least:percentage}"))
def then_the_model_predicts(
    tag: str, least: float, model: Model, classified: Predictions, training: Training
) -> None:
    probability = training.probability(tag, model.project, model.iteration, classified)
    if probability < least:
        training.require_right_quick_test(tag, model.project, model.iteration, classified)
    assert probability >= least, f"the model says {classified}"


@then("the model refuses the key of the training resource")
def then_the_model_refuses_the_training_key(
    model: Model, classified: Predictions, prediction: Prediction
) -> None:
    accepted = prediction.accepts_training_key(model, classified.image)
    assert not accepted, "the key of the training resource opens the model, too"
