"""What the prediction API answers, as JSON."""

from azure_emulator.training.predictions import StoredPrediction
from azure_emulator.training.serializers import prediction_response
from azure_emulator.wire import Request, Response


def prediction(request: Request, stored: StoredPrediction) -> Response:
    """The answer to an image; as recorded, v3.0 leaves the types of the tags out."""
    return prediction_response(stored, types="/v3.0/" not in request.path.casefold())
