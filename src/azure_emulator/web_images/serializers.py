"""An image as a response."""

from pathlib import PurePosixPath

from azure_emulator.web_images.state import CONTENT_TYPES
from azure_emulator.wire import Response


def image(name: str, content: bytes) -> Response:
    """The image as it is; its type follows from the ending of its name."""
    content_type = CONTENT_TYPES[PurePosixPath(name).suffix.lower()]
    return Response(200, content, {"Content-Type": content_type})


def archive(content: bytes) -> Response:
    """A file of several images as it is."""
    return Response(200, content, {"Content-Type": "application/zip"})
