"""Blobs by links, at the hosts that Custom Vision's answers name."""

from collections.abc import Sequence

from azure_emulator.custom_vision_storage import errors, serializers
from azure_emulator.custom_vision_storage.state import CustomVisionStorage
from azure_emulator.routing import Call, Route, Service
from azure_emulator.wire import Response

METHODS = ("GET", "HEAD", "PUT", "DELETE", "OPTIONS")
"""Those of blob storage."""


def get_blob(call: Call, **folders: str) -> Response:
    """The blob of a link that was signed for it."""
    storage = call.cloud.state(CustomVisionStorage)
    content = storage.read("/".join(folders.values()), call.request.query)
    return serializers.blob(content)


def unknown(call: Call, _allowed: Sequence[str]) -> None:
    """Refuse what has no route in the form of blob storage.

    Raises:
        StorageError: 405 for a method that it does not have; 501 for all else.
    """
    method = call.request.method
    if method not in METHODS:
        raise errors.no_such_verb(", ".join(METHODS))
    raise errors.not_implemented(f"{method} here: links are only read")


SERVICE = Service(
    name="custom_vision_storage",
    hosts=r"irisprod[a-z0-9]+\.blob\.core\.windows\.net",
    routes=[
        Route(method, pattern, get_blob)
        for method in ("GET", "HEAD")
        for pattern in ("/{container}/{blob}", "/{container}/{folder}/{blob}")
    ],
    state=CustomVisionStorage,
    unknown=unknown,
)
