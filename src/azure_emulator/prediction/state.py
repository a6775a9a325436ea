"""Published iterations, as a prediction account sees them."""

from typing import NoReturn

from azure_emulator.cloud import Cloud
from azure_emulator.cognitive_services.account import Account
from azure_emulator.prediction import errors
from azure_emulator.training.predictions import StoredPrediction, predict
from azure_emulator.training.state import Training
from azure_emulator.training.validators import PREDICTION_BYTES


class Prediction:
    """Classification by what is published to an account; what is stored, projects hold."""

    def __init__(self, cloud: Cloud) -> None:
        self._cloud = cloud
        self._training = cloud.state(Training)

    def classify(
        self,
        account: Account,
        project_id: str,
        name: str,
        content: bytes,
        *,
        store: bool,
        application: str,
    ) -> StoredPrediction:
        """Classify an image with the iteration that is published under that name.

        Raises:
            CustomVisionError: 404 NotFoundProject, NotFoundIteration; 400 for a project of object
                detection, or BadRequestImageSizeBytes, -Format, -Dimensions.
        """
        errors.refuse_type(self._training.find_project(project_id), detection=True)
        project, iteration = self._training.published(account, project_id, name)
        prediction = predict(
            self._cloud,
            self._training.features,
            iteration,
            content,
            most_bytes=PREDICTION_BYTES,
            application=application,
        )
        if store:
            project.predictions[prediction.id] = prediction
        return prediction

    def detect(self, project_id: str) -> NoReturn:
        """Object detection, for which nothing can be trained here, and so nothing be published.

        Raises:
            CustomVisionError: 400 for a classification project; else 404 NotFoundIteration.
        """
        errors.refuse_type(self._training.find_project(project_id), detection=False)
        raise errors.iteration_not_found()
