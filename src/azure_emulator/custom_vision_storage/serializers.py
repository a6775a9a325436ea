"""A blob as a response."""

from azure_emulator.wire import Response


def blob(content: bytes) -> Response:
    """The blob as it is."""
    headers = {"Content-Type": "application/octet-stream", "Accept-Ranges": "bytes"}
    return Response(200, content, headers)
