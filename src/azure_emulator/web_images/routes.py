"""GitHub as far as pictures go.

GitHub redirects `github.com/.../blob/...?raw=true` to `raw.githubusercontent.com/...`; here both
answer with the picture.
"""

from __future__ import annotations

from pathlib import PurePosixPath

from azure_emulator.errors import ServiceError
from azure_emulator.web_images.state import ENDINGS, NoPicture, named
from azure_emulator.wire import Call, Response, Route

DEEPEST = 15


def get_picture(call: Call, **folders: str) -> Response:
    """The picture, or 404."""
    name = list(folders.values())[-1]
    try:
        content = named(call.cloud, name)
    except NoPicture as error:
        raise ServiceError(404, "NotFound", f"There is no picture {name!r} here.") from error
    kind = ENDINGS[PurePosixPath(name).suffix.lower()]
    return Response(200, content, {"Content-Type": kind})


ROUTES: list[Route] = [
    Route(method, "".join(f"/{{part{number}}}" for number in range(depth)), get_picture)
    for method in ("GET", "HEAD")
    for depth in range(1, DEEPEST + 1)
]
