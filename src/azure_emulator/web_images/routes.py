"""GitHub as far as images go.

GitHub redirects `github.com/.../blob/...?raw=true` to `raw.githubusercontent.com/...`; here both
answer with the image.
"""

from azure_emulator.routing import Call, Route, Service
from azure_emulator.web_images import serializers
from azure_emulator.web_images.state import ARCHIVE, HOSTS, WebImages
from azure_emulator.wire import Response

DEEPEST = 15


def get_image(call: Call, **folders: str) -> Response:
    """The image, or the file of several, or 404."""
    name = list(folders.values())[-1]
    if name.casefold().endswith(ARCHIVE):
        return serializers.archive(call.cloud.state(WebImages).archive(name))
    return serializers.image(name, call.cloud.state(WebImages).named(name))


SERVICE = Service(
    name="web_images",
    hosts="|".join(host.replace(".", r"\.") for host in HOSTS),
    routes=[
        Route(method, "".join(f"/{{part{number}}}" for number in range(depth)), get_image)
        for method in ("GET", "HEAD")
        for depth in range(1, DEEPEST + 1)
    ],
    state=WebImages,
)
