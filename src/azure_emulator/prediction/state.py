"""Published iterations, as a prediction account sees them."""

from azure_emulator.cloud import Cloud
from azure_emulator.cognitive_services.account import Account
from azure_emulator.prediction import errors
from azure_emulator.training.predictions import StoredPrediction, predict
from azure_emulator.training.state import Training
from azure_emulator.training.validators import PREDICTION_BYTES


class Prediction:
    """Predictions by what is published to an account; what is stored, projects hold."""

    def __init__(self, cloud: Cloud) -> None:
        self._cloud = cloud
        self._training = cloud.state(Training)

    def predict(
        self,
        account: Account,
        project_id: str,
        name: str,
        content: bytes,
        *,
        detection: bool,
        store: bool,
        application: str,
    ) -> StoredPrediction:
        """What the iteration that is published under that name says of an image.

        Raises:
            CustomVisionError: 404 NotFoundProject, NotFoundIteration; 400 for a project of the
                other type, or BadRequestImageSizeBytes, -Format, -Dimensions.
        """
        errors.require_type(self._training.find_project(project_id), detection=detection)
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
