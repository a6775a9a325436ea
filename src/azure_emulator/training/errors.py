"""The errors of the Custom Vision service: a code of its enumeration, and a text.

The codes are the specification's (`CustomVisionErrorCodes`), or newer ones seen in issue threads.
Texts in `KNOWN` have been seen; all other texts are guesses.
"""

import re

from azure_emulator.errors import CustomVisionError

KNOWN = {
    "NotFoundIteration": "Invalid iteration",
    "BadRequestTrainingNotNeeded": "Nothing changed since last training",
    "BadRequestMultiClassClassificationTrainingValidationFailed": "Not enough images for training",
    "BadRequestDetectionTrainingValidationFailed": "Not enough images per tag for training",
    "BadRequestMultiLabelClassificationTrainingValidationFailed": "Not enough images for training",
}


def bad_request(code: str, message: str = "") -> CustomVisionError:
    """400 with a code of the enumeration, and the text that is known for it unless one is given."""
    return CustomVisionError(400, code, message or KNOWN.get(code, code))


def refused_image(code: str, image_id: str) -> CustomVisionError:
    """400 for an image that cannot be used: the code in words, and an id that names the image.

    The text for a wrong format has been seen in public issues. Guess: those of the others.
    """
    words = " ".join(re.findall("[A-Z][a-z]+", code))
    return CustomVisionError(400, code, f"{words}, Uri: {image_id.replace('-', '')}")


def unsupported_media_type(media_type: str) -> CustomVisionError:
    """415: the text has been seen in public issues. Guess: the code, which then was another."""
    message = f"The request entity's media type '{media_type}' is not supported for this resource."
    return CustomVisionError(415, "UnsupportedMediaType", message)


def not_found(noun: str, which: str = "") -> CustomVisionError:
    """404 for a `Project`, `Tag`, `Image`, `Iteration` or `Domain`."""
    code, ids = f"NotFound{noun}", which and f": {which}"
    words = " ".join(re.findall("[A-Z][a-z]+", noun)).lower()
    return CustomVisionError(404, code, KNOWN.get(code, f"Invalid {words}{ids}"))


def not_implemented(what: str) -> CustomVisionError:
    """501: Azure can do this, the emulator cannot."""
    return CustomVisionError(501, "NotImplemented", f"The emulator does not implement {what}.")


def wrong_project_type() -> CustomVisionError:
    """400: asked of a project of the other type; that the code is the general one is a guess."""
    return bad_request("BadRequest", "Invalid project type for operation")
