"""Blobs by links, at the hosts that Custom Vision's answers name."""

from azure_emulator.custom_vision_storage import serializers
from azure_emulator.custom_vision_storage.state import CustomVisionStorage
from azure_emulator.routing import Call, Route, Service
from azure_emulator.wire import Response


def get_blob(call: Call, **folders: str) -> Response:
    """The blob of a link that was signed for it."""
    storage = call.cloud.state(CustomVisionStorage)
    content = storage.read("/".join(folders.values()), call.request.query)
    return serializers.blob(content)


SERVICE = Service(
    name="custom_vision_storage",
    hosts=r"irisprod[a-z0-9]+\.blob\.core\.windows\.net",
    routes=[
        Route(method, pattern, get_blob)
        for method in ("GET", "HEAD")
        for pattern in ("/{container}/{blob}", "/{container}/{folder}/{blob}")
    ],
    state=CustomVisionStorage,
)
