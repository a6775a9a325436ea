"""What the prediction API answers, as JSON."""

from azure_emulator.training.predictions import StoredPrediction
from azure_emulator.training.serializers import prediction_response
from azure_emulator.wire import Response


def prediction(stored: StoredPrediction) -> Response:
    """The answer to an image: what its project's quick tests answer, too."""
    return prediction_response(stored)
