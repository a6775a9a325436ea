"""Published iterations, as a prediction account sees them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NoReturn

from azure_emulator.cognitive_services.account import Account
from azure_emulator.training.domains import OBJECT_DETECTION
from azure_emulator.training.errors import bad_request, not_found
from azure_emulator.training.predictions import WRONG_TYPE, StoredPrediction, predict
from azure_emulator.training.validators import PREDICTION_BYTES

if TYPE_CHECKING:
    from azure_emulator.cloud import Cloud


class Prediction:
    """Classification by what is published to an account."""

    def __init__(self, cloud: Cloud) -> None:
        """It keeps nothing of its own: projects hold what is stored."""
        self.cloud = cloud

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
        """What the iteration published under that name says of a picture.

        Raises:
            CustomVisionError: 404 NotFoundProject, NotFoundIteration; 400 for a project of object
                detection, or BadRequestImageSizeBytes, -Format, -Dimensions.
        """
        self._refuse(project_id, detection=True)
        training = self.cloud.training
        project, iteration = training.published(account, project_id, name)
        return predict(
            self.cloud,
            training.features,
            project,
            iteration,
            content,
            most_bytes=PREDICTION_BYTES,
            store=store,
            application=application,
        )

    def detect(self, project_id: str) -> NoReturn:
        """Object detection, for which nothing can be trained here, and so nothing be published.

        Raises:
            CustomVisionError: 400 for a classification project; else 404 NotFoundIteration.
        """
        self._refuse(project_id, detection=False)
        raise not_found("Iteration")

    def _refuse(self, project_id: str, *, detection: bool) -> None:
        """Refuse a project of that type; that the error's code is the general one is a guess."""
        kind = self.cloud.training.anywhere(project_id).settings.domain.type
        if (kind == OBJECT_DETECTION) == detection:
            raise bad_request("BadRequest", WRONG_TYPE)
